#!/usr/bin/env python3
"""Asks `interlocks serve`, and DuckDB behind a small server, the same questions with wrk.

    python3 serving.py [--seats N] [--seconds N] [--connections N]

Questions, in equal parts: a search for a part of a name, one company, the interlocks of one company; the companies and names
are drawn from the data. Both servers have the same two cores as wrk. wrk is a program of its own (Debian: wrk).
"""

import argparse
import csv
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import tool

PEER = tool.HERE / "peer_duckdb_serve.py"

SCRIPT = """
local paths = {}
for line in io.lines("FILE") do paths[#paths + 1] = line end
math.randomseed(SEED)
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
"""


def questions(folder: Path, count: int) -> dict[str, list[str]]:
    """Addresses of each kind of question."""
    draw = random.Random(7)
    with (folder / "companies.csv").open(newline="") as file:
        companies = draw.sample([row["id"] for row in csv.DictReader(file)], count)
    with (folder / "people.csv").open(newline="") as file:
        names = draw.sample([row["name"] for row in csv.DictReader(file)], count)
    words = [max(re.findall(r"\w+", name), key=len) for name in names]
    return {
        "search": [f"/api/v1/search?text={quote(word)}&limit=20" for word in words],
        "one company": [f"/api/v1/show?entity=company:{company}" for company in companies],
        "its interlocks": [f"/api/v1/pairs?company={company}" for company in companies],
    }


def measured(page: str, paths: list[str], options: argparse.Namespace) -> tuple[float, str, int]:
    """Answers a second, the time within which 99 per cent came, and the number of errors."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file, tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        file.write("\n".join(paths) + "\n")
        file.flush()
        script.write(SCRIPT.replace("FILE", file.name).replace("SEED", "1"))
        script.flush()
        wrk = ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "--timeout", "30s", "--latency",
               "-s", script.name, page]
        out = subprocess.run(wrk, check=True, capture_output=True, text=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    slow = re.search(r"99%\s+(\S+)", out).group(1)
    errors = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", out))
    errors += sum(int(number) for number in re.findall(r"(?:connect|read|write|timeout) (\d+)", out))
    return rate, slow, errors


def main() -> int:
    parser = argparse.ArgumentParser(description="Times answers of interlocks serve and of DuckDB behind a server.")
    parser.add_argument("--seats", type=int, default=10_000_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--tool", type=Path, metavar="BINARY", help="interlocks; else cargo builds it")
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="a Python that has DuckDB")
    parser.add_argument("--folder", type=Path, help="keep the data here while running")
    options = parser.parse_args()
    binary = tool.generator_binary(options.tool)
    with tempfile.TemporaryDirectory(prefix="serving-", dir=options.folder) as place:
        folder, snapshot = Path(place) / "data", Path(place) / "data.ilk"
        tool.generate(binary, folder, options.seats, 1)
        subprocess.run([binary, "build", folder, "-o", snapshot, "--quiet"], check=True)
        asked = questions(folder, 2_000)
        asked["all three"] = [path for paths in zip(*asked.values()) for path in paths]
        servers = {
            "interlocks": [str(binary), "serve", str(snapshot), "--quiet"],
            "DuckDB": [str(options.python), str(PEER), str(folder), "0", str(os.cpu_count())],
        }
        print("| server | question | answers a second | 99 % within | errors | MB |\n|---|---|--:|--:|--:|--:|")
        for name, command in servers.items():
            server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            try:
                page = server.stdout.readline().split()[-1]
                for question, paths in asked.items():
                    rate, slow, errors = measured(page, paths, options)
                    status = Path(f"/proc/{server.pid}/status").read_text()
                    peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1000
                    print(f"| {name} | {question} | {rate:,.0f} | {slow} | {errors} | {peak:,.0f} |", flush=True)
            finally:
                server.terminate()
                server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
