// Who owns a company, what it owns, and seats that one owner's people hold.

import type { VNode } from "preact";

import { Certainty, type Column, Entity, Part, Period, Places, Table } from "../parts";
import type { Deputation, Holding, Profile, Share } from "../rows";
import { useStrings } from "../settings";
import { Sources } from "../sources";

/** A share in per cent, or its limits where the data leaves it open. */
function Portion({ of }: { of: Share }): VNode {
  const say = useStrings();
  return <span class="days">{of.min === of.max ? `${of.max} %` : say.portion(of.min, of.max)}</span>;
}

function Holdings({ rows, label }: { rows: Holding[]; label: string }): VNode {
  const say = useStrings();
  const columns: Column<Holding>[] = [
    { name: say.owner, cell: (row) => <Entity of={row.owner} kind={row.owner_kind} /> },
    { name: say.companyA, cell: (row) => <Entity of={row.company} kind="company" /> },
    { name: say.wholeShare, cell: (row) => <><Portion of={row.integrated} />{!row.stated && ` (${say.notStated})`}</> },
    { name: say.directShare, cell: (row) => (row.direct ? <Portion of={row.direct} /> : "") },
    { name: say.chain, cell: (row) => row.chain.map(({ name }) => name).join(" → ") },
    { name: say.controls, cell: (row) => say.controlWords[row.controls] ?? row.controls },
    { name: say.certainty, cell: (row) => <Certainty certain={row.certain} /> },
    { name: say.sources, cell: (row) => <Sources of={[...new Set(row.evidence.flatMap(({ sources }) => sources))]} /> },
    { name: say.row, cell: (row) => <Places of={row.evidence} /> },
  ];
  return <Table label={label} columns={columns} rows={rows} />;
}

function Deputies({ rows }: { rows: Deputation[] }): VNode {
  const say = useStrings();
  const seat = (of: Deputation["seats"][number]): VNode => (
    <>
      <Entity of={of.person} kind="person" />, <Entity of={of.company} kind="company" />
    </>
  );
  const columns: Column<Deputation>[] = [
    { name: say.owner, cell: (row) => row.owner.name },
    { name: say.oneSeat, cell: (row) => seat(row.seats[0]) },
    { name: say.otherSeat, cell: (row) => seat(row.seats[1]) },
    { name: say.days, cell: (row) => row.spells.map((days, at) => <>{at > 0 && "; "}<Period of={days} /></>) },
    { name: say.certainty, cell: (row) => <Certainty certain={row.certain} /> },
  ];
  return <Table label={say.deputies} columns={columns} rows={rows} />;
}

/** Nothing, where the data tells of no owners. */
export function Owners({ of }: { of: Profile }): VNode | null {
  const say = useStrings();
  if (of.owners.length + of.owns.length + of.deputies.length === 0) return null;
  return (
    <Part title={say.ownership}>
      {of.owned_at && <p class="pale">{say.ownedAt(of.owned_at)}</p>}
      {of.owners.length > 0 && <Holdings rows={of.owners} label={say.owners} />}
      {of.owns.length > 0 && (
        <>
          <h3>{say.owns}</h3>
          <Holdings rows={of.owns} label={say.owns} />
        </>
      )}
      {of.deputies.length > 0 && (
        <>
          <h3>{say.deputies}</h3>
          <Deputies rows={of.deputies} />
        </>
      )}
    </Part>
  );
}
