// Moving through time: slider, date field, playing, and how much holds on the day.

import { addMonths, iso, parse } from "./days.js";
import { byId } from "./dom.js";
import { drawProfile } from "./profile.js";
import { CERTAIN, POSSIBLE, UNDATED } from "./standing.js";

/** Playing from the first day to the last takes so many steps. */
const STEPS = 260;
const PAUSE = 90;

export class Clock {
  #days;
  #onDay;
  #dial = byId("day");
  #date = byId("date");
  #play = byId("play");
  #all = byId("all-dates");
  #count = byId("count");
  #playing = null;

  /** `onDay(day)` is called with the day the reader turns to, or null for all dates. */
  constructor(network, onDay) {
    this.#days = network.days;
    this.#onDay = onDay;
    byId("clock").hidden = false;
    if (network.days === null) return this.#withoutDays();
    const { first, last } = network.days;
    Object.assign(this.#dial, { min: first, max: last, value: last });
    this.#dial.addEventListener("input", () => this.#turn(this.#dial.valueAsNumber));
    this.#dial.addEventListener("keydown", (event) => this.#jump(event));
    this.#date.addEventListener("change", () => this.#read());
    this.#play.addEventListener("click", () => this.#toggle());
    this.#all.addEventListener("click", () => this.#turn(null));
    const draw = () => drawProfile(byId("profile"), network);
    new ResizeObserver(draw).observe(byId("profile"));
  }

  show(choices, counts) {
    this.#count.textContent = countText(choices.day, counts);
    if (this.#days === null) return;
    const { day } = choices;
    document.body.classList.toggle("timed", day !== null);
    this.#all.setAttribute("aria-pressed", String(day === null));
    this.#dial.setAttribute("aria-valuetext", day === null ? "all dates" : iso(day));
    this.#date.removeAttribute("aria-invalid");
    if (day !== null) this.#dial.value = day;
    this.#date.value = day === null ? "" : iso(day);
  }

  #turn(day) {
    this.#stop();
    this.#onDay(day);
  }

  /** The keys for large steps go by months, which have no fixed number of days. */
  #jump(event) {
    const months = { PageUp: 1, PageDown: -1 }[event.key];
    if (months === undefined) return;
    event.preventDefault();
    // The dial is moved at once, for the next key may come before the page has followed.
    this.#dial.value = this.#clamp(addMonths(this.#dial.valueAsNumber, event.shiftKey ? months * 12 : months));
    this.#turn(this.#dial.valueAsNumber);
  }

  #read() {
    if (this.#date.value.trim() === "") return this.#turn(null);
    const day = parse(this.#date.value);
    if (day === null) this.#date.setAttribute("aria-invalid", "true");
    else this.#turn(this.#clamp(day));
  }

  #toggle() {
    if (this.#playing !== null) return this.#stop();
    const { first, last } = this.#days;
    const step = Math.max(1, Math.round((last - first) / STEPS));
    const shown = document.body.classList.contains("timed") && this.#dial.valueAsNumber < last;
    let day = shown ? this.#dial.valueAsNumber : first;
    this.#playing = setInterval(() => {
      this.#onDay(day);
      if (day >= last) return this.#stop();
      day = this.#clamp(day + step);
    }, PAUSE);
    this.#label("Pause", true);
  }

  #stop() {
    clearInterval(this.#playing);
    this.#playing = null;
    this.#label("Play", false);
  }

  #label(word, pressed) {
    this.#play.textContent = word;
    this.#play.setAttribute("aria-pressed", String(pressed));
  }

  #clamp(day) {
    return Math.min(Math.max(day, this.#days.first), this.#days.last);
  }

  #withoutDays() {
    byId("clock").classList.add("undated");
  }
}

function countText(day, counts) {
  const [certain, possible, undated] = [counts[CERTAIN], counts[POSSIBLE], counts[UNDATED]];
  if (day === null) {
    const all = certain + possible + undated;
    return `${all === 1 ? "1 tie" : `${all} ties`} over all dates`;
  }
  const parts = [`${certain} certain`, `${possible} possible`];
  if (undated > 0) parts.push(`${undated} undated`);
  return parts.join(" · ");
}
