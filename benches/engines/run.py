#!/usr/bin/env python3
"""Times the questions on the engines, and sets the formula beside what was measured.

    python3 benches/engines/run.py FOLDER --engines duckdb,polars,datafusion,sail,spark --questions
    interlocks,star_edges

Each question on each engine is a process of its own, with two threads or two executors of one core. It counts the
rows of the answer and adds up a column, so that the engine has to make all of them, and no more leaves the engine
than one row. Seconds are those of the question, after the engine has started; CPU seconds and memory are those of the
process, for Spark those of its executors, from the event log.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "python" / "tests" / "engines"
DAY = "2015-06-30"

OPTIONS: dict[str, dict[str, Any]] = {
    "interlocks": {},
    "people_by_boards": {"day": DAY},
    "overboarding": {"day": DAY, "limit": 5},
    "deals_with_shared_director": {},
    "star_edges": {},
    "wedges": {},
}


def connect(name: str, logs: Path) -> tuple[Any, Any]:
    """An Ibis connection, and Spark's session if there is one."""
    import ibis

    if name == "spark":
        import lost_executor

        # As the test of the killed executor, but free to choose its joins.
        spark = lost_executor.session(logs, 16)
        spark.conf.set("spark.sql.autoBroadcastJoinThreshold", str(10 * 1024 * 1024))
        return ibis.pyspark.connect(spark), spark
    if name == "sail":
        from conftest import connect as started

        return started("sail").connection, None
    connection = getattr(ibis, name).connect()
    if name == "duckdb":
        connection.raw_sql("SET threads = 2")
    return connection, None


def peak_of(process: int, peak: list[int], stop: threading.Event) -> None:
    """Follows the memory of a process."""
    while not stop.is_set():
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                peak[0] = max(peak[0], int(line.split()[1]))
        time.sleep(0.05)


def one(folder: str, name: str, question: str, max_boards: int | None) -> dict[str, Any]:
    """Runs one question in this process."""
    sys.path[:0] = [str(TESTS), str(ROOT / "python")]
    with tempfile.TemporaryDirectory() as place:
        import conftest  # noqa: F401

        from board_interlocks import engines

        logs = Path(place)
        connection, spark = connect(name, logs)
        tables = engines.open(folder, connection)
        options = dict(OPTIONS[question])
        if question in ("interlocks", "wedges"):
            options["max_boards"] = max_boards
        stop, peak = threading.Event(), [0]
        watcher = threading.Thread(target=peak_of, args=(os.getpid(), peak, stop))
        watcher.start()
        before, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
        if question == "wedges":
            estimate = engines.wedges(tables, **options)
            answer: dict[str, Any] = {
                "wedges": estimate.wedges,
                "meetings": estimate.meetings,
                "cpu_formula": round(estimate.cpu_seconds, 1),
                "mb_formula": round(estimate.shuffle_bytes / 1e6),
                "left_out": len(estimate.left_out),
            }
        elif question == "star_edges":
            edges = sum(len(batch) for batch in engines.stream(engines.star_edges(tables)))
            answer = {"rows": edges}
        else:
            expression = engines.QUESTIONS[question](tables, **options)
            totals = {"rows": expression.count()}
            for column in ("shared", "shared_certain", "boards", "certain"):
                if column in expression.columns:
                    totals[column] = expression[column].cast("int64").sum()
            # As engines.stream does: in memory, ten million seats take Polars 15 GB.
            how = {"engine": "streaming"} if name == "polars" else {}
            row = expression.agg(**totals).to_pyarrow(**how).to_pylist()[0]
            answer = {column: int(value) for column, value in row.items()}
        seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF)
        stop.set()
        watcher.join()
        told = {
            "engine": name,
            "question": question,
            "answer": answer,
            "seconds": round(seconds, 1),
            "cpu": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
            "mb": peak[0] // 1024,
        }
        if spark is not None:
            import lost_executor

            spark.stop()
            work = lost_executor.summary(logs)
            told["cpu"] = round(work["cpu_seconds"], 1)
            told["shuffle_mb"] = round(work["shuffle_bytes"] / 1e6)
            told["longest_task"] = round(work["longest_task"], 1)
            del told["mb"]
        return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--engines", default="duckdb,polars,datafusion,sail,spark")
    parser.add_argument("--questions", default=",".join(OPTIONS))
    parser.add_argument("--max-boards", type=int, default=None, help="leave out people on more boards (default: none)")
    parser.add_argument("--one", action="store_true", help="run the one question here")
    wanted = parser.parse_args()
    if wanted.one:
        print(json.dumps(one(wanted.folder, wanted.engines, wanted.questions, wanted.max_boards)), flush=True)
        return
    for question in wanted.questions.split(","):
        for name in wanted.engines.split(","):
            words = [
                sys.executable,
                "-W",
                "ignore",
                __file__,
                wanted.folder,
                "--one",
                "--engines",
                name,
                "--questions",
                question,
            ]
            if wanted.max_boards is not None:
                words += ["--max-boards", str(wanted.max_boards)]
            limits = {"POLARS_MAX_THREADS": "2", **os.environ}
            run = subprocess.run(words, capture_output=True, text=True, env=limits)
            print(
                run.stdout.strip() if run.returncode == 0 else f"{name} {question}: {run.stderr[-1_000:]}", flush=True
            )


if __name__ == "__main__":
    main()
