// The editor of hours: painted by mouse, by keyboard and by plain fields, and saved as a whole.
import { atDesk, cell, drag, editor, middle, news, open, save, says, slots } from "../hours.js";
import { alive, expect, test } from "../fixtures.js";

test.describe("on a desk", () => {
  test.use({ viewport: { width: 1360, height: 1200 } });

  test.beforeEach(({ page, signedInAs }) => atDesk(page, signedInAs));

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
