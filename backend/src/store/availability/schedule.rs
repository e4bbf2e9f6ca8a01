//! What a therapist offers: hours, dates and rules in one row, read with the account that they
//! belong to, and saved only where nobody has changed them since they were read.

use super::blocks;
use crate::fault::Fault;
use crate::store::{Tx, codec, sql};
use crate::zones::Zone;
use domain::availability::rules::{RuleNumbers, Rules};
use domain::availability::{Account, Blocks, NextFree, Schedule};
use domain::ids::{ActId, TherapistId};
use domain::time::Instant;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

/// All but the blocks and what is taken.
pub struct Head {
    pub therapist: TherapistId,
    pub zone: Zone,
    pub account: Account,
    /// Without its blocks, unless they were asked for.
    pub offered: Schedule,
    pub revision: u32,
    pub reviewed_at: Option<Instant>,
    pub changes: i64,
    pub kept: Option<NextFree>,
}

#[derive(FromRow)]
struct Row {
    zone: String,
    city: String,
    restricted: i64,
    hours: String,
    overrides: String,
    length_minutes: i64,
    gap_minutes: i64,
    lead_minutes: i64,
    horizon_days: i64,
    step_minutes: i64,
    revision: i64,
    reviewed_at: Option<i64>,
    changes: i64,
    free_at: Option<i64>,
    free_from: Option<i64>,
    free_until: Option<i64>,
}

const HEAD: &str = "\
SELECT a.zone, a.city, CASE WHEN a.closed_at IS NOT NULL \
OR EXISTS (SELECT 1 FROM restriction r WHERE r.therapist_id = a.id) THEN 1 ELSE 0 END \
AS restricted, s.hours, s.overrides, s.length_minutes, s.gap_minutes, s.lead_minutes, \
s.horizon_days, s.step_minutes, s.revision, s.reviewed_at, s.changes, s.free_at, s.free_from, \
s.free_until FROM account a JOIN schedule s ON s.therapist_id = a.id WHERE a.id = $1";

pub async fn head(tx: &mut Tx, therapist: TherapistId) -> Result<Option<Head>, Fault> {
    let row: Option<Row> = tx.optional(sql(HEAD).bind(therapist)).await?;
    row.map(|row| read(therapist, row)).transpose()
}

/// With the blocks that are not over; two statements.
pub async fn whole(
    tx: &mut Tx,
    therapist: TherapistId,
    now: Instant,
) -> Result<Option<Head>, Fault> {
    let Some(mut head) = head(tx, therapist).await? else {
        return Ok(None);
    };
    (head.offered.blocks, _) = blocks::load(tx, therapist, now).await?;
    Ok(Some(head))
}

/// As it stands now.
pub async fn revision(tx: &mut Tx, therapist: TherapistId) -> Result<u32, Fault> {
    let now = sql("SELECT revision FROM schedule WHERE therapist_id = $1").bind(therapist);
    let (revision,): (i64,) = tx.one(now).await?;
    codec::count("schedule.revision", revision)
}

fn read(therapist: TherapistId, row: Row) -> Result<Head, Fault> {
    let offered = Schedule {
        hours: json("schedule.hours", &row.hours)?,
        overrides: json("schedule.overrides", &row.overrides)?,
        blocks: Blocks::default(),
        rules: rules(&row)?,
    };
    let reviewed_at = row.reviewed_at;
    Ok(Head {
        therapist,
        zone: Zone::named(&row.zone, &row.city)?,
        account: match row.restricted {
            0 => Account::Active,
            _ => Account::NotActive,
        },
        offered,
        revision: codec::count("schedule.revision", row.revision)?,
        reviewed_at: reviewed_at
            .map(|at| codec::instant("schedule.reviewed_at", at))
            .transpose()?,
        changes: row.changes,
        kept: kept(row.free_at, row.free_from, row.free_until)?,
    })
}

fn json<T: DeserializeOwned>(column: &'static str, found: &str) -> Result<T, Fault> {
    codec::text(column, found, |text| serde_json::from_str(text).ok())
}

fn rules(row: &Row) -> Result<Rules, Fault> {
    let number = |number| codec::count("schedule.rules", number);
    let numbers = RuleNumbers {
        length_minutes: number(row.length_minutes)?,
        gap_minutes: number(row.gap_minutes)?,
        lead_minutes: number(row.lead_minutes)?,
        horizon_days: number(row.horizon_days)?,
        step_minutes: number(row.step_minutes)?,
    };
    Rules::new(numbers).map_err(|faults| Fault::unreadable("schedule.rules", format!("{faults:?}")))
}

pub(super) fn kept(
    at: Option<i64>,
    from: Option<i64>,
    until: Option<i64>,
) -> Result<Option<NextFree>, Fault> {
    let (Some(from), Some(until)) = (from, until) else {
        return Ok(None);
    };
    let instant = |at| codec::instant("schedule.free_at", at);
    Ok(Some(NextFree {
        start: at.map(instant).transpose()?,
        from: instant(from)?,
        until: instant(until)?,
    }))
}

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// And this is the revision now.
    Yes { revision: u32 },
    /// Somebody has saved since: nothing was written.
    ThereIsANewerOne,
}

/// Writes `after` where the schedule is still `before`, the one of `revision`.
pub async fn save(
    tx: &mut Tx,
    therapist: TherapistId,
    revision: u32,
    (before, after): (&Schedule, &Schedule),
    act: ActId,
    at: Instant,
) -> Result<Saved, Fault> {
    let rules = after.rules.numbers();
    let changed = tx
        .run(
            sql(
                "UPDATE schedule SET hours = $1, overrides = $2, length_minutes = $3, \
                 gap_minutes = $4, lead_minutes = $5, horizon_days = $6, step_minutes = $7 \
                 WHERE therapist_id = $8 AND revision = $9",
            )
            .bind(to_json(&after.hours))
            .bind(to_json(&after.overrides))
            .bind(rules.length_minutes)
            .bind(rules.gap_minutes)
            .bind(rules.lead_minutes)
            .bind(rules.horizon_days)
            .bind(rules.step_minutes)
            .bind(therapist)
            .bind(revision),
        )
        .await?;
    if changed == 0 {
        return Ok(Saved::ThereIsANewerOne);
    }
    blocks::change(tx, therapist, (&before.blocks, &after.blocks), act, at).await?;
    let revision = self::revision(tx, therapist).await?;
    Ok(Saved::Yes { revision })
}

fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data is always JSON")
}

/// The therapist says that all of it is right.
pub async fn reviewed(tx: &mut Tx, therapist: TherapistId, at: Instant) -> Result<(), Fault> {
    let review = sql("UPDATE schedule SET reviewed_at = $1 WHERE therapist_id = $2");
    tx.run(review.bind(at).bind(therapist)).await?;
    Ok(())
}

/// From now on the therapist's wall is another one.
pub async fn rezone(
    tx: &mut Tx,
    therapist: TherapistId,
    zone: &str,
    city: &str,
) -> Result<(), Fault> {
    let rezone = sql("UPDATE account SET zone = $1, city = $2 WHERE id = $3");
    tx.run(rezone.bind(zone).bind(city).bind(therapist)).await?;
    Ok(())
}
