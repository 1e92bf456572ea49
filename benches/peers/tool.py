"""Where the tool's own binaries are, and what they are asked to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CRATE = HERE.parent.parent


def phases_binary(given: Path | None) -> Path:
    return given or built("phases", ["bench", "--bench", "phases", "--no-run"])


def generator_binary(given: Path | None) -> Path:
    return given or built("interlocks", ["build", "--release", "--bin", "interlocks"])


def generate(generator: Path, folder: Path, seats: int, seed: int) -> None:
    print(f"generating {seats:,} seats", file=sys.stderr)
    options = ["--seats", str(seats), "--seed", str(seed), "--exact", "--quiet"]
    subprocess.run([generator, "generate", folder, *options], check=True)


def phases_command(binary: Path, folder: Path, queries: Path, repeat: int, threads: int) -> list[str]:
    options = ["--queries", queries, "--repeat", repeat, "--threads", threads]
    return [str(argument) for argument in (binary, folder, *options)]


def read_lines(output: str) -> list[dict]:
    """The JSON lines of a tool or peer; whatever else a library prints is passed over."""
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def built(target: str, arguments: list[str]) -> Path:
    cargo = [os.environ.get("CARGO", "cargo"), *arguments, "--message-format=json"]
    messages = subprocess.run(cargo, cwd=CRATE, stdout=subprocess.PIPE, text=True)
    if messages.returncode:
        raise SystemExit(f"cargo could not build {target}")
    for message in read_lines(messages.stdout):
        if message.get("executable") and message["target"]["name"] == target:
            return Path(message["executable"])
    raise SystemExit(f"cargo built no executable called {target}")
