// A value that views follow.

import { useEffect, useState } from "preact/hooks";

export interface Signal<T> {
  get(): T;
  set(value: T): void;
  follow(each: () => void): () => void;
}

export function signal<T>(value: T): Signal<T> {
  const followers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      followers.forEach((each) => each());
    },
    follow(each) {
      followers.add(each);
      return () => void followers.delete(each);
    },
  };
}

/** The value of a signal; the component is drawn again when it changes. */
export function useSignal<T>(of: Signal<T>): T {
  const [value, set] = useState(of.get);
  useEffect(() => {
    set(of.get());
    return of.follow(() => set(of.get()));
  }, [of]);
  return value;
}
