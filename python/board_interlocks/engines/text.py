"""The questions as SQL text, for a warehouse's console or for dbt. No driver is needed, and nothing is run."""

from __future__ import annotations

from typing import Any, Mapping, Optional

import ibis  # type: ignore[import-untyped]

from .answers import named, question_named
from .guards import checked
from .tables import SCHEMAS, Tables

DIALECTS: dict[str, str] = {
    "bigquery": "BigQuery",
    "snowflake": "Snowflake",
    "trino": "Trino",
    "databricks": "Databricks",
    "postgres": "PostgreSQL",
    "duckdb": "DuckDB",
}
"""The dialects that ``sql`` writes, with their names. Tests run the text for DuckDB, and parse that for the others."""


def sql(
    question: str,
    dialect: str,
    *,
    names: Optional[Mapping[str, str]] = None,
    columns: Optional[Mapping[str, Mapping[str, str]]] = None,
    with_names: bool = False,
    **options: Any,
) -> str:
    """The text of a question in the dialect of a database.

    ``question`` is a name in ``QUESTIONS``, ``options`` are the arguments of the function of that name. ``names``
    says what our tables are called there: ``{"seats": "registry.public.seats"}``. ``columns`` says what our columns
    are called, table by table: ``{"seats": {"person": "OFFICER_NO"}}``. Both are quoted as they stand, so write them
    as the database stores them (Snowflake: capitals, unless they were made in quotes). With ``with_names``, ids and
    names are joined to the answer. Days stay numbers since 1970-01-01.

    Databases other than DuckDB were not at hand: their text was parsed, not run, and its first line says so.

    Raises ``ValueError`` for an unknown question, dialect, table or column.

        >>> print(sql("people_by_boards", "postgres", day="2013-06-30"))  # doctest: +ELLIPSIS
        -- people_by_boards for PostgreSQL: written and parsed, not run
        SELECT...
    """
    name = "postgres" if dialect == "postgresql" else dialect
    if name not in DIALECTS:
        raise ValueError(f"no dialect {dialect!r}; there are {', '.join(DIALECTS)}")
    tables = _unbound(names or {}, columns or {})
    expression = question_named(question)(tables, **options)
    if with_names:
        # Ibis has no way from a number of days to a date that all dialects share.
        expression = named(expression, tables, dates=False)
    state = "run in tests" if name == "duckdb" else "written and parsed, not run"
    return f"-- {question} for {DIALECTS[name]}: {state}\n{ibis.to_sql(checked(expression), dialect=name)}\n"


def _unbound(names: Mapping[str, str], columns: Mapping[str, Mapping[str, str]]) -> Tables:
    for table in [*names, *columns]:
        if table not in SCHEMAS:
            raise ValueError(f"no table {table!r}; there are {', '.join(SCHEMAS)}")
    tables = {}
    for table, schema in SCHEMAS.items():
        theirs = columns.get(table, {})
        for column in theirs:
            if column not in schema:
                raise ValueError(f"{table} has no column {column!r}; there are {', '.join(schema)}")
        *path, last = names.get(table, table).split(".")
        if len(path) > 2:
            raise ValueError(f"{names[table]!r} is no name of a table: it has more than three parts")
        catalog, database = ([None, None, *path])[-2:]
        unbound = ibis.table(
            {theirs.get(column, column): dtype for column, dtype in schema.items()},
            name=last,
            catalog=catalog,
            database=database,
        )
        tables[table] = unbound.select(**{column: unbound[theirs.get(column, column)] for column in schema})
    return Tables(**tables)
