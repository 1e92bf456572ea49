// The people, companies and ties of the page, joined up as the other parts need them.

import { rangesText } from "./days.js";
import { isUndated, onlyPossibly } from "./standing.js";

/** Reads the data of the page; every node learns its ties, every tie its ends. */
export function readNetwork(data) {
  const nodes = data.nodes.map((node, index) => ({ ...node, index, ties: [], importance: 0 }));
  const edges = data.edges.map((edge, index) => ({ ...edge, index }));
  for (const edge of edges) {
    for (const end of new Set([edge.from, edge.to])) {
      nodes[end].ties.push(edge.index);
      nodes[end].importance += edge.weight;
    }
  }
  for (const node of nodes) if (node.emphasis) node.importance = Infinity;
  return { ...data, nodes, edges, days: knownDays(edges, data.as_of) };
}

/** The other end of a tie of `node`; of a tie to itself, that same node. */
export function otherEnd(network, edge, node) {
  return network.nodes[edge.from === node.index ? edge.to : edge.from];
}

/** The classes and parts that a node belongs to, in words. */
export function nodeFacts(network, node) {
  const facts = [node.kind];
  if (node.class !== null && network.node_classes[node.class]) facts.push(network.node_classes[node.class].name);
  if (node.group !== null && network.groups[node.group]) facts.push(network.groups[node.group]);
  return facts.join(" · ");
}

/** What kind of tie it is: its label, else its class; null if the data names neither. */
export function edgeWord(network, edge) {
  if (edge.label) return edge.label;
  return edge.class === null ? null : (network.edge_classes[edge.class]?.name ?? null);
}

/** When a tie holds, in words. */
export function edgeDates(edge) {
  if (isUndated(edge)) return "undated";
  const perhaps = onlyPossibly(edge);
  const parts = [];
  if (edge.certain.length > 0) parts.push(`certain ${rangesText(edge.certain)}`);
  if (perhaps.length > 0) parts.push(`possible ${rangesText(edge.possibly)}`);
  return parts.join("; ");
}

/** The first and last day that any tie names, or null when none names one. */
function knownDays(edges, asOf) {
  let [first, last] = [Infinity, -Infinity];
  const meet = (day) => {
    if (day === null) return;
    first = Math.min(first, day);
    last = Math.max(last, day);
  };
  for (const edge of edges) for (const range of [...edge.certain, ...edge.possibly]) range.forEach(meet);
  if (first > last) return null;
  meet(asOf);
  return { first, last };
}
