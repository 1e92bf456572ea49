"""Makes folders as ``interlocks convert DATA OUT --to engines`` writes them: from rows, at random, or from a folder
of CSV tables.

The command line is what makes them for users. This maker lets the tests run without it, and is a second reading of
the layout.
"""

from __future__ import annotations

import calendar
import csv
import datetime
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional, Sequence

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

PAST, FUTURE = -(2**30), 2**30

# The day that random data describes: after every stated day.
AS_OF = 70

SEATS = pa.schema(
    [
        ("person", pa.int64()),
        ("company", pa.int64()),
        ("start_earliest", pa.int32()),
        ("start_latest", pa.int32()),
        ("end_earliest", pa.int32()),
        ("end_latest", pa.int32()),
        ("board", pa.bool_()),
        ("executive", pa.bool_()),
    ]
)
ENTITIES = pa.schema([("number", pa.int64()), ("id", pa.string()), ("name", pa.string())])
DEALS = pa.schema(
    [
        ("deal", pa.int64()),
        ("id", pa.string()),
        ("day_earliest", pa.int32()),
        ("day_latest", pa.int32()),
        ("a", pa.int64()),
        ("b", pa.int64()),
    ]
)

Seat = tuple[int, int, int, int, int, int, bool, bool]
Deal = tuple[int, int, int, int, int]


@dataclass
class World:
    """Seats and deals as rows of numbers: a deal is its number, its first and last day, and two parties."""

    seats: list[Seat] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)

    @property
    def people(self) -> list[int]:
        return sorted({seat[0] for seat in self.seats})

    @property
    def companies(self) -> list[int]:
        return sorted({seat[1] for seat in self.seats} | {party for deal in self.deals for party in deal[3:]})

    def shifted(self, by: int) -> World:
        """The same with other people, companies and deals, so that several worlds fit into one."""
        seats: list[Seat] = [(seat[0] + by, seat[1] + by, *seat[2:]) for seat in self.seats]
        deals: list[Deal] = [(deal[0] + by, deal[1], deal[2], deal[3] + by, deal[4] + by) for deal in self.deals]
        return World(seats, deals)


def together(worlds: list[World]) -> World:
    """One world of many that have nothing in common."""
    whole = World()
    for number, world in enumerate(worlds):
        moved = world.shifted(number * 1_000)
        whole.seats += moved.seats
        whole.deals += moved.deals
    return whole


def write(
    world: World,
    folder: Path,
    parts: int = 2,
    people: Optional[dict[int, tuple[str, str]]] = None,
    companies: Optional[dict[int, tuple[str, str]]] = None,
    deals: Optional[dict[int, str]] = None,
) -> Path:
    """Writes a world as Parquet; ids are made from the numbers unless they are given with names."""
    folder.mkdir(parents=True, exist_ok=True)
    people = people or {number: (f"p{number}", f"Person {number}") for number in world.people}
    companies = companies or {number: (f"c{number}", f"Company {number}") for number in world.companies}
    for part in range(parts):
        rows = world.seats[part::parts]
        pq.write_table(table(rows, SEATS), folder / f"seats-{part:04}.parquet")
    for name, entities in (("people", people), ("companies", companies)):
        listed = [(number, *texts) for number, texts in sorted(entities.items())]
        pq.write_table(table(listed, ENTITIES), folder / f"{name}.parquet")
    listed_deals = [(deal[0], (deals or {}).get(deal[0], f"d{deal[0]}"), *deal[1:]) for deal in world.deals]
    pq.write_table(table(listed_deals, DEALS), folder / "deals.parquet")
    return folder


def table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as a table; every column is without empty cells."""
    columns = [[row[index] for row in rows] for index in range(len(schema))]
    arrays = [pa.array(column, type=part.type) for column, part in zip(columns, schema)]
    return pa.Table.from_arrays(arrays, schema=schema)


def random_world(
    random_numbers: random.Random, seats: int, people: int, companies: int, last: int = 20, deals: int = 4
) -> World:
    """A small world of partial dates, several spells, officers, unknown and open ends, and empty spells."""
    world = World()
    for _ in range(seats):
        world.seats.append(
            random_seat(random_numbers, random_numbers.randrange(people), random_numbers.randrange(companies), last)
        )
    for number in range(deals if companies > 1 else 0):
        first = random_numbers.randrange(last)
        a, b = sorted(random_numbers.sample(range(companies), 2))
        world.deals.append((number, first, first + random_numbers.choice([0, 0, 1, 5]), a, b))
    return world


def random_seat(random_numbers: random.Random, person: int, company: int, last: int) -> Seat:
    def days() -> tuple[int, int]:
        first = random_numbers.randrange(last)
        return first, first + random_numbers.choice([0, 0, 0, 1, 3, 6])

    end = random_numbers.random()
    start = days()
    if end < 0.2:
        ends = (FUTURE, FUTURE)
    elif end < 0.3:
        ends = (start[0] + 1, FUTURE)
    else:
        ends = days()
        if random_numbers.random() < 0.8:
            ends = (ends[0] + start[0], ends[1] + start[0])
    if random_numbers.random() < 0.15:
        # A seat that runs was held on the as-of day; one whose end is unknown too may have been held on any day.
        start = (PAST, min(ends[1] - 1, AS_OF) if ends[0] == FUTURE else ends[1] - 1)
        if ends[0] != FUTURE and ends[1] == FUTURE:
            ends = (PAST, FUTURE)
    return (person, company, *start, *ends, random_numbers.random() < 0.85, random_numbers.random() < 0.3)


# ------------------------------------------------------------------ from CSV

EPOCH = datetime.date(1970, 1, 1)

# What the roles of generated data mean: on the board, executive.
ROLES = {
    "director": (True, False),
    "non-executive director": (True, False),
    "independent director": (True, False),
    "chair": (True, False),
    "managing director": (True, True),
    "chief executive": (False, True),
    "chief financial officer": (False, True),
    "chief operating officer": (False, True),
    "officer": (False, True),
    "secretary": (False, False),
}


def day(date: datetime.date) -> int:
    return (date - EPOCH).days


def days_of(text: str) -> tuple[int, int]:
    """First and last day of ``2011``, ``2011-06`` or ``2011-06-23``, with ``~`` or ``?`` or not, or of two with ``/``."""
    if "/" in text:
        first, last = text.split("/")
        return days_of(first)[0], days_of(last)[1]
    doubtful = text[-1] in "~?"
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) == 3:
        exact = day(datetime.date(*numbers))
        return (exact - 1, exact + 1) if doubtful else (exact, exact)
    if len(numbers) == 1:
        about = 1 if doubtful else 0
        return day(datetime.date(numbers[0] - about, 1, 1)), day(datetime.date(numbers[0] + about, 12, 31))
    month = numbers[0] * 12 + numbers[1] - 1
    begin, final = (month - 1, month + 1) if doubtful else (month, month)
    year, of_year = divmod(final, 12)
    end = datetime.date(year, of_year + 1, calendar.monthrange(year, of_year + 1)[1])
    return day(datetime.date(begin // 12, begin % 12 + 1, 1)), day(end)


def from_csv(data: Path, folder: Path) -> tuple[Path, int]:
    """Writes a folder of CSV tables in our layout, and returns it with the number of the as-of day."""

    def rows(name: str) -> list[dict[str, str]]:
        with open(data / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    as_of = days_of(json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["as_of"])[1]
    people, companies = rows("people.csv"), rows("companies.csv")
    # Numbers follow the order of ids, as everywhere in the command line.
    person_number = {row["id"]: number for number, row in enumerate(sorted(people, key=lambda row: row["id"]))}
    company_number = {row["id"]: number for number, row in enumerate(sorted(companies, key=lambda row: row["id"]))}
    world = World()
    for row in rows("seats.csv"):
        if "board" in row:
            board, executive = row["board"] == "yes", row["executive"] == "yes"
        else:
            board, executive = ROLES[row["role"]]
        numbers = person_number[row["person"]], company_number[row["company"]]
        world.seats.append(
            (*numbers, *spell(row["start"], row["end"], row.get("end_status", ""), as_of), board, executive)
        )
    ids = {}
    for number, row in enumerate(rows("deals.csv")):
        ids[number] = row["id"]
        parties = sorted(company_number[party] for party in row["parties"].split(";"))
        for index, a in enumerate(parties):
            for b in parties[index + 1 :]:
                world.deals.append((number, *days_of(row["date"]), a, b))
    write(
        world,
        folder,
        people={person_number[row["id"]]: (row["id"], row["name"]) for row in people},
        companies={company_number[row["id"]]: (row["id"], row["name"]) for row in companies},
        deals=ids,
    )
    return folder, as_of


def spell(start: str, end: str, status: str, as_of: int) -> tuple[int, int, int, int]:
    """The four days of a seat."""
    stated = days_of(start) if start else None
    if not end and status == "unknown":
        ends = ((stated[0] + 1) if stated else PAST, FUTURE)
    elif not end:
        ends = (FUTURE, FUTURE)
    else:
        ends = days_of(end)
    if stated is None:
        return PAST, (as_of if ends[0] == FUTURE else ends[1] - 1), *ends
    if ends[0] == FUTURE and stated[0] <= as_of:
        # It was held on the as-of day, so it began by then.
        stated = stated[0], min(stated[1], as_of)
    return *stated, *ends
