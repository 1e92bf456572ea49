"""The questions, each one expression that all engines answer alike.

Every function returns an Ibis expression and computes nothing. ``certain`` is true for every choice of days within the
stated dates, ``possible`` for some choice. People and companies are numbers; ``results`` puts ids and names back.
"""

from __future__ import annotations

from typing import Any, Optional, Sequence

import ibis  # type: ignore[import-untyped]

from .guards import checked
from .skew import board_seats, meetings, on_many_boards
from .tables import Day, Tables, day_number, window


def _number(condition: ibis.Value) -> ibis.Value:
    """1 where the condition holds, else 0, in 64 bits so that it can be added up."""
    return condition.cast("int64")


def shared_people(
    tables: Tables,
    *,
    max_boards: Optional[int] = 200,
    hub: Optional[int] = None,
    companies: Optional[Sequence[int]] = None,
    at: Optional[Day] = None,
    during: Optional[tuple[Day, Day]] = None,
    as_of: Optional[Day] = None,
) -> ibis.Table:
    """Who links which two companies: the rows that ``interlocks`` counts, with the same options.

    Columns: ``person``, ``a``, ``b`` (with ``a < b``), ``surely`` (1 if certain, else 0), ``from_day``, ``to_day``
    (the first day on which the person may be on both boards, and the day after the last one).
    """
    if hub is not None and hub < 1:
        raise ValueError(f"hub is a number of seats, at least 1, not {hub}")
    asked = window(at, during)
    held = board_seats(tables, asked)
    if max_boards is not None:
        held = held.anti_join(on_many_boards(held, max_boards), "person")
    if companies is not None:
        held = held.filter(held.company.isin([int(company) for company in companies]))
    both = meetings(held, hub)
    both = both.mutate(
        begins=ibis.greatest(both.a_start_earliest, both.b_start_earliest),
        ends=ibis.least(both.a_end_latest, both.b_end_latest),
        begins_surely=ibis.greatest(both.a_start_latest, both.b_start_latest),
        ends_surely=ibis.least(both.a_end_earliest, both.b_end_earliest),
    )
    both = both.filter(both.begins < both.ends)
    certain = both.begins_surely < both.ends_surely
    if asked is not None:
        both = both.filter(both.begins < asked[1], both.ends > asked[0])
        certain = certain & (both.begins_surely < asked[1]) & (both.ends_surely > asked[0])
    if as_of is not None:
        certain = certain & (both.begins_surely <= day_number(as_of))
        if asked is not None and asked[0] > day_number(as_of):
            certain = certain & ibis.literal(False)
    keys = [key for key in ("person", "bucket", "a", "b") if key in both.columns]
    both = both.mutate(sure=_number(certain)).select(*keys, "sure", "begins", "ends")
    people = both.group_by(keys).agg(surely=both.sure.max(), from_day=both.begins.min(), to_day=both.ends.max())
    return checked(people.select("person", "a", "b", "surely", "from_day", "to_day"))


def interlocks(
    tables: Tables,
    *,
    max_boards: Optional[int] = 200,
    hub: Optional[int] = None,
    min: int = 1,  # noqa: A002
    top: Optional[int] = None,
    companies: Optional[Sequence[int]] = None,
    at: Optional[Day] = None,
    during: Optional[tuple[Day, Day]] = None,
    as_of: Optional[Day] = None,
) -> ibis.Table:
    """Pairs of companies with people who are, or may be, on both boards at one time, as ``interlocks pairs`` lists
    them.

    Columns: ``a``, ``b`` (numbers, ``a < b``), ``shared`` (people, 64 bits), ``shared_certain`` (those who certainly
    are), ``possible_from``, ``possible_to`` (days: the first on which somebody may be on both boards, and the day
    after the last; ``FAR_PAST`` if a start is unknown, ``FAR_FUTURE`` if a seat runs or its end is unknown). The pair
    is certain if ``shared_certain > 0``.

    With ``at`` or ``during``, both days are those of the meetings that reach into these days.

    ``max_boards``: people on more boards are left out; ``left_out`` says whom, ``None`` keeps all. ``hub``: spread
    the work of people with more seats than this; changes no answer. ``min``: at least so many shared people. ``top``:
    only so many pairs, most shared first, then by number. ``companies``: only pairs among these numbers. ``at``,
    ``during``: only what was true on a day, or on some day from the first to the last of two. ``as_of``: the day that
    the data describes; give it if the data has seats that begin later, as nothing is certain after that day.

    Raises ``ValueError`` for days in the wrong order.

        >>> pairs = engines.interlocks(boards, min=2)  # doctest: +SKIP
        >>> pairs.to_pandas()  # doctest: +SKIP
    """
    people = shared_people(
        tables, max_boards=max_boards, hub=hub, companies=companies, at=at, during=during, as_of=as_of
    )
    pairs = people.group_by(["a", "b"]).agg(
        shared=people.count(),
        shared_certain=people.count(where=people.surely == 1),
        possible_from=people.from_day.min(),
        possible_to=people.to_day.max(),
    )
    if min > 1:
        pairs = pairs.filter(pairs.shared >= min)
    if top is not None:
        pairs = pairs.order_by([ibis.desc("shared"), "a", "b"]).limit(top)
    return checked(pairs)


def people_by_boards(
    tables: Tables,
    day: Day,
    *,
    min: int = 1,  # noqa: A002
    as_of: Optional[Day] = None,
) -> ibis.Table:
    """People by the boards they are on at a day, as ``interlocks people --at`` counts them.

    Columns: ``person``, ``boards`` (companies where they may be on the board), ``boards_certain`` (where they
    certainly are). ``min``: at least so many possible boards. ``as_of``: nothing is certain after this day.

        >>> engines.people_by_boards(boards, "2013-06-30", min=3)  # doctest: +SKIP
    """
    at = _held_at(tables.seats.filter(tables.seats.board), day, as_of)
    here = at.group_by(["person", "company"]).agg(surely=at.sure.max())
    people = here.group_by("person").agg(boards=here.count(), boards_certain=here.count(where=here.surely == 1))
    return checked(people.filter(people.boards >= min) if min > 1 else people)


def _held_at(seats: ibis.Table, day: Day, as_of: Optional[Day]) -> ibis.Table:
    """The seats that may be held on a day: person, company, ``sure`` (1 if certainly held, else 0)."""
    number = day_number(day)
    held = seats.filter(seats.start_earliest <= number, seats.end_latest > number)
    sure = (held.start_latest <= number) & (held.end_earliest > number)
    if as_of is not None and number > day_number(as_of):
        sure = sure & ibis.literal(False)
    return held.select("person", "company", sure=_number(sure))


def overboarding(
    tables: Tables,
    day: Day,
    limit: int,
    *,
    executive_limit: Optional[int] = None,
    as_of: Optional[Day] = None,
) -> ibis.Table:
    """People on more than ``limit`` boards at a day.

    Columns: ``person``, ``boards``, ``boards_certain``, ``executive`` (1 if they may be an executive of a company
    that day, else 0), ``executive_certain``, ``verdict``: ``breach`` if the certain boards are more than any limit
    that may hold for them, ``watch`` if the possible boards are more than some limit that may hold.

    ``executive_limit`` is the limit for executives; without it ``limit`` holds for all. All boards count, also those
    of a person's own company. The rules of countries and advisers are in ``interlocks screen``, not here.

        >>> engines.overboarding(boards, "2024-06-30", 5, executive_limit=2)  # doctest: +SKIP
    """
    people = people_by_boards(tables, day, as_of=as_of)
    office = _held_at(tables.seats.filter(tables.seats.executive), day, as_of)
    offices = office.group_by("person").agg(surely=office.sure.max())
    offices = offices.select(
        officer=offices.person, surely_officer=offices.surely, possibly_officer=ibis.literal(1, type="int64")
    )
    both = people.left_join(offices, people.person == offices.officer)
    both = both.select(
        "person",
        "boards",
        "boards_certain",
        executive=both.possibly_officer.coalesce(0).cast("int64"),
        executive_certain=both.surely_officer.coalesce(0).cast("int64"),
    )
    other = limit if executive_limit is None else executive_limit
    loosest = ibis.cases(
        (both.executive_certain == 1, other), (both.executive == 0, limit), else_=max(limit, other)
    ).cast("int64")
    strictest = ibis.cases(
        (both.executive_certain == 1, other), (both.executive == 0, limit), else_=min(limit, other)
    ).cast("int64")
    both = both.mutate(
        verdict=ibis.cases((both.boards_certain > loosest, "breach"), (both.boards > strictest, "watch"), else_="clear")
    )
    return checked(both.filter(both.verdict != "clear"))


def deals_with_shared_director(tables: Tables, *, as_of: Optional[Day] = None) -> ibis.Table:
    """Deals of two companies while one person was, or may have been, on both boards: ``conflicts --rule
    shared-director``.

    Columns: ``deal``, ``a``, ``b`` (the parties), ``person``, ``certain`` (1 or 0). A finding is certain if the
    person was on both boards on every day on which the deal may have been, whatever the exact dates; several terms
    may cover these days together. ``as_of``: nothing is certain after this day.

        >>> engines.deals_with_shared_director(boards).to_pandas()  # doctest: +SKIP
    """
    found = _parties_with_person(tables)
    keys = ["deal", "a", "b", "person"]
    # The deal's days are covered if some run holds the first of them, and each run that ends among them is
    # continued by another that holds the day of its end.
    firsts = found.group_by([*keys, "day_earliest", "day_latest"]).agg(first_held=found.holds_first.max())
    runs = found.filter(found.begins_surely < found.ends_surely)
    ending = runs.filter(runs.ends_surely <= runs.day_latest, runs.ends_surely > runs.day_earliest)
    ending = ending.select(*keys, "ends_surely").distinct()
    others = runs.select(*keys, other_begins=runs.begins_surely, other_ends=runs.ends_surely)
    next_to = ending.join(others, keys)
    next_to = next_to.mutate(
        continues=_number((next_to.other_begins <= next_to.ends_surely) & (next_to.ends_surely < next_to.other_ends))
    ).select(*keys, "ends_surely", "continues")
    ends = next_to.group_by([*keys, "ends_surely"]).agg(continued=next_to.continues.max())
    gaps = ends.group_by(keys).agg(gapless=ends.continued.min())
    gaps = gaps.select(**{f"gap_{key}": gaps[key] for key in keys}, gapless=gaps.gapless)
    both = firsts.left_join(gaps, [firsts[key] == gaps[f"gap_{key}"] for key in keys])
    certain = both.first_held * both.gapless.coalesce(1)
    if as_of is not None:
        certain = certain * _number(both.day_latest <= day_number(as_of))
    return checked(both.select(*keys, certain=certain.cast("int64")))


def _parties_with_person(tables: Tables) -> ibis.Table:
    """Every two seats of a person at the parties of a deal that may both be held on its day."""
    deals = tables.deals.select("deal", "day_earliest", "day_latest", "a", "b")
    held = board_seats(tables, None)
    days = [column for column in held.columns if column not in ("person", "company")]
    at_a = held.select("person", a=held.company, **{f"a_{day}": held[day] for day in days})
    at_b = held.select("person", b=held.company, **{f"b_{day}": held[day] for day in days})
    both = deals.join(at_a, "a").join(at_b, ["person", "b"])
    both = both.mutate(
        begins=ibis.greatest(both.a_start_earliest, both.b_start_earliest, both.day_earliest),
        ends=ibis.least(both.a_end_latest, both.b_end_latest),
        begins_surely=ibis.greatest(both.a_start_latest, both.b_start_latest),
        ends_surely=ibis.least(both.a_end_earliest, both.b_end_earliest),
    )
    both = both.filter(both.begins < both.ends, both.begins <= both.day_latest)
    holds_first = _number((both.begins_surely <= both.day_earliest) & (both.day_earliest < both.ends_surely))
    return both.select(
        "deal",
        "day_earliest",
        "day_latest",
        "a",
        "b",
        "person",
        "begins_surely",
        "ends_surely",
        holds_first=holds_first,
    )


def star_edges(tables: Tables, *, undated: bool = False) -> ibis.Table:
    """Edges that join the companies of a component, with at most one edge a seat: for components, not for counting.

    Columns: ``company``, ``root`` (numbers, ``root < company``). Two companies are in one component of the edges
    exactly if they are in one component of the interlocks (all people counted; nobody is left out). Companies without
    an edge stand alone. An edge may occur more than once, and need not be an interlock.

    The seats of a person fall into runs in which each seat may overlap one before it; the companies of a run are tied
    to the smallest of them. ``undated`` ties all companies of a person, and moves less data.

    Stream the edges out and join them outside the engine, rather than in rounds on it:

        >>> for batch in engines.stream(engines.star_edges(boards)):  # doctest: +SKIP
        ...     union(batch["company"], batch["root"])
    """
    seats = tables.seats
    if undated:
        held = seats.filter(seats.board).select("person", "company").distinct()
        roots = held.group_by("person").agg(root=held.company.min())
        both = held.join(roots, "person")
    elif _has_windows(seats):
        both = _runs(board_seats(tables, None))
    else:
        both = _meeting_first_days(board_seats(tables, None))
    return checked(both.filter(both.root < both.company).select("company", "root"))


def _has_windows(table: ibis.Table) -> bool:
    """Whether the engine has window functions; Ibis does not offer those of Polars."""
    backends: Sequence[Any] = table._find_backends()[0]
    return all(backend.name != "polars" for backend in backends)


def _runs(held: ibis.Table) -> ibis.Table:
    """Seats with the smallest company of their run, by sorting: for engines with window functions."""
    before = ibis.window(group_by="person", order_by=["start_earliest", "company", "end_latest"], rows=(None, -1))
    reach = held.mutate(reached=held.end_latest.max().over(before))
    begins = ibis.ifelse(reach.reached.isnull() | (reach.start_earliest >= reach.reached), 1, 0).cast("int64")
    reach = reach.mutate(begins_run=begins)
    so_far = ibis.window(group_by="person", order_by=["start_earliest", "company", "end_latest"], rows=(None, 0))
    runs = reach.mutate(run=reach.begins_run.sum().over(so_far)).select("person", "run", "company")
    return runs.mutate(root=runs.company.min().over(ibis.window(group_by=["person", "run"])))


def _meeting_first_days(held: ibis.Table) -> ibis.Table:
    """Seats with the smallest company among the earlier seats of the person that may last into the first day of the
    seat.

    It ties the same companies together as ``_runs``. Take two seats that overlap. Both may be held on the first day
    of the later one, and so may the earlier seat that this one is tied to. That seat and the other of the two
    overlap, and begin earlier, so they are tied together already. The work grows with the square of a person's seats.
    """
    seats = held.select("person", later=held.company, first_day=held.start_earliest)
    others = held.select("person", earlier=held.company, opens=held.start_earliest, closes=held.end_latest)
    both = seats.join(others, "person")
    is_earlier = (both.opens < both.first_day) | ((both.opens == both.first_day) & (both.earlier < both.later))
    both = both.filter(is_earlier, both.first_day < both.closes)
    ties = both.group_by(["person", "later", "first_day"]).agg(tied_to=both.earlier.min())
    return ties.select(company=ibis.greatest(ties.later, ties.tied_to), root=ibis.least(ties.later, ties.tied_to))
