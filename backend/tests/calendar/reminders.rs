//! The therapist is reminded of a booking that has no answer: with half of the time left, and with
//! a quarter, once each, and of nothing that is answered.

use super::coverage::Met;
use super::holds::{Holds, check};
use super::look::{Seen, SessionRow};
use domain::time::Instant;
use sqlx::FromRow;

pub const ALL: &str = "SELECT session_id, revision, kind, created_at FROM outbox \
     WHERE kind IN ('mail:confirm_reminder', 'mail:last_confirm_reminder') ORDER BY id";

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Reminder {
    pub session_id: String,
    pub revision: i64,
    pub kind: String,
    pub created_at: i64,
}

impl Reminder {
    fn is_last(&self) -> bool {
        self.kind == "mail:last_confirm_reminder"
    }
}

/// What the clock's work has sent; `whole` where it came to its end.
pub fn sent(met: &mut Met, before: &Seen, after: &Seen, now: Instant, whole: bool) -> Holds {
    let new = |reminder: &&Reminder| !before.reminders.contains(reminder);
    for reminder in after.reminders.iter().filter(new) {
        let mut rows = after.sessions.iter();
        let row = rows.find(|row| row.id == reminder.session_id);
        let due = row.and_then(|row| due(row, now));
        check(due == Some(reminder.is_last()), || {
            format!("{reminder:?} is sent of {row:?}")
        })?;
        met.note(match reminder.is_last() {
            true => "the clock: reminded last",
            false => "the clock: reminded first",
        });
    }
    let same = |a: &Reminder, b: &Reminder| {
        (&a.session_id, a.revision, &a.kind) == (&b.session_id, b.revision, &b.kind)
    };
    for (number, reminder) in after.reminders.iter().enumerate() {
        let again = &after.reminders[number + 1..];
        check(!again.iter().any(|other| same(other, reminder)), || {
            format!("{reminder:?} is sent twice")
        })?;
    }
    match whole {
        true => after
            .sessions
            .iter()
            .try_for_each(|row| told(after, row, now)),
        false => Ok(()),
    }
}

/// Whether the last one is due, or the first; `None` where neither is.
fn due(row: &SessionRow, now: Instant) -> Option<bool> {
    let (asked, by) = (row.asked_at?, row.confirm_by?);
    let left = by - now.timestamp_millis();
    let waits = row.state == "awaiting_confirmation" && left > 0;
    let quarter = left * 4 <= by - asked;
    (waits && left * 2 <= by - asked).then_some(quarter)
}

/// Of what they were asked, not of what somebody asked before it was moved.
fn told(after: &Seen, row: &SessionRow, now: Instant) -> Holds {
    let Some(last) = due(row, now) else {
        return Ok(());
    };
    let mut all = after.reminders.iter();
    let since = |reminder: &Reminder| Some(reminder.created_at) >= row.asked_at;
    let told = all.any(|sent| sent.session_id == row.id && sent.is_last() == last && since(sent));
    check(told, || format!("nobody was reminded of {row:?}"))
}
