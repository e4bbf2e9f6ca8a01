use super::*;
use Scope::{EveryWeek, ThisWeek};

fn range(text: &str) -> WallRange {
    let (start, end) = text.split_once('–').expect("a range");
    WallRange::parse(start, end).expect("a range")
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The week of 23 November.
fn shown(scope: Scope) -> Shown {
    Shown {
        scope,
        monday: date("2026-11-23"),
    }
}

/// Mondays and Tuesdays, 09:00 to 13:00.
fn maya() -> Editor {
    let mut schedule = Schedule::default();
    schedule.hours.paint(Weekday::Mon, range("09:00–13:00"));
    schedule.hours.paint(Weekday::Tue, range("09:00–13:00"));
    Editor::open(schedule)
}

fn said(hours: &DayHours) -> String {
    let ranges: Vec<String> = hours.ranges().map(|range| range.to_string()).collect();
    ranges.join(" ")
}

/// A step, what Tuesday then is every week, and what it is on 24 November.
#[track_caller]
fn check(scope: Scope, step: Step, weekly: &str, dated: &str, count: usize) {
    let mut editor = maya();
    editor.act(shown(scope), &step).expect("room");
    let schedule = editor.schedule();
    let week = shown(ThisWeek).hours(schedule);
    let told = (
        said(schedule.hours.on(Weekday::Tue)),
        said(week.on(Weekday::Tue)),
    );
    assert_eq!((&*told.0, &*told.1), (weekly, dated));
    assert_eq!(editor.changes().len(), count);
}

#[test]
fn a_step_changes_every_week_or_the_dates_of_one() {
    let tuesday = Across::one(1);
    let after = "09:00–13:00 14:00–15:00";
    let paint = || Step::Paint(tuesday, range("14:00–15:00"));
    check(EveryWeek, paint(), after, after, 1);
    check(ThisWeek, paint(), "09:00–13:00", after, 1);
    let erase = || Step::Erase(Across::between(2, 0), range("12:00–13:00"));
    check(EveryWeek, erase(), "09:00–12:00", "09:00–12:00", 2);
    check(ThisWeek, erase(), "09:00–13:00", "09:00–12:00", 2);
    let resize = Step::Resize {
        day: 1,
        from: range("09:00–13:00"),
        to: range("10:00–13:00"),
    };
    check(EveryWeek, resize, "10:00–13:00", "10:00–13:00", 1);
    let copy = Step::Copy {
        from: 2,
        to: vec![0, 1],
    };
    check(EveryWeek, copy, "", "", 2);
    check(
        ThisWeek,
        Step::Day(1, DayHours::CLOSED),
        "09:00–13:00",
        "",
        1,
    );
    let whole = DayHours::from_iter([WallRange::WHOLE_DAY]);
    let own = Step::Date(date("2026-11-24"), Some(whole));
    check(EveryWeek, own, "09:00–13:00", "00:00–24:00", 1);
}

#[test]
fn what_was_done_is_undone_and_redone_step_by_step() {
    let mut editor = maya();
    let paint = |text: &str| Step::Paint(Across::one(1), range(text));
    for text in ["14:00–15:00", "16:00–17:00", "16:00–17:00"] {
        editor.act(shown(EveryWeek), &paint(text)).expect("room");
    }
    assert_eq!(editor.changes().len(), 2);
    editor.undo();
    assert_eq!(
        said(editor.schedule().hours.on(Weekday::Tue)),
        "09:00–13:00 14:00–15:00"
    );
    editor.undo();
    editor.undo();
    assert!(!editor.can_undo() && editor.changes().is_empty());
    editor.redo();
    editor.redo();
    editor.redo();
    assert!(!editor.can_redo());
    assert_eq!(editor.changes().len(), 2);
    editor.undo();
    editor
        .act(shown(EveryWeek), &paint("20:00–21:00"))
        .expect("room");
    assert!(!editor.can_redo(), "another step is another way");
}

#[test]
fn a_step_that_changes_nothing_leaves_what_can_be_redone() {
    let mut editor = maya();
    let paint = |text: &str| Step::Paint(Across::one(1), range(text));
    editor
        .act(shown(EveryWeek), &paint("14:00–15:00"))
        .expect("room");
    editor.undo();
    editor
        .act(shown(EveryWeek), &paint("09:00–10:00"))
        .expect("room");
    assert!(editor.can_redo() && !editor.can_undo());
}

#[test]
fn painting_a_week_back_to_its_weekday_leaves_no_date_behind() {
    let mut editor = maya();
    let hour = range("14:00–15:00");
    let steps = [
        Step::Paint(Across::one(1), hour),
        Step::Erase(Across::one(1), hour),
    ];
    for step in steps {
        editor.act(shown(ThisWeek), &step).expect("room");
    }
    assert_eq!(editor.schedule().overrides.iter().count(), 0);
    assert!(editor.changes().is_empty());
}

#[test]
fn the_oldest_of_very_many_steps_is_forgotten_and_the_rest_stay() {
    let mut editor = maya();
    for minute in 0..=MOST_STEPS as u16 {
        let to = WallRange::new(900, 901 + minute).expect("a range");
        editor
            .act(shown(EveryWeek), &Step::Paint(Across::one(4), to))
            .expect("room");
    }
    while editor.can_undo() {
        editor.undo();
    }
    assert_eq!(editor.changes().len(), 1);
}

#[test]
fn what_was_saved_elsewhere_comes_under_what_is_not_yet_saved() {
    let mut editor = maya();
    let steps = [
        Step::Erase(Across::one(0), range("12:00–13:00")),
        Step::Paint(Across::one(4), range("10:00–11:00")),
        Step::Date(date("2026-12-24"), Some(DayHours::CLOSED)),
    ];
    for step in &steps {
        editor.act(shown(EveryWeek), step).expect("room");
    }
    let before = editor.changes();
    let mut elsewhere = editor.saved().clone();
    elsewhere.hours.paint(Weekday::Tue, range("18:00–19:00"));
    let days = serde_json::from_str(r#"{"days":["2026-12-25","2026-12-26"]}"#).expect("a block");
    elsewhere.blocks.add(days).expect("room");
    editor.rebase(elsewhere.clone()).expect("room");
    assert_eq!(editor.changes(), before);
    assert_eq!(editor.saved(), &elsewhere);
    assert_eq!(editor.schedule().blocks, elsewhere.blocks);
    editor.undo();
    assert_eq!(editor.schedule(), &elsewhere);
}
