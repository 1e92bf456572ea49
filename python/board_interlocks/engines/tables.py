"""The tables that the questions read, and the days in them.

The command line makes the tables (``interlocks convert DATA OUT --to engines``), so that roles and dates are read in
one place. An engine never reads a date or a role.

Days are counted from 1970-01-01. A seat is held from its start up to, but not on, its end. The day of the start lies
from ``start_earliest`` to ``start_latest``, the day of the end from ``end_earliest`` to ``end_latest``. No cell is
empty: ``FAR_PAST`` stands for an unknown start, ``FAR_FUTURE`` for a seat that still runs or whose end is unknown. A
seat that runs was held on the day that the data describes, so that day is the latest that its start can be.
"""

from __future__ import annotations

import datetime
import glob
import os
import secrets
from dataclasses import dataclass
from typing import Any, Mapping, Union

import ibis  # type: ignore[import-untyped]

FAR_PAST = -(2**30)
"""The day that stands for an unknown start."""

FAR_FUTURE = 2**30
"""The day that stands for the end of a seat that still runs, or whose end is unknown."""

Day = Union[datetime.date, str, int]
"""A date, a text such as ``"2013-06-30"``, or a number of days since 1970-01-01."""

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "seats": {
        "person": "int64",
        "company": "int64",
        "start_earliest": "int32",
        "start_latest": "int32",
        "end_earliest": "int32",
        "end_latest": "int32",
        "board": "boolean",
        "executive": "boolean",
    },
    "people": {"number": "int64", "id": "string", "name": "string"},
    "companies": {"number": "int64", "id": "string", "name": "string"},
    "deals": {
        "deal": "int64",
        "id": "string",
        "day_earliest": "int32",
        "day_latest": "int32",
        "a": "int64",
        "b": "int64",
    },
}
"""The columns of each table and their types."""

_PATTERNS = {
    "seats": "seats-*.parquet",
    "people": "people.parquet",
    "companies": "companies.parquet",
    "deals": "deals.parquet",
}


@dataclass(frozen=True)
class Tables:
    """The four tables of a data set, as Ibis tables of one backend.

    ``seats``: one row a seat: ``person``, ``company``, four days, ``board``, ``executive``.
    ``people``, ``companies``: one row each: ``number``, ``id``, ``name``.
    ``deals``: one row a pair of parties of a deal: ``deal``, ``id``, two days, ``a``, ``b``.

    Build it yourself where the tables are in a lake or warehouse already, from the tables of your backend:

        Tables(*(connection.table(name) for name in ("seats", "people", "companies", "deals")))
    """

    seats: ibis.Table
    people: ibis.Table
    companies: ibis.Table
    deals: ibis.Table

    def __post_init__(self) -> None:
        for name, schema in SCHEMAS.items():
            check_columns(name, getattr(self, name), schema)


def check_columns(name: str, table: ibis.Table, schema: Mapping[str, str]) -> None:
    """Checks that a table has the columns of a schema, with their types; other columns do not matter.

    Raises ``ValueError`` that names the table, the column and both types.
    """
    found = {column: dtype for column, dtype in table.schema().items()}
    for column, wanted in schema.items():
        if column not in found:
            raise ValueError(f"{name} has no column {column}; it has {', '.join(found)}")
        dtype = found[column].copy(nullable=True)
        if dtype != ibis.dtype(wanted):
            raise ValueError(
                f"{name}.{column} is {dtype}, not {wanted}; write the tables with 'interlocks convert --to engines'"
            )


def open(folder: Union[str, os.PathLike[str]], backend: Any) -> Tables:  # noqa: A001
    """Registers the tables of a folder on an Ibis backend, and returns them.

    ``folder`` is what ``interlocks convert DATA OUT --to engines`` wrote: ``seats-0000.parquet`` and so on,
    ``people.parquet``, ``companies.parquet``, ``deals.parquet``. It may be an address such as ``s3://…`` that the
    engine can read; files are then not looked for before. Each call uses new names on the backend.

    Raises ``FileNotFoundError`` if a file is missing, and ``ValueError`` if a column is missing or of another type.

        >>> boards = engines.open("boards.engines", ibis.duckdb.connect())  # doctest: +SKIP
    """
    text = os.fspath(folder)
    is_local = "://" not in text
    place = os.path.abspath(text) if is_local else text.rstrip("/")
    mark = secrets.token_hex(4)
    tables = {}
    for name, pattern in _PATTERNS.items():
        path = f"{place}/{pattern}"
        # Given a list of files, one engine stops and another reads none of them; all of them take a pattern.
        if is_local and not glob.glob(f"{glob.escape(place)}/{pattern}"):
            raise FileNotFoundError(
                f"there is no {pattern} in {text}; 'interlocks convert DATA {text} --to engines' writes it"
            )
        table = backend.read_parquet(path, table_name=f"interlocks_{mark}_{name}")
        tables[name] = table.select(*SCHEMAS[name]) if set(SCHEMAS[name]) <= set(table.columns) else table
    return Tables(**tables)


def day_number(day: Day) -> int:
    """The number of a day since 1970-01-01.

    Raises ``ValueError`` if a text is no date, and ``TypeError`` for anything else.

        >>> day_number("1970-01-11")
        10
    """
    if isinstance(day, datetime.datetime):
        day = day.date()
    if isinstance(day, str):
        day = datetime.date.fromisoformat(day)
    if isinstance(day, datetime.date):
        return day.toordinal() - datetime.date(1970, 1, 1).toordinal()
    if isinstance(day, bool) or not isinstance(day, int):
        raise TypeError(f"a day is a date, a text such as '2013-06-30' or a number, not {day!r}")
    return day


def window(at: Union[Day, None], during: Union[tuple[Day, Day], None]) -> Union[tuple[int, int], None]:
    """The days asked about, as the first day and the day after the last; ``None`` for any time.

    ``during`` is the first and the last day, both counted. Raises ``ValueError`` if both ``at`` and ``during`` are
    given, or if the last day is before the first.
    """
    if at is not None and during is not None:
        raise ValueError("give 'at' or 'during', not both")
    if at is not None:
        first = day_number(at)
        return first, first + 1
    if during is None:
        return None
    first, last = (day_number(day) for day in during)
    if last < first:
        raise ValueError(f"the last day {during[1]} is before the first day {during[0]}")
    return first, last + 1
