// Maya pauses her account, with an answer for every session to come, and asks to return.
import type { Locator, Page } from "@playwright/test";
import { alive, expect, test } from "../fixtures.js";
import { decide, details, happens, open, pick } from "../steps.js";

/** The row of a session's answer: `Anna Lindqvist, Tue 24 Nov`. */
const of = (page: Page, words: string): Locator => page.locator(".answers > li").filter({ hasText: words });

const answer = (page: Page, words: string, to: "Keep" | "Move" | "Cancel"): Promise<void> =>
  of(page, words).getByRole("radio", { name: to }).check();

const note = (page: Page): Locator => page.locator(".paused-note");

/** Nobody can book her: her own page of the hours says so, and so do Today and the account. */
async function saysPaused(page: Page, scripts: boolean): Promise<void> {
  for (const path of ["/today", "/availability", "/account"]) {
    await page.goto(path);
    if (scripts) await alive(page);
    await expect(note(page), path).toContainText("Your account is paused since Mon 23 Nov");
    await expect(note(page).getByRole("link", { name: "Ask to return" })).toHaveAttribute("href", "/account/return");
  }
}

test("Maya pauses because she is ill: each session has its answer first", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  await page.goto("/account");
  await page.getByRole("link", { name: "Pause your account" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pause your account?");
  await alive(page);
  await expect(page.locator(".answers > li")).toHaveCount(11);
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");
  await pick(page, /^Illness/);
  await expect(happens(page)).toHaveText(/11 sessions have no answer yet/);
  await page.getByLabel("When do you mean to be back? (optional)").fill("2026-12-07");

  // One answer fills in all that can have it: Priya's first session is cancelled through the team.
  await page.getByRole("radio", { name: "Cancel all" }).check();
  await expect(of(page, "Anna").first().getByRole("radio", { name: "Cancel" })).toBeChecked();
  await expect(of(page, "Fri 27 Nov").getByRole("radio", { name: "Cancel" })).toHaveCount(0);
  await expect(of(page, "Fri 27 Nov")).toContainText("An initial session is cancelled through the team.");
  await expect(happens(page)).toHaveText(/(One session has|2 sessions have) no answer yet/);
  await page.getByRole("radio", { name: "Keep all" }).check();
  await answer(page, "Tue 24 Nov, 14:00", "Cancel");
  await answer(page, "Tue 24 Nov, 10:00", "Cancel");
  await answer(page, "Fri 27 Nov", "Move");
  await page.getByLabel(/^Words for the clients/).fill("I am ill, and so sorry.");
  await expect(happens(page)).toHaveText([
    /From now on nobody can book you/,
    /8 sessions stay as planned; no planned charge is withdrawn/,
    /One session stays until you have offered another time/,
    /2 sessions are cancelled and refunded in full/,
    /Each client is told by e-mail/,
    /Together they count towards your standing as one incident/,
    /You mean to be back on Mon 7 Dec; nothing opens by itself/,
    /Only the team opens your account again/,
  ]);
  await expect(decide(page)).toHaveText("Pause account, cancel 2 sessions");
  await decide(page).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is paused");
  await expect(page.locator(".sheet")).toContainText("Illness · you mean to be back on Mon 7 Dec");
  const cancelled = page.getByRole("region", { name: "Cancelled" }).getByRole("listitem");
  await expect(cancelled).toHaveCount(2);
  const move = page.getByRole("link", { name: "Offer times to Priya Singh" });
  await expect(move).toHaveCount(1);
  await saysPaused(page, true);
  await page.goto("/account/pause");
  await alive(page);
  await move.click();
  await expect(page.getByRole("heading", { name: "Edit date and time" })).toBeVisible();

  await page.request.post(`${kept.url}/do/move_clock`, { form: { to: "", by: "120" }, headers: { origin: kept.url } });
  await expect.poll(() => kept.mail().length).toBe(letters + 2);
  const told = kept.mail().slice(letters);
  expect(told.every((letter) => letter.includes("I am ill, and so sorry."))).toBe(true);
});

test("what is missing stands beside each question, and nothing that was typed is lost", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/account/pause");
  await alive(page);
  await pick(page, /^Another reason/);
  await page.getByRole("radio", { name: "Keep all" }).check();
  await page.getByLabel(/^Words for the clients/).fill("See you soon.");
  await decide(page).click();
  await expect(page.locator("#words-error")).toHaveText("Say in a few words why.");
  await expect(page.getByLabel("Reason, in a few words")).toBeFocused();
  await expect(page.getByLabel(/^Words for the clients/)).toHaveValue("See you soon.");
  await expect(page.getByRole("radio", { name: "Keep all" })).toBeChecked();
});

test("a day of return that is over says so beside it, and the button says what is left to do", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/account/pause");
  await alive(page);
  await expect(page.locator("#button-hint")).toHaveText("Still to do: choose a reason, and say what becomes of 11 sessions.");
  await pick(page, /^Leave/);
  await page.getByRole("radio", { name: "Keep all" }).check();
  const back = page.getByLabel("When do you mean to be back? (optional)");
  await back.fill("2026-11-02");
  await back.blur();
  await expect(page.locator("#back-error")).toHaveText("Give a day that is still to come, or leave it open.");
  await expect(page.locator("#button-hint")).toHaveText("Still to do: change the day of return.");
  await back.fill("2026-12-07");
  await expect(page.locator("#back-error")).toBeHidden();
  await expect(page.locator("#button-hint")).toBeHidden();
});

test("a session that was booked or cancelled meanwhile is looked at first", async ({ page, tab, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/account/pause");
  await alive(page);
  await pick(page, /^Leave/);
  await page.getByRole("radio", { name: "Keep all" }).check();
  const second = await tab();
  await open(second, "Daniel", "Tue 1 Dec", "cancel");
  await pick(second, /Daniel asked/);
  await decide(second).click();
  await expect(second.locator(".result")).toBeVisible();
  await decide(page).click();
  await expect(page.getByRole("alert")).toContainText("Something changed since you looked. Nothing has been done.");
  await expect(page.locator(".answers > li")).toHaveCount(10);
  await expect(page.getByRole("radio", { name: /^Leave/ })).toBeChecked();
  await decide(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is paused");
});

test("Maya asks to return: the check says what is open, and it is asked once", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/account/return");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is not paused");
  await page.goto("/account/pause");
  await alive(page);
  await pick(page, /^Fully booked/);
  await page.getByRole("radio", { name: "Keep all" }).check();
  await decide(page).click();
  await page.getByRole("link", { name: "Ask to return" }).click();
  await alive(page);
  const check = page.getByRole("region", { name: "Is all ready?" });
  await expect(check).toContainText("The hours have not been looked through since the pause");
  await expect(check.getByRole("link", { name: "Look through your hours" })).toHaveAttribute("href", "/availability");
  await page.getByRole("button", { name: "Ask the team" }).click();
  await expect(page.locator("#words-error")).toHaveText("Say in a few words why.");
  await page.getByLabel("Words for the team").fill("There is room again from January on.");
  await page.getByRole("button", { name: "Ask the team" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You have asked to return");
  await expect(page.locator(".sheet")).toContainText("Asked on Mon 23 Nov");
  await expect(page.locator("blockquote")).toHaveText("There is room again from January on.");
  await expect(page.getByRole("button", { name: "Ask the team" })).toHaveCount(0);
  await page.goto("/today");
  await expect(note(page)).toContainText("You asked to return on Mon 23 Nov");
});

test("cancelling because she is unavailable, Maya stops offering that hour", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /I am unavailable/);
  await expect(page.getByRole("radio", { name: /It is blocked/ })).toBeChecked();
  await expect(page.getByRole("radio", { name: /It opens again/ })).toHaveCount(0);
  await pick(page, /That hour is offered no longer/);
  await expect(page.locator(".hours-difference")).toContainText("Tuesdays 14:00–15:00 from now on: offered → not offered");
  await expect(page.getByText("3 other sessions at that hour stay as booked:")).toBeVisible();
  await expect(page.locator(".plain-list li").first()).toHaveText("Daniel Reyes · Tue 1 Dec, 14:00 – 14:50");
  await expect(happens(page).filter({ hasText: "is offered no longer" })).toHaveCount(1);
  await decide(page).click();
  await expect(page.locator(".result")).toContainText("is offered no longer");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".result")).toContainText("The hour is offered again as before");
});

test("cancelling because she is unavailable, Maya pauses at once, and an undo lifts it", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const path = await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /I am unavailable/);
  await pick(page, /My account pauses/);
  await expect(page.getByText("All your other sessions stay as booked.")).toBeVisible();
  await expect(happens(page).filter({ hasText: "Your account is paused" })).toHaveCount(1);
  await decide(page).click();
  await expect(page.locator(".result")).toContainText("Your account is paused");
  await page.goto("/today");
  await expect(note(page)).toContainText("Your account is paused since Mon 23 Nov");
  await page.goto(path);
  await alive(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".result")).toContainText("Your account is open again as before");
  await page.goto("/today");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Monday");
  await expect(note(page)).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, allowedConsole: [/was preloaded using link preload/] });

  test("Maya pauses and asks to return by plain forms", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await page.goto("/account/pause");
    await decide(page).click();
    await expect(page.locator("#reason-error")).toContainText("Choose one");
    await expect(of(page, "Fri 27 Nov")).toContainText("Choose what becomes of each session first");
    await pick(page, /^Illness/);
    await page.getByRole("radio", { name: "Keep all" }).check();
    await answer(page, "Tue 24 Nov, 14:00", "Cancel");
    await page.getByRole("button", { name: "Show what will happen" }).click();
    await expect(page).toHaveURL(/\/account\/pause\?draft=/);
    await expect(happens(page).nth(1)).toContainText("10 sessions stay as planned");
    await expect(happens(page).nth(2)).toContainText("One session is cancelled and refunded in full");
    await expect(of(page, "Tue 24 Nov, 14:00").getByRole("radio", { name: "Cancel" })).toBeChecked();
    await decide(page).click();
    await expect(page).toHaveURL(/\/account\/pause$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is paused");
    await expect(page.getByRole("region", { name: "Cancelled" })).toContainText("Daniel Reyes, Tue 24 Nov, 14:00");
    await saysPaused(page, false);
    await page.goto("/account/return");
    await page.getByRole("button", { name: "Ask the team" }).click();
    await expect(page.locator("#words-error")).toHaveText("Say in a few words why.");
    await page.getByLabel("Words for the team").fill("I am well again.");
    await page.getByRole("button", { name: "Ask the team" }).click();
    await expect(page).toHaveURL(/\/account\/return$/);
    await expect(page.locator("blockquote")).toHaveText("I am well again.");
  });

  test("a cancel stops its hour by a plain form", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await page.goto("/clients");
    await page.getByRole("link", { name: /Daniel/ }).click();
    await page.locator(".session-row").filter({ hasText: /Tue\s*24\s*Nov/i }).first().click();
    await details(page).getByRole("link", { name: "Cancel session" }).click();
    await pick(page, /I am unavailable/);
    await pick(page, /That hour is offered no longer/);
    await expect(page.locator(".hours-difference")).toContainText("Tuesdays 14:00–15:00");
    await page.getByRole("button", { name: "Show what will happen" }).click();
    await expect(page.getByRole("radio", { name: /That hour is offered no longer/ })).toBeChecked();
    await expect(happens(page).filter({ hasText: "is offered no longer" })).toHaveCount(1);
    await decide(page).click();
    await expect(page.locator(".result")).toContainText("is offered no longer");
  });
});
