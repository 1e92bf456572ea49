// Places boxes in columns: those who were expanded in a row, and between them, above and below the row, whom they are tied to. The
// same picture is drawn the same way each time, no box lies on another, and the line between two who stand side by side is free.

export interface Box {
  key: string;
  name: string;
  width: number;
}

export interface Layout {
  [key: string]: { x: number; y: number };
}

/** On which side of a hub a column stands. */
type Side = "left" | "between" | "right";

/** From the middle of a box to that of the next in a column. */
const STEP = 38;
/** Between two columns. */
const GAP = 170;
/** The most boxes of a column. */
const MOST = 22;

const byName = (a: Box, b: Box): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.key < b.key ? -1 : 1);

/** Cuts boxes into columns of about the same height. */
function columns(boxes: Box[]): Box[][] {
  const sorted = [...boxes].sort(byName);
  const count = Math.ceil(sorted.length / MOST);
  return Array.from({ length: count }, (_, at) =>
    sorted.slice(Math.round((at * sorted.length) / count), Math.round(((at + 1) * sorted.length) / count)),
  );
}

/** Places everybody. `hubs` are in the order in which they were expanded; `near` has the hubs that each other box is tied to. */
export function inColumns(hubs: Box[], others: Box[], near: Map<string, string[]>): Layout {
  const at = new Map(hubs.map(({ key }, index) => [key, index]));
  const last = hubs.length - 1;
  // What stands left of hub 0, between two hubs, and right of the last one.
  const between: Box[][] = Array.from({ length: hubs.length + 1 }, () => []);
  const alone: Box[][] = hubs.map(() => []);
  for (const box of others) {
    const own = (near.get(box.key) ?? []).map((key) => at.get(key) ?? 0);
    const [first = 0, end = first] = [Math.min(...own), Math.max(...own)];
    if (own.length === 1) alone[first]?.push(box);
    else between[own.length ? Math.floor((first + end) / 2) + 1 : 0]?.push(box);
  }
  const sides = hubs.map((_, index) => {
    const own = [...(alone[index] ?? [])].sort(byName);
    if (index === 0 && last > 0) return { left: own, right: [] };
    if (index === last && last > 0) return { left: [], right: own };
    const half = Math.ceil(own.length / 2);
    return { left: own.slice(0, half), right: own.slice(half) };
  });
  const layout: Layout = {};
  let x = 0;
  // The sides that face the hub are in one line, so that no line to a box runs behind another.
  const put = (column: Box[], side: Side): void => {
    const width = Math.max(0, ...column.map((box) => box.width));
    column.forEach((box, row) => {
      const middle = { left: width - box.width / 2, between: width / 2, right: box.width / 2 }[side];
      // Half a step off the middle: the line between two hubs stays free.
      layout[box.key] = { x: x + middle, y: (row - Math.ceil(column.length / 2) + 0.5) * STEP };
    });
    x += width + GAP;
  };
  const putAll = (boxes: Box[], side: Side): void => columns(boxes).forEach((column) => put(column, side));
  hubs.forEach((hub, index) => {
    if (index === 0) putAll(between[0] ?? [], "left");
    putAll(sides[index]?.left ?? [], "left");
    layout[hub.key] = { x: x + hub.width / 2, y: 0 };
    x += hub.width + GAP;
    putAll(sides[index]?.right ?? [], "right");
    if (index < last) putAll(between[index + 1] ?? [], "between");
  });
  return layout;
}
