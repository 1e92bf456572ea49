// Draws a picture with Cytoscape. Whom the reader has put somewhere stays there.

import cytoscape, { type Core, type ElementDefinition, type NodeSingular, type StylesheetJson } from "cytoscape";

import { type Box, inColumns } from "./columns";
import type { Picture } from "./model";

export type Positions = Record<string, { x: number; y: number }>;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const FONT = "system-ui, sans-serif";
const SIZE = 13;
/** Of the labels of lines. */
const SMALL = 10;
/** Below this, names are too small to read. */
const READABLE = 0.7;
/** Below this, not even the shape of the whole says anything. */
const COARSE = 0.5;

const measure = document.createElement("canvas").getContext("2d");

/** The width of a label in pixels. */
function width(label: string, size = SIZE): number {
  if (!measure) return label.length * 7;
  measure.font = `${size}px ${FONT}`;
  return Math.ceil(measure.measureText(label).width);
}

function style(): StylesheetJson {
  const [ink, paper, rule, accent] = ["--ink", "--paper", "--rule", "--accent"].map(colour);
  return [
    {
      selector: "node",
      style: {
        label: "data(name)",
        "font-family": FONT,
        "font-size": SIZE,
        color: ink,
        "text-valign": "center",
        "text-halign": "center",
        width: "data(w)",
        height: 28,
        shape: "round-rectangle",
        "background-color": colour("--company"),
        "border-width": 1,
        "border-color": rule,
      },
    },
    { selector: "node[kind = 'person']", style: { "background-color": colour("--person"), "corner-radius": "14" } },
    { selector: "node[?expanded]", style: { "border-width": 2, "border-color": ink, "font-weight": "bold" } },
    { selector: "node:selected", style: { "border-width": 3, "border-color": accent } },
    {
      selector: "edge",
      style: {
        width: 1.4,
        "line-color": colour("--line"),
        "curve-style": "straight",
        "source-endpoint": "data(out)",
        "target-endpoint": "data(into)",
        label: "data(middle)",
        "source-label": "data(nearSource)",
        "target-label": "data(nearTarget)",
        "source-text-offset": "data(offset)",
        "target-text-offset": "data(offset)",
        "font-size": SMALL,
        "font-family": FONT,
        "min-zoomed-font-size": 7,
        color: colour("--pale"),
        "text-background-color": paper,
        "text-background-opacity": 0.9,
        "text-background-padding": "1px",
      },
    },
    { selector: "edge[!certain]", style: { "line-style": "dashed", "line-dash-pattern": [6, 4] } },
  ] as StylesheetJson;
}

export class Canvas {
  private readonly cy: Core;
  /** Who was expanded, in that order. */
  private order: string[] = [];

  constructor(place: HTMLElement, select: (key: string) => void, expand: (key: string) => void) {
    this.cy = cytoscape({ container: place, style: style(), minZoom: 0.1, maxZoom: 3, boxSelectionEnabled: false });
    this.cy.on("select", "node", (event) => select(String(event.target.id())));
    this.cy.on("dbltap", "node", (event) => expand(String(event.target.id())));
    // What somebody has put somewhere stays there.
    this.cy.on("dragfree", "node", (event) => {
      event.target.data("pinned", true);
      this.join();
    });
  }

  /** Draws a picture; those at known positions stay there. */
  draw(picture: Picture, positions: Positions): void {
    const before = new Set(this.cy.nodes().map((node) => node.id()));
    const elements: ElementDefinition[] = [
      ...picture.nodes.map((node) => ({ group: "nodes" as const, data: { ...node, id: node.key, w: width(node.name) + 22 } })),
      ...picture.edges.map((edge) => ({ group: "edges" as const, data: { ...edge, id: edge.key, source: edge.from, target: edge.to, out: "50% 0", into: "-50% 0", offset: 62, middle: "", nearSource: "", nearTarget: "" } })),
    ];
    const wanted = new Set(elements.map(({ data }) => data.id));
    this.cy.batch(() => {
      this.cy.elements().filter((one) => !wanted.has(one.id())).remove();
      for (const element of elements) {
        const old = this.cy.getElementById(String(element.data.id));
        if (old.nonempty()) old.data(element.data);
        else this.cy.add(element);
      }
      for (const [key, position] of Object.entries(positions)) {
        const node = this.cy.getElementById(key);
        if (node.nonempty() && !before.has(key)) node.position(position).data("pinned", true);
      }
    });
    this.order = picture.nodes.filter(({ expanded }) => expanded).map(({ key }) => key);
    const isNew = picture.nodes.some(({ key }) => !before.has(key) && !positions[key]);
    // A link or a map is seen as a whole first, if that can be read; later, whoever was just expanded is
    // what the reader looks at.
    if (isNew) this.arrange(before.size === 0 && this.order.length > 1);
    else this.join();
  }

  /** Puts everybody who is not pinned into columns. */
  arrange(isWhole = false): void {
    const box = (node: NodeSingular): Box => ({ key: node.id(), name: String(node.data("name")), width: Number(node.data("w")) });
    const hubs = this.order.map((key) => this.cy.getElementById(key)).filter((node) => node.nonempty());
    const others = this.cy.nodes().filter((node) => !this.order.includes(node.id()));
    const near = new Map<string, string[]>();
    others.forEach((node) => {
      const ids = node.neighborhood("node").map((other) => other.data("key") as string);
      near.set(node.id(), ids.filter((id) => this.order.includes(id)));
    });
    const places = inColumns(hubs.map(box), others.map(box), near);
    this.cy.batch(() => {
      this.cy.nodes().forEach((node) => {
        const to = places[node.id()];
        if (to && node.data("pinned") !== true) node.position(to);
      });
    });
    this.join();
    this.fit();
    // Where there is little room, the picture goes beyond it rather than being too small; `fit` shows all of it.
    const hub = this.cy.getElementById(this.order.at(isWhole ? 0 : -1) ?? "");
    if (this.cy.zoom() < (isWhole ? COARSE : READABLE) && hub.nonempty()) {
      this.cy.zoom(READABLE);
      this.cy.center(hub);
    }
  }

  /** Lets each line begin and end at the sides of its boxes that face each other, and puts its label where lines are apart: near
   * the end that was not expanded. */
  private join(): void {
    this.cy.edges().forEach((edge) => {
      const toRight = edge.source().position().x <= edge.target().position().x;
      edge.data({ out: toRight ? "50% 0" : "-50% 0", into: toRight ? "-50% 0" : "50% 0" });
      const label = String(edge.data("label"));
      const at = !this.order.includes(edge.target().id()) ? 2 : !this.order.includes(edge.source().id()) ? 1 : 0;
      // No label reaches under the box at its end.
      edge.data("offset", Math.max(62, width(label, SMALL) / 2 + 24));
      edge.data({ middle: at === 0 ? label : "", nearSource: at === 1 ? label : "", nearTarget: at === 2 ? label : "" });
    });
  }

  fit(): void {
    this.cy.fit(undefined, 30);
    if (this.cy.zoom() > 1.2) {
      this.cy.zoom(1.2);
      this.cy.center();
    }
  }

  select(key: string): void {
    this.cy.nodes().unselect();
    this.cy.getElementById(key).select();
  }

  restyle(): void {
    this.cy.style(style());
  }

  positions(): Positions {
    return Object.fromEntries(this.cy.nodes().map((node) => [node.id(), { ...node.position() }]));
  }

  png(): Blob {
    const text = this.cy.png({ full: true, scale: 2, bg: colour("--paper"), output: "blob" });
    return text as unknown as Blob;
  }

  /** The picture as SVG. */
  svg(): Blob {
    const box = this.cy.elements().boundingBox();
    const xml = (text: string): string =>
      text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");
    const [ink, paper] = [colour("--ink"), colour("--paper")];
    const lines = this.cy.edges().map((edge) => {
      const [p, q] = [edge.sourceEndpoint(), edge.targetEndpoint()];
      const dash = edge.data("certain") ? "" : ' stroke-dasharray="6 4"';
      const share = edge.data("middle") ? 0.5 : edge.data("nearTarget") ? 0.65 : 0.35;
      const label = `<text x="${p.x + (q.x - p.x) * share}" y="${p.y + (q.y - p.y) * share - 2}" font-size="10" fill="${colour("--pale")}">${xml(String(edge.data("label")))}</text>`;
      return `<line x1="${p.x}" y1="${p.y}" x2="${q.x}" y2="${q.y}" stroke="${colour("--line")}" stroke-width="1.4"${dash}/>${label}`;
    });
    const boxes = this.cy.nodes().map((node) => {
      const [{ x, y }, w] = [node.position(), Number(node.data("w"))];
      const isPerson = node.data("kind") === "person";
      const fill = colour(isPerson ? "--person" : "--company");
      return `<rect x="${x - w / 2}" y="${y - 14}" width="${w}" height="28" rx="${isPerson ? 14 : 4}" fill="${fill}" stroke="${colour("--rule")}"/><text x="${x}" y="${y + 4.5}" font-size="${SIZE}" fill="${ink}">${xml(String(node.data("name")))}</text>`;
    });
    const [x, y, w, h] = [box.x1 - 20, box.y1 - 20, box.w + 40, box.h + 40];
    const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${w} ${h}" width="${w}" height="${h}" font-family="${FONT}" text-anchor="middle"><rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${paper}"/>${lines.join("")}${boxes.join("")}</svg>`;
    return new Blob([text], { type: "image/svg+xml" });
  }

  end(): void {
    this.cy.destroy();
  }
}
