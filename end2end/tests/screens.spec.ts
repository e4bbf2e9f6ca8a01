// Takes the pictures of docs/screens: SCREENS=1 npx playwright test
import type { Page } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { alive, expect, test } from "../fixtures.js";
import { small } from "../png.js";
import { afterReload, clientPath, decide, details, hide, moveClock, open, pick, result, standsForGood, steps } from "../steps.js";

const folder = resolve(import.meta.dirname, "../../docs/screens");
const widths = [1360, 390] as const;
const schemes = ["light", "dark"] as const;

/** In the order of the table. */
const screens = [
  ["sign-in", "Signing in, in the demonstration"],
  ["today", "Today"],
  ["clients", "Clients"],
  ["client", "A client's page"],
  ["session", "A session"],
  ["time", "Editing date and time"],
  ["waiting", "A booking that waits for an answer"],
  ["decline", "Declining a follow-up"],
  ["decline-team", "Declining an initial session, through the team"],
  ["team-asked", "The team is asked"],
  ["too-late", "Answered too late"],
  ["book", "Booking a follow-up"],
  ["book-taken", "A time that is taken"],
  ["carry", "Asking the team to carry a payment"],
  ["confirmed", "Just confirmed"],
  ["hours", "Are your hours still right?"],
  ["availability", "Availability, as a week"],
  ["availability-list", "Availability, as a list"],
  ["availability-exact", "A time that was pressed"],
  ["cancel", "Cancelling"],
  ["cancel-changed", "Something changed since she looked"],
  ["undoable", "Cancelled, and can be undone"],
  ["toast", "Elsewhere, until it can no longer be undone"],
  ["undone", "Undone"],
  ["offline", "No connection"],
  ["cancelled", "What came of it"],
  ["refund", "Refunding later"],
  ["attendance", "Attendance"],
  ["failed", "A refund that did not arrive"],
  ["day-off", "Days off"],
  ["away", "Unavailable from now on"],
  ["zone", "Another zone, and both ways"],
  ["saving", "Whom it leaves outside"],
  ["saved", "What was saved"],
  ["own-sessions", "A client's own sessions"],
  ["tasks", "What waits for the team"],
  ["account", "Account"],
  ["stop-hour", "Cancelling, and stopping the hour"],
  ["pause", "Pausing the account"],
  ["paused", "Paused"],
  ["return", "Asking to return"],
  ["today-paused", "Today, while paused"],
  ["mail", "The demonstration's mail"],
  ["message", "A message, with its calendar entry"],
  ["provider", "The demonstration's payment provider"],
  ["not-found", "Nothing at this address"],
] as const;
type Screen = (typeof screens)[number][0];

test.setTimeout(180_000);
test.use({ allowedConsole: [/status of 404|ERR_INTERNET_DISCONNECTED/] });

for (const width of widths) {
  for (const scheme of schemes) {
    test.describe(`at ${width}, ${scheme}`, () => {
      test.use({
        viewport: { width, height: width > 400 ? 900 : 844 },
        colorScheme: scheme,
        contextOptions: { reducedMotion: "reduce" },
      });

      const take = async (page: Page, screen: Screen): Promise<void> => {
        await alive(page);
        await page.mouse.move(0, 0);
        await page.evaluate(async () => {
          (document.activeElement as HTMLElement | null)?.blur();
          scrollTo(0, 0);
          await document.fonts.ready;
        });
        // As tall as the page, within reason, so that no sticky bar covers anything.
        const before = page.viewportSize()!;
        const tall = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height: Math.min(Math.max(tall, before.height), width > 400 ? 1500 : 2200) });
        writeFileSync(join(folder, `${screen}-${width}-${scheme}.png`), small(await page.screenshot()));
        await page.setViewportSize(before);
      };

      test("the pictures of a therapist's pages", async ({ page, tab, signedInAs }) => {
        mkdirSync(folder, { recursive: true });
        await page.goto("/sign-in");
        await take(page, "sign-in");
        await signedInAs("Maya Okafor");
        await take(page, "today");
        await page.goto("/clients");
        await take(page, "clients");
        if (width > 400) await open(page, "Daniel", "Tue 24 Nov");
        else await page.goto(clientPath("Daniel"));
        await take(page, "client");
        if (width <= 400) {
          await open(page, "Daniel", "Tue 24 Nov");
          await take(page, "session");
        }
        await open(page, "Lena", "Tue 17 Nov");
        await take(page, "failed");
        await open(page, "Daniel", "Tue 17 Nov", "attendance");
        await pick(page, /Daniel did not come/);
        await take(page, "attendance");
        await open(page, "Daniel", "Tue 3 Nov", "refund");
        await pick(page, /^A part/);
        await page.getByLabel("Refund to Daniel").fill("25");
        await take(page, "refund");
        await page.goto("/account");
        await take(page, "account");
        await page.goto("/clients/nobody");
        await take(page, "not-found");

        await page.goto("/availability");
        await alive(page);
        await page.getByRole("radio", { name: "List" }).check();
        await take(page, "availability-list");
        await page.getByRole("radio", { name: "Week" }).check();
        await page.locator("#cell-1-28").focus();
        for (const key of ["Shift+ArrowDown", "Space"]) await page.keyboard.press(key);
        await expect(page.locator(".editor-outside")).toContainText("outside the new hours");
        await take(page, "availability");
        await page.locator("#cell-4-21").click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await take(page, "availability-exact");

        await open(page, "Daniel", "Tue 24 Nov");
        await page.getByRole("link", { name: "Edit date and time" }).click();
        await pick(page, /Daniel asked/);
        await page.locator(".slot").nth(6).click();
        await take(page, "time");

        for (const time of ["first", "again"]) {
          await open(page, "Daniel", "Tue 24 Nov", "cancel");
          await pick(page, /Daniel asked/);
          await pick(page, /^Refund £65.00/);
          if (time === "first") {
            await take(page, "cancel");
            const banner = page.getByRole("status").filter({ hasText: "No connection." });
            await page.context().setOffline(true);
            await expect(banner).toBeVisible();
            await take(page, "offline");
            await page.context().setOffline(false);
            await expect(banner).toHaveCount(0);
          }
          await decide(page).click();
          await expect(result(page)).toContainText("Session cancelled");
          if (time === "again") break;
          await take(page, "undoable");
          await page.getByRole("link", { name: /^Today/ }).click();
          await expect(page.getByRole("heading", { level: 1 })).toContainText("Monday");
          await take(page, "toast");
          await page.goBack();
          await page.getByRole("button", { name: "Undo" }).click();
          await expect(result(page)).toContainText("Undone");
          await take(page, "undone");
        }
        await standsForGood(page);
        await afterReload(page, async () => {
          await expect(steps(page).nth(2)).toContainText("Arrived", { timeout: 500 });
        });
        await expect(details(page)).toBeVisible();
        await take(page, "cancelled");
        await page.goto("/demo/mail");
        await take(page, "mail");
        await page.locator(".mail-row").first().click();
        await expect(page.locator("article.mail")).toBeVisible();
        await take(page, "message");
        await page.goto("/demo/provider");
        for (const what of [/^It comes back/, /^Too many requests/]) {
          await page.getByRole("radio", { name: what }).check();
          await page.getByRole("button", { name: "Plan it" }).click();
          await expect(page.locator(".planned li").last()).toHaveText(what);
        }
        await take(page, "provider");
        await page.getByRole("button", { name: "Forget these" }).click();
        await expect(page.getByText("Nothing: the next refund goes well.")).toBeVisible();

        await moveClock(page, "2026-11-29T13:30");
        await open(page, "Daniel", "Tue 1 Dec", "cancel");
        await pick(page, /Daniel asked/);
        // Out of sight it hears of nothing, and shows what no longer holds.
        await hide(page, true);
        const second = await tab();
        await second.goto("/today");
        await alive(second);
        await moveClock(second, "+ 1 hour");
        await decide(page).click();
        await expect(page.locator(".consequence .changed").first()).toBeVisible();
        await take(page, "cancel-changed");
      });

      test("the pictures of a pause", async ({ page, signedInAs }) => {
        mkdirSync(folder, { recursive: true });
        await signedInAs("Maya Okafor");
        await open(page, "Daniel", "Tue 24 Nov", "cancel");
        await pick(page, /I am unavailable/);
        await pick(page, /That hour is offered no longer/);
        await take(page, "stop-hour");
        await page.goto("/account/pause");
        await alive(page);
        await pick(page, /^Illness/);
        await page.getByRole("radio", { name: "Keep all" }).check();
        await page.getByRole("radio", { name: "Cancel" }).nth(1).check();
        await page.getByRole("radio", { name: "Cancel" }).nth(2).check();
        await page.getByRole("radio", { name: "Move" }).nth(4).check();
        await page.getByLabel("When do you mean to be back? (optional)").fill("2026-12-07");
        await take(page, "pause");
        await decide(page).click();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is paused");
        await take(page, "paused");
        await page.goto("/account/return");
        await take(page, "return");
        await page.goto("/today");
        await expect(page.locator(".paused-note")).toBeVisible();
        await take(page, "today-paused");
      });

      test("the pictures of bookings", async ({ page, signedInAs }) => {
        mkdirSync(folder, { recursive: true });
        await signedInAs("Maya Okafor");
        await open(page, "Lena", "Wed 2 Dec");
        await take(page, "waiting");
        const lena = new URL(page.url()).pathname;
        await page.goto(`${lena}/decline`);
        await alive(page);
        await pick(page, /It is blocked/);
        await take(page, "decline");
        await open(page, "Priya", "Fri 4 Dec");
        await page.goto(`${new URL(page.url()).pathname}/decline`);
        await alive(page);
        await pick(page, /Not the best fit/);
        await pick(page, /Priya knows/);
        await page.getByLabel("How, and when?").fill("By telephone, on Sunday evening.");
        await take(page, "decline-team");
        await decide(page).click();
        await expect(result(page)).toBeVisible();
        await take(page, "team-asked");
        await page.goto(`${clientPath("Daniel")}/book`);
        await alive(page);
        await page.locator(".slot").nth(4).click();
        await take(page, "book");
        await pick(page, "Another time");
        await page.locator("#to-typed").fill("2026-12-01T14:10");
        await expect(page.locator(".nearest")).toBeVisible();
        await take(page, "book-taken");
        await open(page, "Daniel", "Tue 17 Nov");
        await page.goto(`${new URL(page.url()).pathname}/carry`);
        await alive(page);
        await page.locator("#to-typed").fill("2026-11-27T16:00");
        await page.getByLabel("Why should it be carried?").fill("He was in hospital.");
        await take(page, "carry");
        await page.goto("/today");
        await alive(page);
        await page.locator("li.waiting").filter({ hasText: "Lena" }).getByRole("button").click();
        await expect(page.locator(".page-note")).toBeVisible();
        await take(page, "confirmed");
        await page.goto(`${lena}/confirm`);
        await take(page, "too-late");
        await moveClock(page, "2026-12-01T09:30");
        await page.goto("/today");
        await take(page, "hours");
      });

      test("the pictures of a therapist's time off", async ({ page, signedInAs }) => {
        mkdirSync(folder, { recursive: true });
        await signedInAs("Maya Okafor");
        await page.goto("/availability/away");
        await take(page, "away");
        await page.goto("/availability/zone?to=Europe/Madrid");
        await take(page, "zone");
        await page.goto("/availability/day-off");
        await take(page, "day-off");
        await page.getByLabel("First day").fill("2026-11-24");
        await page.getByLabel("Last day").fill("2026-11-27");
        await page.getByRole("button", { name: "Take these days off" }).click();
        await pick(page, "Cancel all");
        for (const [client, answer] of [["Priya", /^Move/], ["Anna", /^Keep/]] as const) {
          await page.locator(".stranded", { hasText: client }).getByRole("radio", { name: answer }).check();
        }
        await take(page, "saving");
        await decide(page).click();
        await expect(page.getByRole("heading", { name: "Saved", exact: true })).toBeVisible();
        await take(page, "saved");
      });

      test("the pictures of a client's and the team's pages", async ({ page, signedInAs }) => {
        mkdirSync(folder, { recursive: true });
        await signedInAs("Daniel Reyes");
        await take(page, "own-sessions");
        await signedInAs("Noor Haddad");
        await take(page, "tasks");
      });
    });
  }
}

test("the table of the pictures", () => {
  mkdirSync(folder, { recursive: true });
  const head = widths.flatMap((width) => schemes.map((scheme) => `${width}, ${scheme}`));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  // On a desk a session stands beside the list: that is the client's page.
  const picture = (screen: Screen, width: number, scheme: string) =>
    screen === "session" && width > 400 ? "" : `![](${screen}-${width}-${scheme}.png)`;
  const rows = screens.map(([screen, name]) => {
    const pictures = widths.flatMap((width) => schemes.map((scheme) => picture(screen, width, scheme)));
    return line([name, ...pictures]);
  });
  const table = [line(["", ...head]), line(["---", ...head.map(() => "---")]), ...rows];
  const text = `# Every screen\n\nTaken by \`SCREENS=1 npx playwright test\` in [end2end](../../end2end).\n\n${table.join("\n")}\n`;
  writeFileSync(join(folder, "README.md"), text);
});
