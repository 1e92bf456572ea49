"""Turns a folder into arrays of integers, for the peers that cannot read CSV themselves.

Usage: prepare.py FOLDER QUERIES TARGET

Writes to TARGET (one .npy file each): the board seats as `person`, `company`, `start` and
`end` (days since 1970, half open), the parties of deals as `deal`, `party` and `date`, the
queries as `from` and `to`, and in `sizes` the number of people and companies.
Nothing of this is timed.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl

from common import BOARD_ROLES, FOREVER, LONG_AGO


def main() -> None:
    folder, queries, target = (Path(argument) for argument in sys.argv[1:4])
    target.mkdir(parents=True, exist_ok=True)
    people = _codes(folder / "people.csv")
    companies = _codes(folder / "companies.csv")
    _save(target, _board_seats(folder, people, companies))
    _save(target, _parties(folder, companies))
    _save(target, _queries(queries, companies))
    np.save(target / "sizes.npy", np.array([people.height, companies.height]))


def _codes(path: Path) -> pl.DataFrame:
    """Numbers the ids of a file by their place in it."""
    return pl.read_csv(path, columns=["id"], infer_schema=False).with_row_index("code")


def _encode(ids: pl.Series, codes: pl.DataFrame) -> np.ndarray:
    coded = ids.to_frame("id").join(codes, on="id", how="left", maintain_order="left")["code"]
    if coded.null_count():
        # Tools differ in what they do with an unlisted id, so no count could be compared.
        raise SystemExit(f"{coded.null_count()} ids are not listed in people.csv or companies.csv")
    return coded.cast(pl.Int32).to_numpy()


def _days(dates: pl.Series, empty: int) -> np.ndarray:
    return dates.str.to_date("%Y-%m-%d").to_physical().fill_null(empty).to_numpy()


def _board_seats(folder: Path, people: pl.DataFrame, companies: pl.DataFrame) -> dict[str, np.ndarray]:
    seats = pl.read_csv(folder / "seats.csv", infer_schema=False).filter(pl.col("role").is_in(BOARD_ROLES))
    return {
        "person": _encode(seats["person"], people),
        "company": _encode(seats["company"], companies),
        "start": _days(seats["start"], LONG_AGO),
        "end": _days(seats["end"], FOREVER),
    }


def _parties(folder: Path, companies: pl.DataFrame) -> dict[str, np.ndarray]:
    parties = (
        pl.read_csv(folder / "deals.csv", infer_schema=False)
        .with_row_index("deal")
        .with_columns(pl.col("parties").str.split(";"))
        .explode("parties")
        .unique(["deal", "parties"], maintain_order=True)
    )
    return {
        "deal": parties["deal"].cast(pl.Int32).to_numpy(),
        "party": _encode(parties["parties"], companies),
        "date": _days(parties["date"], LONG_AGO),
    }


def _queries(path: Path, companies: pl.DataFrame) -> dict[str, np.ndarray]:
    queries = pl.read_csv(path, infer_schema=False)
    return {"from": _encode(queries["a"], companies), "to": _encode(queries["b"], companies)}


def _save(target: Path, arrays: dict[str, np.ndarray]) -> None:
    for name, array in arrays.items():
        np.save(target / f"{name}.npy", array)


if __name__ == "__main__":
    main()
