// The demonstration's payment provider misbehaves as it is told to, and people see what came of it.
import { alive, expect, test } from "../fixtures.js";
import { afterReload, details, happens, moveClock, open, pick, result, steps } from "../steps.js";
import type { Page } from "@playwright/test";

async function plan(page: Page, what: string): Promise<void> {
  await page.goto("/demo/provider");
  await page.getByRole("radio", { name: new RegExp(`^${what}`) }).check();
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page.locator(".planned li").last()).toHaveText(what);
}

async function giveBack(page: Page): Promise<void> {
  await open(page, "Daniel", "Tue 3 Nov", "refund");
  await pick(page, /^All that is left, £65.00/);
  await expect(happens(page).nth(1)).toContainText("£65.00 goes back to Daniel’s card");
  await page.getByRole("button", { name: "Refund £65.00" }).click();
  await expect(result(page)).toContainText("Refund requested");
}

test("a refund that fails days later is seen by the therapist and by the client", async ({
  page,
  elsewhere,
  signedInAs,
}) => {
  await signedInAs("Maya Okafor");
  await plan(page, "It comes back");
  await giveBack(page);
  await afterReload(page, async () => {
    await expect(steps(page).nth(1)).toContainText("to the bank", { timeout: 500 });
  });
  await expect(result(page)).toContainText("£65.00 goes back to Daniel’s card");
  const daniel = await elsewhere();
  await signedInAs("Daniel Reyes", daniel);
  await expect(daniel.getByText("Refund of £65 on its way")).toBeVisible();

  await alive(page);
  await moveClock(page, "2026-11-26T07:00");
  await afterReload(page, async () => {
    await expect(steps(page).nth(2)).toContainText("the bank could not find the account", { timeout: 500 });
  });
  await expect(details(page).locator(".note.danger")).toContainText("£65.00 is held safely with us");
  await expect(result(page)).not.toContainText(/goes back|on its way/);
  await expect(result(page)).toContainText("£65.00 came back to us from Daniel’s bank");
  await daniel.reload();
  await expect(daniel.getByText("Refund of £65 failed")).toBeVisible();
  await expect(daniel.locator(".note.danger")).toContainText("£65.00 is held safely with us");
});

test("money that moved without an answer moves once, and the page says so", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await plan(page, "Error 500, but paid");
  await giveBack(page);
  await afterReload(page, async () => {
    await expect(steps(page).nth(2)).toContainText("Arrived", { timeout: 500 });
  });
  await page.goto("/demo/provider");
  await expect(page.getByText("Nothing: the next refund goes well.")).toBeVisible();
  const newest = page.locator(".provider-books li").first();
  await expect(newest).toContainText("£65.00");
  await expect(newest).toContainText("Arrived");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the provider is told by plain forms what to do, and told to forget it", async ({ page }) => {
    await plan(page, "Too many requests");
    await plan(page, "Told late");
    await expect(page.locator(".planned li")).toHaveText(["Too many requests", "Told late"]);
    await page.getByRole("button", { name: "Forget these" }).click();
    await expect(page.getByText("Nothing: the next refund goes well.")).toBeVisible();
  });
});
