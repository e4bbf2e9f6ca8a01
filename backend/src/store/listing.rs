//! Sessions as lists show them: one statement a list, whatever its length.

mod row;

use super::{Sql, Store, Tx, sql};
use crate::fault::Fault;
use domain::actor::Role;
use domain::ids::{AccountId, ClientId, SessionId, TherapistId};
use domain::money::Money;
use domain::session::{Cause, SessionKind, State};
use domain::time::{Instant, interval::Interval};
use row::{BOTH_FIELDS, FIELDS, Row, read_all};
use sqlx::AssertSqlSafe;
use std::cmp::Reverse;

/// A session of a list, with the person on its other side and the sums of its money.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: SessionId,
    pub therapist: TherapistId,
    pub client: ClientId,
    pub client_name: String,
    pub client_zone: String,
    pub client_city: String,
    pub therapist_name: String,
    pub therapist_zone: String,
    pub therapist_city: String,
    pub kind: SessionKind,
    pub state: State,
    pub span: Interval,
    pub place: String,
    pub price: Money,
    pub moved_from: Option<Instant>,
    /// When, by whom, and why.
    pub cancelled: Option<(Instant, Role, Cause)>,
    pub cancelled_for: Option<Role>,
    pub captured: i64,
    pub refund_open: i64,
    pub refund_arrived: i64,
    /// Of the last refund, where it failed.
    pub refund_failed: i64,
    pub charge_due: Option<Instant>,
    pub booked_at: Instant,
    pub revision: u32,
    /// While it awaits the therapist's word.
    pub confirm_by: Option<Instant>,
    /// Since when the team is asked to cancel it meanwhile.
    pub asked_to_decline: Option<Instant>,
}

/// Whose sessions.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    Therapist(AccountId),
    Client(AccountId),
    Pair {
        therapist: AccountId,
        client: AccountId,
    },
}

/// Which of them.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// Booked and not ended at this instant, the next first.
    Upcoming { now: Instant },
    /// Ended or cancelled at this instant, the latest first.
    Past { now: Instant },
    /// Starting in the span, whatever their state but cancelled or expired, the next first.
    Starting { from: Instant, to: Instant },
    /// Confirmed, started before this instant, and nobody said whether it took place.
    Unattended { now: Instant },
    /// Booked by a client, and the therapist can still answer.
    ToConfirm { now: Instant },
    /// The one that was just confirmed, if it is.
    Confirmed { id: SessionId },
}

#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Written into the statement: SQLite plans by a limit that is bound, and so would prepare
    /// the statement anew for every run.
    pub limit: u32,
    pub offset: u32,
}

const COLUMNS: &str = "\
SELECT s.id, s.therapist_id, s.client_id, c.name AS client_name, c.zone AS client_zone, \
c.city AS client_city, t.name AS therapist_name, t.zone AS therapist_zone, \
t.city AS therapist_city, s.kind, s.state, s.starts_at, s.ends_at, s.place, s.price, \
s.currency, s.moved_from, s.cancelled_at, s.cancelled_by, s.cancelled_for, s.cancelled_cause, \
(SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payment WHERE session_id = s.id) AS captured, \
(SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM refund WHERE session_id = s.id \
 AND withdrawn_at IS NULL AND state IN ('requested', 'sent')) AS refund_open, \
(SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM refund WHERE session_id = s.id \
 AND state = 'arrived') AS refund_arrived, \
CASE WHEN EXISTS (SELECT 1 FROM refund WHERE session_id = s.id AND state = 'failed') \
 THEN (SELECT CAST(COALESCE(SUM(CASE 'held' WHEN e.to_account THEN e.amount \
 WHEN e.from_account THEN -e.amount ELSE 0 END), 0) AS BIGINT) FROM ledger_entry e \
 JOIN payment p ON p.id = e.payment_id WHERE p.session_id = s.id) \
 ELSE 0 END AS refund_failed, \
(SELECT due_at FROM charge WHERE session_id = s.id AND state = 'scheduled') AS charge_due, \
s.booked_at, s.revision, \
CASE s.state WHEN 'awaiting_confirmation' THEN s.confirm_by END AS confirm_by, \
CASE s.state WHEN 'awaiting_confirmation' THEN (SELECT q.at FROM request q \
 WHERE q.session_id = s.id AND q.kind = 'decline_initial' \
 AND q.state IN ('submitted', 'in_review', 'approved')) END AS asked_to_decline \
FROM session s JOIN account c ON c.id = s.client_id JOIN account t ON t.id = s.therapist_id ";

/// Neither ever bookable nor ever booked.
const NEVER_BOOKED: &str = "'held', 'expired'";
const BOOKED: &str = "'awaiting_confirmation', 'confirmed'";

pub async fn sessions(tx: &mut Tx, of: Of, which: Which, page: Page) -> Result<Vec<Listed>, Fault> {
    let (text, binds) = condition(of, which);
    let order = match which {
        Which::Past { .. } => "DESC",
        _ => "ASC",
    };
    let limit = page.limit;
    let text = format!(
        "{COLUMNS} WHERE {text} ORDER BY s.starts_at {order}, s.id LIMIT {limit} OFFSET ${}",
        binds.len() + 1
    );
    let query = binds.bound_to(sql(AssertSqlSafe(text))).bind(page.offset);
    let rows: Vec<Row> = tx.gathered(&FIELDS, query).await?;
    let mut listed = read_all(rows)?;
    match which {
        Which::Past { .. } => latest_first(&mut listed),
        _ => next_first(&mut listed),
    }
    Ok(listed)
}

/// What is to come, the next first, and what is over, the latest first.
pub struct Lists {
    pub to_come: Vec<Listed>,
    pub past: Vec<Listed>,
}

/// Both lists by one statement.
pub async fn to_come_and_past(
    tx: &mut Tx,
    of: Of,
    now: Instant,
    to_come: Page,
    past: Page,
) -> Result<Lists, Fault> {
    let (text, values) = both(of, now, to_come, past);
    let query = sql(AssertSqlSafe(text)).bind_all(values);
    split(tx.gathered(&BOTH_FIELDS, query).await?)
}

/// Both lists as one column of a statement, for [`read_both`] to read. Its placeholders come
/// first, and begin as those of [`counted`].
pub fn to_come_and_past_column(
    store: &Store,
    of: Of,
    now: Instant,
    to_come: Page,
    past: Page,
) -> (String, Vec<super::Value>) {
    let (text, values) = both(of, now, to_come, past);
    (store.gathered(&BOTH_FIELDS, &text), values)
}

/// # Errors
/// What was read is no list of sessions.
pub fn read_both(text: &str) -> Result<Lists, Fault> {
    let rows = serde_json::from_str(text).map_err(|_| Fault::unreadable("session", text))?;
    split(rows)
}

fn both(of: Of, now: Instant, to_come: Page, past: Page) -> (String, Vec<super::Value>) {
    let (coming, mut binds) = condition(of, Which::Upcoming { now });
    // The same placeholders stand for the same values in both.
    let (over, _) = condition(of, Which::Past { now });
    let n = binds.len();
    let text = format!(
        "SELECT u.*, 1 AS to_come FROM ({COLUMNS} WHERE {coming} \
         ORDER BY s.starts_at, s.id LIMIT {} OFFSET ${}) u \
         UNION ALL SELECT p.*, 0 AS to_come FROM ({COLUMNS} WHERE {over} \
         ORDER BY s.starts_at DESC, s.id LIMIT {} OFFSET ${}) p",
        to_come.limit,
        n + 1,
        past.limit,
        n + 2
    );
    let offsets = [to_come.offset, past.offset];
    binds.0.extend(offsets.map(super::Value::from));
    (text, binds.0)
}

fn split(rows: Vec<Row>) -> Result<Lists, Fault> {
    let (coming, over): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.to_come == 1);
    let mut lists = Lists {
        to_come: read_all(coming)?,
        past: read_all(over)?,
    };
    next_first(&mut lists.to_come);
    latest_first(&mut lists.past);
    Ok(lists)
}

fn next_first(listed: &mut [Listed]) {
    listed.sort_by_key(|row| (row.span.start(), row.id));
}

fn latest_first(listed: &mut [Listed]) {
    listed.sort_by_key(|row| (Reverse(row.span.start()), row.id));
}

/// The number of sessions, to be a part of another statement; its placeholders come first.
pub fn counted(of: Of, which: Which) -> (String, Vec<super::Value>) {
    let (text, binds) = condition(of, which);
    let count = format!("(SELECT COUNT(*) FROM session s WHERE {text})");
    (count, binds.0)
}

/// Asks how many there are.
pub fn counting(of: Of, which: Which) -> Sql {
    let (text, binds) = condition(of, which);
    let text = format!("SELECT COUNT(*) FROM session s WHERE {text}");
    binds.bound_to(sql(AssertSqlSafe(text)))
}

/// What a condition binds, in order.
struct Binds(Vec<super::Value>);

impl Binds {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn bound_to(self, query: Sql) -> Sql {
        query.bind_all(self.0)
    }
}

fn condition(of: Of, which: Which) -> (String, Binds) {
    let mut binds = Vec::new();
    let mut place = |value: super::Value| {
        binds.push(value);
        format!("${}", binds.len())
    };
    let whose = match of {
        Of::Therapist(id) => format!("s.therapist_id = {}", place(id.into())),
        Of::Client(id) => format!("s.client_id = {}", place(id.into())),
        Of::Pair { therapist, client } => format!(
            "s.therapist_id = {} AND s.client_id = {}",
            place(therapist.into()),
            place(client.into())
        ),
    };
    let when = match which {
        Which::Upcoming { now } => {
            format!(
                "s.state IN ({BOOKED}) AND s.ends_at > {}",
                place(now.into())
            )
        }
        Which::Past { now } => format!(
            "s.state NOT IN ({NEVER_BOOKED}) AND (s.state NOT IN ({BOOKED}) OR s.ends_at <= {})",
            place(now.into())
        ),
        Which::Starting { from, to } => format!(
            "s.state NOT IN ({NEVER_BOOKED}, 'cancelled') AND s.starts_at >= {} \
             AND s.starts_at < {}",
            place(from.into()),
            place(to.into())
        ),
        Which::Unattended { now } => {
            format!(
                "s.state = 'confirmed' AND s.starts_at <= {}",
                place(now.into())
            )
        }
        Which::ToConfirm { now } => format!(
            "s.state = 'awaiting_confirmation' AND s.confirm_by > {}",
            place(now.into())
        ),
        Which::Confirmed { id } => {
            format!("s.state = 'confirmed' AND s.id = {}", place(id.into()))
        }
    };
    (format!("{whose} AND {when}"), Binds(binds))
}
