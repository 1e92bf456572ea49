#!/usr/bin/env python3
"""Times interlocks and DuckDB from one table of seats to a file of pairs, for every kind of id.

    python3 single_table.py [--seats N …] [--ids KIND …] [--repeat N]

Each run is a process of its own, and the two take turns. Standard library only; DuckDB runs in a
Python that has it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tool

KINDS = ("number", "uuid", "name", "mixed")
PEER = tool.HERE / "peer_duckdb_table.py"


def main() -> int:
    options = _options()
    binary = tool.generator_binary(options.tool)
    print("| ids | seats | question | interlocks | MB | DuckDB | MB | DuckDB / interlocks |")
    print("|---|--:|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory(prefix="single-table-", dir=options.folder) as folder:
        for seats in options.seats:
            for kind in options.ids:
                table = Path(folder) / f"{kind}.csv"
                what = ["--seats", str(seats), "--single-table", "--ids", kind, "--exact", "--quiet", "--force"]
                subprocess.run([binary, "generate", table, *what], check=True)
                _measure(binary, table, options, (kind, f"{seats:,}"))
                table.unlink()
    return 0


def _measure(binary: Path, table: Path, options: argparse.Namespace, names: tuple[str, str]) -> None:
    threads = str(options.threads)
    ours, theirs = table.with_name("ours.csv"), table.with_name("theirs.csv")
    pairs = [str(binary), "pairs", str(table), "--quiet", "--threads", threads]
    peer = [str(options.python), str(PEER), str(table)]
    questions = {
        "dated pairs to CSV": ([*pairs, "-f", "csv", "-o", str(ours)], [*peer, str(theirs), threads]),
        "`--count`": ([*pairs, "--count", "-f", "jsonl"], [*peer, "--count", threads]),
    }
    for question, commands in questions.items():
        runs: list[list[tuple[float, float]]] = [[], []]
        for _ in range(options.repeat):
            for own, command in zip(runs, commands):
                own.append(_run(command))
        (seconds, memory), (peer_seconds, peer_memory) = (
            tuple(statistics.median(figures) for figures in zip(*own)) for own in runs
        )
        cells = (*names, question, f"{seconds:.2f} s", f"{memory:.0f}", f"{peer_seconds:.2f} s", f"{peer_memory:.0f}")
        print("|", " | ".join(cells), f"| {peer_seconds / seconds:.2f} |", flush=True)
    if ours.exists() and theirs.exists():
        lines = [sum(1 for _ in file.open("rb")) for file in (ours, theirs)]
        if lines[0] != lines[1]:
            print(f"{names}: {lines[0]} lines and {lines[1]}", file=sys.stderr)
        ours.unlink()
        theirs.unlink()


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a process."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - begin, usage.ru_maxrss / 1000


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Times interlocks and DuckDB from one table to a file of pairs.")
    parser.add_argument("--seats", type=int, nargs="+", default=[1_000_000], metavar="N")
    parser.add_argument("--ids", nargs="+", choices=KINDS, default=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--repeat", type=int, default=5, help="the median of so many runs counts")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--folder", type=Path, help="keep the tables here while running")
    parser.add_argument("--tool", type=Path, metavar="BINARY", help="interlocks; else cargo builds it")
    parser.add_argument("--python", type=Path, default=Path(sys.executable), metavar="FILE",
                        help="a Python that has DuckDB")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
