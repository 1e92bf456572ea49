// How smoothly a large network moves: milliseconds between frames while it is panned, zoomed and moved
// through time. Prints figures and judges nothing, since they depend on the machine.
//
//   node smooth.mjs [NODES]

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, open } from "./browser.mjs";
import { fill } from "./fill.mjs";
import { large } from "./made.mjs";

const nodes = Number(process.argv[2] ?? 5000);
const folder = mkdtempSync(join(tmpdir(), "smooth-"));
const file = join(folder, "large.html");
writeFileSync(file, fill(large(nodes)));

const browser = await launch();
const opened = performance.now();
const { page, complaints } = await open(browser, file);
await page.waitForFunction(() => window.explorer);
await nextFrame();
console.log(`${nodes} nodes, ${nodes * 2} ties`);
console.log(`open: ${Math.round(performance.now() - opened)} ms`);
await page.waitForTimeout(800);

const canvas = await page.locator("#canvas").boundingBox();
const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 };
await page.mouse.move(middle.x, middle.y);

await measure("pan, whole picture", () => drag(middle, { x: 250, y: 120 }));
await measure("zoom by wheel", async () => {
  for (let i = 0; i < 24; i += 1) {
    await page.mouse.wheel(0, -60);
    await nextFrame();
  }
});
await page.waitForTimeout(600);
await measure("pan, zoomed in", () => drag(middle, { x: 250, y: 120 }));
await page.locator("#zoom-fit").click();
await page.waitForTimeout(600);

const dial = await page.locator("#day").boundingBox();
const ground = { x: dial.x + dial.width * 0.2, y: dial.y + dial.height / 2 };
await measure("slider, dragged", () => drag(ground, { x: dial.width * 0.5, y: 0 }));
await page.locator("#all-dates").click();
await page.waitForTimeout(600);
await measure("focus and clear", async () => {
  await page.locator("#search").fill("Company 0");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(600);
  await page.keyboard.press("Escape");
  await page.waitForTimeout(600);
});

for (const complaint of complaints) console.log(complaint);
await browser.close();
rmSync(folder, { recursive: true });

async function drag(from, by, steps = 60) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let i = 1; i <= steps; i += 1) {
    await page.mouse.move(from.x + (by.x * i) / steps, from.y + (by.y * i) / steps);
    await nextFrame();
  }
  await page.mouse.up();
}

/** Takes the time from frame to frame while `act` runs. */
async function measure(what, act) {
  await page.evaluate(() => {
    window.frameTimes = [];
    let last = performance.now();
    const take = (now) => {
      window.frameTimes.push(now - last);
      last = now;
      window.taking = requestAnimationFrame(take);
    };
    window.taking = requestAnimationFrame(take);
  });
  await act();
  const times = await page.evaluate(() => {
    cancelAnimationFrame(window.taking);
    return window.frameTimes.slice(1);
  });
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
  console.log(`${what}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${at(1)} ms, ${times.length} frames`);
}

function nextFrame() {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
}
