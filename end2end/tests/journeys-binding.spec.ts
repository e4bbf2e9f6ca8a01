// What was shown is what happens, or nothing does: two tabs, a clock that runs on, a double
// click, no network, and addresses that are not hers.
import { alive, expect, test } from "../fixtures.js";
import {
  clientPath,
  decide,
  details,
  happens,
  history,
  hide,
  moveClock,
  open,
  pick,
  result,
  sessionPath,
  standsForGood,
} from "../steps.js";

test("the second tab is told that the session is already cancelled, and nothing changes", async ({
  page,
  tab,
  kept,
  signedInAs,
}) => {
  await signedInAs("Maya Okafor");
  const path = await open(page, "Daniel", "Tue 24 Nov", "cancel");
  const second = await tab();
  await second.goto(page.url());
  await alive(second);
  await pick(second, /I am unavailable/);
  await second.getByLabel("Words for Daniel (optional)").fill("I am so sorry.");

  await pick(page, /Daniel asked/);
  await decide(page).click();
  await expect(result(page)).toContainText("The payment of £65.00 is kept");
  const letters = kept.mail().length;

  await expect(second.getByRole("alert").filter({ hasText: "already cancelled" })).toContainText(
    "Nothing has been done.",
  );
  await expect(second.getByLabel("Words for Daniel (optional)")).toHaveValue("I am so sorry.");
  await decide(second).click({ force: true });
  await second.goto(path);
  await expect(result(second)).toContainText("The payment of £65.00 is kept");
  await expect(history(second).filter({ hasText: "You cancelled" })).toHaveCount(1);
  await expect(history(second).filter({ hasText: "Refund" })).toHaveCount(0);
  await standsForGood(second);
  await expect.poll(() => kept.mail().filter((letter) => letter.includes("24 November")).length).toBe(1);
  expect(kept.mail().length - letters, "letters for the second press").toBeLessThanOrEqual(1);
});

test("when the cut-off passes under her, nothing is done until she has read what changed", async ({
  page,
  tab,
  kept,
  signedInAs,
}) => {
  await signedInAs("Maya Okafor");
  await moveClock(page, "2026-11-29T13:30");
  await open(page, "Daniel", "Tue 1 Dec", "cancel");
  await pick(page, /Daniel asked/);
  await expect(page.locator("fieldset .note")).toContainText("In time:");
  await page.getByLabel("Words for Daniel (optional)").fill("Thank you for telling me.");
  await expect(decide(page)).toHaveText("Cancel session and refund £65.00");

  // Out of sight it hears of nothing, and shows what no longer holds.
  await hide(page, true);
  const second = await tab();
  await second.goto("/today");
  await alive(second);
  await moveClock(second, "+ 1 hour");
  const letters = kept.mail().length;

  await decide(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "Something changed since you looked" })).toContainText(
    "Nothing has been done.",
  );
  const changed = happens(page).and(page.locator(".changed"));
  await expect(changed.first()).toContainText("The payment of £65.00 is kept");
  await expect(changed.first()).toContainText("was: £65.00 back to the client, £0.00 to you, £0.00 commission");
  await expect(page.locator("fieldset .note")).toContainText("Late:");
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();
  await expect(page.getByLabel("Words for Daniel (optional)")).toHaveValue("Thank you for telling me.");
  expect(kept.mail().length).toBe(letters);

  await page.getByRole("button", { name: "Cancel session and keep £65.00" }).click();
  await expect(result(page)).toContainText("The payment of £65.00 is kept");
  await standsForGood(page);
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  expect(kept.mail().at(-1)).toContain("> Thank you for telling me.");
});

test("a double click cancels once", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /Daniel asked/);
  await pick(page, /^Refund £65.00/);
  await decide(page).dblclick();
  await expect(result(page)).toContainText("Session cancelled");
  await expect(history(page).filter({ hasText: "You cancelled" })).toHaveCount(1);
  await expect(details(page).getByRole("heading", { name: /^Refund of/ })).toHaveCount(1);
  await standsForGood(page);
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  await page.waitForTimeout(1500);
  expect(kept.mail().length).toBe(letters + 1);
});

test.describe("without a network", () => {
  test.use({ allowedConsole: [/ERR_INTERNET_DISCONNECTED/] });

  test("the form says so, keeps what was typed, and works once the network is back", async ({
    page,
    context,
    signedInAs,
  }) => {
    await signedInAs("Maya Okafor");
    await open(page, "Daniel", "Tue 24 Nov", "cancel");
    await pick(page, /Daniel asked/);
    await page.getByLabel("Words for Daniel (optional)").fill("Until next week.");
    await context.setOffline(true);
    await expect(page.getByRole("status").filter({ hasText: "No connection." })).toBeVisible();
    await decide(page).click({ force: true });
    await expect(page.locator(".sheet .form-fault")).toContainText("No connection, so nothing was sent.");
    await expect(page.getByLabel("Words for Daniel (optional)")).toHaveValue("Until next week.");
    await expect(page.getByRole("radio", { name: /Daniel asked/ })).toBeChecked();
    await context.setOffline(false);
    await expect(page.getByRole("status").filter({ hasText: "No connection." })).toHaveCount(0);
    await decide(page).click();
    await expect(result(page)).toContainText("Session cancelled");
    await expect(history(page).filter({ hasText: "You cancelled" })).toHaveCount(1);
  });
});

test.describe("where there is nothing", () => {
  test.use({ allowedConsole: [/status of 40[34]/] });

  const nothing = [
    ["an address that no page has", "/nothing/here"],
    ["a client that does not exist", "/clients/01900000-0000-7000-8000-000000000099"],
    ["a client that is no id at all", "/clients/daniel"],
    ["a session that does not exist", `${clientPath("Daniel")}/sessions/01900000-0000-7000-8000-000000000099`],
    ["the cancel form of none", `${clientPath("Daniel")}/sessions/nothing/cancel`],
    ["a message that was never sent", "/demo/mail/none.eml"],
  ] as const;
  for (const [what, path] of nothing) {
    test(`${what} is not found`, async ({ page, signedInAs }) => {
      await signedInAs("Maya Okafor");
      const response = await page.goto(path);
      expect(response!.status()).toBe(404);
      await expect(page.locator("main h1, main h2").filter({ hasText: /There is (nothing|no page) at this address/ })).toBeVisible();
      await alive(page);
    });
  }

  test("Maya's session looks to Tomás like one that does not exist", async ({ page, elsewhere, signedInAs }) => {
    await signedInAs("Maya Okafor");
    const path = await sessionPath(page, "Lena", "Mon 23 Nov");
    const tomas = await elsewhere();
    await signedInAs("Tomás Silva", tomas);
    for (const form of ["", "/cancel", "/refund", "/attendance"]) {
      const response = await tomas.goto(path + form);
      expect(response!.status()).toBe(404);
      await expect(tomas.getByRole("heading", { name: "There is nothing at this address" }).first()).toBeVisible();
    }
  });

  test("a client has no list of clients, and is told so", async ({ page, signedInAs }) => {
    await signedInAs("Daniel Reyes");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your sessions");
    const response = await page.goto("/clients");
    expect(response!.status()).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This page is for someone else");
    await page.getByRole("link", { name: "Go to your first page" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your sessions");
  });

  test("a stranger is sent to sign in, and from there on to where they wanted", async ({ page }) => {
    await page.goto("/clients");
    await expect(page).toHaveURL(/\/sign-in\?next=\/clients$/);
    await page.getByRole("button", { name: /Maya Okafor/ }).click();
    await expect(page).toHaveURL(/\/clients$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clients");
  });
});
