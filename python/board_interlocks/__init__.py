"""Interlocking directorates, conflict-of-interest paths and suspicious timing in dated board seats.

>>> import board_interlocks as bi
>>> boards = bi.open("datasets/bigtech-boards")
>>> findings = boards.conflicts(between=["netflix", "meta"], window=45)
>>> findings[0]["severity"]
'high'

`open` takes files or tables and returns `Boards`, which has a method for each question. Every question is a function here, too: it
takes the data first. Answers are the same as those of the command `interlocks`, which comes with this package.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.metadata import version as _version
from typing import Concatenate, ParamSpec, TypeVar

from board_interlocks._boards import Boards, open
from board_interlocks._errors import DataError, InterlocksError, InterlocksWarning
from board_interlocks._picture import Explorer, Picture
from board_interlocks._rows import Rows
from board_interlocks._types import Data

__version__ = _version("board-interlocks")

_P = ParamSpec("_P")
_T = TypeVar("_T")


def _function(method: Callable[Concatenate[Boards, _P], _T]) -> Callable[Concatenate[Data | Boards, _P], _T]:
    """Return a method as a function that takes the data first, which it opens if it is not open."""

    @wraps(method)
    def function(data: Data | Boards, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return method(data if isinstance(data, Boards) else open(data), *args, **kwargs)

    return function


check = _function(Boards.check)
show = _function(Boards.show)
search = _function(Boards.search)
pairs = _function(Boards.pairs)
people = _function(Boards.people)
path = _function(Boards.path)
conflicts = _function(Boards.conflicts)
screen = _function(Boards.screen)
settle = _function(Boards.settle)
resolve = _function(Boards.resolve)
stats = _function(Boards.stats)
rank = _function(Boards.rank)
groups = _function(Boards.groups)
backbone = _function(Boards.backbone)
trend = _function(Boards.trend)
panel = _function(Boards.panel)
windows = _function(Boards.windows)
whatif = _function(Boards.whatif)
diff = _function(Boards.diff)
report = _function(Boards.report)
report_page = _function(Boards.report_page)
render = _function(Boards.render)

__all__ = [
    "Boards",
    "Data",
    "DataError",
    "Explorer",
    "InterlocksError",
    "InterlocksWarning",
    "Picture",
    "Rows",
    "__version__",
    "backbone",
    "check",
    "conflicts",
    "diff",
    "groups",
    "open",
    "pairs",
    "panel",
    "path",
    "people",
    "rank",
    "render",
    "report",
    "report_page",
    "resolve",
    "screen",
    "search",
    "settle",
    "show",
    "stats",
    "trend",
    "whatif",
    "windows",
]
