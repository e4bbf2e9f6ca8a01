// Without JavaScript: plain forms and pages, the same consequence, nothing typed lost.
import { expect, test } from "../fixtures.js";
import { decide, details, happens, history, open, pick, result, row, standsForGood, steps } from "../steps.js";

// Without JavaScript the program that the page asks for early is never used.
test.use({ allowedConsole: [/was preloaded using link preload/] });

const preview = "Show what will happen";

/** There is no script that could say so: every page is alive at once. */
const openPlain: typeof open = async (page, client, day, form) => {
  await page.goto("/clients");
  await page.getByRole("link", { name: new RegExp(client) }).click();
  await row(page, day).click();
  const path = new URL(page.url()).pathname;
  if (form) await page.goto(`${path}/${form}`);
  return path;
};

test("the whole cancellation, from sign-in to the refund that arrived", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  const path = await openPlain(page, "Daniel", "Tue 24 Nov");
  await details(page).getByRole("link", { name: "Cancel session" }).click();
  await pick(page, /Daniel asked/);
  await page.getByLabel("Words for Daniel (optional)").fill("Get well soon!");
  await page.getByRole("button", { name: preview }).click();

  await expect(page).toHaveURL(/\/cancel\?draft=/);
  await expect(page.getByRole("radio", { name: /Daniel asked/ })).toBeChecked();
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();
  await expect(page.getByLabel("Words for Daniel (optional)")).toHaveValue("Get well soon!");
  await expect(page.locator("fieldset .note")).toContainText("cancelling was free until Sun 22 Nov, 14:00");
  await expect(happens(page).nth(1)).toContainText("The payment of £65.00 is kept");

  await pick(page, /^Refund a part/);
  await page.getByLabel("Refund to Daniel").fill("20");
  await page.getByRole("switch").check();
  await page.getByRole("button", { name: preview }).click();
  await expect(happens(page).nth(1)).toContainText("£20.00 goes back to Daniel’s card");
  await expect(page.getByRole("region", { name: "What will happen" })).toContainText("is blocked: no one can book it");
  await expect(page.getByRole("switch")).toBeChecked();
  await expect(page.getByLabel("Refund to Daniel")).toHaveValue("20");
  await page.getByRole("button", { name: "Cancel session, refund £20.00, keep £45.00" }).click();

  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(result(page)).toContainText("£20.00 goes back to Daniel’s card");
  await expect(history(page).filter({ hasText: "You cancelled" })).toHaveCount(1);
  await standsForGood(page);
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
  expect(kept.mail().at(-1)).toContain("> Get well soon!");
  await expect(async () => {
    await page.reload();
    await expect(steps(page).nth(2)).toContainText("Arrived", { timeout: 500 });
  }).toPass({ timeout: 15_000 });
});

test("pressing without looking first shows what would happen, and does nothing", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const path = await openPlain(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /I am unavailable/);
  await decide(page).click();
  await expect(page).toHaveURL(/\/cancel\?draft=/);
  await expect(page.getByRole("button", { name: "Cancel session and refund £65.00" })).toBeVisible();
  await page.goto(path);
  await expect(details(page)).toContainText("Follow-up · confirmed");
});

test("a form that is refused says what is missing beside the field, and keeps everything", async ({
  page,
  signedInAs,
}) => {
  await signedInAs("Maya Okafor");
  await openPlain(page, "Daniel", "Tue 24 Nov", "cancel");
  await decide(page).click();
  await expect(page.locator("#cause-error")).toHaveText("Choose one, so that we know what follows from it.");

  await pick(page, /Another reason/);
  await page.getByLabel("Reason, in a few words").fill("The room is flooded.");
  await page.getByLabel("Words for Daniel (optional)").fill("So sorry, Daniel & family <3");
  await page.getByRole("button", { name: preview }).click();
  await pick(page, /^Refund a part/);
  await page.getByLabel("Refund to Daniel").fill("sixty");
  await decide(page).click();
  await expect(page.locator("#amount-error")).toBeVisible();
  await expect(page.getByLabel("Refund to Daniel")).toHaveValue("sixty");
  await expect(page.getByLabel("Refund to Daniel")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("radio", { name: /Another reason/ })).toBeChecked();
  await expect(page.getByRole("radio", { name: /^Refund a part/ })).toBeChecked();
  await expect(page.getByLabel("Reason, in a few words")).toHaveValue("The room is flooded.");
  await expect(page.getByLabel("Words for Daniel (optional)")).toHaveValue("So sorry, Daniel & family <3");
});

test("what changed since it was shown is marked, and nothing was done", async ({ page, tab, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const setClock = async (on: typeof page, to: string) => {
    await on.getByText("Move the clock").click();
    await on.getByLabel("To (London)").fill(to);
    await on.getByRole("button", { name: "Move", exact: true }).click();
  };
  await setClock(page, "2026-11-29T13:30");
  const path = await openPlain(page, "Daniel", "Tue 1 Dec", "cancel");
  await pick(page, /Daniel asked/);
  await page.getByLabel("Words for Daniel (optional)").fill("Thank you for telling me.");
  await page.getByRole("button", { name: preview }).click();
  await expect(page.getByRole("button", { name: "Cancel session and refund £65.00" })).toBeVisible();

  const second = await tab();
  await second.goto("/today");
  await setClock(second, "2026-11-29T14:30");
  await expect(second.locator(".demo-bar time")).toHaveAttribute("datetime", "2026-11-29T14:30");
  const letters = kept.mail().length;

  await decide(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "Something changed" })).toContainText("Nothing has been done.");
  await expect(page.locator(".consequence .changed").first()).toContainText("was: £65.00 back to the client");
  await expect(page.getByLabel("Words for Daniel (optional)")).toHaveValue("Thank you for telling me.");
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();
  expect(kept.mail().length).toBe(letters);

  await page.getByRole("button", { name: "Cancel session and keep £65.00" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(result(page)).toContainText("The payment of £65.00 is kept");
});

test("sending the same form again, by going back, changes nothing more", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const path = await openPlain(page, "Daniel", "Tue 24 Nov", "cancel");
  await pick(page, /Daniel asked/);
  await page.getByRole("button", { name: preview }).click();
  const letters = kept.mail().length;
  const form = await page.locator("form.sheet").evaluate((form: HTMLFormElement) =>
    Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])),
  );
  await decide(page).click();
  await expect(result(page)).toContainText("Session cancelled");
  const again = await page.request.post("/do/cancel_session", {
    form: { ...form, intent: "do" },
    headers: { Origin: kept.url, Accept: "text/html" },
    maxRedirects: 0,
  });
  expect(again.status()).toBe(302);
  expect(again.headers()["location"]).toBe(path);
  await page.goto(path);
  await expect(history(page).filter({ hasText: "You cancelled" })).toHaveCount(1);
  await standsForGood(page);
  await expect.poll(() => kept.mail().length).toBe(letters + 1);
});

test("attendance, and a refund of a part later on", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.getByRole("link", { name: /^Record attendance/ }).click();
  await pick(page, /It took place/);
  await page.getByRole("button", { name: preview }).click();
  await expect(happens(page).nth(0)).toContainText("It is recorded that the session on Tue 17 Nov");
  await page.getByRole("button", { name: /^Record that it took place/ }).click();
  await expect(result(page)).toContainText("Recorded that it took place");

  await details(page).getByRole("link", { name: "Refund", exact: true }).click();
  await pick(page, /^A part/);
  await page.getByLabel("Refund to Daniel").fill("70");
  await page.getByRole("button", { name: preview }).click();
  await expect(page.locator("#amount-error")).toHaveText("At most £65.00 can go back. Give that or less.");
  await expect(page.getByLabel("Refund to Daniel")).toHaveValue("70");
  await page.getByLabel("Refund to Daniel").fill("7");
  await page.getByRole("button", { name: preview }).click();
  await page.getByRole("button", { name: "Refund £7.00" }).click();
  await expect(result(page)).toContainText("Refund requested");
  await expect(details(page).getByRole("heading", { name: "Refund of £7.00" })).toBeVisible();
});

test("a wrong password keeps the mail address, and the right way in leads out again", async ({
  page,
  signedInAs,
  isMobile,
}) => {
  await page.goto("/sign-in?next=/clients");
  await page.getByLabel("E-mail").fill("maya@kept.example");
  await page.getByLabel("Password").fill("not her password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Not signed in." })).toContainText(
    "That e-mail and password do not belong together.",
  );
  await expect(page.getByLabel("E-mail")).toHaveValue("maya@kept.example");
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expect(page).toHaveURL(/\/sign-in\?next=\/clients$/);

  await signedInAs("Maya Okafor");
  if (isMobile) await page.getByRole("link", { name: "Account" }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto("/today");
  await expect(page).toHaveURL(/\/sign-in\?next=\/today$/);
});

test("a cancel is undone by a plain form, and too late it says why", async ({ page, kept, signedInAs }) => {
  await signedInAs("Maya Okafor");
  const letters = kept.mail().length;
  const path = await openPlain(page, "Daniel", "Tue 24 Nov", "cancel");
  const cancel = async () => {
    await page.goto(`${path}/cancel`);
    await pick(page, /I am unavailable/);
    await page.getByRole("button", { name: preview }).click();
    await decide(page).click();
    await expect(result(page)).toContainText(/You can undo this until 06:4\d:\d\d\./);
  };
  await cancel();
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(result(page)).toContainText("Undone: the session stands as before");
  await expect(details(page)).toContainText("Follow-up · confirmed");
  expect(kept.mail().length).toBe(letters);

  await cancel();
  const late = await page.locator("form.undo").evaluate((form: HTMLFormElement) =>
    Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])),
  );
  await standsForGood(page);
  const answer = await page.request.post("/do/undo_cancel", {
    form: late,
    headers: { Origin: kept.url, Accept: "text/html" },
  });
  const text = await answer.text();
  expect(text).toContain("Nothing has been undone.");
  expect(text).toContain("It could be undone until 06:4");
});
