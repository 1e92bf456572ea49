"""The case that this program was made for, in three lines, and the command line beside it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT, answer, command

import board_interlocks as bi


def test_in_three_lines() -> None:
    lines = (
        "import board_interlocks as bi\n"
        'b = bi.open("datasets/bigtech-boards")\n'
        'print(b.conflicts(between=["netflix", "meta"], window=45)[0]["text"])\n'
    )
    ran = subprocess.run([sys.executable, "-c", lines], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Hastings" in ran.stdout


def test_findings_are_those_of_the_command(boards: bi.Boards) -> None:
    found = boards.conflicts(between=["netflix", "meta"], window=45)
    said = answer("conflicts", "datasets/bigtech-boards", "--between", "netflix", "meta", "--window", "45")
    assert list(found) == said["results"]
    assert found.notes == said["notes"]
    assert any(row["certain"] and row["people"][0]["name"] == "Reed Hastings" for row in found)


def test_the_command() -> None:
    assert command("--version").stdout == f"interlocks {bi.__version__}\n"
    assert "Usage: interlocks pairs" in command("pairs", "--help").stdout
    wrong = command("pairs", "nowhere")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "interlocks: cannot read nowhere: there is no such file or folder\n"
    assert command("pairs", "--nonsense").returncode == 2
    module = [sys.executable, "-m", "board_interlocks", "--version"]
    assert subprocess.run(module, capture_output=True, text=True, check=True).stdout.startswith("interlocks ")


def test_functions_take_the_data_first(boards: bi.Boards) -> None:
    assert bi.people("datasets/bigtech-boards", top=3) == boards.people(top=3)
    assert bi.people(boards, top=3) == boards.people(top=3)


@pytest.mark.parametrize("name", ["pairs", "path", "conflicts", "screen", "render", "diff"])
def test_help_says_what_options_there_are(name: str) -> None:
    text = getattr(bi.Boards, name).__doc__
    assert text is not None
    assert "Args:" in text and "Returns:" in text
