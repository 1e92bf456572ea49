"""Polars: lazy frames, streaming engine.

Loading leaves dates as text, which is the quickest it can do; DuckDB and the tool read them
as dates. Tried and not kept: read_csv instead of scan_csv (up to a third slower), the
in-memory engine (up to a third slower), join_where, grouping by two columns, and companies
gathered in lists per person and exploded twice (all slower than one packed key).
"""

import os

from common import BOARD_ROLES, Counts, Job, print_memory, read_job

FILES = ("seats", "people", "companies", "deals")


def main() -> None:
    job = read_job()
    # Read when the library is imported, so it has to be set before.
    os.environ["POLARS_MAX_THREADS"] = str(job.threads)
    measure(job)
    print_memory()


def measure(job: Job) -> None:
    import polars as pl

    def scan(file: str) -> pl.LazyFrame:
        return pl.scan_csv(job.folder / f"{file}.csv")

    def load(*files: str) -> dict[str, pl.DataFrame]:
        return dict(zip(files, pl.collect_all([scan(file) for file in files], engine="streaming")))

    def load_counts(*files: str) -> Counts:
        return {file: frame.height for file, frame in load(*files).items()}

    def load_two_columns() -> Counts:
        columns = scan("seats").select("person", "company")
        return {"seats": columns.collect(engine="streaming").height}

    def first_row(query: pl.LazyFrame) -> Counts:
        return query.collect(engine="streaming").row(0, named=True)

    def pack() -> pl.Expr:
        return (pl.col("company").cast(pl.Int64) * 2**32 + pl.col("company_right")).alias("pair")

    def pairs_undated(board: pl.DataFrame) -> Counts:
        # Collected first: otherwise the distinct seats are found twice, once for each side.
        held = board.lazy().select("person", "company").unique().collect(engine="streaming").lazy()
        shared = held.join(held, on="person").filter(pl.col("company") < pl.col("company_right"))
        return first_row(
            shared.select(pack()).select(pl.col("pair").n_unique().alias("pairs"), pl.len().alias("weight"))
        )

    def pairs_dated(board: pl.DataFrame) -> Counts:
        latest_start = pl.max_horizontal("start", "start_right")
        earliest_end = pl.min_horizontal("end", "end_right")
        seats = board.lazy()
        shared = seats.join(seats, on="person").filter(
            pl.col("company") < pl.col("company_right"), latest_start < earliest_end
        )
        per_pair = shared.group_by(pack()).agg(pl.col("person").n_unique().alias("persons"))
        return first_row(per_pair.select(pl.len().alias("pairs"), pl.col("persons").sum().alias("weight")))

    def deals(board: pl.DataFrame, parties: pl.DataFrame) -> Counts:
        held = (
            parties.lazy()
            .join(board.lazy(), on="company")
            .filter(pl.col("start") <= pl.col("date"), pl.col("date") < pl.col("end"))
        )
        parties_of = held.group_by("deal", "person").agg(pl.col("company").n_unique().alias("parties"))
        return first_row(
            parties_of.filter(pl.col("parties") > 1).select(pl.col("deal").n_unique().alias("deals"))
        )

    job.time("load-seats", lambda: load_counts("seats"))
    job.time("load-two-columns", load_two_columns)
    job.time("load-all", lambda: load_counts(*FILES))
    board, parties = code_ids(load(*FILES))
    job.time("pairs-undated", lambda: pairs_undated(board))
    job.time("pairs-dated", lambda: pairs_dated(board))
    job.time("deals", lambda: deals(board, parties))


def code_ids(tables: dict) -> tuple:
    """Board seats and parties of deals with ids and dates as integers; not timed."""
    import polars as pl

    from common import FOREVER, LONG_AGO

    def codes(file: str, column: str) -> pl.DataFrame:
        return tables[file].select(pl.col("id").alias(column)).with_row_index("code")

    def encode(frame: pl.DataFrame, file: str, column: str) -> pl.DataFrame:
        coded = frame.join(codes(file, column), on=column)
        return coded.with_columns(pl.col("code").cast(pl.Int32).alias(column)).drop("code")

    def days(column: str, empty: int) -> pl.Expr:
        return pl.col(column).cast(pl.String).str.to_date("%Y-%m-%d").to_physical().fill_null(empty)

    board = tables["seats"].filter(pl.col("role").is_in(BOARD_ROLES))
    board = encode(encode(board, "people", "person"), "companies", "company")
    board = board.select("person", "company", days("start", LONG_AGO), days("end", FOREVER))
    parties = (
        tables["deals"]
        .with_row_index("deal")
        .select("deal", days("date", LONG_AGO), pl.col("parties").str.split(";").alias("company"))
        .explode("company")
        .unique()
    )
    return board, encode(parties, "companies", "company")


if __name__ == "__main__":
    main()
