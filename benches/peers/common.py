"""What all peers share: the command line, the clock and the lines they print.

Standard library only, so that a peer's peak memory holds no other peer's library.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

BOARD_ROLES = (
    "director",
    "non-executive director",
    "independent director",
    "chair",
    "managing director",
)

# Days since 1970 that no date reaches; 32 bits hold them.
FOREVER = 2_000_000_000
LONG_AGO = -2_000_000_000

# How many searches tell how long all will take; beyond how many seconds they are not
# repeated; and beyond how many they are left out.
TRIAL_PATHS = 20
SLOW_PATHS_SECONDS = 5
LONGEST_PATHS_SECONDS = 90

Counts = dict[str, int]
Built = TypeVar("Built")
StepsBetween = Callable[[int, int], int | None]


@dataclass(frozen=True)
class Job:
    """One run of one peer: what it works on and how."""

    folder: Path
    arrays: Path
    queries: Path
    repeat: int
    threads: int

    def time(self, phase: str, work: Callable[[], Counts], repeat: int | None = None) -> None:
        """Prints the shortest time of several runs, and the counts, which must not change."""
        best, counts = float("inf"), None
        for _ in range(repeat or self.repeat):
            begin = time.perf_counter()
            result = work()
            best = min(best, time.perf_counter() - begin)
            if counts is not None and result != counts:
                raise SystemExit(f"{phase}: {counts} in one run and {result} in another")
            counts = result
        _print_line({"phase": phase, "seconds": best, **counts})

    def time_build(self, phase: str, build: Callable[[], Built]) -> Built:
        """Times something that is built once and then worked on."""
        begin = time.perf_counter()
        built = build()
        _print_line({"phase": phase, "seconds": time.perf_counter() - begin})
        return built

    def time_paths(self, pairs: list[tuple[int, int]], steps_between: StepsBetween) -> None:
        """Times one search after another, unless that would take minutes."""

        def search(some: list[tuple[int, int]]) -> Counts:
            steps = [steps_between(source, target) for source, target in some]
            known = [number for number in steps if number is not None]
            return {"found": len(known), "steps": sum(known)}

        begin = time.perf_counter()
        search(pairs[:TRIAL_PATHS])
        expected = (time.perf_counter() - begin) / TRIAL_PATHS * len(pairs)
        if expected > LONGEST_PATHS_SECONDS:
            print(f"paths: left out, {expected:.0f} s expected", file=sys.stderr)
            return
        self.time("paths", lambda: search(pairs), repeat=1 if expected > SLOW_PATHS_SECONDS else None)


def read_job() -> Job:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--arrays", type=Path, required=True, help="what prepare.py wrote")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return Job(**vars(parser.parse_args()))


def print_memory() -> None:
    """The last line of every peer; Linux counts in kibibytes, macOS in bytes."""
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    _print_line({"phase": "memory", "peak_bytes": peak})


def _print_line(line: dict) -> None:
    print(json.dumps(line), flush=True)
