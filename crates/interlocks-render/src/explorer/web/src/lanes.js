// Ties as bars over time, one lane for each.

import { iso, ticks } from "./days.js";
import { element, shape } from "./dom.js";
import { edgeInk, themeInk } from "./ink.js";
import { fitLine } from "./lettering.js";
import { edgeDates, edgeWord, otherEnd } from "./network.js";
import { bounds, isUndated, onlyPossibly } from "./standing.js";

/** Without a node to tell of, so many lanes are drawn. */
const MOST = 200;
const LANE = 30;
const BAR = 14;
const AXIS = 30;
const SIDE = 16;
/** Width over which a bar without a bound fades out. */
const FADE = 34;

export class Lanes {
  #network;
  #place;
  #tooltip;
  #onChoice;
  #scale = null;
  #dayLine = null;

  /** `onChoice(index)` is called with the node whose lane the reader picks. */
  constructor(network, place, tooltip, onChoice) {
    this.#network = network;
    this.#place = place;
    this.#tooltip = tooltip;
    this.#onChoice = onChoice;
  }

  /** Draws the ties of the focus; without one those of the node the picture is about, or the first of all. */
  draw(choices) {
    const told = choices.focus ?? this.#network.nodes.find((node) => node.emphasis)?.index ?? null;
    const node = told === null ? null : this.#network.nodes[told];
    const { edges, undated } = this.#chosen(node, choices);
    const shown = node === null ? edges.slice(0, MOST) : edges;
    const left = edges.length - shown.length;
    const parts = [element("p", { class: "lanes-head" }, heading(node, shown.length, left, undated))];
    this.#dayLine = null;
    if (shown.length > 0) parts.push(...this.#drawing(node, shown));
    this.#place.replaceChildren(...parts);
    this.markDay(choices.day);
  }

  /** Moves the line of the slider's day. */
  markDay(day) {
    if (this.#dayLine === null) return;
    const { first, last } = this.#scale;
    const outside = day === null || day < first || day > last;
    for (const mark of this.#dayLine) {
      mark.setAttribute("visibility", outside ? "hidden" : "visible");
      if (!outside) mark.setAttribute("transform", `translate(${this.#x(day)} 0)`);
    }
    if (!outside) this.#dayLine[1].lastChild.textContent = iso(day);
  }

  #chosen(node, choices) {
    const all = node === null ? this.#network.edges : node.ties.map((index) => this.#network.edges[index]);
    const kept = all.filter((edge) => {
      const ends = [this.#network.nodes[edge.from], this.#network.nodes[edge.to]];
      const hidden = ends.some((end) => choices.hiddenNodeClasses.has(end.class));
      return !hidden && !choices.hiddenEdgeClasses.has(edge.class);
    });
    const edges = kept.filter((edge) => !isUndated(edge)).sort((a, b) => first(a) - first(b) || last(a) - last(b));
    return { edges, undated: kept.length - edges.length };
  }

  #drawing(node, edges) {
    const ink = themeInk();
    const width = Math.max(360, this.#place.clientWidth - 2 * SIDE);
    this.#scale = { ...extent(edges, this.#network.as_of), left: Math.min(260, width * 0.32), right: width - SIDE };
    const height = edges.length * LANE + 8;
    const marks = ticks(this.#scale.first, this.#scale.last, Math.max(2, (width * 0.66) / 80));
    const head = shape("svg", { class: "axis", width, height: AXIS, "aria-hidden": "true" });
    const body = shape("svg", { class: "lanes", width, height, role: "list", "aria-label": "Ties over time" });
    const colours = [...new Set(edges.map((edge) => this.#colour(ink, edge)))];
    body.append(shape("defs", {}, ...colours.flatMap(fillings)));
    for (const { day, label } of marks) {
      const x = this.#x(day);
      head.append(shape("text", { x, y: AXIS - 10, "text-anchor": "middle" }, label));
      body.append(shape("line", { class: "tick", x1: x, x2: x, y1: 0, y2: height }));
    }
    edges.forEach((edge, row) => body.append(this.#lane(ink, node, edge, row, colours)));
    const line = shape("line", { class: "day-line", y1: 0, y2: height });
    const flag = shape(
      "g",
      { class: "day-flag" },
      shape("rect", { x: -36, y: 8, width: 72, height: 18, rx: 3 }),
      shape("text", { y: 21, "text-anchor": "middle" }),
    );
    body.append(line);
    head.append(flag);
    this.#dayLine = [line, flag];
    return [head, body];
  }

  #lane(ink, node, edge, row, colours) {
    const y = row * LANE + (LANE - BAR) / 2;
    const colour = colours.indexOf(this.#colour(ink, edge));
    const name = this.#name(node, edge);
    const word = edgeWord(this.#network, edge);
    const room = this.#scale.left - 14;
    const label = fitLine(name, room, 13, ink.font);
    const lane = shape(
      "g",
      {
        class: "lane",
        role: "listitem",
        tabindex: 0,
        "aria-label": [name, word, edgeDates(edge)].filter(Boolean).join(", "),
      },
      shape("rect", { class: "ground", x: 0, y: row * LANE, width: this.#scale.right + SIDE, height: LANE }),
      shape("text", { x: 4, y: y + BAR - 3 }, label),
      ...onlyPossibly(edge).flatMap((range) => this.#bar(range, y, `hatch-${colour}`, `pale-${colour}`, "?")),
      ...edge.certain.flatMap((range) => this.#bar(range, y, `solid-${colour}`, `fade-${colour}`, "›")),
    );
    this.#explain(lane, edge);
    const target = node === null ? edge.from : otherEnd(this.#network, edge, node).index;
    lane.addEventListener("click", () => this.#onChoice(target));
    lane.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        this.#onChoice(target);
      }
    });
    return lane;
  }

  /** A bar; an end that has no bound fades out, with a sign behind it. */
  #bar(range, y, body, fade, sign) {
    const [from, to] = range;
    const [start, end] = [
      from === null ? this.#scale.left : this.#x(from),
      to === null ? this.#scale.right : this.#x(to),
    ];
    const width = Math.max(2, end - start);
    const [before, after] = [
      from === null ? Math.min(FADE, width / 2) : 0,
      to === null ? Math.min(FADE, width / 2) : 0,
    ];
    const part = (x, long, fill) =>
      shape("rect", { x, y, width: Math.max(0, long), height: BAR, fill: `url(#${fill})` });
    const parts = [part(start + before, width - before - after, body)];
    const signAt = (x, text) => shape("text", { class: "sign", x, y: y + BAR - 2.5, "text-anchor": "middle" }, text);
    if (before > 0) parts.push(part(start, before, `${fade}-left`), signAt(start + 4, sign === "›" ? "‹" : sign));
    if (after > 0) parts.push(part(end - after, after, `${fade}-right`), signAt(end - 2, sign));
    return parts;
  }

  #explain(lane, edge) {
    const show = (point) => this.#tooltip(edge, point);
    lane.addEventListener("pointermove", (event) => show({ x: event.clientX, y: event.clientY }));
    lane.addEventListener("pointerleave", () => this.#tooltip(null));
    lane.addEventListener("focus", () => {
      const { left, bottom } = lane.getBoundingClientRect();
      show({ x: left + this.#scale.left, y: bottom - LANE / 2 });
    });
    lane.addEventListener("blur", () => this.#tooltip(null));
  }

  #name(node, edge) {
    if (node !== null) return otherEnd(this.#network, edge, node).label;
    return `${this.#network.nodes[edge.from].label} – ${this.#network.nodes[edge.to].label}`;
  }

  #colour(ink, edge) {
    return edgeInk(ink, edge.class === null ? null : (this.#network.edge_classes[edge.class]?.colour ?? null));
  }

  #x(day) {
    const { first, last, left, right } = this.#scale;
    return Number((left + ((day - first) / (last - first)) * (right - left)).toFixed(1));
  }
}

/** Ways to fill bars of a colour: plain, hatched, and both fading out on either side. */
function fillings(colour, index) {
  const hatch = shape(
    "pattern",
    { id: `hatch-${index}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    shape("rect", { width: 6, height: 6, fill: colour, "fill-opacity": 0.16 }),
    shape("rect", { width: 2.2, height: 6, fill: colour, "fill-opacity": 0.75 }),
  );
  return [
    hatch,
    gradient(`solid-${index}`, colour, 1, 1),
    gradient(`fade-${index}-left`, colour, 0, 1),
    gradient(`fade-${index}-right`, colour, 1, 0),
    gradient(`pale-${index}-left`, colour, 0, 0.4),
    gradient(`pale-${index}-right`, colour, 0.4, 0),
  ];
}

function gradient(id, colour, from, to) {
  const stop = (offset, opacity) => shape("stop", { offset, "stop-color": colour, "stop-opacity": opacity });
  return shape("linearGradient", { id }, stop(0, from), stop(1, to));
}

function heading(node, shown, left, undated) {
  const ties = shown === 1 ? "1 dated tie" : `${shown} dated ties`;
  const parts = [node === null ? `${ties}, by their start` : `${node.label}: ${ties}`];
  if (left > 0) parts.push(`${left} more are left out: choose a person or company to see theirs`);
  if (undated > 0) parts.push(`${undated} undated not drawn`);
  return `${parts.join("; ")}.`;
}

/** First and last day of the axis, with some room for bars that have no bound. */
function extent(edges, asOf) {
  const days = edges
    .flatMap((edge) => [...edge.certain, ...edge.possibly])
    .flat()
    .filter((day) => day !== null);
  if (asOf !== null) days.push(asOf);
  const [first, last] = days.reduce(
    ([low, high], day) => [Math.min(low, day), Math.max(high, day)],
    [Infinity, -Infinity],
  );
  if (first > last) return { first: 0, last: 1 };
  const room = Math.max(30, Math.round((last - first) * 0.04));
  return { first: first - room, last: last + room };
}

function first(edge) {
  return Math.min(...[...edge.certain, ...edge.possibly].map((range) => bounds(range)[0]));
}

function last(edge) {
  return Math.max(...[...edge.certain, ...edge.possibly].map((range) => bounds(range)[1]));
}
