// Starting without the demonstration: not without its secrets, and then with real mail.
import { test as base } from "@playwright/test";
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { alive, expect, Kept, program } from "../fixtures.js";
import { decide, pick, result } from "../steps.js";

const SECRETS = ["KEPT_SECRET", "KEPT_ORIGIN", "KEPT_SMTP_URL", "KEPT_MAIL_FROM"];

base("without the demonstration it does not start until every secret is set, and names each", () => {
  const data = mkdtempSync(join(tmpdir(), "kept-"));
  const env = { ...process.env, KEPT_DEMO: "0", KEPT_ADDR: "127.0.0.1:0", KEPT_DATA: data, DATABASE_URL: "" };
  const start = (settings: Record<string, string>) =>
    spawnSync(program, ["serve"], { env: { ...env, ...settings }, encoding: "utf8", timeout: 10_000 });
  const bare = start({});
  expect(bare.status).toBe(1);
  for (const name of SECRETS) expect(bare.stderr).toContain(`${name}:`);
  const one = start({ KEPT_ORIGIN: "https://kept.example" });
  expect(one.status).toBe(1);
  expect(one.stderr).not.toContain("KEPT_ORIGIN:");
  expect(one.stderr).toContain("KEPT_SECRET:");
  rmSync(data, { recursive: true, force: true });
});

base("with its secrets it has no cast, and its letters leave by SMTP", async ({ page }) => {
  const letters: string[] = [];
  const post = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, _, done) => {
      let text = "";
      stream.on("data", (part: Buffer) => (text += part));
      stream.on("end", () => {
        letters.push(text);
        done();
      });
    },
  });
  await new Promise<void>((open) => post.listen(0, "127.0.0.1", open));
  const smtp = (post.server.address() as { port: number }).port;

  // The demonstration's bookings, by today's clock; then the same database in earnest.
  const data = mkdtempSync(join(tmpdir(), "kept-"));
  const demo = await Kept.start({ KEPT_DATA: data, KEPT_CLOCK: "" });
  await demo.stop({ keep: true });
  const port = await freePort();
  const kept = await Kept.start({
    KEPT_DATA: data,
    KEPT_DEMO: "0",
    KEPT_ADDR: `127.0.0.1:${port}`,
    KEPT_SECRET: "a secret of thirty-two characters or more",
    KEPT_ORIGIN: `http://127.0.0.1:${port}`,
    KEPT_SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    KEPT_MAIL_FROM: "no-reply@kept.example",
  });
  try {
    await page.goto(`${kept.url}/sign-in`);
    await alive(page);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(page.getByText("This is a demonstration.")).toHaveCount(0);
    await expect(page.getByText("Move the clock")).toHaveCount(0);
    expect((await page.goto(`${kept.url}/demo/mail`))!.status()).toBe(404);

    const link = kept.run("therapist", "add", "maya@kept.example").trim();
    expect(link.startsWith(`${kept.url}/welcome/`)).toBe(true);
    await page.goto(link);
    await alive(page);
    await page.getByLabel("New password").fill("four words that stay");
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await expect(page).toHaveURL(/\/today$/);

    await page.getByRole("link", { name: "Clients" }).click();
    await expect(page.getByRole("heading", { name: "Clients", level: 1 })).toBeVisible();
    await page.getByRole("link", { name: /Daniel Reyes/ }).click();
    await page.getByRole("region", { name: "Upcoming" }).locator(".session-row").first().click();
    await page.getByRole("link", { name: "Cancel session" }).click();
    await pick(page, /I am unavailable/);
    await decide(page).click();
    await expect(result(page)).toContainText("Session cancelled");
    // It leaves when the cancel can no longer be undone: half a minute, by the machine's clock.
    await expect.poll(() => letters.length, { timeout: 60_000 }).toBe(1);
    expect(letters[0]).toMatch(/^To: .*daniel@kept\.example/m);
    expect(letters[0]).toContain("METHOD:CANCEL");
    expect(letters[0]).toContain(`${kept.url}/sessions`);
    expect(kept.run("proof")).toMatch(/^green/);
  } finally {
    await kept.stop();
    post.close();
  }
});

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
