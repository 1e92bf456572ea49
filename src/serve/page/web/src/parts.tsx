// What several views show: names, days, certainty, evidence, tables.

import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { address, blob, save } from "./api";
import type { State } from "./answer";
import { type Place, go, href } from "./place";
import type { Days, Deal, Evidence, Finding, Kind, Named } from "./rows";
import { useStrings } from "./settings";
import { Sources } from "./sources";

/** The heading of a view, which is the title of the tab, too. */
export function Heading({ tab, children }: { tab?: string; children: ComponentChildren }): VNode {
  const own = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tab ?? own.current?.textContent ?? ""} – interlocks`;
  });
  return <h1 ref={own}>{children}</h1>;
}

/** What an answer left out or assumed. */
export function Notes({ of }: { of: string[] }): VNode | null {
  const say = useStrings();
  if (of.length === 0) return null;
  return (
    <details class="notes">
      <summary>{say.notes(of.length)}</summary>
      <ul>
        {of.map((text) => (
          <li>{text}</li>
        ))}
      </ul>
    </details>
  );
}

/** A link within the page. */
export function Go({ to, children, ...rest }: { to: Partial<Place>; children: ComponentChildren; class?: string; "aria-current"?: "page" }): VNode {
  const follow = (event: MouseEvent): void => {
    // A new tab is the browser's affair.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={href(to)} onClick={follow} {...rest}>
      {children}
    </a>
  );
}

/** A person or a company, as a link to its view. */
export function Entity({ of, kind }: { of: Named; kind: Kind }): VNode {
  return <Go to={{ view: "entity", id: `${kind}:${of.id}`, other: "" }}>{of.name}</Go>;
}

export function Names({ of, kind }: { of: Named[]; kind: Kind }): VNode {
  return (
    <>
      {of.map((one, at) => (
        <>
          {at > 0 && ", "}
          <Entity of={one} kind={kind} />
        </>
      ))}
    </>
  );
}

export function Certainty({ certain }: { certain: boolean }): VNode {
  const say = useStrings();
  return (
    <span class={certain ? "mark certain" : "mark possible"} title={certain ? say.isCertain : say.isPossible}>
      {certain ? say.certain : say.possible}
    </span>
  );
}

export function Severity({ of }: { of: Finding["severity"] }): VNode {
  const say = useStrings();
  return <span class={`mark ${of}`}>{say.severities[of]}</span>;
}

/** A date of the data, perhaps with two ends; it breaks only between them. */
export function Dated({ day }: { day: string | null }): VNode {
  const say = useStrings();
  if (day === null) return <>{say.unknown}</>;
  return (
    <>
      {day.split("/").map((end, at) => (
        <>
          {at > 0 && " / "}
          <span class="days">{end}</span>
        </>
      ))}
    </>
  );
}

export function Period({ of }: { of: Days }): VNode {
  const say = useStrings();
  return (
    <span class="days">
      {of.from ?? "…"} – {of.to ?? say.openEnd}
    </span>
  );
}

/** Draws what is here, and says it if nothing is, or not yet. */
export function Shown<T>({ of, children }: { of: State<T>; children: (answer: T) => ComponentChildren }): VNode {
  const say = useStrings();
  if (of.kind === "waiting") return <p class="waiting">{say.waiting}</p>;
  if (of.kind === "failed") {
    return (
      <p class="failed" role="alert">
        {say.failed} {of.error}
      </p>
    );
  }
  return <>{children(of.answer)}</>;
}

export interface Column<T> {
  name: string;
  cell: (row: T) => ComponentChildren;
  /** Sorts by this; without it the column does not sort. */
  key?: (row: T) => string | number;
  number?: boolean;
}

/** A table that scrolls by itself where it is too wide. */
export function Table<T>(props: {
  label: string;
  columns: Column<T>[];
  rows: T[];
  sorted?: { column: string; down: boolean };
  sort?: (column: string) => void;
}): VNode {
  const say = useStrings();
  if (props.rows.length === 0) return <p class="none">{say.none}</p>;
  const heading = (column: Column<T>): VNode => {
    const own = props.sorted?.column === column.name ? (props.sorted.down ? "descending" : "ascending") : undefined;
    const { sort } = props;
    return (
      <th scope="col" class={column.number ? "number" : ""} {...(own ? { "aria-sort": own } : {})}>
        {column.key && sort ? (
          <button type="button" class="plain" title={say.sortBy(column.name)} onClick={() => sort(column.name)}>
            {column.name}
            <span aria-hidden="true">{own === "descending" ? " ↓" : own ? " ↑" : ""}</span>
          </button>
        ) : (
          column.name
        )}
      </th>
    );
  };
  return (
    <div class="scroll" role="region" aria-label={props.label} tabIndex={0}>
      <table>
        <thead>
          <tr>{props.columns.map(heading)}</tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr>
              {props.columns.map((column) => (
                <td class={column.number ? "number" : ""} data-label={column.name}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A part of a view with a heading; closed parts ask nothing until they are opened. */
export function Part({ title, count, children }: { title: string; count?: number; children: ComponentChildren }): VNode {
  return (
    <section>
      <h2>
        {title}
        {count !== undefined && <span class="count"> {count}</span>}
      </h2>
      {children}
    </section>
  );
}

/** Where rows are in the files; each file is named once. */
export function Places({ of }: { of: Evidence[] }): VNode {
  const lines = new Map<string, string[]>();
  for (const { place } of of) {
    const [, file = place, line] = /^(.*):(\d+)$/.exec(place ?? "") ?? [];
    if (file) lines.set(file, [...new Set([...(lines.get(file) ?? []), ...(line ? [line] : [])])]);
  }
  return <span class="place">{[...lines].map(([file, all]) => (all.length > 0 ? `${file}:${all.join(", ")}` : file)).join("; ")}</span>;
}

/** Seats or ties. */
export function EvidenceTable({ rows, label, relation }: { rows: Evidence[]; label: string; relation: string }): VNode {
  const say = useStrings();
  const columns: Column<Evidence>[] = [
    { name: say.who, cell: (row) => <Entity of={row.from} kind={row.from_kind} /> },
    { name: relation, cell: (row) => row.relation },
    { name: say.where, cell: (row) => <Entity of={row.to} kind={row.to_kind} /> },
    { name: say.starts, cell: (row) => row.start ?? say.unknown },
    { name: say.ends, cell: (row) => row.end ?? (row.running ? say.running : row.kind === "deal" ? "" : say.unknown) },
    { name: say.sources, cell: (row) => <Sources of={row.sources} /> },
    { name: say.row, cell: (row) => <span class="place">{row.place ?? ""}</span> },
  ];
  return <Table label={label} columns={columns} rows={rows} />;
}

/** Deals; `names` has the names of companies, as far as the view knows them. */
export function DealTable({ deals, names }: { deals: Deal[]; names: Map<string, string> }): VNode {
  const say = useStrings();
  const columns: Column<Deal>[] = [
    { name: say.date, cell: (deal) => <Dated day={deal.date} /> },
    { name: say.what, cell: (deal) => `${deal.kind}${deal.text ? `: ${deal.text}` : ""}` },
    { name: say.status, cell: (deal) => deal.status },
    {
      name: say.parties,
      cell: (deal) => <Names kind="company" of={deal.parties.map((id) => ({ id, name: names.get(id) ?? id }))} />,
    },
    { name: say.sources, cell: (deal) => <Sources of={deal.sources} /> },
  ];
  return <Table label={say.deals} columns={columns} rows={deals} />;
}

/** Findings as sentences, each with its evidence. */
export function FindingList({ findings }: { findings: Finding[] }): VNode {
  const say = useStrings();
  if (findings.length === 0) return <p class="none">{say.none}</p>;
  return (
    <>
      <ul class="findings">
        {findings.map((finding) => (
          <li>
            <p>
              <Severity of={finding.severity} /> <Certainty certain={finding.certain} />{" "}
              <span class="status">{finding.deal.status}</span> {finding.text}
            </p>
            <p class="ends">
              <Names kind="person" of={finding.people} /> · <Names kind="company" of={finding.parties} />
            </p>
            <details>
              <summary>{say.evidence(finding.evidence.length)}</summary>
              <EvidenceTable rows={finding.evidence} label={say.evidence(finding.evidence.length)} relation={say.what} />
            </details>
          </li>
        ))}
      </ul>
      <p class="caveat">{say.caveat}</p>
    </>
  );
}

/** A button that saves an answer as a file. */
export function Download(props: { question: string; values: Parameters<typeof address>[1]; name: string; children: ComponentChildren }): VNode {
  const say = useStrings();
  const [state, set] = useState<"" | "busy" | { error: string }>("");
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const load = async (): Promise<void> => {
    const own = new AbortController();
    stop.current = own;
    set("busy");
    try {
      save(await blob(address(props.question, props.values), own.signal), props.name);
      set("");
    } catch (error) {
      if (!own.signal.aborted) set({ error: (error as Error).message });
    }
  };
  return (
    <>
      <button type="button" disabled={state === "busy"} onClick={() => void load()}>
        {state === "busy" ? say.waiting : props.children}
      </button>
      {typeof state === "object" && (
        <span class="failed" role="alert">
          {say.failed} {state.error}
        </span>
      )}
    </>
  );
}

/** How many rows of a list are shown, and the button for more. */
export function Rest({ rows, of, more }: { rows: number; of: number | null; more: (() => void) | null }): VNode | null {
  const say = useStrings();
  if (!more) return null;
  return (
    <p class="rest">
      {say.shown(rows, of)}{" "}
      <button type="button" onClick={more}>
        {say.more}
      </button>
    </p>
  );
}
