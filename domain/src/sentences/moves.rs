//! A move in words: what happens to time and payment, which of their own rules the therapist
//! overrides, and the line of the history.

use super::happens::{Line, Mark, line};
use crate::actor::Role;
use crate::commitment::Difference;
use crate::consequence::{Consequence, SlotEffect};
use crate::payment::charge::Due;
use crate::policy::Clause;
use crate::session::moving::{Moved, Way};
use crate::session::{Cause, State};
use crate::times::OwnRule;
use crate::view::session::Words;

/// The lines about the session itself, before those about money, slot and letters.
pub(super) fn lines(consequence: &Consequence, moved: &Moved, words: &Words) -> Vec<Line> {
    let new = words.new_when.as_deref().unwrap_or("the new time");
    let text = format!("The session moves from {} to {new}", words.short_when);
    let mut lines = vec![line(Difference::Session, Mark::Done, text)];
    let overridden = moved
        .against
        .iter()
        .map(|rule| format!("The new time is {}", overridden(*rule)));
    lines.extend(overridden.map(|text| line(Difference::Session, Mark::Careful, text)));
    if moved.way == Way::Agreed
        && (consequence.from, consequence.to) == (State::AwaitingConfirmation, State::Confirmed)
    {
        let text = "You confirm the booking by it";
        lines.push(line(Difference::Session, Mark::Done, text));
    }
    lines.extend(late_line(consequence, words));
    lines
}

/// What a time is that breaks the therapist's own rule: `The new time is …`.
pub(super) fn overridden(rule: OwnRule) -> &'static str {
    match rule {
        OwnRule::OutsideHours => "outside your open hours",
        OwnRule::Blocked => "inside a block of yours",
        OwnRule::BusyElsewhere => "marked busy in your other calendar",
        OwnRule::WithinGap => "closer to another session than the gap that you keep",
        OwnRule::WithinLeadTime => "sooner than your lead time allows",
        OwnRule::BeyondHorizon => "farther ahead than people can book",
    }
}

pub(super) fn late_line(consequence: &Consequence, words: &Words) -> Option<Line> {
    let client = &words.client;
    let text = match consequence.clauses.first()?.id {
        Clause::MovedLate => format!(
            "{client} asked late, and late stays late: if {client} cancels the new time, the \
             policy refunds nothing"
        ),
        Clause::LateStays => format!(
            "It was moved late before, and stays late: if {client} cancels the new time, the \
             policy refunds nothing"
        ),
        _ => return None,
    };
    Some(line(Difference::Policy, Mark::Careful, text))
}

/// A move takes the payment along; it moves no money.
pub(super) fn money_line(moved: &Moved) -> Line {
    let (mark, text) = match (moved.carried, moved.charge) {
        (Some(paid), _) => (Mark::Money, format!("The payment of {paid} goes with it")),
        (None, Some(Due::At(_))) => (
            Mark::Money,
            "Nothing was paid yet; the planned charge goes with it, to 48 hours before the new start"
                .into(),
        ),
        (None, Some(Due::AtOnce)) => (
            Mark::Money,
            "Nothing was paid yet; the new start is less than 48 hours away, so the card is charged \
             at once"
                .into(),
        ),
        (None, None) => (Mark::Quiet, "No money moves".into()),
    };
    line(Difference::Money, mark, text)
}

/// `You moved it because the client asked`, and where it was before.
pub(super) fn history(
    consequence: &Consequence,
    moved: &Moved,
    who: &str,
    old_time: &str,
) -> (String, Option<String>) {
    let because = match (moved.cause, moved.by) {
        _ if moved.way == Way::Offered => " to one of the times on offer",
        (Cause::ClientAsked, Role::Therapist | Role::Staff) => " because the client asked",
        (Cause::TherapistUnavailable, _) => ", being unavailable",
        (Cause::Correction, _) => " to put a mistake right",
        _ => "",
    };
    let late = consequence
        .clauses
        .first()
        .is_some_and(|clause| clause.id == Clause::MovedLate);
    let overrides = match moved.against.is_empty() {
        true => None,
        false => Some("past the therapist’s own rules".to_owned()),
    };
    let detail = [
        Some(format!("from {old_time}")),
        late.then(|| "late".to_owned()),
        overrides,
        left(consequence.slot).map(str::to_owned),
    ];
    let detail: Vec<String> = detail.into_iter().flatten().collect();
    (format!("{who} moved it{because}"), Some(detail.join(" · ")))
}

/// What became of the old time, where that is worth a word.
fn left(slot: SlotEffect) -> Option<&'static str> {
    match slot {
        SlotEffect::Untouched | SlotEffect::Freed => None,
        SlotEffect::Blocked => Some("old time blocked"),
        SlotEffect::HourStopped => Some("that hour no longer offered"),
        SlotEffect::AccountPaused => Some("account paused"),
    }
}

/// What a payment was for, a date after the other: `for Tue 24 Nov, then Thu 26 Nov`.
pub fn covered(days: &[String]) -> Option<String> {
    let (first, later) = days.split_first()?;
    let later: String = later.iter().map(|day| format!(", then {day}")).collect();
    Some(format!("for {first}{later}"))
}
