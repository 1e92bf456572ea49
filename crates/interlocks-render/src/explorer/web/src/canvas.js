// The network as a drawing to move about in.

import cytoscape from "cytoscape";
import { canvasStyle } from "./canvas-style.js";
import { edgeInk, nodeInk, themeInk } from "./ink.js";
import { Landmarks } from "./landmarks.js";
import { fitBox } from "./lettering.js";
import { ABSENT, CERTAIN, isDashed } from "./standing.js";

/** From here on a picture is drawn by the quick means. */
const LARGE = { nodes: 700, edges: 1200 };
/** Labels of ties are drawn for pictures up to this many of them. */
const MOST_EDGE_LABELS = 60;
/** Pixels around a picture that is fitted; names that stand out of their boxes need more. */
const MARGIN = { large: 80, small: 28 };
/** Pixels of the smallest letters drawn: in large pictures small ones cost time and tell nothing. */
const LEGIBLE = { large: 6.5, small: 3.5 };
/** A small picture is not blown up beyond this to fill the window. */
const LARGEST_ZOOM = 1.25;
/** A node that the reader is taken to is shown at least this large. */
const READABLE_ZOOM = 0.8;

export class Canvas {
  #network;
  #nodes;
  #edges;
  #landmarks;
  /** How ties and nodes are drawn now, to change only those that differ. */
  #drawn;
  #focus = null;
  /** Whether the whole picture is in the window, and nobody has moved it since. */
  #whole = false;

  constructor(container, network) {
    this.#network = network;
    const ink = themeInk();
    const large = network.nodes.length > LARGE.nodes || network.edges.length > LARGE.edges;
    const legible = large ? LEGIBLE.large : LEGIBLE.small;
    this.large = large;
    this.cy = cytoscape({
      container,
      elements: [
        ...network.nodes.map((node) => nodeElement(network, node, ink)),
        ...network.edges.map((edge) => edgeElement(network, edge, ink)),
        veilElement(network),
      ],
      layout: { name: "preset", fit: false },
      style: canvasStyle(ink, { large, edgeLabels: network.edges.length <= MOST_EDGE_LABELS, legible }),
      minZoom: 0.02,
      maxZoom: 4,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      textureOnViewport: large,
      hideEdgesOnViewport: large,
      hideLabelsOnViewport: large,
      ...(large ? { pixelRatio: 1 } : {}),
    });
    this.#nodes = network.nodes.map((node) => this.cy.getElementById(nodeId(node.index)));
    this.#edges = network.edges.map((edge) => this.cy.getElementById(edgeId(edge.index)));
    this.#drawn = {
      standings: new Uint8Array(network.edges.length).fill(CERTAIN),
      nodes: new Uint8Array(network.nodes.length).fill(1),
    };
    this.#landmarks = new Landmarks(this.cy, ink.font, legible);
    this.cy.on("dragpan scrollzoom pinchzoom", () => (this.#whole = false));
    this.fit();
  }

  /** Draws what is to be seen, and what is in focus with its neighbours. */
  show(seen, focus) {
    this.cy.batch(() => {
      this.#showTies(seen.standings);
      this.#showNodes(seen.nodes);
    });
    this.#drawn = seen;
    this.#landmarks.refresh();
    if (focus !== this.#focus) this.#showFocus(focus);
  }

  #showTies(standings) {
    const dashed = (standing, index) => isDashed(this.#network.edges[index], standing);
    const changed = differing(standings, this.#drawn.standings);
    this.#mark(this.#edges, changed, "absent", (index) => standings[index] === ABSENT);
    this.#mark(this.#edges, changed, "dashed", (index) => dashed(standings[index], index));
  }

  #showNodes(nodes) {
    const changed = differing(nodes, this.#drawn.nodes);
    this.#mark(this.#nodes, changed, "absent", (index) => nodes[index] === 0);
  }

  /** Gives those of `elements` a class that `holds`, and takes it from the rest: all at once, which is far quicker. */
  #mark(elements, indexes, name, holds) {
    const [having, lacking] = [[], []];
    for (const index of indexes) (holds(index) ? having : lacking).push(elements[index]);
    this.cy.collection(having).addClass(name);
    this.cy.collection(lacking).removeClass(name);
  }

  #showFocus(focus) {
    this.#focus = focus;
    this.cy.batch(() => {
      this.cy.$(".near").removeClass("near focus");
      this.cy.$("#veil").toggleClass("absent", focus === null);
      if (focus === null) return;
      this.#nodes[focus].closedNeighborhood().addClass("near");
      this.#nodes[focus].addClass("focus");
    });
  }

  /** Moves a node to the middle, large enough to be read. */
  reveal(index) {
    this.#whole = false;
    this.cy.resize();
    const zoom = Math.max(this.cy.zoom(), READABLE_ZOOM);
    const target = { zoom, center: { eles: this.#nodes[index] } };
    if (this.large || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.cy.viewport({ zoom, pan: this.#middle(index, zoom) });
    } else {
      this.cy.stop().animate(target, { duration: 250 });
    }
  }

  #isOutside(index) {
    const { x, y } = this.#nodes[index].renderedPosition();
    return x < 0 || y < 0 || x > this.cy.width() || y > this.cy.height();
  }

  #middle(index, zoom) {
    const { x, y } = this.#nodes[index].position();
    return { x: this.cy.width() / 2 - x * zoom, y: this.cy.height() / 2 - y * zoom };
  }

  /** Brings all that is to be seen into the window. */
  fit() {
    this.#whole = true;
    this.#bring(this.cy.collection(this.#nodes));
  }

  #bring(nodes) {
    const seen = nodes.not(".absent");
    if (seen.empty()) return;
    // Not by the library's own fit, which counts in the names that stand out of their boxes.
    const { x1, y1, w, h } = seen.boundingBox({ includeLabels: false, includeOverlays: false });
    const [width, height] = [this.cy.width(), this.cy.height()];
    const margin = this.large ? MARGIN.large : MARGIN.small;
    const zoom = Math.max(
      this.cy.minZoom(),
      Math.min((width - 2 * margin) / w, (height - 2 * margin) / h, LARGEST_ZOOM),
    );
    this.cy.viewport({ zoom, pan: { x: width / 2 - (x1 + w / 2) * zoom, y: height / 2 - (y1 + h / 2) * zoom } });
  }

  zoomBy(factor) {
    this.#whole = false;
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  panBy(x, y) {
    this.#whole = false;
    this.cy.panBy({ x, y });
  }

  /** Tells the canvas that its place on the page has another size. */
  resize() {
    this.cy.resize();
    if (this.#whole && this.#focus === null) this.fit();
    else if (this.#whole) this.#bring(this.#nodes[this.#focus].closedNeighborhood().nodes());
    else if (this.#focus !== null && this.#isOutside(this.#focus)) this.reveal(this.#focus);
  }

  /** Calls `listener("node" or "edge", index)` when one is clicked, `listener(null)` for the empty space. */
  onClick(listener) {
    this.cy.on("tap", (event) => {
      if (event.target === this.cy) listener(null);
      else listener(event.target.group() === "nodes" ? "node" : "edge", event.target.data("index"));
    });
  }

  /** Calls `listener(kind, index, {x, y})` while the pointer is on something, `listener(null)` when it leaves. */
  onHover(listener) {
    const container = this.cy.container();
    this.cy.on("mouseover mousemove", "node, edge", ({ target, type, renderedPosition }) => {
      // In a large picture the tooltip must do: marking one node would draw all others anew.
      if (type === "mouseover" && !this.large) target.addClass("hover");
      const { left, top } = container.getBoundingClientRect();
      const point = { x: left + renderedPosition.x, y: top + renderedPosition.y };
      listener(target.isNode() ? "node" : "edge", target.data("index"), point);
    });
    this.cy.on("mouseout", "node, edge", ({ target }) => {
      if (!this.large) target.removeClass("hover");
      listener(null);
    });
    // The picture has moved away under the pointer.
    this.cy.on("viewport", () => {
      if (!this.large) this.cy.$(".hover").removeClass("hover");
      listener(null);
    });
  }
}

function differing(now, before) {
  const indexes = [];
  for (let index = 0; index < now.length; index += 1) if (now[index] !== before[index]) indexes.push(index);
  return indexes;
}

// Ids of the data are any text; those of the canvas are its own.
function nodeId(index) {
  return `n${index}`;
}

function edgeId(index) {
  return `e${index}`;
}

function nodeElement(network, node, ink) {
  const colour = node.class === null ? null : (network.node_classes[node.class]?.colour ?? null);
  const { size, text } = fitBox(node.label, node.w, node.h, ink.font, node.emphasis);
  return {
    group: "nodes",
    data: {
      id: nodeId(node.index),
      index: node.index,
      // Broken into lines here: the canvas would break by other measures than those of the size.
      label: text,
      name: node.label,
      importance: node.importance,
      w: node.w,
      h: node.h,
      radius: node.kind === "person" ? node.h / 2 : 3,
      size,
      ...nodeInk(ink, colour, node.emphasis),
    },
    position: { x: node.x, y: node.y },
    // Who drags a node means to move the picture.
    pannable: true,
    classes: [node.emphasis ? "emphasis" : "", node.dimmed ? "dimmed" : ""],
  };
}

/** A sheet of paper as large as the picture and all that may stand out of it. */
function veilElement(network) {
  const [xs, ys] = [network.nodes.map((node) => node.x), network.nodes.map((node) => node.y)];
  const [left, right] = extent(xs);
  const [top, bottom] = extent(ys);
  const room = 4000;
  return {
    group: "nodes",
    data: { id: "veil", w: right - left + room, h: bottom - top + room },
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    classes: ["absent"],
  };
}

function extent(numbers) {
  return numbers.reduce(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)],
    [Infinity, -Infinity],
  );
}

function edgeElement(network, edge, ink) {
  const colour = edge.class === null ? null : (network.edge_classes[edge.class]?.colour ?? null);
  return {
    group: "edges",
    data: {
      id: edgeId(edge.index),
      index: edge.index,
      source: nodeId(edge.from),
      target: nodeId(edge.to),
      label: edge.label ?? "",
      width: Math.min(8, 1.5 * Math.sqrt(Math.max(edge.weight, 0.4))),
      colour: edgeInk(ink, colour),
    },
    classes: [edge.dimmed ? "dimmed" : "", edge.directed ? "directed" : ""],
  };
}
