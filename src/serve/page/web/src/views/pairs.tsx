// Companies that share directors.

import type { VNode } from "preact";

import { useRows } from "../answer";
import { Certainty, type Column, Download, Entity, Go, Heading, Names, Period, Rest, Shown, Table } from "../parts";
import { place, time } from "../place";
import type { Pair } from "../rows";
import { useStrings } from "../settings";
import { useSignal } from "../signal";

export function PairTable({ pairs }: { pairs: Pair[] }): VNode {
  const say = useStrings();
  const columns: Column<Pair>[] = [
    { name: say.companyA, cell: (pair) => <Entity of={pair.a} kind="company" /> },
    { name: say.companyB, cell: (pair) => <Entity of={pair.b} kind="company" /> },
    { name: say.shared, number: true, cell: (pair) => pair.shared },
    { name: say.people, cell: (pair) => <Names of={pair.people} kind="person" /> },
    { name: say.days, cell: (pair) => pair.spells.map((days, at) => <>{at > 0 && "; "}<Period of={days} /></>) },
    { name: say.certainty, cell: (pair) => <Certainty certain={pair.certain} /> },
    {
      name: say.sideBySide,
      cell: (pair) => (
        <Go to={{ view: "two", id: `company:${pair.a.id}`, other: `company:${pair.b.id}` }}>{say.sideBySide}</Go>
      ),
    },
  ];
  return <Table label={say.allPairs} columns={columns} rows={pairs} />;
}

export function Pairs(): VNode {
  const say = useStrings();
  const { clock } = useSignal(place);
  const values = time(clock);
  const { rows, of, more, state } = useRows<Pair>("pairs", values, 50);
  return (
    <>
      <Heading>{say.allPairs}</Heading>
      <Shown of={state}>
        {() => (
          <>
            <PairTable pairs={rows} />
            <Rest rows={rows.length} of={of} more={more} />
            <Download question="pairs" values={{ ...values, format: "csv" }} name="pairs.csv">
              {say.csv}
            </Download>
          </>
        )}
      </Shown>
    </>
  );
}
