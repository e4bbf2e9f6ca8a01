//! Slots in weeks that are drawn as text (see `support/week.rs` for the letters).

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/week.rs"]
mod week;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of the zones")]
mod zones;

use domain::availability::BusyKind;
use domain::availability::block::{Block, Dates, Days};
use domain::time::interval::Interval;
use domain::time::{Instant, TimeDelta};
use week::{Week, range, week};

#[test]
fn a_slot_starts_on_each_step_at_which_a_session_fits() {
    week().check(
        "Mon 2026-11-23 ··ooooooo#··ooooooo#··
         Tue 2026-11-24 ······················
         Wed 2026-11-25 oo#···o#··#·oooooooo#·",
    );
}

#[test]
fn steps_are_counted_from_the_start_of_each_range() {
    let mut week = week();
    week.rules(|numbers| numbers.step_minutes = 120);
    week.check("Mon 2026-11-23 ··o###o#··o###o#··o###");
    let mut week = self::week();
    week.rules(|numbers| numbers.step_minutes = 120);
    week.check("Mon 2026-11-23 ···o###o##···o###o#···");
}

#[test]
fn nothing_overlaps_what_is_taken() {
    week().check(
        "Mon 2026-11-23 ··o#xxooo#··xxyyo#xx··
         Tue 2026-11-24 ··xx#hhoooo#iio#--oo#·
         Wed 2026-11-25 ··xxyyxxyy··iiiiiiii··",
    );
}

#[test]
fn the_gap_is_kept_from_sessions_and_holds_to_the_minute_and_not_from_walls() {
    for letters in [
        "o#####xxxxx#oo####",
        "o#####hhhhh#oo####",
        "oo####-----ooo####",
        "oo####iiiiiooo####",
    ] {
        let mut week = week();
        (week.letter, week.first) = (10, 9);
        week.rules(|numbers| {
            numbers.length_minutes = 50;
            numbers.gap_minutes = 10;
            numbers.step_minutes = 10;
        });
        week.check(&format!("Mon 2026-11-23 {letters}"));
    }
}

#[track_caller]
fn check_rules(now: &str, lead_hours: u32, horizon_days: u32, picture: &str) {
    let mut week = Week::of("Europe/London", now);
    week.rules(|numbers| {
        numbers.lead_minutes = lead_hours * 60;
        numbers.horizon_days = horizon_days;
    });
    week.check(picture);
}

#[test]
fn the_lead_time_is_kept_to_the_instant() {
    check_rules("2026-11-23 10:30", 24, 60, "Tue 2026-11-24 ··###oooo#··");
    check_rules(
        "2026-11-23 10:30:00.001",
        24,
        60,
        "Tue 2026-11-24 ··####ooo#··",
    );
    check_rules("2026-11-23 10:30", 0, 60, "Mon 2026-11-23 ··###oooo#··");
}

#[test]
fn the_horizon_is_kept_to_the_instant() {
    check_rules("2026-11-23 10:30", 0, 1, "Tue 2026-11-24 ··oooo####··");
    check_rules(
        "2026-11-23 10:29:59.999",
        0,
        1,
        "Tue 2026-11-24 ··ooo#####··",
    );
    // Days of 24 hours: across the change of clocks the wall shows an hour less.
    check_rules("2026-10-24 10:30", 0, 2, "Mon 2026-10-26 ··oo######··");
}

#[test]
fn a_hold_is_over_at_the_instant_at_which_it_ends() {
    for (ends, picture) in [
        (0, "Mon 2026-11-23 ··ooooooo#··"),
        (1, "Mon 2026-11-23 ··o#hhooo#··"),
    ] {
        let mut week = week();
        let until = week.now + TimeDelta::milliseconds(ends);
        week.open("2026-11-23", "09:00–13:00");
        week.book(
            "2026-11-23 10:00",
            "2026-11-23 11:00",
            BusyKind::Hold { until },
        );
        week.check_drawn(picture);
    }
}

#[test]
fn a_date_has_its_own_hours_in_place_of_its_weekdays() {
    let mut week = week();
    for day in [
        chrono::Weekday::Mon,
        chrono::Weekday::Tue,
        chrono::Weekday::Wed,
    ] {
        week.schedule.hours.paint(day, range("09:00–13:00"));
    }
    week.open("2026-11-24", "10:00–11:00");
    let wednesday = "2026-12-02".parse().expect("a date");
    week.schedule
        .overrides
        .set(wednesday, [].into_iter().collect())
        .expect("room");
    week.check_drawn(
        "Mon 2026-11-23 ··ooooooo#··
         Tue 2026-11-24 ····o#······
         Wed 2026-11-25 ··ooooooo#··
         Thu 2026-11-26 ············
         Mon 2026-11-30 ··ooooooo#··
         Tue 2026-12-01 ··ooooooo#··
         Wed 2026-12-02 ············",
    );
}

#[test]
fn blocks_close_what_the_hours_open() {
    let mut week = week();
    for day in [chrono::Weekday::Mon, chrono::Weekday::Tue] {
        week.schedule.hours.paint(day, range("09:00–13:00"));
    }
    let lunch = |from: &str, weekday| Block::Weekly {
        weekday,
        range: range(from),
        dates: Dates::new(None, "2026-11-30".parse().ok()).expect("dates"),
    };
    let [first, last] = ["2026-12-08", "2026-12-13"].map(|date| date.parse().expect("a date"));
    let once = Interval::new(week.at("2026-12-14 09:00"), week.at("2026-12-14 10:00"));
    for block in [
        lunch("11:00–12:00", chrono::Weekday::Mon),
        lunch("11:30–11:45", chrono::Weekday::Mon),
        lunch("08:00–09:30", chrono::Weekday::Tue),
        Block::Days(Days::new(first, last).expect("days")),
        Block::Once(once.expect("a span")),
    ] {
        week.schedule.blocks.add(block).expect("room");
    }
    week.check_drawn(
        "Mon 2026-11-23 ··ooo###o#··
         Tue 2026-11-24 ··#oooooo#··
         Mon 2026-11-30 ··ooo###o#··
         Tue 2026-12-01 ··ooooooo#··
         Mon 2026-12-07 ··ooooooo#··
         Tue 2026-12-08 ··########··
         Mon 2026-12-14 ··##ooooo#··
         Tue 2026-12-15 ··ooooooo#··",
    );
}

/// Rows begin at 22:00 and end at 02:00 of the next day.
#[track_caller]
fn check_midnight(monday: &str, tuesday: &str, length: u32, letter: u16, picture: &str) {
    let mut week = week();
    (week.letter, week.first) = (letter, 22);
    week.rules(|numbers| {
        numbers.length_minutes = length;
        numbers.step_minutes = length.min(50);
    });
    week.open("2026-11-23", monday);
    week.open("2026-11-24", tuesday);
    week.check_drawn(picture);
}

#[test]
fn hours_that_touch_at_midnight_are_one_stretch_but_each_day_counts_its_own_steps() {
    let (late, early) = ("22:00–24:00", "00:00–02:00");
    check_midnight(late, early, 30, 30, "Mon 2026-11-23 oooooooo");
    check_midnight(late, "00:30–02:00", 30, 30, "Mon 2026-11-23 oooo·ooo");
    check_midnight("22:00–23:30", early, 30, 30, "Mon 2026-11-23 ooo·oooo");
    check_midnight(
        late,
        early,
        50,
        10,
        "Mon 2026-11-23 o####o####o#o####o######",
    );
    check_midnight(
        late,
        "00:10–02:00",
        50,
        10,
        "Mon 2026-11-23 o####o######·o####o#####",
    );
    check_midnight(
        late,
        early,
        180,
        10,
        "Mon 2026-11-23 o####o##################",
    );
}

#[test]
fn nobody_books_whoever_is_not_active() {
    let mut week = week();
    week.open("2026-11-23", "09:00–13:00");
    let (times, all) = (
        week.times(),
        Interval::new(Instant::UNIX_EPOCH, Instant::MAX_UTC),
    );
    let mut diary = week.diary(&times);
    let count = |diary| domain::availability::slots(diary, week.now, all.expect("ever")).count();
    assert_eq!(count(diary), 7);
    diary.account = domain::availability::Account::NotActive;
    assert_eq!(count(diary), 0);
}
