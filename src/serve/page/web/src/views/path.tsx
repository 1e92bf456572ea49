// Paths between two people or companies.

import type { VNode } from "preact";

import { useAnswer, useRows } from "../answer";
import { Certainty, type Column, Entity, Heading, Part, Shown, Table } from "../parts";
import { Picture } from "../picture";
import { go, place, time } from "../place";
import type { Path, Profile, Step } from "../rows";
import { Search, nameOf } from "../search";
import { useStrings } from "../settings";
import { useSignal } from "../signal";
import { Sources } from "../sources";

export function PathList({ paths }: { paths: Path[] }): VNode {
  const say = useStrings();
  const columns: Column<Step>[] = [
    { name: say.between, cell: (step) => <Entity of={step.from} kind={step.from.kind} /> },
    { name: say.what, cell: (step) => (step.backward ? `← ${step.relation}` : step.relation) },
    { name: say.and, cell: (step) => <Entity of={step.to} kind={step.to.kind} /> },
    { name: say.starts, cell: (step) => step.start ?? say.unknown },
    { name: say.ends, cell: (step) => step.end ?? say.openEnd },
    { name: say.certainty, cell: (step) => <Certainty certain={step.certain} /> },
    { name: say.sources, cell: (step) => <Sources of={step.source.split(";").filter(Boolean)} /> },
    { name: say.row, cell: (step) => <span class="place">{step.place ?? ""}</span> },
  ];
  if (paths.length === 0) return <p class="none">{say.noPath}</p>;
  return (
    <ol class="paths">
      {paths.map((path, at) => (
        <li>
          <p>
            {say.strength} {path.strength.toPrecision(3)}
          </p>
          <Table label={`${say.path} ${at + 1}`} columns={columns} rows={path.steps} />
        </li>
      ))}
    </ol>
  );
}

export function PathView(): VNode {
  const say = useStrings();
  const { id, other } = useSignal(place);
  return (
    <>
      <Heading>{say.findPath}</Heading>
      <div class="actions">
        <Search label={say.between} kinds={["person", "company"]} choose={(found) => go({ id: nameOf(found) })} />
        {id && <Chosen entity={id} />}
        <Search label={say.and} kinds={["person", "company"]} choose={(found) => go({ other: nameOf(found) })} />
        {other && <Chosen entity={other} />}
      </div>
      {id && other && <Found />}
    </>
  );
}

/** Who was chosen, by name; by id until the name is known, or if there is none. */
function Chosen({ entity }: { entity: string }): VNode {
  const say = useStrings();
  const state = useAnswer<Profile>("show", { entity });
  return <p class="pale">{say.chosen(state.kind === "here" ? state.answer.results.name : entity.replace(/^(person|company):/, ""))}</p>;
}

function Found(): VNode {
  const say = useStrings();
  const { id, other, clock } = useSignal(place);
  const { rows, state } = useRows<Path>("path", { a: id, b: other, k: 5, ...time(clock) }, 5);
  return (
    <Shown of={state}>
      {() => (
        <>
          {rows.length > 0 && <Picture values={{ path: [id, other], k: 3, ...time(clock) }} alt={`${say.path}: ${id}, ${other}`} />}
          <Part title={say.paths} count={rows.length}>
            <PathList paths={rows} />
          </Part>
        </>
      )}
    </Shown>
  );
}
