//! How a refund settles in the sandbox, and how that is told: once, twice, late, or out of
//! order. An event names the refund and says nothing of how it stands.

use super::CLOSED_CARD;
use super::script::Mishap;
use crate::chance;
use crate::fault::Fault;
use crate::payments::ProviderEvent;
use crate::store::{Tx, codec, sql};
use domain::time::{Instant, TimeDelta};
use sqlx::FromRow;

/// After this long an event comes a second time.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);
/// So late a late one is.
const LATE_BY: TimeDelta = TimeDelta::hours(6);

/// How the events of a refund come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    Once,
    Twice,
    Late,
    /// That it began comes after how it ended.
    Reordered,
}

impl Tells {
    pub fn of(mishap: Mishap) -> Tells {
        match mishap {
            Mishap::EventTwice => Tells::Twice,
            Mishap::EventLate => Tells::Late,
            Mishap::EventsReordered => Tells::Reordered,
            _ => Tells::Once,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Tells::Once => "once",
            Tells::Twice => "twice",
            Tells::Late => "late",
            Tells::Reordered => "reordered",
        }
    }

    fn parse(text: &str) -> Option<Tells> {
        let all = [Tells::Once, Tells::Twice, Tells::Late, Tells::Reordered];
        all.into_iter().find(|tells| tells.as_str() == text)
    }
}

#[derive(FromRow)]
struct Due {
    id: String,
    card: String,
    state: String,
    fails: Option<String>,
    returns_at: Option<i64>,
    tells: String,
}

impl Due {
    /// Why it fails now; `None` where it arrives.
    fn failure(&self) -> Option<String> {
        let closed = self.card.ends_with(CLOSED_CARD);
        let closed = closed.then(|| "the card was closed".to_owned());
        match (self.state.as_str(), self.returns_at) {
            ("pending", Some(_)) => closed,
            _ => self.fails.clone().or(closed),
        }
    }
}

/// Whether settling would find anything: a tick that finds nothing writes nothing.
pub(super) async fn is_anything_due(tx: &mut Tx, now: Instant) -> Result<bool, Fault> {
    let (due,): (i64,) = tx
        .one(
            sql("SELECT (SELECT COUNT(*) FROM sandbox_refund \
                 WHERE state = 'pending' AND settles_at <= $1) \
                 + (SELECT COUNT(*) FROM sandbox_refund \
                 WHERE state = 'succeeded' AND returns_at <= $2) \
                 + (SELECT COUNT(*) FROM sandbox_event \
                 WHERE delivered_at IS NULL AND deliver_at <= $3)")
            .bind(now)
            .bind(now)
            .bind(now),
        )
        .await?;
    Ok(due > 0)
}

/// Settles what has waited long enough, sends back what does not stay, and answers every event that is to be heard by now.
pub(super) async fn settle_due(tx: &mut Tx, now: Instant) -> Result<Vec<ProviderEvent>, Fault> {
    let due: Vec<Due> = tx
        .all(
            sql(
                "SELECT r.id, c.card, r.state, r.fails, r.returns_at, r.tells \
                 FROM sandbox_refund r JOIN sandbox_charge c ON c.id = r.charge_id \
                 WHERE (r.state = 'pending' AND r.settles_at <= $1) \
                 OR (r.state = 'succeeded' AND r.returns_at <= $2) ORDER BY r.settles_at, r.id",
            )
            .bind(now)
            .bind(now),
        )
        .await?;
    for refund in due {
        settle(tx, refund, now).await?;
    }
    let events: Vec<(String, String)> = tx
        .all(
            sql("SELECT id, object_id FROM sandbox_event \
                 WHERE delivered_at IS NULL AND deliver_at <= $1 \
                 ORDER BY deliver_at, created_at, id")
            .bind(now),
        )
        .await?;
    let event = |(id, refund)| ProviderEvent { id, refund };
    Ok(events.into_iter().map(event).collect())
}

async fn settle(tx: &mut Tx, refund: Due, now: Instant) -> Result<(), Fault> {
    let failure = refund.failure();
    let state = match failure {
        Some(_) => "failed",
        None => "succeeded",
    };
    let changed = tx
        .run(
            sql("UPDATE sandbox_refund SET state = $1, failure = $2 \
                 WHERE id = $3 AND state = $4")
            .bind(state)
            .bind(failure.as_deref())
            .bind(&refund.id)
            .bind(&refund.state),
        )
        .await?;
    if changed != 1 {
        return Ok(());
    }
    let tells = codec::text("sandbox_refund.tells", &refund.tells, Tells::parse)?;
    let (deliver_at, deliveries) = match tells {
        Tells::Once | Tells::Reordered => (now, 1),
        Tells::Twice => (now, 2),
        Tells::Late => (now + LATE_BY, 1),
    };
    let kind = format!("refund.{state}");
    put(tx, &refund.id, kind, now, deliver_at, deliveries).await
}

/// Out of order, its beginning is told a minute after its end.
pub(super) async fn accepted(
    tx: &mut Tx,
    refund: &str,
    tells: Tells,
    at: Instant,
    settles_at: Instant,
) -> Result<(), Fault> {
    if tells != Tells::Reordered {
        return Ok(());
    }
    let after = settles_at + AGAIN_AFTER;
    put(tx, refund, "refund.created".into(), at, after, 1).await
}

async fn put(
    tx: &mut Tx,
    refund: &str,
    kind: String,
    at: Instant,
    deliver_at: Instant,
    deliveries: i64,
) -> Result<(), Fault> {
    let event = sql(
        "INSERT INTO sandbox_event (id, kind, object_id, created_at, deliver_at, deliveries) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(format!("evt_{}", chance::id(at)))
    .bind(kind)
    .bind(refund)
    .bind(at)
    .bind(deliver_at)
    .bind(deliveries);
    tx.run(event).await?;
    Ok(())
}

/// One delivery less; the last one ends it.
pub(super) async fn heard(tx: &mut Tx, event: &str, now: Instant) -> Result<(), Fault> {
    tx.run(
        sql(
            "UPDATE sandbox_event SET deliveries = deliveries - 1, deliver_at = $1, \
             delivered_at = CASE WHEN deliveries > 1 THEN NULL ELSE $2 END \
             WHERE id = $3 AND delivered_at IS NULL",
        )
        .bind(now + AGAIN_AFTER)
        .bind(now)
        .bind(event),
    )
    .await?;
    Ok(())
}
