// All findings as a table that can be filtered, sorted and narrowed to some columns.

import type { VNode } from "preact";
import { useState } from "preact/hooks";

import { useRows } from "../answer";
import { Certainty, type Column, Download, Heading, Names, Rest, Severity, Shown, Table } from "../parts";
import { place, time } from "../place";
import type { Finding } from "../rows";
import { useStrings } from "../settings";
import { useSignal } from "../signal";

const GRAVITY = { low: 1, medium: 2, high: 3 };

export function Findings(): VNode {
  const say = useStrings();
  const { clock, id } = useSignal(place);
  const [severity, setSeverity] = useState("");
  const [text, setText] = useState("");
  const [hidden, hide] = useState<string[]>([]);
  const [order, setOrder] = useState<{ column: string; down: boolean } | null>(null);
  const values = { ...time(clock), min_severity: severity, deal: id };
  const { rows, of, more, state } = useRows<Finding>("conflicts", values, 100);

  const all: Column<Finding>[] = [
    { name: say.severity, cell: (row) => <Severity of={row.severity} />, key: (row) => GRAVITY[row.severity] + row.score },
    { name: say.certainty, cell: (row) => <Certainty certain={row.certain} />, key: (row) => (row.certain ? 1 : 0) },
    { name: say.people, cell: (row) => <Names of={row.people} kind="person" />, key: (row) => row.people[0]?.name ?? "" },
    { name: say.parties, cell: (row) => <Names of={row.parties} kind="company" />, key: (row) => row.parties[0]?.name ?? "" },
    { name: say.date, cell: (row) => row.deal.date ?? say.unknown, key: (row) => row.deal.date ?? "" },
    { name: say.dealHeading, cell: (row) => `${row.deal.kind} (${row.deal.id})`, key: (row) => row.deal.id },
    { name: say.status, cell: (row) => row.deal.status, key: (row) => row.deal.status },
    { name: say.rule, cell: (row) => (row.rules ?? [row]).map(({ rule }) => rule).join(", "), key: (row) => row.rule },
    { name: say.what, cell: (row) => row.text },
    { name: say.sources, cell: (row) => [...new Set(row.evidence.flatMap(({ sources }) => sources))].join(", ") },
  ];
  const columns = all.filter(({ name }) => !hidden.includes(name));
  const wanted = text.toLocaleLowerCase();
  const shown = rows.filter((row) => !wanted || JSON.stringify(row).toLocaleLowerCase().includes(wanted));
  const key = all.find(({ name }) => name === order?.column)?.key;
  if (order && key) {
    shown.sort((x, y) => (key(x) < key(y) ? -1 : key(x) > key(y) ? 1 : 0) * (order.down ? -1 : 1));
  }
  const sort = (column: string): void => setOrder({ column, down: order?.column === column ? !order.down : false });
  const toggle = (name: string): void => hide(hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name]);
  return (
    <>
      <Heading>{id ? `${say.findings}: ${id}` : say.allFindings}</Heading>
      <div class="filters">
        <label>
          {say.severity}
          <select value={severity} onChange={(event) => setSeverity(event.currentTarget.value)}>
            <option value="">{say.anySeverity}</option>
            <option value="medium">≥ {say.severities.medium}</option>
            <option value="high">{say.severities.high}</option>
          </select>
        </label>
        <label>
          {say.filter}
          <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <details>
          <summary>{say.columns}</summary>
          {all.map(({ name }) => (
            <label class="check">
              <input type="checkbox" checked={!hidden.includes(name)} onChange={() => toggle(name)} />
              {name}
            </label>
          ))}
        </details>
        <Download question="conflicts" values={{ ...values, format: "csv" }} name="findings.csv">
          {say.csv}
        </Download>
      </div>
      <p class="caveat">{say.caveat}</p>
      <Shown of={state}>
        {() => (
          <>
            <Table label={say.allFindings} columns={columns} rows={shown} sort={sort} {...(order ? { sorted: order } : {})} />
            <Rest rows={rows.length} of={of} more={more} />
          </>
        )}
      </Shown>
    </>
  );
}
