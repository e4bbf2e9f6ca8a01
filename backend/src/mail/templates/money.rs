//! What becomes of the money, and the clause that says so.

use super::{Scene, booked, moved};
use domain::money::Money;
use domain::policy::{Clause, Policy};
use domain::told::{Recipient, Template};

/// Nothing where a letter is not about money.
pub(super) fn of(template: Template, scene: &Scene<'_>) -> Option<String> {
    use Template::*;
    match (template, scene.about.to) {
        (SessionMoved | MoveConfirmed | ClientMoved | OfferTaken, _) => {
            let lines = [
                scene.moved().and_then(|to| moved::money(scene, to)),
                booked::asks_anew(scene),
            ];
            let lines: Vec<String> = lines.into_iter().flatten().collect();
            (!lines.is_empty()).then(|| lines.join(" "))
        }
        (FollowUpBooked | BookingReceived | BookingToConfirm, _)
        | (ConfirmReminder | LastConfirmReminder, _) => booked::money(template, scene),
        // Of money there is nothing new to say.
        (TimesOffered | OfferDeclined | OfferWithdrawn | OfferLapsed, _)
        | (BookingConfirmed | LateWaived | AskedToMove, _) => None,
        (ObjectionReceived | CauseDisputed, _) => frozen(scene),
        (Template::RefundFailed, _) => None,
        (Template::RefundStarted, _) => Some(goes_back(scene.about.refund?)),
        (_, Recipient::Client) => for_client(scene),
        (_, Recipient::Therapist) => for_therapist(scene),
    }
}

/// A late move that is disputed: nobody has the money until somebody has decided.
fn frozen(scene: &Scene<'_>) -> Option<String> {
    let frozen = scene.about.done?.money.as_ref()?;
    let of: i64 = frozen.legs.iter().map(|leg| leg.amount).sum();
    let amount = scene.about.session.price.with(of);
    Some(format!(
        "Until then {amount} is kept safe, and neither refunded nor paid out."
    ))
}

fn for_client(scene: &Scene<'_>) -> Option<String> {
    let (refund, kept) = (some(scene.about.refund), some(scene.about.kept));
    let moved = match (refund, kept) {
        (None, None) if scene.about.session.price.is_zero() => return None,
        (None, None) => {
            return Some("You have not paid for it, and nothing will be charged.".into());
        }
        (Some(refund), None) => goes_back(refund),
        (Some(refund), Some(kept)) => format!("{} {kept} is kept.", goes_back(refund)),
        (None, Some(kept)) => format!("Your payment of {kept} is not refunded."),
    };
    match policy(scene, refund.is_some(), kept.is_some()) {
        Some(policy) => Some(format!("{moved} {policy}")),
        None => Some(moved),
    }
}

fn for_therapist(scene: &Scene<'_>) -> Option<String> {
    let name = scene.about.pair.client.first_name();
    Some(match (some(scene.about.refund), some(scene.about.kept)) {
        (None, None) if scene.about.session.price.is_zero() => return None,
        (None, None) => "It was not paid yet, and nothing will be charged.".into(),
        (Some(refund), None) => format!("{refund} goes back to {name}, as the policy says."),
        (Some(refund), Some(kept)) => format!(
            "{refund} goes back to {name}; {kept} is kept, and your share of it stands with \
             the session."
        ),
        (None, Some(kept)) => format!(
            "{name} cancelled late, so the {kept} that was paid is kept; your share of it \
             stands with the session."
        ),
    })
}

fn goes_back(refund: Money) -> String {
    format!(
        "{refund} goes back to the card that you paid with; it usually takes 5 to 10 days to \
         arrive."
    )
}

/// One sentence on why money is kept, or given back although it need not be.
fn policy(scene: &Scene<'_>, gives: bool, keeps: bool) -> Option<String> {
    let (noun, name) = (scene.noun(), scene.about.pair.therapist.first_name());
    let agreed = match scene.about.clause? {
        Clause::Late => late(scene),
        Clause::LateStays => format!(
            "It had been moved late at your wish, and you agreed that cancelling such a {noun} \
             is not refunded"
        ),
        Clause::ClientNoShow => format!("You agreed that a missed {noun} is not refunded"),
        Clause::TookPlace => return None,
        _ if keeps => {
            return Some(
                "The policy would give you all of it back, so our team looks at why it was kept."
                    .into(),
            );
        }
        _ => return None,
    };
    if gives {
        Some(format!("{agreed}; {name} makes an exception for you."))
    } else {
        keeps.then(|| format!("{agreed}."))
    }
}

/// The clause with its exact cut-off, on the reader's clock.
fn late(scene: &Scene<'_>) -> String {
    let policy = Policy::version(scene.about.pair.policy_version);
    let notice = policy.unwrap_or_else(Policy::in_force).notice();
    let last = scene.about.session.span.start() - notice;
    format!(
        "You agreed that cancelling is free until {} hours before the start ({}) and is not \
         refunded after that",
        notice.num_hours(),
        scene.yours.moment(last, scene.about.now).label
    )
}

fn some(amount: Option<Money>) -> Option<Money> {
    amount.filter(|amount| !amount.is_zero())
}
