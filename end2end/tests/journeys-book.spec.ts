// A follow-up that the therapist books, and a payment that the team is asked to carry.
import type { Page } from "@playwright/test";
import { alive, expect, test } from "../fixtures.js";
import { clientPath, decide, details, happens, history, open, pick, result, row } from "../steps.js";

const slots = (page: Page) => page.locator(".slot");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, allowedConsole: [/was preloaded using link preload/] });
    const look = async (page: Page): Promise<void> => {
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Show what will happen" }).click();
    };

    test("Maya books a follow-up, and sees first what it costs and when", async ({ page, kept, signedInAs }) => {
      await signedInAs("Maya Okafor");
      const letters = kept.mail().length;
      await page.goto(clientPath("Daniel"));
      await page.getByRole("link", { name: "Book a follow-up" }).click();
      await expect(page.getByRole("heading", { name: "Book a follow-up" })).toBeVisible();
      await expect(page.getByText("Daniel Reyes · 50 minutes · £65.00")).toBeVisible();
      const slot = slots(page).last();
      await expect(slot).toContainText("for Daniel");
      const time = (await slot.locator("b").textContent())!;
      await slot.locator("input").check();
      await page.getByLabel("Words for Daniel (optional)").fill("As we said.");
      await look(page);
      await expect(happens(page).first()).toContainText(`${time} – `);
      await expect(happens(page).first()).toContainText("is booked and confirmed");
      await expect(happens(page).nth(1)).toContainText(/Daniel’s stored card is charged £65.00 on \w{3} \d+ \w{3}, \d\d:\d\d/);
      await decide(page).click();
      await expect(result(page)).toContainText("Follow-up booked");
      await expect(details(page).locator(".when")).toContainText(time);
      await expect(history(page).filter({ hasText: "You booked" })).toHaveCount(1);
      await expect.poll(() => kept.mail().length).toBe(letters + 1);
      const letter = kept.mail().at(-1)!;
      expect(letter).toContain("METHOD:REQUEST");
      expect(letter).toContain("As we said.");
    });

    test("a time that is taken names the nearest, and one inside 48 hours is charged at once", async ({ page, signedInAs }) => {
      await signedInAs("Maya Okafor");
      await page.goto(`${clientPath("Daniel")}/book`);
      await pick(page, "Another time");
      const typed = page.getByLabel("Day and time, in London");
      await typed.fill("2026-12-01T14:10");
      if (!javaScriptEnabled) await decide(page).click();
      await expect(page.locator("#to-error")).toContainText("A session has that time already.");
      await page.locator(".nearest label").first().click();
      await expect(page.locator(".slot input:checked")).toHaveCount(1);
      await pick(page, "Another time");
      await typed.fill("2026-11-24T07:00");
      await look(page);
      await expect(happens(page).filter({ hasText: "charged £65.00 at once" })).toHaveCount(1);
      await expect(happens(page).filter({ hasText: "outside your open hours" })).toHaveCount(1);
      await decide(page).click();
      await expect(result(page)).toContainText("Tue 24 Nov, 07:00");
      await page.goto(clientPath("Daniel"));
      await expect(row(page, "Tue 24 Nov").filter({ hasText: "07:00" })).toHaveCount(1);
    });

    test("the team is asked to carry the payment of a session that has started", async ({ page, signedInAs }) => {
      await signedInAs("Maya Okafor");
      await page.goto(clientPath("Daniel"));
      await row(page, "Tue 17 Nov").click();
      await details(page).getByRole("link", { name: "Carry the payment" }).click();
      await expect(page.getByText("This session has started, so it no longer moves.")).toBeVisible();
      await page.getByLabel(/When would a new session suit/).fill("2026-11-27T16:00");
      await page.getByLabel("Why should it be carried?").fill("He was in hospital.");
      await look(page);
      await expect(happens(page).first()).toContainText("The team is asked to carry the payment");
      await decide(page).click();
      await expect(details(page)).toContainText("You asked the team to carry the payment");
      await expect(details(page)).toContainText("waits for the team");
      await expect(details(page)).toContainText("To a session on Fri 27 Nov, 16:00");
      await expect(details(page).getByRole("link", { name: "Carry the payment" })).toHaveCount(0);
    });
  });
}

test("two tabs want one time: the second is told, and nothing of it is lost", async ({ page, tab, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const second = await tab();
  for (const one of [page, second]) {
    await one.goto(`${clientPath("Daniel")}/book`);
    await alive(one);
    await slots(one).nth(3).locator("input").check();
    await expect(happens(one).first()).toContainText("is booked and confirmed");
  }
  await page.getByLabel("Words for Daniel (optional)").fill("In the first tab.");
  await decide(page).click();
  await expect(result(page)).toContainText("Follow-up booked");
  // The other page hears of it: nobody has to press to be told.
  await expect(second.locator("#to-error")).toContainText("A session has that time already.");
  await expect(second.locator(".nearest label").first()).toBeVisible();
  await expect(decide(second)).toHaveAttribute("aria-disabled", "true");
  await second.locator(".nearest label").first().click();
  await decide(second).click();
  await expect(result(second)).toContainText("Follow-up booked");
});

test("an initial session is the client's to book", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto(`${clientPath("Priya")}/book`);
  await expect(page.getByText("An initial session is booked by Priya")).toBeVisible();
  await expect(decide(page)).toHaveCount(0);
  await open(page, "Priya", "Fri 27 Nov");
});
