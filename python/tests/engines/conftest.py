"""Engines for the tests: each test that takes ``engine`` runs once on every engine that is installed and asked for.

``ENGINES=duckdb,polars,datafusion,spark,sail`` names those to ask for (all by default). ``BIN`` is the command line
that answers are compared with; without it, or if it is not there, these comparisons are skipped.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import sys
import types
from pathlib import Path
from typing import Any, Iterator

import pytest

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
sys.path.insert(0, str(HERE))

try:
    import board_interlocks  # type: ignore[import-not-found, unused-ignore]  # noqa: F401
except ImportError:
    # The engines need nothing of the compiled part, so they are tested without it too.
    bare = types.ModuleType("board_interlocks")
    bare.__path__ = [str(REPOSITORY / "python" / "board_interlocks")]
    sys.modules["board_interlocks"] = bare

NAMES = ("duckdb", "polars", "datafusion", "spark", "sail")
ASKED = [name for name in os.environ.get("ENGINES", ",".join(NAMES)).split(",") if name]

_running: dict[str, Any] = {}


class Engine:
    """An engine to ask: ``name`` and ``connection``, an Ibis backend."""

    def __init__(self, name: str, connection: Any) -> None:
        self.name = name
        self.connection = connection

    @property
    def is_slow(self) -> bool:
        """Whether a question takes a second however small the data is."""
        return self.name in ("spark", "sail")


def missing(name: str) -> str | None:
    """Why an engine cannot be had, or ``None``."""
    modules = {"spark": ["pyspark"], "sail": ["pysail", "pyspark", "grpc"]}.get(name, [name])
    for module in modules:
        if importlib.util.find_spec(module) is None:
            return f"there is no {module}"
    if name == "spark" and shutil.which("java") is None:
        return "there is no java"
    return None


def connect(name: str) -> Engine:
    """The engine of that name, started once."""
    import ibis  # type: ignore[import-untyped]

    if name not in _running:
        if name == "spark":
            _running[name] = ibis.pyspark.connect(_spark())
        elif name == "sail":
            _running[name] = ibis.pyspark.connect(_sail())
        else:
            _running[name] = getattr(ibis, name).connect()
    return Engine(name, _running[name])


def _spark() -> Any:
    """A session with two executors, each a process of its own."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("engines")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.executor.memory": "1g",
        "spark.log.level": "ERROR",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def _sail() -> Any:
    """A session of a Sail server in this process, over Spark Connect."""
    from pysail.spark import SparkConnectServer  # type: ignore[import-not-found, import-untyped, unused-ignore]
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _running["sail server"] = server
    _, port = server.listening_address
    return SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    name = request.param
    if name not in ASKED:
        pytest.skip(f"ENGINES does not name {name}")
    reason = missing(name)
    if reason is not None:
        pytest.skip(reason)
    yield connect(name)


@pytest.fixture(scope="session")
def command_line() -> str:
    """The path of the command line."""
    path = os.environ.get("BIN", str(REPOSITORY / "target" / "release" / "interlocks"))
    if not os.access(path, os.X_OK):
        pytest.skip(f"there is no command line at {path}")
    return path


def pytest_sessionfinish() -> None:
    """Stops Spark before the process ends; its executors would otherwise be started again and again."""
    if "spark" in _running:
        _running["spark"]._session.stop()
