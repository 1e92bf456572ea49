// Where the reader is: all of it is in the address, so that every view is a link.

import { signal } from "./signal";

/** The time that answers are about, as the options of the commands name it. */
export interface Clock {
  at: string;
  during: string;
  certain: boolean;
}

export type View = "start" | "entity" | "two" | "findings" | "pairs" | "path" | "network" | "review";

export interface Place {
  view: View;
  /** The person, company or both that the view is about, as `company:ID`. */
  id: string;
  other: string;
  clock: Clock;
  /** Shown without header, in the frame of another page. */
  embed: boolean;
  /** What the reader has set in the view itself: filters, order, columns, who is in the picture. */
  also: Also;
}

/** Parameters that only some views have; each may be given several times. */
export const ALSO = ["severity", "rule", "text", "sort", "hide", "with", "without"] as const;
export type Also = Partial<Record<(typeof ALSO)[number], string[]>>;

const VIEWS: View[] = ["start", "entity", "two", "findings", "pairs", "path", "network", "review"];

function read(): Place {
  const query = new URLSearchParams(location.search);
  const view = query.get("view") as View | null;
  return {
    view: view && VIEWS.includes(view) ? view : "start",
    id: query.get("id") ?? "",
    other: query.get("other") ?? "",
    clock: { at: query.get("at") ?? "", during: query.get("during") ?? "", certain: query.get("certain") === "1" },
    embed: query.get("embed") === "1",
    also: Object.fromEntries(ALSO.map((name) => [name, query.getAll(name)] as const).filter(([, values]) => values.length > 0)),
  };
}

export const place = signal(read());

addEventListener("popstate", () => place.set(read()));

/** The address of a place. */
export function href(change: Partial<Place>): string {
  const now = place.get();
  // Another view, or the view of somebody else, begins with nothing set.
  const isSame = (["view", "id", "other"] as const).every((part) => change[part] === undefined || change[part] === now[part]);
  const to = { ...now, also: isSame ? now.also : {}, ...change };
  const query = new URLSearchParams();
  if (to.view !== "start") query.set("view", to.view);
  if (to.id) query.set("id", to.id);
  if (to.other) query.set("other", to.other);
  if (to.clock.at) query.set("at", to.clock.at);
  else if (to.clock.during) query.set("during", to.clock.during);
  if (to.clock.certain) query.set("certain", "1");
  if (to.embed) query.set("embed", "1");
  for (const name of ALSO) for (const value of to.also[name] ?? []) query.append(name, value);
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

/** Goes to a place, with an entry in the history of the browser. */
export function go(change: Partial<Place>): void {
  const to = href(change);
  if (to !== location.pathname + location.search) history.pushState(null, "", to);
  place.set(read());
  scrollTo(0, 0);
}

/** Keeps what was set in the view in its address, without an entry in the history: nobody goes back letter by letter. */
export function note(change: Also): void {
  history.replaceState(null, "", href({ also: { ...place.get().also, ...change } }));
  place.set(read());
}

/** The parameters of the clock, for a question. */
export function time(clock: Clock): { at?: string; during?: string; certain?: boolean } {
  if (clock.at) return { at: clock.at, certain: clock.certain };
  if (clock.during) return { during: clock.during, certain: clock.certain };
  return { certain: clock.certain };
}
