//! What the provider says of a refund, carried into our own books. The worker's answer and the
//! provider's events meet in this one function; what comes late, twice or out of order changes
//! nothing twice, because only a step from where the refund stands is taken.
//!
//! The session's revision stays: time, state and price of the session do not change.

mod contradiction;

use crate::clock::Clock;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::mail::templates::{self, About};
use crate::outbox;
use crate::payments::{ProviderRefund, ProviderState, Refused};
use crate::store::case::{self, Case};
use crate::store::event::{self, Entry};
use crate::store::ledger::{self, Posting};
use crate::store::refund::{self, Refund, Step};
use crate::store::{Tx, outbox as outbox_rows, person, task};
use contradiction::Contradiction;
use domain::consequence::TaskKind;
use domain::event::Event;
use domain::ids::RefundId;
use domain::payment::ledger::{self as books, Account};
use domain::permission::Subject;
use domain::sentences::returned::Returned;
use domain::time::Instant;
use domain::told::{Recipient, Template};
use domain::view::chip::RefundState;
use std::sync::Arc;

/// What settling needs beside the rows.
#[derive(Clone, Debug)]
pub struct Settling {
    pub clock: Clock,
    /// Where links in letters lead.
    pub origin: Arc<str>,
}

/// What is known of a refund.
#[derive(Clone, Debug)]
pub enum News {
    /// The provider's books have it, and this is how it stands there.
    Standing(ProviderRefund),
    /// The provider will not do it, ever.
    Refused { code: Refused, words: String },
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It was known already.
    Nothing,
    Sent,
    Arrived,
    Failed,
    /// The provider's books and ours cannot both be right: nothing was moved, the team is asked.
    Contradicted,
    /// No refund of ours.
    Unknown,
}

impl Settling {
    /// Takes the step that `news` asks for, with ledger, log, task and letters.
    ///
    /// # Errors
    /// Of the store; nothing is kept then.
    pub async fn settle(&self, tx: &mut Tx, id: RefundId, news: &News) -> Result<Settled, Fault> {
        let now = self.clock.now();
        let Some((refund, case)) = locked(tx, id, now).await? else {
            return Ok(Settled::Unknown);
        };
        let scene = Scene {
            settling: self,
            refund,
            case,
            now,
        };
        match news {
            News::Standing(standing) if !scene.is_of(standing) => {
                scene.contradicted(tx, Contradiction::NotOurs).await
            }
            News::Standing(standing) => scene.follow(tx, standing).await,
            News::Refused { code, words } => scene.refused(tx, *code, words).await,
        }
    }
}

/// Therapist, then client, are locked as for every command; then the refund is read again.
async fn locked(tx: &mut Tx, id: RefundId, now: Instant) -> Result<Option<(Refund, Case)>, Fault> {
    let Some(seen) = refund::load(tx, id).await? else {
        return Ok(None);
    };
    let owners = case::owners(tx, seen.session).await?;
    let Some(Subject::Pair { therapist, client }) = owners else {
        return Ok(None);
    };
    person::lock(tx, therapist.into()).await?;
    person::lock(tx, client.into()).await?;
    let refund = refund::load(tx, id).await?;
    let case = case::load(tx, seen.session, now).await?;
    Ok(refund.zip(case))
}

struct Scene<'s> {
    settling: &'s Settling,
    refund: Refund,
    case: Case,
    now: Instant,
}

impl Scene<'_> {
    fn is_of(&self, standing: &ProviderRefund) -> bool {
        let refund = &self.refund;
        standing.key == refund.id
            && standing.charge == refund.charge
            && standing.amount == refund.amount
    }

    async fn follow(&self, tx: &mut Tx, standing: &ProviderRefund) -> Result<Settled, Fault> {
        use RefundState::{Arrived, Failed, Requested, Sent};
        let provider = Some(standing.id.as_str());
        match (self.refund.state, &standing.state) {
            (Requested, ProviderState::Pending) => self.sent(tx, provider).await,
            (Requested | Sent, ProviderState::Succeeded) => self.arrived(tx, provider).await,
            (Requested | Sent | Arrived, ProviderState::Failed { why }) => {
                self.failed(tx, provider, why, Some(why)).await
            }
            (Failed, ProviderState::Succeeded) => self.arrived_after_all(tx).await,
            (Sent | Arrived | Failed, ProviderState::Pending)
            | (Arrived, ProviderState::Succeeded)
            | (Failed, ProviderState::Failed { .. }) => Ok(Settled::Nothing),
        }
    }

    async fn refused(&self, tx: &mut Tx, code: Refused, words: &str) -> Result<Settled, Fault> {
        match self.refund.state {
            RefundState::Requested => {
                let why = match code {
                    Refused::AboveRemaining => "the provider says that less remains of the payment",
                    Refused::NoSuchCharge | Refused::NoSuchRefund => {
                        "the provider does not know the payment"
                    }
                    // Under this key the provider may have paid something: no guess is booked.
                    Refused::KeyReused => {
                        return self.contradicted(tx, Contradiction::KeyReused).await;
                    }
                };
                tracing::error!(refund = %self.refund.id, words, "a refund was refused");
                self.failed(tx, None, why, None).await
            }
            RefundState::Failed => Ok(Settled::Nothing),
            RefundState::Sent | RefundState::Arrived => {
                let refused = Contradiction::RefusedAfterAll { words };
                self.contradicted(tx, refused).await
            }
        }
    }

    async fn sent(&self, tx: &mut Tx, provider: Option<&str>) -> Result<Settled, Fault> {
        if !self.step(tx, RefundState::Sent, provider, None).await? {
            return Ok(Settled::Nothing);
        }
        crash::point(Point::SentStepped);
        let amount = self.refund.amount;
        self.log(tx, Event::RefundSent { amount }).await?;
        crash::point(Point::SentLogged);
        Ok(Settled::Sent)
    }

    async fn arrived(&self, tx: &mut Tx, provider: Option<&str>) -> Result<Settled, Fault> {
        if !self.step(tx, RefundState::Arrived, provider, None).await? {
            return Ok(Settled::Nothing);
        }
        crash::point(Point::ArrivedStepped);
        let out = (Account::Refunding, Account::Provider);
        self.book(tx, "refund_arrived", out).await?;
        crash::point(Point::ArrivedBooked);
        let amount = self.refund.amount;
        self.log(tx, Event::RefundArrived { amount }).await?;
        crash::point(Point::ArrivedLogged);
        Ok(Settled::Arrived)
    }

    /// The money is held again, both are told, and the team finds another way. What had arrived is
    /// first booked back, where it had gone out.
    async fn failed(
        &self,
        tx: &mut Tx,
        provider: Option<&str>,
        why: &str,
        for_people: Option<&str>,
    ) -> Result<Settled, Fault> {
        let to = RefundState::Failed;
        if !self.step(tx, to, provider, Some(why)).await? {
            return Ok(Settled::Nothing);
        }
        crash::point(Point::FailedStepped);
        let had_arrived = self.had_arrived();
        if had_arrived {
            let back_in = (Account::Provider, Account::Refunding);
            self.book(tx, "refund_returned", back_in).await?;
        }
        let held_again = (Account::Refunding, Account::Held);
        self.book(tx, "refund_failed", held_again).await?;
        crash::point(Point::FailedBooked);
        let amount = self.refund.amount;
        let event = Event::RefundFailed {
            amount,
            why: why.to_owned(),
            had_arrived,
        };
        self.log(tx, event).await?;
        crash::point(Point::FailedLogged);
        let became = Returned::of(had_arrived).became();
        let card = &self.refund.card;
        let note = format!("{amount} to the {card} {became}: {why}. The money is held again.");
        let kind = TaskKind::RefundFailed;
        self.ask_team(tx, kind, &note).await?;
        crash::point(Point::FailedRaised);
        self.tell(tx, Recipient::Client, for_people).await?;
        crash::point(Point::FailedHalfTold);
        self.tell(tx, Recipient::Therapist, for_people).await?;
        Ok(Settled::Failed)
    }

    /// The task that says that the money is held again is no longer right.
    async fn arrived_after_all(&self, tx: &mut Tx) -> Result<Settled, Fault> {
        let subject = self.refund.id.to_string();
        task::done(tx, TaskKind::RefundFailed, &subject, None, self.now).await?;
        let paid = self.case.facts.payment.paid();
        let still_held = paid.is_some_and(|paid| paid.books.held >= self.refund.amount.minor);
        let what = Contradiction::ArrivedAfterAll { still_held };
        self.contradicted(tx, what).await
    }

    /// No money is moved on a guess: the proof of the books names the break until a person has
    /// looked.
    async fn contradicted(&self, tx: &mut Tx, what: Contradiction<'_>) -> Result<Settled, Fault> {
        tracing::error!(refund = %self.refund.id, ?what, "the provider contradicts the books");
        let note = what.note(&self.refund, &self.case.pair);
        self.ask_team(tx, TaskKind::RefundContradicted, &note)
            .await?;
        Ok(Settled::Contradicted)
    }

    async fn step(
        &self,
        tx: &mut Tx,
        to: RefundState,
        provider: Option<&str>,
        failure: Option<&str>,
    ) -> Result<bool, Fault> {
        let step = Step {
            to,
            at: self.now,
            provider,
            failure,
        };
        let taken = refund::step(tx, &self.refund, step).await?;
        if taken {
            self.answered(tx).await?;
        }
        Ok(taken)
    }

    /// An event has answered what was given up: its row may end, and the team need not look.
    async fn answered(&self, tx: &mut Tx) -> Result<(), Fault> {
        if self.refund.state != RefundState::Requested {
            return Ok(());
        }
        if let Some(row) = outbox_rows::parked_refund(tx, self.refund.id).await? {
            outbox_rows::unpark(tx, &row, self.now).await?;
            task::done(tx, TaskKind::RefundUnanswered, &row, None, self.now).await?;
        }
        Ok(())
    }

    async fn book(
        &self,
        tx: &mut Tx,
        what: &str,
        (from, to): (Account, Account),
    ) -> Result<(), Fault> {
        let posting = Posting {
            payment: self.refund.payment,
            what,
            act: self.refund.act,
            refund: Some(self.refund.id),
            at: self.now,
        };
        let entry = books::Entry::new(from, to, self.refund.amount.minor);
        ledger::append(tx, posting, &[entry]).await
    }

    async fn log(&self, tx: &mut Tx, event: Event) -> Result<(), Fault> {
        let entry = Entry {
            session: self.refund.session,
            event,
            revision: self.case.facts.session.revision,
            actor: None,
            on_behalf_of: None,
            reason: None,
            rule_version: self.case.facts.policy.version,
            digest: None,
            received_at: self.now,
            committed_at: self.settling.clock.machine_now(),
        };
        event::append(tx, entry).await
    }

    /// Before what is heard of it now.
    fn had_arrived(&self) -> bool {
        self.refund.state == RefundState::Arrived
    }

    async fn ask_team(&self, tx: &mut Tx, kind: TaskKind, note: &str) -> Result<(), Fault> {
        let (subject, session) = (self.refund.id.to_string(), Some(self.refund.session));
        task::raise_again(tx, kind, &subject, session, note, self.now).await
    }

    async fn tell(&self, tx: &mut Tx, to: Recipient, why: Option<&str>) -> Result<(), Fault> {
        let session = &self.case.facts.session;
        let reference = self.refund.act.reference();
        let about = About {
            to,
            pair: &self.case.pair,
            session,
            revision: session.revision,
            place: &self.case.place,
            clause: None,
            refund: Some(self.refund.amount),
            kept: None,
            done: None,
            note: None,
            failure: why,
            returned: Returned::of(self.had_arrived()),
            reference: &reference,
            origin: &self.settling.origin,
            now: self.now,
        };
        let letter = templates::letter(Template::RefundFailed, &about)?;
        // Two refunds of one session may fail at the same revision; each was decided at its own.
        let revision = self.refund.revision.unwrap_or(session.revision);
        outbox::post(
            tx,
            Template::RefundFailed,
            session.id,
            revision,
            &letter,
            self.now,
        )
        .await
    }
}
