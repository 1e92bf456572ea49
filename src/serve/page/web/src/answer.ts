// Answers for views: asked when the view is drawn, dropped when it changes.

import { useEffect, useState } from "preact/hooks";

import { type Answer, type Values, address, ask, blob } from "./api";

export type State<T> = { kind: "waiting" } | { kind: "failed"; error: string } | { kind: "here"; answer: T };

function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>): State<T> {
  const [state, set] = useState<State<T>>({ kind: "waiting" });
  useEffect(() => {
    const stop = new AbortController();
    set({ kind: "waiting" });
    load(stop.signal).then(
      (answer) => set({ kind: "here", answer }),
      (error: Error) => {
        if (!stop.signal.aborted) set({ kind: "failed", error: error.message });
      },
    );
    return () => stop.abort();
  }, [key]);
  return state;
}

/** The answer to a question. */
export function useAnswer<T>(question: string, values: Values): State<Answer<T>> {
  return useLoaded(address(question, values), (signal) => ask<T>(question, values, signal));
}

/** A picture, as an address for an image. */
export function usePicture(values: Values): State<string> {
  const path = address("render", values);
  const state = useLoaded(path, async (signal) => URL.createObjectURL(await blob(path, signal)));
  useEffect(() => () => {
    if (state.kind === "here") URL.revokeObjectURL(state.answer);
  }, [state]);
  return state;
}

/** The rows of a list, part by part. */
export function useRows<T>(question: string, values: Values, limit: number): {
  rows: T[];
  of: number | null;
  more: (() => void) | null;
  state: State<unknown>;
  notes: string[];
} {
  const [wanted, want] = useState(limit);
  const key = address(question, values);
  useEffect(() => want(limit), [key]);
  const state = useAnswer<T[]>(question, { ...values, limit: wanted });
  const [kept, keep] = useState<{ key: string; answer: Answer<T[]> } | null>(null);
  useEffect(() => {
    if (state.kind === "here") keep({ key, answer: state.answer });
  }, [state]);
  // While further rows are made, those before stay.
  const shown = state.kind === "here" ? state.answer : kept?.key === key ? kept.answer : null;
  const rows = shown?.results ?? [];
  const more = shown?.page?.next != null && wanted < 10_000 ? () => want(Math.min(wanted * 4, 10_000)) : null;
  return { rows, of: shown?.page?.of ?? null, more, state: shown ? { kind: "here", answer: null } : state, notes: shown?.notes ?? [] };
}
