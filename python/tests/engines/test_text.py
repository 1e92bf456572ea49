"""Every question as text in every dialect can be parsed back; the text for DuckDB is run."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import ibis  # type: ignore[import-untyped]
import pytest
import sqlglot  # type: ignore[import-untyped, unused-ignore]
from made import random_world, write

from board_interlocks import engines

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("interlocks", {}),
    ("interlocks", {"max_boards": None, "at": "2013-06-30", "min": 2, "top": 10, "companies": [1, 2, 3]}),
    ("interlocks", {"hub": 500}),
    ("people_by_boards", {"day": "2013-06-30"}),
    ("deals_with_shared_director", {}),
    ("overboarding", {"day": "2013-06-30", "limit": 5, "executive_limit": 2}),
    ("star_edges", {}),
    ("star_edges", {"undated": True}),
]


@pytest.mark.parametrize("dialect", engines.DIALECTS)
@pytest.mark.parametrize(
    ("question", "options"), QUESTIONS, ids=lambda value: value if isinstance(value, str) else "-".join(value)
)
def test_parsed_back(question: str, options: dict[str, Any], dialect: str) -> None:
    for with_names in (False, True):
        text = engines.sql(question, dialect, with_names=with_names, **options)
        (statement,) = sqlglot.parse(text, read=dialect)
        assert isinstance(statement, sqlglot.exp.Query)
        if "hub" not in options:
            # Parsed and written again it is the same text, so nothing of it was passed over. Salting takes lists apart,
            # which sqlglot writes in a longer way each time.
            again = statement.sql(dialect=dialect)
            assert sqlglot.parse_one(again, read=dialect) == sqlglot.parse_one(text, read=dialect)
        tables = {table.name for table in statement.find_all(sqlglot.exp.Table)}
        assert "seats" in tables
        first_line = text.splitlines()[0]
        assert ("not run" in first_line) == (dialect != "duckdb")
        assert "ibis_" not in text.replace("ibis_bq_arr_range", "")


def test_run_on_duckdb(tmp_path: Path) -> None:
    folder = write(random_world(random.Random(5), 60, 8, 9), tmp_path / "made")
    connection = ibis.duckdb.connect()
    tables = engines.open(folder, connection)
    for name in engines.SCHEMAS:
        files = f"{folder}/{name}{'-*' if name == 'seats' else ''}.parquet"
        connection.raw_sql(f"CREATE VIEW our_{name} AS SELECT * FROM read_parquet('{files}')")
    names = {name: f"memory.main.our_{name}" for name in engines.SCHEMAS}
    for question, options in QUESTIONS:
        text = engines.sql(question, "duckdb", names=names, **options)
        found = sorted(connection.raw_sql(text).fetchall())
        asked = engines.QUESTIONS[question](tables, **options)
        assert found == sorted(tuple(row.values()) for row in asked.to_pyarrow().to_pylist()), question


def test_their_names_of_tables_and_columns() -> None:
    text = engines.sql(
        "interlocks",
        "snowflake",
        names={"seats": "REGISTRY.PUBLIC.OFFICERS"},
        columns={"seats": {"person": "OFFICER_NO", "company": "FIRM_NO"}},
    )
    assert '"REGISTRY"."PUBLIC"."OFFICERS"' in text
    assert '"OFFICER_NO" AS "person"' in text


def test_unknown_words_are_refused() -> None:
    for arguments, message in (
        (("pairs", "duckdb"), "no question 'pairs'"),
        (("interlocks", "oracle"), "no dialect 'oracle'"),
    ):
        with pytest.raises(ValueError, match=message):
            engines.sql(*arguments)
    with pytest.raises(ValueError, match="no table 'officers'"):
        engines.sql("interlocks", "duckdb", names={"officers": "x"})
    with pytest.raises(ValueError, match="no column 'officer'"):
        engines.sql("interlocks", "duckdb", columns={"seats": {"officer": "x"}})
