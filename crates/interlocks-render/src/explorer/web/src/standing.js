// Whether a tie holds: certainly, possibly, or not; and what is not known is never a "not".

export const ABSENT = 0;
export const POSSIBLE = 1;
export const CERTAIN = 2;
/** A tie without dates: it is shown on every day, since no day rules it out. */
export const UNDATED = 3;

/** How a tie stands on a day, or over all dates when `day` is null. */
export function standingOn(edge, day) {
  if (isUndated(edge)) return UNDATED;
  if (day === null) return edge.possible ? POSSIBLE : CERTAIN;
  if (covers(edge.certain, day)) return CERTAIN;
  return covers(edge.possibly, day) ? POSSIBLE : ABSENT;
}

/** Whether the line of a tie is dashed when it stands so. */
export function isDashed(edge, standing) {
  return standing === POSSIBLE || (standing === UNDATED && edge.possible);
}

export function isUndated(edge) {
  return edge.certain.length === 0 && edge.possibly.length === 0;
}

/** The days on which a tie holds possibly, but not certainly. */
export function onlyPossibly(edge) {
  let rest = edge.possibly;
  for (const taken of edge.certain) rest = rest.flatMap((range) => without(range, taken));
  return rest;
}

/** Numbers in place of bounds, so that missing ones compare as they should. */
export function bounds([from, to]) {
  return [from ?? -Infinity, to ?? Infinity];
}

function covers(ranges, day) {
  return ranges.some((range) => {
    const [from, to] = bounds(range);
    return from <= day && day < to;
  });
}

function without(range, taken) {
  const [from, to] = bounds(range);
  const [start, end] = bounds(taken);
  if (end <= from || to <= start) return [range];
  const rest = [];
  if (from < start) rest.push([range[0], taken[0]]);
  if (end < to) rest.push([taken[1], range[1]]);
  return rest;
}
