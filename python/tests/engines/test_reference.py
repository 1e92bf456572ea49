"""Every engine answers as the command line does, on the bundled data and on generated data with partial dates."""

from __future__ import annotations

import subprocess
from pathlib import Path

import made
import pytest
import reference
from conftest import REPOSITORY, Engine

from board_interlocks import engines


@pytest.fixture(scope="session")
def generated(command_line: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand generated seats: most dates are known to the month or year."""
    data = tmp_path_factory.mktemp("generated") / "data"
    subprocess.run([command_line, "generate", data, "--seats", "1000", "--seed", "7", "--quiet"], check=True)
    return data


def test_bundled_data(engine: Engine, command_line: str, tmp_path: Path) -> None:
    data = REPOSITORY / "datasets" / "bigtech-boards"
    folder, _ = made.from_csv(data, tmp_path / "engines")
    print(*reference.compare(engines.open(folder, engine.connection), command_line, data), sep="\n")


def test_generated_data(engine: Engine, command_line: str, generated: Path, tmp_path: Path) -> None:
    if engine.name == "spark":
        pytest.skip("the bundled data and the slow version are asked of Spark")
    folder, _ = made.from_csv(generated, tmp_path / "engines")
    print(*reference.compare(engines.open(folder, engine.connection), command_line, generated), sep="\n")


def test_the_folder_that_the_command_line_writes(command_line: str, generated: Path, tmp_path: Path) -> None:
    """The same rows as those of the maker of the tests, where the command line can write the folder."""
    import ibis  # type: ignore[import-untyped]

    for number, data in enumerate((REPOSITORY / "datasets" / "bigtech-boards", generated)):
        written = tmp_path / f"written-{number}"
        run = subprocess.run(
            [command_line, "convert", data, written, "--to", "engines"], capture_output=True, text=True
        )
        if run.returncode != 0:
            pytest.skip(f"the command line does not write it: {run.stderr.strip()}")
        folder, _ = made.from_csv(data, tmp_path / f"made-{number}")
        for name in ("people", "companies", "deals", "seats"):
            tables = [getattr(engines.open(place, ibis.duckdb.connect()), name) for place in (written, folder)]
            rows = [sorted(map(str, table.to_pyarrow().to_pylist())) for table in tables]
            # Deals may be numbered in another order.
            if name == "deals":
                rows = [sorted(str({**row, "deal": 0}) for row in table.to_pyarrow().to_pylist()) for table in tables]
            assert rows[0] == rows[1], name
