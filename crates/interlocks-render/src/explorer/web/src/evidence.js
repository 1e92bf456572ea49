// What is known of a node or a tie, as the words that tooltips show.

import { element, quoted } from "./dom.js";
import { edgeDates, edgeWord, nodeFacts } from "./network.js";

export function nodeEvidence(network, node) {
  return [
    element("strong", {}, quoted(node.label)),
    element("span", { class: "pale" }, quoted(nodeFacts(network, node))),
    ...lines(node.info),
  ];
}

export function edgeEvidence(network, edge) {
  const word = edgeWord(network, edge);
  const [from, to] = [network.nodes[edge.from], network.nodes[edge.to]];
  return [
    element("strong", {}, quoted(from.label), edge.directed ? " → " : " – ", quoted(to.label)),
    word === null ? null : element("span", {}, quoted(word)),
    element("span", { class: "pale" }, edgeDates(edge)),
    ...lines(edge.info),
  ].filter((line) => line !== null);
}

function lines(info) {
  return info.map((line) => element("span", {}, quoted(line)));
}
