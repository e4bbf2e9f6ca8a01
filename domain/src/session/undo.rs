//! Taking back a cancel (docs/POLICIES.md, rule P13). A cancel stands at once, but its money and
//! messages wait for `final_at`; until then whoever cancelled may undo it, and everybody else's
//! commands wait. What is reverted is what the log says that the cancel did, and all of it.

use super::offer::{OfferEffect, OpenOffer};
use super::second::{self, Second};
use super::{Cancellation, Cause, Session, State};
use crate::actor::Role;
use crate::commitment::Difference;
use crate::consequence::{Consequence, SlotEffect, TaskKind};
use crate::event::{Event, Recorded};
use crate::facts::Facts;
use crate::ids::{ActId, SessionId};
use crate::money::Money;
use crate::payment::ledger::Entry;
use crate::payment::proof;
use crate::refusal::Refusal;
use crate::request::{RequestEffect, RequestKind};
use crate::standing::StandingEffect;
use crate::time::{Instant, TimeDelta, interval::Interval};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// For how long a cancel can be undone, unless the start comes sooner.
pub const WINDOW: TimeDelta = TimeDelta::seconds(30);

/// Take back the cancel `of`, and no other: a page that is older than that does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    pub by: Role,
    pub of: ActId,
}

/// All that an undo does: the recorded cancel, backwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoing {
    pub session: SessionId,
    /// The cancel that is taken back.
    pub of: ActId,
    /// The revision that the cancel had made; its messages and its refund stand under it.
    pub undone: u32,
    pub span: Interval,
    pub to: State,
    /// The revision that the session has afterwards.
    pub revision: u32,
    /// The withdrawn refund.
    pub refund: Option<Money>,
    /// What was kept and is held again.
    pub kept: Option<Money>,
    /// The entries of the cancel, reversed, the last first.
    pub legs: Vec<Entry>,
    /// The charge that is scheduled again.
    pub charge: Option<Instant>,
    /// What had become of the time.
    pub slot: SlotEffect,
    /// How many messages stay unsent.
    pub messages: u32,
    pub standing: StandingEffect,
    /// What the team is no longer asked.
    pub tasks: Vec<TaskKind>,
    /// The offer of other times that is open again, its times held as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OpenOffer>,
    /// The requests that are open again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub requests: BTreeSet<RequestKind>,
    /// Who had cancelled meanwhile too: the session stands against their wish.
    #[serde(default)]
    pub second: Option<Second>,
}

impl Undoing {
    /// What the team is asked now.
    pub fn raises(&self) -> Vec<TaskKind> {
        let ask = |_| TaskKind::CompetingCancel;
        self.second.map(ask).into_iter().collect()
    }
}

/// The instant from which a cancel received at `at` stands for good: itself too late.
pub fn final_at(at: Instant, start: Instant) -> Instant {
    (at + WINDOW).min(start)
}

/// Who can still undo the session's cancel at `now`, and until when.
pub fn open(session: &Session, now: Instant) -> Option<(Instant, Role)> {
    let Cancellation { at, by, cause, .. } = *session.cancellation.as_ref()?;
    let until = until(session.state, (at, by, cause), session.span.start(), now)?;
    Some((until, by))
}

/// Until when a cancel at an instant, by somebody and for a cause, can still be undone at `now`: for
/// whoever reads no whole session.
pub fn until(
    state: State,
    (at, by, cause): (Instant, Role, Cause),
    start: Instant,
    now: Instant,
) -> Option<Instant> {
    let until = final_at(at, start);
    let open = super::can_be_undone(by, cause) && state == State::Cancelled && now < until;
    open.then_some(until)
}

/// What another command on the session waits for.
///
/// # Errors
/// [`Refusal::CanStillBeUndone`] while the cancel can be undone.
pub(crate) fn waits(session: &Session, now: Instant) -> Result<(), Refusal> {
    match open(session, now) {
        Some((until, by)) => Err(Refusal::CanStillBeUndone { until, by }),
        None => Ok(()),
    }
}

/// What a cancel by `by` waits for.
///
/// # Errors
/// [`Refusal::CanStillBeUndone`] while somebody else can undo the one that stands.
pub(crate) fn waits_for_another(session: &Session, by: Role, now: Instant) -> Result<(), Refusal> {
    match open(session, now) {
        Some((_, first)) if first == by => Ok(()),
        _ => waits(session, now),
    }
}

/// What `undo`, received at `now`, takes back. `log` is the session's own, to its end.
///
/// # Errors
/// The rule that forbids it; nothing is ever reverted in part.
pub fn decide(
    facts: &Facts,
    log: &[Recorded],
    undo: &Undo,
    now: Instant,
) -> Result<Undoing, Refusal> {
    let session = &facts.session;
    let (place, cancel) = find(log, undo.of).ok_or(Refusal::NothingToUndo)?;
    let cancellation = cancel.cancellation.as_ref().ok_or(Refusal::NothingToUndo)?;
    if !cancellation.can_be_undone() {
        return Err(Refusal::NothingToUndo);
    }
    if cancellation.by != undo.by {
        return Err(Refusal::NotYoursToUndo {
            by: cancellation.by,
        });
    }
    if log.iter().any(|later| is_undo_of(later, undo.of)) {
        return Err(Refusal::AlreadyUndone);
    }
    let until = final_at(cancellation.at, cancel.span.start());
    if now >= until {
        return Err(Refusal::UndoOver { until });
    }
    let same = (session.state, session.revision, session.span)
        == (cancel.to, cancel.revision, cancel.span);
    let since = &log[place + 1..];
    if !same || since.iter().any(|later| !later.event.is_a_note()) {
        return Err(Refusal::ChangedSince {
            part: Difference::Session,
        });
    }
    let legs = reversed(cancel);
    if !can_flow(facts, &legs) {
        return Err(Refusal::ChangedSince {
            part: Difference::Money,
        });
    }
    let second = second::of(since, undo.of);
    Ok(backwards(cancel, undo.of, legs, second))
}

/// The recorded act, and where it stands.
fn find(log: &[Recorded], of: ActId) -> Option<(usize, &Consequence)> {
    log.iter()
        .enumerate()
        .find_map(|(place, recorded)| match &recorded.event {
            Event::Decided { act, consequence } if *act == of => Some((place, &**consequence)),
            _ => None,
        })
}

/// Whether `log` has it that this was taken back.
pub fn is_undone(recorded: &Recorded, log: &[Recorded]) -> bool {
    match &recorded.event {
        Event::Decided { act, .. } => log.iter().any(|later| is_undo_of(later, *act)),
        _ => false,
    }
}

fn is_undo_of(recorded: &Recorded, of: ActId) -> bool {
    matches!(&recorded.event, Event::Undone { undoing, .. } if undoing.of == of)
}

fn reversed(cancel: &Consequence) -> Vec<Entry> {
    let legs = cancel
        .money
        .iter()
        .flat_map(|money| money.legs.iter().rev());
    legs.map(|leg| Entry::new(leg.to, leg.from, leg.amount))
        .collect()
}

/// The money still stands where the cancel had put it.
fn can_flow(facts: &Facts, legs: &[Entry]) -> bool {
    match facts.payment.paid() {
        Some(paid) => {
            let after = legs.iter().fold(paid.books, |books, leg| books.after(*leg));
            paid.books.disputed == 0 && proof::payment(&after).is_ok()
        }
        None => legs.is_empty(),
    }
}

fn backwards(cancel: &Consequence, of: ActId, legs: Vec<Entry>, second: Option<Second>) -> Undoing {
    let money = cancel.money.as_ref();
    Undoing {
        session: cancel.session,
        of,
        undone: cancel.revision,
        span: cancel.span,
        to: cancel.from,
        revision: cancel.revision + 1,
        refund: money
            .map(|money| money.refund)
            .filter(|refund| !refund.is_zero()),
        kept: money.map(|money| money.kept).filter(|kept| !kept.is_zero()),
        legs,
        charge: cancel.charge_withdrawn,
        slot: cancel.slot,
        messages: cancel.told.len() as u32,
        standing: cancel.standing,
        tasks: cancel.tasks.clone(),
        offer: match &cancel.offer {
            Some(OfferEffect::Ended { offer, .. }) => Some(offer.clone()),
            Some(OfferEffect::Made(_)) | None => None,
        },
        requests: match &cancel.request {
            Some(RequestEffect::Voided(kinds)) => kinds.clone(),
            Some(RequestEffect::Filed(_)) | None => BTreeSet::new(),
        },
        second,
    }
}
