//! `held → awaiting_confirmation → confirmed → completed | client_no_show | therapist_no_show`,
//! `held → expired`, and `cancelled` from any of the first three.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Held,
    AwaitingConfirmation,
    Confirmed,
    Completed,
    ClientNoShow,
    TherapistNoShow,
    Expired,
    Cancelled,
}

impl State {
    pub const ALL: [State; 8] = [
        State::Held,
        State::AwaitingConfirmation,
        State::Confirmed,
        State::Completed,
        State::ClientNoShow,
        State::TherapistNoShow,
        State::Expired,
        State::Cancelled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Held => "held",
            State::AwaitingConfirmation => "awaiting_confirmation",
            State::Confirmed => "confirmed",
            State::Completed => "completed",
            State::ClientNoShow => "client_no_show",
            State::TherapistNoShow => "therapist_no_show",
            State::Expired => "expired",
            State::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<State> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// On screen, in the middle of a line.
    pub fn label(self) -> &'static str {
        match self {
            State::Held => "in checkout",
            State::AwaitingConfirmation => "awaiting confirmation",
            State::Confirmed => "confirmed",
            State::Completed => "took place",
            State::ClientNoShow => "client did not come",
            State::TherapistNoShow => "therapist did not come",
            State::Expired => "expired",
            State::Cancelled => "cancelled",
        }
    }

    /// Booked and not over: what can still be cancelled or moved.
    pub fn is_booked(self) -> bool {
        matches!(self, State::AwaitingConfirmation | State::Confirmed)
    }

    /// The step `self → next` is one that the machine knows.
    pub fn leads_to(self, next: State) -> bool {
        use State::*;
        matches!(
            (self, next),
            (Held, AwaitingConfirmation | Confirmed | Expired | Cancelled)
                | (AwaitingConfirmation, Confirmed | Cancelled)
                | (
                    Confirmed,
                    Completed | ClientNoShow | TherapistNoShow | Cancelled
                )
        )
    }

    /// It has come to an end that only a refund can still follow.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            State::Completed | State::ClientNoShow | State::TherapistNoShow | State::Cancelled
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_an_end() {
        let ends = State::ALL
            .into_iter()
            .filter(|s| s.is_over() || *s == State::Expired);
        for end in ends {
            assert!(
                State::ALL.into_iter().all(|next| !end.leads_to(next)),
                "{end:?}"
            );
        }
    }

    #[test]
    fn only_the_first_three_states_can_be_cancelled() {
        let from: Vec<State> = State::ALL
            .into_iter()
            .filter(|s| s.leads_to(State::Cancelled))
            .collect();
        assert_eq!(
            from,
            [State::Held, State::AwaitingConfirmation, State::Confirmed]
        );
    }
}
