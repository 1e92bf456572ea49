// What shapes, colours and dashes mean; classes can be switched off.

import { element, quoted, shape } from "./dom.js";
import { edgeInk, nodeInk, themeInk } from "./ink.js";

export class Legend {
  #buttons = [];

  /** `onToggle(which, index)` is called when a class is clicked. */
  constructor(network, place, onToggle) {
    const ink = themeInk();
    const parts = [marks(network, ink)];
    if (network.node_classes.length > 0) {
      const sample = (colour) => boxSample(nodeInk(ink, colour, false), 2);
      parts.push(
        this.#classes(network.node_class_label ?? "Kind", network.node_classes, "hiddenNodeClasses", sample, onToggle),
      );
    }
    if (network.edge_classes.length > 0) {
      const sample = (colour) => lineSample(edgeInk(ink, colour), false);
      parts.push(
        this.#classes(network.edge_class_label ?? "Tie", network.edge_classes, "hiddenEdgeClasses", sample, onToggle),
      );
    }
    place.replaceChildren(...parts);
  }

  update(choices) {
    for (const { button, which, index } of this.#buttons) {
      button.setAttribute("aria-pressed", String(!choices[which].has(index)));
    }
  }

  #classes(heading, classes, which, sample, onToggle) {
    const items = classes.map(({ name, colour }, index) => {
      const button = element(
        "button",
        { type: "button", "aria-pressed": "true", title: "Show or hide" },
        sample(colour),
        quoted(name),
      );
      button.addEventListener("click", () => onToggle(which, index));
      this.#buttons.push({ button, which, index });
      return element("li", {}, button);
    });
    return group(heading, items);
  }
}

/** The marks that every picture with them has in common. */
function marks(network, ink) {
  const plain = nodeInk(ink, null, false);
  const rows = [];
  if (network.nodes.some((node) => node.kind === "person")) rows.push([boxSample(plain, 6), "person"]);
  if (network.nodes.some((node) => node.kind === "company")) rows.push([boxSample(plain, 2), "company"]);
  rows.push([lineSample(edgeInk(ink, null), false), "certain"]);
  rows.push([lineSample(edgeInk(ink, null), true), "possible (dates allow it)"]);
  return group(
    "Marks",
    rows.map(([sample, words]) => element("li", { class: "mark" }, sample, words)),
  );
}

function group(heading, items) {
  return element("div", {}, element("h3", {}, quoted(heading)), element("ul", { class: "classes" }, ...items));
}

function boxSample({ fill, border }, radius) {
  const box = shape("rect", {
    x: 1,
    y: 2,
    width: 20,
    height: 12,
    rx: radius,
    fill,
    stroke: border,
    "stroke-width": 1.4,
  });
  return shape("svg", { width: 22, height: 16, "aria-hidden": "true" }, box);
}

function lineSample(colour, dashed) {
  const line = shape("line", { x1: 1, x2: 21, y1: 8, y2: 8, stroke: colour, "stroke-width": 2.4 });
  if (dashed) line.setAttribute("stroke-dasharray", "5 3.5");
  return shape("svg", { width: 22, height: 16, "aria-hidden": "true" }, line);
}
