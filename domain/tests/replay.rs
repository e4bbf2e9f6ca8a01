//! A session's log, replayed, gives the session as its row should stand.

#[path = "replay/asked.rs"]
mod asked;
#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;
#[path = "replay/tables.rs"]
mod tables;

use cast::{JUST_NOW, cancel, facts, london, pounds, span};
use domain::actor::Role;
use domain::consequence::{Consequence, TaskKind};
use domain::event::replay::{Replayed, Stands, replay};
use domain::event::{Event, Recorded};
use domain::ids::ActId;
use domain::payment::Payment;
use domain::payment::refund::{Choice, GiveBack};
use domain::session::State;
use domain::session::attend::{Attend, Attendance};
use domain::session::cancel::Why;
use domain::session::undo::{self, Undo};
use domain::{Command, decide};
use uuid::Uuid;

/// Events in order, each with the revision after it and when it was received.
fn log(events: &[(Event, u32, &str)]) -> Vec<Recorded> {
    let record = |(event, revision, received): &(Event, u32, &str)| Recorded {
        event: event.clone(),
        revision: *revision,
        actor: Some(Role::Therapist),
        received_at: london(received),
    };
    events.iter().map(record).collect()
}

fn booked(by: Role) -> (Event, u32, &'static str) {
    let booked = Event::Booked {
        by,
        span: span(london("24 Nov 14:00")),
        price: pounds(6500),
        charge: None,
    };
    (booked, 0, "10 Nov 14:52")
}

/// As a follow-up that the client has paid.
fn paid() -> [(Event, u32, &'static str); 3] {
    let (amount, card) = (pounds(6500), "card ending 4242".into());
    [
        booked(Role::Client),
        (Event::Paid { amount, card }, 0, "10 Nov 14:52"),
        (Event::Confirmed, 1, "10 Nov 15:30"),
    ]
}

fn moved(by: Role, late: bool) -> Event {
    let (from, to) = (span(london("24 Nov 14:00")), span(london("25 Nov 16:00")));
    Event::Moved { from, to, by, late }
}

fn born(state: State) -> Stands {
    Stands {
        state,
        span: span(london("24 Nov 14:00")),
        moved_from: None,
        revision: 0,
        late_since: None,
        cancellation: None,
        confirm_by: (state == State::AwaitingConfirmation).then(|| london("11 Nov 14:52")),
    }
}

#[track_caller]
fn check(events: &[(Event, u32, &str)], expected: Stands) {
    assert_eq!(whole(events).session, expected);
}

fn whole(events: &[(Event, u32, &str)]) -> Replayed {
    replay(&log(events)).expect("it begins with a booking")
}

#[test]
fn a_clients_booking_waits_and_a_therapists_is_confirmed() {
    check(&[booked(Role::Client)], born(State::AwaitingConfirmation));
    check(&[booked(Role::Therapist)], born(State::Confirmed));
}

#[test]
fn confirming_makes_it_confirmed() {
    let events = [booked(Role::Client), (Event::Confirmed, 1, "10 Nov 15:30")];
    check(
        &events,
        Stands {
            revision: 1,
            ..born(State::Confirmed)
        },
    );
}

#[test]
fn a_move_gives_the_new_time_and_only_a_late_one_of_the_client_stays_late() {
    let there = Stands {
        span: span(london("25 Nov 16:00")),
        moved_from: Some(london("24 Nov 14:00")),
        revision: 1,
        ..born(State::Confirmed)
    };
    let late_since = Some(london("23 Nov 10:00"));
    let late = Stands {
        late_since,
        ..there.clone()
    };
    let after = |by, late| {
        [
            booked(Role::Therapist),
            (moved(by, late), 1, "23 Nov 10:00"),
        ]
    };
    check(&after(Role::Client, true), late);
    check(&after(Role::Client, false), there.clone());
    check(&after(Role::Therapist, true), there);
}

/// What `command` does to the session of the cast, as the log has it.
fn decided(command: Command, received: &'static str) -> (Event, u32, &'static str) {
    let done = decide(&facts(), &command, london(received)).expect("it is decided");
    let (act, revision) = (ActId(Uuid::from_u128(5)), done.revision);
    let consequence = Box::new(done);
    (Event::Decided { act, consequence }, revision, received)
}

fn attended(attendance: Attendance) -> (Event, u32, &'static str) {
    let (money, note) = (Choice::Policy, None);
    let command = Command::Attend(Attend {
        attendance,
        money,
        note,
    });
    decided(command, "24 Nov 15:00")
}

#[test]
fn attendance_ends_it() {
    let after = |attendance| [booked(Role::Therapist), attended(attendance)];
    let ended = |state| Stands {
        revision: 4,
        ..born(state)
    };
    let (took_place, no_show) = (Attendance::TookPlace, Attendance::ClientNoShow);
    check(&after(took_place), ended(State::Completed));
    check(&after(no_show), ended(State::ClientNoShow));
}

#[test]
fn payments_reminders_and_what_becomes_of_refunds_change_no_state() {
    let amount = pounds(6500);
    let card = "card ending 4242".into();
    let failed = Event::RefundFailed {
        amount,
        why: "the card is closed".into(),
        had_arrived: false,
    };
    let events = [
        booked(Role::Therapist),
        (Event::Paid { amount, card }, 0, "10 Nov 14:52"),
        (Event::ReminderSent, 0, "23 Nov 14:00"),
        (Event::RefundSent { amount }, 1, "24 Nov 16:01"),
        (failed, 1, "25 Nov 09:00"),
        (Event::RefundArrived { amount }, 2, "26 Nov 09:00"),
    ];
    let expected = Stands {
        revision: 2,
        ..born(State::Confirmed)
    };
    check(&events, expected);
}

#[test]
fn a_cancel_keeps_who_why_and_when_through_a_later_refund() {
    let cancelled = decided(
        Command::Cancel(cancel(JUST_NOW, Choice::Policy)),
        "23 Nov 12:00",
    );
    let Event::Decided { consequence, .. } = &cancelled.0 else {
        panic!("it is decided")
    };
    let expected = Stands {
        revision: cancelled.1,
        cancellation: consequence.cancellation.clone(),
        ..born(State::Cancelled)
    };
    assert!(expected.cancellation.is_some());
    check(
        &[booked(Role::Therapist), cancelled.clone()],
        expected.clone(),
    );
    let (event, revision, _) = later_refund(consequence);
    let events = [
        booked(Role::Therapist),
        cancelled,
        (event, revision, "25 Nov 10:00"),
    ];
    let expected = Stands {
        revision,
        ..expected
    };
    check(&events, expected);
}

/// The rest goes back after all.
fn later_refund(first: &Consequence) -> (Event, u32, &'static str) {
    let mut facts = facts();
    facts.session.state = first.to;
    facts.session.revision = first.revision;
    facts.session.cancellation = first.cancellation.clone();
    let (choice, note) = (Choice::All, None);
    let command = Command::GiveBack(GiveBack { choice, note });
    let done = decide(&facts, &command, london("25 Nov 10:00")).expect("it is decided");
    let (act, revision) = (ActId(Uuid::from_u128(6)), done.revision);
    let consequence = Box::new(done);
    (
        Event::Decided { act, consequence },
        revision,
        "25 Nov 10:00",
    )
}

/// Maya takes the cancel back, a few seconds later.
fn undone(first: &Consequence) -> Event {
    let (by, of) = (Role::Therapist, ActId(Uuid::from_u128(5)));
    let mut facts = facts();
    facts.session.state = first.to;
    facts.session.revision = first.revision;
    facts.session.cancellation = first.cancellation.clone();
    if let (Payment::Paid(paid), Some(money)) = (&mut facts.payment, &first.money) {
        paid.books = money
            .legs
            .iter()
            .fold(paid.books, |books, leg| books.after(*leg));
    }
    let consequence = Box::new(first.clone());
    let decided = Event::Decided {
        act: of,
        consequence,
    };
    let log = log(&[(decided, first.revision, "23 Nov 12:00")]);
    let now = london("23 Nov 12:00:20");
    let undoing = undo::decide(&facts, &log, &Undo { by, of }, now).expect("it can be undone");
    let (act, undoing) = (ActId(Uuid::from_u128(7)), Box::new(undoing));
    Event::Undone { act, undoing }
}

#[test]
fn an_undone_cancel_leaves_no_trace_but_the_revision() {
    let cancelled = decided(
        Command::Cancel(cancel(JUST_NOW, Choice::Policy)),
        "23 Nov 12:00",
    );
    let Event::Decided { consequence, .. } = &cancelled.0 else {
        panic!("it is decided")
    };
    let events = [
        booked(Role::Therapist),
        cancelled.clone(),
        (undone(consequence), 5, "23 Nov 12:00:20"),
    ];
    let as_before = Stands {
        revision: 5,
        ..born(State::Confirmed)
    };
    check(&events, as_before);
}

const ACT: ActId = ActId(Uuid::from_u128(5));

fn cancelled(why: Why, money: Choice, received: &'static str) -> (Event, u32, &'static str) {
    decided(Command::Cancel(cancel(why, money)), received)
}

#[test]
fn what_was_stored_before_an_event_had_all_its_parts_can_still_be_read() {
    let first = cancelled(JUST_NOW, Choice::Policy, "23 Nov 12:00");
    let Event::Decided { consequence, .. } = &first.0 else {
        panic!("it is decided")
    };
    for (event, part) in [
        (booked(Role::Client).0, "/charge"),
        (undone(consequence), "/undoing/second"),
    ] {
        let mut stored = serde_json::to_value(&event).expect("plain data");
        let (inside, name) = part.rsplit_once('/').expect("a path");
        let parts = stored
            .pointer_mut(inside)
            .and_then(|value| value.as_object_mut());
        assert!(parts.expect("an object").remove(name).is_some(), "{part}");
        let read: Event = serde_json::from_value(stored).expect("it is read");
        assert_eq!(read, event);
    }
}

#[test]
fn the_log_reads_the_same_after_it_was_stored() {
    let command = Command::Cancel(cancel(JUST_NOW, Choice::Policy));
    let consequence = decide(&facts(), &command, london("23 Nov 12:00")).expect("it is decided");
    let events = [
        booked(Role::Client),
        (moved(Role::Client, true), 1, "23 Nov 10:00"),
        attended(Attendance::ClientNoShow),
        (undone(&consequence), 5, "23 Nov 12:00:20"),
        (
            Event::CameSecond {
                of: ACT,
                by: Role::Client,
                tasks: vec![TaskKind::CompetingCancel],
            },
            5,
            "23 Nov 12:00:25",
        ),
        (
            Event::TriedAgain {
                task: TaskKind::LetterUndelivered,
                row: "a row".into(),
            },
            5,
            "24 Nov 12:00",
        ),
    ];
    let log = log(&events);
    let stored = serde_json::to_string(&log).expect("plain data");
    let read: Vec<Recorded> = serde_json::from_str(&stored).expect("the same data");
    assert_eq!(read, log);
}

#[test]
fn a_log_without_a_booking_is_no_session() {
    assert_eq!(replay(&[]), None);
    assert_eq!(replay(&log(&[(Event::Confirmed, 1, "10 Nov 15:30")])), None);
}
