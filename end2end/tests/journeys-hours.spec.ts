// The editor of hours: painted by mouse, by keyboard and by plain fields, and saved as a whole.
import type { Locator, Page } from "@playwright/test";
import { alive, expect, test } from "../fixtures.js";
import { decide, happens, pick, result, sessionPath } from "../steps.js";

const save = (page: Page): Locator => page.locator(".editor-save .button.primary");
const open = (page: Page): Locator => page.locator(".editor-save .chip.brand");
const news = (page: Page): Locator => page.locator(".editor-news");
const outside = (page: Page): Locator => page.locator(".editor-outside");

async function editor(page: Page, query = ""): Promise<void> {
  await page.goto(`/availability${query}`);
  await expect(page.getByRole("heading", { name: "Availability" })).toBeVisible();
}

/** A half hour of the week: a day from Monday on, and when it begins. */
const cell = (page: Page, day: number, time: string): Locator => {
  const [hour, minute] = time.split(":").map(Number) as [number, number];
  return page.locator(`#cell-${day}-${hour * 2 + (minute >= 30 ? 1 : 0)}`);
};

const says = (page: Page, day: number, time: string, what: RegExp): Promise<void> =>
  expect(cell(page, day, time)).toHaveAttribute("aria-label", what);

async function middle(one: Locator): Promise<[number, number]> {
  const box = (await one.boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 8 });
  await page.mouse.up();
}

async function slots(page: Page): Promise<number> {
  return Number((await open(page).textContent())!.match(/\d+/)![0]);
}

const blocked = (page: Page): Locator => page.getByRole("region", { name: "Blocked" });

async function typeBlock(page: Page, date: string, from: string, to: string): Promise<void> {
  const fields = blocked(page).getByRole("group", { name: "Block a time" });
  await fields.getByLabel("Day", { exact: true }).fill(date);
  await fields.getByLabel("From", { exact: true }).fill(from);
  await fields.getByLabel("To", { exact: true }).fill(to);
}

test.describe("on a desk", () => {
  test.use({ viewport: { width: 1360, height: 1200 } });

  test.beforeEach(async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await page.getByRole("link", { name: "Availability" }).click();
    await expect(page.getByRole("heading", { name: "Availability" })).toBeVisible();
    await alive(page);
    await expect(save(page)).toHaveText("Nothing to save");
  });

  test("Maya paints Saturday, sees its slots at once, and saves", async ({ page }) => {
    const before = await slots(page);
    await drag(page, await middle(cell(page, 5, "10:00")), await middle(cell(page, 5, "12:30")));
    await expect(save(page)).toHaveText("Save 1 change");
    expect(await slots(page)).toBe(before + 2);
    await says(page, 5, "10:30", /Saturday 28 November, 10:30, open/);
    await save(page).click();
    await expect(news(page)).toContainText("1 change is saved.");
    await expect(save(page)).toHaveText("Nothing to save");
    await page.reload();
    await says(page, 5, "12:30", /open/);
    await says(page, 5, "13:00", /closed/);
    expect(await slots(page)).toBe(before + 2);
  });

  test("a drag over open time erases it, an edge is moved, and both are undone and redone", async ({ page }) => {
    await drag(page, await middle(cell(page, 0, "10:00")), await middle(cell(page, 0, "11:30")));
    await says(page, 0, "10:30", /closed/);
    await expect(save(page)).toHaveText("Save 1 change");
    const [x, y] = await middle(cell(page, 3, "17:30"));
    await drag(page, [x, y + 14], [x, y + 14 + 56]);
    await says(page, 3, "18:30", /open/);
    await expect(save(page)).toHaveText("Save 2 changes");
    await page.getByRole("button", { name: "Undo" }).click();
    await says(page, 3, "18:30", /closed/);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(save(page)).toHaveText("Nothing to save");
    await page.getByRole("button", { name: "Redo" }).click();
    await says(page, 0, "10:30", /closed/);
  });

  test("all of it goes by keyboard: one stop for Tab, arrows, Shift, Space, Enter", async ({ page }) => {
    await expect(page.locator(".week-grid [tabindex='0']")).toHaveCount(1);
    await cell(page, 0, "09:00").focus();
    for (const key of ["End", "ArrowLeft", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown"]) await page.keyboard.press(key);
    await expect(cell(page, 5, "10:30")).toBeFocused();
    await expect(page.locator(".week-said")).toHaveText("Saturday, 09:30 – 11:00: selected.");
    await page.keyboard.press("Space");
    await expect(page.locator(".week-said")).toContainText("Saturday, 09:30–11:00: opened. ");
    await expect(page.locator(".week-said")).toContainText("1 change to save.");
    await says(page, 5, "09:30", /open/);
    await page.keyboard.press("Control+z");
    await says(page, 5, "09:30", /closed/);
    await page.keyboard.press("Control+Shift+Z");
    await page.keyboard.press("Home");
    await expect(cell(page, 0, "10:30")).toBeFocused();
    await page.keyboard.press("PageDown");
    await expect(cell(page, 0, "13:30")).toBeFocused();
    await page.keyboard.press("Enter");
    const exact = page.getByRole("dialog");
    await expect(exact.getByRole("heading")).toHaveText("Monday 23 November, 13:30");
    await page.keyboard.press("Escape");
    await expect(exact).toBeHidden();
    await expect(cell(page, 0, "13:30")).toBeFocused();
    await expect(page.locator(".week-grid [tabindex='0']")).toHaveCount(1);
  });

  test("a press asks why, and sets the hours to the minute", async ({ page }) => {
    await cell(page, 1, "14:00").click();
    const exact = page.getByRole("dialog");
    await expect(exact).toContainText("Tue 24 Nov, 14:00 cannot be booked. Daniel Reyes has a session from 14:00 to 14:50.");
    await expect(exact.getByRole("link", { name: "To the session of Daniel Reyes" })).toBeVisible();
    await exact.getByRole("button", { name: "Leave it" }).click();
    await cell(page, 5, "16:00").click();
    await expect(exact).toContainText("You are closed on Saturdays.");
    await exact.getByLabel("Open from").fill("16:10");
    await exact.getByLabel("Open to").fill("16:00");
    await exact.getByRole("button", { name: "Open these hours" }).click();
    await expect(exact).toContainText("It ends before it starts.");
    await exact.getByLabel("Open to").fill("18:25");
    await exact.getByRole("button", { name: "Open these hours" }).click();
    await expect(exact).toBeHidden();
    await says(page, 5, "17:00", /open/);
    await says(page, 5, "16:00", /partly open/);
    await expect(save(page)).toHaveText("Save 1 change");
  });

  test("this week only gives dates hours of their own, and another week keeps the work", async ({ page }) => {
    await page.getByRole("button", { name: "This week only" }).click();
    await drag(page, await middle(cell(page, 5, "10:00")), await middle(cell(page, 5, "11:30")));
    const dates = page.getByRole("region", { name: "Dates with their own hours" });
    await expect(dates).toContainText("Saturday 28 November");
    await page.getByRole("link", { name: "The week after" }).click();
    await expect(page.locator(".weeks b")).toHaveText("30 November – 6 December");
    await says(page, 5, "10:30", /Saturday 5 December, 10:30, closed/);
    await expect(save(page)).toHaveText("Save 1 change");
    await save(page).click();
    await expect(news(page)).toContainText("1 change is saved.");
    await page.getByRole("link", { name: "This week", exact: true }).click();
    await says(page, 5, "10:30", /Saturday 28 November, 10:30, open/);
    await page.getByLabel("Give it the hours of Saturdays again").check();
    await says(page, 5, "10:30", /closed/);
    await expect(save(page)).toHaveText("Save 1 change");
  });

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

  test("a day that is over is not painted on, and a word says why", async ({ page }) => {
    await page.getByRole("link", { name: "The week before" }).click();
    await expect(page.locator(".weeks b")).toHaveText("16 – 22 November");
    await page.getByRole("button", { name: "This week only" }).click();
    await drag(page, await middle(cell(page, 5, "10:00")), await middle(cell(page, 5, "11:30")));
    await expect(page.locator(".week-said")).toHaveText("That day is over.");
    await expect(save(page)).toHaveText("Nothing to save");
  });

  test("a day is copied to others, and rules count at once", async ({ page }) => {
    const before = await slots(page);
    await page.getByText("Copy a day to …").click();
    await page.getByLabel("Copy", { exact: true }).selectOption("Friday");
    await page.locator(".menu-body").getByLabel("Saturday").check();
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await says(page, 5, "09:00", /open/);
    expect(await slots(page)).toBeGreaterThan(before);
    const all = await slots(page);
    await page.getByLabel("Shortest notice, in hours").fill("96");
    await page.getByLabel("Shortest notice, in hours").blur();
    await expect(page.getByRole("link", { name: "50 + 10 min, 4 days ahead" })).toBeVisible();
    expect(await slots(page)).toBeLessThan(all);
    await page.getByLabel("Length of a session, in minutes").fill("0");
    await page.getByLabel("Length of a session, in minutes").blur();
    await expect(page.locator("#length-error")).toHaveText("Enter a number from 5 to 480.");
    await expect(save(page)).toHaveText("Look at 1 field");
    await save(page).click();
    await expect(page.getByLabel("Length of a session, in minutes")).toBeFocused();
    await page.getByLabel("Length of a session, in minutes").fill("50");
    await save(page).click();
    await expect(news(page)).toContainText("changes are saved.");
  });

  test("why is asked for any date and time, also of another week", async ({ page }) => {
    const why = page.getByRole("region", { name: "Why is a time not bookable?" });
    const ask = async (date: string, time: string): Promise<void> => {
      await why.getByLabel("Date").fill(date);
      await why.getByLabel("Time").fill(time);
      await why.getByRole("button", { name: "Ask" }).click();
    };
    await ask("2026-11-24", "18:30");
    await expect(why.getByRole("status")).toContainText("Your hours on Tuesdays are 09:00–13:00, 14:00–18:00.");
    await ask("2026-12-12", "10:00");
    await expect(why.getByRole("status")).toContainText("You are closed on Saturdays.");
    await ask("2027-03-30", "10:00");
    await expect(why.getByRole("status")).toContainText("It is too far ahead: you can be booked for the next 60 days");
  });

  test("two tabs do not overwrite each other: what was saved there comes under what is edited here", async ({ page, tab }) => {
    await drag(page, await middle(cell(page, 5, "10:00")), await middle(cell(page, 5, "11:30")));
    const second = await tab();
    await editor(second);
    await alive(second);
    await drag(second, await middle(cell(second, 5, "14:00")), await middle(cell(second, 5, "15:30")));
    await save(second).click();
    await expect(news(second)).toContainText("1 change is saved.");
    await says(page, 5, "14:30", /open/);
    await expect(save(page)).toHaveText("Save 1 change");
    await save(page).click();
    await expect(news(page)).toContainText("1 change is saved.");
    await page.reload();
    await says(page, 5, "10:30", /open/);
    await says(page, 5, "14:30", /open/);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("the list comes first, with targets of 44 pixels, and saves", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await editor(page);
    await alive(page);
    await expect(page.locator(".week-view")).toBeHidden();
    const saturday = page.getByRole("group", { name: "Saturday", exact: true });
    await saturday.getByLabel("Saturday, hours 1, from").fill("10:00");
    await saturday.getByLabel("Saturday, hours 1, to").fill("12:00");
    await saturday.getByLabel("Saturday, hours 1, to").blur();
    await expect(saturday.getByLabel("Saturday, hours 2, from")).toBeVisible();
    await expect(save(page)).toHaveText("Save 1 change");
    const small = await page.locator(".availability :is(button, input:not([type=radio], [type=checkbox]), summary, select)").evaluateAll((all) =>
      all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML),
    );
    expect(small).toEqual([]);
    await save(page).click();
    await expect(news(page)).toContainText("1 change is saved.");
    await page.getByRole("radio", { name: "Week" }).check();
    await expect(page.locator(".week-view")).toBeVisible();
    await says(page, 5, "10:00", /open/);
    await cell(page, 5, "10:00").tap();
    await expect(page.getByRole("dialog")).toContainText("Saturday 28 November, 10:00");
  });
});

test.describe("without JavaScript", () => {
  // The program that the page asks for early is never used.
  test.use({ javaScriptEnabled: false, allowedConsole: [/was preloaded using link preload/] });

  test("hours, a date and a rule are saved by a plain form, and nothing typed is lost", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await editor(page);
    await page.getByLabel("Saturday, hours 1, from").fill("10:00");
    await page.getByLabel("Time between sessions, in minutes").fill("15");
    await page.getByLabel("Add a date").fill("2026-12-24");
    await save(page).click();
    await expect(news(page)).toContainText("Nothing was saved. One field cannot be read; it says why.");
    await expect(page.getByText("Enter both times, such as 09:00 and 13:00.")).toBeVisible();
    await expect(page.getByLabel("Saturday, hours 1, from")).toHaveValue("10:00");
    await expect(page.getByLabel("Time between sessions, in minutes")).toHaveValue("15");
    await page.getByLabel("Saturday, hours 1, to").fill("12:00");
    await save(page).click();
    await expect(news(page)).toContainText("3 changes are saved.");
    await expect(page.getByLabel("Saturday, hours 1, to")).toHaveValue("12:00");
    const dates = page.getByRole("region", { name: "Dates with their own hours" });
    await expect(dates).toContainText("Thursday 24 December");
    await expect(dates).toContainText("Closed all day");
    await page.getByLabel("Give it the hours of Thursdays again").check();
    await save(page).click();
    await expect(news(page)).toContainText("1 change is saved.");
  });

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

  test("why is asked by a plain form", async ({ page, signedInAs }) => {
    await signedInAs("Maya Okafor");
    await editor(page);
    const why = page.getByRole("region", { name: "Why is a time not bookable?" });
    await why.getByLabel("Date").fill("2026-12-12");
    await why.getByLabel("Time").fill("10:00");
    await why.getByRole("button", { name: "Ask" }).click();
    await expect(why.getByRole("status")).toContainText("Sat 12 Dec, 10:00 cannot be booked. You are closed on Saturdays.");
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
