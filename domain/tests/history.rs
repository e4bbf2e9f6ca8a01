//! A session's history in words, where an event is about what people did beside the decisions.

use domain::actor::Role;
use domain::consequence::TaskKind;
use domain::event::{Event, Recorded};
use domain::ids::ActId;
use domain::sentences::history::{Fate, Names, line};
use domain::time::Instant;
use uuid::Uuid;

/// As Maya reads it.
#[track_caller]
fn check(event: Event, actor: Option<Role>, expected: (&str, Option<&str>)) {
    let recorded = Recorded {
        event,
        revision: 3,
        actor,
        received_at: Instant::UNIX_EPOCH,
    };
    let names = Names {
        reader: Role::Therapist,
        client: "Daniel",
        therapist: "Maya",
    };
    let (text, detail) = line(&recorded, Fate::Stands, names, "");
    assert_eq!((text.as_str(), detail.as_deref()), expected);
}

#[test]
fn a_cancel_that_came_second_is_told() {
    let second = |by| Event::CameSecond {
        of: ActId(Uuid::from_u128(5)),
        by,
        tasks: vec![TaskKind::CompetingCancel],
    };
    let (client, therapist) = (Role::Client, Role::Therapist);
    check(
        second(client),
        Some(client),
        ("Daniel wanted to cancel too", None),
    );
    check(
        second(therapist),
        Some(therapist),
        ("You wanted to cancel too", None),
    );
}

#[test]
fn what_was_given_up_and_tried_again_is_told() {
    let row = || "a row".to_owned();
    let asked = Some("the team was asked to look");
    let given_up = |task| Event::GivenUp { task, row: row() };
    let tried = |task| Event::TriedAgain { task, row: row() };
    let (refund, letter) = (TaskKind::RefundUnanswered, TaskKind::LetterUndelivered);
    let unanswered = "A refund was asked for many times, without an answer";
    check(given_up(refund), None, (unanswered, asked));
    check(
        given_up(letter),
        None,
        ("A message could not be delivered", asked),
    );
    let staff = Some(Role::Staff);
    check(
        tried(refund),
        staff,
        ("The team had the refund tried again", None),
    );
    check(
        tried(letter),
        staff,
        ("The team had the message sent again", None),
    );
}
