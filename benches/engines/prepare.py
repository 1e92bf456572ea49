#!/usr/bin/env python3
"""Writes generated data with exact dates as the engines read it, with DuckDB, for data sets that `interlocks convert`
is not timed on.

    interlocks generate DATA --seats 10000000 --exact
    python3 benches/engines/prepare.py DATA FOLDER

Users take `interlocks convert DATA FOLDER --to engines`. This script knows the ten roles and the ids of generated
data only.
"""

import sys
from pathlib import Path

import duckdb

BOARD = "('director','non-executive director','independent director','chair','managing director')"
EXECUTIVE = "('managing director','chief executive','chief financial officer','chief operating officer','officer')"
FUTURE, PAST = 2**30, -(2**30)


def main() -> None:
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    db = duckdb.connect()
    db.execute("SET memory_limit='6GB'; SET preserve_insertion_order=false")

    def table(name: str) -> str:
        return f"read_csv('{data / name}.csv', header=true, all_varchar=true)"

    def number(column: str) -> str:
        return f"CAST(substr({column}, 2) AS BIGINT)"

    def write(query: str, name: str) -> None:
        db.execute(f"COPY ({query}) TO '{folder / name}.parquet' (FORMAT parquet, COMPRESSION zstd)")

    start = "date_diff('day', DATE '1970-01-01', CAST(\"start\" AS DATE))"
    end = "date_diff('day', DATE '1970-01-01', CAST(\"end\" AS DATE))"
    last = f"coalesce({end}, {FUTURE})"
    as_of = "date_diff('day', DATE '1970-01-01', DATE '2024-12-31')"
    write(
        f"""SELECT {number("person")} AS person, {number("company")} AS company,
            CAST(coalesce({start}, {PAST}) AS INTEGER) AS start_earliest,
            CAST(coalesce({start}, {end} - 1, {as_of}) AS INTEGER) AS start_latest,
            CAST({last} AS INTEGER) AS end_earliest, CAST({last} AS INTEGER) AS end_latest,
            role IN {BOARD} AS board, role IN {EXECUTIVE} AS executive FROM {table("seats")}""",
        "seats-0000",
    )
    for name in ("people", "companies"):
        write(f"SELECT {number('id')} AS number, id, name FROM {table(name)}", name)
    day_of = "CASE length(date) WHEN 10 THEN date WHEN 7 THEN date || '-01' ELSE date || '-01-01' END"
    first = f"CAST({day_of} AS DATE)"
    until = (
        f"{first} + CASE length(date) WHEN 10 THEN INTERVAL 1 DAY WHEN 7 THEN INTERVAL 1 MONTH ELSE INTERVAL 1 YEAR END"
    )
    write(
        f"""WITH deals AS (SELECT id, {number("id")} AS deal, string_split(parties, ';') AS parties,
            date_diff('day', DATE '1970-01-01', {first}) AS day_earliest,
            date_diff('day', DATE '1970-01-01', CAST({until} AS DATE)) - 1 AS day_latest FROM {table("deals")}),
        parties AS (SELECT deal, CAST(substr(unnest(parties), 2) AS BIGINT) AS party FROM deals)
        SELECT deal, id, CAST(day_earliest AS INTEGER) AS day_earliest, CAST(day_latest AS INTEGER) AS day_latest,
            x.party AS a, y.party AS b
        FROM deals JOIN parties x USING (deal) JOIN parties y USING (deal) WHERE x.party < y.party""",
        "deals",
    )


if __name__ == "__main__":
    main()
