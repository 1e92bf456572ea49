"""Threads, forks, signals and memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import DATA, command

import board_interlocks as bi

ROUNDS = int(os.environ.get("ROUNDS", "10000"))
SEATS = int(os.environ.get("SEATS", "1000000"))
# The longest time between Ctrl-C and the end of a process. On a machine with other work, it says nothing of the package.
SECONDS_TO_STOP = float(os.environ.get("SECONDS_TO_STOP", "30"))


def test_threads_ask_at_once(boards: bi.Boards) -> None:
    expected = [boards.people(), boards.pairs(at="2013-08"), boards.pairs(as_of="2015", undated=True)]

    def ask(number: int) -> bool:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = [boards.people(), boards.pairs(at="2013-08"), boards.pairs(as_of="2015", undated=True)]
            return made[number % 3] == expected[number % 3]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(48)))


def test_the_number_of_threads_changes_nothing(boards: bi.Boards) -> None:
    for threads in (1, 3):
        assert bi.open(DATA, threads=threads).pairs() == boards.pairs()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_fork_asks_again(boards: bi.Boards) -> None:
    expected = boards.pairs().to_jsonl()
    lines = (
        "import os, sys, warnings; warnings.simplefilter('ignore')\n"
        f"import board_interlocks as bi; b = bi.open({DATA!r}); mine = b.pairs().to_jsonl()\n"
        "import multiprocessing\n"
        "def ask(n): return b.pairs().to_jsonl() == mine and bi.open(" + repr(DATA) + ").people(top=n) == b.people(top=n)\n"
        "with multiprocessing.get_context('fork').Pool(3) as pool: assert all(pool.map(ask, range(1, 9)))\n"
        "sys.stdout.write(mine)\n"
    )
    ran = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout == expected


def test_others_run_while_work_is_done(boards: bi.Boards) -> None:
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0.001)

    other = threading.Thread(target=count)
    other.start()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        began = time.monotonic()
        while time.monotonic() - began < 1:
            boards.settle()
    done.set()
    other.join()
    assert counted > 20


@pytest.fixture(scope="session")
def many_seats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many") / "boards"
    made = command("generate", str(place), "--seats", str(SEATS), "--seed", "1")
    assert made.returncode == 0, made.stderr
    return place


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
@pytest.mark.parametrize("after", [0.05, 0.5, 1.5])
def test_ctrl_c_stops(many_seats: Path, after: float) -> None:
    lines = (
        "import board_interlocks as bi, sys\n"
        f"b = bi.open({str(many_seats)!r})\n"
        "print('open', flush=True)\n"
        "while True: b.pairs()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", lines], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "open\n"
        time.sleep(after)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        took = time.monotonic() - began
        assert "KeyboardInterrupt" in process.stderr.read()
    assert process.returncode in (1, 130, -signal.SIGINT)
    print(f"ended {took:.2f} s after Ctrl-C")
    assert took < SECONDS_TO_STOP, took


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
def test_after_ctrl_c_there_are_answers(many_seats: Path) -> None:
    lines = (
        "import board_interlocks as bi, signal, time\n"
        f"b = bi.open({str(many_seats)!r})\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.2)\n"
        "def stop(*_): raise KeyboardInterrupt\n"
        "signal.signal(signal.SIGALRM, stop)\n"
        "try: b.pairs(); print('done')\n"
        "except KeyboardInterrupt: print('stopped')\n"
        "print(len(b.people(top=3)))\n"
    )
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", lines], capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout in ("stopped\n3\n", "done\n3\n")


def memory() -> int:
    """Return the memory of this process, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the system does not say it")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say its memory")
def test_nothing_leaks(boards: bi.Boards) -> None:
    columns = {"person": ["ann", "ann", "bo"], "company": ["acme", "bolt", "acme"]}

    def calls(count: int) -> None:
        for _ in range(count):
            rows = boards.people(top=3)
            list(rows)
            rows.columns
            rows.__arrow_c_stream__()
            bi.open(columns, undated=True)
            try:
                boards.show("nobody at all")
            except ValueError:
                pass

    calls(ROUNDS // 10)
    before = memory()
    calls(ROUNDS)
    assert memory() - before < 24 << 20


def test_errors_can_be_pickled() -> None:
    import pickle

    error = bi.DataError("seats:1:2: wrong", "seats", 1, 2)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.file, again.line, again.column) == ("seats:1:2: wrong", "seats", 1, 2)
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(bi.open(DATA))
