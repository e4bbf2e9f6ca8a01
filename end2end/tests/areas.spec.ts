// The areas of the front end (app/src/areas.rs): each from a cold cache, by its address and by a
// press, with a form in it that works; and what happens when its code does not come.
import type { Page } from "@playwright/test";
import { alive, expect, test } from "../fixtures.js";
import { decide, pick, result } from "../steps.js";

/** The files of areas that the page has asked for, in order, without their hashes. */
function parts(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const part = request.url().match(/\/pkg\/kept\.(\w+)\.\w+\.bin$/);
    if (part) asked.push(part[1]!);
  });
  return asked;
}

/** What areas share is no area. */
const ofAnArea = (part: string): boolean => !part.startsWith("chunk_");

/** Stays the same as long as no document is loaded anew. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { marked: true }));
}

const marked = (page: Page): Promise<boolean> => page.evaluate(() => "marked" in window);

async function openDaniel(page: Page): Promise<void> {
  await page.goto("/clients");
  await page.getByRole("link", { name: /Daniel Reyes/ }).click();
  await expect(page.getByRole("heading", { name: "Daniel Reyes", level: 1 })).toBeVisible();
}

const nextSession = (page: Page) =>
  page.getByRole("region", { name: "Upcoming" }).locator(".session-row").first();

test("a client’s page asks for no area, and opening a session for that one only, once", async ({ page, signedInAs }) => {
  await signedInAs("Maya");
  await openDaniel(page);
  const asked = parts(page);
  await page.reload();
  await alive(page);
  expect(asked).toEqual([]);

  await mark(page);
  await nextSession(page).click();
  await expect(page.getByRole("link", { name: "Cancel session" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("link", { name: "Cancel session" })).toHaveCount(0);
  await page.goForward();
  await expect(page.getByRole("link", { name: "Cancel session" })).toBeVisible();
  expect(asked.filter(ofAnArea)).toEqual(["session"]);
  expect(await marked(page)).toBe(true);
});

test("deciding is reached by a press and by its address, and its form works either way", async ({ page, signedInAs, tab }) => {
  await signedInAs("Maya");
  await openDaniel(page);
  await alive(page);
  await mark(page);
  await nextSession(page).click();
  const asked = parts(page);
  await page.getByRole("link", { name: "Cancel session" }).click();
  await expect(page.getByRole("heading", { name: "Cancel this session?" })).toBeVisible();
  expect(asked.filter(ofAnArea)).toEqual(["decisions"]);
  const address = page.url();
  await page.goBack();
  await expect(page.getByRole("link", { name: "Cancel session" })).toBeVisible();
  expect(await marked(page)).toBe(true);

  const direct = await tab();
  await direct.goto(address);
  await alive(direct);
  await pick(direct, /I am unavailable/);
  await decide(direct).click();
  await expect(result(direct)).toContainText("Session cancelled");
});

test("the doors are an area: signing in wrongly is said without a new document", async ({ page }) => {
  const asked = parts(page);
  await page.goto("/sign-in");
  await alive(page);
  expect(asked.filter(ofAnArea)).toEqual(["doors"]);
  await mark(page);
  await page.getByLabel("E-mail").fill("maya@kept.example");
  await page.getByLabel("Password").fill("not this one at all");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Not signed in.")).toBeVisible();
  expect(await marked(page)).toBe(true);
});

test("a client’s own area and the team’s come alive from their addresses", async ({ page, signedInAs, elsewhere }) => {
  const asked = parts(page);
  await signedInAs("Lena");
  await alive(page);
  await expect(page).toHaveURL(/\/sessions$/);
  expect(asked).toContain("clients_own");

  const noors = await elsewhere();
  const theirs = parts(noors);
  await signedInAs("Noor", noors);
  await alive(noors);
  await expect(noors).toHaveURL(/\/tasks$/);
  expect(theirs).toContain("team");
  await noors.getByRole("link", { name: "Noor" }).click();
  await expect(noors.getByRole("heading", { name: /Account/ })).toBeVisible();
  await noors.getByRole("link", { name: "Tasks" }).click();
  await expect(noors.getByRole("heading", { name: "Tasks", level: 1 })).toBeVisible();
});

test("the demonstration’s mail is reached by a press, and its clock moves there", async ({ page, signedInAs }) => {
  await signedInAs("Maya");
  await alive(page);
  await mark(page);
  const asked = parts(page);
  await page.getByRole("link", { name: "Mail" }).first().click();
  await expect(page.getByRole("heading", { name: "Mail", level: 1 })).toBeVisible();
  expect(asked.filter(ofAnArea)).toEqual(["demo"]);
  await page.getByText("Move the clock").click();
  const before = await page.locator(".demo-bar time").textContent();
  await page.getByRole("button", { name: "+ 1 hour" }).click();
  await expect(page.locator(".demo-bar time")).not.toHaveText(before!);
  await page.goBack();
  await expect(page).toHaveURL(/\/today$/);
  expect(await marked(page)).toBe(true);
});

test("the parts that a page needs stand in its head, under names that are kept for good", async ({ page, signedInAs, request }) => {
  await signedInAs("Maya");
  await openDaniel(page);
  await nextSession(page).click();
  await page.getByRole("link", { name: "Cancel session" }).click();
  await expect(page.getByRole("heading", { name: "Cancel this session?" })).toBeVisible();
  const html = await (await page.context().request.get(page.url())).text();
  const head = html.slice(0, html.indexOf("</head>"));
  const preloads = [...head.matchAll(/<link[^>]*href="([^"]+\.(?:wasm|bin))"/g)].map((link) => link[1]!);
  expect(preloads.filter((path) => /kept\.decisions\./.test(path))).toHaveLength(1);
  for (const path of preloads) {
    const answer = await request.get(path, { headers: { "accept-encoding": "br" } });
    expect(answer.headers()["cache-control"], path).toBe("public, max-age=31536000, immutable");
    expect(answer.headers()["content-encoding"], path).toBe("br");
  }
});

test.describe("when the code of an area does not come", () => {
  test.use({ allowedConsole: [/Failed to load resource|Failed to fetch|was preloaded using link preload/] });

  test("a press leads there by a full load, and the page is of use as it is", async ({ page, signedInAs }) => {
    await signedInAs("Maya");
    await openDaniel(page);
    await nextSession(page).click();
    await expect(page.getByRole("link", { name: "Cancel session" })).toBeVisible();
    await mark(page);
    await page.route(/kept\.decisions\./, (route) => route.abort());
    await page.getByRole("link", { name: "Cancel session" }).click();
    await expect(page.getByRole("heading", { name: "Cancel this session?" })).toBeVisible();
    expect(await marked(page)).toBe(false);
    expect(await page.evaluate(() => document.documentElement.dataset["alive"])).toBeUndefined();
    await page.getByRole("link", { name: "Back to the session" }).click();
    await expect(page.getByRole("link", { name: "Cancel session" })).toBeVisible();
    await alive(page);
  });

  test("a form of a page that stays plain is sent all the same", async ({ page }) => {
    await page.route(/kept\.doors\./, (route) => route.abort());
    await page.goto("/sign-in");
    await page.getByRole("button", { name: /Maya/ }).click();
    await expect(page).toHaveURL(/\/today$/);
    await alive(page);
  });
});
