// Time off without JavaScript: the same two steps, each a page.
import { expect, test } from "../fixtures.js";
import { clientPath, decide, happens, pick, row } from "../steps.js";

// Without JavaScript the program that the page asks for early is never used.
test.use({ allowedConsole: [/was preloaded using link preload/] });

test("days off: a missing answer is marked, one for all is enough, and it is saved", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/availability/day-off");
  await page.getByRole("button", { name: "Take these days off" }).click();
  await expect(page.locator("#first-error")).toContainText("Give the first day.");
  await page.getByLabel("First day").fill("2026-12-01");
  await page.getByLabel("Last day").fill("2026-11-30");
  await page.getByRole("button", { name: "Take these days off" }).click();
  await expect(page.locator("#last-error")).toContainText("The last day is before the first.");
  await expect(page.getByLabel("First day")).toHaveValue("2026-12-01");
  await page.getByLabel("Last day").fill("2026-12-01");
  await page.getByRole("button", { name: "Take these days off" }).click();

  await expect(page.getByRole("heading", { name: "2 bookings fall outside" })).toBeVisible();
  const daniel = page.locator(".stranded", { hasText: "Daniel Reyes" });
  await daniel.getByRole("radio", { name: /^Move/ }).check();
  await page.getByLabel(/Words for clients/).fill("Get well soon, me.");
  await decide(page).click();
  await expect(page.locator(".note[role=alert]")).toContainText("One answer is missing.");
  await expect(page.locator(".field-error:visible")).toHaveCount(1);
  await expect(daniel.getByRole("radio", { name: /^Move/ })).toBeChecked();
  await expect(page.getByLabel(/Words for clients/)).toHaveValue("Get well soon, me.");

  await pick(page, "Cancel all");
  await page.getByRole("button", { name: "Show what will happen" }).click();
  await expect(happens(page).filter({ hasText: "One session is cancelled: Lena Brandt (Tue 1 Dec)." })).toHaveCount(1);
  await decide(page).click();
  await expect(page.getByRole("heading", { name: "Saved", exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: /To do/ })).toContainText("Daniel Reyes");
  await page.goto(clientPath("Lena"));
  await expect(row(page, "Tue 1 Dec")).toContainText(/cancelled/i);
});

test("one press from anywhere, and back by one", async ({ page, signedInAs }) => {
  await signedInAs("Tomás Silva");
  await page.goto("/clients");
  await page.getByRole("button", { name: "Off until midnight" }).click();
  await expect(page.getByRole("heading", { name: "Saved", exact: true })).toBeVisible();
  await page.getByRole("button", { name: /Take it back/ }).click();
  await expect(page.getByRole("region", { name: "What changed" })).toContainText("No longer blocked");
});

test("another zone", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await page.goto("/availability/zone");
  await page.getByLabel("City whose clock you live by").selectOption("Europe/Lisbon");
  await page.getByRole("button", { name: "Show what it means" }).click();
  await expect(page.getByText("Lisbon and London show the same time today.")).toBeVisible();
  await page.getByRole("button", { name: "Keep the hours on the wall" }).click();
  await expect(page.getByRole("region", { name: "What changed" })).toContainText("Your clock is Lisbon’s now.");
});
