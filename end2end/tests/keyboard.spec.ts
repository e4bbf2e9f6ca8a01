// The cancel form by keyboard alone, and where the focus goes.
import { expect, test } from "../fixtures.js";
import { decide, happens, open, result } from "../steps.js";

test("Maya cancels without a mouse", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  const { keyboard } = page;
  await page.getByRole("link", { name: "Back to the session" }).focus();

  await keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Move it instead" })).toBeFocused();
  await keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: /Daniel asked/ })).toBeFocused();
  await keyboard.press("Space");
  await expect(page.getByRole("radio", { name: /Daniel asked/ })).toBeChecked();
  await keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /I am unavailable/ })).toBeFocused();
  await expect(page.getByRole("radio", { name: /I am unavailable/ })).toBeChecked();
  await keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: /Daniel asked/ })).toBeFocused();
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeChecked();

  await keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "Just now" })).toBeFocused();
  await keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: /^Keep £65.00/ })).toBeFocused();
  await keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: /^Refund £65.00/ })).toBeFocused();
  await expect(page.getByRole("radio", { name: /^Refund £65.00/ })).toBeChecked();
  await keyboard.press("Tab");
  await expect(page.getByLabel("Words for Daniel (optional)")).toBeFocused();
  await keyboard.type("Get well soon!");
  await keyboard.press("Tab");
  await expect(page.getByRole("switch")).toBeFocused();
  await keyboard.press("Space");
  await expect(page.getByRole("switch")).toBeChecked();
  await expect(page.getByRole("region", { name: "What will happen" })).toContainText("is blocked: no one can book it");
  await expect(page.getByRole("switch"), "the switch keeps the focus").toBeFocused();
  await keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Keep session" })).toBeFocused();
  await keyboard.press("Tab");
  await expect(decide(page)).toBeFocused();
  await keyboard.press("Enter");
  await expect(result(page)).toContainText("£65.00 goes back to Daniel’s card");
  await expect(result(page)).toBeFocused();
});

test("Enter in a field does what the button says", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await page.getByRole("radio", { name: /Daniel asked/ }).check();
  await page.getByRole("radio", { name: /^Refund a part/ }).check();
  await page.getByLabel("Refund to Daniel").fill("20");
  await expect(happens(page).nth(1)).toContainText("£20.00 goes back");
  await page.getByLabel("Refund to Daniel").press("Enter");
  await expect(result(page)).toContainText("£20.00 goes back to Daniel’s card");
});

test("Enter does nothing while the button waits", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await page.getByRole("radio", { name: /Daniel asked/ }).check();
  await page.getByRole("radio", { name: /^Refund a part/ }).check();
  await page.getByLabel("Refund to Daniel").fill("66");
  await page.getByLabel("Refund to Daniel").press("Enter");
  await expect(page.locator("#amount-error")).toContainText("At most £65.00");
  await expect(page.getByLabel("Refund to Daniel")).toBeFocused();
  await expect(page).toHaveURL(/\/cancel$/);
});

test("a refused form takes the reader to the field that needs them", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov", "cancel");
  await page.getByRole("radio", { name: /Another reason/ }).check();
  await decide(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Reason, in a few words")).toBeFocused();
  await expect(page.getByLabel("Reason, in a few words")).toHaveAccessibleDescription(/Tell the team in a few words/);
});

test("the skip link leads to the content, and another page takes the focus with it", async ({ page, signedInAs }) => {
  await signedInAs("Maya Okafor");
  await open(page, "Daniel", "Tue 24 Nov");
  await page.reload();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await page.getByRole("link", { name: "Today", exact: false }).first().click();
  await expect(page).toHaveURL(/\/today$/);
  await expect(page.locator("main")).toBeFocused();
});
