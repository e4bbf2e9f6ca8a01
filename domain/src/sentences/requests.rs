//! What was asked in writing, as the therapist reads it on the session's page.

use crate::actor::Role;
use crate::request::{Aware, Particulars, RequestKind, RequestState};
use crate::session::Cause;
use crate::view::session::Words;

/// A request, with the labels that its sentences need.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub kind: RequestKind,
    pub state: RequestState,
    pub by: Role,
    /// `Daniel`
    pub client: &'a str,
    /// For whoever answers.
    pub words: &'a str,
    pub for_client: Option<&'a str>,
    pub particulars: Option<&'a Particulars>,
    /// `Fri 27 Nov, 16:00`: when a new session would suit.
    pub wished: Option<&'a str>,
}

/// What a request to cancel a booking begins with.
pub fn for_the_team(words: &Words) -> String {
    let (client, when) = (&words.client, &words.short_when);
    format!("I cannot take {client}’s booking for {when}.")
}

pub fn for_the_client() -> &'static str {
    "I am sorry that I cannot take this session."
}

pub fn title(asked: &Asked<'_>) -> String {
    let who = match asked.by {
        Role::Therapist => "You",
        Role::Client => asked.client,
        Role::Staff => "The team",
    };
    let what = match asked.kind {
        RequestKind::CarryPayment => "asked the team to carry the payment",
        RequestKind::DeclineInitial => "asked the team to cancel it",
        RequestKind::Reactivation => "asked the team to open the account",
        RequestKind::AnotherTime => "asked for another time",
    };
    format!("{who} {what}")
}

/// What became of it, in a few words.
pub fn state(asked: &Asked<'_>) -> &'static str {
    let team = asked.kind.asked_of() == Role::Staff;
    match asked.state {
        RequestState::Submitted if team => "waits for the team",
        RequestState::Submitted => "waits for you",
        RequestState::InReview if team => "the team is looking at it",
        RequestState::InReview => "waits for you",
        RequestState::Approved => "granted, and under way",
        RequestState::Done => "done",
        RequestState::Declined => "declined",
        RequestState::Withdrawn => "taken back",
        RequestState::Void => "no longer needed",
    }
}

/// What was said with it, part by part.
pub fn said(asked: &Asked<'_>) -> Vec<String> {
    let client = asked.client;
    let (cause, aware) = match asked.particulars {
        Some(Particulars::Cancel { cause, aware }) => (Some(cause_of(*cause)), Some(aware)),
        Some(Particulars::Carry { .. }) | None => (None, None),
    };
    let aware = aware.map(|aware| match aware {
        Aware::Told(words) => format!("{client} knows: {words}"),
        Aware::NotReached(words) => format!("{client} could not be reached: {words}"),
    });
    let parts = [
        cause.map(|cause| format!("Cause: {cause}")),
        asked.wished.map(|when| format!("To a session on {when}")),
        Some(format!("“{}”", asked.words)),
        aware,
        asked
            .for_client
            .map(|words| format!("For {client}: “{words}”")),
    ];
    parts.into_iter().flatten().collect()
}

fn cause_of(cause: Cause) -> &'static str {
    match cause {
        Cause::TherapistUnavailable => "you are unavailable",
        Cause::NotBestFit => "not the best fit",
        Cause::ClientAsked => "the client asked",
        _ => "another reason",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: RequestKind, by: Role) -> Asked<'static> {
        Asked {
            kind,
            state: RequestState::Submitted,
            by,
            client: "Daniel",
            words: "He was in hospital.",
            for_client: None,
            particulars: None,
            wished: None,
        }
    }

    #[test]
    fn a_payment_to_carry_says_whereto_and_who_answers() {
        let asked = Asked {
            wished: Some("Fri 27 Nov, 16:00"),
            ..asked(RequestKind::CarryPayment, Role::Therapist)
        };
        assert_eq!(title(&asked), "You asked the team to carry the payment");
        assert_eq!(state(&asked), "waits for the team");
        let parts = ["To a session on Fri 27 Nov, 16:00", "“He was in hospital.”"];
        assert_eq!(said(&asked), parts);
    }

    #[test]
    fn what_the_team_is_told_of_a_booking_stays_apart_from_the_words_for_the_client() {
        let particulars = Particulars::Cancel {
            cause: Cause::NotBestFit,
            aware: Aware::NotReached("rang twice on Monday".into()),
        };
        let asked = Asked {
            words: "Not my field.",
            for_client: Some("I wish you well."),
            particulars: Some(&particulars),
            ..asked(RequestKind::DeclineInitial, Role::Therapist)
        };
        let parts = [
            "Cause: not the best fit",
            "“Not my field.”",
            "Daniel could not be reached: rang twice on Monday",
            "For Daniel: “I wish you well.”",
        ];
        assert_eq!(said(&asked), parts);
    }

    #[test]
    fn what_a_client_asks_waits_for_the_therapist() {
        let asked = asked(RequestKind::AnotherTime, Role::Client);
        assert_eq!(title(&asked), "Daniel asked for another time");
        assert_eq!(state(&asked), "waits for you");
    }
}
