"""Answers on disk, the tables that are opened, and what is refused."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import ibis  # type: ignore[import-untyped]
import made
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from conftest import Engine
from made import FUTURE, PAST, World, random_world, write

from board_interlocks import engines
from board_interlocks.engines.tables import day_number, window


def day(number: int) -> datetime.date:
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=number)


TWO = World(
    seats=[
        (1, 1, PAST, 99, 100, 100, True, False),
        (1, 2, 0, 0, 50, 80, True, False),
        (1, 3, 10, 20, FUTURE, FUTURE, True, False),
    ],
    deals=[(0, 30, 30, 1, 2)],
)


def test_ids_names_and_dates_are_joined_back(engine: Engine, tmp_path: Path) -> None:
    tables = engines.open(write(TWO, tmp_path / "made"), engine.connection)
    engines.results(engines.interlocks(tables), tmp_path / "pairs")
    rows = pq.read_table(tmp_path / "pairs").sort_by([("a_id", "ascending"), ("b_id", "ascending")]).to_pylist()
    assert rows[0] == {
        "a_id": "c1",
        "a_name": "Company 1",
        "b_id": "c2",
        "b_name": "Company 2",
        "shared": 1,
        "shared_certain": 0,
        "certain": False,
        "possible_from": day(0),
        "possible_to": day(80),
    }
    others = [(row["b_id"], row["possible_from"], row["possible_to"]) for row in rows[1:]]
    assert others == [("c3", day(10), day(100)), ("c3", day(10), day(80))]
    engines.results(engines.deals_with_shared_director(tables), tmp_path / "deals", tables)
    (row,) = pq.read_table(tmp_path / "deals").to_pylist()
    columns = ("deal_id", "a_id", "b_id", "person_id", "person_name", "certain")
    assert tuple(row[column] for column in columns) == ("d0", "c1", "c2", "p1", "Person 1", False)


def test_an_open_end_is_an_empty_date(tmp_path: Path) -> None:
    world = World(seats=[(1, company, PAST, 70, FUTURE, FUTURE, True, False) for company in (1, 2)])
    tables = engines.open(write(world, tmp_path / "made"), ibis.duckdb.connect())
    (row,) = engines.named(engines.interlocks(tables), tables).to_pyarrow().to_pylist()
    assert (row["possible_from"], row["possible_to"], row["certain"]) == (None, None, True)


def test_a_run_says_the_estimate_and_who_is_left_out(tmp_path: Path) -> None:
    tables = engines.open(write(random_world(random.Random(1), 60, 3, 30), tmp_path / "made"), ibis.duckdb.connect())
    said: list[str] = []
    engines.run("interlocks", tables, tmp_path / "pairs", say=said.append, max_boards=5)
    assert "wedges" in said[0] and "left out for more than 5 boards" in said[0] and "CPU seconds" in said[0]
    assert [path.name for path in (tmp_path / "pairs").iterdir()] == ["part-0000.parquet"]


def test_files_are_not_replaced(tmp_path: Path) -> None:
    tables = engines.open(write(TWO, tmp_path / "made"), ibis.duckdb.connect())
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="is not empty"):
        engines.results(engines.interlocks(tables), tmp_path / "pairs")


def test_two_folders_on_one_connection(engine: Engine, tmp_path: Path) -> None:
    """The second folder does not replace the first."""
    first = engines.open(write(TWO, tmp_path / "first"), engine.connection)
    second = engines.open(write(World(), tmp_path / "second"), engine.connection)
    assert len(engines.interlocks(first).to_pyarrow()) == 3
    assert len(engines.interlocks(second).to_pyarrow()) == 0


def test_edges_by_way_of_a_scratch_folder(engine: Engine, tmp_path: Path) -> None:
    world = random_world(random.Random(2), 200, 20, 50)
    edges = engines.star_edges(engines.open(write(world, tmp_path / "made"), engine.connection))
    rows = []
    for scratch in (None, tmp_path / "scratch"):
        reader = engines.stream(edges, chunk=7, scratch=scratch)
        assert reader.schema.names == ["company", "root"]
        rows.append(sorted(tuple(row.values()) for batch in reader for row in batch.to_pylist()))
    assert rows[0] == rows[1] != []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write(TWO, tmp_path / "made")
    (folder / "deals.parquet").unlink()
    with pytest.raises(FileNotFoundError, match="there is no deals.parquet"):
        engines.open(folder, ibis.duckdb.connect())


def test_other_types_are_refused(tmp_path: Path) -> None:
    folder = write(TWO, tmp_path / "made", parts=1)
    seats = pq.read_table(folder / "seats-0000.parquet")
    pq.write_table(seats.set_column(0, "person", seats["person"].cast(pa.string())), folder / "seats-0000.parquet")
    with pytest.raises(ValueError, match="seats.person is string, not int64"):
        engines.open(folder, ibis.duckdb.connect())
    pq.write_table(seats.drop_columns(["executive"]), folder / "seats-0000.parquet")
    with pytest.raises(ValueError, match="seats has no column executive"):
        engines.open(folder, ibis.duckdb.connect())


def test_empty_cells_are_refused(engine: Engine, tmp_path: Path) -> None:
    folder = write(TWO, tmp_path / "made", parts=1)
    seats = pq.read_table(folder / "seats-0000.parquet")
    ends = pa.array([100, None, FUTURE], pa.int32())
    pq.write_table(seats.set_column(5, "end_latest", ends), folder / "seats-0000.parquet")
    with pytest.raises(ValueError, match="1 rows of the seats have an empty cell"):
        engines.wedges(engines.open(folder, engine.connection))


def test_days() -> None:
    assert (
        day_number("1970-01-02")
        == day_number(datetime.date(1970, 1, 2))
        == day_number(datetime.datetime(1970, 1, 2, 9))
        == 1
    )
    assert window(None, ("1970-01-01", "1970-01-03")) == (0, 3)
    with pytest.raises(ValueError, match="not both"):
        window(1, (1, 2))
    with pytest.raises(ValueError, match="is before"):
        window(None, (2, 1))
    with pytest.raises(TypeError, match="a day is"):
        day_number(1.5)  # type: ignore[arg-type]


def test_partial_dates_of_the_maker() -> None:
    assert made.days_of("2011-02") == (day_number("2011-02-01"), day_number("2011-02-28"))
    assert made.days_of("2011~") == (day_number("2010-01-01"), day_number("2012-12-31"))
    assert made.days_of("2011-06/2013-12") == (day_number("2011-06-01"), day_number("2013-12-31"))


def test_nothing_is_certain_after_the_day_of_the_data(engine: Engine, tmp_path: Path) -> None:
    world = World(
        seats=[(1, company, 40, 40, FUTURE, FUTURE, True, False) for company in (1, 2)], deals=[(0, 45, 45, 1, 2)]
    )
    tables = engines.open(write(world, tmp_path / "made"), engine.connection)
    for as_of, certain in ((30, 0), (50, 1)):
        assert engines.interlocks(tables, as_of=as_of).to_pyarrow().to_pydict()["shared_certain"] == [certain]
        assert engines.deals_with_shared_director(tables, as_of=as_of).to_pyarrow().to_pydict()["certain"] == [certain]
        assert engines.people_by_boards(tables, 42, as_of=as_of).to_pyarrow().to_pydict()["boards_certain"] == [
            2 * certain
        ]
