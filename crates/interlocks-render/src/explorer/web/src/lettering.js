// How large text can be in a box, and how much of it fits on a line.

const LINE = 1.15;
const LARGEST = 15;
const SMALLEST = 5;
/** Room left on either side of the text in a box. */
const PADDING = 6;

const pen = document.createElement("canvas").getContext("2d");

/** The text broken into lines, and the largest size at which they fill no more than the box. */
export function fitBox(text, width, height, font, bold) {
  const words = text.split(/\s+/).filter(Boolean);
  pen.font = `${bold ? "bold " : ""}100px ${font}`;
  const measured = words.map((word) => ({ word, width: pen.measureText(word).width / 100 }));
  const space = pen.measureText(" ").width / 100;
  const room = Math.max(width - 2 * PADDING, width * 0.8);
  for (let size = LARGEST; ; size -= 0.5) {
    const lines = broken(measured, space, room / size);
    const widest = Math.max(...lines.map((line) => line.width));
    const fits = widest * size <= room && lines.length * size * LINE <= height - PADDING / 2;
    if (fits || size <= SMALLEST) return { size, text: lines.map((line) => line.text).join("\n") };
  }
}

/** The text, cut with an ellipsis if it is wider than `width` pixels at `size`. */
export function fitLine(text, width, size, font) {
  pen.font = `${size}px ${font}`;
  if (pen.measureText(text).width <= width) return text;
  const letters = Array.from(text);
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const fitting = pen.measureText(`${letters.slice(0, middle).join("")}…`).width <= width;
    if (fitting) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join("").trimEnd()}…`;
}

/** The width of a line of text. */
export function lineWidth(text, size, font) {
  pen.font = `${size}px ${font}`;
  return pen.measureText(text).width;
}

/** Words set into lines no longer than `length`, but for words that are longer alone. */
function broken(words, space, length) {
  const lines = [{ text: "", width: -space }];
  for (const { word, width } of words) {
    const line = lines[lines.length - 1];
    if (line.text !== "" && line.width + space + width > length) {
      lines.push({ text: word, width });
    } else {
      line.text = line.text === "" ? word : `${line.text} ${word}`;
      line.width += space + width;
    }
  }
  return lines;
}
