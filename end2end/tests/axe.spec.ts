// Every screen and state through axe, light and dark; and none scrolls sideways at 320 pixels.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { alive, expect, type Kept, test } from "../fixtures.js";
import { afterReload, clientPath, decide, details, hide, moveClock, open, pick, result, steps } from "../steps.js";

test.setTimeout(150_000);
test.use({ contextOptions: { reducedMotion: "reduce" }, allowedConsole: [/status of (40[34]|410)/] });

/** Judges the page as it stands. */
async function judge(page: Page, state: string): Promise<void> {
  await alive(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // All that the dark changes is colour.
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === "light" ? axe : axe.withRules("color-contrast")).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary?.replaceAll("\n", " ")}`),
    );
    expect.soft(found, `${state}, ${colorScheme}`).toEqual([]);
  }
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const over = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
    return document.documentElement.scrollWidth > width ? over.map((one) => `${one.tagName}.${one.className}`) : [];
  });
  expect.soft(wide, `${state}: wider than 320 pixels`).toEqual([]);
  await page.setViewportSize(size);
}

test("the pages that anyone may open", async ({ page, kept }) => {
  await page.goto("/sign-in");
  await judge(page, "sign-in");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.locator("#email-error")).toBeVisible();
  await judge(page, "sign-in, empty");
  await page.goto("/demo/mail");
  await judge(page, "mail of a stranger");
  const link = kept.run("staff", "add", "eva@kept.example").match(/\/welcome\/\S+/)![0];
  await page.goto(link);
  await page.getByLabel("New password").fill("short");
  await alive(page);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.locator("#new-error")).toBeVisible();
  await judge(page, "welcome");
  await page.goto("/welcome/nothing");
  await judge(page, "a link of no use");
  await page.goto("/nothing");
  await judge(page, "404");
});

test("a therapist's pages", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await judge(page, "today");
  for (const path of ["/clients", clientPath("Daniel"), "/account", "/demo/provider", "/demo/mail"]) {
    await page.goto(path);
    await judge(page, path);
  }
  await page.locator(".mail-row").first().click();
  await expect(page.locator("article.mail")).toBeVisible();
  await judge(page, "a message");
  await page.goto(`${clientPath("Daniel")}?past=2`);
  await judge(page, "older sessions");
  await page.goto("/clients/nobody");
  await judge(page, "hidden");
});

test("the editor of hours, in each of its states", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/availability");
  await judge(page, "the week or the list");
  await page.getByRole("radio", { name: "List" }).check();
  await page.getByLabel("Saturday, hours 1, from").fill("10:00");
  await page.getByLabel("Saturday, hours 1, from").blur();
  await expect(page.getByText("Enter both times")).toBeVisible();
  await judge(page, "the list, a field that cannot be read");
  await page.getByRole("radio", { name: "Week" }).check();
  await page.locator("#cell-1-28").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Space");
  await expect(page.locator(".editor-outside")).toContainText("outside the new hours");
  await judge(page, "somebody is left outside");
  await page.getByText("Copy a day to …").click();
  await judge(page, "copying a day");
  await page.getByText("Copy a day to …").click();
  await page.locator("#cell-1-28").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await judge(page, "a time that was pressed");
});

test("a session, in each of its states", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  for (const [client, day] of [
    ["Daniel", "Tue 24 Nov"],
    ["Daniel", "Tue 1 Dec"],
    ["Daniel", "Tue 8 Dec"],
    ["Daniel", "Tue 17 Nov"],
    ["Daniel", "Tue 10 Nov"],
    ["Daniel", "Tue 3 Nov"],
    ["Lena", "Tue 17 Nov"],
    ["Lena", "Tue 3 Nov"],
    ["Priya", "Fri 27 Nov"],
  ] as const) {
    await open(page, client, day);
    await expect(details(page)).toBeVisible();
    await judge(page, `${client}, ${day}`);
  }
  await page.getByText("Move the clock").click();
  await judge(page, "the clock's strip, open");
});

test("the cancel form, in each of its states", async ({ page, tab, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await moveClock(page, "2026-11-29T13:30");
  await open(page, "Daniel", "Tue 1 Dec", "cancel");
  await judge(page, "empty");
  await pick(page, /Another reason/);
  await decide(page).click();
  await expect(page.locator("#words-error")).toBeVisible();
  await judge(page, "without words");
  await pick(page, /I am unavailable/);
  await pick(page, /^Keep/);
  await judge(page, "unavailable, kept");
  await pick(page, /That hour is offered no longer/);
  await expect(page.locator(".hours-difference")).toBeVisible();
  await judge(page, "unavailable, and the hour is stopped");
  await pick(page, /My account pauses/);
  await judge(page, "unavailable, and the account pauses");
  await pick(page, /Daniel asked/);
  await pick(page, "Earlier");
  await page.getByLabel("Day and time, in London").fill("2026-12-24T09:00");
  await expect(page.locator("#asked-at-error")).toBeVisible();
  await judge(page, "asked in the future");
  await page.getByLabel("Day and time, in London").fill("2026-11-28T09:00");
  await pick(page, "Just now");
  await pick(page, /^Refund a part/);
  await page.getByLabel("Refund to Daniel").fill("99");
  await expect(page.locator("#amount-error")).toBeVisible();
  await judge(page, "too much");
  await pick(page, /^Refund £65.00/);
  // Out of sight it hears of nothing, and shows what no longer holds.
  await hide(page, true);
  const second = await tab();
  await second.goto("/today");
  await alive(second);
  await moveClock(second, "+ 1 hour");
  await decide(page).click();
  await expect(page.locator(".consequence .changed").first()).toBeVisible();
  await judge(page, "changed");
  await decide(page).click();
  await expect(result(page)).toBeVisible();
  await judge(page, "the result");
});

test("a pause, and the way back", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/account/return");
  await judge(page, "nothing is paused");
  await page.goto("/account/pause");
  await judge(page, "a pause, empty");
  await pick(page, /^Another reason/);
  await page.getByRole("radio", { name: "Keep all" }).check();
  await decide(page).click();
  await expect(page.locator("#words-error")).toBeVisible();
  await judge(page, "a pause, refused");
  await page.getByLabel("Reason, in a few words").fill("The house is being rebuilt.");
  await page.getByRole("radio", { name: "Cancel" }).first().check();
  await page.getByRole("radio", { name: "Move" }).last().check();
  await judge(page, "a pause, answered");
  await decide(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is paused");
  await judge(page, "paused");
  await page.goto("/account/return");
  await judge(page, "asking to return");
  await page.getByLabel("Words for the team").fill("The house stands.");
  await page.getByRole("button", { name: "Ask the team" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You have asked to return");
  await judge(page, "asked to return");
  for (const path of ["/today", "/account"]) {
    await page.goto(path);
    await judge(page, `${path}, paused`);
  }
});

test("attendance, and refunds", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 17 Nov", "attendance");
  await judge(page, "attendance");
  await pick(page, /Daniel did not come/);
  await judge(page, "did not come");
  await open(page, "Daniel", "Tue 17 Nov", "cancel");
  await judge(page, "cannot be cancelled");
  await open(page, "Daniel", "Tue 3 Nov", "refund");
  await judge(page, "refund");
  await pick(page, /^A part/);
  await page.getByLabel("Refund to Daniel").fill("12.50");
  await judge(page, "refund of a part");
  await decide(page).click();
  await expect(result(page)).toBeVisible();
  await afterReload(page, async () => {
    await expect(steps(page).filter({ hasText: "Arrived" })).toHaveCount(1, { timeout: 500 });
  });
  await judge(page, "refunded");
});

test("the pages of a client and of the team", async ({ page, elsewhere, signedInAs }) => {
  await signedInAs("Lena Brandt");
  await judge(page, "own sessions");
  await page.goto("/clients");
  await judge(page, "403");
  const noor = await elsewhere();
  await signedInAs("Noor Haddad", noor);
  await judge(noor, "tasks");
});

test("the form of a move, and the client's own page behind a letter", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  await open(page, "Daniel", "Tue 1 Dec");
  await page.getByRole("link", { name: "Edit date and time" }).click();
  await judge(page, "a move, empty");
  await pick(page, /I am unavailable/);
  await page.locator(".slot").nth(6).click();
  await expect(page.locator(".consequence li.does").first()).toBeVisible();
  await judge(page, "a move, chosen");
  await pick(page, "Another time");
  await page.locator("#to-typed").fill("2026-11-24T10:10");
  await expect(page.locator("#to-error")).not.toBeEmpty();
  await judge(page, "a move, taken");
  await pick(page, /Offer up to three times/);
  await page.getByLabel("First time").selectOption({ index: 9 });
  await judge(page, "times on offer");
  await decide(page).click();
  await expect(result(page)).toBeVisible();
  await judge(page, "offered");
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  const letter = kept.mail().at(-1)!.replace(/=\r?\n/g, "");
  const link = letter.match(/\/mine\/[\w-]+/)![0];
  await page.goto(link);
  await judge(page, "a personal link, with times on offer");
  await page.goto(`${link}?step=cancel`);
  await judge(page, "a personal link, cancelling");
  await page.goto("/mine/nothing");
  await judge(page, "a personal link that leads nowhere");
});

/** Opens the form of a move that Daniel asked for. */
async function moving(page: Page, day: string): Promise<void> {
  await open(page, "Daniel", day);
  await page.getByRole("link", { name: "Edit date and time" }).click();
  await pick(page, /Daniel asked/);
}

/** Does it, and answers the way to the client's own page in the letter about it. */
async function lettered(page: Page, kept: Kept): Promise<string> {
  const letters = kept.mail().length;
  await decide(page).click();
  await expect(result(page)).toBeVisible();
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  return kept.mail().at(-1)!.replace(/=\r?\n/g, "").match(/\/mine\/[\w-]+/)![0];
}

test("a late mark that is waived, and a client who objects", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await moving(page, "Tue 24 Nov");
  await page.locator(".slot").nth(30).click();
  const link = await lettered(page, kept);
  await page.getByRole("link", { name: "Waive the late mark" }).click();
  await expect(page).toHaveURL(/\/late$/);
  await expect(page.locator(".consequence li").first()).toBeVisible();
  await judge(page, "waiving a late mark");
  await page.goto(`${link}?step=object`);
  const object = page.getByRole("button", { name: "I did not ask for this" });
  await expect(object).toBeVisible();
  await judge(page, "a personal link, objecting");
  await object.click();
  await expect(page.getByText("You said that you did not ask for this time.")).toBeVisible();
  await judge(page, "a personal link, objected");
});

test("times on offer that are taken back, taken, or lapse", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const offer = async (day: string): Promise<string> => {
    await moving(page, day);
    await pick(page, /Offer up to three times/);
    await page.getByLabel("First time").selectOption({ index: 20 });
    return lettered(page, kept);
  };
  const taken = await offer("Tue 1 Dec");
  await page.getByRole("link", { name: "Take the other times back" }).click();
  await expect(page).toHaveURL(/\/offer$/);
  await expect(page.locator(".consequence li").first()).toBeVisible();
  await judge(page, "taking times back");
  await page.goto(taken);
  await alive(page);
  await page.getByRole("button", { name: /^Take/ }).click();
  await expect(page.getByText("You took this time")).toBeVisible();
  await judge(page, "a personal link, a time taken");

  const lapsed = await offer("Tue 8 Dec");
  await moveClock(page, "2026-11-25T07:00");
  await page.goto(lapsed);
  await afterReload(page, () =>
    expect(page.getByText("The other times are no longer kept for you.")).toBeVisible({ timeout: 500 }),
  );
  await judge(page, "a personal link, after the offer lapsed");
});

test("bookings that wait, in each of their states", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await expect(page.getByRole("heading", { name: "Waiting for you" })).toBeVisible();
  await open(page, "Lena", "Wed 2 Dec");
  await judge(page, "a booking that waits");
  const lena = new URL(page.url()).pathname;
  await page.goto(`${lena}/confirm`);
  await judge(page, "confirming");
  await page.goto(`${lena}/decline`);
  await judge(page, "declining");
  await open(page, "Priya", "Fri 4 Dec");
  const priya = new URL(page.url()).pathname;
  await page.goto(`${priya}/decline`);
  await judge(page, "asking the team, empty");
  await pick(page, /Not the best fit/);
  await pick(page, /could not reach/);
  await decide(page).click();
  await expect(page.locator("#aware_words-error")).toBeVisible();
  await judge(page, "asking the team, without a word of whether she knows");
  await page.getByLabel("How, and when?").fill("Rang twice on Monday.");
  await decide(page).click();
  await expect(result(page)).toBeVisible();
  await judge(page, "the team is asked");
  await page.goto("/today");
  await judge(page, "today, with the team asked");
  await page.locator("li.waiting").filter({ hasText: "Lena" }).getByRole("button").click();
  await expect(page.locator(".page-note")).toBeVisible();
  await judge(page, "today, just confirmed");
  await page.goto(`${lena}/confirm`);
  await judge(page, "confirmed already");
  await moveClock(page, "2026-12-01T09:30");
  await page.goto("/today");
  await expect(page.getByRole("heading", { name: "Are your hours still right?" })).toBeVisible();
  await judge(page, "today, asking about hours");
});

test("a follow-up, and a payment to carry", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto(`${clientPath("Daniel")}/book`);
  await judge(page, "a follow-up, empty");
  await pick(page, "Another time");
  await page.locator("#to-typed").fill("2026-12-01T14:10");
  await expect(page.locator(".nearest")).toBeVisible();
  await judge(page, "a follow-up, taken");
  await page.locator("#to-typed").fill("2026-12-05T06:00");
  await expect(page.locator(".consequence li.against").first()).toBeVisible();
  await judge(page, "a follow-up, outside hours");
  await page.goto(`${clientPath("Priya")}/book`);
  await judge(page, "an initial session");
  await open(page, "Daniel", "Tue 17 Nov");
  const path = new URL(page.url()).pathname;
  await page.goto(`${path}/time`);
  await judge(page, "a move that is too late");
  await page.goto(`${path}/carry`);
  await judge(page, "a payment to carry");
  await page.getByLabel("Why should it be carried?").fill("He was in hospital.");
  await decide(page).click();
  await expect(details(page)).toContainText("waits for the team");
  await judge(page, "a payment that is asked to be carried");
});

test("a therapist's time off", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/availability/away");
  await alive(page);
  await page.getByRole("button", { name: "Unavailable until then" }).click();
  await expect(page.locator("#typed-error")).toBeVisible();
  await judge(page, "away, without a time");
  await page.goto("/availability/zone?to=Europe/Madrid");
  await judge(page, "zone");
  await page.goto("/availability/day-off");
  await judge(page, "day off");
  await page.getByLabel("First day").fill("2026-11-24");
  await page.getByLabel("Last day").fill("2026-11-27");
  await page.getByRole("button", { name: "Take these days off" }).click();
  await judge(page, "whom it leaves outside");
  await pick(page, "Cancel all");
  await page.locator(".stranded", { hasText: "Priya" }).getByRole("radio", { name: /^Keep/ }).check();
  await judge(page, "whom it leaves outside, answered");
  await decide(page).click();
  await expect(page.getByRole("heading", { name: "Saved", exact: true })).toBeVisible();
  await judge(page, "what was saved");
  await page.goto("/availability/save?draft=none");
  await judge(page, "an edit that was forgotten");
});
