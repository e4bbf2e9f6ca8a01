//! What follows from an example, in the words of the document: one text for every column
//! whose head begins with an arrow.

use crate::doc::Example;
use crate::given::{case, given, time};
use domain::commitment::Commitment;
use domain::consequence::{Consequence, SlotEffect};
use domain::facts::Facts;
use domain::money::Money;
use domain::policy::{self, Answer, Ending, Owed, Timing};
use domain::refusal::Refusal;
use domain::sentences::ordinal;
use domain::session::Cause;
use domain::standing::{Standing, StandingEffect, StandingRule};
use domain::time::Instant;
use domain::{Command, decide};

pub const NOTHING: &str = "–";

/// What the column headed `→ head` should say.
pub fn follows(example: &Example, head: &str) -> String {
    if let Some(ending) = given(example, "ending") {
        return of_answer(ending, head);
    }
    if given(example, "dragged from").is_some() {
        return crate::drags::follows(example, head);
    }
    if given(example, "day").is_some() {
        return crate::hours::of_day(example, head);
    }
    if given(example, "does") == Some("opens today") {
        return crate::hours::of_review(example, head);
    }
    if given(example, "does") == Some("saves") {
        return crate::hours::of_save(example, head);
    }
    if given(example, "account").is_some() {
        return crate::accounts::follows(example, head);
    }
    let (facts, command, now) = case(example);
    if given(example, "does").is_none()
        && let Some(text) = crate::bookings::of_session(example, &facts.session, head)
    {
        return text;
    }
    let decided = decide(&facts, &command, now);
    match (head, decided) {
        ("answer", decided) => answer(decided.err()),
        (
            "until",
            Ok(Consequence {
                offer: Some(effect),
                ..
            }),
        ) => crate::moves::of_offer(&effect, head),
        (
            "until" | "undo" | "reverts" | "heard" | "the team is asked" | "and after an undo",
            Ok(done),
        ) => crate::undone::follows(example, head, &facts, &done, now),
        ("differs", Ok(shown)) => differs(example, facts, &command, &shown),
        (_, Err(_)) => NOTHING.into(),
        (head, Ok(done)) => of_consequence(&done, &facts, head),
    }
}

pub fn answer(refusal: Option<Refusal>) -> String {
    refusal.map_or("yes".into(), |refusal| {
        plain_spaces(&format!("refused: {refusal}"))
    })
}

fn of_consequence(done: &Consequence, facts: &Facts, head: &str) -> String {
    let money = |pick: fn(&domain::consequence::MoneyEffect) -> Money| {
        done.money.as_ref().map(|effect| plain(pick(effect)))
    };
    let text = match head {
        "told" => joined(done.told.iter().map(|told| {
            let to = format!("{:?}", told.to).to_lowercase();
            format!("{to} {}", spaced(told.template.as_str()))
        })),
        "notice" if done.moved.is_none() => done
            .cancellation
            .as_ref()
            .map(|c| clock(c.notice_ms / 1000)),
        "clause" => done.clauses.first().map(|clause| spaced(clause.id.id())),
        "also" => joined(done.clauses[1..].iter().map(|c| spaced(c.id.id()))),
        "counts for" if done.moved.is_none() => done
            .cancellation
            .as_ref()
            .map(|c| c.on_behalf_of.as_str().into()),
        "owed" => money(|m| m.owed),
        "refund" => money(|m| m.refund),
        "kept" => money(|m| m.kept),
        "therapist" => money(|m| m.therapist),
        "commission" => money(|m| m.commission),
        "waits" => waits(done, facts),
        "exception" => done.money.as_ref().and_then(|m| m.exception).map(ordinal),
        "charge" if done.moved.is_none() && done.booked.is_none() => {
            done.charge_withdrawn.map(|_| "withdrawn".into())
        }
        "state" => Some(done.to.label().into()),
        "slot" => Some(slot(done.slot).into()),
        "standing" => Some(standing(done.standing)),
        "team" => joined(done.tasks.iter().map(|task| spaced(task.as_str()))),
        "offer" => done
            .offer
            .as_ref()
            .map(|offer| crate::moves::of_offer(offer, head)),
        "frozen" => crate::objections::frozen(done),
        "waived" => done.late_waived.map(crate::moves::label),
        "request" => done.request.as_ref().map(crate::bookings::request),
        "confirm by" => crate::bookings::confirm_by(done),
        "overrides" | "charge" if done.booked.is_some() => {
            let booked = done.booked.as_ref();
            booked.and_then(|booked| crate::bookings::of_booking(booked, head))
        }
        "moves to" | "late since" | "carried" | "overrides" | "charge" | "counts for"
        | "notice" => {
            let moved = done.moved.as_ref();
            moved.and_then(|moved| crate::moves::of_move(moved, head))
        }
        other => panic!("no such column: → {other}"),
    };
    text.unwrap_or(NOTHING.into())
}

/// What stays where it stood, neither refunded nor earned.
fn waits(done: &Consequence, facts: &Facts) -> Option<String> {
    let legs = &done.money.as_ref()?.legs;
    let books = facts.payment.paid()?.books;
    let after = legs.iter().fold(books, |books, leg| books.after(*leg));
    (after.held > 0).then(|| plain(facts.session.price.with(after.held)))
}

fn slot(slot: SlotEffect) -> &'static str {
    match slot {
        SlotEffect::Untouched => "unchanged",
        SlotEffect::Freed => "opens again",
        SlotEffect::Blocked => "blocked",
        SlotEffect::HourStopped => "hour stopped",
        SlotEffect::AccountPaused => "account paused",
    }
}

fn standing(effect: StandingEffect) -> String {
    match effect {
        StandingEffect::Untouched => "unchanged".into(),
        StandingEffect::TeamDecides => "the team decides".into(),
        StandingEffect::Incident { now } => match Standing::of(now) {
            Standing::Good => format!("incident {now}: good"),
            Standing::TeamReviews => format!("incident {now}: the team reviews"),
            Standing::SuspensionProposed => format!("incident {now}: suspension is proposed"),
        },
    }
}

fn of_answer(ending: &str, head: &str) -> String {
    let Answer {
        clause,
        owed,
        counts_as,
        standing,
    } = named_answer(ending);
    match head {
        "clause" => spaced(clause.id()),
        "owed" if owed == Owed::All => "all".into(),
        "owed" => "nothing".into(),
        "counts for" => counts_as.map_or("nobody", |role| role.as_str()).into(),
        "standing" => match standing {
            StandingRule::Untouched => "unchanged".into(),
            StandingRule::Incident => "incident".into(),
            StandingRule::TeamDecides => "the team decides".into(),
        },
        other => panic!("no such column: → {other}"),
    }
}

fn named_answer(ending: &str) -> Answer {
    let cause = |text: &str| Cause::ALL.into_iter().find(|c| spaced(c.as_str()) == text);
    let (ending, timing) = match ending {
        "client asked, in time" => (Ending::Cancelled(Cause::ClientAsked), Timing::OnTime),
        "client asked, late" => (Ending::Cancelled(Cause::ClientAsked), Timing::Late),
        "client asked, moved late before" => {
            (Ending::Cancelled(Cause::ClientAsked), Timing::LateStays)
        }
        "client asked, within the grace" => (Ending::Cancelled(Cause::ClientAsked), Timing::Grace),
        "took place" => (Ending::TookPlace, Timing::Late),
        "client no-show" => (Ending::ClientNoShow, Timing::Late),
        "therapist no-show" => (Ending::TherapistNoShow, Timing::Late),
        // Where nobody asked, being late changes nothing.
        text => (
            Ending::Cancelled(cause(text).expect("a cause")),
            Timing::Late,
        ),
    };
    policy::answer(ending, timing)
}

/// What differs when the button is pressed later, after what happened meanwhile.
fn differs(example: &Example, mut facts: Facts, command: &Command, shown: &Consequence) -> String {
    if let Some(event) = given(example, "meanwhile") {
        meanwhile(example, event, &mut facts);
    }
    let pressed: Instant = time(example, "pressed").expect("when the button was pressed");
    match decide(&facts, command, pressed) {
        Err(refusal) => answer(Some(refusal)),
        Ok(now) => {
            let parts = Commitment::to(shown).differences(&Commitment::to(&now));
            let named = parts
                .into_iter()
                .map(|part| format!("{part:?}").to_lowercase());
            joined(named).unwrap_or("nothing".into())
        }
    }
}

fn meanwhile(example: &Example, event: &str, facts: &mut Facts) {
    if crate::moves::meanwhile(event, facts) {
        return;
    }
    use crate::cast::{captured, paid};
    match event {
        "a newer revision" => facts.session.revision += 1,
        "moved by Maya" => facts.session.span = moved(example, facts),
        "an incident" => facts.incidents += 1,
        "the charge was taken" => facts.payment = paid(captured(facts.session.price.minor)),
        "it was confirmed" => facts.session.state = domain::session::State::Confirmed,
        "it was cancelled" => facts.session.state = domain::session::State::Cancelled,
        "an exception elsewhere" => facts.exceptions += 1,
        other => panic!("nothing that happens meanwhile: {other}"),
    }
}

/// A day later.
fn moved(example: &Example, facts: &Facts) -> domain::time::interval::Interval {
    let start = time(example, "starts").unwrap_or(facts.session.span.start());
    crate::cast::span(start + domain::time::TimeDelta::days(1))
}

pub fn plain(money: Money) -> String {
    plain_spaces(&money.to_string())
}

fn plain_spaces(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

pub fn spaced(id: &str) -> String {
    id.replace('_', " ")
}

pub fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// `47:59:59`
pub fn clock(seconds: i64) -> String {
    format!(
        "{}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}
