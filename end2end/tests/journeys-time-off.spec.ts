// A therapist's time off: painted away, a sick day, one press from anywhere, another zone. Nobody is
// left outside without an answer, and nothing is stored before.
import type { Locator, Page } from "@playwright/test";
import { alive, expect, test } from "../fixtures.js";
import { clientPath, decide, details, happens, pick, result, row, standsForGood } from "../steps.js";

const stranded = (page: Page, client: string): Locator => page.locator(".stranded", { hasText: client });
const note = (page: Page): Locator => page.locator(".sheet .note[role=alert]");
const saved = (page: Page): Locator => page.getByRole("heading", { name: "Saved", exact: true });
const answer = (page: Page, client: string, words: string): Promise<void> =>
  stranded(page, client).getByRole("radio", { name: new RegExp(`^${words}`) }).check();

/** A session, as it stands on the page of its client. */
async function state(page: Page, client: "Anna" | "Daniel" | "Lena", day: string): Promise<string> {
  await page.goto(clientPath(client));
  return (await row(page, day).locator(".chips").textContent())!;
}

/** A half hour of the week: a day from Monday on, and its row from midnight. */
async function middle(page: Page, day: number, half: number): Promise<[number, number]> {
  const box = (await page.locator(`#cell-${day}-${half}`).boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Drags from ten to half past two over Tuesday, for this week only. */
async function paintTuesdayAway(page: Page): Promise<void> {
  await page.goto("/availability");
  await alive(page);
  await page.getByRole("button", { name: "This week only" }).click();
  await page.mouse.move(...(await middle(page, 1, 20)));
  await page.mouse.down();
  await page.mouse.move(...(await middle(page, 1, 29)), { steps: 8 });
  await page.mouse.up();
  await page.getByRole("button", { name: "Save 1 change" }).click();
}

/** Answers for each of the two whom Tuesday leaves outside, and saves. */
async function keepsAnnaButNotDaniel(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "2 bookings fall outside" })).toBeVisible();
  await expect(page.getByRole("region", { name: "What changes" })).toContainText("Tue 24 Nov");
  await answer(page, "Daniel", "Cancel");
  await answer(page, "Anna", "Keep");
  const preview = page.getByRole("button", { name: "Show what will happen" });
  if (await preview.isVisible()) await preview.click();
  await expect(happens(page).filter({ hasText: "One session is cancelled: Daniel Reyes (Tue 24 Nov)." })).toHaveCount(1);
  await expect(happens(page).filter({ hasText: "£65.00 goes back in full." })).toHaveCount(1);
  await expect(decide(page)).toHaveText("Save and cancel 1 session");
  await decide(page).click();
  await expect(saved(page)).toBeVisible();
  await expect(page.getByRole("region", { name: /Cancelled/ })).toContainText("Daniel Reyes");
  expect(await state(page, "Daniel", "Tue 24 Nov")).toMatch(/cancelled/i);
  expect(await state(page, "Anna", "Tue 24 Nov")).not.toMatch(/cancelled/i);
}

test.describe("in the editor", () => {
  test.use({ viewport: { width: 1360, height: 1200 } });

  test("hours that were saved elsewhere meanwhile stay, and what Maya painted is put on top", async ({ page, signedInAs, elsewhere }) => {
    await signedInAs("Maya Okafor");
    await paintTuesdayAway(page);
    await pick(page, "Keep all");
    const other = await elsewhere();
    await signedInAs("Maya Okafor", other);
    await other.goto("/availability/day-off");
    await alive(other);
    await other.getByLabel("First day").fill("2026-12-05");
    await other.getByRole("button", { name: "Take these days off" }).click();
    await expect(saved(other)).toBeVisible();
    await decide(page).click();
    await expect(note(page)).toContainText("Your hours were changed elsewhere meanwhile. Nothing was saved.");
    await expect(page.getByRole("radio", { name: "Keep all" })).toBeChecked();
    await decide(page).click();
    await expect(saved(page)).toBeVisible();
    await page.goto("/availability");
    await expect(page.getByRole("region", { name: "Blocked" })).toContainText("Sat 5 Dec");
    // What is painted for every week stays; the date has its own.
    await expect(page.locator("#cell-1-21")).toHaveAttribute("aria-label", /open on other Tuesdays, Anna/);
    await expect(page.locator("#cell-1-19")).toHaveAttribute("aria-label", /open on other Tuesdays, open on this date/);
    await page.getByRole("button", { name: "This week only" }).click();
    await expect(page.locator("#cell-1-21")).toHaveAttribute("aria-label", /closed/);
  });

  test("Maya paints Tuesday away, and says what becomes of Anna and of Daniel", async ({ page, kept, signedInAs }) => {
    await signedInAs("Maya Okafor");
    const letters = kept.mail().length;
    await paintTuesdayAway(page);

    await expect(page.getByRole("heading", { name: "2 bookings fall outside" })).toBeVisible();
    await expect(page.getByRole("region", { name: "What changes" })).toContainText("Tue 24 Nov");
    await expect(stranded(page, "Daniel Reyes")).toContainText("15:00 – 15:50 for them, in Madrid");
    await expect(stranded(page, "Daniel Reyes")).toContainText("paid £65.00");
    await expect(stranded(page, "Anna Lindqvist")).toContainText("nothing paid");
    await expect(happens(page)).toHaveText([/Answer for each/]);
    await expect(decide(page)).toHaveAttribute("aria-disabled", "true");

    await pick(page, "Cancel all");
    await expect(happens(page).filter({ hasText: "2 sessions are cancelled" })).toHaveCount(1);
    await expect(happens(page).filter({ hasText: "£65.00 goes back in full." })).toHaveCount(1);
    await expect(happens(page).filter({ hasText: "one incident" })).toHaveCount(1);
    await expect(decide(page)).toHaveText("Save and cancel 2 sessions");
    await answer(page, "Anna", "Move");
    await expect(page.getByRole("radio", { name: "Cancel all" })).not.toBeChecked();
    await page.getByLabel(/Words for clients/).fill("I am so sorry.");
    await expect(decide(page)).toHaveText("Save and cancel 1 session");
    // Back in the editor what she painted is still there.
    await page.getByRole("link", { name: "Save nothing", exact: true }).click();
    await page.getByRole("button", { name: "Save 1 change" }).click();
    await pick(page, "Cancel all");
    await answer(page, "Anna", "Move");
    await page.getByLabel(/Words for clients/).fill("I am so sorry.");
    await decide(page).click();

    await expect(saved(page)).toBeVisible();
    await expect(page.getByRole("region", { name: /To do/ })).toContainText("Anna Lindqvist");
    await expect(page.getByRole("region", { name: /Cancelled/ })).toContainText("Daniel Reyes");
    await page.getByRole("region", { name: /To do/ }).getByRole("link", { name: "Edit date and time" }).click();
    await expect(page.getByRole("heading", { name: "Edit date and time" })).toBeVisible();
    expect(await state(page, "Anna", "Tue 24 Nov")).not.toContain("Cancelled");
    await standsForGood(page);
    await expect.poll(() => kept.mail().length).toBe(letters + 1);
    expect(kept.mail().at(-1)).toContain("I am so sorry.");
  });
});

test.describe("in the list of a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("Maya takes Tuesday’s hours of this week away, cancels Daniel’s session and keeps Anna’s", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await page.goto("/availability");
    await alive(page);
    await page.getByRole("button", { name: "This week only" }).tap();
    const tuesday = page.locator(".day-list fieldset").nth(1);
    await expect(tuesday.locator("legend")).toContainText("24 November");
    const remove = tuesday.getByRole("button", { name: /^Remove hours 1 of/ });
    await remove.tap();
    await expect(tuesday.getByRole("button", { name: /^Remove hours 2 of/ })).toHaveCount(0);
    await remove.tap();
    await page.getByRole("button", { name: "Save 1 change" }).tap();
    await keepsAnnaButNotDaniel(page);
    // The other Tuesdays are as they were.
    await page.goto("/availability");
    await expect(page.getByLabel("Tuesday, hours 1, from")).toHaveValue("09:00");
    await expect(page.getByRole("region", { name: "Dates with their own hours" })).toContainText(/Tuesday 24 November.*Closed all day/s);
  });
});

test.describe("without JavaScript", () => {
  // The program that the page asks for early is never used.
  test.use({ javaScriptEnabled: false, allowedConsole: [/was preloaded using link preload/] });

  test("Maya closes Tuesday by the plain form, cancels Daniel’s session and keeps Anna’s", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await page.goto("/availability");
    await page.getByLabel("Add a date").fill("2026-11-24");
    await page.locator(".editor-save .button.primary").click();
    await keepsAnnaButNotDaniel(page);
    await page.goto("/availability");
    await expect(page.getByLabel("Tuesday, hours 1, from")).toHaveValue("09:00");
    await expect(page.getByRole("region", { name: "Dates with their own hours" })).toContainText(/Tuesday 24 November.*Closed all day/s);
  });
});

test("a sick day is two presses, a third for whoever is booked, and the cancel can be undone", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/availability/day-off");
  await alive(page);
  await page.getByRole("button", { name: "I’m ill today" }).click();
  await expect(page.getByRole("heading", { name: "One booking falls outside" })).toBeVisible();
  await expect(stranded(page, "Lena Brandt")).toContainText("You are away: Mon 23 Nov");
  await answer(page, "Lena", "Cancel");
  await decide(page).click();
  await expect(saved(page)).toBeVisible();
  await page.getByRole("link", { name: "Look at it" }).click();
  await expect(result(page)).toContainText("Session cancelled");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(result(page)).toContainText("Undone");
});

test("what changed since she looked is marked, and the answers that were given are still there", async ({ page, signedInAs, elsewhere }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/availability/day-off");
  await alive(page);
  await page.getByLabel("First day").fill("2026-11-24");
  await page.getByLabel("Last day").fill("2026-11-25");
  await page.getByRole("button", { name: "Take these days off" }).click();
  await answer(page, "Daniel", "Cancel");
  await answer(page, "Anna", "Keep");

  const other = await elsewhere();
  await signedInAs("Maya Okafor", other);
  await other.goto(clientPath("Anna"));
  await alive(other);
  await row(other, "Tue 24 Nov").click();
  await details(other).getByRole("link", { name: "Cancel session" }).click();
  await pick(other, /Anna asked/);
  await decide(other).click();
  await expect(result(other)).toBeVisible();
  await standsForGood(other);

  await decide(page).click();
  await expect(note(page)).toContainText("Something changed since you looked. Nothing was saved.");
  await expect(note(page)).toContainText("No longer outside: Anna Lindqvist");
  await expect(stranded(page, "Daniel").getByRole("radio", { name: /^Cancel/ })).toBeChecked();
  await decide(page).click();
  await expect(saved(page)).toBeVisible();
});

test("unavailable for an hour is two presses, and is taken back by one", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/availability/away");
  await alive(page);
  await expect(page.getByRole("button", { name: /For one hour/ })).toContainText(/until 07:4\d/);
  await page.getByRole("button", { name: "Unavailable until then" }).click();
  await expect(page.locator("#typed-error")).toContainText("Give a day and a time.");
  await page.getByRole("button", { name: /For one hour/ }).click();
  await expect(saved(page)).toBeVisible();
  await expect(page.getByRole("region", { name: "What changed" })).toContainText(/to 07:4\d/);
  await page.getByRole("button", { name: /Take it back/ }).click();
  await expect(note(page)).toContainText("Taken back.");
  await page.goto("/availability");
  await expect(page.getByRole("region", { name: "Blocked" })).not.toContainText("07:4");
});

test("one press on any page ends the day, and asks about Lena first", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto(clientPath("Daniel"));
  await alive(page);
  await page.getByRole("button", { name: "Off until midnight" }).click();
  await expect(page.getByRole("heading", { name: "One booking falls outside" })).toBeVisible();
  await answer(page, "Lena", "Keep");
  await decide(page).click();
  await expect(saved(page)).toBeVisible();
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page).toHaveURL(new RegExp(clientPath("Daniel")));
  // Pressed again there is nothing more to do.
  await page.getByRole("button", { name: "Off until midnight" }).click();
  await expect(note(page)).toContainText("You are off then already.");
});

test("another zone: the hours stay on the wall or at their instants, and no session moves", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/availability/zone");
  await alive(page);
  await page.getByLabel("City whose clock you live by").selectOption("Europe/Madrid");
  await page.getByRole("button", { name: "Show what it means" }).click();
  const ways = page.getByRole("form", { name: "What becomes of your hours?" });
  await expect(ways).toContainText("Madrid is one hour ahead of London today.");
  const instants = ways.locator(".way", { hasText: "Keep the instants" });
  await expect(instants.getByRole("row", { name: /Monday to Friday/ })).toContainText("10:00–14:00, 15:00–19:00");
  await expect(instants).toContainText("No booking falls outside of them.");
  await expect(ways.locator(".way").first()).toContainText("One booking falls outside of them");
  await instants.getByRole("button", { name: "Keep the instants" }).click();
  await expect(saved(page)).toBeVisible();
  await expect(page.getByRole("region", { name: "What changed" })).toContainText("Your clock is Madrid’s now.");
  await page.goto(clientPath("Daniel"));
  await expect(row(page, "Tue 24 Nov")).toContainText("15:00 – 15:50");
});
