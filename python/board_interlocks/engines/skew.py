"""People on very many boards: who is left out, and how the work for the others is spread.

A person with k seats makes k·(k−1)/2 *wedges*: pairs of seats that have to be looked at. One nominee with 100,000
seats makes 5 billion. Engines share work by person, so a single task gets all of them.

``max_boards`` leaves such people out, as ``--max-boards`` of the command line does, and ``left_out`` says whom. ``hub``
spreads the wedges of everybody with more seats than that over several tasks (*salting*), and changes no answer.
"""

from __future__ import annotations

from typing import Optional

import ibis  # type: ignore[import-untyped]

from .guards import checked
from .tables import Day, Tables, window

MOST_BUCKETS = 64
"""The most tasks that the wedges of one person are spread over."""


def board_seats(tables: Tables, asked: Optional[tuple[int, int]]) -> ibis.Table:
    """The board seats that may be held for a day, and on a day asked about: person, company and the four days."""
    seats = tables.seats
    held = seats.filter(seats.board, seats.start_earliest < seats.end_latest)
    if asked is not None:
        held = held.filter(held.start_earliest < asked[1], held.end_latest > asked[0])
    return held.select("person", "company", "start_earliest", "start_latest", "end_earliest", "end_latest")


def on_many_boards(held: ibis.Table, max_boards: int) -> ibis.Table:
    """The people with more than ``max_boards`` companies among these seats: person, boards, held_seats, wedges.

    Seats are counted first, which moves little data; companies are counted only for people with that many seats.
    """
    counts = held.group_by("person").agg(seat_count=held.count())
    many = counts.filter(counts.seat_count > max_boards).select("person")
    theirs = held.semi_join(many, "person")
    people = theirs.group_by("person").agg(boards=theirs.company.nunique(), held_seats=theirs.count())
    people = people.filter(people.boards > max_boards)
    # Half of an even number; a division of whole numbers is written differently by every engine.
    wedges = (people.held_seats * (people.held_seats - 1) / 2).cast("int64")
    return people.mutate(wedges=wedges)


def left_out(
    tables: Tables,
    max_boards: int = 200,
    *,
    at: Optional[Day] = None,
    during: Optional[tuple[Day, Day]] = None,
) -> ibis.Table:
    """The people that ``max_boards`` leaves out of ``interlocks``.

    Columns: ``person``, ``boards`` (companies, not seats), ``held_seats``, ``wedges`` (pairs of seats they would make).
    Boards are counted on the days asked about, as possible ones.

        >>> engines.left_out(boards, max_boards=100).to_pandas()  # doctest: +SKIP
    """
    return checked(on_many_boards(board_seats(tables, window(at, during)), max_boards))


def meetings(held: ibis.Table, hub: Optional[int]) -> ibis.Table:
    """Every two seats of one person at two companies: person, a, b, and the four days of each seat.

    Columns of the seat at ``a`` begin with ``a_``, those at ``b`` with ``b_``; ``a`` is the smaller number. With
    ``hub``, the seats at ``a`` of everybody with more seats than that are dealt into buckets, and the seats at ``b``
    are copied into each. There is then a column ``bucket`` too: it belongs to every key up to the pair, so that the
    work stays spread.
    """
    days = ["start_earliest", "start_latest", "end_earliest", "end_latest"]
    left = held.select("person", a=held.company, **{f"a_{day}": held[day] for day in days})
    right = held.select("person", b=held.company, **{f"b_{day}": held[day] for day in days})
    keys = ["person"]
    if hub is not None:
        counts = held.group_by("person").agg(seat_count=held.count())
        hubs = counts.filter(counts.seat_count > hub)
        hubs = hubs.select(
            "person", buckets=ibis.least((hubs.seat_count / hub).cast("int64") + 1, MOST_BUCKETS).cast("int64")
        )
        left = left.left_join(hubs, "person").drop("person_right")
        left = left.mutate(bucket=(left.a % left.buckets.coalesce(1)).cast("int64")).drop("buckets")
        copies = right.join(hubs, "person")
        copies = copies.mutate(bucket=ibis.literal(list(range(MOST_BUCKETS)), type="array<int64>").unnest())
        copies = copies.filter(copies.bucket < copies.buckets).drop("buckets")
        others = right.anti_join(hubs, "person").mutate(bucket=ibis.literal(0, type="int64"))
        right = others.union(copies.select(*others.columns))
        keys = ["person", "bucket"]
    both = left.join(right, keys)
    # The filter stands after the join: every engine has equal joins, and moves the filter in by itself.
    return both.filter(both.a < both.b)
