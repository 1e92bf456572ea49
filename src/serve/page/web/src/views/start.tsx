// What the data holds, and where to begin.

import type { VNode } from "preact";

import { about } from "../api";
import { useRows } from "../answer";
import { FindingList, Go, Heading, Notes, Part, Shown } from "../parts";
import { place, time } from "../place";
import type { Finding, Pair } from "../rows";
import { counted, useStrings } from "../settings";
import { useSignal } from "../signal";
import { PairTable } from "./pairs";
import { useEffect, useState } from "preact/hooks";
import type { About } from "../api";

export function Start(): VNode {
  const say = useStrings();
  const { clock } = useSignal(place);
  const [known, set] = useState<About | null>(null);
  const [error, setError] = useState("");
  useEffect(() => void about().then(set, (problem: Error) => setError(problem.message)), []);
  const findings = useRows<Finding>("conflicts", { ...time(clock) }, 10);
  const pairs = useRows<Pair>("pairs", { ...time(clock) }, 10);
  return (
    <>
      <Heading>{known?.title || say.title}</Heading>
      {known && (
        <>
          <p>
            {say.counts(counted(known.people), counted(known.companies), counted(known.seats), counted(known.deals))}.{" "}
            {known.as_of ? say.asOf(known.as_of) : say.noAsOf}
          </p>
          {known.errors + known.warnings > 0 && <p class="pale">{say.problems(known.errors, known.warnings)}</p>}
          {known.changed && (
            <p class="failed" role="alert">
              {say.changed}
            </p>
          )}
        </>
      )}
      {error && (
        <p class="failed" role="alert">
          {say.failed} {error}
        </p>
      )}
      <p>{say.howTo}</p>
      <Part title={say.gravest}>
        <Shown of={findings.state}>{() => <FindingList findings={findings.rows} />}</Shown>
        <Notes of={findings.notes} />
        <p>
          <Go to={{ view: "findings" }}>{say.allFindings}</Go>
        </p>
      </Part>
      <Part title={say.strongest}>
        <Shown of={pairs.state}>{() => <PairTable pairs={pairs.rows} />}</Shown>
        <Notes of={pairs.notes} />
        <p>
          <Go to={{ view: "pairs" }}>{say.allPairs}</Go>
        </p>
      </Part>
      {known && (
        <details>
          <summary>{say.files}</summary>
          <ul>
            {known.inputs.map((file) => (
              <li>
                {file.path}
                {file.rows !== null && ` (${counted(file.rows)})`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
