"""Asks Spark for interlocks on two executors, and may kill one of them in the middle (SIGKILL, that process only).

    python lost_executor.py FOLDER LOGS [--kill] [--hub N]

FOLDER is what the engines read. LOGS is an empty folder for Spark's event log. Prints one line of JSON: what was
answered, the seconds, the executors that were lost, the failed fetches, the longest task and the bytes of shuffle,
all from the event log.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any, Iterator

from conftest import connect  # noqa: F401  (makes the package importable)

from board_interlocks import engines


def session(logs: Path, partitions: int) -> Any:
    """A Spark with two executors of one core each, whose event log is read while it runs."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": logs.as_uri(),
        "spark.eventLog.buffer.kb": "1k",
        "spark.eventLog.compress": "false",
        "spark.eventLog.logStageExecutorMetrics": "false",
        "spark.sql.shuffle.partitions": str(partitions),
        "spark.sql.adaptive.coalescePartitions.enabled": "false",
        # The join is by sorting and exchange, as on data that is too large to send to everybody.
        "spark.sql.autoBroadcastJoinThreshold": "-1",
        "spark.executor.memory": "1g",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("lost executor")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def events(logs: Path) -> Iterator[dict[str, Any]]:
    """The events so far; the last line may be half written."""
    for path in sorted(logs.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                try:
                    yield json.loads(line)
                except json.JSONDecodeError:
                    continue


def executors_of(process: int) -> list[int]:
    """The executors below a process, found by their parents and their main class."""
    parents: dict[int, int] = {}
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except (OSError, IndexError):
                continue
            if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in words:
                found.append(int(entry.name))

    def is_below(child: int) -> bool:
        while child > 1:
            if child == process:
                return True
            child = parents.get(child, 0)
        return False

    return [executor for executor in found if is_below(executor)]


def kill_in_the_middle(logs: Path, stop: threading.Event, killed: list[int]) -> None:
    """Kills one executor as soon as a stage that wrote a shuffle is complete and a task of a later stage has ended."""
    while not stop.is_set():
        written: set[int] = set()
        later = False
        for event in events(logs):
            if event["Event"] == "SparkListenerTaskEnd" and event["Task Type"] == "ShuffleMapTask":
                later = later or bool(written and event["Stage ID"] > max(written))
            if event["Event"] == "SparkListenerStageCompleted" and any(
                part["Name"] == "internal.metrics.shuffle.write.bytesWritten"
                for part in event["Stage Info"]["Accumulables"]
            ):
                written.add(event["Stage Info"]["Stage ID"])
        if written and later:
            running = executors_of(os.getpid())
            if running:
                os.kill(running[0], signal.SIGKILL)
                killed.append(running[0])
                return
        time.sleep(0.1)


def summary(logs: Path) -> dict[str, Any]:
    """What the event log says of losses and work."""
    told: dict[str, Any] = {
        "executors_lost": 0,
        "fetches_failed": 0,
        "tasks": 0,
        "longest_task": 0.0,
        "shuffle_bytes": 0,
        "cpu_seconds": 0.0,
    }
    for event in events(logs):
        if event["Event"] == "SparkListenerExecutorRemoved":
            told["executors_lost"] += "code 137" in event["Removed Reason"]
        if event["Event"] == "SparkListenerTaskEnd":
            told["tasks"] += 1
            told["fetches_failed"] += event["Task End Reason"]["Reason"] == "FetchFailed"
            metrics = event.get("Task Metrics")
            if metrics:
                told["longest_task"] = max(told["longest_task"], metrics["Executor Run Time"] / 1000)
                told["shuffle_bytes"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                told["cpu_seconds"] += metrics["Executor CPU Time"] / 1e9
    return told


def main() -> None:
    import ibis  # type: ignore[import-untyped]

    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("logs", type=Path)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--hub", type=int)
    parser.add_argument("--max-boards", type=int)
    parser.add_argument("--partitions", type=int, default=8)
    wanted = parser.parse_args()
    wanted.logs.mkdir(parents=True, exist_ok=True)
    spark = session(wanted.logs.resolve(), wanted.partitions)
    tables = engines.open(wanted.folder, ibis.pyspark.connect(spark))
    pairs = engines.interlocks(tables, max_boards=wanted.max_boards, hub=wanted.hub)
    # One row that changes if any pair is lost, counted twice or altered.
    days = pairs.possible_from.cast("int64") * 7 + pairs.possible_to.cast("int64")
    mark = pairs.mutate(mark=(pairs.a * 31 + pairs.b * 17 + days) % 1_000_003)
    total = mark.agg(
        pairs=mark.count(),
        shared=mark.shared.sum(),
        certain=mark.shared_certain.sum(),
        mark=(mark.mark * mark.shared).sum(),
    )
    killed: list[int] = []
    stop = threading.Event()
    killer = threading.Thread(target=kill_in_the_middle, args=(wanted.logs, stop, killed))
    start = time.monotonic()
    if wanted.kill:
        killer.start()
    (answer,) = total.to_pyarrow().to_pylist()
    seconds = time.monotonic() - start
    stop.set()
    if wanted.kill:
        killer.join()
    # What an engine wrote last reaches the log when the session ends.
    spark.stop()
    told = {"answer": answer, "seconds": round(seconds, 1), "killed": len(killed), **summary(wanted.logs)}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
