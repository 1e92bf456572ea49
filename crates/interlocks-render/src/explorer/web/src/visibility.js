// What is to be seen under the reader's choices.

import { ABSENT, CERTAIN, POSSIBLE, UNDATED, standingOn } from "./standing.js";

/**
 * Of every tie how it stands (ABSENT when it is not to be seen), of every node whether it is seen,
 * and how many ties of each standing there are.
 */
export function look(network, choices) {
  const { day, focus, hiddenNodeClasses, hiddenEdgeClasses } = choices;
  const shown = network.nodes.map((node) => !hiddenNodeClasses.has(node.class));
  const tied = new Uint8Array(network.nodes.length);
  const counts = { [ABSENT]: 0, [POSSIBLE]: 0, [CERTAIN]: 0, [UNDATED]: 0 };
  const standings = Uint8Array.from(network.edges, (edge) => {
    const off = hiddenEdgeClasses.has(edge.class) || !shown[edge.from] || !shown[edge.to];
    const standing = off ? ABSENT : standingOn(edge, day);
    counts[standing] += 1;
    if (standing !== ABSENT) tied[edge.from] = tied[edge.to] = 1;
    return standing;
  });

  // Nothing is left out of a picture that nobody has narrowed down, not even who has no tie at all.
  const narrowed = day !== null || hiddenNodeClasses.size > 0 || hiddenEdgeClasses.size > 0;
  const nodes = Uint8Array.from(network.nodes, (node) => {
    const kept = !narrowed || tied[node.index] === 1 || node.emphasis || node.index === focus;
    return shown[node.index] && kept ? 1 : 0;
  });
  return { standings, nodes, counts };
}
