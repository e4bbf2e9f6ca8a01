// Maya cancels Daniel's paid session, and sees first what will happen.
import { alive, expect, test } from "../fixtures.js";
import {
  afterReload,
  decide,
  details,
  happens,
  history,
  moveClock,
  open,
  pick,
  result,
  row,
  standsForGood,
  steps,
} from "../steps.js";

test("Maya finds Daniel's session from the sign-in page on, beside the list or as a page of its own", async ({
  page,
  signedInAs,
  isMobile,
}) => {
  await signedInAs("Maya Okafor");
  await expect(page).toHaveURL(/\/today$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Monday 23 November");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Clients" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Clients");
  await page.getByRole("link", { name: /Daniel Reyes/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Daniel Reyes");
  await row(page, "Tue 24 Nov").click();

  const session = details(page);
  await expect(session.getByRole("heading", { level: 2 }).first()).toContainText("Tuesday 24 November");
  await expect(session).toContainText("15:00 – 15:50 in Madrid for Daniel");
  await expect(session.locator(".policy-bar")).toContainText("Free until Sun 22 Nov, 14:00");
  await expect(session.locator(".policy-bar svg text")).toHaveText("now");
  await expect(session).toContainText("£65.00 paid by card ending 4242");
  await expect(history(page)).toHaveCount(3);
  await expect(history(page).last()).toContainText("You confirmed");

  const list = page.getByRole("heading", { name: "Past and cancelled" });
  const back = page.getByRole("link", { name: "All sessions" });
  if (isMobile) {
    await expect(list).toBeHidden();
    await back.click();
    await expect(session).toBeHidden();
  } else {
    await expect(back).toBeHidden();
    await expect(row(page, "Tue 24 Nov")).toHaveAttribute("aria-current", "true");
  }
  await expect(list).toBeVisible();
});

test("past sessions come in pages", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/clients");
  await page.getByRole("link", { name: /Daniel Reyes/ }).click();
  const past = page.getByRole("region", { name: "Past and cancelled" });
  await expect(past.getByRole("listitem")).toHaveCount(8);
  await past.getByRole("link", { name: "Earlier sessions" }).click();
  await expect(past).toContainText("2 of 2");
  await expect(past.getByRole("link", { name: "Earlier sessions" })).toHaveCount(0);
  await past.getByRole("link", { name: "Later sessions" }).click();
  await expect(past).toContainText("1 of 2");
});

test("until a reason is chosen the button waits, and says why", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  const address = page.url();
  await expect(happens(page)).toHaveText(/Choose a reason, and every consequence stands here/);
  await expect(page.getByRole("heading", { name: "Refund Daniel?" })).toHaveCount(0);
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");
  await expect(decide(page)).toHaveAccessibleDescription("Answer the questions above first.");
  await decide(page).click({ force: true });
  await expect(page).toHaveURL(address);
  await pick(page, /Daniel asked/);
  await expect(decide(page)).not.toHaveAttribute("aria-disabled");
  await expect(page.locator("#button-hint")).toBeHidden();
});

test("every answer changes what will happen, at once", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  const note = page.locator("fieldset .note");

  await pick(page, /Daniel asked/);
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();
  await expect(note).toContainText(/Late: 31 h (19|20) min before the start, 48 h are needed/);
  await expect(note).toContainText("cancelling was free until Sun 22 Nov, 14:00");
  await expect(happens(page)).toContainText([
    "The session on Tue 24 Nov, 14:00 – 14:50 is cancelled",
    "The payment of £65.00 is kept: £58.50 to you, £6.50 commission",
    "opens for booking again",
    "Daniel is told by e-mail, with the calendar entry withdrawn",
    "Your standing does not change",
  ]);
  await expect(decide(page)).toHaveText("Cancel session and keep £65.00");

  await pick(page, /^Refund £65.00/);
  await expect(happens(page).nth(1)).toContainText("£65.00 goes back to Daniel’s card");
  await expect(happens(page).nth(3)).toContainText("recorded as an exception, your first for Daniel");
  await expect(decide(page)).toHaveText("Cancel session and refund £65.00");

  await pick(page, /^Refund a part/);
  await page.getByLabel("Refund to Daniel").fill("20");
  await expect(happens(page).nth(1)).toContainText("£20.00 goes back");
  await expect(happens(page).nth(2)).toContainText("£45.00 is kept: £40.50 to you, £4.50 commission");
  await expect(decide(page)).toHaveText("Cancel session, refund £20.00, keep £45.00");
  await page.getByLabel("Refund to Daniel").fill("65.01");
  await expect(page.locator("#amount-error")).toContainText("At most £65.00");
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");

  const block = page.getByRole("switch");
  await pick(page, /I am unavailable/);
  await expect(page.getByRole("radio", { name: /^Refund £65.00/ })).toBeChecked();
  await expect(note).toContainText("You are unavailable: a full refund is owed.");
  await expect(block).toHaveCount(0);
  await expect(page.getByRole("radio", { name: /It is blocked/ })).toBeChecked();
  await expect(page.getByRole("region", { name: "What will happen" })).toContainText(
    "counts towards your standing: your second incident in 90 days",
  );

  await pick(page, /Not the best fit/);
  await expect(block).not.toBeChecked();
  await expect(happens(page).nth(-2)).toContainText("The team is asked to suggest other therapists");
  await expect(happens(page).last()).toContainText("You can undo this for 30 seconds");
  await block.check();
  await expect(page.getByRole("region", { name: "What will happen" })).toContainText("is blocked: no one can book it");
  await block.uncheck();
  await expect(page.getByRole("region", { name: "What will happen" })).toContainText("opens for booking again");
});

test("another reason needs words, and what was typed stays", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /Another reason/);
  await page.getByLabel("Words for Daniel (optional)").fill("See you the week after.");
  await decide(page).click();
  await expect(page.locator("#words-error")).toHaveText("Tell the team in a few words why you cancel.");
  const words = page.getByLabel("Reason, in a few words");
  await expect(words).toBeFocused();
  await expect(words).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("radio", { name: /Another reason/ })).toBeChecked();
  await expect(page.getByLabel("Words for Daniel (optional)")).toHaveValue("See you the week after.");

  await words.fill("The room is flooded.");
  await expect(page.locator("#words-error")).toBeHidden();
  await decide(page).click();
  await expect(result(page)).toContainText("Session cancelled");
  await expect(history(page).filter({ hasText: "The room is flooded." })).toHaveCount(1);
});

test("whoever asked in time is refunded, and nobody asks in the future", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /Daniel asked/);
  await expect(page.getByLabel("Day and time, in London")).toBeHidden();
  await pick(page, "Earlier");
  await page.getByLabel("Day and time, in London").fill("2026-11-22T13:59");
  await expect(page.locator("fieldset .note")).toContainText("In time: 48 h 1 min before the start");
  await expect(page.getByRole("radio", { name: /^Refund £65.00/ })).toBeChecked();
  await expect(decide(page)).toHaveText("Cancel session and refund £65.00");

  await page.getByLabel("Day and time, in London").fill("2026-11-22T14:01");
  await expect(page.locator("fieldset .note")).toContainText("Late: 47 h 59 min");
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();

  await page.getByLabel("Day and time, in London").fill("2026-11-23T09:00");
  await expect(page.locator("#asked-at-error")).toContainText("That is still to come");
  await expect(decide(page)).toHaveAttribute("aria-disabled", "true");
});

test("a time that was mistyped does not stand in the way once it no longer counts", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /Daniel asked/);
  await pick(page, "Earlier");
  await page.getByLabel("Day and time, in London").fill("2026-12-23T09:00");
  await expect(page.locator("#asked-at-error")).toBeVisible();
  await pick(page, "Just now");
  await decide(page).click();
  await expect(result(page)).toContainText("Session cancelled");
});

test("the result stands on the page, the refund arrives, and Daniel has it in writing", async ({
  page,
  kept,
  signedInAs,
  isMobile,
}) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  const path = await open(page, "Daniel", "Tue 24 Nov");
  await page.getByRole("link", { name: "Cancel session" }).click();
  await pick(page, /Daniel asked/);
  await pick(page, /^Refund £65.00/);
  await page.getByLabel("Words for Daniel (optional)").fill("Get well soon!");
  await page.getByRole("button", { name: "Cancel session and refund £65.00" }).click();

  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(result(page)).toContainText("Session cancelled");
  const reference = (await result(page).locator(".reference").textContent())!;
  expect(reference).toMatch(/^K-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await expect(result(page)).toContainText("£65.00 goes back to Daniel’s card");
  await expect(details(page).getByRole("heading", { name: "Refund of £65.00" })).toBeVisible();
  await expect(steps(page)).toContainText(["Requested", /^\s*Sent\s+once it can no longer be undone/, /^\s*Arrive/]);

  await standsForGood(page);
  await afterReload(page, async () => {
    await expect(steps(page).nth(2)).toContainText(/Arrived\s+23 Nov/, { timeout: 500 });
  });
  await expect(result(page).locator(".reference")).toHaveText(reference);
  await expect(history(page)).toContainText([
    "Daniel booked",
    "Daniel paid £65.00",
    "You confirmed",
    "You cancelled because the client asked",
    "Refund of £65.00 sent",
    "Refund of £65.00 arrived",
  ]);
  await expect(page.getByRole("link", { name: "Cancel session" })).toHaveCount(0);

  await alive(page);
  if (isMobile) await page.getByRole("link", { name: "All sessions" }).click();
  await expect(row(page, "Tue 24 Nov")).toContainText("Refunded £65");
  await expect(row(page, "Tue 24 Nov")).toContainText("cancelled by you, 31 hours before");

  await page.getByRole("complementary", { name: "Demonstration" }).getByRole("link", { name: "Mail" }).click();
  expect(kept.mail().length).toBe(letters + 1);
  await page.getByRole("link", { name: /Your session with Maya Okafor .* is cancelled/ }).first().click();
  const letter = page.locator("article.mail");
  await expect(letter).toContainText("daniel@kept.example");
  await expect(letter).toContainText("Tuesday 24 November, 15:00 – 15:50 (Madrid, CET)");
  await expect(letter).toContainText("£65.00 goes back to the card");
  await expect(letter).toContainText("> Get well soon!");
  await expect(letter).toContainText(reference);
  const entry = letter.locator(".calendar-part dl");
  await expect(entry).toContainText("CANCEL");
  await expect(entry.locator("dt:text-is('Sequence') + dd")).toHaveText("2");
  await expect(entry.locator("dt:text-is('Status') + dd")).toHaveText("CANCELLED");
  await expect(entry.locator("dt:text-is('Start') + dd")).toHaveText("20261124T140000Z");
});

test("an unpaid session asks nothing about money, and its charge is withdrawn", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const path = await open(page, "Daniel", "Tue 8 Dec", "cancel");
  await pick(page, /Daniel asked/);
  await expect(page.getByRole("heading", { name: "Refund Daniel?" })).toHaveCount(0);
  await expect(happens(page).nth(1)).toContainText(
    "Nothing was paid yet; the charge planned for Sun 6 Dec, 14:00 is withdrawn",
  );
  await expect(decide(page)).toHaveText("Cancel session");
  await decide(page).click();
  await expect(result(page)).toContainText("is withdrawn");
  await moveClock(page, "2026-12-09T09:00");
  await page.goto(path);
  await expect(details(page)).toContainText("Follow-up · cancelled");
  await expect(history(page).filter({ hasText: /paid £65/ })).toHaveCount(0);
});

test("a session without charge moves no money, and Anna reads discreet words", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  await open(page, "Anna", "Tue 24 Nov", "cancel");
  await pick(page, /I am unavailable/);
  await expect(page.getByRole("heading", { name: "Refund Anna?" })).toHaveCount(0);
  await expect(happens(page).nth(1)).toContainText("No money moves");
  await decide(page).click();
  await expect(result(page)).toContainText("is blocked: no one can book it");
  await standsForGood(page);
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  const letter = kept.mail().at(-1)!;
  expect(letter).toContain("anna@kept.example");
  expect(letter).not.toMatch(/session|therap|Okafor/i);
});

test("an initial session is not cancelled alone: the page says who can", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const path = await open(page, "Priya", "Fri 27 Nov");
  await expect(page.getByRole("link", { name: "Cancel session" })).toHaveCount(0);
  const refused = details(page).getByRole("region", { name: "Not possible now" });
  await expect(refused).toContainText("An initial session is cancelled through the team");
  await expect(refused).toContainText("Priya can cancel it without the team");
  await page.goto(`${path}/cancel`);
  await expect(page.locator(".sheet")).toContainText("An initial session is cancelled through the team");
  await expect(decide(page)).toHaveCount(0);
});

test("in time, the full refund stands chosen", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 1 Dec", "cancel");
  await pick(page, /Daniel asked/);
  await expect(page.locator("fieldset .note")).toContainText("In time:");
  await expect(page.getByRole("radio", { name: /^Refund £65.00/ })).toBeChecked();
  await expect(page.getByRole("radio", { name: /^Refund £65.00/ })).toHaveAccessibleName(/What the policy says/);
  await decide(page).click();
  await expect(result(page)).toContainText("£65.00 goes back to Daniel’s card");
});

test("keeping what the policy owes needs a reason, and Noor reads it", async ({ page, elsewhere, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /I am unavailable/);
  await pick(page, /^Keep £65.00/);
  await expect(happens(page).nth(-2)).toContainText("The team reads why you keep the money");
  await decide(page).click();
  await expect(page.locator("#reason-error")).toContainText("The policy owes Daniel more than that");
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();
  await page.getByLabel("Why less than the policy gives?").fill("Daniel agreed on the phone to pay for the hour.");
  await decide(page).click();
  await expect(result(page)).toContainText("The payment of £65.00 is kept");

  const noor = await elsewhere();
  await signedInAs("Noor Haddad", noor);
  await expect(noor).toHaveURL(/\/tasks$/);
  await expect(noor.locator(".task", { hasText: "Daniel agreed on the phone" })).toBeVisible();
});

test("an exception is counted: Anna's second", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await moveClock(page, "2026-11-29T09:00");
  await open(page, "Anna", "Mon 30 Nov", "cancel");
  await pick(page, /Anna asked/);
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();
  await pick(page, /^Refund £65.00/);
  await expect(page.getByRole("radio", { name: /^Refund £65.00/ })).toHaveAccessibleName(/your second for Anna/);
  await expect(happens(page).nth(3)).toContainText("recorded as an exception, your second for Anna");
  await decide(page).click();
  await expect(result(page)).toContainText("£65.00 goes back to Anna’s card");
});

test.describe("a decision that is not heard", () => {
  test.use({ allowedConsole: [/status of 503/] });

  test("the reader is taken to what is the matter, and every answer stays", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await open(page, "Daniel", "Tue 24 Nov", "cancel");
    await pick(page, /Daniel asked/);
    await page.getByLabel("Words for Daniel (optional)").fill("Get well soon!");
    await page.route("**/do/cancel_session", (route) =>
      route.fulfill({ status: 503, headers: { serverfnerror: "/do/cancel_session" }, body: '"Unavailable"' }),
    );
    await decide(page).click();
    const alert = page.getByRole("alert").filter({ hasText: "Kept cannot save or show anything just now" });
    await expect(alert).toBeFocused();
    await expect(alert).toBeInViewport();
    await page.unroute("**/do/cancel_session");
    await expect(page.getByLabel("Words for Daniel (optional)")).toHaveValue("Get well soon!");
    await decide(page).click();
    await expect(result(page)).toContainText("Session cancelled");
  });
});
