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
  await expect(result(page)).toContainText(/You can undo this until 06:4\d:\d\d, \d+\ss\sleft/);
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
  await expect(history(page).filter({ hasText: "£65.00 was to be refunded" })).toHaveCount(1);
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
  await expect(toast).toContainText(/Daniel, Tue 24 Nov, 14:00 – 14:50: cancelled, can be undone until 06:4\d:\d\d/);
  await expect(toast.getByRole("button")).toHaveAccessibleName("Close");
  await toast.getByRole("link", { name: "To the session" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(toast).toHaveCount(0);
  await undo(page).click();
  await expect(result(page)).toContainText("Undone");
  await page.getByRole("link", { name: /Today/ }).first().click();
  await expect(toast).toHaveCount(0);
});

test("a toast that is closed does not come again, and the session can still be undone", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await cancel(page);
  await page.getByRole("link", { name: /Today/ }).first().click();
  const toast = page.locator(".toast");
  await toast.getByRole("button", { name: "Close" }).click();
  await expect(toast).toHaveCount(0);
  await expect(page.locator("#main")).toBeFocused();
  await page.goBack();
  await expect(undo(page)).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Monday 23 November");
  await expect(toast).toHaveCount(0);
  await page.goBack();
  await undo(page).click();
  await expect(result(page)).toContainText("Undone");
});

test("a toast never lies over the buttons of a form", async ({ page, isMobile, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await cancel(page);
  if (isMobile) await page.getByRole("link", { name: "All sessions" }).click();
  await row(page, "Tue 1 Dec").click();
  await details(page).getByRole("link", { name: "Cancel session" }).click();
  const toast = page.locator(".toast");
  await expect(toast).toBeVisible();
  await expect(decide(page)).toBeVisible();
  const [said, foot] = [await toast.boundingBox(), await page.locator(".actions").boundingBox()];
  expect(said!.y + said!.height, "it ends above the foot").toBeLessThan(foot!.y);
  expect(foot!.y + foot!.height, "the foot is in sight").toBeLessThanOrEqual(page.viewportSize()!.height);
  const link = toast.getByRole("link", { name: "To the session" });
  const lines = await link.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getClientRects().length;
  });
  expect(lines, "the link is one line").toBe(1);
  await expect(link).toHaveCSS("text-decoration-line", "underline");
});

test("a second toast of the same session stays for as long as it can be undone", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const path = await cancel(page);
  await page.waitForTimeout(15_000);
  await undo(page).click();
  await expect(result(page)).toContainText("Undone");
  await details(page).getByRole("link", { name: "Cancel session" }).click();
  await pick(page, /I am unavailable/);
  await decide(page).click();
  await expect(undo(page)).toBeVisible();
  await page.getByRole("link", { name: /Today/ }).first().click();
  const toast = page.locator(".toast");
  await expect(toast.getByRole("link")).toHaveAttribute("href", path);
  // The first would have gone by now.
  await page.waitForTimeout(17_000);
  await expect(toast).toHaveCount(1, { timeout: 1 });
  await expect(toast).toHaveCount(0, { timeout: 20_000 });
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

test.describe("an undo that is not heard", () => {
  test.use({ allowedConsole: [/status of (503|429|500)/] });

  for (const [status, fault, title] of [
    [503, "Unavailable", "Kept cannot save or show anything just now"],
    [429, "TooOften", "That was too much in too short a time"],
    [500, "Broken", "Something went wrong on our side"],
  ] as const) {
    test(`${fault}: says what is the matter, and can be pressed again`, async ({ page, signedInAs }) => {
      await signedInAs("Maya Okafor");
      await cancel(page);
      await page.route("**/do/undo_cancel", (route) =>
        route.fulfill({ status, headers: { serverfnerror: "/do/undo_cancel" }, body: JSON.stringify(fault) }),
      );
      await undo(page).click();
      const alert = page.getByRole("alert").filter({ hasText: title });
      await expect(alert).toContainText(/Undo can be pressed until 06:4\d:\d\d\./);
      await expect(alert).toBeFocused();
      await expect(alert).toBeInViewport();
      await page.unroute("**/do/undo_cancel");
      await undo(page).click();
      await expect(result(page)).toContainText("Undone");
      await expect(alert).toHaveCount(0);
    });
  }
});
