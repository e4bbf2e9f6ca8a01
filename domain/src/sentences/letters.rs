//! Who is written to, and what each letter opens with.

use super::happens::{Line, Mark, line};
use super::letter::Letter;
use super::returned::Returned;
use crate::commitment::Difference;
use crate::consequence::Consequence;
use crate::session::Cancellation;
use crate::told::{Recipient, Template, Told};
use crate::view::session::Words;

pub(super) fn lines(consequence: &Consequence, words: &Words) -> Vec<Line> {
    let tell = |told: &Told| {
        let (client, mail) = (&words.client, mail(told));
        let text = match (told.to, told.template) {
            (Recipient::Client, Template::SessionCancelled) => {
                format!("{client} is told {mail}, with the calendar entry withdrawn")
            }
            (Recipient::Client, Template::RefundStarted) => on_its_way(told, words),
            (Recipient::Client, Template::NoShowRecorded) => {
                format!("{client} is told {mail} that they were missed, and how to object")
            }
            (Recipient::Client, Template::SessionMoved) => format!(
                "{client} is told {mail}, with the new time for the calendar, and can object"
            ),
            (Recipient::Client, Template::TimesOffered) => {
                format!("{client} is told {mail}, with the times to choose from")
            }
            (Recipient::Client, Template::BookingConfirmed | Template::FollowUpBooked) => {
                format!("{client} is told {mail}, with an entry for the calendar")
            }
            (Recipient::Client, _) => format!("{client} is told {mail}"),
            // The words in it are the client's.
            (Recipient::Therapist, _) => "You are told by e-mail".into(),
        };
        let quote = quote(consequence, told.to, told.template, words);
        Line {
            quote,
            ..line(Difference::Told, Mark::Mail, text)
        }
    };
    match consequence.told.is_empty() {
        true => vec![line(Difference::Told, Mark::Quiet, "Nobody is written to")],
        false => consequence.told.iter().map(tell).collect(),
    }
}

pub(super) fn on_its_way(told: &Told, words: &Words) -> String {
    let (client, mail) = (&words.client, mail(told));
    format!("{client} is told {mail} that the refund is on its way")
}

fn mail(told: &Told) -> &'static str {
    match told.words {
        Some(_) => "by e-mail in your words",
        None => "by e-mail",
    }
}

/// What the letter to a client says first. One to the therapist tells only what stands here.
fn quote(
    consequence: &Consequence,
    to: Recipient,
    template: Template,
    words: &Words,
) -> Option<String> {
    let letter = Letter {
        to,
        discreet: words.discreet,
        therapist: &words.therapist_name,
        client: &words.client_name,
        day: &words.client_day,
        refund: consequence
            .money
            .as_ref()
            .map(|money| money.refund)
            .filter(|r| !r.is_zero()),
        returned: Returned::default(),
    };
    match (to, template) {
        (Recipient::Therapist, _) => None,
        (Recipient::Client, Template::SessionCancelled) => {
            let gone = consequence.cancellation.as_ref();
            match gone.is_some_and(Cancellation::is_declined) {
                true => Some(letter.declined()),
                false => Some(letter.cancelled(gone.map(|gone| gone.cause))),
            }
        }
        (Recipient::Client, Template::SessionMoved) => {
            let cause = consequence.moved.as_ref().map(|moved| moved.cause);
            Some(letter.moved(cause))
        }
        (Recipient::Client, Template::TimesOffered) => Some(letter.opening(template, None)),
        (Recipient::Client, template) => Some(letter.subject(template)),
    }
}
