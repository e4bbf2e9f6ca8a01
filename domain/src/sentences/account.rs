//! Pausing and returning, in words: what stops, what goes on, and what is still open.

use crate::account::pause::Pausing;
use crate::account::reactivate::{Hours, Readiness};

/// What a pause does, line by line. `back` is the label of the expected return.
pub fn pausing(pausing: &Pausing, back: Option<&str>) -> Vec<String> {
    let kept = sessions(pausing.kept.len(), "stays", "stay");
    let kept = kept.map(|kept| format!("{kept} as planned; charges and reminders go on"));
    let to_move = sessions(pausing.to_move.len(), "stays", "stay");
    let to_move = to_move.map(|stay| format!("{stay} until you have offered another time"));
    let cancelled = sessions(pausing.cancelled.len(), "is", "are");
    let cancelled = cancelled
        .map(|gone| format!("{gone} cancelled and refunded in full; it counts as one incident"));
    let back = back.map(|back| format!("You mean to be back on {back}; nothing opens by itself"));
    let lines = [
        Some("From now on nobody can book you".to_owned()),
        kept,
        to_move,
        cancelled,
        back,
        Some("Only the team opens your account again: ask when your hours are right".to_owned()),
    ];
    lines.into_iter().flatten().collect()
}

/// `One session stays`, `4 sessions stay`.
fn sessions(count: usize, one: &str, more: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("One session {one}")),
        count => Some(format!("{count} sessions {more}")),
    }
}

/// The readiness check, a line an item, with whether it is in order.
pub fn readiness(readiness: Readiness) -> [(bool, String); 2] {
    let hours = match readiness.hours {
        Hours::ReviewedSince => (true, "The hours were looked through since the pause".into()),
        Hours::NotReviewedSince => {
            let text = "The hours have not been looked through since the pause";
            (false, text.into())
        }
    };
    let clashes = match readiness.clashes {
        0 => (true, "No session stands outside the hours".into()),
        1 => (false, "One session stands outside the hours".into()),
        count => (false, format!("{count} sessions stand outside the hours")),
    };
    [hours, clashes]
}
