// A new therapist: a link sets the password, the password signs in, and one press ends it all.
import { alive, expect, test } from "../fixtures.js";

test.describe("a link", () => {
  // 401: once she is signed out everywhere, an open page that follows what happens is told so.
  test.use({ allowedConsole: [/status of (401|404|410)/] });

  test("sets Eva's password once, and her password signs in until she signs out everywhere", async ({
    page,
    kept,
    elsewhere,
  }) => {
    const said = kept.run("therapist", "add", "eva@kept.example", "--name", "Eva Novák", "--zone", "Europe/Prague");
    const link = said.match(/\/welcome\/\S+/)![0];
    await page.goto(link);
    await alive(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set your password");
    await expect(page.locator("main")).toContainText("For eva@kept.example. This link works once.");
    const set = page.getByRole("button", { name: "Set password and sign in" });
    await page.getByLabel("New password").fill("short");
    await set.click();
    await expect(page.locator("#new-error")).toHaveText("That is too short: 10 characters are needed.");
    await page.getByLabel("New password").fill("four words that stay");
    await set.click();
    await expect(page).toHaveURL(/\/today$/);
    await expect(page.getByRole("heading", { name: "Nothing today" })).toBeVisible();

    const other = await elsewhere();
    await other.goto("/sign-in");
    await alive(other);
    await other.getByLabel("E-mail").fill("eva@kept.example");
    await other.getByLabel("Password").fill("four words that left");
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(other.getByRole("alert").filter({ hasText: "do not belong together" })).toBeVisible();
    await expect(other.getByLabel("E-mail")).toHaveValue("eva@kept.example");
    await other.getByLabel("Password").fill("four words that stay");
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(other).toHaveURL(/\/today$/);

    await page.goto("/account");
    await alive(page);
    await expect(page.locator("main")).toContainText("Eva Novák");
    await expect(page.locator("main")).toContainText("Prague");
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
    // The open page there is told, and leaves by itself.
    await expect(other).toHaveURL(/\/sign-in\?next=\/today$/);
    await page.goto("/today");
    await expect(page).toHaveURL(/\/sign-in\?next=\/today$/);

    const response = await page.goto(link);
    expect(response!.status()).toBe(410);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link was used");
  });

  test("that nobody made does not work, and says so", async ({ page }) => {
    const response = await page.goto("/welcome/nothing");
    expect(response!.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work");
  });
});

test("fields that are empty say what they need", async ({ page }) => {
  await page.goto("/sign-in");
  await alive(page);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.locator("#email-error")).toHaveText("This is not a whole e-mail address.");
  await expect(page.locator("#password-error")).toHaveText("Enter your password.");
});
