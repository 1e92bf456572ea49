"""The two silent faults of engines: they are still there, and the questions do not meet them."""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path
from typing import Any

import ibis  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from conftest import Engine
from made import World, write

from board_interlocks import engines
from board_interlocks.engines import answers, questions, skew

DAY = 12


def edges(connection: Any) -> Any:
    return connection.create_table(
        f"edges_{id(connection)}",
        pa.table({"u": pa.array([1, 1, 2], pa.int64()), "v": pa.array([10, 20, 30], pa.int64())}),
    )


def every_question(tables: engines.Tables) -> list[Any]:
    return [
        engines.interlocks(tables, hub=5, min=2, top=3, at=DAY),
        engines.people_by_boards(tables, DAY, min=2),
        engines.overboarding(tables, DAY, 3, executive_limit=2),
        engines.deals_with_shared_director(tables),
        engines.star_edges(tables),
        engines.star_edges(tables, undated=True),
        engines.left_out(tables),
    ]


@pytest.mark.parametrize("name", ["polars", "datafusion"])
def test_a_key_named_like_a_column_gives_wrong_minima(name: str) -> None:
    """If this fails, Ibis has mended it, and the guard may go."""
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"there is no {name}")
    table = edges(getattr(ibis, name).connect())
    wrong = table.group_by(v="u").agg(m=table.v.min())
    assert wrong.to_pyarrow().to_pydict()["m"] != [10, 30]
    with pytest.raises(engines.UnsafeExpression, match="makes a column v"):
        engines.checked(wrong)


def test_a_sum_of_32_bits_wraps_around() -> None:
    """If this fails, Ibis has mended it, and the guard may go."""
    pytest.importorskip("polars")
    connection = ibis.polars.connect()
    table = connection.create_table("days", pa.table({"day": pa.array([2**30] * 5, pa.int32())}))
    wrong = table.agg(total=table.day.sum())
    assert wrong.to_pyarrow().to_pydict()["total"] == [2**30]
    with pytest.raises(engines.UnsafeExpression, match="may wrap around"):
        engines.checked(wrong)
    right = table.agg(total=table.day.cast("int64").sum())
    assert engines.checked(right).to_pyarrow().to_pydict()["total"] == [5 * 2**30]


def test_every_question_is_safe(tmp_path: Path) -> None:
    tables = engines.open(write(World(), tmp_path / "made"), ibis.duckdb.connect())
    for expression in every_question(tables):
        engines.checked(engines.named(expression, tables))


def test_every_question_is_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each function passes its answer through the guard."""
    seen: list[Any] = []

    def remembered(expression: Any) -> Any:
        seen.append(expression)
        return expression

    for module in (questions, skew):
        monkeypatch.setattr(module, "checked", remembered)
    tables = engines.open(write(World(), tmp_path / "made"), ibis.duckdb.connect())
    for expression in every_question(tables):
        assert any(expression is one for one in seen)
    for function in answers.QUESTIONS.values():
        assert "checked(" in inspect.getsource(function)


def test_counts_are_not_of_32_bits(engine: Engine, tmp_path: Path) -> None:
    """70,000 seats of one person are 2,449,965,000 wedges, more than 32 bits hold."""
    world = World(seats=[(1, company, 0, 0, 1, 1, True, False) for company in range(70_000)])
    tables = engines.open(write(world, tmp_path / "made", companies={1: ("c1", "Company 1")}), engine.connection)
    found = engines.wedges(tables, max_boards=200)
    assert [person.wedges for person in found.left_out] == [70_000 * 69_999 // 2]
    assert engines.wedges(tables, max_boards=None).wedges == 70_000 * 69_999 // 2
    assert "1 person is left out for more than 200 boards, with 2,449,965,000 wedges" in str(found)
