// Days as whole numbers counted from 1970-01-01, which is how the data gives them.

const MILLISECONDS = 86_400_000;

/** The ISO form of a day. */
export function iso(day) {
  const date = new Date(day * MILLISECONDS);
  return `${yearText(date.getUTCFullYear())}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** The day that an ISO text names; a year or a month names its first day. Null if it names none. */
export function parse(text) {
  const parts = /^\s*(-?\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*$/.exec(text);
  if (parts === null) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  const found = dayOf(year, month, day);
  const exists = new Date(found * MILLISECONDS).getUTCMonth() === month - 1;
  return exists && month >= 1 && day >= 1 ? found : null;
}

/** The day so many months on; the last of the month where that month is shorter. */
export function addMonths(day, months) {
  const date = new Date(day * MILLISECONDS);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const [year, ofYear] = [Math.floor(month / 12), modulo(month, 12) + 1];
  const last = dayOf(year, ofYear + 1, 1) - 1;
  return Math.min(dayOf(year, ofYear, date.getUTCDate()), last);
}

/** Half-open ranges in words; a bound may be missing. */
export function rangesText(ranges) {
  return ranges.map(rangeText).join(", ");
}

/** Round days from `first` to `last`, at most `most` of them, each with what to write there. */
export function ticks(first, last, most) {
  const months = (last - first) / 30.44;
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((step) => months / step <= most) ?? 6000;
  const start = new Date(first * MILLISECONDS);
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  const found = [];
  for (;;) {
    const [year, ofYear] = [Math.floor(month / 12), modulo(month, 12) + 1];
    const day = dayOf(year, ofYear, 1);
    if (day > last) return found;
    const label = step >= 12 ? yearText(year) : `${yearText(year)}-${two(ofYear)}`;
    if (day >= first) found.push({ day, label });
    month += step;
  }
}

function dayOf(year, month, day) {
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for those of the twentieth century.
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MILLISECONDS);
}

function rangeText([from, to]) {
  if (from === null && to === null) return "on any day";
  if (to === null) return `from ${iso(from)} on`;
  return from === null ? `until ${iso(to)}` : `${iso(from)} – ${iso(to)}`;
}

function yearText(year) {
  return year < 0 ? `-${String(-year).padStart(4, "0")}` : String(year).padStart(4, "0");
}

function two(number) {
  return String(number).padStart(2, "0");
}

function modulo(a, b) {
  return ((a % b) + b) % b;
}
