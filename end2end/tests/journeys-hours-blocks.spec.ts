// Times that are blocked, and what is edited and not yet saved.
import { atDesk, blocked, cell, drag, editor, middle, news, outside, save, says, slots, typeBlock } from "../hours.js";
import { alive, expect, test } from "../fixtures.js";
import { decide, happens, pick, result, sessionPath } from "../steps.js";

test.describe("on a desk", () => {
  test.use({ viewport: { width: 1360, height: 1200 } });

  test.beforeEach(({ page, signedInAs }) => atDesk(page, signedInAs));

  test("whoever leaves with work that is not saved is asked first", async ({ page }) => {
    const said: string[] = [];
    let agree = false;
    page.on("dialog", (dialog) => {
      said.push(dialog.message());
      void (agree ? dialog.accept() : dialog.dismiss());
    });
    await drag(page, await middle(cell(page, 5, "10:00")), await middle(cell(page, 5, "11:30")));
    await expect(save(page)).toHaveText("Save 1 change");
    await page.getByRole("link", { name: "The week after" }).click();
    await expect(page.locator(".weeks b")).toHaveText("30 November – 6 December");
    expect(said).toEqual([]);
    await page.getByRole("link", { name: "Today" }).click();
    await page.getByRole("button", { name: "Off until midnight" }).click();
    const question = "You have 1 change that is not saved. Leave without it?";
    expect(said).toEqual([question, question]);
    await expect(save(page)).toHaveText("Save 1 change");
    agree = true;
    await page.getByRole("link", { name: "Today" }).click();
    await expect(page).toHaveURL(/\/today$/);
    await page.getByRole("link", { name: "Clients" }).click();
    await expect(page).toHaveURL(/\/clients/);
    expect(said).toHaveLength(3);
  });

  test("the browser’s Back and a reload lose nothing: what was not saved is here again, and undone by one press", async ({ page }) => {
    page.on("dialog", (dialog) => void dialog.accept());
    await drag(page, await middle(cell(page, 5, "10:00")), await middle(cell(page, 5, "11:30")));
    await typeBlock(page, "2026-11-27", "09:00", "11:00");
    await blocked(page).getByRole("button", { name: "Block this time" }).click();
    await expect(save(page)).toHaveText("Save 2 changes");
    await page.goBack();
    await expect(page).toHaveURL(/\/today$/);
    await page.goForward();
    await expect(news(page)).toContainText("What you had not saved is here again. 2 changes are still to be saved.");
    await expect(save(page)).toHaveText("Save 2 changes");
    await says(page, 5, "10:30", /open/);
    await page.reload();
    await alive(page);
    await expect(save(page)).toHaveText("Save 2 changes");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(save(page)).toHaveText("Nothing to save");
    await page.getByRole("button", { name: "Redo" }).click();
    await save(page).click();
    await expect(news(page)).toContainText("2 changes are saved.");
    await page.reload();
    await alive(page);
    await expect(save(page)).toHaveText("Nothing to save");
    await says(page, 5, "10:30", /open/);
    await expect(news(page)).toBeEmpty();
  });

  for (const way of ["the browser’s Back", "a reload"]) {
    test(`${way} keeps a time that cannot be read and a date that is not yet added`, async ({ page }) => {
      page.on("dialog", (dialog) => void dialog.accept());
      // Where the list comes first.
      await page.setViewportSize({ width: 390, height: 844 });
      const saturday = page.getByRole("group", { name: "Saturday", exact: true });
      const from = saturday.getByLabel("Saturday, hours 1, from");
      const length = page.getByLabel("Length of a session, in minutes");
      const date = page.getByLabel("Add a date");
      const opens = page.getByLabel("The new date, hours 1, from");
      await from.fill("10:00");
      await length.fill("long");
      await date.fill("2026-12-24");
      await opens.fill("09:00");
      await opens.blur();
      await expect(save(page)).toHaveText("Look at 3 fields");
      if (way === "a reload") await page.reload();
      else {
        await page.goBack();
        await expect(page).toHaveURL(/\/today$/);
        await page.goForward();
      }
      await alive(page);
      await expect(news(page)).toContainText("What you had not saved is here again. What you typed is still to be saved.");
      await expect(save(page)).toHaveText("Look at 3 fields");
      await expect(from).toHaveValue("10:00");
      await expect(saturday).toContainText("Enter both times, such as 09:00 and 13:00.");
      await expect(length).toHaveValue("long");
      await expect(page.locator("#length-error")).toHaveText("Enter a number.");
      await expect(date).toHaveValue("2026-12-24");
      await expect(opens).toHaveValue("09:00");
      await saturday.getByLabel("Saturday, hours 1, to").fill("12:00");
      await length.fill("50");
      await page.getByLabel("The new date, hours 1, to").fill("11:00");
      await page.getByLabel("The new date, hours 1, to").blur();
      await expect(save(page)).toHaveText("Save 2 changes");
      await save(page).click();
      await expect(news(page)).toContainText("2 changes are saved.");
      await expect(page.getByRole("region", { name: "Dates with their own hours" })).toContainText("Thursday 24 December");
      await expect(date).toHaveValue("");
      await page.reload();
      await alive(page);
      await expect(save(page)).toHaveText("Nothing to save");
      await expect(news(page)).toBeEmpty();
    });
  }

  test("what one therapist left unsaved is not put into another’s hours", async ({ page, signedInAs }) => {
    await drag(page, await middle(cell(page, 5, "10:00")), await middle(cell(page, 5, "11:30")));
    await page.goBack();
    await expect(page).toHaveURL(/\/today$/);
    await signedInAs("Tomás Silva");
    await editor(page);
    await alive(page);
    await expect(save(page)).toHaveText("Nothing to save");
  });

  test("Maya blocks a time of one day: it is drawn, undone and redone, and Daniel’s session has its answer first", async ({ page }) => {
    const add = blocked(page).getByRole("button", { name: "Block this time" });
    await add.click();
    await expect(page.locator("#block-date-error")).toHaveText("Say on which day.");
    await typeBlock(page, "2026-11-24", "15:00", "13:30");
    await add.click();
    await expect(page.locator("#block-to-error")).toContainText("It ends before it starts.");
    await blocked(page).getByLabel("To", { exact: true }).fill("15:00");
    await blocked(page).getByLabel("From", { exact: true }).fill("13:30");
    await add.click();
    await expect(blocked(page).getByRole("listitem")).toContainText(["Tue 24 Nov, 13:30 to 15:00 Not saved yet"]);
    await expect(page.locator("#block-date")).toHaveValue("");
    await says(page, 1, "13:30", /Blocked/);
    await expect(outside(page)).toContainText("Daniel Reyes, Tue 24 Nov, 14:00");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(save(page)).toHaveText("Nothing to save");
    await page.getByRole("button", { name: "Redo" }).click();
    await save(page).click();
    await expect(page.getByRole("heading", { name: "One booking falls outside" })).toBeVisible();
    await page.getByRole("radio", { name: /^Keep/ }).check();
    await decide(page).click();
    await expect(page.getByRole("heading", { name: "Saved", exact: true })).toBeVisible();
    await expect(page.getByRole("region", { name: "What changed" })).toContainText("Blocked: Tue 24 Nov, 13:30 to 15:00");
    await page.getByRole("link", { name: "Done" }).click();
    const remove = blocked(page).getByLabel("Remove: Tue 24 Nov, 13:30 to 15:00");
    await remove.check();
    await save(page).click();
    await expect(news(page)).toContainText("1 change is saved.");
    await expect(blocked(page).getByRole("listitem")).toHaveText([/^Wed 25 Nov, 09:00 to 12:00/]);
  });

  test("a block that is typed and not yet added is saved with the rest", async ({ page }) => {
    const before = await slots(page);
    await typeBlock(page, "2026-11-27", "09:00", "11:00");
    await blocked(page).getByLabel("Every Friday from that day on").check();
    await expect(save(page)).toHaveText("Save 1 change");
    await save(page).click();
    await expect(news(page)).toContainText("1 change is saved.");
    await expect(blocked(page).getByRole("listitem")).toContainText(["every Friday, 09:00–11:00, from Fri 27 Nov"]);
    expect(await slots(page)).toBeLessThan(before);
    await page.getByRole("link", { name: "The week after" }).click();
    await says(page, 4, "09:30", /Blocked/);
    await page.getByRole("link", { name: "This week", exact: true }).click();
    await page.getByRole("link", { name: "The week before" }).click();
    await says(page, 4, "09:30", /^Friday 20 November, 09:30, (?!.*Blocked)/);
  });

  test("a course ends on its last day: Maya blocks every Friday until then, and no longer", async ({ page }) => {
    const until = blocked(page).getByLabel("Until (optional)");
    const add = blocked(page).getByRole("button", { name: "Block this time" });
    await typeBlock(page, "2026-11-27", "09:00", "11:00");
    await until.fill("2026-11-26");
    await add.click();
    await expect(page.locator("#block-until-error")).toHaveText("Only what is every week has a last day: tick that, or leave this empty.");
    await blocked(page).getByLabel("Every Friday from that day on").check();
    await expect(page.locator("#block-until-error")).toHaveText("The last day is before the first.");
    await expect(until).toHaveValue("2026-11-26");
    await until.fill("2026-12-10");
    await add.click();
    const course = "every Friday, 09:00–11:00, from Fri 27 Nov, until Thu 10 Dec";
    await expect(blocked(page).getByRole("listitem").first()).toContainText(`${course} Not saved yet`);
    await expect(until).toHaveValue("");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(save(page)).toHaveText("Nothing to save");
    await page.getByRole("button", { name: "Redo" }).click();
    await save(page).click();
    await expect(news(page)).toContainText("1 change is saved.");
    await page.reload();
    await expect(blocked(page).getByRole("listitem").first()).toContainText(course);
    for (const [week, what] of [["2026-12-04", /Friday 4 December, 09:30, .*Blocked/], ["2026-12-11", /^Friday 11 December, 09:30, (?!.*Blocked)/]] as const) {
      await editor(page, `?week=${week}`);
      await says(page, 4, "09:30", what);
    }
  });
});

test.describe("without JavaScript", () => {
  // The program that the page asks for early is never used.
  test.use({ javaScriptEnabled: false, allowedConsole: [/was preloaded using link preload/] });

  test("a time is blocked and given back by a plain form, and nothing typed is lost", async ({ page, signedInAs }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signedInAs("Maya Okafor");
    await editor(page);
    await typeBlock(page, "2026-11-24", "13:30", "");
    await save(page).click();
    await expect(page.locator("#block-to-error")).toHaveText("Enter both times, such as 09:00 and 13:00.");
    await expect(blocked(page).getByLabel("From", { exact: true })).toHaveValue("13:30");
    await blocked(page).getByLabel("To", { exact: true }).fill("15:00");
    await save(page).click();
    await expect(page.getByRole("heading", { name: "One booking falls outside" })).toBeVisible();
    await page.getByRole("link", { name: "Back, and save nothing" }).click();
    await expect(blocked(page).getByLabel("Day", { exact: true })).toHaveValue("2026-11-24");
    await save(page).click();
    await page.getByRole("radio", { name: /^Keep/ }).check();
    await decide(page).click();
    await expect(page.getByRole("heading", { name: "Saved", exact: true })).toBeVisible();
    await editor(page);
    await expect(blocked(page).getByLabel("Day", { exact: true })).toHaveValue("");
    await typeBlock(page, "2026-11-27", "09:00", "11:00");
    await blocked(page).getByLabel("Every week from that day on").check();
    await blocked(page).getByLabel("Remove: Tue 24 Nov, 13:30 to 15:00").check();
    const until = blocked(page).getByLabel("Until (optional)");
    await until.fill("2026-11-20");
    await save(page).click();
    await expect(page.locator("#block-until-error")).toHaveText("The last day is before the first.");
    await expect(until).toHaveValue("2026-11-20");
    await until.fill("2026-12-18");
    await save(page).click();
    await expect(news(page)).toContainText("2 changes are saved.");
    await expect(blocked(page).getByRole("listitem")).toHaveText([/^every Friday, 09:00–11:00, from Fri 27 Nov, until Fri 18 Dec\s*Remove/, /^Wed 25 Nov, 09:00 to 12:00/]);
  });
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript, on a phone" : "without JavaScript, on a phone", () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 }, allowedConsole: [/was preloaded using link preload/] });

    test("an offer that a block leaves outside is withdrawn with it, and its session stays", async ({ page, kept, signedInAs }) => {
      await signedInAs("Maya Okafor");
      const path = await sessionPath(page, "Daniel", "Tue 1 Dec");
      await page.goto(`${path}/time`);
      if (javaScriptEnabled) await alive(page);
      await pick(page, /Daniel asked/);
      await pick(page, /Offer up to three times/);
      const first = page.getByLabel("First time");
      await first.selectOption({ index: 6 });
      const start = new Date(await first.inputValue());
      const end = new Date(start.getTime() + 30 * 60_000);
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Show what will happen" }).click();
      await expect(happens(page).first()).toContainText("kept for Daniel");
      await decide(page).click();
      await expect(result(page)).toContainText("kept for Daniel");
      const letters = kept.mail().length;
      await editor(page);
      if (javaScriptEnabled) await alive(page);
      const [date, from] = start.toISOString().split("T") as [string, string];
      await typeBlock(page, date, from.slice(0, 5), end.toISOString().slice(11, 16));
      await save(page).click();
      await expect(page.getByRole("heading", { name: "One booking falls outside" })).toBeVisible();
      await expect(page.locator(".stranded")).toContainText("On offer to them; kept until");
      await pick(page, /^Withdraw/);
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Show what will happen" }).click();
      await expect(happens(page).filter({ hasText: "One offer is withdrawn, with all its times: Daniel Reyes" })).toHaveCount(1);
      await expect(decide(page)).toHaveText("Save and withdraw 1 offer");
      await decide(page).click();
      const withdrawn = page.getByRole("region", { name: "Offers withdrawn: the session stays as booked" });
      await expect(withdrawn).toContainText("Daniel Reyes");
      await expect.poll(() => kept.mail().length).toBeGreaterThan(letters);
      await page.goto(path);
      await expect(page.getByRole("link", { name: "Take the other times back" })).toHaveCount(0);
    });
  });
}
