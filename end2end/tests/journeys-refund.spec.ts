// Refunding later: a part, then the rest, and again where a refund did not arrive.
import { expect, test } from "../fixtures.js";
import { afterReload, decide, details, happens, history, open, pick, result, steps } from "../steps.js";

test("a part goes back, then the rest, and never more than that", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 3 Nov");
  await details(page).getByRole("link", { name: "Refund", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Refund Daniel?");
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");

  await pick(page, /^A part/);
  const amount = page.getByLabel("Refund to Daniel");
  await amount.fill("65.01");
  await expect(page.locator("#amount-error")).toHaveText("At most £65.00 can go back. Give that or less.");
  await expect(amount).toHaveAttribute("aria-invalid", "true");
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");
  await amount.fill("0");
  await expect(page.locator("#amount-error")).toContainText("Give more than nothing");
  await amount.fill("25.50");
  await expect(page.locator("#amount-error")).toBeHidden();
  await expect(happens(page).nth(0)).toContainText("The session itself does not change");
  await expect(happens(page).nth(1)).toContainText("£25.50 goes back to Daniel’s card");
  await page.getByRole("button", { name: "Refund £25.50" }).click();
  await expect(result(page)).toContainText("Refund requested");
  await expect(details(page).getByRole("heading", { name: "Refund of £25.50" })).toBeVisible();

  await details(page).getByRole("link", { name: "Refund the rest" }).click();
  await expect(page.locator(".sheet-head")).toContainText("£39.50 of £65.00 is left to refund");
  await pick(page, /^A part/);
  await amount.fill("39.51");
  await expect(page.locator("#amount-error")).toContainText("At most £39.50 can go back");
  await pick(page, /^All that is left, £39.50/);
  await page.getByRole("button", { name: "Refund £39.50" }).click();
  await expect(details(page).getByRole("heading", { name: "Refund of £39.50" })).toBeVisible();
  await expect(details(page).getByRole("link", { name: /Refund/ })).toHaveCount(0);
  await expect(history(page).filter({ hasText: "You made a refund" })).toHaveCount(2);
  await afterReload(page, async () => {
    await expect(steps(page).filter({ hasText: "Arrived" })).toHaveCount(2, { timeout: 500 });
  });

  await page.goto(`${page.url()}/refund`);
  await expect(page.locator(".sheet")).toContainText("Everything that was paid has gone back already.");
  await expect(decide(page)).toHaveCount(0);
});

test("Lena's refund did not arrive: the page says why, and Maya tries again", async ({
  page,
  elsewhere,
  signedInAs,
  isMobile,
}) => {
  await signedInAs("Maya Okafor");
  await open(page, "Lena", "Tue 17 Nov");
  await expect(steps(page).nth(2)).toContainText(/Failed .*: .*closed/);
  await expect(details(page).locator(".note.danger")).toContainText("The refund came back.");
  await expect(details(page).locator(".note.danger")).toContainText("£65.00 is held safely with us");

  await details(page).getByRole("link", { name: /^Refund/ }).click();
  await pick(page, /^All that is left, £65.00/);
  await page.getByRole("button", { name: "Refund £65.00" }).click();
  await expect(result(page)).toContainText("Refund requested");
  await expect(history(page).filter({ hasText: "You made a refund" })).toHaveCount(1);
  await expect(details(page).getByRole("heading", { name: "Refund of £65.00" })).toHaveCount(2);
  await afterReload(page, async () => {
    await expect(steps(page).filter({ hasText: "Failed" })).toHaveCount(2, { timeout: 500 });
  });

  if (!isMobile) await expect(page.locator(".session-row[aria-current]")).toContainText("failed");
  const noor = await elsewhere();
  await signedInAs("Noor Haddad", noor);
  await expect(noor.locator(".task", { hasText: "Lena" })).toHaveCount(2);
});

test("an upcoming session is not refunded but cancelled, and says so", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "refund");
  await expect(page.locator(".sheet")).toContainText("Cancel it, and refund in the same step.");
  await expect(decide(page)).toHaveCount(0);
});
