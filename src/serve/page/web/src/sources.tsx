// What the sources are that rows refer to by an id.

import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

import { source } from "./api";
import { useStrings } from "./settings";

export interface Source {
  id: string;
  title: string;
  url: string;
}

const kept = new Map<string, Promise<Source | null>>();
let last: Promise<unknown> = Promise.resolve();

/** A source; asked once, and one after another, so that questions do not wait for them. */
function known(id: string): Promise<Source | null> {
  const before = kept.get(id);
  if (before) return before;
  // An id that no file lists is shown as it is.
  const asked = last.then(() => source(id)).catch(() => null);
  last = asked;
  kept.set(id, asked);
  return asked;
}

function useSources(ids: string[]): Map<string, Source> {
  const [found, set] = useState<Map<string, Source>>(new Map());
  useEffect(() => {
    let isOver = false;
    void Promise.all(ids.map(known)).then((all) => {
      if (!isOver) set(new Map(all.flatMap((one) => (one ? [[one.id, one] as const] : []))));
    });
    return () => {
      isOver = true;
    };
  }, [ids.join("\n")]);
  return found;
}

/** A link only if it leads to a page: an address in data may be anything. */
function Linked({ of, text }: { of: Source; text: string }): VNode {
  return /^https?:\/\//i.test(of.url) ? (
    <a href={of.url} title={of.title} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  ) : (
    <span title={of.title}>{text}</span>
  );
}

/** The ids of sources, as links to them. */
export function Sources({ of }: { of: string[] }): VNode {
  const found = useSources(of);
  return (
    <>
      {of.map((id, at) => {
        const own = found.get(id);
        return (
          <>
            {at > 0 && ", "}
            {own ? <Linked of={own} text={id} /> : id}
          </>
        );
      })}
    </>
  );
}

/** Sources with their titles. */
export function SourceList({ of }: { of: string[] }): VNode {
  const say = useStrings();
  const found = useSources(of);
  if (of.length === 0) return <p class="none">{say.none}</p>;
  return (
    <ul class="sources">
      {of.map((id) => {
        const own = found.get(id);
        return (
          <li>
            {id}: {own ? <Linked of={own} text={own.title || own.url || id} /> : say.unlisted}
          </li>
        );
      })}
    </ul>
  );
}
