//! One claimed row: done outside any transaction, then noted in a short write. Unknown is
//! tried again under the same key; definite answers end it.

use super::kinds::{self, Job};
use super::{Patience, Worker};
use crate::fault::Fault;
use crate::mail::{Envelope, Letter, MailFault};
use crate::payments::{ProviderFault, ProviderRefund};
use crate::settling::{News, Settled};
use crate::store::outbox::{self, Claimed, Note};
use crate::store::refund::{self, Refund};
use crate::store::{codec, task};
use domain::consequence::TaskKind;
use domain::ids::{RefundId, SessionId};
use domain::time::TimeDelta;
use domain::view::chip::RefundState;

/// A provider forgets its keys after 24 hours, and then takes the same one for a new request.
const KEYS_HOLD: TimeDelta = TimeDelta::hours(23);
/// However soon it is asked for: whoever turns us away is not asked at the same instant.
const SHORTEST: TimeDelta = TimeDelta::seconds(1);

impl Worker {
    pub(super) async fn carry_out(&self, row: Claimed) -> Result<(), Fault> {
        match kinds::read(&row.kind, &row.body) {
            Some(Job::Mail(letter)) => self.mail(row, *letter).await,
            Some(Job::Refund(id)) => self.refund(row, id).await,
            None => {
                let error = format!("cannot be read: {}", row.kind);
                self.note(row, Note::Parked { error }).await
            }
        }
    }

    async fn mail(&self, row: Claimed, letter: Letter) -> Result<(), Fault> {
        let envelope = Envelope {
            id: row.id.clone(),
            written_at: codec::instant("outbox.created_at", row.created_at)?,
            letter,
        };
        let note = match self.send(&envelope).await {
            Ok(()) => Note::Done,
            Err(fault @ MailFault::Refused(_)) => Note::Parked {
                error: fault.to_string(),
            },
            Err(fault) => self.again_or_park(&row, self.mail, None, fault.to_string()),
        };
        self.note(row, note).await
    }

    async fn refund(&self, row: Claimed, id: RefundId) -> Result<(), Fault> {
        let found = self.store.read(|tx| Box::pin(refund::load(tx, id))).await?;
        let Some(refund) = found else {
            let error = format!("there is no refund {id}");
            return self.note(row, Note::Parked { error }).await;
        };
        if refund.state != RefundState::Requested {
            // An event was quicker than the answer.
            return self.note(row, Note::Done).await;
        }
        match self.ask_provider(&refund).await {
            Ok(standing) => {
                self.settle_and_note(row, id, News::Standing(standing))
                    .await
            }
            Err(ProviderFault::Refused { code, words }) => {
                self.settle_and_note(row, id, News::Refused { code, words })
                    .await
            }
            Err(fault) => {
                let after = match fault {
                    ProviderFault::RateLimited { after } => Some(after),
                    _ => None,
                };
                let note = self.again_or_park(&row, self.refund, after, fault.to_string());
                self.note_refund(row, refund, note).await
            }
        }
    }

    /// Under the refund's own id, so that asking again pays nothing more; where the provider may
    /// have forgotten the key, it is looked up first.
    async fn ask_provider(&self, refund: &Refund) -> Result<ProviderRefund, ProviderFault> {
        if self.clock.now() - refund.requested_at >= KEYS_HOLD
            && let Some(found) = self.attempt(self.provider.find_by_key(refund.id)).await?
        {
            return Ok(found);
        }
        let call = self
            .provider
            .refund(refund.id, &refund.charge, refund.amount);
        self.attempt(call).await
    }

    /// Settled and noted in one write: neither is ever without the other.
    async fn settle_and_note(&self, row: Claimed, id: RefundId, news: News) -> Result<(), Fault> {
        let (settling, now) = (self.settling.clone(), self.clock.now());
        self.store
            .write("settle", move |tx| {
                Box::pin(async move {
                    let note = match settling.settle(tx, id, &news).await? {
                        Settled::Contradicted | Settled::Unknown => Note::Parked {
                            error: "the provider contradicts the books".into(),
                        },
                        _ => Note::Done,
                    };
                    outbox::note(tx, &row, &note, now).await.map(drop)
                })
            })
            .await
    }

    fn again_or_park(
        &self,
        row: &Claimed,
        patience: Patience,
        after: Option<TimeDelta>,
        error: String,
    ) -> Note {
        if row.attempts >= patience.attempts {
            return Note::Parked { error };
        }
        let pause = after.unwrap_or_else(|| patience.pause(row.attempts));
        Note::Again {
            not_before: self.clock.now() + pause.max(SHORTEST),
            error,
        }
    }

    async fn note(&self, row: Claimed, note: Note) -> Result<(), Fault> {
        report(&row, &note);
        let now = self.clock.now();
        self.store
            .write("note", move |tx| {
                Box::pin(async move { outbox::note(tx, &row, &note, now).await.map(drop) })
            })
            .await
    }

    /// A refund that is given up becomes a task: nobody knows whether the money left.
    async fn note_refund(&self, row: Claimed, refund: Refund, note: Note) -> Result<(), Fault> {
        report(&row, &note);
        let now = self.clock.now();
        self.store
            .write("note refund", move |tx| {
                Box::pin(async move {
                    if !outbox::note(tx, &row, &note, now).await? {
                        return Ok(());
                    }
                    let Note::Parked { error } = &note else {
                        return Ok(());
                    };
                    let words = format!(
                        "{} was asked of the provider {} times, without a definite answer \
                         ({error}). Look it up there before anything is sent again.",
                        refund.amount, row.attempts
                    );
                    let (subject, session): (_, SessionId) =
                        (refund.id.to_string(), refund.session);
                    task::raise(tx, TaskKind::RefundFailed, &subject, session, &words, now).await
                })
            })
            .await
    }
}

/// Without names and addresses.
fn report(row: &Claimed, note: &Note) {
    let Claimed {
        id, kind, attempts, ..
    } = row;
    match note {
        Note::Done => tracing::debug!(id, kind, attempts, "left the outbox"),
        Note::Again { .. } => tracing::warn!(id, kind, attempts, "is tried again later"),
        Note::Parked { .. } => tracing::error!(id, kind, attempts, "was given up"),
    }
}
