"""Values of Python as those of options."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from typing import Any

Text = str | int | float | os.PathLike[str]
"""A value that is written as text."""
Date = str | datetime.date
"""A day, a month or a year: `2013-08-15`, `2013-08`, `2013`, or a date of Python."""


def text(value: object) -> str:
    """Return a value as it is written on the command line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, os.PathLike):
        path = os.fspath(value)
        return path if isinstance(path, str) else os.fsdecode(path)
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def values(options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the values of options by name; None is an option that is not given. A list gives each of its items."""
    given: list[tuple[str, str]] = []
    for name, value in options.items():
        name = name.rstrip("_")
        if value is None:
            continue
        if name == "columns" and isinstance(value, Mapping):
            given.append((name, ",".join(f"{field}={column}" for field, column in value.items())))
        elif isinstance(value, Iterable) and not isinstance(value, (str, os.PathLike)):
            given.extend((name, text(item)) for item in value)
        else:
            given.append((name, text(value)))
    return given
