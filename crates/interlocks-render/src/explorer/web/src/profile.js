// How many ties there are at each time, as a low skyline above the slider.

import { ticks } from "./days.js";
import { shape } from "./dom.js";
import { bounds } from "./standing.js";

/** The slider's knob stands half its width inside the ends of its track. */
const KNOB = 8;
const LETTERS = 12;

export function drawProfile(svg, network) {
  const { first, last } = network.days;
  const { clientWidth: width, clientHeight: height } = svg;
  if (width === 0) return;
  const columns = Math.max(1, Math.floor((width - 2 * KNOB) / 2));
  const place = (day) => ((day - first) / Math.max(1, last - first)) * (width - 2 * KNOB) + KNOB;
  const heights = tiesPerColumn(network.edges, first, last, columns);
  const top = Math.max(1, ...heights);
  const ground = height - LETTERS;
  const outline = heights.map((count, i) => {
    const level = (ground - (count / top) * (ground - 2)).toFixed(1);
    return `V${level}H${(KNOB + ((i + 1) / columns) * (width - 2 * KNOB)).toFixed(1)}`;
  });
  const letters = ticks(first, last, Math.max(2, width / 90)).map(({ day, label }) =>
    shape("text", { x: Math.min(Math.max(place(day), 14), width - 14), y: height - 1, "text-anchor": "middle" }, label),
  );
  svg.replaceChildren(shape("path", { d: `M${KNOB} ${ground}${outline.join("")}V${ground}Z` }), ...letters);
}

/** Ties that hold, be it possibly, on the days of each column. */
function tiesPerColumn(edges, first, last, columns) {
  const column = (day) => Math.min(columns, Math.max(0, Math.floor(((day - first) / (last - first + 1)) * columns)));
  const steps = new Int32Array(columns + 1);
  for (const edge of edges) {
    for (const range of edge.possibly.length > 0 ? edge.possibly : edge.certain) {
      const [from, to] = bounds(range);
      steps[column(from)] += 1;
      steps[Math.max(column(to), column(from) + 1)] -= 1;
    }
  }
  let count = 0;
  return Array.from(steps.subarray(0, columns), (step) => (count += step));
}
