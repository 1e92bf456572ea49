// Companies that share directors.

import type { VNode } from "preact";

import { Browse, type Named } from "../browse";
import { Certainty, Entity, Go, Heading, Names, Period, Table } from "../parts";
import { place, time } from "../place";
import type { Pair } from "../rows";
import { type Strings } from "../strings/en";
import { useStrings } from "../settings";
import { useSignal } from "../signal";

function columns(say: Strings): Named<Pair>[] {
  return [
    { id: "a", name: say.companyA, cell: (pair) => <Entity of={pair.a} kind="company" />, key: (pair) => pair.a.name },
    { id: "b", name: say.companyB, cell: (pair) => <Entity of={pair.b} kind="company" />, key: (pair) => pair.b.name },
    { id: "shared", name: say.shared, number: true, cell: (pair) => pair.shared, key: (pair) => pair.shared },
    { id: "people", name: say.people, cell: (pair) => <Names of={pair.people} kind="person" />, key: (pair) => pair.people[0]?.name ?? "" },
    { id: "kinds", name: say.kinds, cell: (pair) => pair.kinds.join(", "), key: (pair) => pair.kinds.join() },
    {
      id: "days",
      name: say.days,
      cell: (pair) => pair.spells.map((days, at) => <>{at > 0 && "; "}<Period of={days} /></>),
      key: (pair) => pair.spells[0]?.from ?? "",
    },
    { id: "certainty", name: say.certainty, cell: (pair) => <Certainty certain={pair.certain} />, key: (pair) => (pair.certain ? 1 : 0) },
    {
      id: "compare",
      name: say.sideBySide,
      cell: (pair) => (
        <Go to={{ view: "two", id: `company:${pair.a.id}`, other: `company:${pair.b.id}` }}>{say.sideBySide}</Go>
      ),
    },
  ];
}

/** Some pairs, as they come. */
export function PairTable({ pairs }: { pairs: Pair[] }): VNode {
  const say = useStrings();
  return <Table label={say.allPairs} columns={columns(say).filter(({ id }) => id !== "kinds")} rows={pairs} />;
}

export function Pairs(): VNode {
  const say = useStrings();
  const { clock } = useSignal(place);
  return (
    <>
      <Heading>{say.allPairs}</Heading>
      <Browse label={say.allPairs} question="pairs" values={time(clock)} columns={columns(say)} file="pairs.csv" limit={50} />
    </>
  );
}
