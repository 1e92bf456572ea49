"""An executor of Spark that is killed in the middle changes no answer.

The event log has to show the loss, else nothing is proved.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ASKED, HERE, missing
from made import World, random_seat, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60,000 seats of 20,000 people, with a nominee of 2,000: enough that the join takes seconds."""
    numbers = random.Random(9)
    world = World(
        seats=[random_seat(numbers, numbers.randrange(20_000), numbers.randrange(9_000), 2_000) for _ in range(60_000)]
    )
    world.seats += [random_seat(numbers, 20_000, company, 2_000) for company in range(2_000)]
    return write(world, tmp_path_factory.mktemp("seats"), parts=4)


def asked(folder: Path, logs: Path, *options: str) -> dict[str, Any]:
    package = str(HERE.parents[1])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([package, os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-W", "ignore", str(HERE / "lost_executor.py"), str(folder), str(logs), *options]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600)
    assert run.returncode == 0, run.stderr[-3_000:]
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    print(options, told)
    return told


def test_an_executor_killed_in_the_middle_changes_nothing(folder: Path, tmp_path: Path) -> None:
    reason = missing("spark") if "spark" in ASKED else "ENGINES does not name spark"
    if reason is not None:
        pytest.skip(reason)
    whole = asked(folder, tmp_path / "whole")
    assert (whole["killed"], whole["executors_lost"], whole["fetches_failed"]) == (0, 0, 0)
    lost = asked(folder, tmp_path / "lost", "--kill")
    assert lost["killed"] == 1
    assert lost["executors_lost"] == 1, "the event log does not show the loss"
    assert lost["tasks"] > whole["tasks"], "nothing was done again"
    assert lost["answer"] == whole["answer"]
