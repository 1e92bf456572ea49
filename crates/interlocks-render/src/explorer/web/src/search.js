// Finding a node by part of its name or id.

import { element, quoted } from "./dom.js";
import { nodeFacts } from "./network.js";

const MOST = 12;

/** Text without case and accents, as search compares it. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export class Search {
  #network;
  #box;
  #list;
  #keys;
  #onChoice;
  #found = [];
  #marked = 0;

  /** `onChoice(index)` is called with the node that the reader picks. */
  constructor(network, box, list, onChoice) {
    this.#network = network;
    this.#box = box;
    this.#list = list;
    this.#onChoice = onChoice;
    this.#keys = network.nodes.map((node) => ({ name: fold(node.label), all: fold(`${node.label} ${node.id}`) }));
    box.addEventListener("input", () => this.#look());
    box.addEventListener("focus", () => this.#look());
    box.addEventListener("blur", () => this.#close());
    box.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Nodes that hold every word, those whose name starts so first, then the more important. */
  find(text) {
    const wanted = fold(text).trim();
    const words = wanted.split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const rank = (node) => (this.#keys[node.index].name.startsWith(wanted) ? 0 : 1);
    return this.#network.nodes
      .filter((node) => words.every((word) => this.#keys[node.index].all.includes(word)))
      .sort((a, b) => rank(a) - rank(b) || b.importance - a.importance || a.index - b.index);
  }

  #look() {
    this.#found = this.find(this.#box.value);
    this.#marked = 0;
    if (this.#box.value.trim() === "") return this.#close();
    const shown = this.#found.slice(0, MOST);
    const rows = shown.map((node, place) => this.#row(node, place));
    const left = this.#found.length - shown.length;
    if (shown.length === 0) rows.push(element("li", { class: "rest" }, "Nothing found"));
    if (left > 0) rows.push(element("li", { class: "rest" }, `and ${left} more: type more of the name`));
    this.#list.replaceChildren(...rows);
    this.#list.hidden = false;
    this.#box.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  #row(node, place) {
    const row = element(
      "li",
      { role: "option", id: `match-${place}`, "aria-selected": "false" },
      quoted(node.label),
      element("span", { class: "pale" }, quoted(nodeFacts(this.#network, node))),
    );
    // Not "click": the box would lose the keyboard first, and close the list under the pointer.
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#choose(place);
    });
    return row;
  }

  #press(event) {
    const last = Math.min(this.#found.length, MOST) - 1;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && last >= 0) {
      this.#mark((this.#marked + steps[event.key] + last + 1) % (last + 1));
    } else if (event.key === "Enter" && last >= 0) {
      this.#choose(this.#marked);
    } else if (event.key === "Escape" && !this.#list.hidden) {
      this.#close();
      event.stopPropagation();
    } else {
      return;
    }
    event.preventDefault();
  }

  #mark(place) {
    this.#marked = place;
    this.#list.querySelectorAll("[role=option]").forEach((row, i) => {
      row.setAttribute("aria-selected", String(i === place));
      if (i === place) row.scrollIntoView({ block: "nearest" });
    });
    if (this.#found.length > 0) this.#box.setAttribute("aria-activedescendant", `match-${place}`);
  }

  #choose(place) {
    const node = this.#found[place];
    this.#box.value = "";
    this.#close();
    this.#onChoice(node.index);
  }

  #close() {
    this.#found = [];
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#box.setAttribute("aria-expanded", "false");
    this.#box.removeAttribute("aria-activedescendant");
  }
}
