"""A nominee of 5,000 seats: left out, kept, and spread over tasks."""

from __future__ import annotations

import random
from pathlib import Path

import ibis  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pytest
from conftest import Engine
from made import World, random_world, write

from board_interlocks import engines

NOMINEE = 999
SEATS = 5_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small world, and a nominee who is at each of 5,000 companies for three days."""
    world = random_world(random.Random(3), 300, 80, 60)
    world.seats += [
        (NOMINEE, company, start, start, start + 3, start + 3, True, False) for company, start in starts().items()
    ]
    return write(world, tmp_path_factory.mktemp("nominee"))


def starts() -> dict[int, int]:
    numbers = random.Random(4)
    return {company: numbers.randrange(2_000) for company in range(SEATS)}


def test_a_nominee_of_5_000_seats(engine: Engine, folder: Path) -> None:
    tables = engines.open(folder, engine.connection)
    (who,) = engines.left_out(tables).to_pyarrow().to_pylist()
    assert who == {"person": NOMINEE, "boards": SEATS, "held_seats": SEATS, "wedges": SEATS * (SEATS - 1) // 2}
    plain = engines.interlocks(tables, max_boards=None).to_pyarrow()
    salted = engines.interlocks(tables, max_boards=None, hub=500).to_pyarrow()
    assert ordered(salted) == ordered(plain)
    first = starts()
    days: dict[int, list[int]] = {}
    for company, day in first.items():
        days.setdefault(day, []).append(company)
    meets = sum(len(here) * len(days.get(day + later, [])) for day, here in days.items() for later in (1, 2)) + sum(
        len(here) * (len(here) - 1) // 2 for here in days.values()
    )
    capped = engines.interlocks(tables).to_pyarrow()
    assert pc.sum(plain["shared"]).as_py() == meets + pc.sum(capped["shared"]).as_py()


def ordered(table: pa.Table) -> list[tuple[int, ...]]:
    return sorted(zip(*(table[column].to_pylist() for column in sorted(table.column_names))))


def test_salting_spreads_a_person_over_buckets(folder: Path) -> None:
    """No bucket has more than a third of the work that the person makes without salting."""
    from board_interlocks.engines.skew import board_seats, meetings

    tables = engines.open(folder, ibis.duckdb.connect())
    held = board_seats(tables, None)
    both = meetings(held.filter(held.person == NOMINEE), 500)
    counts = both.group_by("bucket").agg(wedges=both.count()).to_pyarrow()["wedges"]
    assert len(counts) == 11
    assert pc.sum(counts).as_py() == SEATS * (SEATS - 1) // 2
    assert pc.max(counts).as_py() < SEATS * (SEATS - 1) // 2 / 3


def test_beyond_two_million_wedges_meetings_are_sampled(folder: Path) -> None:
    tables = engines.open(folder, ibis.duckdb.connect())
    capped, full = engines.wedges(tables), engines.wedges(tables, max_boards=None)
    assert not capped.is_sampled and full.is_sampled
    # All wedges of a person with more than 1,000 seats are taken to meet.
    assert full.meetings >= SEATS * (SEATS - 1) // 2
    assert capped.shuffle_bytes < full.shuffle_bytes
