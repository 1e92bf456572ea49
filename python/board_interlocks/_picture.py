"""Pictures, which show themselves in a notebook."""

from __future__ import annotations

import html
import os
from typing import Any

from board_interlocks import _native

_TEXTS = ("svg", "html", "dot", "mmd")


class Picture:
    """A picture of an answer. A notebook shows it; `save` writes it to a file.

    >>> import board_interlocks as bi
    >>> picture = bi.open("datasets/bigtech-boards").render(ego="netflix")
    >>> picture.svg[:4]
    '<svg'
    """

    __slots__ = ("_data", "_made", "_values", "notes")

    notes: list[str]
    """The notes to the picture: what it leaves out."""

    def __init__(self, data: _native.Opened, values: list[tuple[str, str]]) -> None:
        self._data = data
        self._values = values
        self._made: dict[str, bytes] = {}
        self.notes = []
        self._bytes("svg")

    def _bytes(self, format: str) -> bytes:
        if format not in self._made:
            lines, notes = self._data.ask("render", self._values, format)
            self._made[format] = lines.bytes()
            # What is written nowhere needs no note about its file.
            self.notes = [note for note in notes if not note.startswith("wrote picture.")]
        return self._made[format]

    @property
    def svg(self) -> str:
        """The picture as SVG."""
        return self._bytes("svg").decode()

    @property
    def html(self) -> str:
        """A page to explore the picture, with search and a slider for time. It loads nothing from elsewhere."""
        return self._bytes("html").decode()

    def to(self, format: str) -> str | bytes:
        """Return the picture as `svg`, `html`, `dot` or `mmd`, which are texts, or as `png` or `pdf`, which are bytes."""
        made = self._bytes(format)
        return made.decode() if format in _TEXTS else made

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture to a file; its ending says how: .svg, .png, .pdf, .html, .dot or .mmd."""
        ending = os.path.splitext(os.fspath(path))[1].lstrip(".").lower()
        made = self._bytes(ending)
        with open(path, "wb") as file:
            file.write(made)

    def explore(self, height: int = 600) -> Explorer:
        """Return the page to explore the picture, for a notebook; `height` is in pixels."""
        return Explorer(self.html, height)

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return f'<div style="overflow:auto">{self.svg}</div>'

    def __repr__(self) -> str:
        asked: dict[str, Any] = {}
        for name, value in self._values:
            asked.setdefault(name, []).append(value)
        shown = ", ".join(f"{name}={' '.join(values)}" for name, values in asked.items())
        return f"<Picture: {shown}>"


class Explorer:
    """A page to explore a picture, in a frame of a notebook."""

    __slots__ = ("_height", "html")

    html: str
    """The page."""

    def __init__(self, page: str, height: int) -> None:
        self.html = page
        self._height = height

    def _repr_html_(self) -> str:
        page = html.escape(self.html, quote=True)
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" width="100%" height="{self._height}" '
            f'style="border:0" srcdoc="{page}"></iframe>'
        )
