//! A booking from its first event on: what people read of it, what the log gives, and which two
//! of three win at the instant of its deadline.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;

use cast::{facts, london, open_at, unpaid, words};
use domain::actor::Role;
use domain::commitment::{Commitment, Difference};
use domain::consequence::Consequence;
use domain::event::replay::replay;
use domain::event::{Event, Recorded};
use domain::facts::Facts;
use domain::ids::ActId;
use domain::payment::Payment;
use domain::payment::charge::Due;
use domain::refusal::Refusal;
use domain::request::{AskToCarry, Aware, Particulars};
use domain::sentences::{happens, history};
use domain::session::book::Book;
use domain::session::confirm::{self, Decline};
use domain::session::hold::{self, Hold, Stage};
use domain::session::moving::Move;
use domain::session::{Cause, SessionKind, State};
use domain::time::{Instant, TimeDelta};
use domain::times::{OldTime, OwnRule};
use domain::{Command, decide};
use uuid::Uuid;

fn done(facts: &Facts, command: &Command, at: &str) -> Consequence {
    decide(facts, command, london(at)).expect("it is decided")
}

fn book(by: Role) -> Command {
    Command::Book(Book { by, note: None })
}

/// Maya books a follow-up on Tuesday, outside her own hours.
fn follow_up() -> Facts {
    let mut facts = unpaid(None);
    facts.session.state = State::Held;
    let mut candidate = open_at(london("24 Nov 14:00"));
    candidate.against.insert(OwnRule::OutsideHours);
    facts.times.candidates = vec![candidate];
    facts
}

/// Daniel has it in checkout since noon, and has paid.
fn in_checkout() -> Facts {
    held_by(facts())
}

fn held_by(mut facts: Facts) -> Facts {
    facts.session.state = State::Held;
    facts.times.hold = Some(Hold {
        span: facts.session.span,
        held_at: london("20 Nov 12:00"),
        stage: Stage::Fresh,
    });
    facts
}

/// Daniel's booking of 20 November, 10:00.
fn awaiting(kind: SessionKind) -> Facts {
    let mut facts = facts();
    let session = &mut facts.session;
    (session.kind, session.state) = (kind, State::AwaitingConfirmation);
    session.booked_at = london("20 Nov 10:00");
    let until = confirm::deadline(session.booked_at, session.span.start());
    session.confirm_by = Some(until);
    facts
}

#[track_caller]
fn check(done: &Consequence, heading: [&str; 2], lines: &[&str]) {
    let said = happens::lines(done, &words());
    let said: Vec<&str> = said.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(said, lines);
    assert_eq!([happens::button(done), happens::title(done)], heading);
}

#[test]
fn a_hold_that_ended_gives_back_all_that_was_paid_and_one_that_stands_gives_nothing() {
    let stands = Err(Refusal::NotInState(State::Held));
    let lines = [
        (in_checkout(), "20 Nov 12:09:59", stands),
        (in_checkout(), "20 Nov 12:10", Ok(Some(6500))),
        (in_checkout(), "24 Nov 14:00", Ok(Some(6500))),
        (held_by(unpaid(None)), "20 Nov 12:10", Ok(None)),
        (
            facts(),
            "20 Nov 12:10",
            Err(Refusal::NotInState(State::Confirmed)),
        ),
    ];
    for (facts, at, expected) in lines {
        let done = hold::let_go(&facts, london(at));
        let refund = done.clone().map(|done| {
            let money = done
                .money
                .map(|money| (money.refund.minor, money.kept.minor));
            assert_eq!(
                (done.to, done.told.len()),
                (State::Expired, money.iter().len())
            );
            money
        });
        let expected = expected.map(|refund| refund.map(|refund| (refund, 0)));
        assert_eq!(refund, expected, "{at}");
    }
}

#[test]
fn what_was_paid_and_never_booked_has_a_log_of_its_own() {
    let at = london("20 Nov 12:10");
    let done = hold::let_go(&in_checkout(), at).expect("it has ended");
    let recorded = |event| Recorded {
        revision: done.revision,
        event,
        actor: None,
        received_at: at,
    };
    let ended = recorded(Event::Decided {
        act: ActId(Uuid::from_u128(9)),
        consequence: Box::new(done.clone()),
    });
    let paid = recorded(Event::Paid {
        amount: cast::pounds(6500),
        card: "card ending 4242".into(),
    });
    let said = replay(&[ended.clone(), paid]).expect("a log");
    assert_eq!(said.session.state, State::Expired);
    assert_eq!((said.books.captured, said.books.refunding), (6500, 6500));
    assert_eq!((said.books.held, said.refunds.len()), (0, 1));
    let names = history::Names {
        reader: Role::Client,
        client: "Daniel",
        therapist: "Maya",
    };
    let (line, detail) = history::line(&ended, history::Fate::Stands, names, "");
    assert_eq!(line, "The time that was kept in checkout ended");
    assert_eq!(detail.as_deref(), Some("£65.00 refunded"));
}

#[test]
fn a_follow_up_says_when_the_card_is_charged_and_which_rules_give_way() {
    let booked = done(&follow_up(), &book(Role::Therapist), "20 Nov 12:00");
    let lines = [
        "A follow-up on Tue 24 Nov, 14:00 – 14:50 is booked and confirmed",
        "The time is outside your open hours",
        "Daniel’s stored card is charged £65.00 48 hours before the start",
        "Daniel is told by e-mail, with an entry for the calendar",
        "Your standing does not change",
    ];
    check(&booked, ["Book follow-up", "Follow-up booked"], &lines);
    let soon = done(&follow_up(), &book(Role::Therapist), "22 Nov 14:00");
    let money = happens::lines(&soon, &words()).remove(2).text;
    let at_once = "The start is less than 48 hours away, so Daniel’s stored card is charged £65.00 \
                   at once";
    assert_eq!(money, at_once);
}

#[test]
fn price_and_charge_of_a_booking_are_part_of_what_was_shown() {
    let shown = done(&follow_up(), &book(Role::Therapist), "20 Nov 12:00");
    let differs = |change: fn(&mut Consequence)| {
        let mut now = shown.clone();
        change(&mut now);
        Commitment::to(&shown).differences(&Commitment::to(&now))
    };
    let charge = differs(|now| now.booked.as_mut().expect("booked").charge = Some(Due::AtOnce));
    assert_eq!(charge, [Difference::Money]);
    let price = differs(|now| now.booked.as_mut().expect("booked").price.minor += 1);
    assert_eq!(price, [Difference::Money]);
    let policy = differs(|now| now.booked.as_mut().expect("booked").policy += 1);
    assert_eq!(policy, [Difference::Policy]);
    let hours = differs(|now| now.booked.as_mut().expect("booked").against.clear());
    assert_eq!(hours, [Difference::Session]);
    let ages = differs(|now| now.booked.as_mut().expect("booked").confirm_by = None);
    assert_eq!(ages, []);
}

#[test]
fn confirming_declining_and_asking_the_team_are_told() {
    let awaiting = |kind| awaiting(kind);
    let confirmed = done(
        &awaiting(SessionKind::FollowUp),
        &Command::Confirm,
        "20 Nov 12:00",
    );
    let lines = [
        "The session on Tue 24 Nov, 14:00 – 14:50 is confirmed",
        "No money moves",
        "Daniel is told by e-mail, with an entry for the calendar",
        "Your standing does not change",
    ];
    check(&confirmed, ["Confirm session", "Session confirmed"], &lines);
    let decline = Command::Decline(Decline {
        words: Some("Not my field".into()),
        old_time: OldTime::Open,
        note: None,
        particulars: Some(Particulars::Cancel {
            cause: Cause::NotBestFit,
            aware: Aware::Told("By telephone, on Friday".into()),
        }),
    });
    let declined = done(&awaiting(SessionKind::FollowUp), &decline, "20 Nov 12:00");
    let lines = [
        "The session on Tue 24 Nov, 14:00 – 14:50 is cancelled",
        "£65.00 goes back to Daniel’s card, usually in 5 to 10 days",
        "Nothing is kept: £0.00 to you, £0.00 commission",
        "Tue 24 Nov, 14:00 – 14:50 opens for booking again",
        "Daniel is told by e-mail, with the calendar entry withdrawn",
        "It counts towards your standing: your first incident in 90 days",
        "You can undo this for 30 seconds; then money and messages leave",
    ];
    check(
        &declined,
        ["Decline and refund £65.00", "Booking declined"],
        &lines,
    );
    let asked = done(&awaiting(SessionKind::Initial), &decline, "20 Nov 12:00");
    let lines = [
        "The team is asked to cancel the session on Tue 24 Nov, 14:00 – 14:50; until they have, it \
         can still be confirmed, and its deadline keeps running",
        "No money moves",
        "Nobody is written to",
        "Your standing does not change",
    ];
    check(&asked, ["Ask the team", "The team is asked"], &lines);
    let mut unasked = asked.clone();
    unasked.request = None;
    let differs = Commitment::to(&asked).differences(&Commitment::to(&unasked));
    assert_eq!(differs, [Difference::Session]);
    let carry = Command::AskToCarry(AskToCarry {
        by: Role::Therapist,
        to: None,
        words: "He was in hospital".into(),
    });
    let carried = done(&facts(), &carry, "24 Nov 18:00");
    let first = happens::lines(&carried, &words()).remove(0).text;
    let ask =
        "The team is asked to carry the payment for Tue 24 Nov, 14:00 – 14:50 to a new session";
    assert_eq!(first, ask);
}

fn recorded(done: Consequence, actor: Option<Role>, at: Instant) -> Recorded {
    let revision = done.revision;
    let (act, consequence) = (ActId(Uuid::from_u128(5)), Box::new(done));
    Recorded {
        event: Event::Decided { act, consequence },
        revision,
        actor,
        received_at: at,
    }
}

#[test]
fn the_log_of_a_booking_gives_its_deadline_until_it_is_answered() {
    let mut facts = in_checkout();
    let at = london("20 Nov 12:05");
    let booked = decide(&facts, &book(Role::Client), at).expect("it is booked");
    let mut log = vec![recorded(booked, Some(Role::Client), at)];
    let born = replay(&log).expect("a booking").session;
    assert_eq!(born.state, State::AwaitingConfirmation);
    assert_eq!(born.confirm_by, Some(london("21 Nov 12:05")));
    facts.session.state = born.state;
    facts.session.confirm_by = born.confirm_by;
    facts.session.booked_at = at;
    facts.times.candidates = vec![open_at(london("25 Nov 16:00"))];
    let own = Command::Move(Move::by_client(london("25 Nov 16:00"), None));
    let asked_anew = london("20 Nov 18:00");
    let moved = decide(&facts, &own, asked_anew).expect("it is moved");
    log.push(recorded(moved, Some(Role::Client), asked_anew));
    let now = replay(&log).expect("a booking").session;
    assert_eq!(now.confirm_by, Some(london("21 Nov 18:00")));
    facts.session.span = now.span;
    facts.session.confirm_by = now.confirm_by;
    let confirmed = decide(&facts, &Command::Confirm, london("21 Nov 17:00"));
    log.push(recorded(
        confirmed.expect("in time"),
        Some(Role::Therapist),
        asked_anew,
    ));
    let now = replay(&log).expect("a booking").session;
    assert_eq!((now.state, now.confirm_by), (State::Confirmed, None));
    let stored = serde_json::to_string(&log).expect("plain data");
    assert_eq!(
        serde_json::from_str::<Vec<Recorded>>(&stored).ok(),
        Some(log)
    );
}

#[test]
fn at_the_instant_of_the_deadline_the_deadline_has_won() {
    let facts = awaiting(SessionKind::FollowUp);
    let since = london("21 Nov 10:00");
    let before = since - TimeDelta::milliseconds(1);
    let confirm = |now| decide(&facts, &Command::Confirm, now).map(|done| done.to);
    let expire = |now| decide(&facts, &Command::Expire, now).map(|done| done.to);
    assert_eq!(confirm(before), Ok(State::Confirmed));
    assert_eq!(
        expire(before),
        Err(Refusal::StillToConfirm { until: Some(since) })
    );
    assert_eq!(confirm(since), Err(Refusal::ConfirmOver { since }));
    assert_eq!(expire(since), Ok(State::Cancelled));
}

#[test]
fn the_history_tells_who_let_a_booking_go() {
    let names = history::Names {
        reader: Role::Therapist,
        client: "Daniel",
        therapist: "Maya",
    };
    let facts = awaiting(SessionKind::FollowUp);
    let tell = |command: &Command, actor, at: &str| {
        let recorded = recorded(done(&facts, command, at), actor, london(at));
        history::line(&recorded, history::Fate::Stands, names, "").0
    };
    let expired = tell(&Command::Expire, None, "21 Nov 10:00");
    assert_eq!(expired, "Kept cancelled: it was not confirmed in time");
    let confirmed = tell(&Command::Confirm, Some(Role::Therapist), "20 Nov 12:00");
    assert_eq!(confirmed, "You confirmed");
}

#[test]
fn a_free_follow_up_has_no_charge() {
    let mut free = follow_up();
    (free.payment, free.session.price) = (Payment::Free, cast::pounds(0));
    let booked = done(&free, &book(Role::Therapist), "20 Nov 12:00");
    assert_eq!(
        booked.booked.as_ref().and_then(|booked| booked.charge),
        None
    );
    let lines = happens::lines(&booked, &words());
    assert!(lines.iter().any(|line| line.text == "No money moves"));
}
