//! Why a session does not move, nor times are offered.

use crate::refusal::Refusal;
use crate::times::{Nearest, TakenBy};
use crate::view::session::Words;

pub(super) fn refusal(refusal: Refusal, words: &Words) -> String {
    use Refusal::*;
    let client = &words.client;
    match refusal {
        CarryThroughTheTeam => {
            "The session has started, so its time can no longer be changed. Ask \
             the team to carry its payment to a new one."
                .into()
        }
        SameTime { nearest } => format!(
            "That is when it is already, so nothing changes and nobody is written to. {}",
            choose(nearest)
        ),
        Outdated { nearest } => format!(
            "Meanwhile the session itself has changed: it is on {} now. Read what is marked \
             below.{}",
            words.short_when,
            or_another(nearest)
        ),
        TooFarAhead => "Choose a time within the next two years.".into(),
        TimeUnknown => {
            "We have not looked that time up yet. Choose it once more, and see what it does.".into()
        }
        InThePast { nearest } => format!("That time is over. {}", choose(nearest)),
        Taken { by, nearest } => format!("{} {}", taken(by), choose(nearest)),
        NotOpen { nearest } => format!("That time cannot be booked. {}", choose(nearest)),
        TooLateToMove { .. } => format!(
            "It could be moved here until {}. Ask {}: they can move it, or offer you other times.",
            words.free_until, words.therapist_name
        ),
        CorrectionOver { .. } => "A mistake is put right within 15 minutes of the booking. Choose \
                                  who asked for the new time instead."
            .into(),
        OldTimeStaysOpen => {
            "While you are unavailable nobody may book the old time: block it, stop \
             offering that hour, or pause your account."
                .into()
        }
        OfferStands { .. } => format!(
            "{client} has other times to choose from{}. Take those back first, or wait.",
            offer_until(words)
        ),
        OfferOver => "Those times are no longer on offer. The session is where it was.".into(),
        NotOffered => "That time is not among those on offer. Choose one of them.".into(),
        TooManyTimes { most } => format!("Offer at most {most} times."),
        OfferedTwice => "You offer the same time twice.".into(),
        TimesOverlap => "Times on offer are all kept free, so they must not overlap each other, \
                         nor the session as it is."
            .into(),
        CorrectAtOnce => "A mistake is put right at once: choose the one right time.".into(),
        PauseAtOnce => {
            "Pausing takes effect at once, and not when somebody answers. Pause on your \
             availability page, or block the old time."
                .into()
        }
        NewTimeMissing => "Choose a time.".into(),
        NewTimeUnreadable => "Give the day and the time to move it to.".into(),
        NewTimeInGap => {
            "The clocks are put forward over that time. Choose one before or after it.".into()
        }
        NewTimeTwice { .. } => {
            "The clocks are put back, so that time comes twice. Choose which one you mean.".into()
        }
        other => other.to_string(),
    }
}

fn taken(by: TakenBy) -> &'static str {
    match by {
        TakenBy::Session => "A session has that time already.",
        TakenBy::Hold { .. } => "That time is being kept for somebody just now.",
    }
}

/// The times themselves stand beside the sentence, each as something to press.
fn choose(nearest: Nearest) -> &'static str {
    match nearest.is_empty() {
        true => "Choose another one.",
        false => "Choose one of the nearest that are open, or another one.",
    }
}

/// The time that was chosen can still be had.
fn or_another(nearest: Nearest) -> &'static str {
    match nearest.is_empty() {
        true => "",
        false => " Press once more, or choose one of the nearest that are open.",
    }
}

/// ` until Sun 22 Nov, 14:00`
fn offer_until(words: &Words) -> String {
    let label = words.offer_until.as_deref();
    label
        .map(|label| format!(" until {label}"))
        .unwrap_or_default()
}
