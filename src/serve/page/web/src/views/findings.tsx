// All findings as a table that can be filtered, sorted and narrowed to some columns.

import type { VNode } from "preact";

import { Browse, type Named } from "../browse";
import { Certainty, Dated, Heading, Names, Severity } from "../parts";
import { note, place, time } from "../place";
import type { Finding } from "../rows";
import { useStrings } from "../settings";
import { useSignal } from "../signal";
import { Sources } from "../sources";

const GRAVITY = { low: 1, medium: 2, high: 3 };

const RULES = [
  "shared-director",
  "executive-on-board",
  "appointment-window",
  "revolving-door",
  "owner-on-board",
  "related-person",
  "indirect-path",
];

export function Findings(): VNode {
  const say = useStrings();
  const { clock, id, also } = useSignal(place);
  const [severity = ""] = also.severity ?? [];
  const [rule = ""] = also.rule ?? [];
  const values = { ...time(clock), min_severity: severity, rule, deal: id };
  const columns: Named<Finding>[] = [
    { id: "severity", name: say.severity, cell: (row) => <Severity of={row.severity} />, key: (row) => GRAVITY[row.severity] + row.score },
    { id: "certainty", name: say.certainty, cell: (row) => <Certainty certain={row.certain} />, key: (row) => (row.certain ? 1 : 0) },
    { id: "people", name: say.people, cell: (row) => <Names of={row.people} kind="person" />, key: (row) => row.people[0]?.name ?? "" },
    { id: "parties", name: say.parties, cell: (row) => <Names of={row.parties} kind="company" />, key: (row) => row.parties[0]?.name ?? "" },
    { id: "date", name: say.date, cell: (row) => <Dated day={row.deal.date} />, key: (row) => row.deal.date ?? "" },
    { id: "deal", name: say.dealHeading, cell: (row) => `${row.deal.kind} (${row.deal.id})`, key: (row) => row.deal.id },
    { id: "status", name: say.status, cell: (row) => row.deal.status, key: (row) => row.deal.status },
    { id: "rule", name: say.rule, cell: (row) => (row.rules ?? [row]).map((one) => one.rule).join(", "), key: (row) => row.rule },
    { id: "what", name: say.what, cell: (row) => row.text },
    { id: "sources", name: say.sources, cell: (row) => <Sources of={[...new Set(row.evidence.flatMap(({ sources }) => sources))]} /> },
  ];
  return (
    <>
      <Heading>{id ? `${say.findings}: ${id}` : say.allFindings}</Heading>
      <p class="caveat">{say.caveat}</p>
      <Browse label={say.allFindings} question="conflicts" values={values} columns={columns} file="findings.csv" limit={100}>
        <label>
          {say.severity}
          <select value={severity} onChange={(event) => note({ severity: [event.currentTarget.value].filter(Boolean) })}>
            <option value="">{say.anySeverity}</option>
            <option value="medium">≥ {say.severities.medium}</option>
            <option value="high">{say.severities.high}</option>
          </select>
        </label>
        <label>
          {say.rule}
          <select value={rule} onChange={(event) => note({ rule: [event.currentTarget.value].filter(Boolean) })}>
            <option value="">{say.anyRule}</option>
            {RULES.map((one) => (
              <option value={one}>{one}</option>
            ))}
          </select>
        </label>
      </Browse>
    </>
  );
}
