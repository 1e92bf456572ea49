// Network, timeline, and a timeline that came drawn: one of them is on the stage.

import { byId, element } from "./dom.js";

const SECTIONS = { network: "network", timeline: "timeline", drawn: "drawn-timeline" };

export class Views {
  #buttons;

  /** `onView(name)` is called when the reader turns to another view. */
  constructor(network, drawn, onView) {
    const names = [];
    if (network.nodes.length > 0) names.push(["network", "Network"]);
    if (network.days !== null) names.push(["timeline", "Timeline"]);
    if (drawn.querySelector("svg") !== null) names.push(["drawn", names.length === 0 ? "Timeline" : "Drawn timeline"]);
    this.first = names[0]?.[0] ?? "network";
    this.#buttons = names.map(([name, words]) => {
      const button = element("button", { type: "button", role: "radio", "data-view": name }, words);
      button.addEventListener("click", () => onView(name));
      return button;
    });
    const group = byId("views");
    group.replaceChildren(...this.#buttons);
    group.hidden = names.length < 2;
    group.addEventListener("keydown", (event) => this.#step(event));
    this.show(this.first);
  }

  show(view) {
    for (const [name, id] of Object.entries(SECTIONS)) byId(id).hidden = name !== view;
    for (const button of this.#buttons) {
      const chosen = button.dataset.view === view;
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
  }

  /** Arrow keys go round the views, as in any group of choices. */
  #step(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const here = this.#buttons.indexOf(event.target);
    if (step === undefined || here < 0) return;
    event.preventDefault();
    const next = this.#buttons[(here + step + this.#buttons.length) % this.#buttons.length];
    next.focus();
    next.click();
  }
}
