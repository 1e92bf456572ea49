"""The rows of an answer."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, overload

from board_interlocks import _native

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_SHOWN = 10


class Rows:
    """Rows of an answer, in the order of the command: dicts by number, and a table of Arrow.

    Names and values are those of a line that the command prints with `-f jsonl`. As a table, a column has a type: flags, 64-bit
    numbers, texts, lists and structs; what a row does not have is null. A table without rows has no columns.

    >>> import board_interlocks as bi
    >>> rows = bi.open("datasets/bigtech-boards").people(top=2)
    >>> [(row["name"], row["boards"]) for row in rows]
    [('Kenneth Chenault', 6), ('Ann Mather', 5)]
    """

    __slots__ = ("_lines", "notes")

    notes: list[str]
    """The notes to the answer: what it leaves out, and how the data was read."""

    def __init__(self, lines: _native.Lines, notes: list[str]) -> None:
        self._lines = lines
        self.notes = notes

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, slice):
            return [self._row(at) for at in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(f"there is no row {index}: the answer has {len(self)}")
        return self._row(at)

    def _row(self, at: int) -> dict[str, Any]:
        row: dict[str, Any] = self._lines.row(at)
        return row

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self._row(at) for at in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows):
            return self._lines.bytes() == other._lines.bytes()
        return isinstance(other, list) and list(self) == other

    __hash__ = None  # type: ignore[assignment]

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in the order in which rows use them first."""
        return self._lines.columns()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the rows as a stream of Arrow record batches, so that
        `polars.DataFrame(rows)`, `polars.from_arrow(rows)` and `pyarrow.table(rows)` take them without a copy.
        """
        return self._lines.stream()

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a data frame of polars, which must be installed (1.3 or newer)."""
        import polars

        # A frame needs a column; rows without any are those of no answer.
        return polars.DataFrame(self) if self.columns else polars.DataFrame()

    def to_arrow(self) -> pyarrow.Table:
        """Return the rows as a table of pyarrow, which must be installed (15 or newer)."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame of pandas. With pyarrow, which pandas takes Arrow by, it is much faster."""
        import pandas

        try:
            import pyarrow
        except ImportError:
            return pandas.DataFrame(list(self), columns=self.columns)
        frame: pandas.DataFrame = pyarrow.table(self).to_pandas()
        return frame

    def to_jsonl(self) -> str:
        """Return the rows as JSON lines, byte for byte as the command prints them with `-f jsonl`."""
        return self._lines.bytes().decode()

    def __repr__(self) -> str:
        count = f"{len(self)} row{'' if len(self) == 1 else 's'}"
        return f"<Rows: {count}{', ' + ', '.join(self[0]) if len(self) else ''}>"

    def _repr_html_(self) -> str:
        """Return the first rows as a table for a notebook."""
        rows = self[:_SHOWN]
        names = list(dict.fromkeys(name for row in rows for name in row))
        head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_shown(row.get(name)))}</td>" for name in names) + "</tr>" for row in rows
        )
        more = f"<p>{len(self) - _SHOWN} more rows</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _shown(value: object) -> str:
    """Return a value for people: of a person or company its name."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value["name"]) if "name" in value else ", ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_shown(item) for item in value)
    return str(value)
