// Uses the page of `interlocks serve` as a reader would, with the keyboard where that is the question.
//
//     node serve.mjs BINARY HOSTILE_DATA

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { launch } from "./browser.mjs";

const [binary, hostile] = process.argv.slice(2);
const BOARDS = "datasets/bigtech-boards";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts a server, and returns it with the address that it prints. */
async function serve(data, ...options) {
  const child = spawn(binary, ["serve", data, "--quiet", ...options], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, address: line.replace("listening on ", "") };
  }
  throw new Error("the server has ended");
}

/** A tab whose every complaint, and every request to elsewhere, is kept. */
async function tab(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!["blob:", "data:"].includes(protocol) && origin !== new URL(address).origin) complaints.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  return { context, page, complaints };
}

const heading = (page, text) => page.getByRole("heading", { level: 1, name: text }).waitFor();

/** Searches with the keyboard alone, and opens the first that is found. */
async function search(page, text, name) {
  await page.keyboard.press("/");
  await page.keyboard.type(text);
  await page.getByRole("option").filter({ hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await heading(page, name);
}

async function readsAndFollows(browser, address) {
  const { context, page, complaints } = await tab(browser, address);
  await page.goto(address);
  await heading(page, /Big-tech boards/);
  await page.getByText("lead to check, not an accusation").first().waitFor();
  await search(page, "netfl", /Netflix/);
  for (const part of ["Timeline", "Seats", "Deals", "Findings"]) await page.getByRole("heading", { name: part }).first().waitFor();
  await page.getByRole("img", { name: /Timeline of Netflix/ }).waitFor();
  assert.match(page.url(), /view=entity&id=company%3Anetflix/);
  // A view is a link.
  const copy = await context.newPage();
  await copy.goto(page.url());
  await heading(copy, /Netflix/);
  await copy.close();
  // Back and forward are those of the browser.
  await page.goBack();
  await heading(page, /Big-tech boards/);
  await page.goForward();
  await heading(page, /Netflix/);
  // Two companies, and the report on them.
  await page.getByRole("combobox", { name: "Compare Netflix, Inc. with" }).fill("meta plat");
  await page.getByRole("option", { name: /Meta Platforms/ }).waitFor();
  await page.keyboard.press("Enter");
  await heading(page, /Netflix, Inc\. and Meta Platforms/);
  await page.getByText("Certainly on both boards at the same time: Reed Hastings.").waitFor();
  const [report] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Report (HTML)" }).click()]);
  assert.match(readFileSync(await report.path(), "utf8"), /Reed Hastings/);
  // Findings: sorted, filtered, at another time, as a file.
  await page.getByRole("link", { name: "Findings", exact: true }).click();
  await heading(page, /All findings/);
  await page.getByRole("button", { name: "Date" }).click();
  await page.locator("th[aria-sort=ascending]", { hasText: "Date" }).waitFor();
  await page.getByLabel("Filter by text").fill("hastings");
  const rows = await page.locator("tbody tr").count();
  assert.ok(rows > 5 && rows < 100, `${rows} rows`);
  await page.getByLabel("only what is certain").check();
  await page.locator(".mark.possible").first().waitFor({ state: "detached" });
  assert.match(page.url(), /certain=1/);
  const [table] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download as CSV" }).click()]);
  assert.match(readFileSync(await table.path(), "utf8"), /^severity,/);
  // A path.
  await page.goto(`${address}/?view=path&id=company:netflix&other=company:meta`);
  await page.getByText("Strength", { exact: false }).first().waitFor();
  // What cannot be answered is said.
  await page.goto(`${address}/?view=entity&id=nobody-of-this-name`);
  await page.getByRole("alert").waitFor();
  assert.ok(complaints.every((text) => text.includes("404")), complaints.join("\n"));
  await context.close();
}

async function growsANetwork(browser, address) {
  const { context, page, complaints } = await tab(browser, address, { acceptDownloads: true });
  await page.goto(`${address}/?view=network&id=company:netflix`);
  const count = async () => Number(await page.locator("aside .count").innerText());
  const settled = async (test) => {
    for (let tries = 0; tries < 100; tries += 1) {
      if (test(await count())) return;
      await page.waitForTimeout(50);
    }
    throw new Error(`the network has ${await count()}`);
  };
  await page.locator("aside .count").waitFor();
  await settled((now) => now > 20);
  let before = await count();
  for (const name of ["Reed Hastings", "Meta Platforms, Inc.", "Microsoft Corporation", "TCV", "Greg Peters"]) {
    await page.locator("aside li").getByRole("button", { name, exact: true }).click();
    await page.locator(".chosen").getByRole("button", { name: "Expand" }).click();
    await settled((now) => now >= before);
    await page.locator("h1", { hasText: name }).waitFor();
    before = await count();
  }
  const all = await count();
  await page.getByRole("button", { name: "Undo" }).click();
  await settled((now) => now < all);
  await page.getByRole("button", { name: "Redo" }).click();
  await settled((now) => now === all);
  await page.locator("aside li").getByRole("button", { name: "Apple Inc.", exact: true }).click();
  await page.locator(".chosen").getByRole("button", { name: "Take out" }).click();
  await settled((now) => now < all);
  const kept = await count();
  // A year, for the whole picture.
  await page.getByLabel(/^Year/).fill("2013");
  await page.waitForURL(/during=2013\.\.2013/);
  await settled((now) => now < kept);
  await page.getByRole("button", { name: "all years" }).click();
  await settled((now) => now === kept);
  // A story of two steps.
  await page.getByRole("button", { name: "Add this view as a step" }).click();
  await page.getByLabel("Caption").fill("Everybody");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Add this view as a step" }).click();
  await page.getByRole("button", { name: "Back", exact: true }).click();
  await page.getByText("Step 1 of 2: Everybody").waitFor();
  await settled((now) => now === kept);
  // A map is saved, and opened in another tab.
  const [map] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the map" }).click()]);
  const file = await map.path();
  for (const [button, start] of [["Save as SVG", "<svg"], ["Save as PNG", "\u0089PNG"]]) {
    const [picture] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
    assert.ok(readFileSync(await picture.path(), "latin1").startsWith(start), button);
  }
  await page.goto(`${address}/?view=network&id=company:apple`);
  await page.locator("input[type=file]").setInputFiles(file);
  await settled((now) => now === kept);
  const wrong = join(tmpdir(), `no-map-${process.pid}.json`);
  writeFileSync(wrong, '{"interlocks_map": 1, "chosen": [1]}');
  await page.locator("input[type=file]").setInputFiles(wrong);
  await page.getByText("This file is no map").waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
}

const VIEWS = {
  start: "",
  entity: "view=entity&id=company:netflix",
  person: "view=entity&id=person:reed-hastings&at=2013-08",
  two: "view=two&id=company:netflix&other=company:meta",
  findings: "view=findings",
  pairs: "view=pairs",
  path: "view=path&id=company:netflix&other=company:meta",
  network: "view=network&id=company:netflix",
  review: "view=review",
  embed: "view=entity&id=company:netflix&embed=1",
};

async function isForEverybody(browser, address) {
  for (const lang of ["en", "de"]) {
    for (const theme of ["light", "dark"]) {
      for (const [name, query] of Object.entries(VIEWS)) {
        for (const width of [1440, 390]) {
          const { context, page, complaints } = await tab(browser, address, { viewport: { width, height: 844 } });
          await page.goto(`${address}/?${query}&lang=${lang}&theme=${theme}`);
          await page.waitForLoadState("networkidle");
          await page.getByRole("heading", { level: 1 }).waitFor();
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, `${name} is wider than ${width}`);
          if (width === 1440) {
            await page.evaluate(AXE);
            const { violations } = await page.evaluate(() => globalThis.axe.run());
            const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
            const told = grave.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`);
            assert.deepEqual(told, [], `${name}, ${lang}, ${theme}`);
          }
          assert.deepEqual(complaints, [], `${name}, ${lang}, ${theme}, ${width}`);
          await context.close();
        }
      }
    }
  }
}

/** What is set in a view is in its address, and the address alone brings it back. */
async function isALink(browser, address) {
  const { context, page, complaints } = await tab(browser, address);
  const copied = async (test) => {
    const copy = await context.newPage();
    await copy.goto(page.url());
    await test(copy);
    await copy.close();
  };
  await page.goto(`${address}/?view=findings`);
  await page.getByRole("combobox", { name: /^Rule/ }).selectOption("executive-on-board");
  await page.waitForURL(/rule=executive-on-board/);
  await page.getByText("Filter by text").waitFor();
  await page.getByRole("combobox", { name: /^Severity/ }).selectOption("");
  await page.locator("tbody tr").first().waitFor();
  const all = await page.locator("tbody tr").count();
  await page.getByLabel("Filter by text").fill("hastings");
  await page.getByText("rows have this text").waitFor();
  await page.getByRole("button", { name: "Date" }).click();
  await page.getByText("Columns", { exact: true }).click();
  await page.getByRole("checkbox", { name: "Status" }).uncheck();
  await page.locator("th", { hasText: "Status" }).waitFor({ state: "detached" });
  const rows = await page.locator("tbody tr").count();
  assert.ok(rows < all, `${rows} of ${all} rows`);
  await copied(async (copy) => {
    await copy.locator("th[aria-sort=ascending]", { hasText: "Date" }).waitFor();
    assert.equal(await copy.locator("tbody tr").count(), rows);
    assert.equal(await copy.locator("th", { hasText: "Status" }).count(), 0);
    assert.equal(await copy.getByRole("combobox", { name: /^Rule/ }).inputValue(), "executive-on-board");
    assert.equal(await copy.title(), "All findings – interlocks");
  });
  // Another view begins with nothing set.
  await page.getByRole("link", { name: "All interlocks" }).click();
  await heading(page, /All interlocks/);
  assert.ok(!/text=|sort=|hide=|rule=/.test(page.url()), page.url());
  await page.getByRole("button", { name: "Shared" }).click();
  await page.locator("th[aria-sort=ascending]", { hasText: "Shared" }).waitFor();
  // Who was expanded and who was taken out.
  await page.goto(`${address}/?view=network&id=company:netflix`);
  await page.locator("aside li").getByRole("button", { name: "TCV", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.locator("aside li button[aria-pressed=true]", { hasText: "TCV" }).waitFor();
  await page.keyboard.press("Enter");
  await heading(page, /TCV/);
  await page.locator("aside li").getByRole("button", { name: "Apple Inc.", exact: true }).focus();
  await page.keyboard.press("Delete");
  await page.locator("aside li").getByRole("button", { name: "Apple Inc.", exact: true }).waitFor({ state: "detached" });
  const inPicture = await page.locator("aside .count").innerText();
  await copied(async (copy) => {
    await heading(copy, /Netflix, Inc\., TCV/);
    assert.equal(await copy.locator("aside .count").innerText(), inPicture);
  });
  await page.keyboard.press("Control+z");
  await page.locator("aside li").getByRole("button", { name: "Apple Inc.", exact: true }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
}

/** Each row leads to its source; an address that is no page is no link. */
async function namesItsSources(browser, address) {
  const { context, page, complaints } = await tab(browser, address);
  await page.goto(`${address}/?view=two&id=company:netflix&other=company:meta`);
  const row = page.locator("tr", { hasText: "private Titan API" }).first();
  await row.getByRole("link", { name: "MEDIANAMA24" }).waitFor();
  assert.match(await row.innerText(), /alleged/);
  const link = row.getByRole("link", { name: "MEDIANAMA24" });
  assert.match(await link.getAttribute("href"), /^https:/);
  assert.match(await link.getAttribute("rel"), /noreferrer/);
  const [report] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: "Read the report" }).click()]);
  await report.getByText("Reed Hastings").first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
}

async function tellsOwnersAndFailures(browser) {
  const folder = mkdtempSync(join(tmpdir(), "owners-"));
  writeFileSync(join(folder, "seats.csv"), "person_id,person_name,company_id,company_name,role,start\np,Pat Lee,a,Alpha,director,2010\np,Pat Lee,b,Beta,director,2011\n");
  writeFileSync(join(folder, "ties.csv"), "id,from,to,kind,start,share,source,from_type,to_type\nt1,a,b,owns,2011,60,S1,company,company\n");
  writeFileSync(join(folder, "sources.csv"), "id,title,url\nS1,Register,javascript:window.pwned=1\n");
  const { child, address } = await serve(folder);
  try {
    const { context, page, complaints } = await tab(browser, address);
    await page.goto(`${address}/?view=entity&id=company:b`);
    await page.getByRole("heading", { name: "Owners" }).waitFor();
    await page.locator("tr", { hasText: "60 %" }).first().waitFor();
    await page.locator(".sources", { hasText: "Register" }).waitFor();
    assert.equal(await page.locator("a[href^=javascript]").count(), 0);
    assert.deepEqual(complaints, []);
    // A server that has gone is told of, and not taken for an empty answer.
    child.kill();
    await page.keyboard.press("/");
    await page.keyboard.type("alp");
    await page.getByRole("alert").waitFor();
    await context.close();
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

async function reviewsIdentities(browser) {
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  const names = ["Ann Lee", "Bo Stone", "Cy Marsh", "Dee Frost", "Eli Wood", "Fay Brook", "Gus Hill", "Ida Field", "Jo Rivers", "Kit Shore", "Lou Vale", "Mia Dale"];
  const rows = names.flatMap((name, at) => [`p${at},${name},c${at},Company ${at},director,2010`, `q${at},${name},d${at},Firm ${at},director,2012`]);
  writeFileSync(join(folder, "seats.csv"), `person_id,person_name,company_id,company_name,role,start\n${rows.join("\n")}\n`);
  const decisions = join(folder, "same.csv");
  const { child, address } = await serve(join(folder, "seats.csv"), "--decisions", decisions);
  try {
    const { context, page, complaints } = await tab(browser, address);
    await page.goto(`${address}/?view=review`);
    await page.getByText("Step 1 of 12").waitFor();
    await page.getByLabel("Who decides").fill("M. Ode");
    // Ten pairs with the keyboard alone: a reason where one is needed, then the key.
    for (let at = 0; at < 10; at += 1) {
      const key = ["s", "d", "u", "k"][at % 4];
      if (at < 2) await page.getByLabel("Why").fill(`reason ${at}`);
      else if (at % 4 < 2) await page.getByLabel("Why").fill("the same signature");
      await page.locator(".review").focus();
      await page.keyboard.press(key);
      await page.getByText(`Step ${at + 2} of 12`).waitFor();
    }
    const kept = readFileSync(decisions, "utf8").trim().split("\n");
    assert.equal(kept.length, 1 + 8, kept.join("\n"));
    assert.equal(kept.filter((line) => line.includes(",same,")).length, 3);
    // Without a reason the server refuses, and says why.
    await page.locator(".review").focus();
    await page.keyboard.press("s");
    await page.getByText(/needs a reason/).waitFor();
    await page.reload();
    await page.getByText("Step 1 of 4").waitFor();
    assert.ok(complaints.every((text) => text.includes("400")), complaints.join("\n"));
    await context.close();
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

async function takesNamesAsText(browser) {
  const { child, address } = await serve(hostile);
  try {
    for (const query of ["", "view=entity&id=company:a", "view=entity&id=person:p", "view=pairs", "view=network&id=company:a&other=company:b", "view=two&id=company:a&other=company:b"]) {
      const { context, page, complaints } = await tab(browser, address);
      await page.goto(`${address}/?${query}`);
      await page.waitForLoadState("networkidle");
      await page.getByText("<img src=x").first().waitFor({ state: "attached" });
      assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
      assert.deepEqual(complaints, [], query);
      await context.close();
    }
  } finally {
    child.kill();
  }
}

async function keepsTheToken(browser) {
  const { child, address } = await serve(BOARDS, "--address", "0.0.0.0");
  try {
    const page = address.replace("0.0.0.0", "127.0.0.1");
    const { context, page: own, complaints } = await tab(browser, page);
    await own.goto(page);
    await heading(own, /Big-tech boards/);
    assert.ok(!own.url().includes("token"), own.url());
    assert.deepEqual(await context.cookies(), []);
    await own.reload();
    await heading(own, /Big-tech boards/);
    assert.deepEqual(complaints, []);
    await context.close();
  } finally {
    child.kill();
  }
}

const browser = await launch();
const { child, address } = await serve(BOARDS);
try {
  await readsAndFollows(browser, address);
  await growsANetwork(browser, address);
  await isALink(browser, address);
  await namesItsSources(browser, address);
  await tellsOwnersAndFailures(browser);
  await reviewsIdentities(browser);
  await isForEverybody(browser, address);
  await takesNamesAsText(browser);
  await keepsTheToken(browser);
  console.log("the served page does what it should");
} finally {
  child.kill();
  await browser.close();
}
