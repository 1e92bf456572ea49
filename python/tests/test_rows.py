"""Rows as dicts and as tables."""

from __future__ import annotations

import copy
import subprocess
import sys
from typing import Any

import pytest
from conftest import DATA

import board_interlocks as bi


def as_python(value: Any) -> Any:
    """Return a value of a table without what is null, as JSON may leave it out."""
    if isinstance(value, dict):
        return {key: as_python(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [as_python(item) for item in value]
    return value


@pytest.mark.parametrize("question", ["pairs", "people", "conflicts", "resolve", "search", "groups", "trend", "settle"])
def test_tables_have_the_values_of_the_rows(boards: bi.Boards, question: str) -> None:
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    rows = getattr(boards, question)()
    expected = [as_python(row) for row in rows]
    assert [as_python(row) for row in rows.to_polars().to_dicts()] == expected
    assert [as_python(row) for row in rows.to_arrow().to_pylist()] == expected
    frame = rows.to_pandas()
    assert list(frame.columns) == rows.columns == rows.to_polars().columns
    assert len(frame) == len(rows)
    assert polars.from_arrow(rows).len() == len(rows)
    assert polars.DataFrame(rows).equals(rows.to_polars())
    assert pyarrow.table(rows).equals(rows.to_arrow())


def test_columns_have_types(boards: bi.Boards) -> None:
    polars = pytest.importorskip("polars")
    schema = boards.pairs().to_polars().schema
    assert schema["shared"] == polars.Int64
    assert schema["weight"] == polars.Float64
    assert schema["certain"] == polars.Boolean
    assert schema["kinds"] == polars.List(polars.String)
    assert schema["a"] == polars.Struct({"id": polars.String, "name": polars.String})


def test_polars_needs_no_pyarrow() -> None:
    pytest.importorskip("polars")
    lines = (
        "import sys; sys.modules['pyarrow'] = None\n"
        f"import polars, board_interlocks as bi; rows = bi.open({DATA!r}).people(top=5)\n"
        "assert len(polars.from_arrow(rows)) == 5 and rows.to_polars().height == 5\n"
        "assert bi.open(rows.to_polars().select(person='id', company='name'), undated=True).about['seats'] == 5\n"
        "assert len(rows.to_pandas()) == 5\n"
    )
    subprocess.run([sys.executable, "-c", lines], check=True)


def test_nothing_else_is_imported() -> None:
    lines = (
        f"import sys, board_interlocks as bi; b = bi.open({DATA!r}); list(b.people()); b.pairs()[0]\n"
        "others = {'numpy', 'pandas', 'polars', 'pyarrow', 'networkx', 'igraph', 'networkit'}\n"
        "assert not others & set(sys.modules), others & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", lines], check=True)


def test_no_row_is_an_answer(boards: bi.Boards) -> None:
    rows = boards.pairs(min=99)
    assert (len(rows), list(rows), rows.columns, rows.to_jsonl()) == (0, [], [], "")
    pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    assert rows.to_polars().height == rows.to_arrow().num_rows == len(rows.to_pandas()) == 0


def test_rows_are_found_by_number(boards: bi.Boards) -> None:
    rows = boards.people()
    every = list(rows)
    assert rows[0] == every[0] and rows[-1] == every[-1]
    assert rows[2:5] == every[2:5] and rows[::-7] == every[::-7]
    assert rows == every and rows == boards.people() and rows != boards.pairs()
    for wrong in (len(rows), -len(rows) - 1):
        with pytest.raises(IndexError, match="there is no row"):
            rows[wrong]
    assert repr(rows) == f"<Rows: {len(rows)} rows, {', '.join(every[0])}>"
    assert rows._repr_html_().startswith("<table>")
    assert copy.copy(rows) == rows


def test_values_that_have_nothing_in_common(boards: bi.Boards) -> None:
    pytest.importorskip("pyarrow")
    # In the rows of `trend` and `rank` some values are null; in those of `settle` facts of different kinds have different fields.
    for rows in (boards.settle(), boards.trend(every="year"), boards.path("netflix", "meta"), boards.screen("all", top=50)):
        assert rows.to_arrow().num_rows == len(rows)


def test_networks_of_others(boards: bi.Boards) -> None:
    networkx = pytest.importorskip("networkx")
    graph = boards.to_networkx(at="2013-08")
    assert graph.number_of_nodes() == boards.about["companies"]
    assert graph.number_of_edges() == len(boards.pairs(at="2013-08"))
    assert graph.nodes["netflix"]["name"] == "Netflix, Inc."
    assert networkx.is_connected(graph) is False
    people = boards.to_networkx(of="people", certain=True)
    assert people.number_of_edges() == len(boards.pairs(of="people", certain=True))
    with pytest.raises(ValueError, match="of: 'seats' is none of companies, people"):
        boards.to_networkx(of="seats")


def test_igraph_and_networkit(boards: bi.Boards) -> None:
    pytest.importorskip("igraph")
    graph = boards.to_igraph()
    assert (graph.vcount(), graph.ecount()) == (boards.about["companies"], len(boards.pairs()))
    pytest.importorskip("networkit")
    other, ids = boards.to_networkit()
    assert (other.numberOfNodes(), other.numberOfEdges()) == (len(ids), len(boards.pairs()))
