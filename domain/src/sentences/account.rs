//! Pausing and returning, in words: what stops, what goes on, what is still open, and why it is
//! not done.

use crate::account::pause::{Answer, Pausing, Reason};
use crate::account::reactivate::{Hours, Readiness};
use crate::form::pausing::PauseFault;
use crate::refusal::Refusal;
use crate::sentences::happens::Mark;

/// `2 sessions stay as planned; no planned charge is withdrawn`
pub fn kept(count: usize) -> Option<String> {
    let stay = sessions(count, "stays", "stay")?;
    Some(format!("{stay} as planned; no planned charge is withdrawn"))
}

/// What a pause does, line by line. `back` is the label of the expected return, where the reader
/// has not just typed it.
pub fn pausing(pausing: &Pausing, back: Option<&str>) -> Vec<(Mark, String)> {
    let kept = kept(pausing.kept.len());
    let to_move = sessions(pausing.to_move.len(), "stays", "stay");
    let to_move = to_move.map(|stay| format!("{stay} until you have offered another time"));
    let cancelled = sessions(pausing.cancelled.len(), "is", "are");
    let cancelled = cancelled.map(|gone| format!("{gone} cancelled and refunded in full"));
    let letters = match pausing.cancelled.len() {
        0 => None,
        1 => Some("The client is told by e-mail, with the calendar entry withdrawn".to_owned()),
        _ => Some("Each client is told by e-mail, with the calendar entry withdrawn".to_owned()),
    };
    let incident = cancelled.is_some().then(|| match pausing.cancelled.len() {
        1 => "It counts towards your standing, as one incident".to_owned(),
        _ => "Together they count towards your standing as one incident".to_owned(),
    });
    let back = pausing.back.map(|_| match back {
        Some(back) => format!("You mean to be back on {back}; nothing opens by itself"),
        None => "Nothing opens by itself on the day you mean to be back".to_owned(),
    });
    let lines = [
        (
            Mark::Slot,
            Some("From now on nobody can book you".to_owned()),
        ),
        (Mark::Done, kept),
        (Mark::Done, to_move),
        (Mark::Money, cancelled),
        (Mark::Mail, letters),
        (Mark::Careful, incident),
        (Mark::Quiet, back),
        (Mark::Quiet, Some(ONLY_THE_TEAM.to_owned())),
    ];
    let lines = lines.into_iter();
    lines
        .filter_map(|(mark, text)| Some((mark, text?)))
        .collect()
}

const ONLY_THE_TEAM: &str = "Only the team opens your account again: ask when your hours are right";

/// `One session stays`, `4 sessions stay`.
fn sessions(count: usize, one: &str, more: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("One session {one}")),
        count => Some(format!("{count} sessions {more}")),
    }
}

/// What the button says.
pub fn button(pausing: Option<&Pausing>) -> String {
    match pausing.map_or(0, |pausing| pausing.cancelled.len()) {
        0 => "Pause account".into(),
        1 => "Pause account, cancel one session".into(),
        count => format!("Pause account, cancel {count} sessions"),
    }
}

/// Beside a session's choice, and for all of them.
pub fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Keep => "Keep",
        Answer::Move => "Move",
        Answer::Cancel => "Cancel",
    }
}

/// `Illness`, as the one who paused gave it.
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Illness => "Illness".into(),
        Reason::Unavailable => "Unavailable".into(),
        Reason::Leave => "Leave".into(),
        Reason::FullyBooked => "Fully booked".into(),
        Reason::Other { words } => format!("“{words}”"),
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

/// Why the pause is not made, at its field.
pub fn not_paused(fault: PauseFault) -> String {
    match fault {
        PauseFault::NoReason => "Choose one, so that the team knows what to expect.".into(),
        PauseFault::BackUnreadable => "Give a day, or leave it open.".into(),
        PauseFault::Refused(why) => refusal(why),
    }
}

/// Why an account is not paused, or its return not asked.
pub fn refusal(refusal: Refusal) -> String {
    use Refusal::*;
    match refusal {
        AccountClosed => "This account is closed, and stays so.".into(),
        AccountRestricted => "Your account is paused or restricted: what is booked goes on, and \
                              nothing new can be booked. Ask to return on your account page."
            .into(),
        PausedAlready => "Your account is paused already: nobody can book you.".into(),
        NotPaused => "Your account is not paused.".into(),
        BackInThePast => "Give a day that is still to come, or leave it open.".into(),
        AnswerMissing { .. } => {
            "Choose what becomes of each session first: keep, move or cancel.".into()
        }
        NotToCome { .. } => "The list of sessions has changed. Look through it once more.".into(),
        ThroughTheTeam => {
            "An initial session is cancelled through the team. Keep it for now, and ask them from \
             the session’s own page."
                .into()
        }
        AskWordsMissing => "Say in a few words why.".into(),
        AskedAlready { .. } => "That is asked already, and the answer will come.".into(),
        WordsTooLong { most } | NoteTooLong { most } => {
            format!("Please shorten it to {most} characters.")
        }
        other => other.to_string(),
    }
}
