"""The 1,000 pairs of companies whose shortest paths are asked for."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

QUERY_COUNT = 1000
QUERY_SEED = 20240229


def write_queries(folder: Path, target: Path, count: int = QUERY_COUNT, seed: int = QUERY_SEED) -> None:
    """Writes `count` pairs of distinct companies of the folder; the same seed gives the same pairs."""
    total = sum(1 for _ in _company_ids(folder))
    if total < 2:
        raise SystemExit(f"{folder}: fewer than two companies, so there is no path to ask for")
    source = random.Random(seed)
    pairs = [source.sample(range(total), 2) for _ in range(count)]
    ids = _ids_at(folder, {position for pair in pairs for position in pair})
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["a", "b"])
        writer.writerows([ids[a], ids[b]] for a, b in pairs)


def _ids_at(folder: Path, wanted: set[int]) -> dict[int, str]:
    # A second pass instead of a list of all ids: a child process starts out with the
    # peak memory of the process that launched it, so the launcher has to stay small.
    return {position: id_ for position, id_ in enumerate(_company_ids(folder)) if position in wanted}


def _company_ids(folder: Path) -> Iterator[str]:
    with (folder / "companies.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["id"]
