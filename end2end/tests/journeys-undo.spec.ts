// Maya cancels, and takes it back within 30 seconds; or it is too late.
import { expect, test } from "../fixtures.js";
import { clientPath, decide, details, hide, history, open, pick, result, row, standsForGood } from "../steps.js";
import type { Page } from "@playwright/test";

const undo = (page: Page) => result(page).getByRole("button", { name: "Undo" });

/** Cancels Daniel's session of Tuesday, because she is unavailable; the path of its page. */
async function cancel(page: Page): Promise<string> {
  const path = await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /I am unavailable/);
  const happens = page.getByRole("region", { name: "What will happen" });
  await expect(happens).toContainText("You can undo this for 30 seconds; then money and messages leave");
  await decide(page).click();
  await expect(result(page)).toContainText("Session cancelled");
  return path;
}

test("an undone cancel leaves the session as before, and nobody is written to", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  await cancel(page);
  await expect(result(page)).toContainText(/You can undo this until 06:4\d:\d\d, \d+ s left/);
  const before = Number((await page.getByRole("timer").textContent())!.match(/\d+/)![0]);
  await expect
    .poll(async () => Number((await page.getByRole("timer").textContent())!.match(/\d+/)![0]))
    .toBeLessThan(before);
  await undo(page).focus();
  await page.keyboard.press("Enter");

  await expect(result(page)).toContainText("Undone: the session stands as before");
  await expect(result(page)).toContainText("The refund of £65.00 is withdrawn; no money has moved");
  await expect(result(page)).toBeFocused();
  await expect(details(page)).toContainText("Follow-up · confirmed");
  await expect(details(page).getByRole("link", { name: "Cancel session" })).toBeVisible();
  await expect(history(page).filter({ hasText: "You undid the cancellation" })).toHaveCount(1);
  await expect(page.getByRole("heading", { name: /^Refund of/ })).toHaveCount(0);
  await standsForGood(page);
  await page.goto(clientPath("Daniel"));
  await expect(row(page, "Tue 24 Nov")).toContainText("Paid £65");
  expect(kept.mail().length).toBe(letters);
});

test("elsewhere a toast points back, and does nothing itself", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const path = await cancel(page);
  await expect(page.locator(".toast")).toHaveCount(0);
  await page.getByRole("link", { name: /Today/ }).first().click();
  const toast = page.locator(".toast");
  await expect(toast).toContainText(/cancelled. It can be undone until 06:4\d:\d\d/);
  await expect(toast.getByRole("button")).toHaveCount(0);
  await toast.getByRole("link", { name: "To the session" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(toast).toHaveCount(0);
  await undo(page).click();
  await expect(result(page)).toContainText("Undone");
  await page.getByRole("link", { name: /Today/ }).first().click();
  await expect(toast).toHaveCount(0);
});

test("the toast goes when the time is over, wherever one is", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await cancel(page);
  await page.getByRole("link", { name: /Today/ }).first().click();
  await expect(page.locator(".toast")).toHaveCount(1);
  await expect(page.locator(".toast")).toHaveCount(0, { timeout: 35_000 });
});

test("after 30 seconds the button goes by itself, and money and message leave", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  await cancel(page);
  expect(kept.mail().length).toBe(letters);
  // In sight, the page would be fetched anew as soon as the money leaves.
  await hide(page, true);
  await expect(undo(page)).toHaveCount(0, { timeout: 35_000 });
  await expect(result(page)).toContainText("Money and messages have left: this can no longer be undone.");
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
});

test("whoever presses too late is told so, and nothing is undone", async ({ page, tab, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await cancel(page);
  const second = await tab();
  // Were it in sight, the page would follow and the button be gone.
  await hide(page, true);
  await second.goto("/today");
  await standsForGood(second);
  await undo(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing has been undone." })).toContainText(
    /It could be undone until 06:4\d:\d\d/,
  );
  await expect(undo(page)).toHaveCount(0);
  await expect(details(page)).toContainText("Follow-up · cancelled");
});

test("Daniel reads who can undo it, and until when", async ({ page, elsewhere, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await cancel(page);
  const daniel = await elsewhere();
  await signedInAs("Daniel Reyes", daniel);
  await expect(row(daniel, "Tue 24 Nov")).toContainText(/cancelled, can be undone by Maya until 07:4\d:\d\d/);
  await expect(row(daniel, "Tue 24 Nov")).toContainText("Cancelled");
  await undo(page).click();
  await expect(result(page)).toContainText("Undone");
  await daniel.reload();
  await expect(row(daniel, "Tue 24 Nov")).toContainText("Paid £65");
});
