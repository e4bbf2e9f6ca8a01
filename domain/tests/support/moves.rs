//! Moves of the examples: the command, what is known of the new time, and what follows.

use crate::cast::{london, open_at, span};
use crate::doc::Example;
use crate::follows::{joined, plain, spaced};
use crate::given::{given, role, time};
use chrono::{Datelike, Timelike};
use domain::actor::Role;
use domain::facts::Facts;
use domain::ids::SessionId;
use domain::payment::charge::Due;
use domain::session::moving::{Move, Moved, Why};
use domain::session::offer::{Answer, Offer, OfferEffect};
use domain::time::{Instant, TimeDelta};
use domain::times::{Candidate, OldTime, OwnRule, Taken, TakenBy};
use domain::{Command, decide};
use uuid::Uuid;

pub fn moves(example: &Example) -> Command {
    let why = why(example);
    Command::Move(Move {
        by: role(given(example, "who")),
        to: time(example, "to").unwrap_or_else(|| crate::cast::london("25 Nov 16:00")),
        why,
        old_time: old_time(example, why),
        note: None,
    })
}

pub fn why(example: &Example) -> Why {
    match given(example, "cause") {
        None | Some("client asked") => Why::ClientAsked {
            asked_at: time(example, "asked"),
        },
        Some("therapist unavailable") => Why::TherapistUnavailable,
        Some("correction") => Why::Correction,
        Some(other) => panic!("no one moves for this cause: {other}"),
    }
}

/// Blocked where the therapist is unavailable, unless the example says otherwise.
pub fn old_time(example: &Example, why: Why) -> OldTime {
    match given(example, "old time") {
        None if why == Why::TherapistUnavailable => OldTime::Block,
        None | Some("open") => OldTime::Open,
        Some("block") => OldTime::Block,
        Some("stop hour") => OldTime::StopHour,
        Some("pause") => OldTime::Pause,
        Some(other) => panic!("nothing that becomes of a time: {other}"),
    }
}

/// An offer, or what becomes of one.
pub fn offers(example: &Example) -> Command {
    let answer = match given(example, "does") {
        Some("takes") => Answer::Take(time(example, "to").expect("the time taken")),
        Some("declines") => Answer::Decline,
        Some("withdraws") => Answer::Withdraw,
        Some("lapses") => Answer::Lapse,
        _ => return Command::Offer(offer(example)),
    };
    Command::AnswerOffer(answer)
}

fn offer(example: &Example) -> Offer {
    let why = why(example);
    Offer {
        times: offered_times(example),
        why,
        old_time: old_time(example, why),
        note: None,
    }
}

/// Two times, unless the example names others; those after an offer was made are its own.
fn offered_times(example: &Example) -> Vec<Instant> {
    let cell = match (given(example, "times"), given(example, "offered")) {
        (Some(cell), _) => cell,
        (None, Some(_)) => "25 Nov 16:00; 26 Nov 10:00",
        (None, None) => return Vec::new(),
    };
    cell.split("; ").map(london).collect()
}

/// The facts after the offer that the example starts from.
pub fn with_offer(example: &Example, mut facts: Facts) -> Facts {
    let Some(at) = time(example, "offered") else {
        return facts;
    };
    let offered = decide(&facts, &Command::Offer(offer(example)), at).expect("it is offered");
    if let Some(OfferEffect::Made(offer)) = offered.offer {
        facts.times.offer = Some(offer);
    }
    facts
}

/// What is known of the time that the example moves to.
pub fn candidates(example: &Example, facts: &Facts) -> Vec<Candidate> {
    let booked =
        matches!(given(example, "does"), Some("books")).then(|| facts.session.span.start());
    let moved = time(example, "to").into_iter().chain(booked);
    let new = moved.chain(offered_times(example)).map(open_at);
    let there = |mut candidate: Candidate| {
        for part in given(example, "there")
            .into_iter()
            .flat_map(|cell| cell.split(", "))
        {
            is_there(&mut candidate, part, facts);
        }
        candidate
    };
    new.map(there).collect()
}

fn is_there(candidate: &mut Candidate, part: &str, facts: &Facts) {
    let session = &facts.session;
    let rule = OwnRule::ALL
        .into_iter()
        .find(|rule| spaced(rule.as_str()) == part);
    let (by, span, session) = match (rule, part) {
        (Some(rule), _) => {
            candidate.against.insert(rule);
            return;
        }
        (None, "its own time") => (TakenBy::Session, session.span, Some(session.id)),
        (None, "a session" | "a session of Daniel’s elsewhere") => {
            let other = SessionId(Uuid::from_u128(77));
            (TakenBy::Session, candidate.span, Some(other))
        }
        (None, hold) => {
            let until = hold.strip_prefix("a hold until ").expect("what is there");
            let until = crate::cast::london(until);
            (TakenBy::Hold { until }, candidate.span, None)
        }
    };
    candidate.taken.push(Taken { span, by, session });
}

/// What happened to the new time between seeing the form and pressing its button.
pub fn meanwhile(event: &str, facts: &mut Facts) -> bool {
    for candidate in &mut facts.times.candidates {
        match event {
            "the hours changed" => {
                candidate.against.insert(OwnRule::OutsideHours);
            }
            "somebody booked it" => candidate.taken.push(Taken {
                span: span(candidate.span.start() - TimeDelta::minutes(40)),
                by: TakenBy::Session,
                session: None,
            }),
            _ => return false,
        }
    }
    !facts.times.candidates.is_empty()
}

pub fn of_move(moved: &Moved, head: &str) -> Option<String> {
    match head {
        "moves to" => Some(label(moved.to.start())),
        "late since" => moved.late_since.map(label),
        "carried" => moved.carried.map(plain),
        "overrides" => joined(moved.against.iter().map(|rule| spaced(rule.as_str()))),
        "charge" => moved.charge.map(due),
        "counts for" => moved.on_behalf_of.map(|role: Role| role.as_str().into()),
        "notice" => Some(crate::follows::clock(moved.notice_ms / 1000)),
        other => panic!("no such column: → {other}"),
    }
}

pub fn of_offer(effect: &OfferEffect, head: &str) -> String {
    match (effect, head) {
        (OfferEffect::Made(offer), "until") => label(offer.until),
        (OfferEffect::Made(offer), _) => {
            let times = offer.times.iter().map(|time| label(time.span.start()));
            times.collect::<Vec<_>>().join("; ")
        }
        (OfferEffect::Ended { how, .. }, _) => how.as_str().into(),
    }
}

pub fn due(due: Due) -> String {
    match due {
        Due::At(at) => label(at),
        Due::AtOnce => "at once".into(),
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `22 Nov 14:00`, with the seconds where there are some.
pub fn label(at: Instant) -> String {
    let wall = crate::cast::zone("Europe/London").wall(at);
    let month = MONTHS[wall.month0() as usize];
    let seconds = match wall.second() {
        0 => String::new(),
        seconds => format!(":{seconds:02}"),
    };
    let (hour, minute) = (wall.hour(), wall.minute());
    format!("{} {month} {hour:02}:{minute:02}{seconds}", wall.day())
}
