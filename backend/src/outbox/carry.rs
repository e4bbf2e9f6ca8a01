//! One claimed row: done outside any transaction, then noted in a short write. Unknown is
//! tried again under the same key; definite answers end it; what is given up parks its stream
//! and becomes a task, in the same write.

use super::kinds::{self, Job};
use super::{Patience, Worker};
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::mail::{Envelope, Letter, MailFault};
use crate::payments::{ProviderFault, ProviderRefund};
use crate::personal_link;
use crate::settling::{News, Settled};
use crate::store::outbox::{self, Claimed, Note};
use crate::store::refund::{self, Refund};
use crate::store::{Tx, case, codec, event, task};
use domain::consequence::TaskKind;
use domain::event::Event;
use domain::ids::{RefundId, SessionId};
use domain::time::{Instant, TimeDelta};
use domain::view::chip::RefundState;

/// A provider forgets its keys after 24 hours, and then takes the same one for a new request.
const KEYS_HOLD: TimeDelta = TimeDelta::hours(23);
/// So many requests are made under the key alone. A stored 500 would be answered to each of
/// them: from then on, what became of the first is looked up before it is asked again.
const ASKED_BLINDLY: i64 = 4;
/// However soon it is asked for: whoever turns us away is not asked at the same instant.
const SHORTEST: TimeDelta = TimeDelta::seconds(1);
/// Being turned away is no failure, but a door that never opens is one: every eighth counts.
const TURNED_AWAY: i64 = 8;

impl Worker {
    pub(super) async fn carry_out(&self, row: Claimed) -> Result<(), Fault> {
        let job = kinds::read(&row.kind, &row.body);
        let patience = match &job {
            Some(Job::Refund(_)) => self.refund,
            _ => self.mail,
        };
        // Each attempt ends with a note. These did not: whoever made them died of it.
        if row.counted() > patience.attempts {
            return self.give_up(row, "it never came to an end".into()).await;
        }
        match job {
            Some(Job::Mail(letter)) => self.mail(row, *letter).await,
            Some(Job::Refund(id)) => self.refund(row, id).await,
            None => self.give_up(row, "it cannot be read".into()).await,
        }
    }

    async fn mail(&self, row: Claimed, letter: Letter) -> Result<(), Fault> {
        let letter = match letter.link {
            Some(link) => {
                let path = personal_link::draw(&self.store, link, self.clock.now()).await?;
                letter.with_link(&path)
            }
            None => letter,
        };
        let envelope = Envelope {
            id: row.id.clone(),
            written_at: codec::instant("outbox.created_at", row.created_at)?,
            letter,
        };
        crash::point(Point::LetterToBeSent);
        let sent = self.send(&envelope).await;
        crash::point(Point::LetterSent);
        match sent {
            Ok(()) => self.note(row, Note::Done).await,
            Err(fault @ MailFault::Refused(_)) => self.give_up(row, fault.to_string()).await,
            Err(fault) => self.again(row, self.mail, fault.to_string()).await,
        }
    }

    async fn refund(&self, row: Claimed, id: RefundId) -> Result<(), Fault> {
        let found = self.store.read(|tx| Box::pin(refund::load(tx, id))).await?;
        let Some(refund) = found else {
            return self.give_up(row, format!("there is no refund {id}")).await;
        };
        if refund.state != RefundState::Requested {
            // An event was quicker than the answer.
            return self.note(row, Note::Done).await;
        }
        crash::point(Point::ProviderToBeAsked);
        let answer = self.ask_provider(&row, &refund).await;
        crash::point(Point::ProviderAnswered);
        match answer {
            Ok(standing) => {
                self.settle_and_note(row, id, News::Standing(standing))
                    .await
            }
            Err(ProviderFault::Refused { code, words }) => {
                self.settle_and_note(row, id, News::Refused { code, words })
                    .await
            }
            Err(ProviderFault::RateLimited { after }) => self.turned_away(row, after).await,
            Err(fault) => self.again(row, self.refund, fault.to_string()).await,
        }
    }

    /// Under the refund's own id, so that asking again pays nothing more. Where the provider may
    /// have forgotten the key, or answers a stored 500 to it, the refund is looked up first.
    async fn ask_provider(
        &self,
        row: &Claimed,
        refund: &Refund,
    ) -> Result<ProviderRefund, ProviderFault> {
        let is_old = self.clock.now() - refund.requested_at >= KEYS_HOLD;
        if (is_old || row.attempts > ASKED_BLINDLY)
            && let Some(found) = self.attempt(self.provider.find_by_key(refund.id)).await?
        {
            return Ok(found);
        }
        let call = self
            .provider
            .refund(refund.id, &refund.charge, refund.amount);
        self.attempt(call).await
    }

    /// Settled and noted in one write: neither is ever without the other, and a claim that was
    /// lost meanwhile does neither.
    async fn settle_and_note(&self, row: Claimed, id: RefundId, news: News) -> Result<(), Fault> {
        let (settling, now) = (self.settling.clone(), self.clock.now());
        let committed_at = self.clock.machine_now();
        self.store
            .write("settle", move |tx| {
                Box::pin(async move {
                    let settled = settling.settle(tx, id, &news).await?;
                    if !outbox::is_held(tx, &row).await? {
                        return Err(Fault::ClaimLost);
                    }
                    if matches!(settled, Settled::Contradicted | Settled::Unknown) {
                        let error = "the provider contradicts the books";
                        return park(tx, &row, error, now, committed_at).await;
                    }
                    outbox::note(tx, &row, &Note::Done, now).await?;
                    crash::point(Point::SentNoted);
                    Ok(())
                })
            })
            .await
    }

    async fn turned_away(&self, row: Claimed, after: TimeDelta) -> Result<(), Fault> {
        let error = "too many requests".to_owned();
        if row.attempts % TURNED_AWAY == 0 && row.counted() >= self.refund.attempts {
            return self.give_up(row, error).await;
        }
        let not_before = self.clock.now() + after.max(SHORTEST);
        let note = match row.attempts % TURNED_AWAY {
            0 => Note::Again { not_before, error },
            _ => Note::Spared { not_before, error },
        };
        self.note(row, note).await
    }

    async fn again(&self, row: Claimed, patience: Patience, error: String) -> Result<(), Fault> {
        if row.counted() >= patience.attempts {
            return self.give_up(row, error).await;
        }
        let pause = patience.pause(row.counted()).max(SHORTEST);
        let not_before = self.clock.now() + pause;
        self.note(row, Note::Again { not_before, error }).await
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

    async fn give_up(&self, row: Claimed, error: String) -> Result<(), Fault> {
        let (now, committed_at) = (self.clock.now(), self.clock.machine_now());
        self.store
            .write("give up", move |tx| {
                Box::pin(async move { park(tx, &row, &error, now, committed_at).await })
            })
            .await
    }
}

/// Parks the row, and with it its stream, and asks the team; the session's log has it.
async fn park(
    tx: &mut Tx,
    row: &Claimed,
    error: &str,
    now: Instant,
    committed_at: Instant,
) -> Result<(), Fault> {
    let session = row.session_id.as_deref();
    let session = session.map(|id| codec::id("outbox.session_id", id));
    let session: Option<SessionId> = session.transpose()?;
    if let Some(session) = session {
        case::lock(tx, session).await?;
    }
    let note = Note::Parked {
        error: error.to_owned(),
    };
    if !outbox::note(tx, row, &note, now).await? {
        return Ok(());
    }
    report(row, &note);
    crash::point(Point::GivenUpParked);
    let (kind, words) = words(tx, row, error).await?;
    task::raise_again(tx, kind, &row.id, session, &words, now).await?;
    crash::point(Point::GivenUpRaised);
    let Some(session) = session else {
        return Ok(());
    };
    let given_up = Event::GivenUp {
        task: kind,
        row: row.id.clone(),
    };
    event::note(tx, session, given_up, None, now, committed_at).await
}

async fn words(tx: &mut Tx, row: &Claimed, error: &str) -> Result<(TaskKind, String), Fault> {
    let times = match row.attempts {
        1 => "once".into(),
        times => format!("{times} times"),
    };
    match kinds::read(&row.kind, &row.body) {
        Some(Job::Refund(id)) => {
            let amount = refund::load(tx, id).await?.map(|refund| refund.amount);
            let what = amount.map_or("A refund".into(), |amount| amount.to_string());
            let words = format!(
                "{what} was asked of the provider {times}, without an answer to go by ({error}). \
                 Nobody knows whether the money left, and later refunds of the payment wait. \
                 Trying again looks it up first, so that nothing is paid twice."
            );
            Ok((TaskKind::RefundUnanswered, words))
        }
        Some(Job::Mail(letter)) => {
            let (subject, to) = (&letter.subject, &letter.to_name);
            let words = format!(
                "“{subject}” to {to} was tried {times} ({error}). What the session has to say \
                 after it waits."
            );
            Ok((TaskKind::LetterUndelivered, words))
        }
        None => {
            let words = format!("A row of the outbox was given up ({error}): {}.", row.kind);
            Ok((TaskKind::LetterUndelivered, words))
        }
    }
}

/// Without names and addresses.
fn report(row: &Claimed, note: &Note) {
    let Claimed {
        id, kind, attempts, ..
    } = row;
    match note {
        Note::Done => tracing::debug!(id, kind, attempts, "left the outbox"),
        Note::Again { .. } | Note::Spared { .. } => {
            tracing::warn!(id, kind, attempts, "is tried again later")
        }
        Note::Parked { .. } => tracing::error!(id, kind, attempts, "was given up"),
    }
}
