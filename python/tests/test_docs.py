"""The examples in the documentation print what they say."""

from __future__ import annotations

import doctest
import importlib

import pytest
from conftest import ROOT

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("module", ["", "._boards", "._rows", "._picture"])
def test_examples_of_the_package(module: str) -> None:
    done = doctest.testmod(importlib.import_module(f"board_interlocks{module}"), optionflags=FLAGS)
    assert (done.failed, done.attempted > 0) == (0, True)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("page", ["docs/python.md", "python/README.md"])
def test_examples_of_the_pages(page: str) -> None:
    for package in ("pandas", "polars", "pyarrow", "networkx"):
        pytest.importorskip(package)
    text = (ROOT / page).read_text(encoding="utf-8")
    # A page is one session; its other blocks are no Python.
    blocks = [block.split("```")[0] for block in text.split("```python\n")[1:]]
    session = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page, page, 0)
    done = doctest.DocTestRunner(optionflags=FLAGS).run(session)
    assert (done.failed, done.attempted > 0) == (0, True)
