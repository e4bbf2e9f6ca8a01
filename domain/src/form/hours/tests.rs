use super::*;
use crate::form::tests::madrid;
use crate::sentences::dates::hours;

fn typed(fields: &[(&str, &str)]) -> Typed {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    fields.iter().map(own).collect()
}

fn maya() -> Schedule {
    let mut schedule = Schedule::default();
    let morning = WallRange::new(540, 780).expect("a range");
    schedule.hours.paint(Weekday::Tue, morning);
    let day = |text: &str| text.parse().expect("a date");
    for date in ["2026-11-03", "2026-12-24"] {
        let set = schedule.overrides.set(day(date), DayHours::CLOSED);
        set.expect("room");
    }
    schedule
}

fn read(typed: &Typed, before: &Schedule) -> Result<Schedule, Faults> {
    let base = Base {
        schedule: before,
        zone: &madrid(),
        now: "2026-11-23T08:00:00Z".parse().expect("an instant"),
    };
    schedule(typed, base)
}

#[track_caller]
fn check(fields: &[(&str, &str)], expected: Result<&str, &[&str]>) {
    let read = read(&typed(fields), &maya());
    let dates = |read: &Schedule| -> String {
        let dates = read.overrides.iter();
        let said = dates.map(|(date, own)| format!("; {date:?} {}", hours(own)));
        hours(read.hours.on(Weekday::Tue)) + &said.collect::<String>()
    };
    let read = read.map(|read| dates(&read));
    let read = read.map_err(|faults| faults.into_keys().collect::<Vec<_>>());
    let found = read.as_deref().map_err(|names| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        names
    });
    assert_eq!(found, expected.map_err(<[&str]>::to_vec));
}

const KEPT: [(&str, &str); 2] = [("date-0", "2026-12-24"), ("date-0-0-from", "")];

#[test]
fn what_is_typed_is_the_week_and_what_is_not_shown_stays() {
    let old = "; 2026-11-03 closed; 2026-12-24 closed";
    let week = |text: &str| format!("{text}{old}");
    check(&[], Ok(&week("closed")));
    check(
        &[
            ("tue-0-from", "09:00"),
            ("tue-0-to", "13:00"),
            KEPT[0],
            KEPT[1],
        ],
        Ok(&week("09:00–13:00")),
    );
    check(
        &[
            ("tue-0-from", "14:00"),
            ("tue-0-to", "00:00"),
            ("tue-1-from", "09:00"),
            ("tue-1-to", "12:00"),
            ("tue-2-from", " "),
            ("tue-2-to", ""),
        ],
        Ok(&week("09:00–12:00, 14:00–24:00")),
    );
}

#[test]
fn dates_are_set_closed_and_taken_away() {
    check(
        &[
            ("date-0", "2026-12-24"),
            ("date-0-0-from", "10:00"),
            ("date-0-0-to", "12:00"),
            ("date-1", "2026-12-31"),
        ],
        Ok("closed; 2026-11-03 closed; 2026-12-24 10:00–12:00; 2026-12-31 closed"),
    );
    check(
        &[
            ("date-0", "2026-12-24"),
            ("date-0-gone", "on"),
            ("date-1", ""),
        ],
        Ok("closed; 2026-11-03 closed"),
    );
}

#[test]
fn a_day_is_copied_to_others_once_it_is_read() {
    let fields = [
        ("mon-0-from", "10:00"),
        ("mon-0-to", "12:00"),
        ("tue-0-from", "09:00"),
        ("tue-0-to", "10:00"),
        ("copy-from", "mon"),
        ("copy-tue", "on"),
    ];
    let kept = "; 2026-11-03 closed; 2026-12-24 closed";
    check(&fields, Ok(&format!("10:00–12:00{kept}")));
    check(&fields[..5], Ok(&format!("09:00–10:00{kept}")));
}

#[test]
fn what_cannot_be_is_told_at_its_field() {
    check(&[("tue-0-from", "09:00")], Err(&["tue-0-to"]));
    check(
        &[("tue-0-from", "nine"), ("tue-0-to", "ten")],
        Err(&["tue-0-from", "tue-0-to"]),
    );
    check(
        &[
            ("tue-3-from", "13:00"),
            ("tue-3-to", "09:00"),
            ("gap", "-1"),
        ],
        Err(&["gap", "tue-3-to"]),
    );
    check(
        &[
            ("date-7-0-from", "13:00"),
            ("date-7-0-to", "14:00"),
            ("date-7", ""),
        ],
        Err(&["date-7"]),
    );
    check(&[("date-7", "24.12.")], Err(&["date-7"]));
    check(&[("length", "0"), ("lead", "x")], Err(&["lead"]));
    check(&[("length", "0"), ("step", "4")], Err(&["length", "step"]));
}

#[test]
fn the_lead_is_typed_in_hours() {
    let read = |text: &str| rules(&typed(&[("lead", text)]), Rules::default());
    let minutes = |text: &str| read(text).map(|rules| rules.numbers().lead_minutes);
    assert_eq!(minutes("48"), Ok(2880));
    assert_eq!(minutes("1.5"), Ok(90));
    assert_eq!(
        rule_value(read("1.5").expect("rules"), RuleField::Lead),
        "1.50"
    );
    assert_eq!(rule_value(Rules::default(), RuleField::Lead), "24");
    let unreadable = Faults::from([("lead".to_owned(), HoursFault::NumberUnreadable)]);
    for text in ["", "soon", "NaN", "inf"] {
        assert_eq!(minutes(text), Err(unreadable.clone()), "{text}");
    }
    let (field, least) = (RuleField::Lead, 0);
    let below = HoursFault::Rule(RuleFault::Below { field, least });
    assert_eq!(
        minutes("-1"),
        Err(Faults::from([("lead".to_owned(), below)]))
    );
}

#[test]
fn what_can_be_read_is_taken_also_where_something_cannot() {
    let fields = [
        ("mon-0-from", "09:00"),
        ("mon-0-to", "11:00"),
        ("tue-0-from", "09:00"),
        ("length", "0"),
        ("gap", "15"),
        ("date-0", "2026-12-31"),
        ("date-1", "soon"),
    ];
    let before = maya();
    let base = Base {
        schedule: &before,
        zone: &madrid(),
        now: "2026-11-23T08:00:00Z".parse().expect("an instant"),
    };
    let (after, faults) = readable(&typed(&fields), base);
    let wrong: Vec<&String> = faults.keys().collect();
    assert_eq!(wrong, ["date-1", "length", "tue-0-to"]);
    let said = [Weekday::Mon, Weekday::Tue].map(|day| hours(after.hours.on(day)));
    assert_eq!(said, ["09:00–11:00", "09:00–13:00"]);
    let numbers = after.rules.numbers();
    let old = before.rules.numbers().length_minutes;
    assert_eq!((numbers.length_minutes, numbers.gap_minutes), (old, 15));
    assert_eq!(after.overrides.iter().count(), 3);
}

#[test]
fn a_block_is_taken_away_by_what_it_is() {
    let mut before = maya();
    let days: Block =
        serde_json::from_str(r#"{"days":["2026-12-25","2026-12-26"]}"#).expect("a block");
    before.blocks.add(days).expect("room");
    let value = serde_json::to_string(&days).expect("text");
    let gone = read(&typed(&[("unblock-0", &value)]), &before).expect("a schedule");
    assert_eq!(gone.blocks.iter().count(), 0);
    let kept = read(&typed(&[("unblock-0", "nonsense")]), &before).expect("a schedule");
    assert_eq!(kept.blocks.iter().count(), 1);
}

#[test]
fn a_block_is_added_with_the_rest_of_the_form() {
    let fields = [
        ("block-date", "2026-12-01"),
        ("block-from", "09:00"),
        ("block-to", "11:00"),
    ];
    let after = read(&typed(&fields), &maya()).expect("a schedule");
    assert_eq!(after.blocks.iter().count(), 1);
    check(&fields[..2], Err(&["block-to"]));
}
