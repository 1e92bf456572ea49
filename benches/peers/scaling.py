#!/usr/bin/env python3
"""Measures the tool on ever larger generated sets and draws seconds against seats.

Standard library only. Writes one SVG file, and the figures as JSON if asked for; --from-json
draws such figures again without measuring.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import loglog
import queries
import tool

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
SHOWN = {
    "load-all": "load all four files",
    "pairs-undated": "pairs, dates ignored",
    "pairs-dated": "pairs, on a common day",
}

Series = dict[str, list[tuple[int, float]]]


def main() -> None:
    options = _options()
    if options.from_json:
        series = json.loads(options.from_json.read_text(encoding="utf-8"))
    else:
        series = measure(options)
    if options.json:
        _write(options.json, json.dumps(series, indent=2) + "\n")
    _write(options.svg, draw(series))
    print(f"wrote {options.svg}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Draws how the tool's time grows with the number of seats.")
    parser.add_argument("--largest", type=int, default=SIZES[-1], metavar="N", help="no set beyond N seats")
    parser.add_argument("--svg", type=Path, default=tool.HERE / "results" / "scaling.svg", metavar="FILE")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    parser.add_argument("--from-json", type=Path, metavar="FILE", help="draw these figures, measure nothing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3, help="the shortest of so many runs counts")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--tool", type=Path, metavar="BINARY", help="the phases binary; else cargo builds it")
    parser.add_argument("--generator", type=Path, metavar="BINARY", help="interlocks; else cargo builds it")
    return parser.parse_args()


def measure(options: argparse.Namespace) -> Series:
    sizes = [size for size in SIZES if size <= options.largest]
    if not sizes:
        raise SystemExit(f"--largest is below the smallest set, {SIZES[0]:,} seats")
    binary, generator = tool.phases_binary(options.tool), tool.generator_binary(options.generator)
    series: Series = {phase: [] for phase in SHOWN}
    for size in sizes:
        # One set at a time on the disk: the largest takes about a gigabyte.
        with tempfile.TemporaryDirectory(prefix="scaling-") as scratch:
            folder, asked = Path(scratch) / "data", Path(scratch) / "queries.csv"
            tool.generate(generator, folder, size, options.seed)
            queries.write_queries(folder, asked)
            command = tool.phases_command(binary, folder, asked, options.repeat, options.threads)
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        for phase, seconds in _shortest(tool.read_lines(done.stdout)).items():
            series[phase].append((size, seconds))
    return series


def _shortest(lines: list[dict]) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for line in lines:
        if line["phase"] in SHOWN:
            seconds[line["phase"]] = min(line["seconds"], seconds.get(line["phase"], float("inf")))
    return seconds


def draw(series: Series) -> str:
    named = [(label, series[phase]) for phase, label in SHOWN.items() if series.get(phase)]
    if not named:
        raise SystemExit("none of the phases to be drawn was measured")
    return loglog.picture(
        named,
        title="Time against the number of seats",
        x_label="board and officer seats in the set",
        y_label="time, shortest of several runs",
    )


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
