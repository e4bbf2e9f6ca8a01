//! A session's details: what its page shows, and what its forms decide by.

use super::line::moved_from;
use super::{confirming, requests};
use crate::Backend;
use crate::fault::Fault;
use crate::store::case::{self, Case};
use crate::store::{Tx, codec, event, sql};
use crate::zones::{self, Zone};
use domain::actor::Role;
use domain::event::{Event, Recorded, replay};
use domain::ids::{ActId, SessionId};
use domain::money::Money;
use domain::payment::Payment;
use domain::permission::{Permit, SeeSession, Subject};
use domain::policy::notice;
use domain::sentences::happens::{self, UNDONE};
use domain::sentences::since::{Since, since};
use domain::sentences::{disputed, history, moves};
use domain::session::undo;
use domain::time::{Instant, interval::Interval};
use domain::view::chip::RefundState;
use domain::view::session::{
    HistoryLine, OutcomeLine, RefundLine, SessionDetail, UndoLine, Whose, Words,
};
use sqlx::FromRow;

/// The pair of a session, to ask for a permit by.
///
/// # Errors
/// Of the store.
pub async fn subject(backend: &Backend, session: SessionId) -> Result<Subject, Fault> {
    let owners = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(case::owners(tx, session)))
        .await?;
    Ok(owners.unwrap_or(Subject::Nothing))
}

/// # Errors
/// Of the store; hidden where the session is gone.
pub async fn page(
    backend: &Backend,
    _permit: Permit<SeeSession>,
    session: SessionId,
) -> Result<SessionDetail, Fault> {
    let now = backend.clock.now();
    let (case, log, refunds, requests) = backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let case = case::load(tx, session, now)
                    .await?
                    .ok_or(Fault::Denied(domain::permission::Denied::Hidden))?;
                Ok((
                    case,
                    event::of(tx, session).await?,
                    refunds(tx, session).await?,
                    requests::of(tx, session).await?,
                ))
            })
        })
        .await?;
    let own = Zone::named(&case.pair.therapist.zone, &case.pair.therapist.city)?;
    let client = case.pair.client.first_name().to_owned();
    let line = |row| requests::line(row, &client, &own, now);
    let requests = requests.iter().map(line).collect::<Result<_, _>>()?;
    Ok(SessionDetail {
        requests,
        ..detail(case, &log, refunds, now)?
    })
}

/// Without what was asked about it.
pub(super) fn detail(
    case: Case,
    log: &[Recorded],
    refunds: Vec<RefundRow>,
    now: Instant,
) -> Result<SessionDetail, Fault> {
    let own = Zone::named(&case.pair.therapist.zone, &case.pair.therapist.city)?;
    let theirs = Zone::named(&case.pair.client.zone, &case.pair.client.city)?;
    let session = &case.facts.session;
    let when = zones::when(session.span, &own, &theirs, now);
    let words = words(&case, &own, &theirs, now);
    let free_until = notice::free_until(session, case.facts.policy);
    let refunds = refunds
        .into_iter()
        .map(|row| refund_line(row, session.price, &own, now))
        .collect::<Result<Vec<_>, _>>()?;
    let refunds = with_held(refunds, &case.facts.payment);
    Ok(SessionDetail {
        moved_from: case
            .moved_from
            .map(|at| moved_from(at, session.span.start(), &own, now)),
        booked: own.moment(session.booked_at, now),
        free_until: own.moment(free_until, now),
        payment: payment_text(&case, log, &words, &own, now),
        outcome: outcome(&case, log, &refunds, &words, &own, now),
        refunds,
        history: history_lines(&case, log, &own, now),
        to_confirm: confirming::to_confirm(session, &words.client, &case.facts.requests, &own, now),
        requests: Vec::new(),
        now,
        zone: own.table(session.booked_at, session.span.end().max(now)),
        asked_from: own.field(session.booked_at),
        asked_to: own.field(now),
        facts: case.facts.clone(),
        place: case.place,
        words,
        when,
    })
}

/// `own` is the reader's zone, `theirs` the client's.
pub(super) fn words(case: &Case, own: &Zone, theirs: &Zone, now: Instant) -> Words {
    let session = &case.facts.session;
    let span = own.span(session.span, now);
    let free_until = notice::free_until(session, case.facts.policy);
    let offer = case.facts.times.offer.as_ref();
    let offer = offer.filter(|offer| now < offer.until);
    let charge_due = match &case.facts.payment {
        Payment::Unpaid { charge_due } => charge_due.map(|at| own.moment(at, now).label),
        Payment::Free | Payment::Paid(_) => None,
    };
    Words {
        client: case.pair.client.first_name().into(),
        client_name: case.pair.client.name.clone(),
        therapist_name: case.pair.therapist.name.clone(),
        client_day: theirs.span(session.span, now).date,
        discreet: case.pair.discreet,
        when: format!("{}, {}", span.date, span.times),
        short_when: format!("{}, {}", span.short_date, span.times),
        free_until: own.moment(free_until, now).label,
        agreed: own.moment(case.facts.policy_agreed_at, now).date,
        booked: own.moment(session.booked_at, now).label,
        charge_due,
        undo_until: session
            .cancellation
            .as_ref()
            .map(|gone| own.clock(undo::final_at(gone.at, session.span.start()))),
        new_when: None,
        offered: offer
            .iter()
            .flat_map(|offer| &offer.times)
            .map(|time| short(time.span, own, now))
            .collect(),
        offer_until: offer.map(|offer| own.moment(offer.until, now).label),
        confirm_by: session
            .confirm_by
            .map(|until| confirming::label(until, own, now)),
    }
}

/// What follows the amount in the payment's line.
fn payment_text(case: &Case, log: &[Recorded], words: &Words, own: &Zone, now: Instant) -> String {
    match &case.facts.payment {
        Payment::Free => "No charge for this session".into(),
        Payment::Unpaid {
            charge_due: Some(due),
        } => {
            format!(
                "to be charged {} to the stored card",
                own.moment(*due, now).label
            )
        }
        Payment::Unpaid { charge_due: None } => "not paid".into(),
        Payment::Paid(paid) => {
            let on = own.moment(paid.captured_at, now).date;
            let days = covered(log, case.facts.session.span, own, now);
            let days = days.map(|days| format!(", {days}"));
            let frozen = disputed::payment(&case.facts, words);
            let frozen = frozen.map(|frozen| format!("; {frozen}"));
            let [days, frozen] = [days, frozen].map(Option::unwrap_or_default);
            format!("paid by {} on {on}{days}{frozen}", paid.card)
        }
    }
}

/// `for Tue 24 Nov, then Thu 26 Nov`: the dates that a payment was for, where it has gone along.
pub(super) fn covered(
    log: &[Recorded],
    span: Interval,
    own: &Zone,
    now: Instant,
) -> Option<String> {
    let spans = replay::covered(log, span);
    let days: Vec<_> = spans
        .iter()
        .map(|span| own.span(*span, now).short_date)
        .collect();
    moves::covered(&days).filter(|_| days.len() > 1)
}

/// `Wed 25 Nov, 16:00 – 16:50`
fn short(span: Interval, own: &Zone, now: Instant) -> String {
    let label = own.span(span, now);
    format!("{}, {}", label.short_date, label.times)
}

/// The last decision about the session, as it was shown and less what came to nothing since, or
/// the undo that took it back.
fn outcome(
    case: &Case,
    log: &[Recorded],
    refunds: &[RefundLine],
    words: &Words,
    own: &Zone,
    now: Instant,
) -> Option<OutcomeLine> {
    log.iter().rev().find_map(|recorded| {
        let by = recorded.actor.unwrap_or(Role::Staff);
        let (title, act, since, undo) = match &recorded.event {
            Event::Decided { act, consequence } => {
                let reference = act.reference();
                let label = |span| Some(short(span, own, now));
                let moment = |at| own.moment(at, now).label;
                let words = words.clone().naming(consequence, label, moment);
                let refund = refunds.iter().find(|line| line.reference == reference);
                let became = refund.map(|refund| refund.state);
                (
                    happens::title(consequence),
                    act,
                    since(consequence, &words, by, became),
                    undo_line(case, *act, own, now),
                )
            }
            Event::Undone { act, undoing } => {
                let lines = happens::undone(undoing, by);
                let broken = None;
                (UNDONE.into(), act, Since { lines, broken }, None)
            }
            _ => return None,
        };
        Some(OutcomeLine {
            title,
            reference: act.reference(),
            lines: since.lines,
            broken: since.broken,
            at: own.moment(recorded.received_at, now).label,
            undo,
        })
    })
}

/// While it can be undone; the reader is the therapist.
fn undo_line(case: &Case, act: ActId, own: &Zone, now: Instant) -> Option<UndoLine> {
    let (until, by) = undo::open(&case.facts.session, now)?;
    let whose = match by {
        Role::Therapist => Whose::Yours,
        Role::Client => Whose::Of(case.pair.client.first_name().into()),
        Role::Staff => Whose::Of("the team".into()),
    };
    Some(UndoLine {
        act,
        until,
        label: own.clock(until),
        whose,
    })
}

/// What is held is what came back last: what came back before was sent again.
fn with_held(mut refunds: Vec<RefundLine>, payment: &Payment) -> Vec<RefundLine> {
    let Payment::Paid(paid) = payment else {
        return refunds;
    };
    let mut left = paid.books.held;
    let failed = |refund: &&mut RefundLine| refund.state == RefundState::Failed;
    for refund in refunds.iter_mut().rev().filter(failed) {
        let held = refund.amount.minor.min(left);
        left -= held;
        refund.held = (held > 0).then(|| refund.amount.with(held));
    }
    refunds
}

fn history_lines(case: &Case, log: &[Recorded], own: &Zone, now: Instant) -> Vec<HistoryLine> {
    let names = history::Names {
        reader: Role::Therapist,
        client: case.pair.client.first_name(),
        therapist: case.pair.therapist.first_name(),
    };
    let line = |recorded: &Recorded| {
        let old = recorded.moved_from();
        let old = old.map(|span| own.moment(span.start(), now).label);
        let old = old.unwrap_or_default();
        let (text, detail) = history::line(recorded, history::Fate::of(recorded, log), names, &old);
        HistoryLine {
            text,
            detail,
            at: own.stamp(recorded.received_at, now),
        }
    };
    log.iter().map(line).collect()
}

#[derive(FromRow)]
pub(super) struct RefundRow {
    act_id: String,
    amount: i64,
    state: String,
    requested_at: i64,
    sent_at: Option<i64>,
    settled_at: Option<i64>,
    failure: Option<String>,
}

async fn refunds(tx: &mut Tx, session: SessionId) -> Result<Vec<RefundRow>, Fault> {
    let query = sql(
        "SELECT act_id, amount, state, requested_at, sent_at, settled_at, failure \
         FROM refund WHERE session_id = $1 AND withdrawn_at IS NULL \
         ORDER BY requested_at, id",
    )
    .bind(session);
    Ok(tx.all(query).await?)
}

fn refund_line(
    row: RefundRow,
    price: Money,
    own: &Zone,
    now: Instant,
) -> Result<RefundLine, Fault> {
    let label = |at: i64| codec::instant("refund", at).map(|at| own.stamp(at, now));
    let act: ActId = codec::id("refund.act_id", &row.act_id)?;
    Ok(RefundLine {
        reference: act.reference(),
        amount: price.with(row.amount),
        state: codec::text("refund.state", &row.state, RefundState::parse)?,
        requested: label(row.requested_at)?,
        sent: row.sent_at.map(label).transpose()?,
        settled: row.settled_at.map(label).transpose()?,
        failure: row.failure,
        held: None,
    })
}
