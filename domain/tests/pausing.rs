//! A pause in its words, in what a form carries of it, and in the account's log.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;

use cast::{facts, london};
use domain::account::pause::{self, Answer, Pause, Pausing, Reason, ToCome};
use domain::account::reactivate::{Asked, Hours, Readiness};
use domain::account::{Account, AccountEvent, Restriction, replay};
use domain::consequence::SlotEffect;
use domain::ids::SessionId;
use domain::sentences::account;
use domain::session::SessionKind;
use domain::standing::StandingEffect;
use domain::time::TimeDelta;
use domain::{Command, decide};
use std::collections::BTreeSet;
use uuid::Uuid;

fn id(place: u128) -> SessionId {
    SessionId(Uuid::from_u128(place))
}

/// Maya pauses, with an answer for each session to come.
fn paused(answers: &[Answer]) -> Pausing {
    let start = london("24 Nov 14:00");
    let places = || answers.iter().zip(1..);
    let to_come = places().map(|(_, place)| ToCome {
        session: id(place),
        kind: SessionKind::FollowUp,
        start: start + TimeDelta::days(place as i64),
    });
    let to_come: Vec<ToCome> = to_come.collect();
    let command = Pause {
        reason: Reason::Illness,
        back: Some(london("1 Dec 09:00")),
        answers: places()
            .map(|(answer, place)| (id(place), *answer))
            .collect(),
        note: Some("I am so sorry".into()),
    };
    pause::decide(
        &Account::default(),
        &to_come,
        &command,
        london("20 Nov 12:00"),
    )
    .expect("it is paused")
}

#[test]
fn a_pause_says_what_stops_and_what_goes_on() {
    let answers = [
        Answer::Keep,
        Answer::Keep,
        Answer::Move,
        Answer::Cancel,
        Answer::Cancel,
    ];
    let lines = |pausing: &Pausing, back: Option<&str>| {
        let lines = account::pausing(pausing, back).into_iter();
        lines.map(|(_, text)| text).collect::<Vec<_>>()
    };
    let expected = [
        "From now on nobody can book you",
        "2 sessions stay as planned; no planned charge is withdrawn",
        "One session stays until you have offered another time",
        "2 sessions are cancelled and refunded in full",
        "Each client is told by e-mail, with the calendar entry withdrawn",
        "Together they count towards your standing as one incident",
        "You mean to be back on Tue 1 Dec; nothing opens by itself",
        "Only the team opens your account again: ask when your hours are right",
    ];
    assert_eq!(lines(&paused(&answers), Some("Tue 1 Dec")), expected);
    let one = [
        expected[0],
        "One session is cancelled and refunded in full",
        "The client is told by e-mail, with the calendar entry withdrawn",
        "It counts towards your standing, as one incident",
        "Nothing opens by itself on the day you mean to be back",
        expected[7],
    ];
    assert_eq!(lines(&paused(&[Answer::Cancel]), None), one);
    let open = Pausing {
        back: None,
        ..paused(&[])
    };
    assert_eq!(lines(&open, None), [expected[0], expected[7]]);
}

#[test]
fn every_cancel_of_a_pause_is_owed_in_full_blocked_and_of_one_incident() {
    let pausing = paused(&[Answer::Cancel, Answer::Cancel]);
    let command = Command::Cancel(pausing.cancel());
    let now = london("23 Nov 12:00");
    let done = decide(&facts(), &command, now).expect("it is cancelled");
    assert_eq!(done.slot, SlotEffect::Blocked);
    assert_eq!(done.money.expect("it was paid").refund, cast::pounds(6500));
    assert_eq!(done.standing, StandingEffect::Incident { now: 1 });
    assert_eq!(done.told[0].words.as_deref(), Some("I am so sorry"));
}

#[test]
fn what_a_form_carries_changes_with_every_answer_and_with_nothing_that_ages() {
    let shown = paused(&[Answer::Keep, Answer::Cancel]);
    assert_ne!(
        shown.digest(),
        paused(&[Answer::Keep, Answer::Keep]).digest()
    );
    assert_ne!(
        shown.digest(),
        paused(&[Answer::Cancel, Answer::Keep]).digest()
    );
    let mut later = shown.clone();
    later.at += TimeDelta::minutes(5);
    assert_eq!(shown.digest(), later.digest());
    later.back = None;
    assert_ne!(shown.digest(), later.digest());
}

#[test]
fn only_the_team_opens_a_paused_account() {
    let readiness = Readiness {
        hours: Hours::NotReviewedSince,
        clashes: 1,
    };
    let log = [
        AccountEvent::Paused {
            pausing: Box::new(paused(&[Answer::Move])),
        },
        AccountEvent::ReactivationAsked {
            asked: Asked {
                readiness,
                words: "I am well again".into(),
                at: london("1 Dec 09:00"),
            },
        },
        AccountEvent::Reactivated,
    ];
    let stored = serde_json::to_string(&log).expect("plain data");
    let read: Vec<AccountEvent> = serde_json::from_str(&stored).expect("the same data");
    assert_eq!(read, log);
    let paused = BTreeSet::from([Restriction::PausedByTherapist]);
    assert_eq!(replay(&read[..2]).restrictions, paused);
    assert!(!replay(&read[..2]).is_bookable() && replay(&read).is_bookable());
    let check = account::readiness(readiness).map(|(in_order, text)| {
        assert!(!in_order);
        text
    });
    let expected = [
        "The hours have not been looked through since the pause",
        "One session stands outside the hours",
    ];
    assert_eq!(check, expected);
}
