// Fills the page's template as the binary does, for tests of the page alone.
//
//   node fill.mjs boards|hostile|NUMBER|FILE.json OUT.html [light|dark|print] [TIMELINE.svg]

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { boards, hostile, large } from "./made.mjs";

const WEB = new URL("../../crates/interlocks-render/src/explorer/web/", import.meta.url);

/** The page for some data, as text. */
export function fill(data, theme = "light", timeline = "") {
  const [js, css] = [read("explorer.js"), read("explorer.css")];
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const values = {
    title: data.title.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`),
    csp: `default-src 'none'; script-src ${hash(js)}; style-src ${hash(css)}; img-src data: blob:; base-uri 'none'; form-action 'none'`,
    css,
    js,
    data: JSON.stringify(data).replaceAll("<", "\\u003c"),
    theme,
    timeline,
  };
  // In one pass, so that a value that looks like a placeholder stays as it is.
  return read("template.html").replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
}

function read(name) {
  return readFileSync(new URL(name, WEB), "utf8");
}

function dataOf(what) {
  if (what === "boards") return boards();
  if (what === "hostile") return hostile();
  if (/^\d+$/.test(what)) return large(Number(what));
  return JSON.parse(readFileSync(what, "utf8"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [what, out, theme, timeline] = process.argv.slice(2);
  writeFileSync(out, fill(dataOf(what), theme, timeline ? readFileSync(timeline, "utf8") : ""));
}
