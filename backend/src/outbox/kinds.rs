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

/// Puts a letter into the outbox; it leaves from `at` on. A session's mail leaves in the order
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
    at: Instant,
) -> Result<(), Fault> {
    let out = Outgoing {
        stream: format!("mail:{session}"),
        kind: mail_kind(template),
        session,
        revision,
        recipient: letter.to.clone(),
        body: serde_json::to_string(letter).expect("a letter is always JSON"),
        not_before: at,
    };
    outbox::put(tx, out, at).await
}

/// Asks the worker to send a refund that was decided, from `at` on. A payment's refunds are sent
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
    at: Instant,
) -> Result<(), Fault> {
    let out = Outgoing {
        stream: format!("money:{payment}"),
        kind: REFUND.into(),
        session,
        revision,
        recipient: refund.to_string(),
        body: serde_json::to_string(&RefundBody { refund }).expect("an id is always JSON"),
        not_before: at,
    };
    outbox::put(tx, out, at).await
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
