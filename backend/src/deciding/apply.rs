//! Writes down a decision, all of it, in the transaction of the command: session, span and
//! block, charge, refund intent and ledger, log, standing, tasks, outbox.

use super::{Asked, Done};
use crate::Backend;
use crate::chance;
use crate::clock::Clock;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::mail::templates::{self, About};
use crate::outbox::{self, Leaving};
use crate::store::case::Case;
use crate::store::event::Entry;
use crate::store::ledger::{self, Posting};
use crate::store::{Tx, event, span, sql, task};
use domain::actor::Actor;
use domain::commitment::Commitment;
use domain::consequence::{Consequence, SlotEffect, TaskKind};
use domain::event::Event;
use domain::ids::{ActId, RefundId};
use domain::payment::ledger::Account;
use domain::policy::Clause;
use domain::standing::StandingEffect;
use domain::time::Instant;
use domain::told::Told;
use std::sync::Arc;

/// What applying needs beside the rows: cheap to clone, as a command may run again.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) clock: Clock,
    origin: Arc<str>,
}

impl Setting {
    pub(super) fn of(backend: &Backend) -> Setting {
        Setting {
            clock: backend.clock.clone(),
            origin: backend.origin.clone(),
        }
    }

    pub(super) fn new_act(&self, at: Instant) -> ActId {
        ActId(chance::id(at))
    }
}

pub(super) async fn all(
    tx: &mut Tx,
    setting: &Setting,
    case: &Case,
    actor: Actor,
    done: &Done,
    asked: &Asked,
    consequence: Consequence,
) -> Result<(), Fault> {
    all_is_written(&consequence)?;
    let at = asked.received_at;
    let leaving = leaving(&consequence, at);
    session(tx, case, &consequence).await?;
    crash::point(Point::SessionWritten);
    time(tx, case, &consequence, done.act, leaving).await?;
    let refund = money(tx, case, &consequence, done.act, at).await?;
    crash::point(Point::MoneyBooked);
    standing(tx, case, &consequence, done.act, at).await?;
    tasks(tx, &consequence, done.act, at).await?;
    crash::point(Point::TasksRaised);
    for told in &consequence.told {
        tell(tx, setting, case, &consequence, done.act, told, leaving).await?;
        crash::point(Point::LetterWritten);
    }
    if let (Some(refund), Some(paid)) = (refund, case.facts.payment.paid()) {
        outbox::ask_refund(
            tx,
            paid.id,
            refund,
            case.facts.session.id,
            consequence.revision,
            leaving,
        )
        .await?;
        crash::point(Point::RefundAsked);
    }
    log(tx, setting, case, actor, done.act, asked, consequence).await?;
    crash::point(Point::LogWritten);
    Ok(())
}

/// No use case asks for another time, a booking or a request yet. One that did would have to write
/// it down here, and nothing that was shown may be left out.
fn all_is_written(consequence: &Consequence) -> Result<(), Fault> {
    match consequence {
        Consequence {
            moved: None,
            offer: None,
            booked: None,
            request: None,
            dispute: None,
            late_waived: None,
            ..
        } => Ok(()),
        _ => Err(Fault::Outside(
            "a part of the consequence is not written down here".into(),
        )),
    }
}

/// What a cancel causes leaves when it can no longer be undone; everything else leaves at once.
fn leaving(consequence: &Consequence, at: Instant) -> Leaving {
    let not_before = consequence.undoable_until().unwrap_or(at);
    Leaving {
        written_at: at,
        not_before,
    }
}

/// # Errors
/// [`Fault::Outside`] where the row changed under the lock, which cannot be.
async fn session(tx: &mut Tx, case: &Case, consequence: &Consequence) -> Result<(), Fault> {
    // A refund later leaves the cancellation as it was.
    let gone = consequence
        .cancellation
        .as_ref()
        .or(case.facts.session.cancellation.as_ref());
    let changed = tx
        .run(
            sql(
                "UPDATE session SET state = $1, revision = $2, cancelled_at = $3, \
                 cancelled_by = $4, cancelled_for = $5, cancelled_cause = $6, \
                 cancelled_words = $7, cancelled_notice = $8, cancelled_clause = $9 \
                 WHERE id = $10 AND revision = $11",
            )
            .bind(consequence.to.as_str())
            .bind(consequence.revision)
            .bind(gone.map(|c| c.at))
            .bind(gone.map(|c| c.by.as_str()))
            .bind(gone.map(|c| c.on_behalf_of.as_str()))
            .bind(gone.map(|c| c.cause.as_str()))
            .bind(gone.and_then(|c| c.words.clone()))
            .bind(gone.map(|c| c.notice_ms))
            .bind(gone.map(|c| c.clause.id()))
            .bind(case.facts.session.id)
            .bind(case.facts.session.revision),
        )
        .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Fault::Outside(
            "the session changed while it was locked".into(),
        )),
    }
}

/// The session's own span goes by the database's trigger; the hold that keeps the time while the
/// cancel can be undone, and the block in its place, are written here.
async fn time(
    tx: &mut Tx,
    case: &Case,
    consequence: &Consequence,
    act: ActId,
    leaving: Leaving,
) -> Result<(), Fault> {
    let at = leaving.written_at;
    if consequence.slot == SlotEffect::Untouched {
        return Ok(());
    }
    let session = &case.facts.session;
    span::release(tx, session.id).await?;
    span::sweep(tx, session.therapist.into(), session.client.into(), at).await?;
    crash::point(Point::SpanFreed);
    if consequence.undoable_until().is_some() {
        span::hold_for_undo(tx, session, at, leaving.not_before).await?;
        crash::point(Point::SpanHeld);
    }
    if consequence.slot == SlotEffect::Blocked {
        tx.run(
            sql(
                "INSERT INTO block (id, therapist_id, starts_at, ends_at, session_id, act_id, \
                 created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(chance::id(at).to_string())
            .bind(session.therapist)
            .bind(session.span.start())
            .bind(session.span.end())
            .bind(session.id)
            .bind(act)
            .bind(at),
        )
        .await?;
        crash::point(Point::BlockWritten);
    }
    Ok(())
}

/// The refund's intent, and the entries that move the money; the intent's id is answered.
async fn money(
    tx: &mut Tx,
    case: &Case,
    consequence: &Consequence,
    act: ActId,
    at: Instant,
) -> Result<Option<RefundId>, Fault> {
    if consequence.charge_withdrawn.is_some() {
        tx.run(
            sql("UPDATE charge SET state = 'withdrawn' \
                 WHERE session_id = $1 AND state = 'scheduled'")
            .bind(case.facts.session.id),
        )
        .await?;
    }
    let (Some(money), Some(paid)) = (&consequence.money, case.facts.payment.paid()) else {
        return Ok(None);
    };
    let refund = (!money.refund.is_zero()).then(|| RefundId(chance::id(at)));
    if let Some(refund) = refund {
        tx.run(
            sql(
                "INSERT INTO refund (id, payment_id, session_id, act_id, amount, currency, \
                 state, requested_at, is_exception) \
                 VALUES ($1, $2, $3, $4, $5, $6, 'requested', $7, $8)",
            )
            .bind(refund)
            .bind(paid.id)
            .bind(case.facts.session.id)
            .bind(act)
            .bind(money.refund.minor)
            .bind(money.refund.currency.code())
            .bind(at)
            .bind(i64::from(
                consequence
                    .clauses
                    .iter()
                    .any(|c| c.id == Clause::Exception),
            )),
        )
        .await?;
        crash::point(Point::RefundWritten);
    }
    let (back, kept): (Vec<_>, Vec<_>) = money
        .legs
        .iter()
        .copied()
        .partition(|leg| leg.to == Account::Refunding);
    let posting = Posting {
        payment: paid.id,
        what: "refund_requested",
        act,
        refund,
        at,
    };
    ledger::append(tx, posting, &back).await?;
    crash::point(Point::RefundBooked);
    let posting = Posting {
        payment: paid.id,
        what: "kept",
        act,
        refund: None,
        at,
    };
    ledger::append(tx, posting, &kept).await?;
    Ok(refund)
}

async fn standing(
    tx: &mut Tx,
    case: &Case,
    consequence: &Consequence,
    act: ActId,
    at: Instant,
) -> Result<(), Fault> {
    let (StandingEffect::Incident { .. }, Some(gone)) =
        (consequence.standing, &consequence.cancellation)
    else {
        return Ok(());
    };
    tx.run(
        sql(
            "INSERT INTO incident (id, therapist_id, session_id, cause, act_id, at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(chance::id(at).to_string())
        .bind(case.facts.session.therapist)
        .bind(case.facts.session.id)
        .bind(gone.cause.as_str())
        .bind(act)
        .bind(at),
    )
    .await?;
    crash::point(Point::IncidentWritten);
    Ok(())
}

async fn tasks(
    tx: &mut Tx,
    consequence: &Consequence,
    act: ActId,
    at: Instant,
) -> Result<(), Fault> {
    let words = consequence
        .cancellation
        .as_ref()
        .and_then(|gone| gone.words.clone());
    for kind in &consequence.tasks {
        let note = match kind {
            TaskKind::DepartureFromPolicy => consequence.reason.clone(),
            _ => words.clone(),
        };
        let note = note.unwrap_or_default();
        task::raise(tx, *kind, &act.to_string(), consequence.session, &note, at).await?;
    }
    Ok(())
}

async fn tell(
    tx: &mut Tx,
    setting: &Setting,
    case: &Case,
    consequence: &Consequence,
    act: ActId,
    told: &Told,
    leaving: Leaving,
) -> Result<(), Fault> {
    let reference = act.reference();
    let about = About {
        pair: &case.pair,
        session: &case.facts.session,
        place: &case.place,
        revision: consequence.revision,
        to: told.to,
        clause: consequence.clauses.first().map(|clause| clause.id),
        refund: consequence
            .money
            .as_ref()
            .map(|m| m.refund)
            .filter(|m| !m.is_zero()),
        kept: consequence
            .money
            .as_ref()
            .map(|m| m.kept)
            .filter(|m| !m.is_zero()),
        note: told.words.as_deref(),
        failure: None,
        reference: &reference,
        origin: &setting.origin,
        now: leaving.written_at,
    };
    let letter = templates::letter(told.template, &about)?;
    let session = case.facts.session.id;
    outbox::post(
        tx,
        told.template,
        session,
        consequence.revision,
        &letter,
        leaving,
    )
    .await
}

async fn log(
    tx: &mut Tx,
    setting: &Setting,
    case: &Case,
    actor: Actor,
    act: ActId,
    asked: &Asked,
    consequence: Consequence,
) -> Result<(), Fault> {
    let digest = asked
        .commitment
        .as_ref()
        .map(|_| Commitment::to(&consequence).digest());
    let entry = Entry {
        session: consequence.session,
        revision: consequence.revision,
        actor: Some(actor),
        on_behalf_of: consequence
            .cancellation
            .as_ref()
            .map(|gone| gone.on_behalf_of),
        reason: consequence.reason.clone(),
        rule_version: case.facts.policy.version,
        digest,
        received_at: asked.received_at,
        committed_at: setting.clock.machine_now(),
        event: Event::Decided {
            act,
            consequence: Box::new(consequence),
        },
    };
    event::append(tx, entry).await
}
