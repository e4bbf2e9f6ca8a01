//! Bookings of the examples, their confirmation, and what the team is asked.

use crate::cast::london;
use crate::doc::Example;
use crate::follows::{joined, spaced};
use crate::given::{given, role, time};
use crate::moves::{due, label};
use domain::Command;
use domain::consequence::Consequence;
use domain::facts::Facts;
use domain::request::{
    AskToCarry, AskToMove, Aware, OpenRequest, Particulars, RequestEffect, RequestKind,
};
use domain::session::book::{Book, Booked};
use domain::session::confirm::{self, Decline, Reminder};
use domain::session::hold::{Hold, Stage};
use domain::session::{Cause, Session, State};
use domain::times::OldTime;

/// What a booking adds to the facts: its deadline, its hold, and what the team was asked.
pub fn complete(example: &Example, facts: &mut Facts) {
    let session = &mut facts.session;
    if session.state == State::AwaitingConfirmation && given(example, "booked").is_some() {
        let until = confirm::deadline(session.booked_at, session.span.start());
        session.confirm_by = Some(until);
    }
    facts.times.hold = time(example, "held").map(|held_at| Hold {
        span: facts.session.span,
        held_at,
        stage: Stage::Fresh,
    });
    let named = |text: &str| RequestKind::parse(&text.replace(' ', "_")).expect("a request");
    let asked = given(example, "asked the team").map(|text| OpenRequest {
        kind: named(text),
        since: london("20 Nov 11:00"),
    });
    facts.requests = asked.into_iter().collect();
}

pub fn command(example: &Example) -> Command {
    let by = role(given(example, "who"));
    let words = given(example, "reason").map(|text| text.trim_matches(['“', '”']).to_owned());
    match given(example, "does") {
        Some("confirms") => Command::Confirm,
        Some("expires") => Command::Expire,
        Some("declines it") => Command::Decline(Decline {
            words: words.or_else(|| Some("Not my field".into())),
            old_time: OldTime::Open,
            note: None,
            particulars: asked(given(example, "aware")),
        }),
        Some("books") => Command::Book(Book { by, note: None }),
        Some("asks to move") => Command::AskToMove(AskToMove {
            words: words.expect("words for the therapist"),
        }),
        Some("asks to carry") => Command::AskToCarry(AskToCarry {
            by,
            to: time(example, "to"),
            words: words.expect("words for the team"),
        }),
        other => panic!("no such act: {other:?}"),
    }
}

/// What the team is told beside the words.
fn asked(aware: Option<&str>) -> Option<Particulars> {
    let words = |text: &str| text.trim_matches(['“', '”']).to_owned();
    let aware = match aware {
        Some("nothing said") => return None,
        Some(text) => Aware::Told(words(text)),
        None => Aware::NotReached("Rang twice on 20 Nov".into()),
    };
    let cause = Cause::NotBestFit;
    Some(Particulars::Cancel { cause, aware })
}

/// What follows from the session itself, before anybody does anything.
pub fn of_session(example: &Example, session: &Session, head: &str) -> Option<String> {
    let until = session.confirm_by;
    let text = match head {
        "confirm by" => until.map(label),
        "reminded" => until.and_then(|until| {
            let reminders = confirm::reminders(session.booked_at, until);
            joined(reminders.into_iter().map(label))
        }),
        "sends" | "next reminder" => reminder(example, session, head),
        _ => return None,
    };
    Some(text.unwrap_or(crate::follows::NOTHING.into()))
}

fn reminder(example: &Example, session: &Session, head: &str) -> Option<String> {
    let now = time(example, "since").expect("an instant");
    let (due, next) = confirm::reminder(session, session.booked_at, now);
    match head {
        "next reminder" => next.map(label),
        _ => due.map(|due| match due {
            Reminder::First => "first".into(),
            Reminder::Last => "last".into(),
        }),
    }
}

pub fn confirm_by(done: &Consequence) -> Option<String> {
    let booked = done.booked.as_ref().and_then(|booked| booked.confirm_by);
    let moved = done.moved.as_ref().and_then(|moved| moved.confirm_by);
    booked.or(moved).map(label)
}

pub fn request(effect: &RequestEffect) -> String {
    match effect {
        RequestEffect::Filed(filed) => spaced(filed.kind.as_str()),
        RequestEffect::Voided(kinds) => {
            let kinds = kinds
                .iter()
                .map(|kind| format!("{} void", spaced(kind.as_str())));
            joined(kinds).expect("some are void")
        }
    }
}

pub fn of_booking(booked: &Booked, head: &str) -> Option<String> {
    match head {
        "overrides" => joined(booked.against.iter().map(|rule| spaced(rule.as_str()))),
        "charge" => booked.charge.map(due),
        other => panic!("no such column: → {other}"),
    }
}
