"""What all tests share: the bundled data, and the command that the package brings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

import board_interlocks as bi

ROOT = Path(__file__).resolve().parents[2]
DATA = "datasets/bigtech-boards"


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command of the package."""
    name = "interlocks.exe" if sys.platform == "win32" else "interlocks"
    binary = Path(sysconfig.get_path("scripts")) / name
    return subprocess.run([str(binary), *words], cwd=ROOT, capture_output=True, text=True, check=False)


def answer(*words: str) -> dict[str, Any]:
    """Return the answer of the command as JSON."""
    ran = command(*words, "-f", "json")
    assert ran.returncode in (0, 3), ran.stderr
    made: dict[str, Any] = json.loads(ran.stdout)
    return made


@pytest.fixture(autouse=True)
def _at_root() -> None:
    os.chdir(ROOT)


@pytest.fixture(scope="session")
def boards() -> bi.Boards:
    """The bundled data."""
    os.chdir(ROOT)
    return bi.open(DATA)
