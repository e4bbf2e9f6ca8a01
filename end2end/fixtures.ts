// A world of its own for each test: a server on a free port, a fresh database with the demo
// cast, a clock that starts at a known instant. At the end the books have to be in order, and
// the browser's console has to be silent.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const program = process.env["KEPT_PROGRAM"] ?? resolve(import.meta.dirname, "../target/release/kept");

/** A Monday morning; Daniel's next session is Tuesday 24 November, 14:00, 31 h 20 min away. */
export const MONDAY = "2026-11-23T06:40:00Z";

export class Kept {
  private constructor(
    readonly url: string,
    readonly data: string,
    private readonly child: ChildProcess,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<Kept> {
    const data = settings["KEPT_DATA"] ?? mkdtempSync(join(tmpdir(), "kept-"));
    const env = {
      ...process.env,
      KEPT_DEMO: "1",
      KEPT_ADDR: "127.0.0.1:0",
      KEPT_CLOCK: MONDAY,
      KEPT_DATA: data,
      KEPT_LOG: "warn",
      ...settings,
    };
    const child = spawn(program, ["serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
    const url = await new Promise<string>((found, lost) => {
      let said = "";
      child.stdout!.on("data", (text) => {
        said += text;
        const line = said.match(/listening on (http:\S+)/);
        if (line) found(line[1]!);
      });
      child.once("exit", (code) => lost(new Error(`kept ended with ${code}: ${said}`)));
    });
    return new Kept(url, data, child, env);
  }

  /** Runs another command of the program on the same data. */
  run(...args: string[]): string {
    return execFileSync(program, args, { env: this.env, encoding: "utf8" });
  }

  /** The messages in the demo's post, the latest last. */
  mail(): string[] {
    const folder = join(this.data, "mail");
    return readdirSync(folder)
      .filter((name) => name.endsWith(".eml"))
      .sort()
      .map((name) => readFileSync(join(folder, name), "utf8"));
  }

  /** With `keep`, another program can go on with what it leaves behind. */
  async stop({ keep = false, signal = "SIGTERM" as NodeJS.Signals } = {}): Promise<void> {
    const ended = new Promise((done) => this.child.once("exit", done));
    this.child.kill(signal);
    await ended;
    if (!keep) rmSync(this.data, { recursive: true, force: true });
  }
}

type Worlds = {
  kept: Kept;
  /** Console lines that a test expects. */
  allowedConsole: RegExp[];
  /** Hears every page that a test opens; what was not expected fails the test. */
  listen: (page: Page) => void;
  signedInAs: (name: string, on?: Page) => Promise<void>;
  /** A second tab of the same browser. */
  tab: () => Promise<Page>;
  /** Somebody else's browser. */
  elsewhere: () => Promise<Page>;
};

export const test = base.extend<Worlds>({
  allowedConsole: [[], { option: true }],

  kept: async ({}, use) => {
    const kept = await Kept.start();
    await use(kept);
    try {
      expect(kept.run("proof"), "the books are in order").toMatch(/^green/);
    } finally {
      await kept.stop();
    }
  },

  baseURL: async ({ kept }, use) => use(kept.url),

  listen: async ({ allowedConsole }, use) => {
    const said: string[] = [];
    await use((page) => {
      page.on("console", (line) => {
        if (line.type() === "error" || line.type() === "warning") said.push(line.text());
      });
      page.on("pageerror", (error) => said.push(String(error)));
    });
    const unexpected = said.filter((line) => !allowedConsole.some((known) => known.test(line)));
    expect(unexpected, "the browser's console").toEqual([]);
  },

  page: async ({ page, listen }, use) => {
    listen(page);
    await use(page);
  },

  tab: async ({ context, listen }, use) =>
    use(async () => {
      const page = await context.newPage();
      listen(page);
      return page;
    }),

  elsewhere: async ({ browser, contextOptions, baseURL, viewport, javaScriptEnabled, listen }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL, viewport, javaScriptEnabled });
      contexts.push(context);
      const page = await context.newPage();
      listen(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },

  signedInAs: async ({ page }, use) => {
    await use(async (name, on = page) => {
      await on.goto("/sign-in");
      await on.getByRole("button", { name: new RegExp(name) }).click();
      await expect(on.getByRole("heading", { level: 1 })).not.toHaveText(/Sign in|Kept/);
    });
  },
});

export { expect };

/** Waits until the page has come alive, where it has JavaScript. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset["alive"] === "yes");
}
