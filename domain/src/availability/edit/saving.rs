//! Saving an edit (docs/POLICIES.md, rule P24): in two steps. First it is told whom the new hours
//! would leave outside; nothing is stored before each of them has an answer, and then all of it
//! is, at once.

use super::answers::{Answers, Party, What};
use super::{Change, Edit, Stranded};
use crate::account::pause::Answer;
use crate::actor::Role;
use crate::ids::{SessionId, SpanId};
use crate::payment::refund::{Choice, MOST_WORDS};
use crate::session::cancel::{Cancel, Why};
use crate::time::Instant;
use crate::times::OldTime;
use crate::told::hex_digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// All that saving does. The cancels are decisions of their own, in the same transaction:
/// together they are one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saving {
    pub changes: Vec<Change>,
    /// The new zone, where it is another one.
    pub zone: Option<String>,
    pub kept: Vec<SpanId>,
    /// They stay until another time is found: the therapist offers some next.
    pub to_move: Vec<SessionId>,
    pub cancelled: Vec<SessionId>,
    /// Their offers are taken back; they stay as booked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<SessionId>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotSaved {
    #[error("{} without an answer", .left.len())]
    Unanswered { left: Vec<SpanId> },
    #[error("it is not left outside")]
    NotStranded { id: SpanId },
    #[error("an initial session is cancelled through the team")]
    ThroughTheTeam { id: SpanId },
    #[error("it is kept for somebody up to then")]
    HoldWins { id: SpanId, until: Instant },
    #[error("there is nothing to save")]
    NothingToSave,
    #[error("that time is over")]
    AlreadyOver,
    #[error("no such zone")]
    UnknownZone,
    #[error("more than {most} blocks")]
    TooManyBlocks { most: usize },
    #[error("more than {most} dates of their own hours")]
    TooManyDates { most: usize },
    #[error("more than {most} characters")]
    NoteTooLong { most: usize },
}

/// What saving `changes` does, where they leave `stranded` outside.
///
/// # Errors
/// Nothing to save, or somebody whose answer is missing or cannot be.
pub fn decide(
    edit: &Edit,
    changes: Vec<Change>,
    stranded: &[Stranded<Party>],
    answers: &Answers,
) -> Result<Saving, NotSaved> {
    if changes.is_empty() && edit.zone().is_none() {
        return Err(NotSaved::NothingToSave);
    }
    note_fits(answers.note.as_deref())?;
    let known = |id: &SpanId| stranded.iter().any(|stranded| stranded.id.id == *id);
    if let Some(id) = answers.each.keys().find(|id| !known(id)) {
        return Err(NotSaved::NotStranded { id: *id });
    }
    let parties = || stranded.iter().map(|stranded| stranded.id);
    let unanswered = parties().filter(|party| answers.to(*party).is_none());
    let left: Vec<SpanId> = unanswered.map(|party| party.id).collect();
    if !left.is_empty() {
        return Err(NotSaved::Unanswered { left });
    }
    for party in parties() {
        possible(party, answers)?;
    }
    let with = |answer| parties().filter(move |party| answers.to(*party) == Some(answer));
    let sessions = |answer| {
        let own = with(answer).filter(|party| matches!(party.what, What::Session { .. }));
        own.map(|party| SessionId(party.id.0)).collect()
    };
    let cancelled: Vec<SessionId> = sessions(Answer::Cancel);
    let withdrawn = withdrawn(with(Answer::Cancel), &cancelled);
    let ends = |party: &Party| match party.what {
        What::Offered { session, .. } => {
            cancelled.contains(&session) || withdrawn.contains(&session)
        }
        _ => false,
    };
    let kept = with(Answer::Keep).filter(|party| !ends(party));
    Ok(Saving {
        changes,
        zone: edit.zone().map(str::to_owned),
        kept: kept.map(|party| party.id).collect(),
        to_move: sessions(Answer::Move),
        cancelled,
        withdrawn,
        note: answers.note.clone(),
    })
}

/// An offer ends whole, whichever of its times is answered so; with its session it ends anyway.
fn withdrawn(parties: impl Iterator<Item = Party>, cancelled: &[SessionId]) -> Vec<SessionId> {
    let offers = parties.filter_map(|party| match party.what {
        What::Offered { session, .. } => Some(session),
        _ => None,
    });
    let offers: BTreeSet<SessionId> = offers.filter(|id| !cancelled.contains(id)).collect();
    offers.into_iter().collect()
}

fn possible(party: Party, answers: &Answers) -> Result<(), NotSaved> {
    let id = party.id;
    let answer = answers.to(party);
    if answer.is_some_and(|answer| party.what.answers().contains(&answer)) {
        return Ok(());
    }
    Err(match party.what {
        What::Session { .. } => NotSaved::ThroughTheTeam { id },
        What::Checkout { until } | What::Offered { until, .. } | What::Kept { until } => {
            NotSaved::HoldWins { id, until }
        }
    })
}

fn note_fits(note: Option<&str>) -> Result<(), NotSaved> {
    match note {
        Some(note) if note.chars().count() > MOST_WORDS => {
            Err(NotSaved::NoteTooLong { most: MOST_WORDS })
        }
        _ => Ok(()),
    }
}

impl Saving {
    /// The command that cancels one of [`Saving::cancelled`]: the therapist is unavailable then.
    pub fn cancel(&self) -> Cancel {
        Cancel {
            by: Role::Therapist,
            why: Why::TherapistUnavailable,
            money: Choice::Policy,
            old_time: OldTime::Block,
            reason: None,
            note: self.note.clone(),
        }
    }
}

/// What a form carries of what was shown before the answers, in hex: the edit, and whom it leaves
/// outside. Nothing that merely ages: where a block begins *now*, it is not a part of it.
pub fn digest(edit: &Edit, stranded: &[Stranded<Party>]) -> String {
    let met: Vec<_> = stranded.iter().map(|met| (met.id, met.span)).collect();
    hex_digest(&serde_json::to_string(&(edit, met)).expect("plain data is always JSON"))
}
