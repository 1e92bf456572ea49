// Language and colours: the only things that the page keeps in the browser.

import { signal, useSignal } from "./signal";
import { de } from "./strings/de";
import { type Strings, en } from "./strings/en";

const LANGUAGES = { en, de };
export type Language = keyof typeof LANGUAGES;
export type Theme = "auto" | "light" | "dark";

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    // A browser may forbid it; then nothing is kept.
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // As above.
  }
}

const wanted = new URLSearchParams(location.search).get("lang") ?? kept("language") ?? navigator.language.slice(0, 2);
export const language = signal<Language>(wanted === "de" ? "de" : "en");

const colours = new URLSearchParams(location.search).get("theme") ?? kept("theme");
export const theme = signal<Theme>(colours === "light" || colours === "dark" ? colours : "auto");

const dark = matchMedia("(prefers-color-scheme: dark)");

/** The colours in use. */
export function shade(): "light" | "dark" {
  const chosen = theme.get();
  return chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
}

export const shadeNow = signal(shade());

function apply(): void {
  document.documentElement.dataset["theme"] = shade();
  document.documentElement.lang = language.get();
  shadeNow.set(shade());
}

theme.follow(() => {
  keep("theme", theme.get());
  apply();
});
language.follow(() => {
  keep("language", language.get());
  apply();
});
dark.addEventListener("change", apply);
apply();

export const languages = Object.entries(LANGUAGES).map(([key, strings]) => ({ key: key as Language, name: strings.language }));

/** The texts in the language of the reader. */
export function useStrings(): Strings {
  return LANGUAGES[useSignal(language)];
}

/** A whole number as the language writes it. */
export function counted(value: number): string {
  return value.toLocaleString(language.get());
}
