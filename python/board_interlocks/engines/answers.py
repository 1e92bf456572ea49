"""Answers that leave the engine: Parquet with ids and names, or Arrow batches."""

from __future__ import annotations

import os
from typing import Any, Callable, Optional, Union

import ibis  # type: ignore[import-untyped]
import ibis.expr.operations as ops  # type: ignore[import-untyped]

from . import questions
from .estimate import wedges
from .tables import FAR_FUTURE, FAR_PAST, SCHEMAS, Tables

QUESTIONS: dict[str, Callable[..., Any]] = {
    "interlocks": questions.interlocks,
    "people_by_boards": questions.people_by_boards,
    "deals_with_shared_director": questions.deals_with_shared_director,
    "overboarding": questions.overboarding,
    "star_edges": questions.star_edges,
}
"""The questions by name, as ``run`` and ``sql`` take them."""

_COMPANIES = ("a", "b", "company", "root")


def named(expression: ibis.Table, tables: Tables, *, dates: bool = True) -> ibis.Table:
    """The same rows with ids and names in place of numbers, and with dates in place of days.

    ``person`` becomes ``person_id`` and ``person_name``; so do ``a``, ``b``, ``company`` and ``root``; ``deal``
    becomes ``deal_id``. ``possible_from`` and ``possible_to`` become dates, empty if the start is unknown or the seat
    runs, unless ``dates`` is false. An answer with ``shared_certain`` or ``certain`` has ``certain`` as a truth
    value.
    """
    columns: dict[str, ibis.Value] = {}
    rows = expression
    for column in expression.columns:
        if column == "person" or column in _COMPANIES:
            entities = tables.people if column == "person" else tables.companies
            entities = entities.select(
                **{f"{column}_number": entities.number, f"{column}_id": entities.id, f"{column}_name": entities.name}
            )
            rows = rows.left_join(entities, rows[column] == entities[f"{column}_number"])
        elif column == "deal":
            deals = tables.deals.select(deal_number=tables.deals.deal, deal_id=tables.deals.id).distinct()
            rows = rows.left_join(deals, rows.deal == deals.deal_number)
    for column in expression.columns:
        if column == "person" or column in _COMPANIES:
            columns[f"{column}_id"] = rows[f"{column}_id"]
            columns[f"{column}_name"] = rows[f"{column}_name"]
        elif column == "deal":
            columns["deal_id"] = rows.deal_id
        elif dates and column in ("possible_from", "possible_to"):
            known = (rows[column] > FAR_PAST) & (rows[column] < FAR_FUTURE)
            # By way of seconds: a date plus days is no date to DuckDB, and an error to DataFusion if it is empty.
            seconds = ibis.ifelse(known, rows[column].cast("int64") * 86_400, ibis.null("int64"))
            columns[column] = seconds.as_timestamp("s").date()
        elif column in ("certain", "executive", "executive_certain"):
            columns[column] = rows[column] == 1
        else:
            columns[column] = rows[column]
        if column == "shared_certain":
            columns["certain"] = rows.shared_certain > 0
    return rows.select(**columns)


def results(expression: ibis.Table, folder: Union[str, os.PathLike[str]], tables: Optional[Tables] = None) -> None:
    """Runs a question and lands its rows in a new folder, as Parquet with ids and names.

    ``expression`` is what a question returned, or a filter or selection of it. ``tables`` is found from the
    expression if ``open`` registered them. The columns are those of ``named``; the command line, pandas and others
    open the files. Spark writes several parts, and an address such as ``s3://…`` is left to it; other engines write
    ``part-0000.parquet``.

    Raises ``FileExistsError`` if the folder has files, and ``ValueError`` if the tables cannot be found.

        >>> engines.results(engines.interlocks(boards), "pairs")  # doctest: +SKIP
    """
    rows = named(expression, tables if tables is not None else _registered(expression))
    backend = _backend(expression)
    place = _new_folder(folder)
    if backend.name == "pyspark":
        backend.to_parquet(rows, place)
        return
    os.makedirs(place, exist_ok=True)
    part = os.path.join(place, "part-0000.parquet")
    if backend.name == "polars":
        # By way of Ibis, all rows and those of each step would be in memory at once.
        backend.compile(rows).sink_parquet(part)
    else:
        backend.to_parquet(rows, part)


def stream(
    expression: ibis.Table,
    chunk: int = 1_000_000,
    *,
    scratch: Optional[Union[str, os.PathLike[str]]] = None,
) -> Any:
    """Runs a question and returns its rows as a ``pyarrow.RecordBatchReader``, with numbers as the question has them.

    ``chunk`` is the number of rows in a batch, as far as the engine keeps to it. A reader speaks the Arrow C stream
    interface, so other libraries take it without a copy.

    Read it to the end before you ask the same connection something else.

    Ibis brings all rows of Spark and Sail into this process before the first batch: 16 bytes an edge, twice. With
    ``scratch``, the executors write them there as Parquet instead, and one batch at a time is read. It is a folder that
    is not there yet, or an address, and all machines must share it. The reader leaves it there; remove it afterwards.
    Other engines do not use it.

    Raises ``FileExistsError`` if ``scratch`` has files.

        >>> for batch in engines.stream(engines.star_edges(boards)): ...  # doctest: +SKIP
    """
    backend = _backend(expression)
    if backend.name == "polars":
        return expression.to_pyarrow_batches(chunk_size=chunk, engine="streaming")
    if scratch is None or backend.name != "pyspark":
        return expression.to_pyarrow_batches(chunk_size=chunk)
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.dataset  # type: ignore[import-untyped]

    place = _new_folder(scratch)
    backend.to_parquet(expression, place)
    scanner = pyarrow.dataset.dataset(place, format="parquet").scanner(
        batch_size=chunk, batch_readahead=1, fragment_readahead=1
    )
    return pa.RecordBatchReader.from_batches(scanner.projected_schema, scanner.to_batches())


def _new_folder(folder: Union[str, os.PathLike[str]]) -> str:
    """The whole path of a folder that is empty or not there; an address is left as it is."""
    place = os.fspath(folder)
    if "://" in place:
        return place
    place = os.path.abspath(place)
    if os.path.isdir(place) and not os.listdir(place):
        # Spark makes the folder, and refuses one that is there.
        os.rmdir(place)
    if os.path.exists(place):
        raise FileExistsError(f"{folder} exists and is not empty")
    return place


def run(
    question: str,
    tables: Tables,
    folder: Union[str, os.PathLike[str]],
    *,
    say: Callable[[str], object] = print,
    **options: Any,
) -> None:
    """Estimates a question, says the estimate and who is left out, runs it and lands its rows in a new folder.

    ``question`` is a name in ``QUESTIONS``, ``options`` are the arguments of the function of that name. The estimate
    is one of ``interlocks``; the other questions read the seats once and make few wedges.

    Raises ``ValueError`` for an unknown question, and what ``results`` raises.

        >>> engines.run("interlocks", boards, "pairs", max_boards=100)  # doctest: +SKIP
    """
    expression = question_named(question)(tables, **options)
    if question == "interlocks":
        known = {name: options[name] for name in ("max_boards", "at", "during") if name in options}
        say(str(wedges(tables, **known)))
    results(expression, folder, tables)


def question_named(question: str) -> Callable[..., Any]:
    """The function of a question; raises ``ValueError`` that lists the names if there is none."""
    if question not in QUESTIONS:
        raise ValueError(f"no question {question!r}; there are {', '.join(QUESTIONS)}")
    return QUESTIONS[question]


def _backend(expression: ibis.Table) -> Any:
    backends = expression._find_backends()[0]
    if len(backends) != 1:
        raise ValueError("the expression belongs to no backend; open the tables with a connection")
    return backends[0]


def _registered(expression: ibis.Table) -> Tables:
    """The tables that ``open`` registered, found by the names in the expression."""
    backend = _backend(expression)
    for node in expression.op().find(ops.PhysicalTable):
        mark, _, name = str(node.name).rpartition("_")
        if mark.startswith("interlocks_") and name in SCHEMAS:
            return Tables(**{table: backend.table(f"{mark}_{table}") for table in SCHEMAS})
    raise ValueError("the tables were not registered by engines.open; give them as 'tables'")
