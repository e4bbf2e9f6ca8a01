// The editor of hours, as its journeys find it.
import type { Locator, Page } from "@playwright/test";
import { alive, expect } from "./fixtures.js";

export const save = (page: Page): Locator => page.locator(".editor-save .button.primary");
export const open = (page: Page): Locator => page.locator(".editor-save .chip.brand");
export const news = (page: Page): Locator => page.locator(".editor-news");
export const outside = (page: Page): Locator => page.locator(".editor-outside");

export async function editor(page: Page, query = ""): Promise<void> {
  await page.goto(`/availability${query}`);
  await expect(page.getByRole("heading", { name: "Availability" })).toBeVisible();
}

/** A half hour of the week: a day from Monday on, and when it begins. */
export const cell = (page: Page, day: number, time: string): Locator => {
  const [hour, minute] = time.split(":").map(Number) as [number, number];
  return page.locator(`#cell-${day}-${hour * 2 + (minute >= 30 ? 1 : 0)}`);
};

export const says = (page: Page, day: number, time: string, what: RegExp): Promise<void> =>
  expect(cell(page, day, time)).toHaveAttribute("aria-label", what);

export async function middle(one: Locator): Promise<[number, number]> {
  const box = (await one.boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

export async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 8 });
  await page.mouse.up();
}

export async function slots(page: Page): Promise<number> {
  return Number((await open(page).textContent())!.match(/\d+/)![0]);
}

export const blocked = (page: Page): Locator => page.getByRole("region", { name: "Blocked" });

export async function typeBlock(page: Page, date: string, from: string, to: string): Promise<void> {
  const fields = blocked(page).getByRole("group", { name: "Block a time" });
  await fields.getByLabel("Day", { exact: true }).fill(date);
  await fields.getByLabel("From", { exact: true }).fill(from);
  await fields.getByLabel("To", { exact: true }).fill(to);
}

/** From the first page of a therapist, so that there is one to go back to. */
export async function atDesk(page: Page, signedInAs: (name: string) => Promise<void>): Promise<void> {
  await signedInAs("Maya Okafor");
  await page.getByRole("link", { name: "Availability" }).click();
  await expect(page.getByRole("heading", { name: "Availability" })).toBeVisible();
  await alive(page);
  await expect(save(page)).toHaveText("Nothing to save");
}
