"""How much work ``interlocks`` is, before it is run.

The formula was fitted to Spark with 10 and 100 million seats (docs/scale.md has the measurements):

    CPU seconds  = 1.4 µs · board seats + 0.017 µs · wedges + 1.6 µs · meetings
    shuffle      = 26.5 bytes · board seats + 16 bytes · meetings
    wall seconds = 1.75 · CPU seconds / cores + 2 · shuffle / (machines · 1.25 GB/s) + 60

A *wedge* is two board seats of one person, a *meeting* a person and two companies whose boards they may be on at one
time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import ibis  # type: ignore[import-untyped]

from .guards import checked
from .questions import shared_people
from .skew import board_seats, left_out
from .tables import Day, Tables, window

SAMPLED_WEDGES = 2_000_000
"""Meetings are counted in full up to so many wedges, and estimated from a sample of people beyond."""

_SAMPLED_SEATS = 1_000


@dataclass(frozen=True)
class LeftOut:
    """Somebody on more boards than ``max_boards``: number, companies, board seats, and the wedges these would make."""

    person: int
    boards: int
    seats: int
    wedges: int


@dataclass(frozen=True)
class Estimate:
    """The work that ``interlocks`` is for some tables and options; ``print`` it before a run.

    ``board_seats``, ``people`` (with a board seat), ``wedges`` (with ``max_boards`` applied), ``meetings`` (at least
    the number of pairs; an estimate if ``is_sampled``), ``left_out`` (the people that ``max_boards`` leaves out, most
    wedges first).
    """

    board_seats: int
    people: int
    wedges: int
    meetings: int
    is_sampled: bool
    max_boards: Optional[int]
    left_out: tuple[LeftOut, ...]

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all executors, on Spark."""
        return 1.4e-6 * self.board_seats + 0.017e-6 * self.wedges + 1.6e-6 * self.meetings

    @property
    def shuffle_bytes(self) -> int:
        """Bytes written between the stages, on Spark."""
        return int(26.5 * self.board_seats + 16 * self.meetings)

    @property
    def partitions(self) -> int:
        """A fitting number of shuffle partitions: one for 100 MB or 1.5 million board seats, whichever are more."""
        return max(1, -(-self.shuffle_bytes // 100_000_000), -(-self.board_seats // 1_500_000))

    def wall_seconds(self, cores: int, machines: int = 1) -> float:
        """Seconds on so many cores in all, over so many machines, on Spark, with a minute to start.

        >>> Estimate(820_000_000, 450_000_000, 2_300_000_000, 1_200_000_000, True, 200, ()).wall_seconds(32, 8) < 300
        True
        """
        network = 0.0 if machines == 1 else 2 * self.shuffle_bytes / (machines * 1.25e9)
        return 1.75 * self.cpu_seconds / cores + network + 60

    def __str__(self) -> str:
        about = "about " if self.is_sampled else ""
        lines = [
            f"{self.board_seats:,} board seats of {self.people:,} people make {self.wedges:,} wedges, "
            f"{about}{self.meetings:,} of which meet: at most as many pairs",
            f"Spark takes about {self.cpu_seconds:,.1f} CPU seconds after its start, "
            f"and {self.shuffle_bytes / 1e6:,.1f} MB between its stages",
        ]
        if self.left_out:
            wedges = sum(person.wedges for person in self.left_out)
            who = "1 person is" if len(self.left_out) == 1 else f"{len(self.left_out):,} people are"
            lines.append(
                f"{who} left out for more than {self.max_boards} boards, with {wedges:,} wedges; "
                "engines.left_out lists them"
            )
        return "\n".join(lines)


def wedges(
    tables: Tables,
    *,
    max_boards: Optional[int] = 200,
    at: Optional[Day] = None,
    during: Optional[tuple[Day, Day]] = None,
) -> Estimate:
    """Counts the wedges of ``interlocks`` with these options, and estimates its meetings, CPU seconds and shuffle.

    It reads the seats up to four times and moves one count a person. Beyond ``SAMPLED_WEDGES`` wedges, meetings are
    counted for one person in so many (by number), and all wedges of people with more than 1,000 seats are taken to
    meet.

    Raises ``ValueError`` if a cell of the seats is empty: engines compare empty days in different ways.

        >>> print(engines.wedges(boards))  # doctest: +SKIP
    """
    _refuse_empty_cells(tables)
    held = board_seats(tables, window(at, during))
    out = []
    if max_boards is not None:
        rows = left_out(tables, max_boards, at=at, during=during).to_pyarrow().to_pylist()
        out = [LeftOut(row["person"], row["boards"], row["held_seats"], row["wedges"]) for row in rows]
        out.sort(key=lambda person: (-person.wedges, person.person))
        # Their numbers are few: as a list, the engine need not find them again.
        held = held.filter(~held.person.isin([person.person for person in out])) if out else held
    counted = _counted(held)
    step = max(1, counted["wedge_sum"] // SAMPLED_WEDGES)
    meetings = counted["wedges_of_hubs"]
    sample = _sampled(tables, held, step, at=at, during=during)
    meetings += step * int(sample.count().to_pyarrow().as_py())
    return Estimate(
        board_seats=counted["board_seats"],
        people=counted["people"],
        wedges=counted["wedge_sum"],
        meetings=meetings,
        is_sampled=step > 1 or counted["wedges_of_hubs"] > 0,
        max_boards=max_boards,
        left_out=tuple(out),
    )


def _refuse_empty_cells(tables: Tables) -> None:
    seats = tables.seats
    empty = ibis.or_(*(seats[column].isnull() for column in seats.columns))
    rows = int(seats.filter(empty).count().to_pyarrow().as_py())
    if rows:
        raise ValueError(
            f"{rows:,} rows of the seats have an empty cell; 'interlocks convert --to engines' writes none"
        )


def _counted(held: ibis.Table) -> dict[str, int]:
    """People, board seats, wedges, and the wedges of people with more than 1,000 seats."""
    people = held.group_by("person").agg(seat_count=held.count())
    made = (people.seat_count * (people.seat_count - 1) / 2).cast("int64")
    people = people.select(
        "seat_count", made=made, of_hubs=ibis.ifelse(people.seat_count > _SAMPLED_SEATS, made, 0).cast("int64")
    )
    totals = people.agg(
        people=people.count(),
        board_seats=people.seat_count.cast("int64").sum(),
        wedge_sum=people.made.sum(),
        wedges_of_hubs=people.of_hubs.sum(),
    )
    row = checked(totals).to_pyarrow().to_pylist()[0]
    return {name: int(value or 0) for name, value in row.items()}


def _sampled(
    tables: Tables, held: ibis.Table, step: int, *, at: Optional[Day], during: Optional[tuple[Day, Day]]
) -> ibis.Table:
    """The meetings of one person in ``step``, without those with more than 1,000 seats."""
    some = held.filter(held.person % step == 0) if step > 1 else held
    people = some.group_by("person").agg(seat_count=some.count())
    people = people.filter(people.seat_count <= _SAMPLED_SEATS, people.seat_count > 1).select("person")
    seats = tables.seats.semi_join(people, "person")
    return shared_people(
        Tables(seats, tables.people, tables.companies, tables.deals), max_boards=None, at=at, during=during
    )
