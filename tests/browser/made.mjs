// Networks for the tests: a small one known by heart, a hostile one, and large ones of any size.

const day = (text) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

const NODE_CLASSES = [
  { name: "video streaming", colour: "#0072b2" },
  { name: "social media and advertising", colour: "#882255" },
  { name: "software and cloud", colour: "#009e73" },
  { name: "venture capital", colour: "#e69f00" },
  { name: "online education", colour: "#cc79a7" },
];

const EDGE_CLASSES = [
  { name: "on the board", colour: "#5a6472" },
  { name: "executive", colour: "#d55e00" },
];

function network(parts) {
  return {
    title: "Boards",
    subtitle: null,
    notes: [],
    as_of: day("2024-12-31"),
    node_class_label: "Industry",
    node_classes: NODE_CLASSES,
    edge_class_label: "Role",
    edge_classes: EDGE_CLASSES,
    groups: [],
    width: 1180,
    height: 800,
    ...parts,
  };
}

function node(kind, id, label, x, y, more = {}) {
  const w = Math.max(60, label.length * 8.2 + 26);
  return {
    id: `${kind}:${id}`,
    label,
    kind,
    class: null,
    x,
    y,
    w,
    h: 34,
    emphasis: false,
    dimmed: false,
    group: null,
    url: null,
    info: [],
    ...more,
  };
}

/** A seat, its days given as texts: `[certain from, certain to, possible from, possible to]`. */
function seat(from, to, dates, more = {}) {
  const [certainFrom, certainTo, possibleFrom, possibleTo] = dates.map((text) => (text ? day(text) : text));
  const dated = dates.length > 0;
  return {
    from,
    to,
    class: 0,
    weight: 1,
    possible: false,
    directed: false,
    dimmed: false,
    label: null,
    url: null,
    info: [],
    certain: dated && certainFrom !== undefined ? [[certainFrom, certainTo]] : [],
    possibly: dated ? [[possibleFrom ?? certainFrom, possibleTo === undefined ? certainTo : possibleTo]] : [],
    ...more,
  };
}

/** Directors of a streaming and a social-media company, some dates known to the month or year only. */
export function boards() {
  const nodes = [
    node("company", "netflix", "Netflix, Inc.", 590, 400, {
      class: 0,
      emphasis: true,
      url: "https://example.org/netflix",
      info: ["founded 1997", "also NFLX"],
      w: 140,
      h: 40,
    }),
    node("company", "meta", "Meta Platforms, Inc.", 560, 130, {
      class: 1,
      info: ["also Facebook, Inc. (to 2021-10-28)"],
    }),
    node("company", "microsoft", "Microsoft Corporation", 260, 180, { class: 2 }),
    node("company", "tcv", "TCV", 960, 240, { class: 3 }),
    node("company", "coursera", "Two-Line Online Education Holding Company", 820, 660, { class: 4, w: 170, h: 52 }),
    node("company", "zillow", "Zillow Group, Inc.", 1060, 420),
    node("person", "reed-hastings", "Reed Hastings", 560, 260),
    node("person", "jay-hoag", "Jay C. Hoag", 790, 310),
    node("person", "richard-barton", "Richard N. Barton", 860, 430),
    node("person", "timothy-haley", "Timothy M. Haley", 720, 540),
    node("person", "ann-mather", "Ann Mather", 440, 540),
    node("person", "zoe-nunez", "Zoë Núñez", 300, 420),
    node("person", "marc-andreessen", "Marc Andreessen", 740, 120),
  ];
  const edges = [
    seat(6, 0, ["1997-08-29", null], {
      class: 1,
      info: ["founder and chief executive 1997-08 –; source: annual report"],
    }),
    seat(6, 1, ["2011-06-23", "2019-05-30"], {
      url: "https://example.org/press",
      info: ["director 2011-06-23 – 2019-05-30; source: press"],
    }),
    seat(6, 2, ["2007-03-31", "2012-11-01", "2007-03-01", "2012-12-01"], { info: ["director 2007-03 – 2012-11"] }),
    seat(7, 0, ["1999-06-30", null, "1999-06-01", null], { info: ["director 1999-06 –"] }),
    seat(7, 3, [undefined, undefined, "1995-01-01", null], { class: 1, info: ["founder 1995 –, day unknown"] }),
    seat(7, 5, ["2005-10-31", null, "2005-10-01", null], { info: ["director 2005-10 –"] }),
    seat(8, 0, ["2002-05-31", null, "2002-05-01", null], { info: ["director 2002-05 –"] }),
    seat(8, 5, ["2004-12-31", "2010-01-01", "2004-01-01", "2011-01-01"], {
      class: 1,
      info: ["chief executive 2004 – 2010"],
    }),
    seat(8, 5, ["2004-12-31", null, "2004-01-01", null], { info: ["director 2004 –"] }),
    seat(9, 0, ["1998-06-30", null, "1998-06-01", null], { info: ["director 1998-06 –"] }),
    seat(9, 4, ["2010-01-01", "2016-12-08"], { info: ["director 2010 – 2016-12-08"] }),
    seat(10, 0, ["2010-07-31", null, "2010-07-01", null], { info: ["director 2010-07 –"] }),
    seat(11, 0, [], { possible: true, info: ["adviser, no dates given"] }),
    seat(11, 2, [], { info: ["director, no dates given"] }),
    seat(12, 1, ["2008-06-30", null, "2008-06-01", null], { info: ["director 2008-06 –"] }),
    seat(12, 7, ["2015-01-01", "2015-12-31"], {
      class: null,
      directed: true,
      weight: 4,
      label: "co-investor",
      info: [],
    }),
  ];
  return network({
    title: "Netflix, Inc. and its boards",
    subtitle: "Directors and executives, and the other boards they sit on",
    notes: [
      "The data describes 2024-12-31.",
      "Data: made for a test, after public sources.",
      "A shared director is a lead to check, not an accusation.",
    ],
    groups: [],
    nodes,
    edges,
  });
}

/** Names that are markup, scripts, or turn the direction of text. */
export const HOSTILE_NAMES = [
  `<img src=x onerror="window.pwned=1">`,
  `</script><script>window.pwned=1</script>`,
  `"quoted" 'and' \`ticked\``,
  "Ann\u202Egnp.exe",
  "\u{1F469}\u200D\u{1F4BC} Ltd",
  "<!--<script>",
  "{{js}} {{css}} $& $1",
  "line\u2028separator",
];

export function hostile() {
  const nodes = HOSTILE_NAMES.map((name, i) =>
    node(i % 2 === 0 ? "company" : "person", name, name, 200 + (i % 4) * 260, 150 + Math.floor(i / 4) * 200, {
      emphasis: i === 0,
      url: [
        "javascript:window.pwned=1",
        'https://example.org/"><script>window.pwned=1</script>',
        null,
        "data:text/html,x",
      ][i % 4],
      info: [name],
      class: i % 2 === 0 ? 0 : null,
    }),
  );
  const edges = nodes
    .slice(1)
    .map((_, i) =>
      seat(i + 1, i, ["2001-01-01", "2011-01-01"], {
        label: HOSTILE_NAMES[i],
        url: "javascript:window.pwned=1",
        info: [HOSTILE_NAMES[i]],
      }),
    );
  return network({
    title: HOSTILE_NAMES[1],
    subtitle: HOSTILE_NAMES[0],
    notes: [HOSTILE_NAMES[0]],
    node_classes: [{ name: HOSTILE_NAMES[0], colour: "#0072b2" }],
    nodes,
    edges,
  });
}

/** `count` people and companies with twice as many dated seats, the same for the same count. */
export function large(count) {
  const random = numbers(count);
  const side = Math.ceil(Math.sqrt(count));
  const nodes = Array.from({ length: count }, (_, i) => {
    const kind = i % 3 === 0 ? "company" : "person";
    const name = kind === "company" ? `Company ${i} Holdings` : `Person Number ${i}`;
    const [x, y] = [(i % side) * 190 + random() * 60, Math.floor(i / side) * 110 + random() * 50];
    return node(kind, String(i), name, x, y, { class: kind === "company" ? Math.floor(random() * 5) : null });
  });
  const edges = Array.from({ length: count * 2 }, (_, i) => {
    // Squared, so that few companies have many seats, as in life.
    const company = Math.floor((random() ** 2 * count) / 3) * 3;
    const person = Math.min(count - 1, Math.floor(random() * (count / 3)) * 3 + 1 + (i % 2));
    const start = day("1990-01-01") + Math.floor(random() * 9000);
    const end = start + 200 + Math.floor(random() * 4000);
    return {
      ...seat(person, company, []),
      class: i % 5 === 0 ? 1 : 0,
      certain: [[start + 30, end - 30]],
      possibly: [[start, end]],
      info: ["director"],
    };
  });
  return network({
    title: `A network of ${count}`,
    subtitle: `${edges.length} seats`,
    notes: ["Made for a measurement."],
    width: side * 190,
    height: side * 110,
    nodes,
    edges,
  });
}

/** Even numbers from 0 to 1 by Marsaglia's xorshift. */
function numbers(seed) {
  let state = seed * 2654435761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
