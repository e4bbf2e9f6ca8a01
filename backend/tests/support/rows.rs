//! Looks at the whole database, past every use case.

mod replay;

pub use replay::replay;

use backend::store::{Store, StoreFault, sql};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow, Row};
use std::collections::BTreeMap;

const TABLES: [&str; 33] = [
    "account",
    "account_event",
    "block",
    "charge",
    "command",
    "dispute",
    "draft",
    "event",
    "imported_busy",
    "incident",
    "invite",
    "ledger_entry",
    "login",
    "offer",
    "outbox",
    "pairing",
    "pausing_act",
    "payment",
    "personal_link",
    "refund",
    "request",
    "restriction",
    "sandbox_charge",
    "sandbox_event",
    "sandbox_key",
    "sandbox_mishap",
    "sandbox_refund",
    "schedule",
    "session",
    "setting",
    "span",
    "stopped_hour",
    "task",
];

/// Table by table, every row as text.
pub type Everything = BTreeMap<&'static str, Vec<String>>;

struct Line(String);

impl<'r> FromRow<'r, AnyRow> for Line {
    fn from_row(row: &'r AnyRow) -> Result<Line, sqlx::Error> {
        let cell = |at: usize| -> Result<String, sqlx::Error> {
            let number = row
                .try_get::<Option<i64>, _>(at)
                .map(|number| format!("{number:?}"));
            number.or_else(|_| Ok(format!("{:?}", row.try_get::<Option<String>, _>(at)?)))
        };
        let cells: Result<Vec<String>, _> = (0..row.len()).map(cell).collect();
        Ok(Line(cells?.join(" | ")))
    }
}

/// What only counts changes, or is kept of what can be computed, says nothing of its own.
fn columns(table: &str) -> &'static str {
    match table {
        "schedule" => {
            "therapist_id, hours, overrides, length_minutes, gap_minutes, lead_minutes, \
             horizon_days, step_minutes, reviewed_at"
        }
        _ => "*",
    }
}

pub async fn everything(store: &Store) -> Everything {
    let read = store.read::<_, StoreFault, _>(|tx| {
        Box::pin(async move {
            let mut everything = Everything::new();
            for table in TABLES {
                let columns = columns(table);
                let all = sql(AssertSqlSafe(format!("SELECT {columns} FROM {table}")));
                let lines: Vec<Line> = tx.all(all).await?;
                let mut lines: Vec<String> = lines.into_iter().map(|line| line.0).collect();
                lines.sort();
                everything.insert(table, lines);
            }
            Ok(everything)
        })
    });
    read.await.unwrap()
}

/// The tables whose rows differ.
pub fn changed(before: &Everything, after: &Everything) -> Vec<&'static str> {
    TABLES
        .into_iter()
        .filter(|table| before[table] != after[table])
        .collect()
}
