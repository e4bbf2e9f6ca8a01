// What people do again and again in the journeys, in one place.
import { expect, type Locator, type Page } from "@playwright/test";
import { alive } from "./fixtures.js";

const ids = { Daniel: 4, Lena: 5, Priya: 6, Anna: 7 };
export type Client = keyof typeof ids;

export const clientPath = (client: Client): string =>
  `/clients/01900000-0000-7000-8000-00000000000${ids[client]}`;

/** The row of a session in a list, by the day it is on: `Tue 24 Nov`. */
export const row = (page: Page, day: string): Locator =>
  page.locator(".session-row", { has: page.getByText(day.split(" ")[1]!, { exact: true }) }).filter({
    hasText: new RegExp(day.replaceAll(" ", "\\s+"), "i"),
  });

/** The details of the session that is open. */
export const details = (page: Page): Locator => page.locator("article.session-detail");
export const result = (page: Page): Locator => page.locator(".result");
export const happens = (page: Page): Locator =>
  page.getByRole("region", { name: "What will happen" }).getByRole("listitem");
export const steps = (page: Page): Locator => details(page).locator("ol.steps li");
export const history = (page: Page): Locator => details(page).locator("ol.trail > li");

/** The address of a client's session on a day, as its row has it. */
export async function sessionPath(page: Page, client: Client, day: string): Promise<string> {
  await page.goto(clientPath(client));
  return (await row(page, day).getAttribute("href"))!;
}

/** A session, and one of the forms on it where one is named. */
export async function open(
  page: Page,
  client: Client,
  day: string,
  form?: "cancel" | "refund" | "attendance",
): Promise<string> {
  const path = await sessionPath(page, client, day);
  await page.goto(form ? `${path}/${form}` : path);
  await alive(page);
  return path;
}

/** The button that does it, whatever it says. */
export const decide = (page: Page): Locator => page.locator("button[name=intent][value=do]");

/** A radio's card, or any other field, by its words. */
export const pick = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByRole("radio", { name: words }).check();

/** The demonstration's clock, on to a wall time in London or by as much, and the page loaded anew:
 * as the strip does it, which has a test of its own. */
export async function moveClock(page: Page, on: "+ 1 hour" | string): Promise<void> {
  const { origin } = new URL(page.url());
  const form = on === "+ 1 hour" ? { to: "", by: "3600" } : { to: on };
  const answer = await page.request.post(`${origin}/do/move_clock`, { form, headers: { origin } });
  expect(await answer.json(), "why the clock was not moved").toBeNull();
  await page.reload();
}

/** Two minutes on: what was just cancelled can no longer be undone, and leaves the house. */
export async function standsForGood(page: Page): Promise<void> {
  const strip = page.getByRole("complementary", { name: "Demonstration" });
  const now = (await strip.locator("time").getAttribute("datetime"))!;
  const later = new Date(Date.parse(`${now.slice(0, 16)}Z`) + 120_000).toISOString();
  await moveClock(page, later.slice(0, 16));
}

/** Hides the page as another tab in front of it does, or brings it to the front again. */
export const hide = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

/** The page as it stands after another load, until it says what it should. */
export async function afterReload(page: Page, says: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.reload();
    await says();
  }).toPass({ timeout: 15_000, intervals: [500] });
}
