"""The questions in plain Python, day by day: slow, and obvious to read.

A seat has a set of possible days and a set of certain days. The days of a person at a company are the union of those
of the seats there; the days of two companies are the intersection.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from made import FUTURE, PAST, World

# Every stated day of a test lies between these; what is open on a side reaches this far.
FIRST, LAST = -3, 80

Days = frozenset[int]


def days(first: int, end: int) -> Days:
    return frozenset(range(max(first, FIRST), min(end, LAST)))


def boards(world: World) -> dict[int, dict[int, tuple[Days, Days]]]:
    """For each person and company, the possible and the certain days on the board."""
    found: dict[int, dict[int, tuple[Days, Days]]] = defaultdict(dict)
    for person, company, start_earliest, start_latest, end_earliest, end_latest, board, _ in world.seats:
        possible, certain = days(start_earliest, end_latest), days(start_latest, end_earliest)
        if board and possible:
            before = found[person].get(company, (frozenset(), frozenset()))
            found[person][company] = (before[0] | possible, before[1] | certain)
    return found


def on_many_boards(world: World, most: int, asked: Days | None = None) -> set[int]:
    held = {
        person: [company for company, at in companies.items() if asked is None or at[0] & asked]
        for person, companies in boards(world).items()
    }
    return {person for person, companies in held.items() if len(companies) > most}


def interlocks(
    world: World, asked: Days | None = None, max_boards: int | None = None
) -> set[tuple[int, int, int, int, int | None, int | None]]:
    """Rows of pairs: a, b, shared, shared certainly, and the first and the end day unless days are asked about."""
    shared: dict[tuple[int, int], list[tuple[Days, bool]]] = defaultdict(list)
    left_out = set() if max_boards is None else on_many_boards(world, max_boards, asked)
    for person, companies in boards(world).items():
        if person in left_out:
            continue
        for a, b in combinations(sorted(companies), 2):
            possible, certain = (companies[a][part] & companies[b][part] for part in (0, 1))
            if possible if asked is None else possible & asked:
                shared[a, b].append((possible, bool(certain if asked is None else certain & asked)))
    rows = set()
    for (a, b), people in shared.items():
        every_day = [day for possible, _ in people for day in possible]
        first, end = min(every_day), max(every_day) + 1
        from_day = (PAST if first == FIRST else first) if asked is None else None
        to_day = (FUTURE if end == LAST else end) if asked is None else None
        rows.add((a, b, len(people), sum(certain for _, certain in people), from_day, to_day))
    return rows


def people_by_boards(world: World, day: int) -> set[tuple[int, int, int]]:
    rows = set()
    for person, companies in boards(world).items():
        possible = sum(day in at[0] for at in companies.values())
        certain = sum(day in at[1] for at in companies.values())
        if possible:
            rows.add((person, possible, certain))
    return rows


def overboarding(world: World, day: int, limit: int, executive_limit: int) -> set[tuple[int, int, int, int, int, str]]:
    possibly, surely = set(), set()
    for person, _, start_earliest, start_latest, end_earliest, end_latest, _, executive in world.seats:
        if executive and day in days(start_earliest, end_latest):
            possibly.add(person)
            if day in days(start_latest, end_earliest):
                surely.add(person)
    rows = set()
    for person, possible, certain in people_by_boards(world, day):
        if person in surely:
            limits = [executive_limit]
        elif person in possibly:
            limits = [limit, executive_limit]
        else:
            limits = [limit]
        if all(certain > most for most in limits):
            verdict = "breach"
        elif any(possible > most for most in limits):
            verdict = "watch"
        else:
            continue
        rows.add((person, possible, certain, int(person in possibly), int(person in surely), verdict))
    return rows


def deals_with_shared_director(world: World) -> set[tuple[int, int, int, int, int]]:
    rows, on_boards = set(), boards(world)
    for deal, first, last, a, b in world.deals:
        of_deal = frozenset(range(first, last + 1))
        for person, companies in on_boards.items():
            if a in companies and b in companies:
                possible, certain = (companies[a][part] & companies[b][part] for part in (0, 1))
                if possible & of_deal:
                    rows.add((deal, a, b, person, int(of_deal <= certain)))
    return rows


def components(companies: list[int], edges: set[tuple[int, int]]) -> set[frozenset[int]]:
    """The components of a graph, by walking it."""
    next_to: dict[int, set[int]] = {company: set() for company in companies}
    for a, b in edges:
        next_to[a].add(b)
        next_to[b].add(a)
    found, seen = set(), set()
    for company in companies:
        if company in seen:
            continue
        group, waiting = set(), [company]
        while waiting:
            here = waiting.pop()
            if here not in group:
                group.add(here)
                waiting += next_to[here] - group
        seen |= group
        found.add(frozenset(group))
    return found
