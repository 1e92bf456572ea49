// The rows of answers, as far as the page shows them.

export interface Named {
  id: string;
  name: string;
}

export type Kind = "person" | "company";

export interface Found extends Named {
  kind: Kind | "deal";
  boards: number | null;
  first: string | null;
  last: string | null;
}

export interface Days {
  from: string | null;
  to: string | null;
}

/** A row of the data that an answer rests on. */
export interface Evidence {
  kind: string;
  id: string;
  from: Named;
  from_kind: Kind;
  to: Named;
  to_kind: Kind;
  relation: string;
  start: string | null;
  end: string | null;
  running: boolean;
  sources: string[];
  confidence?: string;
  place?: string;
  note?: string;
}

export interface Through extends Named {
  through: Named[];
}

export interface Deal {
  id: string;
  date: string | null;
  kind: string;
  parties: string[];
  status: string;
  text: string;
  sources: string[];
}

/** A share in per cent: what is certain, and what is possible. */
export interface Share {
  min: number;
  max: number;
}

export interface Holding {
  owner: Named;
  owner_kind: Kind;
  company: Named;
  direct: Share | null;
  integrated: Share;
  stated: boolean;
  controls: string;
  certain: boolean;
  chain: Named[];
  evidence: Evidence[];
}

/** Two seats that people of one owner hold. */
export interface Deputation {
  owner: Named;
  seats: [{ person: Named; company: Named }, { person: Named; company: Named }];
  certain: boolean;
  spells: Days[];
}

export interface Profile extends Named {
  kind: Kind;
  aliases: string[];
  seats: Evidence[];
  fellows: Through[];
  interlocked: Through[];
  ties: Evidence[];
  /** The day of the shares. */
  owned_at: string | null;
  owners: Holding[];
  owns: Holding[];
  deputies: Deputation[];
  deals: Deal[];
}

export interface Finding {
  rule: string;
  severity: "low" | "medium" | "high";
  score: number;
  deal: { id: string; date: string | null; kind: string; status: string; text: string };
  parties: Named[];
  people: Named[];
  certain: boolean;
  evidence: Evidence[];
  text: string;
  rules?: { rule: string }[];
}

export interface Link extends Named {
  kind: string;
  certain: Days[];
  possible: Days[];
}

export interface Pair {
  a: Named;
  b: Named;
  shared: number;
  kinds: string[];
  certain: boolean;
  people: Link[];
  spells: Days[];
}

export interface Verdict {
  rule: string;
  test: string;
  verdict: string;
  certain: boolean;
  subject: (Named & { kind: string })[];
  reason: string;
  missing: string[];
  citation: string;
  evidence: Evidence[];
}

export interface Step {
  from: Named & { kind: Kind };
  to: Named & { kind: Kind };
  relation: string;
  backward: boolean;
  start: string | null;
  end: string | null;
  certain: boolean;
  source: string;
  place?: string;
}

export interface Path {
  strength: number;
  steps: Step[];
}
