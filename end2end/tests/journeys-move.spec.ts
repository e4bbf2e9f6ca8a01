// Moving a session: every consequence first, the payment goes with it, and nobody can book what is
// known to be wrong.
import type { Page } from "@playwright/test";
import { alive, expect, type Kept, test } from "../fixtures.js";
import { afterReload, decide, details, happens, history, moveClock, open, pick, result, row, sessionPath, standsForGood } from "../steps.js";

const slots = (page: Page) => page.locator(".slot");

async function edit(page: Page, day = "Tue 24 Nov"): Promise<string> {
  const path = await open(page, "Daniel", day);
  await page.getByRole("link", { name: "Edit date and time" }).click();
  await expect(page.getByRole("heading", { name: "Edit date and time" })).toBeVisible();
  return path;
}

/** Presses a time, and answers what the picker calls it: `16:00`. */
async function take(page: Page, index: number): Promise<string> {
  const slot = slots(page).nth(index);
  await slot.locator("input").check();
  return (await slot.locator("b").textContent())!;
}

test("a session moves to an agreed time, and its payment goes with it", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  await edit(page);
  await pick(page, /Daniel asked/);
  const time = await take(page, 6);
  await expect(happens(page).first()).toContainText("The session moves from Tue 24 Nov, 14:00 – 14:50");
  await expect(happens(page).first()).toContainText(`${time} –`);
  await expect(happens(page).filter({ hasText: "The payment of £65.00 goes with it" })).toHaveCount(1);
  await decide(page).click();
  await expect(result(page)).toContainText(time);
  await expect(details(page).locator(".when .was")).toContainText("Tue 24 Nov");
  await expect(history(page).filter({ hasText: "You moved it" })).toHaveCount(1);
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  expect(kept.mail().at(-1)).toContain("METHOD:REQUEST");
});

test("whoever is unavailable cannot leave the old time open", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await edit(page);
  await pick(page, /I am unavailable/);
  await take(page, 3);
  await expect(page.getByRole("radio", { name: /It opens again/ })).toHaveCount(0);
  await expect(page.getByRole("radio", { name: /It is blocked/ })).toBeChecked();
  await expect(happens(page).filter({ hasText: "blocked" })).not.toHaveCount(0);
  await decide(page).click();
  await expect(result(page)).toContainText("blocked");
});

test("a time that is entered is looked up, past her own hours but over nobody", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await edit(page);
  await pick(page, /Daniel asked/);
  await pick(page, "Another time");
  await page.getByLabel("Day and time, in London").last().fill("2026-12-05T06:00");
  await expect(happens(page).filter({ hasText: "outside your open hours" })).toHaveCount(1);
  await page.getByLabel("Day and time, in London").last().fill("2026-12-01T14:10");
  await expect(page.locator("#to-error")).not.toBeEmpty();
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Day and time, in London").last().fill("2026-12-05T06:00");
  await decide(page).click();
  await expect(result(page)).toContainText("Sat 5 Dec, 06:00");
});

test("three times are offered and kept, and the session stays where it is", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const path = await edit(page);
  await pick(page, /Daniel asked/);
  await pick(page, /Offer up to three times/);
  for (const [index, name] of ["First time", "Second time", "Third time"].entries()) {
    await page.getByLabel(name).selectOption({ index: 2 + 3 * index });
  }
  await expect(happens(page).first()).toContainText("kept for Daniel");
  await decide(page).click();
  await expect(result(page)).toContainText("kept for Daniel");
  await page.goto(path);
  await expect(details(page)).toContainText("14:00 – 14:50");
});

/** The way to a client's own page in the last letter. */
function personalLink(kept: Kept): string {
  const letter = kept.mail().at(-1)!.replace(/=\r?\n/g, "");
  return letter.match(/\/mine\/[\w-]+/)![0];
}

/** Moves a session for a cause, and answers the client's way to it. */
async function moved(page: Page, kept: Kept, cause: RegExp, day?: string): Promise<string> {
  const letters = kept.mail().length;
  await edit(page, day);
  await pick(page, cause);
  await take(page, 30);
  await decide(page).click();
  await expect(result(page)).toBeVisible();
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  return personalLink(kept);
}

async function offer(page: Page, kept: Kept): Promise<string> {
  const letters = kept.mail().length;
  await edit(page, "Tue 1 Dec");
  await pick(page, /Daniel asked/);
  await pick(page, /Offer up to three times/);
  for (const [index, name] of ["First time", "Second time", "Third time"].entries()) {
    await page.getByLabel(name).selectOption({ index: 6 + 3 * index });
  }
  await decide(page).click();
  await expect(result(page)).toContainText("kept for Daniel");
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  return personalLink(kept);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "by a personal link" : "by a personal link, without JavaScript", () => {
    test("Daniel takes one of three times on offer, and Maya sees it", async ({ page, kept, browser, signedInAs }) => {
      await signedInAs("Maya Okafor");
      const link = await offer(page, kept);
      const daniel = await browser.newPage({ baseURL: kept.url, javaScriptEnabled, viewport: { width: 390, height: 844 } });
      await daniel.goto(link);
      const take = daniel.getByRole("button", { name: /^Take/ });
      await expect(take).toHaveCount(3);
      await expect(daniel.getByText(/You can cancel it free of charge until/).first()).toBeVisible();
      const time = (await take.nth(1).textContent())!.match(/\d\d:\d\d/)![0];
      await take.nth(1).click();
      await expect(daniel.getByText("You took this time")).toBeVisible();
      await expect(daniel.getByRole("heading", { level: 1 })).toContainText(time);
      await expect(take).toHaveCount(0);
      await page.reload();
      await expect(history(page).filter({ hasText: "Daniel moved it to one of the times on offer" })).toHaveCount(1);
      await daniel.close();
    });

    test("Daniel denies that he asked for a move, and his payment is kept safe until the team has decided", async ({ page, kept, browser, signedInAs }) => {
      await signedInAs("Maya Okafor");
      const link = await moved(page, kept, /Daniel asked/);
      const daniel = await browser.newPage({ baseURL: kept.url, javaScriptEnabled, viewport: { width: 390, height: 844 } });
      await daniel.goto(link);
      await daniel.getByRole("link", { name: "I do not agree" }).click();
      await expect(daniel).toHaveURL(`${kept.url}${link}?step=object`);
      await expect(daniel.getByRole("heading", { name: "Object to the new time?" })).toBeVisible();
      await expect(daniel.locator(".consequence li")).toHaveText([
        /Our team finds out who asked .* until then your session stays on Sun 29 Nov, 18:00/,
        /Your payment of £65.00 is kept safe/,
        "Maya Okafor is told by e-mail",
      ]);
      await expect(daniel.getByText("You said that you did not ask")).toHaveCount(0);
      await daniel.getByLabel("A few words").fill("It was not me.");
      await daniel.getByRole("button", { name: "I did not ask for this" }).click();
      await expect(daniel).toHaveURL(`${kept.url}${link}`);
      await expect(daniel.locator(".note")).toContainText("You said that you did not ask for this time.");
      await expect(daniel.getByText("£65.00 is kept safe until our team has decided")).toBeVisible();
      await expect(daniel.locator("dl.facts")).toContainText("our team decides whether it stays late");
      await expect(daniel.getByRole("link", { name: "I do not agree" })).toHaveCount(0);
      await page.reload();
      await expect(result(page)).toContainText("The cause is disputed");
      await expect(result(page)).toContainText("£65.00 is frozen until the team has decided");
      await expect(details(page).locator("dl.facts")).toContainText("£65.00 is frozen until the team has decided");
      await expect(details(page)).toContainText("the team decides whether it stays late");
      await expect(details(page)).not.toContainText("Late stays late");
      await expect(history(page).filter({ hasText: "Daniel denied having asked for the move" })).toHaveCount(1);
      await daniel.close();
    });

    test("whom the new time does not suit objects, and the money goes back", async ({ page, browser, kept, signedInAs }) => {
      await signedInAs("Maya Okafor");
      const link = await moved(page, kept, /I am unavailable/, "Tue 1 Dec");
      const daniel = await browser.newPage({ baseURL: kept.url, javaScriptEnabled, viewport: { width: 390, height: 844 } });
      await daniel.goto(link);
      await daniel.getByRole("link", { name: "I do not agree" }).click();
      await expect(daniel.locator(".consequence li").filter({ hasText: "£65.00 goes back to your card" })).toHaveCount(1);
      await daniel.getByLabel("A few words").fill("I work on that day.");
      await daniel.getByRole("button", { name: "Cancel and get £65.00 back" }).click();
      await expect(daniel.getByText("You did not take the new time, so it is cancelled.")).toBeVisible();
      await expect(daniel.getByRole("link", { name: "I do not agree" })).toHaveCount(0);
      await page.reload();
      await expect(details(page).locator(".chip").first()).toContainText(/cancelled/i);
      await expect(history(page).filter({ hasText: "objecting to the new time" })).toHaveCount(1);
      await standsForGood(page);
      const words = () => kept.mail().filter((letter) => letter.includes("I work on that day."));
      await expect.poll(() => words().length).toBe(1);
      expect(words()[0]).toContain("maya@kept.example");
      await daniel.close();
    });
  });
}

test("a page behind a personal link follows what Maya does, and keeps what is typed", async ({ page, browser, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const link = await offer(page, kept);
  const daniel = await browser.newPage({ baseURL: kept.url, viewport: { width: 390, height: 844 } });
  const writing = await browser.newPage({ baseURL: kept.url });
  await daniel.goto(link);
  await writing.goto(`${link}?step=cancel`);
  for (const open of [daniel, writing]) await alive(open);
  await expect(daniel.getByRole("button", { name: /^Take/ })).toHaveCount(3);
  await writing.getByLabel("A few words").fill("I am ill.");
  await daniel.evaluate(() => document.body.setAttribute("data-loaded", "once"));
  const told = writing.waitForResponse("**/do/load_mine");
  await page.getByRole("link", { name: "Take the other times back" }).click();
  await decide(page).click();
  await expect(result(page)).toContainText("Times taken back");
  await expect(daniel.getByRole("button", { name: /^Take/ })).toHaveCount(0);
  await expect(daniel.locator("body")).toHaveAttribute("data-loaded", "once");
  await told;
  await expect(writing.getByLabel("A few words")).toHaveValue("I am ill.");
  await writing.getByRole("button", { name: /^Cancel/ }).click();
  await expect(writing.locator(".note").first()).toBeVisible();
  await expect(daniel.getByText(/cancelled/i).first()).toBeVisible();
  await daniel.close();
  await writing.close();
});

test("an offer that nobody answers lapses, and the session stays", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const link = await offer(page, kept);
  await moveClock(page, "2026-11-25T07:00");
  await expect(async () => {
    await page.goto(link);
    await expect(page.getByRole("button", { name: /^Take/ })).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("15:00 – 15:50");
});

test("Maya takes the times back, and nobody can take one any more", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const link = await offer(page, kept);
  await page.getByRole("link", { name: "Take the other times back" }).click();
  await expect(page.getByRole("heading", { name: "Take back the other times?" })).toBeVisible();
  await expect(happens(page).first()).toBeVisible();
  await decide(page).click();
  await expect(result(page)).toContainText("Times taken back");
  await expect(page.getByRole("link", { name: "Take the other times back" })).toHaveCount(0);
  await page.goto(link);
  await expect(page.getByRole("button", { name: /^Take/ })).toHaveCount(0);
});

test("a late move stays late until Maya waives it", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await edit(page);
  await pick(page, /Daniel asked/);
  await take(page, 30);
  await decide(page).click();
  await expect(details(page)).toContainText("late stays late");
  await page.getByRole("link", { name: "Waive the late mark" }).click();
  await expect(happens(page).first()).toContainText("no longer counts as late");
  await decide(page).click();
  await expect(result(page)).toContainText("Late mark waived");
  await expect(details(page)).not.toContainText("late stays late");
});

test.describe("without JavaScript", () => {
  // The program that the page asks for early is never used.
  test.use({ javaScriptEnabled: false, allowedConsole: [/was preloaded using link preload/] });

  test("a session moves by plain forms", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    const path = await sessionPath(page, "Daniel", "Tue 24 Nov");
    await page.goto(`${path}/time`);
    await pick(page, /Daniel asked/);
    const time = await take(page, 6);
    await page.getByRole("button", { name: "Show what will happen" }).click();
    await expect(happens(page).first()).toContainText(`${time} –`);
    await decide(page).click();
    await expect(result(page)).toContainText(time);
    await page.goto(path.replace(/\/sessions.*/, ""));
    await expect(row(page, "Tue 24 Nov")).toHaveCount(0);
  });

  /** Three times for Daniel's session of 1 December, chosen and sent by plain forms. */
  async function offerPlainly(page: Page, kept: Kept): Promise<string> {
    const letters = kept.mail().length;
    await page.goto(`${await sessionPath(page, "Daniel", "Tue 1 Dec")}/time`);
    await pick(page, /Daniel asked/);
    await expect(page.getByLabel("First time"), "not asked for yet").toBeHidden();
    await pick(page, /Offer up to three times/);
    await expect(page.getByRole("group", { name: "To which time?" })).toBeHidden();
    for (const [index, name] of ["First time", "Second time", "Third time"].entries()) {
      await page.getByLabel(name).selectOption({ index: 6 + 3 * index });
    }
    await page.getByRole("button", { name: "Show what will happen" }).click();
    await expect(happens(page).first()).toContainText("kept for Daniel");
    expect(kept.mail()).toHaveLength(letters);
    await decide(page).click();
    await expect(result(page)).toContainText("kept for Daniel");
    await expect.poll(() => kept.mail().length).toBe(letters + 1);
    return personalLink(kept);
  }

  test("an offer of no time is asked for one, and nothing is offered", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    const path = await sessionPath(page, "Daniel", "Tue 1 Dec");
    await page.goto(`${path}/time`);
    await pick(page, /Daniel asked/);
    await pick(page, /Offer up to three times/);
    await decide(page).click();
    await expect(page.locator("#offer-error")).toHaveText("Choose a time.");
    await expect(page.getByLabel("First time")).toBeVisible();
    await page.goto(path);
    await expect(page.getByRole("link", { name: "Take the other times back" })).toHaveCount(0);
  });

  test("three times are offered by plain forms, and Daniel takes one", async ({ page, kept, elsewhere, signedInAs }) => {
    await signedInAs("Maya Okafor");
    const link = await offerPlainly(page, kept);
    const daniel = await elsewhere();
    await daniel.goto(link);
    const take = daniel.getByRole("button", { name: /^Take/ });
    await expect(take).toHaveCount(3);
    const time = (await take.nth(2).textContent())!.match(/\d\d:\d\d/)![0];
    await take.nth(2).click();
    await expect(daniel.getByText("You took this time")).toBeVisible();
    await expect(daniel.getByRole("heading", { level: 1 })).toContainText(time);
    await page.reload();
    await expect(history(page).filter({ hasText: "Daniel moved it to one of the times on offer" })).toHaveCount(1);
    await expect(page.getByRole("link", { name: "Take the other times back" })).toHaveCount(0);
  });

  test("times offered by plain forms that nobody takes lapse, and the session stays", async ({ page, kept, elsewhere, signedInAs }) => {
    await signedInAs("Maya Okafor");
    const link = await offerPlainly(page, kept);
    const daniel = await elsewhere();
    await daniel.goto(link);
    await expect(daniel.getByRole("button", { name: /^Take/ })).toHaveCount(3);
    await moveClock(page, "2026-11-25T07:00");
    await afterReload(daniel, () =>
      expect(daniel.locator(".note")).toContainText("The other times are no longer kept for you.", { timeout: 500 }),
    );
    await expect(daniel.getByRole("button", { name: /^Take/ })).toHaveCount(0);
    await expect(daniel.getByRole("heading", { level: 1 })).toContainText("15:00 – 15:50");
    await page.reload();
    await expect(page.getByRole("link", { name: "Take the other times back" })).toHaveCount(0);
    await expect(history(page).filter({ hasText: "The other times lapsed" })).toHaveCount(1);
  });
});
