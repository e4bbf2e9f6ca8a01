// What a browser with an empty cache loads for each screen, by file, as it travels: the release
// server in demo mode is asked for real, by a real browser. Ends with 1 if a budget is exceeded, and with 2 if it did not
// come to its end.
import { chromium } from "@playwright/test";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const KB = 1000;
const BUDGET = { all: 210 * KB, plain: 40 * KB };

process.on("uncaughtException", (fault) => {
  console.error(fault);
  process.exit(2);
});

const root = resolve(import.meta.dirname, "../..");
const program = resolve(root, process.env.KEPT_PROGRAM ?? "target/release/kept");
const data = mkdtempSync(join(tmpdir(), "kept-bytes-"));
const server = spawn(program, ["serve"], {
  env: {
    ...process.env,
    KEPT_DEMO: "1",
    KEPT_ADDR: "127.0.0.1:0",
    KEPT_CLOCK: "2026-11-23T06:40:00Z",
    KEPT_DATA: data,
    KEPT_LOG: "warn",
    KEPT_SITE: resolve(root, process.env.KEPT_SITE ?? "target/site"),
  },
  stdio: ["ignore", "pipe", "inherit"],
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});
let over = false;

try {
  const url = await address();
  const maya = await signedIn(url, /Maya/);
  const paths = await paths_of(url, maya);
  await screen("sign-in", `${url}/sign-in`);
  await screen("today", `${url}/today`, maya);
  await screen("clients", `${url}/clients`, maya);
  await screen("client page", url + paths.client, maya, BUDGET);
  await screen("session", url + paths.session, maya);
  await screen("cancel", `${url}${paths.session}/cancel`, maya);
  await screen("refund", `${url}${paths.over}/refund`, maya);
  await screen("attendance", `${url}${paths.over}/attendance`, maya);
  for (const deed of ["time", "carry", "offer", "late"]) {
    await screen(`session, ${deed}`, `${url}${paths.session}/${deed}`, maya);
  }
  await screen("confirm", `${url}${paths.waiting}/confirm`, maya);
  await screen("decline", `${url}${paths.waiting}/decline`, maya);
  await screen("book a follow-up", `${url}${paths.client}/book`, maya);
  for (const edit of ["", "/day-off", "/away", "/zone?to=Europe/Madrid"]) {
    await screen(`availability${edit}`, `${url}/availability${edit}`, maya);
  }
  await screen("account", `${url}/account`, maya);
  await screen("pause", `${url}/account/pause`, maya);
  await screen("return", `${url}/account/return`, maya);
  await screen("Lena’s own sessions", `${url}/sessions`, await signedIn(url, /Lena/));
  await screen("Noor’s tasks", `${url}/tasks`, await signedIn(url, /Noor/));
  await screen("the demonstration’s mail", `${url}/demo/mail`, maya);
  await screen("the demonstration’s provider", `${url}/demo/provider`, maya);
} finally {
  await browser.close();
  server.kill("SIGTERM");
  await new Promise((ended) => server.once("exit", ended));
  rmSync(data, { recursive: true, force: true });
}
process.exit(over ? 1 : 0);

function address() {
  return new Promise((found, lost) => {
    let said = "";
    server.stdout.on("data", (text) => {
      said += text;
      const line = said.match(/listening on (http:\S+)/);
      if (line) found(line[1]);
    });
    server.once("exit", (code) => lost(new Error(`kept ended with ${code}: ${said}`)));
  });
}

/** The cookies of a member of the cast. */
async function signedIn(url, name) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByRole("button", { name }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Daniel's page, his next session, and his last; and a booking of Lena's that waits. */
async function paths_of(url, storageState) {
  const context = await browser.newContext({ storageState, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${url}/clients`);
  await page.getByRole("link", { name: /Daniel Reyes/ }).click();
  const upcoming = page.getByRole("region", { name: "Upcoming" });
  const session = await upcoming.locator(".session-row").first().getAttribute("href");
  const past = page.getByRole("region", { name: "Past and cancelled" });
  const over = await past.locator(".session-row").first().getAttribute("href");
  const client = new URL(page.url()).pathname;
  await page.goto(`${url}/today`);
  const waiting = await page.locator("li.waiting a[href*='/sessions/']").first().getAttribute("href");
  await context.close();
  return { client, session, over, waiting: waiting.replace(/\/(confirm|decline)$/, "") };
}

async function screen(name, url, storageState, budget) {
  const files = await loaded(url, storageState);
  const sum = (list) => list.reduce((bytes, file) => bytes + file.bytes, 0);
  const foreign = files.filter((file) => file.origin !== new URL(url).origin);
  const plain = files.filter((file) => file.blocks);

  report(`${name}, first load, brotli`, sum(files), budget?.all);
  if (budget) {
    report(`${name}, until it can be read and used by plain forms`, sum(plain), budget.plain);
  }
  for (const { path, bytes, how } of files.sort((a, b) => b.bytes - a.bytes)) {
    console.log(`  ${kb(bytes).padStart(9)}  ${path} (${how})`);
  }
  if (foreign.length > 0) {
    over = true;
    console.log(`  ${foreign.length} third-party requests (≤ 0) OVER`);
  }
}

/** Everything that is asked for until the page has come alive and the network is quiet. */
async function loaded(url, storageState) {
  const context = await browser.newContext({ storageState, locale: "en-GB" });
  const page = await context.newPage();
  const requests = [];
  const open = new Set();
  page.on("request", (request) => open.add(request));
  page.on("requestfailed", (request) => open.delete(request));
  page.on("requestfinished", (request) => {
    open.delete(request);
    requests.push(request);
  });
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.alive === "yes");
  await quiet(open);
  const files = [];
  for (const request of requests) {
    const { origin, pathname } = new URL(request.url());
    if (origin === "null") continue;
    const response = await request.response();
    files.push({
      origin,
      path: pathname,
      bytes: (await request.sizes()).responseBodySize,
      how: response.headers()["content-encoding"] ?? "as it is",
      blocks: ["document", "stylesheet"].includes(request.resourceType()),
    });
  }
  await context.close();
  return files;
}

/** Nothing under way for half a second, but for the stream that live pages follow: it never ends. */
async function quiet(open) {
  const ends = (request) => new URL(request.url()).pathname !== "/live";
  let since = Date.now();
  while (Date.now() - since < 500) {
    if ([...open].some(ends)) since = Date.now();
    await new Promise((soon) => setTimeout(soon, 50));
  }
}

function report(what, bytes, budget) {
  if (budget === undefined) return console.log(`${what}: ${kb(bytes)}`);
  const fits = bytes <= budget;
  over ||= !fits;
  console.log(`${what}: ${kb(bytes)} (≤ ${budget / KB}) ${fits ? "ok" : "OVER"}`);
}

function kb(bytes) {
  return `${(bytes / KB).toFixed(1)} kB`;
}
