"""Writes board_interlocks/_questions.py: a method for each question, from the options that the command describes.

    python make_questions.py            writes the file, with the package that is installed
    python make_questions.py --check    only says whether it is as it should be
"""

from __future__ import annotations

import importlib.util
import sys
import textwrap
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any


def compiled() -> Any:
    """Return the compiled part of the package, without the rest of it, which this script may have to repair."""
    # The folder of this script has the package without its compiled part.
    sys.path = [place for place in sys.path if Path(place).resolve() != PLACE.parents[1].resolve()]
    package = importlib.util.find_spec("board_interlocks")
    if package is None or package.origin is None:
        raise SystemExit("board_interlocks is not installed")
    (file,) = [path for ending in EXTENSION_SUFFIXES for path in Path(package.origin).parent.glob(f"_native{ending}")]
    spec = importlib.util.spec_from_file_location("_native", file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PLACE = Path(__file__).parent / "board_interlocks" / "_questions.py"
HEAD = '''\
"""The questions, each with the options of its command. `make_questions.py` writes this file from the help of the commands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Literal, NoReturn

from board_interlocks._picture import Picture
from board_interlocks._rows import Rows
from board_interlocks._types import Data
from board_interlocks._values import Date, Text


class Questions(ABC):
    """The questions about data that is open."""

    __slots__ = ()

    @abstractmethod
    def _rows(self, question: str, given: dict[str, Any]) -> Rows: ...
    @abstractmethod
    def _object(self, question: str, given: dict[str, Any]) -> dict[str, Any]: ...
    @abstractmethod
    def _picture(self, given: dict[str, Any]) -> Picture: ...
    @abstractmethod
    def _page(self, question: str, format: str, given: dict[str, Any]) -> str: ...
'''
DATES = ("as_of", "at")
# What the help says for readers of the command line only.
EXAMPLES = {
    "pairs": '>>> boards.pairs(company="netflix", certain=True, top=3)',
    "people": ">>> boards.people(min=3)",
    "path": '>>> boards.path("netflix", "meta", k=3)',
    "conflicts": '>>> boards.conflicts(between=["netflix", "meta"], window=45)',
    "screen": '>>> boards.screen("clayton8", at="2013-08")',
    "resolve": ">>> boards.resolve(top=20)",
    "stats": ">>> boards.stats(undated=True)",
    "rank": '>>> boards.rank(by="betweenness", top=10)',
    "panel": '>>> boards.panel(by=["degree", "strength"], every="year")',
    "whatif": '>>> boards.whatif(appoint="reed hastings@disney")',
    "report": '>>> boards.report(between=["netflix", "meta"])',
    "render": '>>> boards.render(ego="netflix", hops=1)',
    "show": '>>> boards.show("netflix")',
    "search": '>>> boards.search("hastings")',
}
RETURNS = {
    "_rows": "a row for each line that the command prints with `-f jsonl`; with an option that gives one object, one row.",
    "_object": "the `results` that the command prints with `-f json`.",
    "_picture": "a picture, which a notebook shows and `save` writes.",
    "_page": "the page as a text.",
}


def kind(parameter: dict[str, Any]) -> str:
    """Return the annotation of a parameter."""
    takes = parameter["takes"]
    if takes == "flag":
        return "bool"
    if takes == "count":
        one = "int"
    elif takes == "word":
        one = "Literal[" + ", ".join(f'"{word}"' for word in parameter["words"]) + "]"
    else:
        one = "Date" if parameter["name"] in DATES else "Text"
    return f"{one} | Sequence[{one}]" if parameter["repeats"] else one


def wrapped(text: str, first: str, rest: str) -> list[str]:
    """Return a paragraph as lines."""
    return textwrap.wrap(text, 116, initial_indent=first, subsequent_indent=rest, break_long_words=False)


def method(question: dict[str, Any], name: str, call: str, extra: list[tuple[str, str, str]]) -> str:
    """Return the source of a method."""
    signature = ["self", "/"]
    help: list[tuple[str, str]] = []
    required = [p for p in question["parameters"] if p["is_argument"] and not p["repeats"]]
    for parameter in required:
        is_free = parameter["name"] in ("a", "b", "text")
        signature.append(f"{parameter['name']}: str | None = None" if is_free else f"{parameter['name']}: str")
    for parameter in question["parameters"]:
        if parameter["is_argument"] and parameter["repeats"]:
            signature.append(f"*{parameter['name']}: str")
    if not any(part.startswith("*") for part in signature):
        signature.append("*")
    for extra_name, annotation, about in extra:
        signature.append(f"{extra_name}: {annotation}")
        help.append((extra_name, about))
    for parameter in question["parameters"]:
        about = parameter["help"].replace("\\", "\\\\")
        if parameter["default"]:
            about += f" (default: {parameter['default']})"
        help.append((parameter["name"], about))
        if not parameter["is_argument"]:
            signature.append(f"{parameter['name']}: {kind(parameter)} | None = None")
    signature.append("**unknown: NoReturn,")
    returns = {"_rows": "Rows", "_object": "dict[str, Any]", "_picture": "Picture", "_page": "str"}[call]
    lines = [f"    def {name}("] + [f"        {part}," for part in signature]
    lines[-1] = lines[-1].rstrip(",") + ","
    lines.append(f"    ) -> {returns}:")
    lines += wrapped(question["about"] + ".", '        """', "        ")
    lines += ["", "        Args:"]
    for parameter_name, about in help:
        lines += wrapped(f"{parameter_name}: {' '.join(about.split())}", "            ", "                ")
    lines += ["", "        Returns:"]
    lines += wrapped(RETURNS[call], "            ", "            ")
    if name in EXAMPLES:
        lines += ["", "        Example:", f"            {EXAMPLES[name]}"]
    lines.append('        """')
    given = "locals()"
    lines.append(
        {
            "_rows": f'        return self._rows("{question["name"]}", {given})',
            "_object": f'        return self._object("{question["name"]}", {given})',
            "_picture": f"        return self._picture({given})",
            "_page": f'        return self._page("{question["name"]}", format, {given})',
        }[call]
    )
    return "\n".join(lines) + "\n"


def source() -> str:
    """Return the whole file."""
    parts = [HEAD]
    questions = compiled().questions()
    for question in questions:
        name = question["name"]
        if name in ("open", "diff"):
            continue
        call = "_picture" if name == "render" else "_rows" if question["is_list"] else "_object"
        parts.append(method(question, name, call, []))
        if name == "report":
            format = ("format", 'Literal["html", "md"] = "html"', "write the page as HTML or as Markdown")
            parts.append(method(question, "report_page", "_page", [format]))
    diff = next(question for question in questions if question["name"] == "diff")
    for parameter in diff["parameters"]:
        if parameter["name"] == "new":
            parameter["is_argument"] = True
    text = method(diff, "diff", "_object", []).replace("new: str,", "new: Data | Questions,")
    parts.append(text)
    return "\n".join(parts)


def main() -> int:
    """Write the file, or compare it."""
    made = source()
    if "--check" in sys.argv:
        is_same = PLACE.read_text(encoding="utf-8") == made
        print("_questions.py is as it should be" if is_same else "_questions.py is out of step: run make_questions.py")
        return 0 if is_same else 1
    PLACE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
