"""What can be opened."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class ArrowTable(Protocol):
    """What speaks Arrow: frames of pandas (2.2 or newer) and polars, tables of pyarrow, relations of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule with a stream of Arrow."""
        ...


Path = str | os.PathLike[str]
Columns = Mapping[str, Sequence[Any]]
Table = ArrowTable | Columns
Data = Path | Sequence[Path] | Table | Mapping[str, Table]
"""What can be opened: a path, several paths, a table of seats, or several tables by their names."""
