use super::*;
use crate::money::AmountFault;
use crate::time::zone::Transition;

/// Madrid around its autumn change, 25 October 2026 at 01:00 UTC, and its spring one.
pub(crate) fn madrid() -> ZoneTable {
    let row = |from: &str, offset| Transition {
        from: from.parse().expect("utc"),
        offset,
    };
    let rows = vec![
        row("2026-01-01T00:00:00Z", 3600),
        row("2026-03-29T01:00:00Z", 7200),
        row("2026-10-25T01:00:00Z", 3600),
    ];
    ZoneTable::new(rows).expect("rows")
}

fn cancel(fields: Fields) -> Result<Command, Vec<Refusal>> {
    fields.cancel(Reading {
        currency: Currency::Eur,
        zone: &madrid(),
    })
}

fn asked(wall: &str) -> Fields {
    Fields {
        cause: "client_asked".into(),
        asked: "earlier".into(),
        asked_at: wall.into(),
        ..Fields::default()
    }
}

#[track_caller]
fn check_asked(wall: &str, expected: Result<&str, Refusal>) {
    let expected = expected.map(|utc| Some(utc.parse::<Instant>().expect("utc")));
    let got = match cancel(asked(wall)) {
        Ok(Command::Cancel(Cancel {
            why: Why::ClientAsked { asked_at },
            ..
        })) => Ok(asked_at),
        Ok(other) => panic!("{other:?}"),
        Err(faults) => Err(faults[0]),
    };
    assert_eq!(got, expected, "{wall}");
}

#[test]
fn when_the_client_asked_is_read_on_the_therapists_wall() {
    check_asked("2026-11-22T09:30", Ok("2026-11-22T08:30:00Z"));
    check_asked("2026-07-01T09:30", Ok("2026-07-01T07:30:00Z"));
    check_asked("2026-10-25T02:30", Ok("2026-10-25T00:30:00Z"));
    check_asked("2026-03-29T02:30", Err(Refusal::AskedInGap));
    check_asked("yesterday", Err(Refusal::AskedUnreadable));
    check_asked("+262142-12-31T23:59", Err(Refusal::AskedUnreadable));
    check_asked("-262143-01-01T00:00", Err(Refusal::AskedUnreadable));
    check_asked("", Err(Refusal::AskedUnreadable));
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let fields = Fields {
        cause: "other".into(),
        outcome: "part".into(),
        amount: "some".into(),
        ..Fields::default()
    };
    let faults = [
        Refusal::WordsMissing,
        Refusal::Amount(AmountFault::NotANumber),
    ];
    assert_eq!(cancel(fields), Err(faults.to_vec()));
    assert_eq!(cancel(Fields::default()), Err(vec![Refusal::CauseMissing]));
}

#[track_caller]
fn check_left(cause: &str, block: &str, old_time: &str, expected: OldTime) {
    let fields = Fields {
        cause: cause.into(),
        block: block.into(),
        old_time: old_time.into(),
        ..Fields::default()
    };
    match cancel(fields) {
        Ok(Command::Cancel(cancel)) => assert_eq!(cancel.old_time, expected),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_freed_time_is_asked_about_in_one_way_for_each_cause() {
    check_left("unavailable", "", "block", OldTime::Block);
    check_left("unavailable", "", "stop_hour", OldTime::StopHour);
    check_left("unavailable", "", "pause", OldTime::Pause);
    check_left("unavailable", "", "", OldTime::Open);
    check_left("unavailable", "on", "open", OldTime::Open);
    check_left("unavailable", "on", "never heard of", OldTime::Open);
    // As it was asked before there were more ways than one.
    check_left("unavailable", "on", "", OldTime::Block);
    // What was chosen under another cause does not hold for this one.
    check_left("client_asked", "", "pause", OldTime::Open);
    check_left("client_asked", "on", "stop_hour", OldTime::Block);
    check_left("not_best_fit", "", "", OldTime::Open);
}

#[test]
fn control_characters_are_nobodys_words() {
    assert_eq!(
        filled(" Until\0 then,\r\n\u{7}bye\u{1b}. "),
        Some("Until then,\nbye.".into())
    );
    assert_eq!(filled("\0 \0\r\n"), None);
}
