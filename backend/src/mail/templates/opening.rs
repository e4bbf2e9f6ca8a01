//! What happened, in one subject and one or two sentences, and how to object.

use super::{Scene, moved, when};
use domain::policy::Clause;
use domain::sentences::letter::Letter;
use domain::session::moving::Way;
use domain::session::{Cancellation, Cause, State};
use domain::told::{Recipient, Template};

pub(super) struct Opening {
    pub subject: String,
    pub text: String,
    /// How to object, where there is something to object to.
    pub object: Option<String>,
}

pub(super) fn of(template: Template, scene: &Scene<'_>) -> Opening {
    let (about, day) = (scene.about, when::day(scene));
    let letter = Letter {
        to: about.to,
        discreet: scene.is_discreet(),
        therapist: &about.pair.therapist.name,
        client: &about.pair.client.name,
        day: &day,
        refund: about.refund,
        returned: about.returned,
    };
    let text = match template {
        Template::SessionCancelled if is_declined(scene) => letter.declined(),
        Template::SessionCancelled => letter.cancelled(cause(scene)),
        Template::CancellationConfirmed if cause(scene) == Some(Cause::Objection) => {
            letter.objected()
        }
        Template::CancellationConfirmed => confirmed(scene),
        Template::MoveConfirmed if scene.moved().is_some_and(|to| to.way == Way::Offered) => {
            letter.taken()
        }
        Template::ClientCancelled => client_cancelled(scene),
        Template::RefundStarted => refund_started(scene),
        Template::NoShowRecorded => no_show(scene),
        Template::RefundFailed => refund_failed(scene),
        Template::SessionMoved
        | Template::MoveConfirmed
        | Template::ClientMoved
        | Template::TimesOffered
        | Template::OfferTaken
        | Template::OfferDeclined
        | Template::OfferWithdrawn
        | Template::OfferLapsed
        | Template::BookingReceived
        | Template::BookingToConfirm
        | Template::ConfirmReminder
        | Template::LastConfirmReminder
        | Template::BookingConfirmed
        | Template::FollowUpBooked
        | Template::NotConfirmedInTime
        | Template::ClientObjected
        | Template::ObjectionReceived
        | Template::CauseDisputed
        | Template::LateWaived
        | Template::AskedToMove => letter.opening(template, cause(scene)),
    };
    Opening {
        subject: letter.subject(template),
        text,
        object: objection(template, scene),
    }
}

fn is_declined(scene: &Scene<'_>) -> bool {
    let gone = scene.about.done.and_then(|done| done.cancellation.as_ref());
    gone.is_some_and(Cancellation::is_declined)
}

fn confirmed(scene: &Scene<'_>) -> String {
    format!(
        "You have cancelled your {} with {}.",
        scene.noun(),
        scene.therapist()
    )
}

fn client_cancelled(scene: &Scene<'_>) -> String {
    let name = &scene.about.pair.client.name;
    format!("{name} has cancelled the session with you. There is nothing that you need to do.")
}

fn refund_started(scene: &Scene<'_>) -> String {
    let (noun, who) = (scene.noun(), scene.therapist());
    let amount = scene
        .about
        .refund
        .map_or("a part".into(), |amount| amount.to_string());
    if scene
        .about
        .done
        .is_some_and(|done| done.to == State::Expired)
    {
        return format!(
            "Your payment came when the time that we kept for you had ended, so your {noun} with \
             {who} was not booked. All of it, {amount}, goes back to you; you are welcome to choose \
             another time."
        );
    }
    format!("{who} has refunded {amount} of what you paid for this {noun}.")
}

fn no_show(scene: &Scene<'_>) -> String {
    let (noun, who) = (scene.noun(), scene.therapist());
    format!(
        "{who} was there for your {noun}, and has recorded that you did not come. We hope that \
         you are well."
    )
}

fn refund_failed(scene: &Scene<'_>) -> String {
    let amount = scene.about.refund.map(|amount| format!(" of {amount}"));
    let amount = amount.unwrap_or_default();
    let why = match scene.about.failure {
        Some(why) => format!("It came back to us: {why}."),
        None => "Something went wrong on its way.".into(),
    };
    match scene.about.to {
        Recipient::Client => format!(
            "Your refund{amount} for this {} {}. {why} The money is safe with us and still yours. \
             Our team now looks for another way to send it and will write to you; if you have a \
             new card, reply to this mail and say so.",
            scene.noun(),
            scene.about.returned.reached("you")
        ),
        Recipient::Therapist => {
            let client = &scene.about.pair.client;
            format!(
                "The refund{amount} for this session {}. {why} The money is held again. Our team \
                 settles it with {}; there is nothing that you need to do.",
                scene.about.returned.reached(&client.name),
                client.first_name()
            )
        }
    }
}

fn objection(template: Template, scene: &Scene<'_>) -> Option<String> {
    if let Some(to) = scene.moved() {
        return moved::objection(scene, to);
    }
    let text = match template {
        Template::NoShowRecorded => {
            "If this is not how it was, reply to this mail: a person reads it and will look into it."
        }
        Template::SessionCancelled if cause(scene) == Some(Cause::ClientAsked) => {
            "If you did not ask for this, or see it differently, reply to this mail: a person \
             reads it and will look into it."
        }
        Template::SessionCancelled if cause(scene).is_some_and(therapists) => {
            "If you would like help with finding another time or another person, reply to this \
             mail."
        }
        Template::CancellationConfirmed if scene.about.kept.is_some_and(|kept| !kept.is_zero()) => {
            "If you see it differently, reply to this mail: a person reads it and will look into \
             it."
        }
        _ => return None,
    };
    Some(text.into())
}

/// It was the therapist's decision, whatever the reason: that stays between them and the team.
fn therapists(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::TherapistUnavailable | Cause::NotBestFit | Cause::NotConfirmed | Cause::Other
    )
}

/// By what the decision says, also where the session is handed in as it was before.
fn cause(scene: &Scene<'_>) -> Option<Cause> {
    if let Some(cancellation) = &scene.about.session.cancellation {
        return Some(cancellation.cause);
    }
    Some(match scene.about.clause? {
        Clause::OnTime | Clause::Late | Clause::LateStays | Clause::Grace => Cause::ClientAsked,
        Clause::MovedInTime | Clause::MovedLate => Cause::ClientAsked,
        Clause::Unavailable | Clause::MovedUnavailable => Cause::TherapistUnavailable,
        Clause::NotBestFit => Cause::NotBestFit,
        Clause::NotConfirmed => Cause::NotConfirmed,
        Clause::Other => Cause::Other,
        Clause::Objection => Cause::Objection,
        Clause::Platform => Cause::Platform,
        Clause::Unpaid => Cause::Unpaid,
        Clause::Correction | Clause::MovedCorrection => Cause::Correction,
        _ => return None,
    })
}
