// Two companies side by side.

import type { VNode } from "preact";

import { useAnswer, useRows } from "../answer";
import { type Column, Dated, Download, Entity, FindingList, Go, Heading, Notes, Part, Period, Rest, Shown, Table } from "../parts";
import { Picture } from "../picture";
import { place, time } from "../place";
import type { Days, Evidence, Finding, Named, Path } from "../rows";
import { address, hasToken } from "../api";
import { useStrings } from "../settings";
import { useSignal } from "../signal";
import { Sources } from "../sources";
import { PathList } from "./path";

interface Dossier {
  a: Named;
  b: Named;
  summary: string[];
  people: { person: Named; at_both: boolean; both_certain: Days[]; both_possible: Days[] }[];
  paths: Path[];
  deals: { number: string; id: string; kind: string; status: string; text: string; row: Evidence }[];
  sources: { id: string; title: string; url: string }[];
}

export function Two(): VNode {
  const say = useStrings();
  const { id, other, clock } = useSignal(place);
  const values = { between: [id, other], ...time(clock) };
  const report = useAnswer<Dossier>("report", values);
  const findings = useRows<Finding>("conflicts", values, 50);
  return (
    <Shown of={report}>
      {({ results }) => (
        <>
          <Heading>{say.two(results.a.name, results.b.name)}</Heading>
          <p>
            <Entity of={results.a} kind="company" /> · <Entity of={results.b} kind="company" />
          </p>
          <ul>
            {results.summary.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
          <div class="actions">
            <Go to={{ view: "network", id, other }} class="button">
              {say.showNetwork}
            </Go>
            {!hasToken() && (
              <a class="button" href={address("report", { ...values, format: "html" })} target="_blank" rel="noreferrer noopener">
                {say.readReport}
              </a>
            )}
            <Download question="report" values={{ ...values, format: "html" }} name={`${results.a.id}-${results.b.id}.html`}>
              {say.report} (HTML)
            </Download>
            <Download question="report" values={{ ...values, format: "md" }} name={`${results.a.id}-${results.b.id}.md`}>
              {say.report} (Markdown)
            </Download>
            <Download question="render" values={{ path: [id, other], format: "svg", ...time(clock) }} name={`${results.a.id}-${results.b.id}.svg`}>
              {say.saveSvg}
            </Download>
          </div>
          <Part title={say.timeline}>
            <Picture values={{ timeline: [id, other], ...time(clock) }} alt={say.pictureOf(say.two(results.a.name, results.b.name))} />
          </Part>
          <Part title={say.sharedPeople}>
            <SharedPeople dossier={results} />
          </Part>
          <Part title={say.deals} count={results.deals.length}>
            <SharedDeals dossier={results} />
          </Part>
          <Part title={say.findings} {...(findings.of === null ? {} : { count: findings.of })}>
            <Shown of={findings.state}>
              {() => (
                <>
                  <FindingList findings={findings.rows} />
                  <Rest rows={findings.rows.length} of={findings.of} more={findings.more} />
                  <Notes of={findings.notes} />
                </>
              )}
            </Shown>
          </Part>
          <Part title={say.paths}>
            <PathList paths={results.paths} />
          </Part>
          <Part title={say.sources} count={results.sources.length}>
            <ul>
              {results.sources.map((source) => (
                <li>
                  {source.id}: {/^https?:/.test(source.url) ? <a href={source.url} target="_blank" rel="noreferrer noopener">{source.title || source.url}</a> : source.title}
                </li>
              ))}
            </ul>
          </Part>
        </>
      )}
    </Shown>
  );
}

/** The deals between the two, each with its status: an allegation stays one. */
function SharedDeals({ dossier }: { dossier: Dossier }): VNode {
  const say = useStrings();
  type Row = Dossier["deals"][number];
  const columns: Column<Row>[] = [
    { name: say.date, cell: (deal) => <Dated day={deal.row.start} /> },
    { name: say.what, cell: (deal) => `${deal.kind}${deal.text ? `: ${deal.text}` : ""}` },
    { name: say.status, cell: (deal) => deal.status },
    { name: say.sources, cell: (deal) => <Sources of={deal.row.sources} /> },
    { name: say.row, cell: (deal) => <span class="place">{deal.row.place ?? ""}</span> },
  ];
  return <Table label={say.deals} columns={columns} rows={dossier.deals} />;
}

function SharedPeople({ dossier }: { dossier: Dossier }): VNode {
  const say = useStrings();
  type Row = Dossier["people"][number];
  const days = (all: Days[]): VNode[] => all.map((one, at) => <>{at > 0 && "; "}<Period of={one} /></>);
  const columns: Column<Row>[] = [
    { name: say.who, cell: (row) => <Entity of={row.person} kind="person" /> },
    { name: `${say.days} (${say.certain})`, cell: (row) => days(row.both_certain) },
    { name: `${say.days} (${say.possible})`, cell: (row) => days(row.both_possible) },
  ];
  return <Table label={say.sharedPeople} columns={columns} rows={dossier.people.filter(({ at_both }) => at_both)} />;
}

