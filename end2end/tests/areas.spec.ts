// The areas of the front end (app/src/areas.rs): each from a cold cache, by its address and by a
// press, with a form in it that works; and what happens when its code does not come.
import type { Page } from "@playwright/test";
import { alive, expect, test } from "../fixtures.js";
import { decide, moveClock, pick, result } from "../steps.js";

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

/** Where each area begins, and from where a press leads there. */
const WAYS = [
  { area: "overview", who: "Maya", path: "/today", from: "/availability", link: /^Today/, heading: /Monday|Today/ },
  { area: "own_time", who: "Maya", path: "/availability", from: "/today", link: "Availability", heading: "Availability" },
  { area: "clients_own", who: "Lena", path: "/sessions", from: "/account", link: "Your sessions", heading: "Your sessions" },
  { area: "team", who: "Noor", path: "/tasks", from: "/account", link: /^Tasks/, heading: "Tasks" },
  { area: "demo", who: "Maya", path: "/demo/mail", from: "/today", link: "Mail", heading: "Mail" },
  { area: "doors", who: null, path: "/sign-in", from: "/demo/mail", link: "Sign in", heading: "Kept" },
];

for (const { area, who, path, from, link, heading } of WAYS) {
  test(`the area ${area} comes alive from its address, and by a press without a new document`, async ({ page, elsewhere, signedInAs }) => {
    const shown = (on: Page) => on.getByRole("heading", { name: heading, level: 1 });
    if (who) await signedInAs(who);
    const direct = parts(page);
    await page.goto(path);
    await alive(page);
    await expect(shown(page)).toBeVisible();
    expect(direct.filter(ofAnArea)).toEqual([area]);

    const cold = await elsewhere();
    if (who) await signedInAs(who, cold);
    await cold.goto(from);
    await alive(cold);
    await mark(cold);
    const pressed = parts(cold);
    await cold.getByRole("link", { name: link }).first().click();
    await expect(cold).toHaveURL(new RegExp(`${path}$`));
    await expect(shown(cold)).toBeVisible();
    expect(pressed.filter(ofAnArea)).toEqual([area]);
    expect(await marked(cold)).toBe(true);
  });
}

test("the demonstration’s clock leads back to the page, and says what it cannot do", async ({ page, signedInAs }) => {
  await signedInAs("Maya");
  await page.goto("/demo/mail");
  const strip = page.getByRole("complementary", { name: "Demonstration" });
  await expect(strip.locator("time")).toHaveText("Mon 23 Nov, 06:40");
  await strip.getByText("Move the clock").click();
  const anew = page.waitForEvent("load");
  await strip.getByRole("button", { name: "+ 1 hour" }).click();
  await anew;
  await expect(strip.locator("time")).toHaveText("Mon 23 Nov, 07:40");
  await expect(page.getByRole("heading", { name: "Mail", level: 1 })).toBeVisible();

  await strip.getByText("Move the clock").click();
  await strip.getByLabel(/^To/).fill("2027-03-28T01:30");
  await strip.getByRole("button", { name: "Move", exact: true }).click();
  await expect(strip.getByRole("alert")).toHaveText("There is no such time: enter a day and an hour that exist.");
  await expect(strip.getByLabel(/^To/)).toHaveValue("2027-03-28T01:30");
  await expect(page).toHaveURL(/\/demo\/mail\?clock=/);
});

test("what is entered in the clock’s strip stays while news comes", async ({ page, tab, signedInAs }) => {
  await signedInAs("Maya");
  await page.goto("/today");
  await alive(page);
  const strip = page.getByRole("complementary", { name: "Demonstration" });
  await strip.getByText("Move the clock").click();
  await strip.getByLabel(/^To/).fill("2026-11-24T09:00");
  const second = await tab();
  await second.goto("/today");
  await moveClock(second, "+ 1 hour");
  await expect(strip.locator("time")).toHaveText("Mon 23 Nov, 07:40");
  await expect(strip.getByLabel(/^To/)).toHaveValue("2026-11-24T09:00");
  const anew = page.waitForEvent("load");
  await strip.getByRole("button", { name: "Move", exact: true }).click();
  await anew;
  await expect(strip.locator("time")).toHaveText("Tue 24 Nov, 09:00");
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
