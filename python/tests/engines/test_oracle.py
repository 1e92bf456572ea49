"""Every question on every engine equals the slow version, row by row, on random data."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from typing import Any

import oracle
import pytest
from conftest import Engine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made import FUTURE, World, random_world, together, write

from board_interlocks import engines

DAY = 12

# Data sets a question and engine; compiling the expressions takes most of the time.
EXAMPLES = int(os.environ.get("EXAMPLES", "12"))


def rows(expression: Any, *columns: str) -> set[tuple[Any, ...]]:
    """The rows of an answer; the same row twice is a fault."""
    found = [row for batch in engines.stream(expression.select(*columns)) for row in batch.to_pylist()]
    listed = [tuple(row[column] for column in columns) for row in found]
    assert len(set(listed)) == len(listed), "the same row twice"
    return set(listed)


PAIR = ("a", "b", "shared", "shared_certain")


def check_interlocks(tables: engines.Tables, world: World) -> None:
    expected = oracle.interlocks(world)
    for hub in (None, 1, 2):
        pairs = engines.interlocks(tables, max_boards=None, hub=hub)
        assert rows(pairs, *PAIR, "possible_from", "possible_to") == expected, hub
    capped = engines.interlocks(tables, max_boards=3)
    assert rows(capped, *PAIR, "possible_from", "possible_to") == oracle.interlocks(world, max_boards=3)
    assert rows(engines.left_out(tables, 3), "person") == {(person,) for person in oracle.on_many_boards(world, 3)}


def check_windows(tables: engines.Tables, world: World) -> None:
    for options, asked in (({"at": DAY}, {DAY}), ({"during": (5, 9)}, set(range(5, 10)))):
        expected = {row[:4] for row in oracle.interlocks(world, frozenset(asked), max_boards=3)}
        assert rows(engines.interlocks(tables, max_boards=3, **options), *PAIR) == expected, options


def check_people(tables: engines.Tables, world: World) -> None:
    assert rows(engines.people_by_boards(tables, DAY), "person", "boards", "boards_certain") == oracle.people_by_boards(
        world, DAY
    )
    for limit, executive_limit in ((2, 1), (1, 2)):
        found = engines.overboarding(tables, DAY, limit, executive_limit=executive_limit)
        columns = ("person", "boards", "boards_certain", "executive", "executive_certain", "verdict")
        assert rows(found, *columns) == oracle.overboarding(world, DAY, limit, executive_limit)


def check_deals(tables: engines.Tables, world: World) -> None:
    found = rows(engines.deals_with_shared_director(tables), "deal", "a", "b", "person", "certain")
    assert found == oracle.deals_with_shared_director(world)


def check_components(tables: engines.Tables, world: World) -> None:
    pairs = {row[:2] for row in oracle.interlocks(world)}
    edges = {tuple(row.values()) for batch in engines.stream(engines.star_edges(tables)) for row in batch.to_pylist()}
    assert all(root < company for company, root in edges)
    assert oracle.components(world.companies, edges) == oracle.components(world.companies, pairs)


def check_estimate(tables: engines.Tables, world: World) -> None:
    found = engines.wedges(tables, max_boards=3)
    left_out = oracle.on_many_boards(world, 3)
    counts = [
        sum(seat[0] == person and seat[6] and seat[2] < seat[5] for seat in world.seats) for person in world.people
    ]
    kept = [count for person, count in zip(world.people, counts) if person not in left_out]
    assert found.board_seats == sum(kept)
    assert found.people == sum(count > 0 for count in kept)
    assert found.wedges == sum(count * (count - 1) // 2 for count in kept)
    assert found.meetings == sum(row[2] for row in oracle.interlocks(world, max_boards=3))
    assert {person.person for person in found.left_out} == left_out
    assert not found.is_sampled


CHECKS = [check_interlocks, check_windows, check_people, check_deals, check_components, check_estimate]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    numbers = random.Random(draw(st.integers(0, 2**32)))
    shape = draw(st.sampled_from([(0, 1, 1), (1, 1, 1), (2, 1, 2), (8, 2, 3), (20, 4, 5), (30, 3, 12), (40, 1, 9)]))
    return random_world(numbers, *shape, deals=draw(st.integers(0, 6)))


def ask(engine: Engine, world: World, check: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(engines.open(write(world, Path(folder) / "made"), engine.connection), world)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_small_worlds(engine: Engine, check: Any) -> None:
    """Up to 20 worlds at a time, among them empty ones and ones of one row, made smaller when an answer differs."""
    if engine.is_slow:
        pytest.skip("many worlds at once are asked below")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
        derandomize=True,
    )
    @given(st.lists(worlds(), max_size=20))
    def examine(several: list[World]) -> None:
        ask(engine, together(several), check)

    examine()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_many_worlds_at_once(engine: Engine, check: Any) -> None:
    """200 worlds side by side in one data set: a row too few or too many in any of them is seen."""
    numbers = random.Random(20)
    shapes = [(8, 2, 3), (20, 4, 5), (30, 3, 12), (40, 1, 9)]
    world = together([random_world(numbers, *shapes[number % 4]) for number in range(200)])
    ask(engine, world, check)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_seats_and_one_seat(engine: Engine, check: Any) -> None:
    ask(engine, World(), check)
    ask(engine, World(seats=[(7, 3, 0, 0, FUTURE, FUTURE, True, True)]), check)
