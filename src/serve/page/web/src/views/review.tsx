// Records that may be one: one pair after another, decided with a key, written to the file of decisions.

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { type About, about, ask, decide } from "../api";
import { useAnswer, useRows } from "../answer";
import { type Column, Heading, Part, Shown, Table } from "../parts";
import type { Profile } from "../rows";
import { useStrings } from "../settings";

interface Reason {
  feature: string;
  a: string;
  b: string;
  level: string;
  bits: number;
}

interface Candidate {
  a: { id: string; name: string };
  b: { id: string; name: string };
  probability: number;
  band: string;
  features: Reason[];
}

type Word = "same" | "distinct" | "unsure";
const KEYS: Record<string, Word | "skip"> = { s: "same", d: "distinct", u: "unsure", k: "skip" };

/** The most pairs that are looked through. */
const MOST = 500;

export function Review(): VNode {
  const say = useStrings();
  const [known, set] = useState<About | null>(null);
  const [before, setBefore] = useState<Set<string> | null>(null);
  const { rows, state } = useRows<Candidate>("resolve", {}, MOST);
  useEffect(() => {
    void about().then(set);
    ask<[string, string][]>("decisions", {}).then(
      ({ results }) => setBefore(new Set(results.map(pairKey))),
      () => setBefore(new Set()),
    );
  }, []);
  return (
    <>
      <Heading>{say.review}</Heading>
      <p>{say.reviewHint}</p>
      {known && !known.decisions && <p class="pale">{say.noDecisions}</p>}
      <Shown of={state}>
        {() =>
          known && before ? <Pairs pairs={rows.filter(({ a, b }) => !before.has(pairKey([a.id, b.id])))} about={known} /> : null
        }
      </Shown>
    </>
  );
}

function pairKey([a, b]: [string, string]): string {
  return JSON.stringify([a, b].sort());
}

function Pairs({ pairs, about: { decisions, write_token: token } }: { pairs: Candidate[]; about: About }): VNode {
  const say = useStrings();
  const [at, setAt] = useState(0);
  const [who, setWho] = useState("");
  const [why, setWhy] = useState("");
  const [told, tell] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const pair = pairs[at];
  const answer = async (word: Word | "skip"): Promise<void> => {
    if (!pair) return;
    if (word !== "skip") {
      if (!decisions || !token) return;
      try {
        tell(await decide({ a: pair.a.id, b: pair.b.id, decision: word, who, why }, token));
      } catch (error) {
        tell((error as Error).message);
        return;
      }
    }
    setWhy("");
    setAt(at + 1);
    box.current?.focus();
  };
  const key = (event: KeyboardEvent): void => {
    const typing = event.target instanceof HTMLInputElement;
    const word = KEYS[event.key];
    if (typing || !word || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void answer(word);
  };
  const words: [Word | "skip", string][] = [
    ["same", say.same],
    ["distinct", say.distinct],
    ["unsure", say.unsure],
    ["skip", say.skipPair],
  ];
  return (
    <div ref={box} tabIndex={-1} onKeyDown={key} class="review">
      <p aria-live="polite">{told}</p>
      {pair ? (
        <>
          <p>
            {say.step(at + 1, pairs.length)} · {say.probability} {pair.probability.toFixed(2)} ({pair.band})
          </p>
          <div class="filters">
            <label>
              {say.decidedBy}
              <input value={who} onInput={(event) => setWho(event.currentTarget.value)} />
            </label>
            <label>
              {say.because}
              <input value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
            </label>
            {words.map(([word, text]) => (
              <button type="button" disabled={word !== "skip" && !decisions} onClick={() => void answer(word)}>
                {text}
              </button>
            ))}
          </div>
          <div class="side">
            <Record id={pair.a.id} />
            <Record id={pair.b.id} />
          </div>
          <Reasons of={pair.features} />
        </>
      ) : (
        <p>{say.noPairs}</p>
      )}
    </div>
  );
}

function Record({ id }: { id: string }): VNode {
  const say = useStrings();
  const state = useAnswer<Profile>("show", { entity: `person:${id}` });
  return (
    <Shown of={state}>
      {({ results }) => (
        <section>
          <h2>
            {results.name} <span class="pale">{results.id}</span>
          </h2>
          <ul>
            {results.seats.map((seat) => (
              <li>
                {seat.relation}, {seat.to.name} ({seat.start ?? say.unknown} – {seat.end ?? (seat.running ? say.running : say.unknown)})
              </li>
            ))}
          </ul>
        </section>
      )}
    </Shown>
  );
}

function Reasons({ of }: { of: Reason[] }): VNode {
  const say = useStrings();
  const columns: Column<Reason>[] = [
    { name: say.reason, cell: (reason) => reason.feature },
    { name: say.evidenceFor, cell: (reason) => reason.level },
    { name: say.bits, number: true, cell: (reason) => reason.bits.toFixed(2) },
  ];
  return (
    <Part title={say.reasons}>
      <Table label={say.reasons} columns={columns} rows={of} />
    </Part>
  );
}

