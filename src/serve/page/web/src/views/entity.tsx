// Everything about one person or company.

import type { VNode } from "preact";
import { useState } from "preact/hooks";

import { useAnswer, useRows } from "../answer";
import { Certainty, type Column, DealTable, Entity as Name, EvidenceTable, FindingList, Go, Heading, Names, Part, Places, Rest, Shown, Table } from "../parts";
import { Picture } from "../picture";
import { type Clock, go, place, time } from "../place";
import type { Finding, Kind, Named, Profile, Through, Verdict } from "../rows";
import { Search, nameOf } from "../search";
import { useStrings } from "../settings";
import { useSignal } from "../signal";
import { SourceList, Sources } from "../sources";
import { Owners } from "./owners";

export function EntityView(): VNode {
  const { id, clock } = useSignal(place);
  const state = useAnswer<Profile>("show", { entity: id, ...time(clock) });
  return <Shown of={state}>{(answer) => <Profiled of={answer.results} clock={clock} />}</Shown>;
}

function Profiled({ of, clock }: { of: Profile; clock: Clock }): VNode {
  const say = useStrings();
  const own = `${of.kind}:${of.id}`;
  const compare = (other: string): void => go({ view: "two", id: own, other });
  return (
    <>
      <Heading tab={of.name}>
        {of.name} <span class="pale">{say[of.kind]}</span>
      </Heading>
      {of.aliases.length > 0 && <p class="pale">{say.alsoKnown(of.aliases.join(", "))}</p>}
      <div class="actions">
        <Go to={{ view: "network", id: own, other: "" }} class="button">
          {say.showNetwork}
        </Go>
        {of.kind === "company" && (
          <Search label={say.compareWith(of.name)} kinds={["company"]} choose={(found) => compare(nameOf(found))} />
        )}
        <Search label={say.pathTo} kinds={["person", "company"]} choose={(found) => go({ view: "path", id: own, other: nameOf(found) })} />
      </div>
      <Part title={say.timeline}>
        <Picture values={{ timeline: [own], ...time(clock) }} alt={say.pictureOf(of.name)} />
      </Part>
      <Part title={say.seats} count={of.seats.length}>
        <EvidenceTable rows={of.seats} label={say.seats} relation={say.role} />
      </Part>
      {of.kind === "person" ? (
        <Part title={say.fellows} count={of.fellows.length}>
          <Near rows={of.fellows} kind="person" own={own} label={say.fellows} />
        </Part>
      ) : (
        <Part title={say.interlocked} count={of.interlocked.length}>
          <Near rows={of.interlocked} kind="company" own={own} label={say.interlocked} />
        </Part>
      )}
      <Part title={say.ties} count={of.ties.length}>
        <EvidenceTable rows={of.ties} label={say.ties} relation={say.what} />
      </Part>
      <Owners of={of} />
      <Part title={say.deals} count={of.deals.length}>
        <DealTable deals={of.deals} names={companiesIn(of)} />
      </Part>
      <OwnFindings of={of} clock={clock} />
      <Verdicts of={of} clock={clock} />
      <Part title={say.sources}>
        <SourceList of={sourcesOf(of)} />
      </Part>
    </>
  );
}

/** The names of the companies that a profile tells of. */
function companiesIn(of: Profile): Map<string, string> {
  const rows = [...of.seats, ...of.ties];
  const ends = rows.flatMap((row) => [...(row.from_kind === "company" ? [row.from] : []), ...(row.to_kind === "company" ? [row.to] : [])]);
  const through = of.fellows.flatMap((fellow) => fellow.through);
  const own: Named[] = of.kind === "company" ? [of] : [];
  return new Map([...own, ...ends, ...through, ...of.interlocked].map(({ id, name }) => [id, name]));
}

/** The sources of all rows of a profile, each once. */
function sourcesOf(of: Profile): string[] {
  return [...new Set([...of.seats, ...of.ties, ...of.deals].flatMap(({ sources }) => sources))].sort();
}

/** Fellow directors, or companies that share them. */
function Near({ rows, kind, own, label }: { rows: Through[]; kind: Kind; own: string; label: string }): VNode {
  const say = useStrings();
  const columns: Column<Through>[] = [
    { name: kind === "person" ? say.who : say.companyA, cell: (row) => <Name of={row} kind={kind} /> },
    { name: say.through, cell: (row) => <Names of={row.through} kind={kind === "person" ? "company" : "person"} /> },
  ];
  if (kind === "company") {
    const compare = (row: Through): VNode => <Go to={{ view: "two", id: own, other: `company:${row.id}` }}>{say.sideBySide}</Go>;
    columns.push({ name: say.sideBySide, cell: compare });
  }
  return <Table label={label} columns={columns} rows={rows} />;
}

function OwnFindings({ of, clock }: { of: Profile; clock: Clock }): VNode {
  const say = useStrings();
  const { rows, of: all, more, state } = useRows<Finding>("conflicts", { [of.kind]: `${of.kind}:${of.id}`, ...time(clock) }, 20);
  return (
    <Part title={say.findings}>
      <Shown of={state}>
        {() => (
          <>
            <FindingList findings={rows} />
            <Rest rows={rows.length} of={all} more={more} />
          </>
        )}
      </Shown>
    </Part>
  );
}

/** Screens take longer than the rest, so they are asked only when somebody wants them. */
function Verdicts({ of, clock }: { of: Profile; clock: Clock }): VNode {
  const say = useStrings();
  const [open, setOpen] = useState(false);
  return (
    <Part title={say.verdicts}>
      {open ? (
        <VerdictTable of={of} clock={clock} />
      ) : (
        <button type="button" onClick={() => setOpen(true)}>
          {say.askScreens}
        </button>
      )}
    </Part>
  );
}

/** Whom a verdict is about: people and companies lead to their views. */
function Subjects({ of }: { of: Verdict["subject"] }): VNode {
  return (
    <>
      {of.map((one, at) => (
        <>
          {at > 0 && ", "}
          {one.kind === "person" || one.kind === "company" ? <Name of={one} kind={one.kind} /> : one.name}
        </>
      ))}
    </>
  );
}

function VerdictTable({ of, clock }: { of: Profile; clock: Clock }): VNode {
  const say = useStrings();
  const values = { rules: "all", [of.kind]: of.id, ...time(clock) };
  const { rows, of: all, more, state } = useRows<Verdict>("screen", values, 20);
  const columns: Column<Verdict>[] = [
    { name: say.verdict, cell: (row) => <span class={`mark ${row.verdict}`}>{say.verdictWords[row.verdict] ?? row.verdict}</span> },
    { name: say.certainty, cell: (row) => <Certainty certain={row.certain} /> },
    { name: say.rule, cell: (row) => <>{row.rule} ({row.test}) <span class="pale">{row.citation}</span></> },
    { name: say.who, cell: (row) => <Subjects of={row.subject} /> },
    { name: say.reason, cell: (row) => row.reason },
    { name: say.missing, cell: (row) => row.missing.join("; ") },
    { name: say.sources, cell: (row) => <Sources of={[...new Set(row.evidence.flatMap(({ sources }) => sources))]} /> },
    { name: say.row, cell: (row) => <Places of={row.evidence} /> },
  ];
  return (
    <Shown of={state}>
      {() => (
        <>
          <Table label={say.verdicts} columns={columns} rows={rows} />
          <Rest rows={rows.length} of={all} more={more} />
        </>
      )}
    </Shown>
  );
}
