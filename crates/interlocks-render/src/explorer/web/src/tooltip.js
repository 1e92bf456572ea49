// The small sheet beside the pointer.

const GAP = 14;

export class Tooltip {
  #sheet;
  #shown = null;

  constructor(sheet) {
    this.#sheet = sheet;
  }

  /** Shows `make()` beside a point of the window; made once as long as `key` stays the same. */
  show(key, point, make) {
    if (this.#shown !== key) {
      this.#sheet.replaceChildren(...make());
      this.#sheet.hidden = false;
      this.#shown = key;
    }
    const { offsetWidth: width, offsetHeight: height } = this.#sheet;
    const [right, below] = [point.x + GAP, point.y + GAP];
    const x = right + width > innerWidth ? Math.max(4, point.x - GAP - width) : right;
    const y = below + height > innerHeight ? Math.max(4, point.y - GAP - height) : below;
    this.#sheet.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  hide() {
    this.#sheet.hidden = true;
    this.#shown = null;
  }
}
