"""Data that is open."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from board_interlocks import _graphs, _native
from board_interlocks._errors import InterlocksWarning
from board_interlocks._picture import Picture
from board_interlocks._questions import Questions
from board_interlocks._rows import Rows
from board_interlocks._types import ArrowTable, Data, Path
from board_interlocks._values import Date, Text, values

if TYPE_CHECKING:
    import igraph
    import networkit
    import networkx

if hasattr(os, "register_at_fork"):
    # A fork waits until no question is being answered.
    os.register_at_fork(
        before=_native.close_gate, after_in_parent=_native.open_gate, after_in_child=_native.open_gate
    )

_HERE = os.path.dirname(os.path.abspath(__file__))


class Boards(Questions):
    """Data that is open, with a method for each question. It never changes, and any number of threads may ask it at once.

    Every method takes the options of its command as keyword arguments, with `_` for `-`; `None` is an option that is not given.
    Notes on an answer are `InterlocksWarning`s, and `notes` of the answer.

    Raises:
        TypeError: the question has no such option.
        ValueError: a value is none that the option takes, or nobody has the name, or several do.
        DataError: the data is rejected.

    >>> import board_interlocks as bi
    >>> boards = bi.open("datasets/bigtech-boards")
    >>> boards.pairs(company="netflix", certain=True)[0]["b"]["name"]
    'Netflix, Inc.'
    """

    __slots__ = ("_data", "_seen")

    def __init__(self, data: _native.Opened) -> None:
        self._data = data
        self._seen = set(data.notes)

    @property
    def notes(self) -> list[str]:
        """The notes on how the data was read."""
        return self._data.notes

    @property
    def about(self) -> dict[str, Any]:
        """What the data holds: `title as_of people companies seats ties deals errors warnings`, and more."""
        return self._data.about()

    def _tell(self, notes: Sequence[str]) -> None:
        for note in notes:
            # How the data was read is told once, when it is opened.
            if note not in self._seen:
                _warn(note)

    def _rows(self, question: str, given: dict[str, Any]) -> Rows:
        lines, notes = self._data.ask(question, _given(given))
        self._tell(notes)
        return Rows(lines, notes)

    def _object(self, question: str, given: dict[str, Any]) -> dict[str, Any]:
        newer = given.pop("new", None)
        if newer is not None and not isinstance(newer, Boards):
            newer = open(newer)
        lines, notes = self._data.ask(question, _given(given), "json", newer._data if newer is not None else None)
        self._tell(notes)
        answer: dict[str, Any] = lines.document()
        results: dict[str, Any] = answer["results"]
        if "if_same" in answer:
            results["if_same"] = answer["if_same"]
        return results

    def _picture(self, given: dict[str, Any]) -> Picture:
        picture = Picture(self._data, _given(given))
        self._tell(picture.notes)
        return picture

    def _page(self, question: str, format: str, given: dict[str, Any]) -> str:
        given.pop("format", None)
        lines, notes = self._data.ask(question, _given(given), format)
        self._tell(notes)
        return lines.bytes().decode()

    def to_networkx(self, of: str = "companies", **options: Any) -> networkx.Graph[str]:
        """Return the network of companies that share directors, or of people who share boards, for networkx.

        Args:
            of: `companies` or `people`.
            options: those of `pairs`, such as `at`, `certain` and `weight`.

        Returns:
            a graph with a node for each company or person, also without a tie: its id, with `name`. An edge has `weight`,
            `shared` and `certain`.
        """
        return _graphs.to_networkx(self, of, options)

    def to_igraph(self, of: str = "companies", **options: Any) -> igraph.Graph:
        """Return the same network for igraph: vertices with `name` (the id) and `label`, edges as in `to_networkx`."""
        return _graphs.to_igraph(self, of, options)

    def to_networkit(self, of: str = "companies", **options: Any) -> tuple[networkit.Graph, list[str]]:
        """Return the same network for NetworKit, with the weights of its edges, and the ids of its nodes in their order."""
        return _graphs.to_networkit(self, of, options)

    def __repr__(self) -> str:
        about = self.about
        counts = ", ".join(f"{about[table]} {table}" for table in ("people", "companies", "seats", "ties", "deals"))
        return f"<Boards: {counts}; as of {about['as_of']}>"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("data that is open cannot be pickled; open it again where it is needed")


def _given(given: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the values that a method was called with."""
    options = {name: value for name, value in given.items() if name not in ("self", "unknown")}
    return values(options | given.get("unknown", {}))


def _warn(note: str) -> None:
    """Warn where somebody called this package."""
    level, frame = 1, sys._getframe(0)
    while frame.f_back is not None and os.path.dirname(os.path.abspath(frame.f_code.co_filename)) == _HERE:
        level, frame = level + 1, frame.f_back
    warnings.warn(note, InterlocksWarning, stacklevel=level)


def _tables(data: Any) -> list[tuple[str, Any]]:
    """Return the tables of data that is in memory, each with its name; none for paths."""
    if isinstance(data, Mapping):
        is_table = [isinstance(value, (Mapping, ArrowTable)) and not _is_column(value) for value in data.values()]
        if data and all(is_table):
            return [(str(name), dict(table) if isinstance(table, Mapping) else table) for name, table in data.items()]
        return [("seats", dict(data))]
    return [("seats", data)] if isinstance(data, ArrowTable) else []


def _is_column(value: object) -> bool:
    """Return whether something that speaks Arrow is a single column: a series has no columns."""
    return not isinstance(value, Mapping) and not hasattr(value, "columns") and not hasattr(value, "column_names")


def open(
    data: Data,
    *,
    as_of: Date | None = None,
    links: Text | Sequence[Text] | None = None,
    same: Path | Sequence[Path] | None = None,
    decisions: Path | Sequence[Path] | None = None,
    undated: bool | None = None,
    at: Date | None = None,
    during: str | None = None,
    ever: bool | None = None,
    certain: bool | None = None,
    strict: bool | None = None,
    from_: str | None = None,
    with_: Path | Sequence[Path] | None = None,
    columns: str | Mapping[str, str] | None = None,
    roles: Path | None = None,
    encoding: str | None = None,
    sheet: str | int | None = None,
    skip_rows: int | None = None,
    date_order: str | None = None,
    threads: int = 0,
    **unknown: Any,
) -> Boards:
    """Open data, so that it can be asked.

    Args:
        data: a path of a dataset folder, of a file of any format that the command reads, or of a snapshot; several paths, which
            are one dataset; a table of seats, with at least the columns `person` and `company`; or a dict of tables by their
            names: `people`, `companies`, `seats`, `ties`, `deals`, `financials`, `sources`. A table is anything that speaks Arrow
            (`__arrow_c_stream__`) or a dict of columns. Its texts are read where they lie.
        as_of: the day that the data describes, instead of the one stated in it.
        links: who links two companies where a question does not say it: `directors` or `officers`; for `path` and `show` also
            `address`, `phone` and `agent`.
        same: files of decisions on identity.
        decisions: the same as `same`.
        undated: ignore dates and count every seat.
        at: count only what was true on a day, where a question does not say it.
        during: count only what was true on some day of `FROM..TO`, where a question does not say it.
        ever: count everything that was true at any time, which is the default.
        certain: keep only results that are true whatever the exact dates were.
        strict: reject data with any problem.
        from_: the format of the data, instead of detecting it.
        with_: more data, which is added.
        columns: the columns that hold fields, such as `{"person": "Officer"}` or `person=Officer,company=Firm`.
        roles: a table that says how roles are to be read.
        encoding: the encoding of text files, instead of detecting it.
        sheet: the sheet of a workbook, by its name or its number from 1.
        skip_rows: the number of rows of tables to skip.
        date_order: `dmy`, `mdy` or `ymd`, for dates such as 05/06/2011.
        threads: the number of threads; 0 is one for each core. Answers do not depend on it.

    Returns:
        the data. Notes on how it was read are `InterlocksWarning`s.

    Raises:
        DataError: the data is rejected; it has `file`, `line` and `column` (of a table: its name, the row and the column).
        OSError: a file cannot be read.
        ValueError: a value of an option cannot be used.

    >>> import board_interlocks as bi
    >>> bi.open({"person": ["Ann", "Ann"], "company": ["Acme", "Bolt"]}, undated=True).pairs()[0]["shared"]
    1
    """
    options = {name: value for name, value in locals().items() if name not in ("data", "threads", "unknown", "decisions")}
    both = [*_listed(same), *_listed(decisions)]
    options["same"] = both or None
    given = values(options | unknown)
    tables = _tables(data)
    paths: list[Path] = []
    if not tables:
        paths = [data] if isinstance(data, (str, os.PathLike)) else list(data)  # type: ignore[arg-type]
        wrong = [path for path in paths if not isinstance(path, (str, os.PathLike))]
        if wrong:
            raise TypeError(f"a {type(wrong[0]).__name__} is neither a path nor a table")
    boards = Boards(_native.open(paths, tables, given, threads))
    for note in boards.notes:
        _warn(note)
    return boards


def _listed(value: Path | Sequence[Path] | None) -> list[Path]:
    if value is None:
        return []
    return [value] if isinstance(value, (str, os.PathLike)) else list(value)
