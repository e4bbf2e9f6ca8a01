//! A therapist pauses themself: from that instant on nobody can book them, and each session that
//! is still to come has its answer first (docs/POLICIES.md, rule P22).

use super::{Account, Restriction};
use crate::actor::Role;
use crate::ids::SessionId;
use crate::payment::refund::{Choice, MOST_WORDS};
use crate::refusal::Refusal;
use crate::session::SessionKind;
use crate::session::cancel::{Cancel, Why};
use crate::time::Instant;
use crate::times::OldTime;
use crate::told::hex_digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub reason: Reason,
    /// When they mean to be back; nobody is held to it, and only the team lifts a pause.
    pub back: Option<Instant>,
    /// One for each session to come.
    pub answers: BTreeMap<SessionId, Answer>,
    /// Words for the clients whose sessions are cancelled.
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Illness,
    /// In the same step as leaving a time that was known to be wrong.
    Unavailable,
    Leave,
    FullyBooked,
    /// In words, for the team.
    Other {
        words: String,
    },
}

impl Reason {
    /// As it is stored; `None` of what no therapist gives.
    pub fn of(name: &str, words: Option<String>) -> Option<Reason> {
        match (name, words) {
            ("illness", _) => Some(Reason::Illness),
            ("unavailable", _) => Some(Reason::Unavailable),
            ("leave", _) => Some(Reason::Leave),
            ("fully_booked", _) => Some(Reason::FullyBooked),
            ("other", Some(words)) => Some(Reason::Other { words }),
            _ => None,
        }
    }
}

/// What becomes of a session that is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Keep,
    /// The therapist offers other times next; until one is taken it stays.
    Move,
    /// Because they are unavailable: refunded in full.
    Cancel,
}

/// A session that is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToCome {
    pub session: SessionId,
    pub kind: SessionKind,
    pub start: Instant,
}

/// All that a pause does. The cancels are decisions of their own, in the same transaction, and of
/// one act: together they are one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pausing {
    pub reason: Reason,
    pub back: Option<Instant>,
    pub kept: Vec<SessionId>,
    pub to_move: Vec<SessionId>,
    pub cancelled: Vec<SessionId>,
    pub note: Option<String>,
    pub at: Instant,
}

/// Whether the account can be paused now at all.
///
/// # Errors
/// The rule that forbids it.
pub fn may(account: &Account) -> Result<(), Refusal> {
    if account.closed_at.is_some() {
        return Err(Refusal::AccountClosed);
    }
    match account
        .restrictions
        .contains(&Restriction::PausedByTherapist)
    {
        true => Err(Refusal::PausedAlready),
        false => Ok(()),
    }
}

/// What `command`, received at `now`, does. `to_come` are all the account's sessions that are
/// booked and have not started, in the order of their starts.
///
/// # Errors
/// The rule that forbids it, or the session that has no answer.
pub fn decide(
    account: &Account,
    to_come: &[ToCome],
    command: &Pause,
    now: Instant,
) -> Result<Pausing, Refusal> {
    may(account)?;
    reason_fits(&command.reason)?;
    if command.back.is_some_and(|back| back <= now) {
        return Err(Refusal::BackInThePast);
    }
    for next in to_come {
        answered(next, &command.answers)?;
    }
    let known = |session: &SessionId| to_come.iter().any(|next| next.session == *session);
    if let Some(session) = command.answers.keys().find(|session| !known(session)) {
        return Err(Refusal::NotToCome { session: *session });
    }
    let with = |answer| {
        let own = to_come.iter().map(|next| next.session);
        own.filter(|session| command.answers.get(session) == Some(&answer))
            .collect()
    };
    Ok(Pausing {
        reason: command.reason.clone(),
        back: command.back,
        kept: with(Answer::Keep),
        to_move: with(Answer::Move),
        cancelled: with(Answer::Cancel),
        note: command.note.clone(),
        at: now,
    })
}

fn reason_fits(reason: &Reason) -> Result<(), Refusal> {
    match reason {
        Reason::Other { words } if words.trim().is_empty() => Err(Refusal::AskWordsMissing),
        Reason::Other { words } if words.chars().count() > MOST_WORDS => {
            Err(Refusal::WordsTooLong { most: MOST_WORDS })
        }
        _ => Ok(()),
    }
}

/// An initial session is cancelled through the team, also by whoever pauses.
fn answered(next: &ToCome, answers: &BTreeMap<SessionId, Answer>) -> Result<(), Refusal> {
    let session = next.session;
    match (answers.get(&session), next.kind) {
        (None, _) => Err(Refusal::AnswerMissing { session }),
        (Some(Answer::Cancel), SessionKind::Initial) => Err(Refusal::ThroughTheTeam),
        (Some(_), _) => Ok(()),
    }
}

impl Pausing {
    /// What a cancel or a move does to the account that pauses in the same step: every other
    /// session stays until it has its own answer.
    pub fn in_the_same_step(to_come: &[ToCome], at: Instant) -> Pausing {
        Pausing {
            reason: Reason::Unavailable,
            back: None,
            kept: to_come.iter().map(|next| next.session).collect(),
            to_move: Vec::new(),
            cancelled: Vec::new(),
            note: None,
            at,
        }
    }

    /// The command that cancels one of [`Pausing::cancelled`]. The time is blocked as well, so that
    /// it stays closed once the account is open again.
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

    /// What a form carries of what was shown, in hex: reason, return and every session's answer,
    /// and nothing that merely ages. A list of sessions would outgrow a form.
    pub fn digest(&self) -> String {
        let shown = (
            &self.reason,
            self.back,
            &self.kept,
            &self.to_move,
            &self.cancelled,
            &self.note,
        );
        hex_digest(&serde_json::to_string(&shown).expect("plain data is always JSON"))
    }
}
