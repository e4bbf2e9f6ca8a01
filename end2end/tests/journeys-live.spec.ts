// Pages that are open stay right: they follow what others do, survive a server that starts anew,
// and say so when there is no connection. Nothing that was typed is ever lost.
import type { Page } from "@playwright/test";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alive, expect, Kept, test } from "../fixtures.js";
import { clientPath, decide, details, happens, hide, open, pick, result, row, standsForGood } from "../steps.js";

const banner = (page: Page) => page.getByRole("status").filter({ hasText: "No connection." });
const upcoming = (page: Page) => page.getByRole("region", { name: "Upcoming" });
const words = (page: Page) => page.getByLabel("Words for Daniel (optional)");

/** How long until `what` holds, said in the report. */
async function timed(name: string, what: () => Promise<void>): Promise<void> {
  const begun = Date.now();
  await what();
  const took = `${Date.now() - begun} ms`;
  test.info().annotations.push({ type: name, description: took });
  console.log(`${name}: ${took}`);
}

/** Waits until the page, or one beside it, hears of what changes. */
const listening = (page: Page): Promise<unknown> =>
  page.waitForFunction(async () => {
    const { held } = await navigator.locks.query();
    return held!.some((lock) => lock.name === "kept-live");
  });

async function cancel(page: Page, day: string): Promise<void> {
  await open(page, "Daniel", day, "cancel");
  await pick(page, /I am unavailable/);
  await decide(page).click();
  await expect(result(page)).toBeVisible();
}

/** Every load of the document counts; a page that follows needs only one. */
function loads(page: Page): () => number {
  let count = 0;
  page.on("load", () => (count += 1));
  return () => count;
}

test("a page follows what is done in another browser, without a reload", async ({ page, elsewhere, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto(clientPath("Daniel"));
  const daniel = await elsewhere();
  await signedInAs("Daniel Reyes", daniel);
  const other = await elsewhere();
  await signedInAs("Maya Okafor", other);
  await open(other, "Daniel", "Tue 24 Nov", "cancel");
  await pick(other, /Daniel asked/);
  for (const reader of [page, daniel]) {
    await alive(reader);
    await listening(reader);
    await expect(upcoming(reader).getByText("24", { exact: true })).toBeVisible();
  }
  await page.waitForTimeout(500);
  const reloads = [loads(page), loads(daniel)];

  const committed = other.waitForResponse("**/do/cancel_session");
  await decide(other).click();
  await committed;
  await timed("the therapist’s page followed", () =>
    expect(upcoming(page).getByText("24", { exact: true })).toHaveCount(0),
  );
  await timed("the client’s page followed", () =>
    expect(upcoming(daniel).getByText("24", { exact: true })).toHaveCount(0),
  );
  expect(reloads.map((count) => count())).toEqual([0, 0]);
});

test("the row under the focus stays the same session when the list changes", async ({ page, elsewhere, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto(clientPath("Daniel"));
  await alive(page);
  const next = row(page, "Tue 1 Dec");
  const href = await next.getAttribute("href");
  await next.focus();
  const other = await elsewhere();
  await signedInAs("Maya Okafor", other);
  await listening(page);
  await cancel(other, "Tue 24 Nov");
  await expect(upcoming(page).getByText("24", { exact: true })).toHaveCount(0);
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute("href")))
    .toBe(href);
});

test("an open form takes in what changed, says so, and keeps every word", async ({ page, elsewhere, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 3 Nov", "refund");
  await pick(page, /^All that is left/);
  await words(page).fill("For your trouble.");
  await expect(decide(page)).toHaveText(/£65.00/);
  await listening(page);

  const other = await elsewhere();
  await signedInAs("Maya Okafor", other);
  await open(other, "Daniel", "Tue 3 Nov", "refund");
  await pick(other, /^A part/);
  await other.getByLabel("Refund to Daniel").fill("25");
  await decide(other).click();
  await expect(result(other)).toBeVisible();

  await timed("the open form followed", () => expect(decide(page)).toHaveText(/£40.00/));
  await expect(page.getByRole("alert").filter({ hasText: "Something changed since you looked" })).toContainText(
    "Nothing has been done.",
  );
  await expect(happens(page).and(page.locator(".changed")).first()).toContainText("was:");
  await expect(words(page)).toHaveValue("For your trouble.");
  await expect(words(page)).toBeFocused();
  await decide(page).click();
  await expect(result(page)).toContainText("£40.00");
});

test("a form whose session is gone says so at once and keeps every word", async ({ page, elsewhere, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /Daniel asked/);
  await words(page).fill("Until next week.");
  await listening(page);
  const other = await elsewhere();
  await signedInAs("Maya Okafor", other);
  await cancel(other, "Tue 24 Nov");
  await expect(page.getByRole("alert").filter({ hasText: "already cancelled" })).toContainText("Nothing has been done.");
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");
  await expect(words(page)).toHaveValue("Until next week.");
  await expect(words(page)).toBeFocused();
});

test.describe("signed out", () => {
  test.use({ allowedConsole: [/status of 401/] });

  test("signed out everywhere, every open page leads to the sign-in page", async ({ page, elsewhere, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await page.goto("/clients");
    await alive(page);
    await listening(page);
    const other = await elsewhere();
    await signedInAs("Maya Okafor", other);
    await other.goto("/account");
    await alive(other);
    await other.getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(other).toHaveURL(/\/sign-in$/);
    await expect(page).toHaveURL(/\/sign-in\?next=\/clients$/);
  });
});

test("eight tabs work, and whichever is seen is right", async ({ page, tab, elsewhere, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto(clientPath("Daniel"));
  const tabs = [page];
  while (tabs.length < 8) {
    const next = await tab();
    await next.goto(clientPath("Daniel"));
    tabs.push(next);
  }
  for (const one of tabs) await alive(one);
  await listening(page);
  const streams = await page.evaluate(async () => {
    const { held, pending } = await navigator.locks.query();
    return [held!.length, pending!.length];
  });
  expect(streams, "one listens, seven wait").toEqual([1, 7]);

  const other = await elsewhere();
  await signedInAs("Maya Okafor", other);
  await cancel(other, "Tue 24 Nov");
  for (const one of tabs) {
    await one.bringToFront();
    await expect(upcoming(one).getByText("24", { exact: true })).toHaveCount(0);
  }

  // The one that listens is closed; another takes its place, and each tab can still act.
  const first = tabs.shift()!;
  await first.close();
  await cancel(tabs[3]!, "Tue 1 Dec");
  for (const one of tabs.filter((one) => one !== tabs[3])) {
    await one.bringToFront();
    await timed("a tab brought to the front", () =>
      expect(upcoming(one).locator(".session-row").filter({ hasText: /^1\D|\b1\s+Dec/ })).toHaveCount(0),
    );
  }
});

test("a tab out of sight listens to nothing, and asks again when it is seen", async ({ page, elsewhere, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto(clientPath("Daniel"));
  await alive(page);
  await listening(page);
  await hide(page, true);
  await page.waitForFunction(async () => (await navigator.locks.query()).held!.length === 0);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const other = await elsewhere();
  await signedInAs("Maya Okafor", other);
  await cancel(other, "Tue 24 Nov");
  await page.waitForTimeout(1000);
  expect(asked).toEqual([]);
  await hide(page, false);
  await expect(upcoming(page).getByText("24", { exact: true })).toHaveCount(0);
  await listening(page);
});

test("a page that nobody touches asks for nothing", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto(clientPath("Daniel"));
  await alive(page);
  await listening(page);
  await page.waitForTimeout(2500);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.waitForTimeout(5000);
  expect(asked).toEqual([]);
});

test.describe("without a connection", () => {
  test.use({ allowedConsole: [/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|status of 503/] });

  test("a banner says so, nothing is sent, and afterwards the form can be sent as it was", async ({
    page,
    context,
    kept,
    signedInAs,
  }) => {
    await signedInAs("Maya Okafor");
    await open(page, "Daniel", "Tue 24 Nov", "cancel");
    await pick(page, /Daniel asked/);
    await words(page).fill("Until next week.");
    const letters = kept.mail().length;
    await context.setOffline(true);
    await expect(banner(page)).toBeVisible();
    await expect(decide(page)).toHaveAttribute("aria-disabled", "true");
    await words(page).press("End");
    await words(page).pressSequentially(" Take care.");
    await decide(page).click({ force: true });
    await expect(page.locator(".sheet .form-fault")).toContainText("No connection, so nothing was sent.");
    await expect(words(page)).toHaveValue("Until next week. Take care.");
    await expect(page.getByRole("radio", { name: /Daniel asked/ })).toBeChecked();

    const address = page.url();
    for (const name of ["Keep session", "Back to the session", /^Clients/, /^Today/]) {
      await page.getByRole("link", { name }).first().click();
      await expect(banner(page)).toContainText("this page stays open");
      await expect(page).toHaveURL(address);
      await expect(words(page)).toHaveValue("Until next week. Take care.");
    }

    await context.setOffline(false);
    await timed("the banner went", () => expect(banner(page)).toHaveCount(0));
    await expect(page.locator(".sheet .form-fault")).toHaveText("");
    await expect(decide(page)).not.toHaveAttribute("aria-disabled", "true");
    await decide(page).click();
    await expect(result(page)).toContainText("Session cancelled");
    await standsForGood(page);
    await expect.poll(() => kept.mail().length).toBe(letters + 1);
    expect(kept.mail().at(-1)).toContain("Until next week. Take care.");
  });

  test("no page is opened that cannot come, until the connection is back", async ({ page, context, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await page.goto(clientPath("Daniel"));
    await alive(page);
    await listening(page);
    // What was asked for at the start has come.
    await page.waitForTimeout(1000);
    const address = page.url();
    await context.setOffline(true);
    // Whoever comes back to it finds it as it was.
    await hide(page, true);
    await hide(page, false);
    await page.waitForTimeout(500);
    await row(page, "Tue 24 Nov").click();
    await expect(banner(page)).toContainText("this page stays open");
    await expect(page).toHaveURL(address);
    await context.setOffline(false);
    await expect(banner(page)).toHaveCount(0);
    await row(page, "Tue 24 Nov").click();
    await expect(details(page)).toBeVisible();
  });

  test("a tab out of sight that heard of a lost connection hears of its return", async ({ page, tab, context, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await page.goto(clientPath("Daniel"));
    await alive(page);
    await listening(page);
    const [early, late] = [await tab(), await tab()];
    for (const hidden of [early, late]) {
      await hidden.goto(clientPath("Daniel"));
      await alive(hidden);
      await hide(hidden, true);
    }
    // One hears all that the others leave word of, the other nothing good until it is seen again.
    await late.evaluate(() => {
      const keepBack = (event: StorageEvent) => event.newValue !== "lost" && event.stopImmediatePropagation();
      window.addEventListener("storage", keepBack, true);
    });
    await context.route("**/live*", (route) => route.abort("connectionrefused"));
    await page.reload();
    for (const one of [page, early, late]) await expect(banner(one)).toBeVisible();
    await context.unroute("**/live*");
    for (const one of [page, early]) await expect(banner(one)).toHaveCount(0);
    await hide(late, false);
    await expect(banner(late)).toHaveCount(0);
  });

  test("a server that is killed is said to be gone, and after its start every page is right", async ({ page, listen }) => {
    const data = mkdtempSync(join(tmpdir(), "kept-"));
    const settings = { KEPT_DATA: data, KEPT_ADDR: `127.0.0.1:${await freePort()}` };
    let kept = await Kept.start(settings);
    const second = await page.context().newPage();
    listen(second);
    try {
      await page.goto(`${kept.url}/sign-in`);
      await page.getByRole("button", { name: /Maya Okafor/ }).click();
      await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(/Sign in|Kept/);
      await page.goto(kept.url + clientPath("Daniel"));
      await alive(page);
      await row(page, "Tue 24 Nov").click();
      await details(page).getByRole("link", { name: "Cancel session" }).click();
      await pick(page, /Daniel asked/);
      await words(page).fill("Until next week.");
      await second.goto(kept.url + clientPath("Daniel"));
      await alive(second);
      await listening(page);

      await kept.stop({ keep: true, signal: "SIGKILL" });
      for (const one of [page, second]) await expect(banner(one)).toBeVisible();
      await expect(upcoming(second).getByText("24", { exact: true })).toHaveCount(1);

      kept = await Kept.start(settings);
      await timed("recovered after the start", async () => {
        for (const one of [page, second]) await expect(banner(one)).toHaveCount(0);
      });
      await expect(words(page)).toHaveValue("Until next week.");
      await decide(page).click();
      await expect(result(page)).toContainText("Session cancelled");
      await expect(upcoming(second).getByText("24", { exact: true })).toHaveCount(0);
      expect(kept.run("proof")).toMatch(/^green/);
    } finally {
      await page.close();
      await second.close();
      await kept.stop({ keep: true });
      rmSync(data, { recursive: true, force: true });
    }
  });
});

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
