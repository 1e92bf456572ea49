"""What the peers of `resolve` share: the command line and the lines they print."""

import argparse
import json
import os
import resource
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Job:
    table: Path
    output: Path
    threads: int
    algorithm: str | None


def read_job() -> Job:
    parser = argparse.ArgumentParser()
    parser.add_argument("table", type=Path, help="the table of people, with names in parts")
    parser.add_argument("output", type=Path, help="where to write the pairs")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--algorithm", help="which of several the peer has")
    return Job(**vars(parser.parse_args()))


def done(again: bool = False, **figures) -> None:
    """Says that the pairs are written, which stops the clock; with `again`, what was counted after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    line = {"phase": "counted" if again else "done", **figures}
    if not again:
        unit = 1 if os.uname().sysname == "Darwin" else 1024
        line |= {"cpu_seconds": used.ru_utime + used.ru_stime, "peak_bytes": used.ru_maxrss * unit}
    print(json.dumps(line), flush=True)
