//! A session's history, a line an event, as its reader would tell it.

use super::{bookings, moves, offers};
use crate::actor::Role;
use crate::consequence::{Consequence, SlotEffect, TaskKind};
use crate::event::{Event, Recorded};
use crate::sentences::returned::Returned;
use crate::session::undo::{Undoing, is_undone};
use crate::session::{Cancellation, Cause, State};

/// The names that the history is told with.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    pub reader: Role,
    pub client: &'a str,
    pub therapist: &'a str,
}

impl Names<'_> {
    fn who(&self, role: Option<Role>) -> String {
        match role {
            Some(role) if role == self.reader => "You".into(),
            Some(Role::Client) => self.client.into(),
            Some(Role::Therapist) => self.therapist.into(),
            Some(Role::Staff) => "The team".into(),
            None => "Kept".into(),
        }
    }
}

/// Whether what was decided came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Stands,
    /// It was taken back before any money left.
    Undone,
}

impl Fate {
    pub fn of(recorded: &Recorded, log: &[Recorded]) -> Fate {
        match is_undone(recorded, log) {
            true => Fate::Undone,
            false => Fate::Stands,
        }
    }
}

/// The line, and a second one where there is more to say.
pub fn line(
    recorded: &Recorded,
    fate: Fate,
    names: Names<'_>,
    old_time: &str,
) -> (String, Option<String>) {
    let who = names.who(recorded.actor);
    match &recorded.event {
        Event::Booked { .. } => (format!("{who} booked"), None),
        Event::Paid { amount, card } => (
            format!("{} paid {amount}", names.who(Some(Role::Client))),
            Some(format!("by {card}")),
        ),
        Event::Confirmed => (format!("{who} confirmed"), None),
        Event::Moved { .. } => (format!("{who} moved it"), Some(format!("from {old_time}"))),
        Event::ReminderSent => (
            format!(
                "Reminder sent to {}",
                names.who(Some(Role::Client)).to_lowercase_you()
            ),
            None,
        ),
        Event::Decided { consequence, .. } => {
            let Consequence {
                moved,
                offer,
                cancellation,
                ..
            } = &**consequence;
            match (moved, offer, cancellation) {
                (Some(moved), ..) => moves::history(consequence, moved, &who, old_time),
                (None, Some(effect), None) => offers::history(effect, &who),
                _ => match bookings::history(consequence, &who) {
                    Some(line) => (line, None),
                    None => decided(consequence, fate, names, &who),
                },
            }
        }
        Event::CameSecond { .. } => (format!("{who} wanted to cancel too"), None),
        Event::Undone { undoing, .. } => (format!("{who} undid the cancellation"), undone(undoing)),
        Event::RefundSent { amount } => (format!("Refund of {amount} sent"), None),
        Event::RefundArrived { amount } => (format!("Refund of {amount} arrived"), None),
        Event::RefundFailed {
            amount,
            why,
            had_arrived,
        } => (
            Returned::of(*had_arrived).history(*amount),
            Some(why.clone()),
        ),
        Event::GivenUp { task, .. } => (
            given_up(*task).into(),
            Some("the team was asked to look".into()),
        ),
        Event::TriedAgain { task, .. } => (format!("{who} {}", tried_again(*task)), None),
    }
}

fn given_up(task: TaskKind) -> &'static str {
    match task {
        TaskKind::RefundUnanswered => "A refund was asked for many times, without an answer",
        _ => "A message could not be delivered",
    }
}

fn tried_again(task: TaskKind) -> &'static str {
    match task {
        TaskKind::RefundUnanswered => "had the refund tried again",
        _ => "had the message sent again",
    }
}

/// What was decided, with what it did to the money and the time.
fn decided(
    decided: &Consequence,
    fate: Fate,
    names: Names<'_>,
    who: &str,
) -> (String, Option<String>) {
    let was = match fate {
        Fate::Stands => "",
        Fate::Undone => "was to be ",
    };
    let money =
        decided.money.as_ref().map(
            |money| match (money.refund.is_zero(), money.kept.is_zero()) {
                (false, false) => format!("{} {was}refunded, {} kept", money.refund, money.kept),
                (false, true) => format!("{} {was}refunded", money.refund),
                (true, _) => format!("{} {was}kept", money.kept),
            },
        );
    let cancellation = decided.cancellation.as_ref();
    let words = cancellation.and_then(|cancellation| cancellation.words.as_deref());
    let words = words
        .filter(|_| names.reader != Role::Client)
        .map(|words| format!("“{words}”"));
    let blocked = (decided.slot == SlotEffect::Blocked).then(|| "time blocked".into());
    let title = match (cancellation, decided.from == decided.to, decided.to) {
        (Some(cancellation), ..) => format!("{who} cancelled{}", because(cancellation)),
        (None, true, _) => format!("{who} made a refund"),
        (None, _, State::Expired) => "The time that was kept in checkout ended".into(),
        (None, _, State::ClientNoShow) => format!("{who} recorded a no-show"),
        _ => format!("{who} recorded that it took place"),
    };
    let exception = decided.money.as_ref().and_then(|money| money.exception);
    let exception = exception.map(|_| "an exception".into());
    let detail: Vec<String> = [words, money, exception, blocked]
        .into_iter()
        .flatten()
        .collect();
    (title, (!detail.is_empty()).then(|| detail.join(" · ")))
}

fn undone(undoing: &Undoing) -> Option<String> {
    let refund = undoing
        .refund
        .map(|refund| format!("refund of {refund} withdrawn"));
    let kept = undoing.kept.map(|kept| format!("{kept} held again"));
    let block = (undoing.slot == SlotEffect::Blocked).then(|| "block removed".into());
    let detail: Vec<String> = [refund, kept, block].into_iter().flatten().collect();
    (!detail.is_empty()).then(|| detail.join(" · "))
}

fn because(cancellation: &Cancellation) -> &'static str {
    match cancellation.cause {
        Cause::ClientAsked if cancellation.by == Role::Client => "",
        Cause::ClientAsked => " because the client asked",
        Cause::TherapistUnavailable => ", being unavailable",
        Cause::NotBestFit => ", not being the best fit",
        Cause::Objection => ", objecting to the new time",
        Cause::NotConfirmed if cancellation.by == Role::Staff => ": it was not confirmed in time",
        Cause::NotConfirmed => ", not taking the booking",
        Cause::Other => " for another reason",
        _ => "",
    }
}

trait LowercaseYou {
    fn to_lowercase_you(self) -> String;
}

impl LowercaseYou for String {
    /// `You` in the middle of a sentence.
    fn to_lowercase_you(self) -> String {
        if self == "You" { "you".into() } else { self }
    }
}
