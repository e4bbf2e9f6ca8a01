//! What the outbox carries, and its form in a row: the kind, the stream whose order is kept,
//! and the body.

use crate::fault::Fault;
use crate::mail::Letter;
use crate::store::Tx;
use crate::store::outbox::{self, Outgoing};
use domain::ids::{PaymentId, RefundId, SessionId};
use domain::time::Instant;
use domain::told::Template;
use serde::{Deserialize, Serialize};

const REFUND: &str = "refund";
const MAIL: &str = "mail:";

/// What a row asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Job {
    Mail(Box<Letter>),
    Refund(RefundId),
}

#[derive(Serialize, Deserialize)]
struct RefundBody {
    refund: RefundId,
}

/// When something is put into the outbox, and from when on it may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaving {
    pub written_at: Instant,
    pub not_before: Instant,
}

/// At once.
impl From<Instant> for Leaving {
    fn from(at: Instant) -> Leaving {
        Leaving {
            written_at: at,
            not_before: at,
        }
    }
}

/// Puts a letter into the outbox; it leaves from `leaving.not_before` on. A session's mail leaves in the order
/// in which it was written.
///
/// # Errors
/// Of the store; the same letter to the same person at the same revision is a conflict.
pub async fn post(
    tx: &mut Tx,
    template: Template,
    session: SessionId,
    revision: u32,
    letter: &Letter,
    leaving: impl Into<Leaving>,
) -> Result<(), Fault> {
    let leaving = leaving.into();
    let out = Outgoing {
        stream: format!("mail:{session}"),
        kind: mail_kind(template),
        session,
        revision,
        recipient: letter.to.clone(),
        body: serde_json::to_string(letter).expect("a letter is always JSON"),
        not_before: leaving.not_before,
    };
    outbox::put(tx, out, leaving.written_at).await
}

/// Asks the worker to send a refund that was decided. A payment's refunds are sent
/// in the order in which they were decided.
///
/// # Errors
/// Of the store.
pub async fn ask_refund(
    tx: &mut Tx,
    payment: PaymentId,
    refund: RefundId,
    session: SessionId,
    revision: u32,
    leaving: impl Into<Leaving>,
) -> Result<(), Fault> {
    let leaving = leaving.into();
    let out = Outgoing {
        stream: format!("money:{payment}"),
        kind: REFUND.into(),
        session,
        revision,
        recipient: refund.to_string(),
        body: serde_json::to_string(&RefundBody { refund }).expect("an id is always JSON"),
        not_before: leaving.not_before,
    };
    outbox::put(tx, out, leaving.written_at).await
}

/// `mail:session_cancelled`
pub(crate) fn mail_kind(template: Template) -> String {
    format!("{MAIL}{}", template.as_str())
}

/// `None` for a row that no version of this program wrote.
pub(super) fn read(kind: &str, body: &str) -> Option<Job> {
    match kind {
        REFUND => {
            let body: RefundBody = serde_json::from_str(body).ok()?;
            Some(Job::Refund(body.refund))
        }
        kind if kind.starts_with(MAIL) => {
            let letter = serde_json::from_str(body).ok()?;
            Some(Job::Mail(Box::new(letter)))
        }
        _ => None,
    }
}
