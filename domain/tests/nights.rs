//! Nights in which clocks change and days that the calendar lost, drawn as text (see
//! `support/week.rs` for the letters). A row shows elapsed time: a night with an hour more has
//! more letters.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/week.rs"]
#[allow(dead_code, reason = "each test crate draws its own weeks")]
mod week;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of the zones")]
mod zones;

use week::Week;

/// The night of a date, half an hour a letter from midnight on, or as it says.
#[track_caller]
fn check_night(zone: &str, date: &str, hours: &str, length: u32, step: u32, picture: &str) {
    let day_before: chrono::NaiveDate = date.parse().expect("a date");
    let day_before = day_before.pred_opt().expect("a date");
    let mut week = Week::of(zone, &format!("{day_before} 12:00"));
    let hour = hours[..2].parse().expect("an hour");
    (week.letter, week.first) = (step.min(30) as u16, hour);
    week.rules(|numbers| {
        numbers.length_minutes = length;
        numbers.step_minutes = step;
    });
    week.open(date, hours);
    week.check_drawn(picture);
}

#[test]
fn times_that_the_clocks_skip_are_not_offered_and_time_goes_on_beyond() {
    let (zone, date) = ("Europe/London", "2026-03-29");
    check_night(zone, date, "00:00–04:00", 50, 60, "Sun 2026-03-29 o#o#o#··");
    check_night(zone, date, "00:00–04:00", 90, 30, "Sun 2026-03-29 oooo##··");
    check_night(zone, date, "00:00–01:30", 60, 30, "Sun 2026-03-29 o#······");
    let (zone, date) = ("Australia/Lord_Howe", "2026-10-04");
    check_night(zone, date, "01:00–04:00", 50, 30, "Sun 2026-10-04 oooo#·");
    let (zone, date) = ("Pacific/Chatham", "2026-09-27");
    check_night(
        zone,
        date,
        "02:00–05:00",
        50,
        15,
        "Sun 2026-09-27 ooooo###·",
    );
}

#[test]
fn times_that_come_twice_are_offered_once_and_labelled() {
    let (zone, date) = ("Europe/London", "2026-10-25");
    check_night(
        zone,
        date,
        "00:00–04:00",
        50,
        60,
        "Sun 2026-10-25 o#O###o#o#··",
    );
    check_night(
        zone,
        date,
        "00:00–04:00",
        120,
        30,
        "Sun 2026-10-25 ooOO##o###··",
    );
    // On the wall the first pass leaves the hours at 01:30, and the second enters them again.
    check_night(
        zone,
        date,
        "00:00–01:30",
        60,
        30,
        "Sun 2026-10-25 oo#·#·······",
    );
    let (zone, date) = ("Australia/Lord_Howe", "2026-04-05");
    check_night(zone, date, "01:00–04:00", 50, 30, "Sun 2026-04-05 oO#ooo#·");
    let (zone, date) = ("Pacific/Chatham", "2026-04-05");
    check_night(
        zone,
        date,
        "02:00–05:00",
        50,
        15,
        "Sun 2026-04-05 oooOOOO####oo###·",
    );
}

#[test]
fn over_a_day_that_the_calendar_lost_the_evening_touches_the_next_morning() {
    for (zone, before, lost, after, picture) in [
        (
            "Pacific/Apia",
            "2011-12-29",
            "2011-12-30",
            "2011-12-31",
            "Thu 2011-12-29 ooooooo#",
        ),
        (
            "Pacific/Kwajalein",
            "1993-08-20",
            "1993-08-21",
            "1993-08-22",
            "Fri 1993-08-20 ooooooo#",
        ),
    ] {
        let mut week = Week::of(zone, &format!("{before} 12:00"));
        week.first = 22;
        week.open(before, "22:00–24:00");
        week.open(lost, "00:00–24:00");
        week.open(after, "00:00–02:00");
        week.check_drawn(picture);
    }
}
