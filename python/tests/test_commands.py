"""Every question answers what its command prints."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from conftest import DATA, ROOT, answer, command

import board_interlocks as bi
from board_interlocks import _native

# The question, its arguments and options here, and those of the command.
CASES: list[tuple[str, tuple[str, ...], dict[str, Any], list[str]]] = [
    ("check", (), {}, []),
    ("show", ("netflix",), {"links": "officers"}, ["netflix", "--links", "officers"]),
    ("show", ("person:reed-hastings",), {"at": "2013-08"}, ["person:reed-hastings", "--at", "2013-08"]),
    ("search", (), {}, []),
    ("search", ("hastings",), {"top": 5}, ["hastings", "--top", "5"]),
    ("pairs", (), {}, []),
    ("pairs", (), {"company": ["netflix", "meta"], "certain": True}, ["--company", "netflix", "--company", "meta", "--certain"]),
    ("pairs", (), {"of": "people", "weight": "newman", "top": 7}, ["--of", "people", "--weight", "newman", "--top", "7"]),
    ("pairs", (), {"undated": True, "links": "officers", "min": 2}, ["--undated", "--links", "officers", "--min", "2"]),
    ("people", (), {"min": 2, "at": "2015"}, ["--min", "2", "--at", "2015"]),
    ("path", ("netflix", "meta"), {"k": 3}, ["netflix", "meta", "-k", "3"]),
    ("path", ("netflix", "disney"), {"hops": True, "during": "2010..2015"}, ["netflix", "disney", "--hops", "--during", "2010..2015"]),
    ("conflicts", (), {}, []),
    ("conflicts", (), {"rule": ["shared-director", "shared-executive"][:1], "min_severity": "medium"}, ["--rule", "shared-director", "--min-severity", "medium"]),
    ("screen", ("all",), {"at": "2013-08"}, ["all", "--at", "2013-08"]),
    ("screen", ("clayton8", "overboarding"), {"verdict": ["breach", "unknown"]}, ["clayton8", "overboarding", "--verdict", "breach", "--verdict", "unknown"]),
    ("settle", (), {"top": 4}, ["--top", "4"]),
    ("resolve", (), {}, []),
    ("resolve", (), {"of": "companies"}, ["--of", "companies"]),
    ("stats", (), {"undated": True}, ["--undated"]),
    ("stats", (), {"only": ["companies"]}, ["--only", "companies"]),
    ("rank", (), {"by": ["betweenness", "degree"][:1], "top": 5}, ["--by", "betweenness", "--top", "5"]),
    ("rank", (), {"of": "people", "by": "pagerank", "damping": 0.5}, ["--of", "people", "--by", "pagerank", "--damping", "0.5"]),
    ("groups", (), {}, []),
    ("backbone", (), {"alpha": 0.2}, ["--alpha", "0.2"]),
    ("trend", (), {"every": "year"}, ["--every", "year"]),
    ("trend", (), {"spells": True}, ["--spells"]),
    ("panel", (), {"by": ["degree", "strength"], "bounds": True}, ["--by", "degree,strength", "--bounds"]),
    ("windows", (), {"permutations": 50}, ["--permutations", "50"]),
    ("whatif", (), {"appoint": "reed hastings@disney"}, ["--appoint", "reed hastings@disney"]),
    ("whatif", (), {"same": "brad-smith-intuit=brad-smith-microsoft"}, ["--same", "brad-smith-intuit=brad-smith-microsoft"]),
    ("report", (), {"between": ["netflix", "meta"]}, ["--between", "netflix", "meta"]),
    ("report", (), {"deal": "tsla-solarcity"}, ["--deal", "tsla-solarcity"]),
]


def rows_of(results: Any) -> list[Any]:
    """Return results as rows: an object is one."""
    return results if isinstance(results, list) else [results]


@pytest.mark.parametrize(("name", "arguments", "options", "words"), CASES)
def test_rows_are_those_of_the_command(
    boards: bi.Boards, name: str, arguments: tuple[str, ...], options: dict[str, Any], words: list[str]
) -> None:
    said = answer(name, DATA, *words)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        made = getattr(boards, name)(*arguments, **options)
    results = said["results"]
    if isinstance(made, bi.Rows):
        assert list(made) == rows_of(results)
        assert made.notes == said["notes"]
        lines = command(name, DATA, *words, "-f", "jsonl")
        assert made.to_jsonl() == lines.stdout
    else:
        assert made == results
    assert [str(warning.message) for warning in told] == said["notes"]
    assert all(warning.filename == __file__ for warning in told)


def test_every_command_has_a_case() -> None:
    asked = {name for name, *_ in CASES} | {"diff", "render"}
    assert asked | {"open"} == {question["name"] for question in _native.questions()}
    listed = set(bi.__all__)
    assert asked <= listed


def test_diff_and_whatif_compare(tmp_path: Path, boards: bi.Boards) -> None:
    for file in Path(DATA).iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace("reed-hastings,meta", "marc-andreessen,meta"), encoding="utf-8")
    said = answer("diff", DATA, str(tmp_path))
    for newer in (tmp_path, bi.open(tmp_path)):
        made = boards.diff(newer)
        assert made == said["results"]
    assert said["results"]["removed"]


def test_pictures_are_those_of_the_command(tmp_path: Path, boards: bi.Boards) -> None:
    for options, words in [
        ({"ego": "netflix", "hops": 1}, ["--ego", "netflix", "--hops", "1"]),
        ({"timeline": ["netflix", "meta"]}, ["--timeline", "netflix", "meta"]),
        ({"pairs": True, "min": 2}, ["--pairs", "--min", "2"]),
    ]:
        picture = boards.render(**options)  # type: ignore[arg-type]
        for ending in ("svg", "png", "html", "dot"):
            theirs, ours = tmp_path / f"theirs.{ending}", tmp_path / f"ours.{ending}"
            ran = command("render", DATA, *words, "-o", str(theirs))
            if ran.returncode != 0:
                with pytest.raises((ValueError, bi.InterlocksError)):
                    picture.save(ours)
                continue
            picture.save(ours)
            assert ours.read_bytes() == theirs.read_bytes(), (words, ending)
        assert picture._repr_svg_().startswith("<svg")
        assert picture._repr_html_().startswith("<div")
        assert repr(picture).startswith("<Picture: ")
    frame = boards.render(ego="netflix").explore()._repr_html_()
    assert frame.startswith("<iframe sandbox=")


def test_pages_are_those_of_the_command(tmp_path: Path, boards: bi.Boards) -> None:
    page = boards.report_page(between=["netflix", "meta"])
    assert page.startswith("<!DOCTYPE html>") or page.lower().startswith("<!doctype html>")
    text = boards.report_page(format="md", between=["netflix", "meta"])
    assert text == command("report", DATA, "--between", "netflix", "meta").stdout


def test_options_of_files_are_offered(tmp_path: Path, boards: bi.Boards) -> None:
    table = (ROOT / "crates/interlocks-analysis/src/paths/strengths.json").read_text(encoding="utf-8")
    file = tmp_path / "strengths.json"
    file.write_text(table, encoding="utf-8")
    assert boards.path("netflix", "meta", strengths=file) == boards.path("netflix", "meta")
    file.write_text("{", encoding="utf-8")
    with pytest.raises(bi.DataError, match=r"strengths.json:1:\d"):
        boards.path("netflix", "meta", strengths=file)
    assert len(boards.path("netflix", to="disney,apple", k=1)) == 2


def test_links_of_the_data_are_those_of_its_questions(boards: bi.Boards) -> None:
    officers = bi.open(DATA, links="officers")
    assert officers.pairs() == boards.pairs(links="officers")
    assert officers.pairs(links="directors") == boards.pairs()
    assert officers.trend() == boards.trend()


def test_the_clock_of_the_data_is_that_of_its_questions(boards: bi.Boards) -> None:
    then = bi.open(DATA, at="2013-08", certain=True)
    assert then.pairs() == boards.pairs(at="2013-08", certain=True)
    assert then.pairs(at="2020") == boards.pairs(at="2020", certain=True)
    assert bi.open(DATA, as_of="2015").people() == boards.people(as_of="2015")


def test_the_methods_are_those_of_the_help() -> None:
    import subprocess
    import sys

    ran = subprocess.run(
        [sys.executable, str(ROOT / "python" / "make_questions.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_json_of_about(boards: bi.Boards) -> None:
    assert json.loads(json.dumps(boards.about))["seats"] == 505
