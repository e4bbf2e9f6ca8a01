//! The therapist forgives a late move: later cancels by the client are judged by the clock again
//! (docs/POLICIES.md, rule P21).

use super::{Session, moving};
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::payment::refund::note_fits;
use crate::refusal::Refusal;
use crate::time::Instant;
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiveLate {
    /// Words for the client.
    pub note: Option<String>,
}

/// Since when the session has been late, where that can be waived.
///
/// # Errors
/// The rule that forbids it.
pub fn may(session: &Session, now: Instant) -> Result<Instant, Refusal> {
    match moving::may(session, now) {
        Ok(()) => session.late_since.ok_or(Refusal::NotLate),
        // Nothing is left that a late mark could change.
        Err(Refusal::CarryThroughTheTeam) => Err(Refusal::Started),
        Err(other) => Err(other),
    }
}

pub(crate) fn decide(
    facts: &Facts,
    command: &WaiveLate,
    now: Instant,
) -> Result<Consequence, Refusal> {
    let late_since = may(&facts.session, now)?;
    note_fits(command.note.as_deref())?;
    Ok(Consequence {
        late_waived: Some(late_since),
        told: vec![Told {
            to: Recipient::Client,
            template: Template::LateWaived,
            words: command.note.clone(),
        }],
        ..Consequence::of(&facts.session)
    })
}
