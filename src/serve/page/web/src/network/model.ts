// What is in the picture: who was expanded, who was taken out, and what the server says of them at the time of the clock.

import { ask } from "../api";
import { type Clock, time } from "../place";
import type { Evidence, Kind, Named, Profile } from "../rows";

/** What the reader has chosen; everything else follows from the data. */
export interface Chosen {
  expanded: string[];
  removed: string[];
}

export interface Node {
  key: string;
  name: string;
  kind: Kind;
  expanded: boolean;
}

export interface Edge {
  key: string;
  from: string;
  to: string;
  label: string;
  /** All relations; the label names the first of them. */
  labels: string[];
  certain: boolean;
}

export interface Picture {
  nodes: Node[];
  edges: Edge[];
  /** Neighbours beyond the most that one step draws. */
  leftOut: number;
}

/** The most neighbours that one step draws. */
const MOST_NEIGHBOURS = 40;

interface Known {
  possible: Profile;
  certain: Set<string>;
}

const kept = new Map<string, Promise<Known>>();

/** What the server says of somebody; asked once for each clock. */
function known(entity: string, clock: Clock, signal: AbortSignal): Promise<Known> {
  const key = JSON.stringify([entity, clock]);
  const before = kept.get(key);
  if (before) return before;
  const question = (certain: boolean): Promise<Profile> =>
    ask<Profile>("show", { entity, ...time({ ...clock, certain }) }, signal).then(({ results }) => results);
  const both = Promise.all([question(clock.certain), question(true)]).then(([possible, certain]) => ({
    possible,
    certain: new Set([...certain.seats, ...certain.ties].map(rowKey)),
  }));
  both.catch(() => kept.delete(key));
  kept.set(key, both);
  return both;
}

function rowKey(row: Evidence): string {
  return [row.kind, row.id, row.from.id, row.to.id, row.relation, row.start, row.end].join("|");
}

/** The picture of what was chosen. */
export async function pictureOf(chosen: Chosen, clock: Clock, signal: AbortSignal): Promise<Picture> {
  const profiles = await Promise.all(chosen.expanded.map((key) => known(key, clock, signal)));
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  let leftOut = 0;
  const own = new Map(profiles.map(({ possible }) => [`${possible.kind}:${possible.id}`, possible]));
  for (const [key, profile] of own) nodes.set(key, { key, name: profile.name, kind: profile.kind, expanded: true });
  for (const { possible, certain } of profiles) {
    const me = `${possible.kind}:${possible.id}`;
    const near = new Set<string>();
    for (const row of [...possible.seats, ...possible.ties]) {
      const [from, to] = ends(row);
      const other = from.key === me ? to : from;
      if (chosen.removed.includes(other.key) || other.key === me) continue;
      if (!nodes.has(other.key)) {
        near.add(other.key);
        if (near.size > MOST_NEIGHBOURS) {
          leftOut += near.delete(other.key) ? 1 : 0;
          continue;
        }
        nodes.set(other.key, { key: other.key, name: other.name, kind: other.kind, expanded: own.has(other.key) });
      }
      const pair = [me, other.key].sort().join(" ");
      const before = edges.get(pair);
      const labels = new Set([...(before?.labels ?? []), row.relation]);
      const isCertain = certain.has(rowKey(row)) || (before?.certain ?? false);
      edges.set(pair, { key: pair, from: from.key, to: to.key, labels: [...labels], label: shortened([...labels]), certain: isCertain });
    }
  }
  for (const key of chosen.removed) nodes.delete(key);
  const shown = [...edges.values()].filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  return { nodes: [...nodes.values()], edges: shown, leftOut };
}

interface End extends Named {
  key: string;
  kind: Kind;
}

/** The most relations that a line names. */
const MOST_NAMED = 2;

function shortened(labels: string[]): string {
  return labels.slice(0, MOST_NAMED).join(", ") + (labels.length > MOST_NAMED ? " …" : "");
}

/** The two ends of a row. */
function ends(row: Evidence): [End, End] {
  const end = (of: Named, kind: Kind): End => ({ ...of, kind, key: `${kind}:${of.id}` });
  return [end(row.from, row.from_kind), end(row.to, row.to_kind)];
}
