//! All that is due by the clock alone, on one page: what, from when on, and by which command. The
//! due rows are asked for with one statement, and each is decided about like anybody's command,
//! so that whoever was quicker has done it.

use crate::booking;
use crate::confirming;
use crate::deciding::{Desk, Outcome};
use crate::fault::Fault;
use crate::store::{Tx, codec, sql};
use domain::Command;
use domain::session::offer::Answer;
use domain::time::{Instant, TimeDelta};
use sqlx::FromRow;
use std::time::Duration;

/// How often it is looked for.
const TICK: Duration = Duration::from_secs(1);
/// So many at a look.
const MOST: i64 = 64;

/// A booking that nobody confirmed, or of which the therapist is reminded; an offer that nobody answered; a checkout that may have ended:
/// for how long it stands is the rules' to say, and never longer than this is nothing to look at.
const DUE: &str = "\
SELECT what, session_id FROM (\
SELECT 'expire' AS what, id AS session_id, confirm_by AS at FROM session \
 WHERE state = 'awaiting_confirmation' AND confirm_by <= $1 \
UNION ALL SELECT 'remind', id, remind_at FROM session \
 WHERE state = 'awaiting_confirmation' AND remind_at <= $2 AND confirm_by > $3 \
UNION ALL SELECT 'lapse', session_id, until FROM offer \
 WHERE ended_at IS NULL AND until <= $4 \
UNION ALL SELECT 'let go', id, held_at FROM session \
 WHERE state = 'held' AND held_at <= $5) AS due ORDER BY at, session_id LIMIT $6";
const SHORTEST_HOLD: TimeDelta = TimeDelta::minutes(10);

#[derive(FromRow)]
struct Row {
    what: String,
    session_id: String,
}

/// Until `stop`.
pub(crate) async fn run(desk: Desk, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        if let Err(fault) = all(&desk).await {
            tracing::error!(%fault, "what is due by the clock waits");
        }
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Whether anything was done.
///
/// # Errors
/// The first of the store; whatever else is due is done all the same.
pub(crate) async fn all(desk: &Desk) -> Result<bool, Fault> {
    let now = desk.setting.clock.now();
    let due = desk
        .store
        .read::<_, Fault, _>(|tx| Box::pin(due(tx, now)))
        .await?;
    let (mut worked, mut failed) = (false, None);
    for row in due {
        match one(desk, &row).await {
            Ok(done) => worked |= done,
            Err(fault) => failed = failed.or(Some(fault)),
        }
    }
    failed.map_or(Ok(worked), Err)
}

async fn due(tx: &mut Tx, now: Instant) -> Result<Vec<Row>, Fault> {
    let due = sql(DUE).bind(now).bind(now).bind(now).bind(now);
    let due = due.bind(now - SHORTEST_HOLD);
    Ok(tx.all(due.bind(MOST)).await?)
}

async fn one(desk: &Desk, row: &Row) -> Result<bool, Fault> {
    let session = codec::id("session.id", &row.session_id)?;
    let command = match row.what.as_str() {
        "expire" => Command::Expire,
        "lapse" => Command::AnswerOffer(Answer::Lapse),
        "remind" => return confirming::remind(desk, session).await,
        _ => return booking::let_go(desk, session).await,
    };
    let outcome = desk.by_itself(session, command).await?;
    Ok(matches!(outcome, Outcome::Done(_)))
}
