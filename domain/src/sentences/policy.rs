//! The policy's answer beside the money question, with the exact cut-off.

use crate::facts::Facts;
use crate::payment::refund::Choice;
use crate::policy::notice::{born_inside, counted_from, timing};
use crate::policy::{self, Answer, Ending, Owed, Timing};
use crate::refusal::Refusal;
use crate::session::Cause;
use crate::session::cancel::Why;
use crate::time::{Instant, TimeDelta, hours};
use crate::view::session::Words;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tone {
    /// The client has a right to a refund.
    Fine,
    /// The policy refunds nothing.
    Late,
}

/// The note above the money question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub tone: Tone,
    pub title: String,
    pub text: String,
}

/// What the policy says to a cause given at `now`.
///
/// # Errors
/// A time the client asked that cannot be.
pub fn note(facts: &Facts, why: &Why, words: &Words, now: Instant) -> Result<Note, Refusal> {
    let asked = match why {
        Why::ClientAsked { asked_at } => *asked_at,
        _ => None,
    };
    let counted = counted_from(&facts.session, asked, now)?;
    let timing = timing(&facts.session, facts.policy, counted);
    let answer = policy::answer(Ending::Cancelled(why.cause()), timing);
    let notice = hours(facts.session.span.start() - counted);
    let tone = if answer.owed == Owed::All {
        Tone::Fine
    } else {
        Tone::Late
    };
    let needed = hours(facts.policy.notice());
    let title = match (why.cause(), timing) {
        (Cause::ClientAsked, Timing::OnTime) => {
            format!("In time: {notice} before the start, {needed} are needed.")
        }
        (Cause::ClientAsked, Timing::Late) => {
            format!("Late: {notice} before the start, {needed} are needed.")
        }
        (Cause::ClientAsked, Timing::LateStays) => {
            "Late: this session was moved late at the client’s wish, and late stays late.".into()
        }
        (Cause::ClientAsked, Timing::Grace) => {
            format!(
                "In time: taken back within {} of booking.",
                hours(facts.policy.grace())
            )
        }
        (Cause::TherapistUnavailable, _) => "You are unavailable: a full refund is owed.".into(),
        (Cause::NotBestFit, _) => "Not the best fit: a full refund is owed.".into(),
        _ => "Your decision: a full refund is owed.".into(),
    };
    Ok(Note {
        tone,
        title,
        text: text(facts, answer, timing, why.cause(), words),
    })
}

fn text(facts: &Facts, answer: Answer, timing: Timing, cause: Cause, words: &Words) -> String {
    let client = &words.client;
    let agreed = format!(
        "Under the policy that {client} agreed to on {}",
        words.agreed
    );
    match (cause, answer.owed, timing) {
        (Cause::ClientAsked, Owed::Nothing, Timing::LateStays) => {
            format!("{agreed}, the payment is not refunded. You may make an exception.")
        }
        (Cause::ClientAsked, Owed::Nothing, _) => format!(
            "{agreed}, late cancellations are not refunded; {}. You may make an exception.",
            was_free(facts, words)
        ),
        (Cause::ClientAsked, Owed::All, Timing::Grace) => format!(
            "{agreed}, a booking made less than {} ahead may be taken back this soon, and is \
             refunded in full.",
            hours(facts.policy.notice())
        ),
        (Cause::ClientAsked, Owed::All, _) => format!(
            "{agreed}, cancelling is free until {}, and the payment is refunded in full.",
            words.free_until
        ),
        _ => format!(
            "{client} did not cause this, so the policy refunds the whole payment, however \
             close the start is. If you keep any of it, say why; the team reads it."
        ),
    }
}

/// Until when cancelling was free: an instant that the client could never have met is not
/// held against them.
pub(crate) fn was_free(facts: &Facts, words: &Words) -> String {
    let policy = facts.policy;
    if !born_inside(&facts.session, policy) {
        return format!("cancelling was free until {}", words.free_until);
    }
    let ahead = format!("it was booked less than {} ahead", hours(policy.notice()));
    match policy.grace() > TimeDelta::zero() {
        true => format!(
            "{ahead}, and was free for {} after booking",
            hours(policy.grace())
        ),
        false => ahead,
    }
}

/// What stands under one money choice.
pub fn choice_hint(facts: &Facts, owed: i64, choice: Choice, words: &Words) -> String {
    let money = |minor| facts.session.price.with(minor);
    let balance = facts.payment.refundable();
    let exception = || {
        let count = super::ordinal(facts.exceptions + 1);
        format!("An exception, your {count} for {}", words.client)
    };
    match choice {
        Choice::Keep => {
            let split = facts.rate().split(balance);
            let parts = format!(
                "{} to you, {} commission",
                money(split.therapist),
                money(split.commission)
            );
            if owed == 0 {
                format!("What the policy says: {parts}")
            } else {
                format!("Less than the policy owes: {parts}")
            }
        }
        Choice::All if owed == balance => "What the policy says".into(),
        Choice::All => exception(),
        Choice::Part(_) | Choice::Policy => format!("Any amount up to {}", money(balance)),
    }
}
