"""NetworKit: its C++ library through Python, with OpenMP threads.

Paths: bidirectional breadth-first search, the strongest search known to the authors of this
benchmark, in as many Python threads as asked for, since it lets go of the interpreter while
it runs. One search object re-used with setSource and setTarget ran out of memory on 78,000
nodes; why was not looked into. Components: the sequential algorithm beat the parallel one by
two to four times on two cores, so it is the one timed; getComponentSizes was half as slow
again as counting the partition with NumPy. It has no bipartite projection, so pairs and deals
are left out.
"""

from concurrent.futures import ThreadPoolExecutor

import networkit
import numpy as np

from arrays import Arrays, read_arrays
from common import Counts, print_memory, read_job

# It reports the largest float there is for nodes that are not connected.
UNREACHABLE = 1e300

Pairs = list[tuple[int, int]]


def build_graph(data: Arrays) -> networkit.Graph:
    person, company = data.edges().astype(np.uint64).T
    edges = (np.ones(person.size), (np.ascontiguousarray(person), np.ascontiguousarray(company)))
    return networkit.GraphFromCoo(edges, n=data.people + data.companies, weighted=False, directed=False)


def components(graph: networkit.Graph) -> Counts:
    search = networkit.components.ConnectedComponents(graph).run()
    component_of = np.asarray(search.getPartition().getVector())
    return {"components": search.numberOfComponents(), "largest": int(np.bincount(component_of).max())}


def paths(graph: networkit.Graph, pairs: Pairs, threads: int) -> Counts:
    shares = [pairs[first::threads] for first in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda share: _search(graph, share), shares))
    return {name: sum(part[name] for part in parts) for name in ("found", "steps")}


def _search(graph: networkit.Graph, pairs: Pairs) -> Counts:
    searches = (networkit.distance.BidirectionalBFS(graph, a, b, False).run() for a, b in pairs)
    steps = [int(distance) for search in searches if (distance := search.getDistance()) < UNREACHABLE]
    return {"found": len(steps), "steps": sum(steps)}


def main() -> None:
    job = read_job()
    networkit.setNumberOfThreads(job.threads)
    data = read_arrays(job.arrays)
    graph = job.time_build("build-graph", lambda: build_graph(data))
    job.time("components", lambda: components(graph))
    queries = data.queries()
    job.time("paths", lambda: paths(graph, queries, job.threads))
    print_memory()


if __name__ == "__main__":
    main()
