"""Times the measures of a projection in the tool, igraph and NetworKit, one after another.

    python3 figures.py DATA [--of companies|people] [--repeat N] [--only PEER …] [--samples N] [--error E]

DATA is a folder or a snapshot. Every contestant is a process of its own, on the same network; the
shortest of N runs counts. What each came to stands beside its time: equal figures must be equal,
modularity may differ a little, and the betweenness of the tool and of NetworKit is a sample whose
error is bounded with 95 percent confidence.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tool

HERE = Path(__file__).resolve().parent
PYTHON = HERE / ".venv" / "bin" / "python"
LONGEST = 300
"""Seconds that one measure of a peer may take."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--of", choices=["companies", "people"], default="companies")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--samples", type=int, default=1024)
    parser.add_argument("--error", type=float, default=0.01)
    parser.add_argument("--only", nargs="*", default=["igraph", "networkit"])
    parser.add_argument("--binary", type=Path, help="the figures binary, instead of building it")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    job = parser.parse_args()
    if job.peer:
        time_peer(job)
        return
    if not PYTHON.exists():
        raise SystemExit("run.py makes the virtual environment first")
    with tempfile.TemporaryDirectory() as folder:
        network = Path(folder) / "network"
        binary = job.binary or tool.built("figures", ["bench", "--bench", "figures", "--no-run"])
        options = ["--of", job.of, "--samples", job.samples, "--repeat", job.repeat, "--network", network]
        lines = {"tool": run([binary, job.data, *options])}
        for peer in job.only:
            lines[peer] = []
            for figure in FIGURES[peer]:
                again = [PYTHON, __file__, network, "--peer", peer, figure]
                again += ["--repeat", job.repeat, "--error", job.error]
                lines[peer] += run(again)
    print_table(lines)


def run(command: list) -> list[dict]:
    try:
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        print(f"given up after {LONGEST} s: {command[-5:]}", file=sys.stderr)
        return []
    if done.returncode:
        print(f"failed: {command}", file=sys.stderr)
    return tool.read_lines(done.stdout)


def print_table(lines: dict[str, list[dict]]) -> None:
    peers = {peer: {line["figure"]: line for line in found} for peer, found in lines.items()}
    print("| figure | tool | " + " | ".join(peer for peer in peers if peer != "tool") + " | best peer / tool |")
    print("| --- " * (len(peers) + 2) + "|")
    for figure, own in peers["tool"].items():
        others = [found.get(figure) for peer, found in peers.items() if peer != "tool"]
        best = min((line["seconds"] for line in others if line), default=None)
        ratio = f"{best / own['seconds']:.1f}" if best else ""
        print(f"| {figure} | {told(own)} | " + " | ".join(told(line) for line in others) + f" | {ratio} |")


def told(line: dict | None) -> str:
    if not line:
        return ""
    rest = [f"{key} {value:.6g}" for key, value in line.items() if key not in ("figure", "seconds") and value]
    return f"{1000 * line['seconds']:.0f} ms ({', '.join(rest)})" if rest else f"{1000 * line['seconds']:.0f} ms"


def time_peer(job: argparse.Namespace) -> None:
    import numpy

    numbers = numpy.fromfile(job.data, dtype="<u4")
    ties = numbers[1:].reshape(-1, 3)
    peer, figure = job.peer
    graph = PEERS[peer](int(numbers[0]), ties)
    best, outcome = float("inf"), {}
    for turn in range(job.repeat):
        random.seed(turn + 1)
        begun = time.perf_counter()
        answer = FIGURES[peer][figure](graph, job)
        best = min(best, time.perf_counter() - begun)
        outcome = answer()
    print(json.dumps({"figure": figure, "seconds": best, **outcome}))


def igraph_network(nodes, ties):
    import igraph

    graph = igraph.Graph(n=nodes, edges=ties[:, :2].astype("int64"), directed=False)
    graph.es["weight"] = ties[:, 2].astype(float).tolist()
    return graph


def networkit_network(nodes, ties):
    import networkit

    ends = (ties[:, 0].astype("uint64"), ties[:, 1].astype("uint64"))
    weighted = networkit.GraphFromCoo((ties[:, 2].astype(float), ends), n=nodes, weighted=True, directed=False)
    plain = networkit.GraphFromCoo(ends, n=nodes, weighted=False, directed=False)
    plain.indexEdges()
    plain.sortEdges()
    return plain, weighted


def igraph_leiden(graph, _job):
    found = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=2)
    return lambda: {"modularity": graph.modularity(found, weights="weight")}


def igraph_figure(work, told):
    def run(graph, _job):
        values = work(graph)
        return lambda: told(values)

    return run


def networkit_core(graphs, _job):
    import networkit

    found = networkit.centrality.CoreDecomposition(graphs[0]).run()
    return lambda: {"largest": found.maxCoreNumber()}


def networkit_pagerank(graphs, _job):
    import networkit

    # Nodes without ties give what they have to all: otherwise the sum is not one, and it is another figure.
    sinks = networkit.centrality.SinkHandling.DistributeSinks
    found = networkit.centrality.PageRank(graphs[0], 0.85, 1e-10, distributeSinks=sinks)
    found.norm = networkit.centrality.Norm.L1_NORM
    found.run()
    return lambda: {"largest": max(found.scores())}


def networkit_clustering(graphs, _job):
    import networkit

    found = networkit.centrality.LocalClusteringCoefficient(graphs[0], True).run()
    return lambda: {"mean": sum(found.scores()) / graphs[0].numberOfNodes()}


def networkit_leiden(graphs, _job):
    import networkit

    found = networkit.community.ParallelLeiden(graphs[1])
    found.run()
    return lambda: {"modularity": networkit.community.Modularity().getQuality(found.getPartition(), graphs[1])}


def networkit_betweenness(graphs, job):
    import networkit

    found = networkit.centrality.KadabraBetweenness(graphs[0], job.error, 0.05).run()
    return lambda: {"error": job.error, "largest": max(found.scores())}


PEERS = {"igraph": igraph_network, "networkit": networkit_network}
FIGURES = {
    "igraph": {
        "core": igraph_figure(lambda graph: graph.coreness(), lambda values: {"largest": max(values)}),
        "pagerank": igraph_figure(lambda graph: graph.pagerank(), lambda values: {"largest": max(values)}),
        "clustering": igraph_figure(
            lambda graph: graph.transitivity_avglocal_undirected(mode="zero"), lambda mean: {"mean": mean}
        ),
        "leiden": igraph_leiden,
    },
    "networkit": {
        "core": networkit_core,
        "pagerank": networkit_pagerank,
        "clustering": networkit_clustering,
        "leiden": networkit_leiden,
        "betweenness": networkit_betweenness,
    },
}

if __name__ == "__main__":
    main()
