//! Blocks as rows: those that the editor wrote, and those that a cancel put in place of its
//! session. An edit leaves the rows alone that it does not change, so that whoever wrote one can
//! still take it back, and what is taken away is only marked so.

use crate::chance;
use crate::fault::Fault;
use crate::store::{Sql, Tx, sql};
use domain::availability::block::{Dates, Days};
use domain::availability::{Block, Blocks, Busy, BusyKind};
use domain::ids::{ActId, TherapistId};
use domain::time::wall::{WEEK, WallRange, place};
use domain::time::{Instant, TimeDelta, interval::Interval};
use sqlx::FromRow;

#[derive(Clone, FromRow)]
struct Row {
    kind: String,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    weekday: Option<i64>,
    from_minute: Option<i64>,
    to_minute: Option<i64>,
    first_day: Option<String>,
    last_day: Option<String>,
}

const BLOCKS: &str = "\
SELECT kind, starts_at, ends_at, weekday, from_minute, to_minute, first_day, last_day, \
created_at, place, id FROM block WHERE therapist_id = $1 AND ends_at > $2 \
AND lifted_at IS NULL \
UNION ALL \
SELECT kind, starts_at, ends_at, weekday, from_minute, to_minute, first_day, last_day, \
created_at, place, id FROM block WHERE therapist_id = $3 AND kind <> 'once' \
AND lifted_at IS NULL AND COALESCE(last_day, $4) >= $4 ORDER BY 9, 10, 11";

/// Those that are not over at an instant, each once. There may be more than a therapist can
/// make, because a cancel asks for no room: the rest come as what is taken.
pub async fn load(
    tx: &mut Tx,
    therapist: TherapistId,
    from: Instant,
) -> Result<(Blocks, Vec<Busy>), Fault> {
    // Wherever the wall is, this day is over there.
    let day = (from - TimeDelta::days(2)).date_naive().to_string();
    let question = sql(BLOCKS)
        .bind(therapist)
        .bind(from)
        .bind(therapist)
        .bind(day);
    let rows: Vec<Row> = tx.all(question).await?;
    let mut all: Vec<Block> = Vec::with_capacity(rows.len());
    for row in rows {
        let block = read(&row)?;
        if !all.contains(&block) {
            all.push(block);
        }
    }
    let rest = all.split_off(all.len().min(Blocks::MOST));
    let rest = rest.into_iter().filter_map(taken).collect();
    let blocks = Blocks::new(all).map_err(|fault| Fault::unreadable("block", fault.to_string()))?;
    Ok((blocks, rest))
}

fn taken(block: Block) -> Option<Busy> {
    let Block::Once(span) = block else {
        return None;
    };
    let kind = BusyKind::Block;
    Some(Busy { span, kind })
}

fn read(row: &Row) -> Result<Block, Fault> {
    let block = match row.kind.as_str() {
        "once" => once(row),
        "weekly" => weekly(row),
        _ => days(row),
    };
    block.ok_or_else(|| Fault::unreadable("block.kind", row.kind.clone()))
}

fn once(row: &Row) -> Option<Block> {
    let at = |millis: Option<i64>| Instant::from_timestamp_millis(millis?);
    Interval::new(at(row.starts_at)?, at(row.ends_at)?).map(Block::Once)
}

fn weekly(row: &Row) -> Option<Block> {
    let minute = |minute: Option<i64>| u16::try_from(minute?).ok();
    let date = |text: &Option<String>| text.as_deref().map(str::parse).transpose().ok();
    Some(Block::Weekly {
        weekday: *WEEK.get(usize::try_from(row.weekday?).ok()?)?,
        range: WallRange::new(minute(row.from_minute)?, minute(row.to_minute)?).ok()?,
        dates: Dates::new(date(&row.first_day)?, date(&row.last_day)?).ok()?,
    })
}

fn days(row: &Row) -> Option<Block> {
    let date = |text: &Option<String>| text.as_deref()?.parse().ok();
    let days = Days::new(date(&row.first_day)?, date(&row.last_day)?);
    days.ok().map(Block::Days)
}

/// Takes away what `after` does not have, and writes what it has more.
pub(super) async fn change(
    tx: &mut Tx,
    therapist: TherapistId,
    (before, after): (&Blocks, &Blocks),
    act: ActId,
    at: Instant,
) -> Result<(), Fault> {
    let missing = |of: &Blocks, other: &Blocks| -> Vec<Block> {
        let there = |block: &&Block| !other.iter().any(|other| other == *block);
        of.iter().filter(there).copied().collect()
    };
    for block in missing(before, after) {
        lift(tx, therapist, block, at).await?;
    }
    for (place, block) in missing(after, before).into_iter().enumerate() {
        write(tx, therapist, block, place as i64, act, at).await?;
    }
    Ok(())
}

/// The columns of a block, in the order of their names in the statements.
struct Columns {
    kind: &'static str,
    span: Option<Interval>,
    weekday: Option<i64>,
    range: Option<WallRange>,
    first: Option<String>,
    last: Option<String>,
}

impl Columns {
    fn of(block: Block) -> Columns {
        let none = Columns {
            kind: "once",
            span: None,
            weekday: None,
            range: None,
            first: None,
            last: None,
        };
        match block {
            Block::Once(span) => Columns {
                span: Some(span),
                ..none
            },
            Block::Days(days) => Columns {
                kind: "days",
                first: Some(days.first().to_string()),
                last: Some(days.last().to_string()),
                ..none
            },
            Block::Weekly {
                weekday,
                range,
                dates,
            } => Columns {
                kind: "weekly",
                weekday: Some(place(weekday) as i64),
                range: Some(range),
                first: dates.first().map(|date| date.to_string()),
                last: dates.last().map(|date| date.to_string()),
                ..none
            },
        }
    }

    fn bind(self, sql: Sql) -> Sql {
        sql.bind(self.kind)
            .bind(self.span.map(Interval::start))
            .bind(self.span.map(Interval::end))
            .bind(self.weekday)
            .bind(self.range.map(|range| i64::from(range.start())))
            .bind(self.range.map(|range| i64::from(range.end())))
            .bind(self.first)
            .bind(self.last)
    }
}

async fn write(
    tx: &mut Tx,
    therapist: TherapistId,
    block: Block,
    place: i64,
    act: ActId,
    at: Instant,
) -> Result<(), Fault> {
    let insert = sql(
        "INSERT INTO block (kind, starts_at, ends_at, weekday, from_minute, to_minute, first_day, \
         last_day, id, therapist_id, created_at, place, act_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    );
    let insert = Columns::of(block).bind(insert);
    let insert = insert
        .bind(chance::id(at).to_string())
        .bind(therapist)
        .bind(at)
        .bind(place)
        .bind(act);
    tx.run(insert).await?;
    Ok(())
}

/// Every row that says the same: what is blocked twice is still one block to whoever edits. A row
/// stays where it is, because the log of the cancel that wrote it tells of it.
async fn lift(tx: &mut Tx, therapist: TherapistId, block: Block, at: Instant) -> Result<(), Fault> {
    let lift = sql("UPDATE block SET lifted_at = $10 WHERE kind = $1 \
         AND COALESCE(starts_at, -1) = COALESCE($2, -1) \
         AND COALESCE(ends_at, -1) = COALESCE($3, -1) \
         AND COALESCE(weekday, -1) = COALESCE($4, -1) \
         AND COALESCE(from_minute, -1) = COALESCE($5, -1) \
         AND COALESCE(to_minute, -1) = COALESCE($6, -1) \
         AND COALESCE(first_day, '') = COALESCE($7, '') \
         AND COALESCE(last_day, '') = COALESCE($8, '') \
         AND therapist_id = $9 AND lifted_at IS NULL");
    let lift = Columns::of(block).bind(lift).bind(therapist).bind(at);
    tx.run(lift).await?;
    Ok(())
}
