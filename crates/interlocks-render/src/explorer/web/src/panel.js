// What is known of the node in focus: facts, and every tie with its dates.

import { iso } from "./days.js";
import { element, quoted } from "./dom.js";
import { edgeDates, edgeWord, nodeFacts, otherEnd } from "./network.js";
import { ABSENT, POSSIBLE, bounds } from "./standing.js";

/** More ties than this are listed only when asked for. */
const MOST = 120;

export class Panel {
  #network;
  #place;
  #onChoice;
  #rows = [];
  #last = null;

  /** `onChoice(index)` is called with the node whose tie the reader picks, or null to close. */
  constructor(network, place, onChoice) {
    this.#network = network;
    this.#place = place;
    this.#onChoice = onChoice;
  }

  /** Lists the node, or invites to choose one when `focus` is null. */
  show(focus) {
    this.#rows = [];
    if (focus === null) this.#place.replaceChildren(invitation());
    else this.#list(this.#network.nodes[focus], MOST);
  }

  /** Says of every listed tie how it stands. */
  update(seen, day) {
    this.#last = { seen, day };
    for (const { edge, item, status } of this.#rows) {
      const standing = seen.standings[edge.index];
      item.classList.toggle("absent", standing === ABSENT);
      item.classList.toggle("possible", standing === POSSIBLE);
      status.textContent = statusText(standing, day);
      status.hidden = status.textContent === "";
    }
  }

  #list(node, most) {
    const close = element("button", { type: "button", class: "close", "aria-label": "Close details" }, "Close");
    close.addEventListener("click", () => this.#onChoice(null));
    const ties = node.ties.map((index) => this.#network.edges[index]).sort((a, b) => start(a) - start(b));
    const items = ties.slice(0, most).map((edge) => this.#item(node, edge));
    this.#place.replaceChildren(
      element("div", { class: "panel-head" }, element("h2", {}, quoted(node.label)), close),
      element("p", { class: "pale" }, quoted(nodeFacts(this.#network, node))),
      ...node.info.map((line) => element("p", {}, quoted(line))),
      ...link(node.url),
      element("h3", {}, ties.length === 1 ? "1 tie" : `${ties.length} ties`),
      element("ul", { class: "ties" }, ...items),
    );
    if (ties.length > most) this.#place.append(this.#all(node, ties.length));
  }

  #all(node, count) {
    const all = element("button", { type: "button" }, `Show all ${count} ties`);
    all.addEventListener("click", () => {
      this.#rows = [];
      this.#list(node, Infinity);
      if (this.#last !== null) this.update(this.#last.seen, this.#last.day);
    });
    return all;
  }

  #item(node, edge) {
    const other = otherEnd(this.#network, edge, node);
    const word = edgeWord(this.#network, edge);
    const colour = edge.class === null ? null : this.#network.edge_classes[edge.class]?.colour;
    const status = element("span", { class: "status", hidden: true });
    const button = element(
      "button",
      { type: "button" },
      element("strong", {}, quoted(other.label)),
      word === null ? null : element("span", {}, quoted(word)),
      element("span", { class: "pale" }, edgeDates(edge)),
      ...edge.info.map((line) => element("span", { class: "pale" }, quoted(line))),
      status,
    );
    if (colour) button.style.borderLeftColor = colour;
    button.addEventListener("click", () => this.#onChoice(other.index));
    const item = element("li", {}, button, ...link(edge.url));
    this.#rows.push({ edge, item, status });
    return item;
  }
}

function invitation() {
  return element(
    "p",
    { class: "pale" },
    "Choose a person or company, in the picture or by searching, to see its ties and what is known of them.",
  );
}

function statusText(standing, day) {
  if (standing === ABSENT) return day === null ? "switched off in the legend" : `not shown on ${iso(day)}`;
  return standing === POSSIBLE && day !== null ? `possible on ${iso(day)}` : "";
}

/** Only addresses of the web become links: data must not bring a script here. */
function link(url) {
  if (!url || !/^https?:\/\//i.test(url)) return [];
  const anchor = element("a", { href: url, title: url, rel: "noopener noreferrer", target: "_blank" });
  anchor.append(quoted(anchor.hostname || url));
  return [element("p", { class: "link" }, "Read at ", anchor)];
}

function start(edge) {
  const starts = [...edge.certain, ...edge.possibly].map((range) => bounds(range)[0]);
  return starts.length === 0 ? Infinity : Math.min(...starts);
}
