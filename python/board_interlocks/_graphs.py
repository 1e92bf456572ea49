"""Networks for other packages, which are imported only when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import igraph
    import networkit
    import networkx

    from board_interlocks._boards import Boards

_KINDS = {"companies": "company", "people": "person"}


def _network(boards: Boards, of: str, options: dict[str, Any]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return the names of the nodes by id, and the rows of the edges."""
    if of not in _KINDS:
        raise ValueError(f"of: '{of}' is none of {', '.join(_KINDS)}")
    names = {row["id"]: row["name"] for row in boards.search() if row["kind"] == _KINDS[of]}
    return names, list(boards.pairs(of=of, **options))  # type: ignore[arg-type]


def to_networkx(boards: Boards, of: str, options: dict[str, Any]) -> networkx.Graph[str]:
    """Return the network for networkx."""
    import networkx

    names, rows = _network(boards, of, options)
    graph: networkx.Graph[str] = networkx.Graph()
    for node, name in names.items():
        graph.add_node(node, name=name)
    for row in rows:
        kept = {key: row[key] for key in ("weight", "shared", "certain")}
        graph.add_edge(row["a"]["id"], row["b"]["id"], **kept)
    return graph


def to_igraph(boards: Boards, of: str, options: dict[str, Any]) -> igraph.Graph:
    """Return the network for igraph."""
    import igraph

    names, rows = _network(boards, of, options)
    numbers = {node: number for number, node in enumerate(names)}
    graph = igraph.Graph(
        n=len(names),
        edges=[(numbers[row["a"]["id"]], numbers[row["b"]["id"]]) for row in rows],
        vertex_attrs={"name": list(names), "label": list(names.values())},
        edge_attrs={key: [row[key] for row in rows] for key in ("weight", "shared", "certain")},
    )
    return graph


def to_networkit(boards: Boards, of: str, options: dict[str, Any]) -> tuple[networkit.Graph, list[str]]:
    """Return the network for NetworKit."""
    import networkit

    names, rows = _network(boards, of, options)
    numbers = {node: number for number, node in enumerate(names)}
    graph = networkit.Graph(len(names), weighted=True)
    for row in rows:
        graph.addEdge(numbers[row["a"]["id"]], numbers[row["b"]["id"]], float(row["weight"]))
    return graph, list(names)
