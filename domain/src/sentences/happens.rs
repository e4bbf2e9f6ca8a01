//! What will happen, line by line, and the words of the button that does it all.

use super::{bookings, letters, moves, offers};
use crate::actor::Role;
use crate::commitment::Difference;
use crate::consequence::{Consequence, MoneyEffect, SlotEffect, TaskKind};
use crate::session::undo::{self, Undoing};
use crate::session::{Cause, State};
use crate::standing::StandingEffect;
use crate::view::session::Words;
use serde::{Deserialize, Serialize};

/// How a line is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    Done,
    Money,
    Slot,
    Mail,
    /// Nothing changes here.
    Quiet,
    /// It has a cost for the one who decides.
    Careful,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The part of the consequence that the line tells, to mark it where it differs.
    pub part: Difference,
    pub mark: Mark,
    pub text: String,
    /// The words that a letter opens with.
    pub quote: Option<String>,
}

/// The consequence in sentences, in the order of the dialog.
pub fn lines(consequence: &Consequence, words: &Words) -> Vec<Line> {
    let mut lines = match (&consequence.moved, &consequence.offer) {
        (Some(moved), _) => moves::lines(consequence, moved, words),
        (None, Some(effect)) if consequence.cancellation.is_none() => {
            offers::lines(consequence, effect, words)
        }
        (None, _) => match (
            &consequence.booked,
            bookings::answer_line(consequence, words),
        ) {
            (Some(booked), _) => bookings::lines(consequence, booked, words),
            (None, Some(answer)) => vec![answer],
            (None, None) => vec![session_line(consequence, words)],
        },
    };
    lines.extend(offers::overtaken(consequence));
    lines.extend(money_lines(consequence, words));
    lines.extend(slot_line(consequence, words));
    lines.extend(letters::lines(consequence, words));
    lines.push(standing_line(consequence));
    lines.extend(task_lines(consequence));
    lines.extend(undo_line(consequence));
    lines
}

/// A cancel leaves the house only when it can no longer be undone.
fn undo_line(consequence: &Consequence) -> Option<Line> {
    let until = consequence.undoable_until()?;
    let long = match until == consequence.span.start() {
        true => "until the session starts".into(),
        false => format!("for {} seconds", undo::WINDOW.num_seconds()),
    };
    let refund = consequence.money.as_ref().map(|money| money.refund);
    let leaves = match refund.is_some_and(|refund| !refund.is_zero()) {
        true => "money and messages leave",
        false => "messages leave",
    };
    let text = format!("You can undo this {long}; then {leaves}");
    Some(line(Difference::Session, Mark::Quiet, text))
}

/// What an undo has taken back, for the result that stands on the page.
pub fn undone(undoing: &Undoing, by: Role) -> Vec<String> {
    let refund = undoing
        .refund
        .map(|refund| format!("The refund of {refund} is withdrawn; no money has moved"));
    let kept = undoing
        .kept
        .map(|kept| format!("{kept} is held again until the session"));
    let charge = undoing
        .charge
        .map(|_| "The charge is planned again as before".to_owned());
    let slot = match undoing.slot {
        SlotEffect::Untouched => None,
        SlotEffect::Freed => Some("The time was never free for anyone else".to_owned()),
        SlotEffect::Blocked => Some("The time is the session’s again".to_owned()),
        SlotEffect::HourStopped => Some("The hour is offered again as before".to_owned()),
        SlotEffect::AccountPaused => Some("Your account is open again as before".to_owned()),
    };
    let offer = undoing.offer.as_ref();
    let offer = offer.map(|_| "The other times are on offer again".to_owned());
    let told = Some("Nobody was written to".to_owned());
    let incident = matches!(undoing.standing, StandingEffect::Incident { .. });
    let standing = (incident && by == Role::Therapist)
        .then(|| "It does not count towards your standing".to_owned());
    let second = undoing.second.map(|second| team_asks(second.by));
    let lines = [refund, kept, charge, slot, offer, told, standing, second];
    lines.into_iter().flatten().collect()
}

/// The session stands against somebody's wish; the reader is the therapist.
fn team_asks(second: Role) -> String {
    match second {
        Role::Therapist => "You wanted to cancel too, so the team will ask you how it stands",
        _ => "Your client wanted to cancel too, so the team will ask how it stands",
    }
    .into()
}

pub(super) fn line(part: Difference, mark: Mark, text: impl Into<String>) -> Line {
    Line {
        part,
        mark,
        text: text.into(),
        quote: None,
    }
}

fn session_line(consequence: &Consequence, words: &Words) -> Line {
    let when = &words.short_when;
    let text = match consequence.to {
        State::Cancelled if consequence.from != State::Cancelled => {
            format!("The session on {when} is cancelled")
        }
        State::Completed if consequence.from != State::Completed => {
            format!("It is recorded that the session on {when} took place")
        }
        State::ClientNoShow if consequence.from != State::ClientNoShow => {
            format!("It is recorded that {} did not come", words.client)
        }
        _ => {
            return line(
                Difference::Session,
                Mark::Quiet,
                "The session itself does not change",
            );
        }
    };
    line(Difference::Session, Mark::Done, text)
}

fn money_lines(consequence: &Consequence, words: &Words) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(moved) = &consequence.moved {
        lines.push(moves::money_line(moved));
    } else if let Some(booked) = &consequence.booked {
        lines.push(bookings::money_line(booked, words));
    } else if let (Some(_), Some(money)) = (&consequence.dispute, &consequence.money) {
        let text = format!("{} is frozen until the team has decided", money.balance);
        lines.push(line(Difference::Money, Mark::Money, text));
    } else if let Some(money) = &consequence.money {
        if !money.refund.is_zero() {
            let text = goes_back(money, words);
            lines.push(line(Difference::Money, Mark::Money, text));
        }
        lines.push(line(Difference::Money, Mark::Money, kept_text(money)));
    } else if let (Some(_), due) = (consequence.charge_withdrawn, &words.charge_due) {
        let due = due
            .as_deref()
            .map(|due| format!(" for {due}"))
            .unwrap_or_default();
        let text = format!("Nothing was paid yet; the charge planned{due} is withdrawn");
        lines.push(line(Difference::Money, Mark::Money, text));
    } else {
        lines.push(line(Difference::Money, Mark::Quiet, "No money moves"));
    }
    if let Some(count) = consequence.money.as_ref().and_then(|money| money.exception) {
        let text = format!(
            "This is recorded as an exception, your {} for {}",
            super::ordinal(count),
            words.client
        );
        lines.push(line(Difference::Policy, Mark::Done, text));
    }
    lines
}

pub(super) fn goes_back(money: &MoneyEffect, words: &Words) -> String {
    let (refund, client) = (money.refund, &words.client);
    format!("{refund} goes back to {client}’s card, usually in 5 to 10 days")
}

fn kept_text(money: &MoneyEffect) -> String {
    let MoneyEffect {
        kept,
        therapist,
        commission,
        ..
    } = money;
    if kept.is_zero() {
        return "Nothing is kept: £0.00 to you, £0.00 commission"
            .replace("£0.00", &kept.to_string());
    }
    let whole = money.refund.is_zero();
    let what = if whole {
        format!("The payment of {kept} is kept")
    } else {
        format!("{kept} is kept")
    };
    format!("{what}: {therapist} to you, {commission} commission")
}

fn slot_line(consequence: &Consequence, words: &Words) -> Option<Line> {
    let when = &words.short_when;
    let text = match consequence.slot {
        SlotEffect::Untouched => return None,
        SlotEffect::Freed => format!("{when} opens for booking again"),
        SlotEffect::Blocked => format!("{when} is blocked: no one can book it"),
        SlotEffect::HourStopped => {
            format!("{when} is offered no longer, and from now on not in any other week")
        }
        SlotEffect::AccountPaused => {
            format!(
                "Your account is paused: no one can book {when}, or any other time. All other \
                 sessions stay as booked"
            )
        }
    };
    Some(line(Difference::Slot, Mark::Slot, text))
}

fn standing_line(consequence: &Consequence) -> Line {
    let (mark, text) = match consequence.standing {
        StandingEffect::Untouched => (Mark::Quiet, "Your standing does not change".into()),
        StandingEffect::Incident { now } => (
            Mark::Careful,
            format!(
                "It counts towards your standing: your {} incident in 90 days",
                super::ordinal(now)
            ),
        ),
        StandingEffect::TeamDecides => (
            Mark::Careful,
            "The team decides whether it counts towards your standing".into(),
        ),
    };
    line(Difference::Standing, mark, text)
}

fn task_lines(consequence: &Consequence) -> Vec<Line> {
    let tell = |task: &TaskKind| match task {
        TaskKind::DepartureFromPolicy => Some(line(
            Difference::Policy,
            Mark::Careful,
            "The team reads why you keep the money",
        )),
        TaskKind::SuggestTherapists => Some(line(
            Difference::Told,
            Mark::Quiet,
            "The team is asked to suggest other therapists",
        )),
        _ => None,
    };
    consequence.tasks.iter().filter_map(tell).collect()
}

/// The button that does it: `Cancel session and refund £65.00`.
pub fn button(consequence: &Consequence) -> String {
    if consequence.moved.is_some() {
        return "Move session".into();
    }
    if let (Some(effect), None) = (&consequence.offer, &consequence.cancellation) {
        return offers::button(effect).into();
    }
    if let Some(button) = bookings::button(consequence) {
        return button.into();
    }
    let verb = match (consequence.from == consequence.to, consequence.to) {
        (true, _) => "",
        (_, State::Cancelled) => match consequence.cancellation.as_ref().map(|gone| gone.cause) {
            Some(Cause::NotConfirmed) => "Decline",
            _ => "Cancel session",
        },
        (_, State::Completed) => return "Record that it took place".into(),
        _ => "Record no-show",
    };
    let money = consequence.money.as_ref().and_then(|money| {
        match (money.refund.is_zero(), money.kept.is_zero()) {
            (true, true) => None,
            (false, true) => Some(format!("refund {}", money.refund)),
            (true, false) => Some(format!("keep {}", money.kept)),
            (false, false) => Some(format!("refund {}, keep {}", money.refund, money.kept)),
        }
    });
    match (verb, money) {
        ("", Some(_)) => match &consequence.money {
            Some(money) => format!("Refund {}", money.refund),
            None => "Refund".into(),
        },
        (verb, Some(money)) if money.contains(',') => format!("{verb}, {money}"),
        (verb, Some(money)) => format!("{verb} and {money}"),
        (verb, None) => verb.into(),
    }
}

/// What was done, for the result that stands on the page: the same lines without the quiet
/// ones.
pub fn done(consequence: &Consequence, words: &Words, by: Role) -> Vec<String> {
    let own = by == Role::Therapist;
    // Of a session that ends, the heading says it already.
    let ends = consequence.from != consequence.to && consequence.to.is_over();
    lines(consequence, words)
        .into_iter()
        .filter(|line| line.mark != Mark::Quiet)
        .filter(|line| !ends || line.part != Difference::Session)
        .filter(|line| own || line.part != Difference::Standing)
        .map(|line| line.text)
        .collect()
}

/// The heading of an undo's result.
pub const UNDONE: &str = "Undone: the session stands as before";

/// The heading of a result: `Cancelled`, `Refund on its way`.
pub fn title(consequence: &Consequence) -> String {
    if let (Some(effect), None, None) = (
        &consequence.offer,
        &consequence.moved,
        &consequence.cancellation,
    ) {
        return offers::title(effect).into();
    }
    if let (Some(title), None) = (bookings::title(consequence), &consequence.moved) {
        return title.into();
    }
    match (consequence.from == consequence.to, consequence.to) {
        _ if consequence.moved.is_some() => "Session moved",
        (true, _) => "Refund requested",
        (_, State::Cancelled) => match consequence.cancellation.as_ref().map(|gone| gone.cause) {
            Some(Cause::NotConfirmed) if consequence.undoable_until().is_some() => {
                "Booking declined"
            }
            _ => "Session cancelled",
        },
        (_, State::ClientNoShow) => "No-show recorded",
        _ => "Recorded that it took place",
    }
    .into()
}
