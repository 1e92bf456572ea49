// The head of every view: search, clock, settings.

import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

import { Go } from "./parts";
import { type Clock, type View, go, place } from "./place";
import { Search, nameOf } from "./search";
import { type Language, type Theme, language, languages, theme, useStrings } from "./settings";
import { useSignal } from "./signal";

export function Header(): VNode {
  const say = useStrings();
  const { view } = useSignal(place);
  const links: [View, string][] = [
    ["findings", say.findings],
    ["pairs", say.allPairs],
    ["path", say.paths],
    ["review", say.review],
  ];
  return (
    <header>
      <nav aria-label={say.title}>
        <Go to={{ view: "start", id: "", other: "", also: {} }} class="brand">
          interlocks
        </Go>
        {links.map(([to, text]) => (
          <Go to={{ view: to, id: "", other: "", also: {} }} {...(to === view ? { "aria-current": "page" as const } : {})}>
            {text}
          </Go>
        ))}
      </nav>
      <Search
        label={say.search}
        isMain
        choose={(found) =>
          found.kind === "deal" ? go({ view: "findings", id: found.id, other: "" }) : go({ view: "entity", id: nameOf(found), other: "" })
        }
      />
      <ClockField />
      <Settings />
    </header>
  );
}

/** The time that all answers are about. */
function ClockField(): VNode {
  const say = useStrings();
  const { clock } = useSignal(place);
  const [mode, setMode] = useState<"ever" | "at" | "during">(clock.at ? "at" : clock.during ? "during" : "ever");
  const [from, to] = clock.during.split("..");
  useEffect(() => setMode(clock.at ? "at" : clock.during ? "during" : mode), [clock.at, clock.during]);
  const set = (change: Partial<Clock>): void => go({ clock: { ...clock, ...change } });
  const chooseMode = (chosen: string): void => {
    setMode(chosen as typeof mode);
    if (chosen === "ever") set({ at: "", during: "" });
  };
  const day = (event: { currentTarget: HTMLInputElement }): string => event.currentTarget.value.trim();
  return (
    <fieldset class="clock">
      <legend>{say.time}</legend>
      <label>
        <span class="hidden">{say.time}</span>
        <select value={mode} onChange={(event) => chooseMode(event.currentTarget.value)}>
          <option value="ever">{say.ever}</option>
          <option value="at">{say.at}</option>
          <option value="during">{say.during}</option>
        </select>
      </label>
      {mode === "at" && (
        <label>
          {say.day}
          <input size={10} placeholder="2013-08" value={clock.at} onChange={(event) => set({ at: day(event), during: "" })} />
        </label>
      )}
      {mode === "during" && (
        <>
          <label>
            {say.from}
            <input size={10} placeholder="2011" value={from ?? ""} onChange={(event) => set({ at: "", during: `${day(event)}..${to ?? ""}` })} />
          </label>
          <label>
            {say.to}
            <input size={10} placeholder="2013-06" value={to ?? ""} onChange={(event) => set({ at: "", during: `${from ?? ""}..${day(event)}` })} />
          </label>
        </>
      )}
      <label class="check">
        <input type="checkbox" checked={clock.certain} onChange={(event) => set({ certain: event.currentTarget.checked })} />
        {say.certainOnly}
      </label>
    </fieldset>
  );
}

function Settings(): VNode {
  const say = useStrings();
  const [colours, tongue] = [useSignal(theme), useSignal(language)];
  return (
    <details class="settings">
      <summary>{say.settings}</summary>
      <label>
        {say.theme}
        <select value={colours} onChange={(event) => theme.set(event.currentTarget.value as Theme)}>
          {(["auto", "light", "dark"] as const).map((one) => (
            <option value={one}>{say.themes[one]}</option>
          ))}
        </select>
      </label>
      <label>
        {say.chooseLanguage}
        <select value={tongue} onChange={(event) => language.set(event.currentTarget.value as Language)}>
          {languages.map(({ key, name }) => (
            <option value={key}>{name}</option>
          ))}
        </select>
      </label>
    </details>
  );
}
