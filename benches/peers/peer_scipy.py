"""SciPy and NumPy: sparse matrices, csgraph and sorting; one thread, as they offer no other.

Pairs without dates are the product of the companies-by-people matrix with its transpose.
Dates do not fit into a product, so there every two seats of a person are written out and
sorted. Tried and not kept: smaller and floating numbers in the matrix (no faster), the
transposed matrix, numpy.unique instead of a sort (five times slower), components of the graph
with edges both ways (a third slower), and Dijkstra's search with unit weights (six times slower than
breadth-first search, which knows no target and therefore always walks a whole component).
"""

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from arrays import Arrays, read_arrays
from common import Counts, print_memory, read_job


def pairs_undated(data: Arrays) -> Counts:
    held = sparse.csr_array(
        (np.ones(data.person.size, np.int32), (data.company, data.person)),
        shape=(data.companies, data.people),
    )
    held.sum_duplicates()
    held.data[:] = 1
    shared = held @ held.T
    # Each pair stands there twice, and each company once with itself.
    alone = shared.diagonal()
    pairs = (shared.nnz - np.count_nonzero(alone)) // 2
    weight = (shared.data.sum(dtype=np.int64) - alone.sum(dtype=np.int64)) // 2
    return {"pairs": int(pairs), "weight": int(weight)}


def pairs_dated(data: Arrays) -> Counts:
    order = np.argsort(data.person, kind="stable")
    person, company = data.person[order], data.company[order]
    start, end = data.start[order], data.end[order]
    left, right = _two_of_each_group(person, data.people)
    overlap = np.maximum(start[left], start[right]) < np.minimum(end[left], end[right])
    kept = overlap & (company[left] != company[right])
    left, right = left[kept], right[kept]
    a, b = company[left], company[right]
    pair = np.minimum(a, b).astype(np.int64) * data.companies + np.maximum(a, b)
    # The persons are in order already, and a stable sort leaves them so within a pair.
    by_pair = np.argsort(pair, kind="stable")
    new_pair = _changes(pair[by_pair])
    new_person = new_pair | _changes(person[left][by_pair])
    return {"pairs": int(new_pair.sum()), "weight": int(new_person.sum())}


def _two_of_each_group(group: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions of every two rows of the same group; the rows are sorted by group."""
    position = np.arange(group.size)
    group_end = np.cumsum(np.bincount(group, minlength=groups))
    rows_after = group_end[group] - 1 - position
    left = np.repeat(position, rows_after)
    first_of_row = np.repeat(np.cumsum(rows_after) - rows_after, rows_after)
    return left, left + 1 + np.arange(left.size) - first_of_row


def _changes(values: np.ndarray) -> np.ndarray:
    changes = np.ones(values.size, bool)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


def build_graphs(data: Arrays) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Edges from people to companies, for components; and both ways, for the searches."""
    nodes = data.people + data.companies
    ends = (data.person, data.company + data.people)
    one_way = sparse.csr_array((np.ones(data.person.size), ends), shape=(nodes, nodes))
    one_way.sum_duplicates()
    return one_way, one_way + one_way.T.tocsr()


def components(graph: sparse.csr_array) -> Counts:
    count, label = csgraph.connected_components(graph, directed=True, connection="weak")
    return {"components": int(count), "largest": int(np.bincount(label).max())}


def steps_between(graph: sparse.csr_array, source: int, target: int) -> int | None:
    _, before = csgraph.breadth_first_order(graph, source, directed=True)
    if before[target] < 0:
        return None
    steps, node = 0, target
    while node != source:
        node = before[node]
        steps += 1
    return steps


def deals(data: Arrays) -> Counts:
    order = np.argsort(data.company, kind="stable")
    person, start, end = data.person[order], data.start[order], data.end[order]
    seats_of = np.bincount(data.company, minlength=data.companies)
    first_seat = np.cumsum(seats_of) - seats_of
    seats = seats_of[data.party]
    row = np.repeat(np.arange(data.party.size), seats)
    within_row = np.arange(row.size) - np.repeat(np.cumsum(seats) - seats, seats)
    seat = first_seat[data.party[row]] + within_row
    running = (start[seat] <= data.date[row]) & (data.date[row] < end[seat])
    row, seat = row[running], seat[running]
    deal_person = data.deal[row].astype(np.int64) * data.people + person[seat]
    # Sorted by party within a person, so a person at two parties shows as a change between neighbours.
    order = np.lexsort((data.party[row], deal_person))
    deal_person, party = deal_person[order], data.party[row][order]
    at_two = (deal_person[1:] == deal_person[:-1]) & (party[1:] != party[:-1])
    return {"deals": int(np.unique(deal_person[1:][at_two] // data.people).size)}


def main() -> None:
    job = read_job()
    data = read_arrays(job.arrays)
    job.time("pairs-undated", lambda: pairs_undated(data))
    job.time("pairs-dated", lambda: pairs_dated(data))
    job.time("deals", lambda: deals(data))
    one_way, both_ways = job.time_build("build-graph", lambda: build_graphs(data))
    job.time("components", lambda: components(one_way))
    job.time_paths(data.queries(), lambda source, target: steps_between(both_ways, source, target))
    print_memory()


if __name__ == "__main__":
    main()
