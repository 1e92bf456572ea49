"""igraph: its C library through Python; one thread, as it offers no other.

Pairs are its own bipartite projection with multiplicities. Paths: get_shortest_path stops at
its target and is twice to four times as quick as distances(); igraph has no bidirectional
search. Dates do not fit into a projection, so pairs-dated and deals are left out.
"""

import warnings

import igraph

from arrays import Arrays, read_arrays
from common import Counts, print_memory, read_job


def build_graph(data: Arrays) -> igraph.Graph:
    return igraph.Graph(n=data.people + data.companies, edges=data.edges(), directed=False)


def pairs_undated(graph: igraph.Graph, is_company: list[bool]) -> Counts:
    pairs = graph.bipartite_projection(types=is_company, multiplicity=True, which=True)
    return {"pairs": pairs.ecount(), "weight": int(sum(pairs.es["weight"]))}


def components(graph: igraph.Graph) -> Counts:
    sizes = graph.connected_components().sizes()
    return {"components": len(sizes), "largest": max(sizes)}


def steps_between(graph: igraph.Graph, source: int, target: int) -> int | None:
    # Source and target differ, so no edges means no path.
    return len(graph.get_shortest_path(source, target, output="epath")) or None


def main() -> None:
    # It warns of every target that cannot be reached, which is an answer here.
    warnings.simplefilter("ignore")
    job = read_job()
    data = read_arrays(job.arrays)
    graph = job.time_build("build-graph", lambda: build_graph(data))
    is_company = [False] * data.people + [True] * data.companies
    job.time("pairs-undated", lambda: pairs_undated(graph, is_company))
    job.time("components", lambda: components(graph))
    job.time_paths(data.queries(), lambda source, target: steps_between(graph, source, target))
    print_memory()


if __name__ == "__main__":
    main()
