// A session that has started is not cancelled: Maya says whether it took place.
import { expect, test } from "../fixtures.js";
import { clientPath, decide, details, happens, history, moveClock, open, pick, result, row } from "../steps.js";

test("Today asks about the session of which nobody has said whether it took place", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const needs = page.getByRole("region", { name: "Needs you" });
  await expect(needs).toContainText("Did Daniel Reyes’s session take place?");
  await needs.getByRole("link", { name: "Record attendance of Daniel Reyes, Tue 17 Nov" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Did it take place?");
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");
  await expect(decide(page)).toHaveAccessibleDescription("Choose one first.");

  await pick(page, /It took place/);
  await expect(happens(page)).toContainText([
    "It is recorded that the session on Tue 17 Nov, 14:00 – 14:50 took place",
    "The payment of £65.00 is kept: £58.50 to you, £6.50 commission",
    "Nobody is written to",
    "Your standing does not change",
  ]);
  await page.getByRole("button", { name: /^Record that it took place/ }).click();
  await expect(result(page)).toContainText("Recorded that it took place");
  await expect(details(page)).toContainText("Follow-up · took place");
  await page.goto("/today");
  await expect(page.getByRole("region", { name: "Needs you" })).toHaveCount(0);
});

test("Daniel did not come, and is refunded all the same", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  await open(page, "Daniel", "Tue 17 Nov", "attendance");
  await expect(page.getByRole("heading", { name: "Refund Daniel?" })).toHaveCount(0);
  await pick(page, /Daniel did not come/);
  await expect(page.locator("fieldset .note")).toContainText("The policy keeps the payment");
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();
  await expect(decide(page)).toHaveText("Record no-show and keep £65.00");
  await pick(page, /^Refund £65.00/);
  await expect(happens(page).nth(1)).toContainText("£65.00 goes back to Daniel’s card");
  await expect(decide(page)).toHaveText("Record no-show and refund £65.00");
  await decide(page).click();
  await expect(result(page)).toContainText("No-show recorded");
  await expect(details(page).getByRole("heading", { name: "Refund of £65.00" })).toBeVisible();
  await expect(history(page).filter({ hasText: "You recorded a no-show" })).toHaveCount(1);
  await expect.poll(() => kept.mail().length).toBeGreaterThan(letters);
});

test("in the new year a session of the old one has its year in the list, and others have none", async ({
  page,
  signedInAs,
}) => {
  await signedInAs("Maya Okafor");
  await page.goto(clientPath("Daniel"));
  const date = row(page, "Tue 24 Nov").locator(".date");
  await expect(date).toHaveText("Tue 24 Nov");
  await moveClock(page, "2027-01-04T09:30");
  await expect(date).toHaveText("Tue 24 Nov 2026");
});

test("a session that has started cannot be cancelled, and says what to do instead", async ({
  page,
  signedInAs,
  isMobile,
}) => {
  await signedInAs("Maya Okafor");
  const path = await open(page, "Daniel", "Tue 17 Nov");
  await expect(page.getByRole("link", { name: "Cancel session" })).toHaveCount(0);
  await expect(details(page).getByRole("region", { name: "Not possible now" })).toContainText(
    "The session has started, so it can no longer be cancelled. Record whether it took place instead.",
  );
  await page.goto(`${path}/cancel`);
  await expect(page.locator(".sheet")).toContainText("The session has started");
  await expect(decide(page)).toHaveCount(0);
  await page.locator(".actions").getByRole("link", { name: "Back to the session" }).click();
  await expect(details(page).getByRole("link", { name: "Record attendance" })).toBeVisible();
  if (!isMobile) await expect(row(page, "Tue 17 Nov")).toContainText("Did it take place?");
});
