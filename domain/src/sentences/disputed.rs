//! What is said of a payment and of a late mark while somebody has yet to decide about them: the
//! team where the client denies having asked for a move (docs/POLICIES.md, rule P21), else the
//! client's bank.

use crate::facts::Facts;
use crate::view::session::Words;

/// `£65.00 is frozen until the team has decided`, for the therapist.
pub fn payment(facts: &Facts, words: &Words) -> Option<String> {
    let disputed = facts.payment.paid()?.books.disputed;
    let frozen = facts.session.price.with(disputed);
    let who = match facts.times.frozen_since {
        Some(_) => "the team".into(),
        None => format!("{}’s bank", words.client),
    };
    (disputed > 0).then(|| format!("{frozen} is frozen until {who} has decided"))
}

/// Under the policy bar of a session that is late by the move that is denied.
pub fn late(facts: &Facts, words: &Words) -> Option<String> {
    let frozen = payment(facts, words).map(|frozen| format!(", and {frozen}"));
    let frozen = frozen.unwrap_or_default();
    facts.late_is_disputed().then(|| {
        format!(
            "{} denies having asked for the late move, so the team decides whether it stays late. \
             Until then it counts as late{frozen}.",
            words.client
        )
    })
}

/// The same for the client, whom the payment's own line tells of the money.
pub fn late_for_client(facts: &Facts) -> Option<&'static str> {
    facts.late_is_disputed().then_some(
        "You said that you did not ask for the late move, so our team decides whether it stays \
         late. Until then it counts as late",
    )
}
