//! Letters about another time: the old one and the new one on both walls, the payment, and the way
//! to object.

use super::*;
use crate::ical::Method;
use domain::facts::Facts;
use domain::ids::PaymentId;
use domain::payment::ledger::Books;
use domain::payment::{Paid, Payment};
use domain::policy::Policy;
use domain::policy::commission::Rates;
use domain::sentences::returned::Returned;
use domain::session::Cause;
use domain::session::book::Book;
use domain::session::moving::{Move, Way, Why};
use domain::session::object::{LastMove, Object};
use domain::session::offer::Offer;
use domain::times::{Candidate, Nearest, OldTime, Times};
use domain::{Command, decide};
use std::collections::BTreeSet;

pub(super) const TO: &str = "2026-11-25T16:00:00Z";

pub(super) fn facts(starts: &[&str]) -> Facts {
    let candidate = |start: &&str| Candidate {
        span: session().span.starting(at(start)),
        against: BTreeSet::new(),
        taken: Vec::new(),
        nearest: Nearest::default(),
    };
    Facts {
        session: session(),
        payment: Payment::Unpaid {
            charge_due: Some(at("2026-11-22T14:00:00Z")),
        },
        policy: Policy::in_force(),
        policy_agreed_at: session().booked_at,
        rates: Rates::DEFAULT,
        exceptions: 0,
        incidents: 0,
        times: Times {
            candidates: starts.iter().map(candidate).collect(),
            ..Times::default()
        },
        requests: Vec::new(),
    }
}

fn moved(why: Why, received: &str) -> Consequence {
    let command = Command::Move(Move {
        by: Role::Therapist,
        to: at(TO),
        why,
        old_time: OldTime::Block,
        note: Some("See you then.".into()),
    });
    decide(&facts(&[TO]), &command, at(received)).expect("it can be moved")
}

#[track_caller]
fn check(done: &Consequence, discreet: bool, expected: &str) -> Letter {
    check_of(done, 0, discreet, expected)
}

/// Of several letters, the one in this place.
#[track_caller]
pub(super) fn check_of(done: &Consequence, place: usize, discreet: bool, expected: &str) -> Letter {
    let letter = letter_of(done, &session(), place, discreet);
    let got = format!("{}\n\n{}", letter.subject, letter.text);
    assert_eq!(got.trim_end(), expected.trim_end(), "\n{got}");
    if discreet && done.told[place].to == Recipient::Client {
        is_discreet(&letter);
    }
    letter
}

/// As the outbox gets it.
pub(super) fn letter_of(
    done: &Consequence,
    session: &Session,
    place: usize,
    discreet: bool,
) -> Letter {
    let (pair, told) = (pair(discreet), &done.told[place]);
    let money = done.money.as_ref();
    let about = About {
        to: told.to,
        pair: &pair,
        session,
        revision: done.revision,
        place: "online",
        clause: done.clauses.first().map(|clause| clause.id),
        refund: money.map(|money| money.refund).filter(|m| !m.is_zero()),
        kept: money.map(|money| money.kept).filter(|m| !m.is_zero()),
        done: Some(done),
        note: told.words.as_deref(),
        failure: None,
        returned: Returned::default(),
        reference: "K-7Q4M-2X9D",
        origin: "https://kept.example",
        now: at("2026-11-22T13:15:00Z"),
    };
    letter(told.template, &about).expect("a letter")
}

#[test]
fn a_session_moved_because_the_therapist_is_unavailable() {
    let done = moved(Why::TherapistUnavailable, "2026-11-20T12:00:00Z");
    let letter = check(
        &done,
        false,
        "\
Your session with Maya Okafor on Tuesday 24 November has moved

Hello Daniel,

Maya Okafor cannot make it at the time you had, and has moved your session. We are sorry.

Now:
Wednesday 25 November, 17:00 – 17:50 (Madrid, CET);
16:00 – 16:50 for Maya in London, GMT

Before:
Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

It is not paid yet; your stored card is charged on Mon 23 Nov, 17:00.

Maya writes:
> See you then.

If the new time does not suit you, say so within 24 hours and before it starts, on the page below: the session is then cancelled, and all that you paid goes back to you.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
    let calendar = letter.calendar.expect("an entry");
    assert_eq!(calendar.method, Method::Request);
    for line in ["SEQUENCE:4\r\n", "DTSTART:20261125T160000Z\r\n"] {
        assert!(calendar.text.contains(line), "{line} in {}", calendar.text);
    }
    let uid = "UID:00000000-0000-0000-0000-000000000003@kept\r\n";
    assert!(calendar.text.contains(uid), "the same entry");
    assert!(letter.link.is_some());
}

#[test]
fn a_late_wish_says_what_it_costs_and_a_discreet_one_no_more_than_that() {
    let why = Why::ClientAsked { asked_at: None };
    let done = moved(why, "2026-11-23T12:00:00Z");
    let letter = check(
        &done,
        true,
        "\
Your appointment on Tuesday 24 November has moved

Hello Daniel,

Maya has moved your appointment, as you asked.

Now:
Wednesday 25 November, 17:00 – 17:50 (Madrid, CET);
16:00 – 16:50 for Maya in London, GMT

Before:
Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

It is not paid yet; your stored card is charged on Mon 23 Nov, 17:00. It was moved late at your wish, so cancelling this appointment later is not refunded.

Maya writes:
> See you then.

If you did not ask for this, say so within 24 hours and before it starts, on the page below: a person of our team looks into it.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Appointments",
    );
    let path = "/mine/abc";
    assert!(
        letter
            .with_link(path)
            .text
            .contains("https://kept.example/mine/abc\n")
    );
}

#[test]
fn times_on_offer_are_told_with_their_last_instant() {
    let (first, second) = (TO, "2026-11-27T10:00:00Z");
    let command = Command::Offer(Offer {
        times: vec![at(second), at(first)],
        why: Why::TherapistUnavailable,
        old_time: OldTime::Block,
        note: None,
    });
    let now = at("2026-11-20T12:00:00Z");
    let done = decide(&facts(&[first, second]), &command, now).expect("they can be offered");
    let letter = check(
        &done,
        false,
        "\
Your session with Maya Okafor on Tuesday 24 November: other times to choose from

Hello Daniel,

Maya Okafor offers you other times for your session. Choose one, or leave it where it is.

As it stands:
Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

To choose from, until Sun 22 Nov, 13:00:
- Wednesday 25 November, 17:00 – 17:50 (Madrid, CET);
  16:00 – 16:50 for Maya in London, GMT
- Friday 27 November, 11:00 – 11:50 (Madrid, CET);
  10:00 – 10:50 for Maya in London, GMT

All of them are kept for you until then. Where you choose none, your session stays where it is.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
    assert!(letter.calendar.is_none());
}

/// The client denies that they asked for a late move of a paid session.
#[test]
fn a_disputed_cause_is_told_to_both() {
    let mut facts = facts(&[]);
    facts.payment = Payment::Paid(Paid {
        id: PaymentId(Uuid::from_u128(5)),
        card: "card ending 4242".into(),
        captured_at: facts.session.booked_at,
        books: Books {
            held: 6500,
            ..Books::default()
        },
    });
    facts.times.last_move = Some(LastMove {
        way: Way::Agreed,
        cause: Cause::ClientAsked,
        clause: Some(Clause::MovedLate),
        told_at: None,
        disputed_at: None,
    });
    let object = Command::Object(Object { note: None });
    let now = at("2026-11-22T13:15:00Z");
    let done = decide(&facts, &object, now).expect("they may object");
    check(
        &done,
        true,
        "\
Your appointment on Tuesday 24 November: our team looks into it

Hello Daniel,

You say that you did not ask for the new time of your appointment. A person of our team looks into it and will write to you.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Until then £65.00 is kept safe, and neither refunded nor paid out.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Appointments",
    );
    check_of(
        &done,
        1,
        true,
        "\
Daniel Reyes says that they did not ask for the move

Hello Maya,

You moved the session because Daniel Reyes asked, and they say that they did not. Our team looks into it and will write to you.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

Until then £65.00 is kept safe, and neither refunded nor paid out.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
    );
}

#[test]
fn a_follow_up_says_when_it_is_charged() {
    let mut facts = facts(&["2026-11-24T14:00:00Z"]);
    facts.session.state = State::Held;
    facts.payment = Payment::Unpaid { charge_due: None };
    let book = Command::Book(Book {
        by: Role::Therapist,
        note: None,
    });
    let done = decide(&facts, &book, at("2026-11-20T12:00:00Z")).expect("it is free");
    let letter = check(
        &done,
        true,
        "\
Your appointment on Tuesday 24 November is booked

Hello Daniel,

Maya has booked an appointment for you.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

It costs £65.00; your stored card is charged on Sun 22 Nov, 15:00.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Appointments",
    );
    assert_eq!(letter.calendar.expect("an entry").method, Method::Request);
}
