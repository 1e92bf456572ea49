"""What can go wrong, and what is told beside an answer."""

from __future__ import annotations


class InterlocksError(Exception):
    """A failure outside the data and the call, such as data that has changed on the disk since it was opened."""


class DataError(InterlocksError):
    """The data is rejected. The message is that of the command.

    Attributes:
        file: the file or the table, if it is known.
        line: the line of the file, from 1, or the row of the table.
        column: the column, from 1.
    """

    def __init__(
        self, message: str, file: str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.file = file
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str | None, int | None, int | None]]:
        return (type(self), (str(self), self.file, self.line, self.column))


class InterlocksWarning(UserWarning):
    """A note to an answer: what was left out of it, or how the data was read."""
