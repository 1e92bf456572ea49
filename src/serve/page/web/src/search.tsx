// Search as one types: a text field with a list of what is found below it (the combobox pattern of ARIA).

import type { VNode } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

import { ask } from "./api";
import type { Found } from "./rows";
import { useStrings } from "./settings";

/** How long nothing is typed before the server is asked. */
const PAUSE = 120;
const LISTED = 20;

export function Search(props: {
  label: string;
  choose: (found: Found) => void;
  /** Only these are offered. */
  kinds?: Found["kind"][];
  /** `true` if the key / goes here. */
  isMain?: boolean;
}): VNode {
  const say = useStrings();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found[] | null>(null);
  const [at, setAt] = useState(0);
  const [error, setError] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  useEffect(() => {
    setError("");
    if (!text.trim()) {
      setFound(null);
      return;
    }
    const stop = new AbortController();
    const wait = setTimeout(() => {
      ask<Found[]>("search", { text, limit: LISTED }, stop.signal).then(
        (answer) => {
          setFound(answer.results.filter((one) => !props.kinds || props.kinds.includes(one.kind)));
          setAt(0);
        },
        (problem: Error) => {
          if (stop.signal.aborted) return;
          setFound(null);
          setError(problem.message);
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [text]);

  // A long list scrolls along with the arrow keys.
  useEffect(() => document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" }), [at]);

  useEffect(() => {
    if (!props.isMain) return;
    const focus = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key === "/" && !typing) {
        event.preventDefault();
        field.current?.focus();
      }
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, [props.isMain]);

  const choose = (one: Found | undefined): void => {
    if (!one) return;
    setText("");
    setFound(null);
    props.choose(one);
  };
  const key = (event: KeyboardEvent): void => {
    const last = (found?.length ?? 0) - 1;
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, last));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter") choose(found?.[at]);
    else if (event.key === "Escape") setFound(null);
    else return;
    event.preventDefault();
  };
  const open = found !== null;
  return (
    <div class="search">
      <label for={`${id}-field`}>{props.label}</label>
      <input
        id={`${id}-field`}
        ref={field}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={props.isMain ? say.searchHint : ""}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(open && found.length > 0 ? { "aria-activedescendant": `${id}-${at}` } : {})}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={key}
        onBlur={() => setTimeout(() => setFound(null), 200)}
      />
      <p class="hidden" aria-live="polite">
        {open ? (found.length ? say.found(found.length) : say.nothingFound) : ""}
      </p>
      <ul id={`${id}-list`} role="listbox" aria-label={props.label} hidden={!open || found.length === 0}>
        {found?.map((one, number) => (
          <li
            id={`${id}-${number}`}
            role="option"
            aria-selected={number === at}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(one);
            }}
          >
            <span class="name">{one.name}</span> <span class="pale">{described(one)}</span>
          </li>
        ))}
      </ul>
      {open && found.length === 0 && <p class="nothing">{say.nothingFound}</p>}
      {error && (
        <p class="nothing failed" role="alert">
          {say.failed} {error}
        </p>
      )}
    </div>
  );

  function described(one: Found): string {
    const years = one.first ? ` · ${one.first.slice(0, 4)}–${one.last?.slice(0, 4) ?? ""}` : "";
    const boards = one.boards === null ? "" : ` · ${one.kind === "person" ? say.boards(one.boards) : say.members(one.boards)}`;
    return `${say[one.kind]}${boards}${years} · ${one.id}`;
  }
}

/** The name of what was found, as options take it. */
export function nameOf(found: Found): string {
  return found.kind === "deal" ? found.id : `${found.kind}:${found.id}`;
}
