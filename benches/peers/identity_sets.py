"""Brings labelled sets to the tables that the tool reads, and to those that the peers read.

A published set is a folder with `people.csv`, `truth.csv` and perhaps `seats.csv`, each maybe
compressed. The tool reads a folder with the tables as they are. The peers read one table with the
same evidence: names in parts, and for each record the companies and the colleagues that its seats give.
"""

import csv
import gzip
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from identity_names import plain, split

TABLES = ("people", "seats", "companies", "sources")
OWN_COLUMNS = frozenset("id name aliases birth death gender nationality source".split())
"""Columns of the data format; any others are compared as further evidence, by the tool and by the peers."""
LARGEST_BOARD = 200
"""Companies of more people say nothing about who somebody is."""
MOST_COLLEAGUES = 100
LIST = ";"


@dataclass(frozen=True)
class LabelledSet:
    name: str
    folder: Path
    """What the tool reads."""
    truth: Path
    peers: Path
    """The one table that the peers read."""
    further: list[str]
    records: int


def published(source: Path, scratch: Path) -> LabelledSet:
    """Unpacks a published set."""
    folder = scratch / source.name
    folder.mkdir()
    for table in TABLES:
        _unpack(source, f"{table}.csv", folder / f"{table}.csv")
    if (source / "datapackage.json").exists():
        shutil.copy(source / "datapackage.json", folder)
    truth = scratch / f"{source.name}.truth.csv"
    _unpack(source, "truth.csv", truth)
    return with_peers_table(source.name, folder, truth)


def is_published(folder: Path) -> bool:
    return all(any((folder / f"{table}.csv{end}").exists() for end in ("", ".gz")) for table in ("people", "truth"))


def with_peers_table(name: str, folder: Path, truth: Path) -> LabelledSet:
    people = _rows(folder / "people.csv")
    further = [column for column in next(people) if column not in OWN_COLUMNS]
    boards = _boards(folder)
    table = folder.parent / f"{name}.peers.csv"
    records = 0
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "name", "given", "middle", "family", "generation", "birth", "gender", *further,
                         "boards", "colleagues"])
        for row in _rows(folder / "people.csv"):
            parts = split(row["name"])
            writer.writerow([row["id"], row["name"], *parts, row.get("birth", ""), row.get("gender", ""),
                             *(plain(row[column]) for column in further), *boards.get(row["id"], ("", ""))])
            records += 1
    return LabelledSet(name, folder, truth, table, further, records)


def _boards(folder: Path) -> dict[str, tuple[str, str]]:
    """Returns the companies and the colleagues of each record; a colleague is known by family name and initial."""
    if not (folder / "seats.csv").exists():
        return {}
    key = {row["id"]: _key(row["name"]) for row in _rows(folder / "people.csv")}
    people_of, companies_of = defaultdict(set), defaultdict(set)
    for row in _rows(folder / "seats.csv"):
        people_of[row["company"]].add(row["person"])
        companies_of[row["person"]].add(row["company"])
    found = {}
    for person, companies in companies_of.items():
        small = sorted(company for company in companies if len(people_of[company]) <= LARGEST_BOARD)
        colleagues = {key[other] for company in small for other in people_of[company]} - {key[person]}
        found[person] = LIST.join(small), LIST.join(sorted(colleagues)[:MOST_COLLEAGUES])
    return found


def _key(name: str) -> str:
    parts = split(name)
    return f"{parts.family} {parts.given[:1]}"


def _rows(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _unpack(source: Path, name: str, target: Path) -> None:
    packed = source / f"{name}.gz"
    if (source / name).exists():
        shutil.copy(source / name, target)
    elif packed.exists():
        with gzip.open(packed) as file, target.open("wb") as unpacked:
            shutil.copyfileobj(file, unpacked)
