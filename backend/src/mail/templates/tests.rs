//! What people read, letter by letter: Maya Okafor in London, Daniel Reyes in Madrid, £65.00,
//! Tuesday 24 November 2026, 14:00 to 14:50 in London.

mod afterwards;
mod booked;
mod cancelled;
mod moved;
mod offered;

use super::*;
use crate::ical::Method;
use domain::actor::Role;
use domain::ids::{AccountId, ClientId, SessionId, TherapistId};
use domain::money::Currency;
use domain::sentences::returned::Returned;
use domain::session::{SessionKind, State};
use domain::time::interval::Interval;
use uuid::Uuid;

fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

fn pounds(minor: i64) -> Money {
    Money::new(minor, Currency::Gbp)
}

fn person(id: u128, role: Role, name: &str, email: &str, city: &str) -> Person {
    Person {
        id: AccountId(Uuid::from_u128(id)),
        role,
        name: name.into(),
        email: email.into(),
        zone: format!("Europe/{city}"),
        city: city.into(),
    }
}

fn pair(discreet: bool) -> Pair {
    let maya = ("Maya Okafor", "maya@example.org", "London");
    let daniel = ("Daniel Reyes", "daniel@example.org", "Madrid");
    Pair {
        therapist: person(1, Role::Therapist, maya.0, maya.1, maya.2),
        client: person(2, Role::Client, daniel.0, daniel.1, daniel.2),
        since: at("2026-03-03T10:00:00Z"),
        policy_version: 2,
        policy_agreed_at: at("2026-03-03T10:00:00Z"),
        discreet,
    }
}

fn session() -> Session {
    let span = Interval::new(at("2026-11-24T14:00:00Z"), at("2026-11-24T14:50:00Z"));
    Session {
        id: SessionId(Uuid::from_u128(3)),
        therapist: TherapistId(Uuid::from_u128(1)),
        client: ClientId(Uuid::from_u128(2)),
        kind: SessionKind::FollowUp,
        state: State::Confirmed,
        span: span.expect("a span"),
        booked_at: at("2026-11-10T14:52:00Z"),
        price: pounds(6500),
        revision: 3,
        late_since: None,
        cancellation: None,
        confirm_by: None,
    }
}

/// What differs from letter to letter.
#[derive(Clone, Copy, Default)]
struct Case {
    discreet: bool,
    to_therapist: bool,
    clause: Option<Clause>,
    refund: i64,
    kept: i64,
    note: Option<&'static str>,
    failure: Option<&'static str>,
    returned: Returned,
}

fn written(template: Template, case: Case) -> Letter {
    let (pair, session) = (pair(case.discreet), session());
    let money = |minor| (minor > 0).then(|| pounds(minor));
    let about = About {
        to: match case.to_therapist {
            true => Recipient::Therapist,
            false => Recipient::Client,
        },
        pair: &pair,
        session: &session,
        revision: 4,
        place: "online",
        clause: case.clause,
        refund: money(case.refund),
        kept: money(case.kept),
        done: None,
        note: case.note,
        failure: case.failure,
        returned: case.returned,
        reference: "K-7Q4M-2X9D",
        origin: "https://kept.example",
        now: at("2026-11-22T13:15:00Z"),
    };
    letter(template, &about).expect("a letter")
}

#[track_caller]
fn check(template: Template, case: Case, expected: &str) -> Letter {
    let letter = written(template, case);
    let got = format!("{}\n\n{}", letter.subject, letter.text);
    assert_eq!(got.trim_end(), expected.trim_end(), "\n{got}");
    if case.discreet && !case.to_therapist {
        is_discreet(&letter);
    }
    letter
}

#[track_caller]
fn is_discreet(letter: &Letter) {
    let calendar = letter.calendar.as_ref().map_or("", |part| &part.text);
    let (subject, text) = (&letter.subject, &letter.text);
    let all = format!("{} {subject} {text} {calendar}", letter.sender.name()).to_lowercase();
    for word in ["therap", "session", "counsel", "client", "okafor", "kept <"] {
        assert!(!all.contains(word), "{word} in:\n{all}");
    }
    assert_eq!(letter.sender.name(), "Appointments");
}

const LATE: Case = Case {
    discreet: false,
    to_therapist: false,
    clause: Some(Clause::Late),
    refund: 0,
    kept: 6500,
    note: None,
    failure: None,
    returned: Returned::NeverArrived,
};
