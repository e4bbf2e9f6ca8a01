//! Saving hours, in words: what it does to whom, and why it is not done.

use crate::availability::edit::{NotSaved, Saving};

/// What saving does, line by line.
pub fn saving(saving: &Saving) -> Vec<String> {
    let changes = match saving.changes.len() {
        0 => None,
        1 => Some("One change to your hours, at once".to_owned()),
        many => Some(format!("{many} changes to your hours, at once")),
    };
    let zone = saving.zone.as_ref();
    let zone = zone.map(|zone| format!("Your clock is the one of {zone}; no session moves"));
    let kept = counted(saving.kept.len(), "stays", "stay");
    let kept = kept.map(|kept| format!("{kept} as booked, outside the new hours"));
    let to_move = counted(saving.to_move.len(), "stays", "stay");
    let to_move = to_move.map(|stay| format!("{stay} until another time is found"));
    let gone = counted(saving.cancelled.len(), "is", "are");
    let gone = gone
        .map(|gone| format!("{gone} cancelled and refunded in full; it counts as one incident"));
    let lines = [changes, zone, kept, to_move, gone];
    lines.into_iter().flatten().collect()
}

/// `One stays`, `4 stay`.
fn counted(count: usize, one: &str, more: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("One {one}")),
        count => Some(format!("{count} {more}")),
    }
}

/// Why nothing was saved, and the way out. `until` is the label of the instant that it names.
pub fn not_saved(why: &NotSaved, until: Option<&str>) -> String {
    let until = until.unwrap_or("it ends");
    match why {
        NotSaved::Unanswered { left } if left.len() == 1 => {
            "One booking falls outside the new hours: say what becomes of it first.".into()
        }
        NotSaved::Unanswered { left } => format!(
            "{} bookings fall outside the new hours: say what becomes of each first.",
            left.len()
        ),
        NotSaved::NotStranded { .. } => {
            "One of the answers is for a booking that the new hours leave alone. Look again.".into()
        }
        NotSaved::ThroughTheTeam { .. } => {
            "An initial session is cancelled through the team. Keep it for now, and ask them from \
             the session’s own page."
                .into()
        }
        NotSaved::HoldWins { .. } => {
            format!("That time is kept for somebody until {until}. Keep it until then.")
        }
        NotSaved::NothingToSave => "Your hours are so already: there is nothing to save.".into(),
        NotSaved::AlreadyOver => "That time is over. Choose an end that is still to come.".into(),
        NotSaved::UnknownZone => "There is no such time zone. Choose one from the list.".into(),
        NotSaved::TooManyBlocks { most } => {
            format!("There is room for {most} blocks. Take an old one away first.")
        }
        NotSaved::TooManyDates { most } => {
            format!("There is room for {most} dates with hours of their own. Take one away first.")
        }
        NotSaved::NoteTooLong { most } => format!("That is more than {most} characters."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{SessionId, SpanId};
    use uuid::Uuid;

    #[test]
    fn a_save_says_what_becomes_of_whom() {
        let id = Uuid::from_u128(1);
        let saves = Saving {
            changes: Vec::new(),
            zone: Some("Europe/Madrid".into()),
            kept: vec![SpanId(id)],
            to_move: Vec::new(),
            cancelled: vec![SessionId(id); 2],
            note: None,
        };
        let said = [
            "Your clock is the one of Europe/Madrid; no session moves",
            "One stays as booked, outside the new hours",
            "2 are cancelled and refunded in full; it counts as one incident",
        ];
        assert_eq!(saving(&saves), said);
        let left = vec![SpanId(id); 3];
        assert_eq!(
            not_saved(&NotSaved::Unanswered { left }, None),
            "3 bookings fall outside the new hours: say what becomes of each first."
        );
    }
}
