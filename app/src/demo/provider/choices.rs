//! What the sandbox may do, in words. They stay on the server.

use super::api::{MishapChoice, MishapGroup};
use backend::payments::ProviderState;
use backend::payments::sandbox::Mishap;

const GROUPS: [(&str, &[Mishap]); 3] = [
    (
        "What becomes of the money",
        &[
            Mishap::FailsLater,
            Mishap::ArrivesAndFails,
            Mishap::Slow,
            Mishap::Nothing,
        ],
    ),
    (
        "How it answers",
        &[
            Mishap::LostAnswer,
            Mishap::BrokenAfter,
            Mishap::Broken,
            Mishap::Unheard,
            Mishap::NoConnection,
            Mishap::TooMany,
        ],
    ),
    (
        "How it tells of it",
        &[
            Mishap::EventTwice,
            Mishap::EventLate,
            Mishap::EventsReordered,
        ],
    ),
];

pub fn groups() -> Vec<MishapGroup> {
    let choice = |mishap: &Mishap| MishapChoice {
        value: mishap.as_str().into(),
        title: title(*mishap),
        hint: hint(*mishap).into(),
    };
    let group = |(title, mishaps): (&str, &[Mishap])| MishapGroup {
        title: title.into(),
        choices: mishaps.iter().map(choice).collect(),
    };
    GROUPS.into_iter().map(group).collect()
}

pub fn title(mishap: Mishap) -> String {
    match mishap {
        Mishap::Nothing => "It goes well",
        Mishap::Slow => "It takes its time",
        Mishap::FailsLater => "It comes back",
        Mishap::ArrivesAndFails => "It arrives and comes back",
        Mishap::LostAnswer => "Paid, but no answer",
        Mishap::Unheard => "Not heard",
        Mishap::NoConnection => "Nobody there",
        Mishap::Broken => "Error 500, not paid",
        Mishap::BrokenAfter => "Error 500, but paid",
        Mishap::TooMany => "Too many requests",
        Mishap::EventTwice => "Told twice",
        Mishap::EventLate => "Told late",
        Mishap::EventsReordered => "Told out of order",
    }
    .into()
}

fn hint(mishap: Mishap) -> &'static str {
    match mishap {
        Mishap::Nothing => "It arrives after two seconds",
        Mishap::Slow => "Pending for five days, then it arrives",
        Mishap::FailsLater => "Pending for three days, then the bank sends it back",
        Mishap::ArrivesAndFails => "It arrives, and three days later the bank sends it back",
        Mishap::LostAnswer => "The money moves, the request times out",
        Mishap::Unheard => "Nothing moves, the request times out",
        Mishap::NoConnection => "The connection is refused",
        Mishap::Broken => "Nothing moves, and the key answers so for a day",
        Mishap::BrokenAfter => "The money moves, and the key answers so for a day",
        Mishap::TooMany => "429: come back in 30 seconds",
        Mishap::EventTwice => "Its event comes again after a minute",
        Mishap::EventLate => "Its event comes six hours late",
        Mishap::EventsReordered => "That it began is told after how it ended",
    }
}

pub fn state(state: &ProviderState) -> String {
    match state {
        ProviderState::Pending => "Pending".into(),
        ProviderState::Succeeded => "Arrived".into(),
        ProviderState::Failed { why } => format!("Came back: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mishap_can_be_chosen_once() {
        let mut offered: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, mishaps)| mishaps.iter().map(|mishap| mishap.as_str()))
            .collect();
        let mut all = Mishap::ALL.map(Mishap::as_str).to_vec();
        offered.sort_unstable();
        all.sort_unstable();
        assert_eq!(offered, all);
    }
}
