// What the reader has chosen, and who wants to be told when that changes.

/** The choices of a page just opened. */
const OPENED = {
  /** A day, or null for all dates. */
  day: null,
  /** Index of the node in focus, or null. */
  focus: null,
  /** Classes that the legend has switched off. */
  hiddenNodeClasses: new Set(),
  hiddenEdgeClasses: new Set(),
  /** "network", "timeline" or "drawn". */
  view: "network",
};

export class State {
  #choices = OPENED;
  #listeners = [];
  #pending = null;

  get choices() {
    return this.#choices;
  }

  /** Calls `listener(choices, before)` after every change, and at most once a frame. */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  change(part) {
    const before = this.#pending?.before ?? this.#choices;
    this.#choices = { ...this.#choices, ...part };
    if (this.#pending === null) {
      // A slider that is dragged reports more often than the screen can show.
      this.#pending = { before, frame: requestAnimationFrame(() => this.settle()) };
    }
  }

  /** Tells the listeners now what they would have been told at the next frame. */
  settle() {
    if (this.#pending === null) return;
    const { before, frame } = this.#pending;
    cancelAnimationFrame(frame);
    this.#pending = null;
    for (const listener of this.#listeners) listener(this.#choices, before);
  }

  /** Switches a class of `which` ("hiddenNodeClasses" or "hiddenEdgeClasses") off, or on again. */
  toggleClass(which, index) {
    const hidden = new Set(this.#choices[which]);
    if (!hidden.delete(index)) hidden.add(index);
    this.change({ [which]: hidden });
  }
}
