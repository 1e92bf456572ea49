"""Compares an engine's answers with the command line's, row by row, where both answer the same question.

    python reference.py BINARY DATA FOLDER ENGINE      # for example: target/release/interlocks data data.engines duckdb

DATA is a folder of CSV tables, FOLDER the same as the engines read it.
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator

AT = "2013-06-30"
LIMIT = 5


def lines(binary: str, *words: str) -> Iterator[dict[str, Any]]:
    """The rows of a command."""
    command = [binary, *words, "--quiet", "-f", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        for line in process.stdout:
            row = json.loads(line)
            if "results" not in row and "command" not in row:
                yield row
    assert process.returncode == 0, command


def same(question: str, expected: set[Any], found: Iterator[Any]) -> str:
    """Checks that the rows are the same, each once, and says how many they are."""
    number, left = 0, set(expected)
    for row in found:
        number += 1
        assert row in left, f"{question}: the engine has {row}, the command line has not, or has it once"
        left.remove(row)
    assert not left, f"{question}: the engine lacks {len(left)} rows, such as {next(iter(left))}"
    return f"{question}: {number:,} rows, all the same"


def rows(expression: Any, tables: Any, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer with ids, as the engine streams them."""
    from board_interlocks import engines

    for batch in engines.stream(engines.named(expression, tables).select(*columns), 100_000):
        yield from zip(*(batch.column(column).to_pylist() for column in columns))


def pair(row: dict[str, Any]) -> tuple[Any, ...]:
    """A row of ``pairs`` as the engine has it."""
    people = row["people"]
    possible = [span for person in people for span in person["possible"]]
    starts = [span["from"] for span in possible]
    ends = [span["to"] for span in possible]
    first = None if None in starts else datetime.date.fromisoformat(min(starts))
    last = None if None in ends else datetime.date.fromisoformat(max(ends))
    certain = sum(bool(person["certain"]) for person in people)
    return row["a"]["id"], row["b"]["id"], row["shared"], certain, row["certain"], first, last


def compare(tables: Any, binary: str, data: Path) -> list[str]:
    """Compares all questions, and returns a line for each; an ``AssertionError`` names the first row that differs."""
    from board_interlocks import engines

    source = str(data)
    said: list[str] = []
    options: dict[str, Any]
    expected: set[Any]
    columns = ("a_id", "b_id", "shared", "shared_certain", "certain", "possible_from", "possible_to")
    for options, words in (
        ({"max_boards": None}, []),
        ({"max_boards": None, "hub": 20}, []),
        ({"max_boards": 3}, ["--max-boards", "3"]),
    ):
        expected = {pair(row) for row in lines(binary, "pairs", source, "--sort", "none", *words)}
        said.append(
            same(f"interlocks {options}", expected, rows(engines.interlocks(tables, **options), tables, *columns))
        )
    for options, words in (
        ({"at": AT}, ["--at", AT]),
        ({"during": (AT, "2014-12-31")}, ["--during", f"{AT}..2014-12-31"]),
    ):
        expected = {
            pair(row)[:3] + (row["certain"],) for row in lines(binary, "pairs", source, "--sort", "none", *words)
        }
        found = rows(
            engines.interlocks(tables, max_boards=None, **options), tables, "a_id", "b_id", "shared", "certain"
        )
        said.append(same(f"interlocks {options}", expected, found))
    possible = {row["id"]: row["boards"] for row in lines(binary, "people", source, "--at", AT)}
    certain = {row["id"]: row["boards"] for row in lines(binary, "people", source, "--at", AT, "--certain")}
    expected = {(person, boards, certain.get(person, 0)) for person, boards in possible.items()}
    found = rows(engines.people_by_boards(tables, AT), tables, "person_id", "boards", "boards_certain")
    said.append(same("people_by_boards", expected, found))
    for limit in (2, LIMIT):
        expected = {
            (person, "breach" if certain.get(person, 0) > limit else "watch")
            for person, boards in possible.items()
            if boards > limit
        }
        found = rows(engines.overboarding(tables, AT, limit), tables, "person_id", "verdict")
        said.append(same(f"overboarding {limit}", expected, found))
    findings = lines(binary, "conflicts", source, "--rule", "shared-director", "--each-rule")
    expected = {
        (row["deal"]["id"], row["parties"][0]["id"], row["parties"][1]["id"], row["people"][0]["id"], row["certain"])
        for row in findings
    }
    found = rows(engines.deals_with_shared_director(tables), tables, "deal_id", "a_id", "b_id", "person_id", "certain")
    said.append(same("deals_with_shared_director", expected, (sort_parties(row) for row in found)))
    groups = lines(binary, "groups", source, "--by", "components")
    expected = {frozenset(company["id"] for company in group["companies"]) for group in groups}
    said.append(same("star_edges", expected, iter(joined(tables))))
    return said


def sort_parties(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Parties by id, as the command line lists them."""
    deal, a, b, *others = row
    return (deal, *sorted((a, b)), *others)


def joined(tables: Any) -> set[frozenset[str]]:
    """The components of two or more companies, from star edges."""
    from board_interlocks import engines

    above: dict[int, int] = {}

    def top(company: int) -> int:
        while (over := above.setdefault(company, company)) != company:
            above[company] = above[over] if over in above else over
            company = over
        return company

    for batch in engines.stream(engines.star_edges(tables)):
        for company, root in zip(batch["company"].to_pylist(), batch["root"].to_pylist()):
            a, b = top(company), top(root)
            above[max(a, b)] = min(a, b)
    ids = tables.companies.select("number", "id").to_pyarrow().to_pydict()
    groups: dict[int, set[str]] = {}
    for number, identity in zip(ids["number"], ids["id"]):
        groups.setdefault(top(number), set()).add(identity)
    return {frozenset(group) for group in groups.values()}


if __name__ == "__main__":
    from conftest import connect

    from board_interlocks import engines

    program, folder_of_tables, folder, name = sys.argv[1:]
    for line in compare(engines.open(folder, connect(name).connection), program, Path(folder_of_tables)):
        print(f"{name}: {line}", flush=True)
