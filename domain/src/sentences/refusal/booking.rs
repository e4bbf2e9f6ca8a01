//! Why nothing is booked, confirmed, objected to or paused, nor asked.

use crate::refusal::Refusal;
use crate::sentences::account;
use crate::view::session::Words;

pub(super) fn refusal(refusal: Refusal, words: &Words) -> String {
    use Refusal::*;
    let client = &words.client;
    match refusal {
        AlreadyConfirmed => "This session is confirmed already.".into(),
        ConfirmOver { .. } => format!(
            "The time to confirm it is over: the booking is cancelled, and {client} is refunded in \
             full. To meet all the same, agree on a new session."
        ),
        StillToConfirm { .. } => "There is still time to confirm this session.".into(),
        HoldOver => {
            "The time was kept for as long as it could be. Choose it again, if it is still \
             open."
                .into()
        }
        TooManyHolds { most } => {
            format!("You have {most} times in checkout. Finish or leave one of them first.")
        }
        PayFirst => "The session is booked once it is paid.".into(),
        InitialIsTheClients => {
            format!("An initial session is booked by {client}: send them your booking page.")
        }
        PriceMissing => format!(
            "{} has not set a price yet, so nothing can be booked so far. Write to the team, and \
             it is seen to.",
            words.therapist_name
        ),
        AwareMissing => format!(
            "Say whether {client} knows, and how: the team has to know before it writes to them."
        ),
        MoveInstead => {
            "The session is still to come: move it, and its payment goes with it.".into()
        }
        NothingToObjectTo => {
            "Nobody moved this session without you, so there is nothing to object \
             to. You can still move or cancel it."
                .into()
        }
        DisputedAlready => "Our team looks into it already, and will write to you.".into(),
        ObjectionOver { .. } => "The time to object is over. You can still move or cancel the \
                                 session, as the policy says."
            .into(),
        CauseDisputed => format!(
            "{client} says that they did not ask for the move. The payment stays where it is until \
             the team has decided."
        ),
        NotLate => "This session is not late, so there is nothing to waive.".into(),
        other => account::refusal(other),
    }
}
