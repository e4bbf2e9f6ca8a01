// A client's booking awaits the therapist's word: confirmed by one press, declined, or let go.
import type { Locator, Page } from "@playwright/test";
import { alive, expect, test } from "../fixtures.js";
import { afterReload, clientPath, decide, details, happens, history, moveClock, pick, result, sessionPath } from "../steps.js";

const waiting = (page: Page, client: string): Locator => page.locator("li.waiting").filter({ hasText: client });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, allowedConsole: [/was preloaded using link preload/] });

    test("Maya sees what waits, until when, and confirms by one press", async ({ page, kept, signedInAs }) => {
      await signedInAs("Maya Okafor");
      const letters = kept.mail().length;
      const lena = waiting(page, "Lena Brandt");
      await expect(lena).toContainText("Wednesday 2 December, 15:00 – 15:50");
      await expect(lena).toContainText("16:00 – 16:50 for Lena in Hamburg");
      await expect(lena).toContainText("£65.00 paid, held until you answer");
      await expect(lena).toContainText("Confirm by Tue 24 Nov, 06:00 London time");
      await expect(lena).toContainText(/2[23] h( \d+ min)? left/);
      await lena.getByRole("button", { name: /^Confirm/ }).click();
      await expect(page.getByRole("status").filter({ hasText: "Lena’s session on Wed 2 Dec" })).toBeVisible();
      await expect(lena).toHaveCount(0);
      await expect(waiting(page, "Priya Singh")).toHaveCount(1);
      await expect.poll(() => kept.mail().length).toBe(letters + 1);
      expect(kept.mail().at(-1)).toContain("METHOD:REQUEST");
      await page.goto(await sessionPath(page, "Lena", "Wed 2 Dec"));
      await expect(history(page).filter({ hasText: "You confirmed" })).toHaveCount(1);
      await expect(details(page).getByRole("button", { name: /^Confirm/ })).toHaveCount(0);
    });

    test("a follow-up is declined with every consequence first", async ({ page, signedInAs }) => {
      await signedInAs("Maya Okafor");
      await waiting(page, "Lena Brandt").getByRole("link", { name: /^Decline/ }).click();
      await expect(page.getByRole("heading", { name: "Decline this booking?" })).toBeVisible();
      await pick(page, /It is blocked/);
      await page.getByLabel("Words for Lena (optional)").fill("I am away that week.");
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Show what will happen" }).click();
      await expect(happens(page).filter({ hasText: "£65.00 goes back to Lena’s card" })).toHaveCount(1);
      await expect(happens(page).filter({ hasText: "It counts towards your standing" })).toHaveCount(1);
      await expect(happens(page).filter({ hasText: "is blocked" })).toHaveCount(1);
      await expect(decide(page)).toHaveText("Decline and refund £65.00");
      await decide(page).click();
      await expect(result(page)).toContainText("Booking declined");
      await expect(result(page).getByRole("button", { name: "Undo" })).toBeVisible();
    });

    test("for an initial session the team is asked, and the deadline keeps running", async ({ page, signedInAs }) => {
      await signedInAs("Maya Okafor");
      await waiting(page, "Priya Singh").getByRole("link", { name: /^Decline/ }).click();
      await expect(page.getByText("An initial session is declined through the team.")).toBeVisible();
      await expect(page.locator(".deadline")).toContainText("Confirm by Tue 24 Nov, 05:05 London time");
      await expect(page.getByLabel("What should the team know?")).toHaveValue(/I cannot take Priya’s booking/);
      await pick(page, /Not the best fit/);
      await pick(page, /Priya knows/);
      await page.getByLabel("How, and when?").fill("By telephone, on Sunday evening.");
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Show what will happen" }).click();
      await expect(happens(page).first()).toContainText("its deadline keeps running");
      await decide(page).click();
      await expect(details(page)).toContainText("You asked the team to cancel it");
      await expect(details(page)).toContainText("Priya knows: By telephone, on Sunday evening.");
      await expect(details(page)).toContainText("Confirm by Tue 24 Nov, 05:05 London time");
      await page.goto("/today");
      await expect(waiting(page, "Priya Singh")).toContainText("You asked the team");
      await waiting(page, "Priya Singh").getByRole("button", { name: /^Confirm/ }).click();
      await expect(page.getByRole("status").filter({ hasText: "Priya’s session on Fri 4 Dec" })).toBeVisible();
    });
  });
}

test("what is confirmed elsewhere is told in a clear sentence", async ({ page, tab, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await alive(page);
  const path = await sessionPath(page, "Lena", "Wed 2 Dec");
  await page.goto(`${path}/confirm`);
  await alive(page);
  const second = await tab();
  await second.goto(path);
  await alive(second);
  await details(second).getByRole("button", { name: /^Confirm/ }).click();
  await expect(result(second)).toContainText("Session confirmed");
  await expect(page.getByText("This session is confirmed already.").first()).toBeVisible();
});

test("whoever does not answer is reminded twice, and then the booking is let go", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const about = (words: string) => kept.mail().filter((letter) => letter.includes(`Subject: ${words}`)).length;
  await moveClock(page, "2026-11-23T18:01");
  await expect.poll(() => about("Lena Brandt waits for your answer")).toBe(1);
  await moveClock(page, "2026-11-24T00:01");
  await expect.poll(() => about("Last reminder: Lena Brandt")).toBe(1);
  await moveClock(page, "2026-11-24T06:01");
  await afterReload(page, async () => expect(waiting(page, "Lena Brandt")).toHaveCount(0, { timeout: 500 }));
  await page.goto(clientPath("Lena"));
  await expect(page.locator(".session-row").filter({ hasText: "15:00 – 15:50" })).toContainText("cancelled");
  expect(about("Lena Brandt waits for your answer")).toBe(1);
  expect(about("Last reminder: Lena Brandt")).toBe(1);
});

test("hours that nobody looked at for four weeks are asked about", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await expect(page.getByRole("heading", { name: "Are your hours still right?" })).toHaveCount(0);
  await moveClock(page, "2026-12-01T09:30");
  const card = page.getByRole("region", { name: "Are your hours still right?" });
  await expect(card).toContainText("Monday to Friday: 09:00 – 13:00 and 14:00 – 18:00");
  await expect(card.getByRole("link", { name: "Edit hours" })).toHaveAttribute("href", "/availability");
  await alive(page);
  await card.getByRole("button", { name: "Yes, still right" }).click();
  await expect(card).toHaveCount(0);
  await page.reload();
  await expect(card).toHaveCount(0);
});
