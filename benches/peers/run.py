#!/usr/bin/env python3
"""Measures the tool and its peers on one folder and prints one table.

Standard library only. Each contestant is a process of its own, one after another, so that its
time and its peak memory are its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import queries
import report
import tool

PEERS = ("duckdb", "polars", "scipy", "networkit", "igraph")
VENV = tool.HERE / ".venv"
PYTHON = VENV / "bin" / "python"


def main() -> int:
    options = _options()
    names = [name for name in (report.TOOL, *PEERS) if not options.only or name in options.only]
    _make_venv()
    binary = tool.phases_binary(options.tool) if report.TOOL in names else None
    with tempfile.TemporaryDirectory(prefix="peers-") as scratch:
        folder = _folder(options, Path(scratch))
        asked, arrays = _prepare(folder, Path(scratch))
        contestants = []
        for name in names:
            command = (
                tool.phases_command(binary, folder, asked, options.repeat, options.threads)
                if name == report.TOOL
                else _peer_command(name, folder, asked, arrays, options)
            )
            contestants.append(_measure(name, command))
    return _show(contestants, names, options.json)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures the tool and its peers on one folder.")
    parser.add_argument("folder", type=Path, nargs="?", help="the data; with --seats, where to write it")
    parser.add_argument("--seats", type=int, help="have the tool generate a folder with this many seats")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3, help="the shortest of so many runs counts")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--only", nargs="+", choices=(report.TOOL, *PEERS), metavar="PEER",
                        help=f"some of: {report.TOOL}, {', '.join(PEERS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results here")
    parser.add_argument("--tool", type=Path, metavar="BINARY", help="the phases binary; else cargo builds it")
    parser.add_argument("--generator", type=Path, metavar="BINARY", help="interlocks; else cargo builds it")
    options = parser.parse_args()
    if options.folder is None and options.seats is None:
        parser.error("give a folder, or --seats to have one generated")
    if options.repeat < 1 or options.threads < 1:
        parser.error("--repeat and --threads are at least 1")
    if options.seats is not None and options.folder and options.folder.exists():
        parser.error(f"{options.folder} is there already; leave out --seats to use it")
    return options


def _make_venv() -> None:
    """Makes the virtual environment, or makes it anew when the pinned versions have changed."""
    wanted = (tool.HERE / "requirements.txt").read_text(encoding="utf-8")
    installed = VENV / "installed.txt"
    if installed.exists() and installed.read_text(encoding="utf-8") == wanted:
        return
    print("installing the peers", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    subprocess.run([PYTHON, *install, "-r", tool.HERE / "requirements.txt"], check=True)
    installed.write_text(wanted, encoding="utf-8")


def _folder(options: argparse.Namespace, scratch: Path) -> Path:
    if options.seats is None:
        return options.folder
    folder = options.folder or scratch / "data"
    tool.generate(tool.generator_binary(options.generator), folder, options.seats, options.seed)
    return folder


def _prepare(folder: Path, scratch: Path) -> tuple[Path, Path]:
    asked, arrays = scratch / "queries.csv", scratch / "arrays"
    queries.write_queries(folder, asked)
    subprocess.run([PYTHON, tool.HERE / "prepare.py", folder, asked, arrays], check=True)
    return asked, arrays


def _peer_command(
    name: str, folder: Path, asked: Path, arrays: Path, options: argparse.Namespace
) -> list[str]:
    arguments = [PYTHON, tool.HERE / f"peer_{name}.py", folder, "--queries", asked, "--arrays", arrays]
    arguments += ["--repeat", options.repeat, "--threads", options.threads]
    return [str(argument) for argument in arguments]


def _measure(name: str, command: list[str]) -> report.Contestant:
    print(f"measuring {name}", file=sys.stderr)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    trouble = f"{name}: ended with code {done.returncode}" if done.returncode else None
    return report.contestant(name, tool.read_lines(done.stdout), trouble)


def _show(contestants: list[report.Contestant], names: list[str], target: Path | None) -> int:
    result = report.summary(contestants)
    print(report.markdown(result, names))
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for trouble in result["troubles"]:
        print(f"!!! {trouble}", file=sys.stderr)
    if result["troubles"]:
        print("!!! THE FIGURES ABOVE ARE NOT TO BE TRUSTED", file=sys.stderr)
    return 1 if result["troubles"] else 0


if __name__ == "__main__":
    sys.exit(main())
