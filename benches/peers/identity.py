#!/usr/bin/env python3
"""Measures `interlocks resolve` beside Splink and nomenklatura on sets of which it is known who is whom.

    python3 identity.py [FOLDER] [--sets SET …] [--people N …]

FOLDER holds labelled sets, one a folder; `--people` generates sets of so many records. Standard library
only. Each run of each contestant is a process of its own, from files to a file of pairs, and the
contestants take turns. What they wrote is measured by the same code for all.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import identity_generate
import identity_report
import identity_sets
import tool
from identity_sets import LabelledSet

TOOL, COUNT, SPLINK = identity_report.TOOL, identity_report.COUNT, identity_report.SPLINK
ALGORITHMS = ("er-unstable", "logic-v2", "regression-v1")
CONTESTANTS = (TOOL, COUNT, SPLINK, *ALGORITHMS)
REQUIREMENTS = tool.HERE / "requirements-identity.txt"
VENV = tool.HERE / ".venv-identity"
LONG = 60
"""Whoever takes so many seconds is not run again."""


@dataclass
class Contestant:
    name: str
    runs: list[dict] = field(default_factory=list)
    quality: dict = field(default_factory=dict)
    trouble: str | None = None


def main() -> int:
    options = _options()
    python = options.python or _venv()
    binary = tool.generator_binary(options.tool)
    results = []
    with tempfile.TemporaryDirectory(prefix="identity-") as scratch:
        for one in _sets(options, python, Path(scratch)):
            contestants = _measure(one, options, python, binary, Path(scratch))
            results.append(identity_report.result(one.name, one.records, contestants))
            print(identity_report.markdown(results[-1]), flush=True)
            if options.json:
                options.json.parent.mkdir(parents=True, exist_ok=True)
                told = {"threads": options.threads, "versions": _versions(python), "sets": results}
                options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 1 if any(line["trouble"] for result in results for line in result["contestants"]) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures resolve and its peers on labelled sets.")
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of labelled sets")
    parser.add_argument("--sets", nargs="+", metavar="SET", help="only these sets of the folder")
    parser.add_argument("--people", type=int, nargs="+", default=[], metavar="N", help="generate sets of N records")
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=CONTESTANTS, metavar="CONTESTANT",
                        help=f"some of: {', '.join(CONTESTANTS)}")
    parser.add_argument("--repeat", type=int, default=3, help="the median of so many runs counts")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--longest", type=int, default=900, metavar="SECONDS", help="stop a run after this time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures here, after each set")
    parser.add_argument("--tool", type=Path, metavar="BINARY", help="interlocks; else cargo builds it")
    parser.add_argument("--python", type=Path, metavar="FILE", help="a Python that has the peers; else one is made")
    options = parser.parse_args()
    if options.folder is None and not options.people:
        parser.error("give a folder of labelled sets, or --people")
    if options.repeat < 1 or options.threads < 1:
        parser.error("--repeat and --threads are at least 1")
    for name in options.sets or []:
        if options.folder is None or not identity_sets.is_published(options.folder / name):
            parser.error(f"{name} has no people.csv and truth.csv in {options.folder}")
    return options


def _venv() -> Path:
    """Makes the virtual environment, or makes it anew when the pinned versions have changed."""
    python, installed = VENV / "bin" / "python", VENV / "installed.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        print("installing the peers", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]
        subprocess.run([python, *install], check=True)
        installed.write_text(wanted, encoding="utf-8")
    return python


def _versions(python: Path) -> dict[str, str]:
    listed = subprocess.run([python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"],
                            stdout=subprocess.PIPE, text=True, check=True)
    wanted = re.findall(r"^([\w-]+)==", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    return {package["name"]: package["version"] for package in json.loads(listed.stdout) if package["name"] in wanted}


def _sets(options: argparse.Namespace, python: Path, scratch: Path):
    """Prepares one set after another. A process of its own does it, so that this one stays small: what a
    process needs at most is told of the one that started it, too."""
    names = options.sets
    if options.folder and not names:
        names = sorted(path.name for path in options.folder.iterdir() if identity_sets.is_published(path))
    for name in names or []:
        yield _apart(identity_sets.published, options.folder / name, scratch)
    for people in options.people:
        yield _apart(_generated, people, _census(python), scratch)


def _apart(work, *arguments) -> LabelledSet:
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _generated(people: int, census: Path, scratch: Path) -> LabelledSet:
    name = f"generated-{people}"
    folder, truth = scratch / name, scratch / f"{name}.truth.csv"
    identity_generate.generate(people, census, folder, truth)
    return identity_sets.with_peers_table(name, folder, truth)


def _census(python: Path) -> Path:
    found = subprocess.run([python, "-c", "import names; print(names.__path__[0])"], stdout=subprocess.PIPE, text=True)
    if found.returncode:
        raise SystemExit("--people needs the package names")
    return Path(found.stdout.strip())


def _measure(one: LabelledSet, options: argparse.Namespace, python: Path, binary: Path, scratch: Path):
    contestants = [Contestant(name) for name in CONTESTANTS if name in options.only]
    for turn in range(options.repeat):
        for contestant in contestants:
            if contestant.trouble or contestant.runs and contestant.runs[-1]["seconds"] > LONG:
                continue
            pairs = scratch / "pairs.csv"
            pairs.unlink(missing_ok=True)
            command = _command(contestant.name, one, pairs, options, python, binary)
            print(f"{one.name}: {contestant.name}, run {turn + 1}", file=sys.stderr, flush=True)
            run, contestant.trouble = _run(command, options)
            if contestant.name == COUNT and turn == 0:
                contestant.quality = _own_word(one, options, binary)
            if contestant.trouble:
                print(f"{one.name}: {contestant.name} {contestant.trouble}", file=sys.stderr)
                continue
            contestant.runs.append(run | ({"accuracy": _accuracy(pairs, one.truth)} if pairs.exists() else {}))
    return contestants


def _command(name: str, one: LabelledSet, pairs: Path, options: argparse.Namespace, python: Path, binary: Path):
    if name == TOOL:
        return _resolve(one, options, binary) + ["-f", "csv", "-o", str(pairs)]
    if name == COUNT:
        return _resolve(one, options, binary) + ["--count", "-f", "json"]
    peer = "splink" if name == SPLINK else "nomenklatura"
    command = [python, tool.HERE / f"peer_{peer}.py", one.peers, pairs, "--threads", options.threads]
    command += ["--algorithm", name] if name in ALGORITHMS else []
    return [str(argument) for argument in command]


def _resolve(one: LabelledSet, options: argparse.Namespace, binary: Path) -> list[str]:
    also = ["--also", ",".join(one.further)] if one.further else []
    return [str(binary), "resolve", str(one.folder), *also, "--threads", str(options.threads), "--quiet"]


def _own_word(one: LabelledSet, options: argparse.Namespace, binary: Path) -> dict:
    """What the tool says itself of its pairs, to compare with what is measured here; not timed."""
    own = {}
    for asked in (["--truth", str(one.truth)], ["--count"]):
        command = _resolve(one, options, binary) + [*asked, "-f", "json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode == 0:
            told = json.loads(done.stdout)
            return {"compared": told["model"]["pairs_compared"], "own": own or told["results"]}
        own = {"trouble": done.stderr.strip()[-200:]}
    return {"own": own}


def _run(command: list[str], options: argparse.Namespace) -> tuple[dict, str | None]:
    """Runs one process. The clock stops when a peer says that its pairs are written, or when the tool has ended."""
    run: dict = {"load": os.getloadavg()[0]}
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        clock = threading.Timer(options.longest, process.kill)
        clock.start()
        for line in process.stdout:
            if line.startswith('{"phase"'):
                told = json.loads(line)
                if told.pop("phase") == "done":
                    run["seconds"] = time.perf_counter() - begun
                run |= told
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        ended = time.perf_counter() - begun
        clock.cancel()
        if process.returncode and "seconds" not in run:
            errors.seek(0)
            last = (errors.read().strip().splitlines() or [""])[-1]
            stopped = ended >= options.longest
            return run, f"stopped after {options.longest} s" if stopped else f"code {process.returncode}: {last[:100]}"
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    own = {"seconds": ended, "cpu_seconds": used.ru_utime + used.ru_stime, "peak_bytes": used.ru_maxrss * unit}
    return own | run, None


def _accuracy(pairs: Path, truth: Path) -> dict:
    command = [sys.executable, tool.HERE / "identity_measure.py", pairs, truth]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


if __name__ == "__main__":
    sys.exit(main())
