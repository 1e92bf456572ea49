// Colours of the canvas, taken from the custom properties that also colour the page.

/** The colours of the theme in force. */
export function themeInk() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: named("paper"),
    ink: named("ink"),
    pale: named("pale"),
    plainNode: named("plain-node"),
    plainEdge: named("plain-edge"),
    accent: named("accent"),
    font: style.fontFamily,
    /** How much of its class's colour the inside of a node keeps. */
    strength: Number(named("node-strength")),
    borderShade: named("border-shade"),
  };
}

/** Inside, outline and text of a node. */
export function nodeInk(ink, colour, emphasis) {
  const base = colour ?? ink.plainNode;
  const fill = emphasis ? base : mix(ink.paper, base, ink.strength);
  return {
    fill,
    border: mix(base, ink.borderShade, emphasis ? 0.4 : 0.15),
    text: readableOn(fill),
  };
}

/** Colour of a line: the data has those of lines made for the theme already. */
export function edgeInk(ink, colour) {
  return colour ?? ink.plainEdge;
}

/** Dark text or light, whichever stands out more: both do so alike at a luminance of 0.18. */
function readableOn(colour) {
  return luminance(colour) > 0.18 ? "#14171b" : "#f4f6f8";
}

function mix(a, b, share) {
  const [from, to] = [channels(a), channels(b)];
  const mixed = from.map((value, i) => Math.round(value + (to[i] - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(colour) {
  const [r, g, b] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function channels(colour) {
  const number = parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
