"""The same table through every door gives the same answer."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import board_interlocks as bi

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")

NAMES = st.text(alphabet="abcdé Ω-'.;,\"0", min_size=0, max_size=6)
IDS = st.sampled_from(["ann", "bo", "cy", "Dé", "e f", ""])
COMPANIES = st.sampled_from(["acme", "bolt", "c;d", "Ω", ""])
DATES = st.sampled_from(["", "2001", "2003-05", "2004-02-29", "2010-12-31", "soon", "2011", "1999-01"])
ROLES = st.sampled_from(["", "director", "CEO", "observer", "chair", "nonsense"])
SEATS = st.lists(
    st.fixed_dictionaries(
        {"person": IDS, "company": COMPANIES, "role": ROLES, "start": DATES, "end": DATES, "remark": NAMES}
    ),
    max_size=25,
)


def columns_of(rows: list[dict[str, str]]) -> dict[str, list[str | None]]:
    """Return rows as columns, in which an empty cell is missing."""
    names = ["person", "company", "role", "start", "end", "remark"]
    return {name: [row[name] or None for row in rows] for name in names}


def asked(data: Any, **options: Any) -> list[Any]:
    """Return the answers about data, or why it is rejected."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            boards = bi.open(data, **options)
        except bi.DataError as error:
            return [type(error), error.line is not None]
        return [
            list(boards.pairs(of="companies")),
            list(boards.pairs(of="people", certain=True)),
            list(boards.people()),
            [{key: value for key, value in row.items() if key != "line"} for row in boards.search()],
            boards.stats(undated=True),
            len(boards.check()["problems"]),
        ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=SEATS)
def test_a_table_is_the_same_everywhere(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    columns = columns_of(rows)
    schema = pyarrow.schema([(name, pyarrow.string()) for name in columns])
    arrow = pyarrow.table(columns, schema=schema)
    frame = polars.DataFrame(columns, schema={name: polars.String for name in columns})
    file = tmp_path / "seats.csv"
    frame.write_csv(file)
    parquet = tmp_path / "seats.parquet"
    frame.write_parquet(parquet)
    expected = asked(arrow)
    assert asked(frame) == expected
    assert asked(arrow.to_pandas()) == expected
    assert asked(columns) == expected
    assert asked(arrow.to_batches(max_chunksize=3) and pyarrow.Table.from_batches(arrow.to_batches(max_chunksize=3)) or arrow) == expected
    assert asked(frame.with_columns(polars.col("person").cast(polars.Categorical))) == expected
    assert asked(parquet) == expected
    assert asked(file) == expected


def test_a_dataset_of_tables_is_the_folder() -> None:
    folder = Path("datasets/bigtech-boards")
    frames = {file.stem: polars.read_csv(file, infer_schema=False) for file in sorted(folder.glob("*.csv"))}
    known = ("people", "companies", "seats", "ties", "deals", "financials", "sources")
    tables = {name: frame for name, frame in frames.items() if name in known}
    here, there = bi.open(tables, as_of="2024-12-31"), bi.open(folder)
    assert here.pairs() == there.pairs()
    assert here.people() == there.people()
    ours, theirs = here.conflicts(between=["netflix", "meta"]), there.conflicts(between=["netflix", "meta"])
    assert [row["text"] for row in ours] == [row["text"] for row in theirs]
    mixed: dict[str, Any] = {name: frame.to_dict(as_series=False) if name == "seats" else frame for name, frame in tables.items()}
    assert bi.open(mixed, as_of="2024-12-31").pairs() == there.pairs()
    assert here.whatif(appoint="reed hastings@disney")["added"]


def test_values_are_read_as_what_they_are() -> None:
    day = datetime.date(2011, 6, 22)
    columns: dict[str, Any] = {
        "Director": ["ann", "bo"],
        "firm": ["acme", "acme"],
        "from": [2011.0, float("nan")],
        "to": [None, day],
        "board": [True, False],
    }
    said = bi.open(columns, as_of="2012").show("bo")
    for data in (
        pandas.DataFrame(columns),
        pandas.DataFrame(columns, index=["x", "y"]),
        polars.DataFrame({**columns, "from": [2011, None], "to": [None, day]}, strict=False),
        pyarrow.table({**columns, "from": [2011, None]}),
        {"Director": pandas.Series(["ann", "bo"]), **{k: v for k, v in columns.items() if k != "Director"}},
        {**columns, "to": [pandas.NaT, pandas.Timestamp(day)]},
        {**columns, "to": [None, datetime.datetime(2011, 6, 22)]},
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("error", bi.InterlocksWarning)
            assert bi.open(data, as_of="2012").show("bo") == said


def test_duckdb_relations_are_tables() -> None:
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.sql("select * from (values ('ann', 'acme'), ('ann', 'bolt')) as seats(person, company)")
    assert bi.open(relation, undated=True).pairs()[0]["shared"] == 1


def test_lists_are_lists() -> None:
    people: dict[str, Any] = {"id": ["ann"], "name": ["Ann"], "aliases": [["A;B", "Annie"]]}
    seats: dict[str, Any] = {"person": ["ann"], "company": ["acme"]}
    tables: list[Any] = [people, polars.DataFrame(people), pyarrow.table(people), pandas.DataFrame(people)]
    for table in tables:
        boards = bi.open({"people": table, "seats": seats, "companies": {"id": ["acme"]}}, undated=True)
        assert boards.show("A;B")["name"] == "Ann"


def test_messages_name_the_table_and_the_row() -> None:
    rows = {"person": ["ann", "bo"], "company": ["acme", "acme"], "start": ["2001", "soon"]}
    with pytest.warns(bi.InterlocksWarning, match=r"^seats:2:3: warning: start: 'soon' is not a date"):
        bi.open(rows)
    with pytest.raises(bi.DataError) as wrong:
        bi.open(polars.DataFrame(rows), strict=True)
    assert (wrong.value.file, wrong.value.line, wrong.value.column) == ("seats", 2, 3)
    with pytest.raises(bi.DataError, match="person") as wrong:
        bi.open({"who": ["ann"], "where": ["acme"]})
    assert wrong.value.file == "seats"


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="neither a path nor a table"):
        bi.open([1, 2])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="there is no table 'boards'; the tables are"):
        bi.open({"boards": {"person": ["ann"]}})
    with pytest.raises(ValueError, match="has 1 values, and others have 2"):
        bi.open({"person": ["ann", "bo"], "company": ["acme"]})
    with pytest.raises(TypeError, match="is a str"):
        bi.open({"person": "ann", "company": "acme"})
    with pytest.raises(ValueError, match="standard input can be read only once"):
        bi.open("-")
    with pytest.raises(ValueError, match="there is no path to open"):
        bi.open([])
    with pytest.raises(FileNotFoundError, match="cannot read nowhere"):
        bi.open("nowhere")
    with pytest.raises(ValueError, match="as-of"):
        bi.open({"person": ["ann"], "company": ["acme"]}, as_of="soon")
    with pytest.raises(TypeError, match="open has no parameter 'asof'"):
        bi.open({"person": ["ann"], "company": ["acme"]}, asof="2001")
    broken = tmp_path / "seats.csv"
    broken.write_bytes(b"person,company\nann,\n")
    with pytest.raises(bi.DataError, match=r"seats.csv") as wrong:
        bi.open(broken)
    assert (wrong.value.line, wrong.value.column) == (2, 1) or wrong.value.line is not None


def test_several_paths_are_one_dataset(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("person,company\nann,acme\n")
    (tmp_path / "b.csv").write_text("person,company\nann,bolt\n")
    boards = bi.open([tmp_path / "a.csv", str(tmp_path / "b.csv")], undated=True)
    assert len(boards.pairs()) == 1
    same = tmp_path / "same.csv"
    same.write_text("id_a,id_b,decision,who,why\nann,anne,same,me,test\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        both = {"person": ["ann", "anne"], "company": ["acme", "bolt"]}
        assert len(bi.open(both, undated=True).pairs()) == 0
        assert len(bi.open(both, undated=True, decisions=same).pairs()) == 1
        assert len(bi.open(both, undated=True, same=[same]).pairs()) == 1
