// Names of the most important nodes, legible when the picture is too small for all names.

import { fitLine, lineWidth } from "./lettering.js";

/** Pixels on the screen. */
const SIZE = 11;
const GAP = 14;
const WIDEST = 170;
const SETTLING = 140;

/** So many nodes share one name that stands out, within limits. */
const SHARE = 16;
const FEWEST = 8;
const MOST = 40;

/** Keeps the names that stand out in step with the zoom of `cy`. */
export class Landmarks {
  #cy;
  #font;
  #legible;
  #ranked;
  #waiting = null;

  /** Names smaller than `legible` on the screen are not drawn. */
  constructor(cy, font, legible) {
    this.#cy = cy;
    this.#font = font;
    this.#legible = legible;
    this.#ranked = cy
      .nodes("[index]")
      .toArray()
      .sort((a, b) => b.data("importance") - a.data("importance"));
    cy.on("zoom", () => this.refresh());
  }

  /** Chooses anew, once the picture has come to rest. */
  refresh() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#choose(), SETTLING);
  }

  #choose() {
    const zoom = this.#cy.zoom();
    const chosen = this.#spread(zoom);
    const kept = new Set(chosen.map((place) => place.node));
    this.#cy.batch(() => {
      this.#cy.nodes(".landmark").forEach((node) => {
        if (!kept.has(node)) node.removeClass("landmark");
      });
      for (const { node, landmark } of chosen) {
        node.data({ landmark, nameSize: SIZE / zoom, halo: 2.5 / zoom });
        node.addClass("landmark");
      }
    });
  }

  /** By importance, those whose own names are too small to read and whose large ones do not collide. */
  #spread(zoom) {
    const taken = [];
    const most = Math.min(MOST, Math.max(FEWEST, this.#ranked.length / SHARE));
    const veiled = !this.#cy.$("#veil").hasClass("absent");
    for (const node of this.#ranked) {
      if (taken.length >= most) break;
      const legible = node.data("size") * zoom >= this.#legible;
      if (legible || node.hasClass("absent") || (veiled && !node.hasClass("near"))) continue;
      const { x, y } = node.position();
      const landmark = fitLine(node.data("name"), WIDEST, SIZE, this.#font);
      const half = lineWidth(landmark, SIZE * 1.1, this.#font) / 2;
      const place = { node, landmark, left: x * zoom - half, right: x * zoom + half, y: y * zoom };
      if (!taken.some((other) => collide(place, other))) taken.push(place);
    }
    return taken;
  }
}

function collide(a, b) {
  return a.left < b.right + GAP && b.left < a.right + GAP && Math.abs(a.y - b.y) < SIZE + GAP;
}
