// Puts the page together: reads the data, makes the parts, and lets each follow the reader's choices.

import { Canvas } from "./canvas.js";
import { Clock } from "./clock.js";
import { byId, element, quoted } from "./dom.js";
import { edgeEvidence, nodeEvidence } from "./evidence.js";
import { followKeys } from "./keys.js";
import { Lanes } from "./lanes.js";
import { Legend } from "./legend.js";
import { readNetwork } from "./network.js";
import { Panel } from "./panel.js";
import { Search } from "./search.js";
import { ABSENT, CERTAIN, POSSIBLE, UNDATED } from "./standing.js";
import { State } from "./state.js";
import { Tooltip } from "./tooltip.js";
import { Views } from "./views.js";
import { look } from "./visibility.js";

const network = readNetwork(JSON.parse(byId("data").textContent));
const state = new State();
const tooltip = new Tooltip(byId("tooltip"));

showHeadAndNotes();
document.querySelector(".work").hidden = false;
const views = new Views(network, byId("drawn-timeline"), (view) => state.change({ view }));
state.change({ view: views.first });
if (network.nodes.length > 0) openNetwork();
else byId("side").hidden = true;

function showHeadAndNotes() {
  if (network.subtitle) {
    byId("subtitle").textContent = network.subtitle;
    byId("subtitle").hidden = false;
  }
  byId("notes").replaceChildren(...network.notes.map((note) => element("p", {}, quoted(note))));
  byId("notes").hidden = network.notes.length === 0;
}

function openNetwork() {
  document.querySelector(".search").hidden = false;
  const canvas = new Canvas(byId("canvas"), network);
  const panel = new Panel(network, byId("panel"), goTo);
  const legend = new Legend(network, byId("legend"), (which, index) => state.toggleClass(which, index));
  const clock = new Clock(network, (day) => state.change({ day }));
  const lanes = new Lanes(network, byId("timeline"), explainEdge, goTo);
  new Search(network, byId("search"), byId("matches"), goTo);
  let seen = look(network, state.choices);

  state.onChange((choices, before) => {
    tooltip.hide();
    seen = look(network, choices);
    views.show(choices.view);
    document.body.classList.toggle("focused", choices.focus !== null);
    canvas.show(seen, choices.focus);
    if (choices.focus !== before.focus) panel.show(choices.focus);
    panel.update(seen, choices.day);
    legend.update(choices);
    clock.show(choices, seen.counts);
    if (choices.view === "timeline") showLanes(lanes, choices, before);
  });

  canvas.onClick((kind, index) => {
    if (kind === "node") state.change({ focus: index });
    else if (kind === null) state.change({ focus: null });
  });
  canvas.onHover((kind, index, point) => {
    if (kind === "node") tooltip.show(`n${index}`, point, () => nodeEvidence(network, network.nodes[index]));
    else explainEdge(kind === null ? null : network.edges[index], point);
  });
  followKeys(canvas, () => state.change({ focus: null }));
  followSizes(canvas, lanes);
  followLegendSwitch();
  panel.show(null);
  state.change({});
  state.settle();
  canvas.fit();

  /** Focuses a node and brings it into the picture; null clears the focus. */
  function goTo(index) {
    state.change({ focus: index });
    state.settle();
    if (index !== null) canvas.reveal(index);
  }

  // For tests and for the curious: what the page shows, to look at and not to change.
  window.explorer = Object.freeze({
    cy: canvas.cy,
    focused: () => (state.choices.focus === null ? null : network.nodes[state.choices.focus].id),
    day: () => state.choices.day,
    visibleEdges: () => network.edges.filter((edge) => seen.standings[edge.index] !== ABSENT).map((edge) => edge.index),
    visibleNodes: () => network.nodes.filter((node) => seen.nodes[node.index] === 1).map((node) => node.id),
    counts: () => ({ certain: seen.counts[CERTAIN], possible: seen.counts[POSSIBLE], undated: seen.counts[UNDATED] }),
  });
}

function explainEdge(edge, point) {
  if (edge === null) tooltip.hide();
  else tooltip.show(`e${edge.index}`, point, () => edgeEvidence(network, edge));
}

/** Draws the lanes anew unless only the day differs. */
function showLanes(lanes, choices, before) {
  const same = Object.keys(choices).every((part) => part === "day" || choices[part] === before[part]);
  if (same) lanes.markDay(choices.day);
  else lanes.draw(choices);
}

function followSizes(canvas, lanes) {
  new ResizeObserver(() => canvas.resize()).observe(byId("canvas"));
  new ResizeObserver(() => {
    if (state.choices.view === "timeline") lanes.draw(state.choices);
  }).observe(byId("timeline"));
}

/** In narrow windows the legend comes only when called. */
function followLegendSwitch() {
  const button = byId("legend-switch");
  button.addEventListener("click", () => {
    const open = document.body.classList.toggle("with-legend");
    button.setAttribute("aria-expanded", String(open));
  });
}
