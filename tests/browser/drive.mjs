// Opens pages in a browser and uses them as a reader would.
//
//   node drive.mjs PAGE.html…
//
// Prints a line for each check that holds; the first that does not ends the run with exit code 1.

import { readFileSync } from "node:fs";
import { launch, open } from "./browser.mjs";

let passed = 0;
const browser = await launch();
try {
  for (const file of process.argv.slice(2)) await drive(file);
} catch (failure) {
  console.log(`not ok: ${failure.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  console.log(`${passed} passed, ${process.exitCode ?? 0} failed`);
}

async function drive(file) {
  const data = dataOf(file);
  const { page, complaints } = await open(browser, file);
  console.log(`# ${file}: ${data.nodes.length} nodes, ${data.edges.length} ties`);
  const told = { file, data, page };
  await textStaysText(told);
  if (data.nodes.length > 0) {
    await page.waitForFunction(() => window.explorer, null, { timeout: 30_000 });
    for (const check of [allIsThere, keysMove, searchFinds, clickFocuses, sliderHides, classSwitches, timelineAndBack])
      await check(told);
    await textStaysText(told);
  }
  await page.setViewportSize({ width: 700, height: 500 });
  await page.waitForTimeout(200);
  ok(
    "nothing is wider than a small window",
    await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
  );
  ok("no complaint and no request", complaints.length === 0, complaints.join("; "));
  await page.context().close();
}

async function allIsThere({ page, data }) {
  const [nodes, edges] = await page.evaluate(() => [
    explorer.cy.nodes("[index]:visible").length,
    explorer.cy.edges(":visible").length,
  ]);
  ok("all nodes are there", nodes === data.nodes.length, `${nodes} of ${data.nodes.length}`);
  ok("all ties are there", edges === data.edges.length, `${edges} of ${data.edges.length}`);
}

async function searchFinds({ page, data }) {
  const tied = busiest(data);
  const part = bare(Array.from(data.nodes[tied].label).slice(0, 12).join("")).toUpperCase();
  await page.fill("#search", part);
  const places = await page.locator("#matches [role=option] bdi:first-child").allTextContents();
  const place = places.indexOf(data.nodes[tied].label);
  ok(`search for ${JSON.stringify(part)} finds a node`, place >= 0, places.join(" | "));
  for (let i = 0; i < place; i += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await focusIs(page, data.nodes[tied].id);
  await settled(page);
  const { x, y, zoom } = await page.evaluate(
    (i) => ({ ...explorer.cy.getElementById(`n${i}`).renderedPosition(), zoom: explorer.cy.zoom() }),
    tied,
  );
  const box = await page.locator("#canvas").boundingBox();
  ok("it is moved to", Math.abs(x - box.width / 2) < 3 && Math.abs(y - box.height / 2) < 3 && zoom > 0.5, `${x} ${y}`);
  await page.keyboard.press("Escape");
  await focusIs(page, null);
  const accented = data.nodes.find((node) => bare(node.label) !== node.label);
  if (accented === undefined) return;
  await page.fill("#search", bare(accented.label));
  const found = await page.locator("#matches [role=option] bdi:first-child").allTextContents();
  ok("search does without accents", found.includes(accented.label), found.join(" | "));
  await page.fill("#search", "");
}

async function keysMove({ page }) {
  const view = () => page.evaluate(() => ({ zoom: explorer.cy.zoom(), ...explorer.cy.pan() }));
  const fitted = await view();
  await page.locator("#canvas").focus();
  for (const key of ["+", "ArrowLeft", "ArrowDown"]) await page.keyboard.press(key);
  const moved = await view();
  ok("keys move and zoom the picture", moved.zoom > fitted.zoom && moved.x !== fitted.x && moved.y !== fitted.y);
  await page.locator("#zoom-fit").click();
  const again = await view();
  ok(
    "the whole picture is fitted again",
    Math.abs(again.zoom - fitted.zoom) < 1e-6,
    `${again.zoom} for ${fitted.zoom}`,
  );
}

async function clickFocuses({ page, data }) {
  const node = await clickable(page, data);
  await clickNode(page, node);
  await focusIs(page, data.nodes[node].id);
  const near = neighbourhood(data, node);
  const [bright, veiled] = await page.evaluate(() => {
    const depth = (element) => Number(element.style("z-index"));
    const veil = explorer.cy.$("#veil");
    const above = explorer.cy.nodes("[index]").filter((node) => depth(node) > depth(veil));
    return [above.map((node) => node.data("index")), veil.visible()];
  });
  ok("only its neighbourhood is bright", veiled && same(bright, near), `${bright} for ${near}`);
  const ties = data.edges.filter((edge) => edge.from === node || edge.to === node);
  const listed = await page.locator("#panel .ties li").count();
  ok("the panel lists its ties", listed === Math.min(ties.length, 120), `${listed} of ${ties.length}`);
  const heading = await page.locator("#panel h2").textContent();
  ok("the panel names it", heading === data.nodes[node].label, heading);
  const links = await page
    .locator("#panel a")
    .evaluateAll((all) => all.map((a) => [a.protocol, a.rel, a.target].join(" ")));
  const urls = [data.nodes[node], ...ties.slice(0, 120)].filter(({ url }) => /^https?:\/\//i.test(url ?? ""));
  const quiet = links.every((link) => /^https?: noopener noreferrer _blank$/.test(link));
  ok("an address is a link only if it is one of the web", links.length === urls.length && quiet, links.join());
  if (ties.length > 0) {
    await page.locator("#panel .ties button").first().click();
    const focused = await page.evaluate(() => explorer.focused());
    ok(
      "a tie of the panel leads to its other end",
      near.some((other) => data.nodes[other].id === focused),
      focused,
    );
  }
  await page.locator("#canvas").focus();
  await page.keyboard.press("Escape");
  await focusIs(page, null);
  ok("Escape empties the panel", (await page.locator("#panel .ties").count()) === 0);
}

async function sliderHides({ page, data }) {
  const days = data.edges.flatMap((edge) => [...edge.certain, ...edge.possibly].flat()).filter((day) => day !== null);
  if (days.length === 0) return;
  const [first, last] = [Math.min(...days), Math.max(...days)];
  for (const share of [0, 0.35, 0.62, 1]) {
    const day = Math.round(first + (last - first) * share);
    await page.fill("#date", iso(day));
    await page.keyboard.press("Enter");
    await settled(page);
    const held = data.edges.map((edge, i) => [i, standing(edge, day)]).filter(([, how]) => how !== null);
    const drawn = await page.evaluate(() => explorer.cy.edges(":visible").map((edge) => edge.data("index")));
    ok(
      `on ${iso(day)} the ties that hold are drawn`,
      same(
        drawn,
        held.map(([i]) => i),
      ),
      `${drawn.length} for ${held.length}`,
    );
    const dashed = await page.evaluate(() =>
      explorer.cy
        .edges(":visible")
        .filter((edge) => edge.style("line-style") === "dashed")
        .map((edge) => edge.data("index")),
    );
    const perhaps = held
      .filter(([i, how]) => how === "possible" || (how === "undated" && data.edges[i].possible))
      .map(([i]) => i);
    ok("those only possible are dashed", same(dashed, perhaps), `${dashed.length} for ${perhaps.length}`);
    const count = (how) => held.filter(([, found]) => found === how).length;
    const words = await page.locator("#count").textContent();
    const undated = count("undated") > 0 ? ` · ${count("undated")} undated` : "";
    ok(
      "the counts are right",
      words === `${count("certain")} certain · ${count("possible")} possible${undated}`,
      words,
    );
    const loose = await page.evaluate(() =>
      explorer.cy
        .nodes("[index]:visible")
        .filter((node) => node.connectedEdges(":visible").empty())
        .map((node) => node.data("index")),
    );
    ok(
      "no node is left without a tie",
      loose.every((i) => data.nodes[i].emphasis),
      loose.join(),
    );
  }
  const before = await page.evaluate(() => explorer.day());
  await page.locator("#day").focus();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("ArrowLeft");
  await settled(page);
  const moved = before - (await page.evaluate(() => explorer.day()));
  ok("keys move by a month and a day", (moved >= 29 && moved <= 32) || before === first, `${moved} days`);
  await page.locator("#all-dates").click();
  await settled(page);
  const all = await page.evaluate(() => explorer.visibleEdges().length);
  ok("all dates bring all ties back", all === data.edges.length, `${all}`);
}

async function classSwitches({ page, data }) {
  if (data.edge_classes.length === 0) return;
  const button = page.locator("#legend div").last().locator("button").first();
  await button.click();
  await settled(page);
  const drawn = await page.evaluate(() => explorer.visibleEdges());
  const kept = data.edges.map((_, i) => i).filter((i) => data.edges[i].class !== 0);
  ok("a class of ties is switched off", same(drawn, kept), `${drawn.length} for ${kept.length}`);
  await button.click();
  await settled(page);
}

async function timelineAndBack({ page, data }) {
  const tab = page.locator("#views [data-view=timeline]");
  if ((await tab.count()) === 0) return;
  await tab.click();
  await settled(page);
  const lanes = await page.locator("#timeline .lane").count();
  const told = data.nodes.findIndex((node) => node.emphasis);
  const dated = data.edges.filter(
    (edge) => standing(edge, null) === null && (told < 0 || edge.from === told || edge.to === told),
  );
  const expected = told < 0 ? Math.min(200, dated.length) : dated.length;
  ok("the timeline has a lane for each dated tie", lanes === expected, `${lanes} for ${expected}`);
  if (lanes > 0) {
    await page.locator("#timeline .lane").first().hover();
    ok("a lane has a tooltip", await page.locator("#tooltip").isVisible());
  }
  await page.locator("#views [data-view=network]").click();
  await settled(page);
  ok("and back to the network", await page.locator("#canvas").isVisible());
}

/** No text of the data became an element, an attribute or a script. */
async function textStaysText({ page, data }) {
  const found = await page.evaluate(() => ({
    pwned: window.pwned,
    images: document.querySelectorAll("img, iframe, object, embed, base, form").length,
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name)))
      .length,
    links: [...document.links].filter((a) => !/^https?:$/.test(a.protocol)).length,
    heading: document.getElementById("title").textContent,
  }));
  ok(
    "text stays text",
    found.pwned === undefined && found.images + found.handlers + found.links === 0 && found.scripts === 2,
    JSON.stringify(found),
  );
  ok("the title is as given", found.heading === data.title, found.heading);
}

/** What a tie is on a day, told without the page's own code; null for "not", and for dated ones without a day. */
function standing(edge, day) {
  if (edge.certain.length + edge.possibly.length === 0) return "undated";
  if (day === null) return null;
  const holds = (ranges) => ranges.some(([from, to]) => (from === null || from <= day) && (to === null || day < to));
  if (holds(edge.certain)) return "certain";
  return holds(edge.possibly) ? "possible" : null;
}

/** Text without accents. */
function bare(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}

function neighbourhood(data, node) {
  const near = data.edges
    .filter((edge) => edge.from === node || edge.to === node)
    .flatMap((edge) => [edge.from, edge.to]);
  return [...new Set([node, ...near])];
}

function busiest(data) {
  const ties = data.nodes.map((_, i) => neighbourhood(data, i).length);
  return ties.indexOf(Math.max(...ties));
}

/** A node whose middle nothing else covers. */
async function clickable(page, data) {
  const places = await page.evaluate(() => explorer.cy.nodes("[index]").map((node) => node.position()));
  const free = (i) =>
    data.nodes.every((other, j) => {
      const [dx, dy] = [places[j].x - places[i].x, places[j].y - places[i].y];
      return i === j || Math.abs(dx) > other.w / 2 + 4 || Math.abs(dy) > other.h / 2 + 4;
    });
  const tied = new Set(data.edges.flatMap((edge) => [edge.from, edge.to]));
  const found = data.nodes.findIndex((_, i) => free(i) && tied.has(i));
  ok("some node can be clicked", found >= 0);
  return found;
}

async function clickNode(page, index) {
  await page.evaluate(
    (i) => explorer.cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } }).center(explorer.cy.getElementById(`n${i}`)),
    index,
  );
  await settled(page);
  const box = await page.locator("#canvas").boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function focusIs(page, id) {
  await settled(page);
  const focused = await page.evaluate(() => explorer.focused());
  ok(id === null ? "the focus is cleared" : `${JSON.stringify(id)} is in focus`, focused === id, focused);
}

/** Waits until the page has shown what it was told. */
function settled(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30))));
}

function dataOf(file) {
  const found = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(readFileSync(file, "utf8"));
  return JSON.parse(found[1]);
}

function iso(day) {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function same(some, others) {
  return some.length === others.length && new Set([...some, ...others]).size === some.length;
}

function ok(what, holds, found = "") {
  if (!holds) throw new Error(`${what}${found === "" || found === null ? "" : ` (found ${found})`}`);
  passed += 1;
  console.log(`ok: ${what}`);
}
