// Maps that a reader saves as a file and opens again: who is in the picture, where, and the steps of a story.

import type { Clock } from "../place";
import type { Positions } from "./canvas";
import type { Chosen } from "./model";

export interface Step {
  caption: string;
  chosen: Chosen;
  clock: Clock;
}

export interface SavedMap {
  interlocks_map: 1;
  chosen: Chosen;
  clock: Clock;
  positions: Positions;
  steps: Step[];
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length < 10_000 && value.every((one) => typeof one === "string");

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function chosenOf(value: unknown): Chosen | null {
  if (!isObject(value) || !isTexts(value["expanded"]) || !isTexts(value["removed"])) return null;
  return { expanded: value["expanded"], removed: value["removed"] };
}

function clockOf(value: unknown): Clock {
  const text = (one: unknown): string => (typeof one === "string" ? one : "");
  if (!isObject(value)) return { at: "", during: "", certain: false };
  return { at: text(value["at"]), during: text(value["during"]), certain: value["certain"] === true };
}

/** Reads a map; null if the text is none. Nothing in a file is trusted. */
export function read(text: string): SavedMap | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || value["interlocks_map"] !== 1) return null;
  const chosen = chosenOf(value["chosen"]);
  if (!chosen) return null;
  const positions: Positions = {};
  for (const [key, at] of Object.entries(isObject(value["positions"]) ? value["positions"] : {})) {
    if (isObject(at) && Number.isFinite(at["x"]) && Number.isFinite(at["y"])) positions[key] = { x: Number(at["x"]), y: Number(at["y"]) };
  }
  const steps = (Array.isArray(value["steps"]) ? value["steps"] : []).flatMap((step: unknown): Step[] => {
    const own = isObject(step) ? chosenOf(step["chosen"]) : null;
    if (!isObject(step) || !own) return [];
    return [{ caption: String(step["caption"] ?? ""), chosen: own, clock: clockOf(step["clock"]) }];
  });
  return { interlocks_map: 1, chosen, clock: clockOf(value["clock"]), positions, steps };
}
