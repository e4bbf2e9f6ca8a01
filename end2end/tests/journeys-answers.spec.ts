// The answer of a form is heard though the page was made anew by news while it was on the way:
// what was done is said, what was refused is said, and whoever has left is left where they are.
import type { Page, Route } from "@playwright/test";
import { alive, expect, test } from "../fixtures.js";
import { decide, moveClock, open, pick, result, standsForGood } from "../steps.js";

const undo = (page: Page) => result(page).getByRole("button", { name: "Undo" });
const waiting = (page: Page, client: string) => page.locator("li.waiting").filter({ hasText: client });
const confirm = (page: Page, client: string) =>
  waiting(page, client).getByRole("button", { name: /^Confirm/ });

/** Lets nothing through to `address` but what `meanwhile` does with it. */
const hold = (page: Page, address: string, meanwhile: (route: Route) => Promise<void>): Promise<void> =>
  page.route(`**/do/${address}`, meanwhile, { times: 1 });

async function cancel(page: Page): Promise<void> {
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /I am unavailable/);
  await decide(page).click();
  await expect(undo(page)).toBeVisible();
}

test("an undo that the page already shows takes the reader to its result when it is answered", async ({
  page,
  signedInAs,
}) => {
  await signedInAs("Maya Okafor");
  await cancel(page);
  await hold(page, "undo_cancel", async (route) => {
    const response = await route.fetch();
    await expect(result(page)).toContainText("Undone");
    await expect(undo(page)).toHaveCount(0);
    await route.fulfill({ response });
  });
  await undo(page).click();
  await expect(result(page)).toBeFocused();
  await expect(result(page)).toContainText("Undone: the session stands as before");
});

test("an undo that comes too late is refused in words though its button is gone", async ({ page, tab, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await cancel(page);
  const second = await tab();
  await second.goto("/today");
  await hold(page, "undo_cancel", async (route) => {
    await standsForGood(second);
    await expect(undo(page)).toHaveCount(0);
    await route.continue();
  });
  await undo(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing has been undone." })).toContainText(
    /It could be undone until 06:4\d:\d\d/,
  );
});

test("a cancel that others were faster with is refused in words, and what was typed stays", async ({
  page,
  elsewhere,
  signedInAs,
}) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /Daniel asked/);
  const words = page.getByLabel("Words for Daniel (optional)");
  await words.fill("Until next week.");
  const other = await elsewhere();
  await signedInAs("Maya Okafor", other);
  await hold(page, "cancel_session", async (route) => {
    await cancel(other);
    // News has come by now, and gone past the form that is being sent.
    await page.waitForTimeout(500);
    await route.continue();
  });
  await decide(page).click();
  const refused = page.getByRole("alert").filter({ hasText: "already cancelled" });
  await expect(refused).toContainText("Nothing has been done.");
  await expect(refused).toBeFocused();
  await expect(words).toHaveValue("Until next week.");
});

test.describe("refused", () => {
  test.use({ allowedConsole: [/status of 429/] });

  test("the list is made anew while Lena’s booking is being confirmed, and still says why it was not", async ({
    page,
    elsewhere,
    signedInAs,
  }) => {
    await signedInAs("Maya Okafor");
    await alive(page);
    const other = await elsewhere();
    await signedInAs("Maya Okafor", other);
    await alive(other);
    const pressed = confirm(page, "Lena Brandt");
    await hold(page, "confirm_session", async (route) => {
      await confirm(other, "Priya Singh").click();
      await expect(waiting(page, "Priya Singh")).toHaveCount(0);
      await expect(page.locator("form[aria-busy=true]"), "it is still being sent").toHaveCount(1);
      const headers = { serverfnerror: "/do/confirm_session" };
      await route.fulfill({ status: 429, headers, body: JSON.stringify("TooOften") });
    });
    await pressed.click();
    await expect(waiting(page, "Lena Brandt").getByRole("alert")).toContainText(
      "That was too much in too short a time",
    );
    await pressed.click();
    await expect(page.getByRole("status").filter({ hasText: "Lena’s session on Wed 2 Dec" })).toBeVisible();
  });

  test("whether the hours are still right is not heard, and the card says so", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await moveClock(page, "2026-12-01T09:30");
    const card = page.getByRole("region", { name: "Are your hours still right?" });
    await alive(page);
    await hold(page, "hours_are_right", (route) =>
      route.fulfill({
        status: 429,
        headers: { serverfnerror: "/do/hours_are_right" },
        body: JSON.stringify("TooOften"),
      }),
    );
    await card.getByRole("button", { name: "Yes, still right" }).click();
    await expect(card.getByRole("alert")).toContainText("That was too much in too short a time");
    await card.getByRole("button", { name: "Yes, still right" }).click();
    await expect(card).toHaveCount(0);
  });
});

test("whoever leaves while a cancel is being sent is not led back", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /Daniel asked/);
  let leave = () => {};
  const left = new Promise<void>((done) => (leave = done));
  await hold(page, "cancel_session", async (route) => {
    const response = await route.fetch();
    await left;
    await route.fulfill({ response });
  });
  const answered = page.waitForResponse("**/do/cancel_session");
  await decide(page).click();
  await page.getByRole("link", { name: /^Today/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Monday 23 November");
  leave();
  await (await answered).finished();
  await page.waitForTimeout(500);
  await expect(page).toHaveURL(/\/today$/);
});
