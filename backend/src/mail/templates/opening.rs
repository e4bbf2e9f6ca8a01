//! What happened, in one subject and one or two sentences, and how to object.

use super::{Scene, when};
use domain::policy::Clause;
use domain::session::Cause;
use domain::told::{Recipient, Template};

pub(super) struct Opening {
    pub subject: String,
    pub text: String,
    /// How to object, where there is something to object to.
    pub object: Option<String>,
}

pub(super) fn of(template: Template, scene: &Scene<'_>) -> Opening {
    let (subject, text) = match template {
        Template::SessionCancelled => (cancelled(scene), session_cancelled(scene)),
        Template::CancellationConfirmed => (cancelled(scene), confirmed(scene)),
        Template::ClientCancelled => (client_cancelled_subject(scene), client_cancelled(scene)),
        Template::RefundStarted => refund_started(scene),
        Template::NoShowRecorded => no_show(scene),
        Template::RefundFailed => refund_failed(scene),
    };
    Opening {
        subject,
        text,
        object: objection(template, scene),
    }
}

/// `Your session with Maya Okafor on Tuesday 24 November is cancelled`
fn cancelled(scene: &Scene<'_>) -> String {
    format!("{} is cancelled", on_day(scene, "Your"))
}

/// `Your session with Maya Okafor on Tuesday 24 November`; whom with stays unsaid in a discreet
/// one.
fn on_day(scene: &Scene<'_>, whose: &str) -> String {
    let (noun, day) = (scene.noun(), when::day(scene));
    match scene.is_discreet() {
        true => format!("{whose} {noun} on {day}"),
        false => format!("{whose} {noun} with {} on {day}", scene.other().name),
    }
}

fn session_cancelled(scene: &Scene<'_>) -> String {
    let (who, noun) = (scene.therapist(), scene.noun());
    match cause(scene) {
        Some(Cause::ClientAsked) => format!("{who} has cancelled your {noun}, as you asked."),
        Some(Cause::TherapistUnavailable) => {
            format!("{who} cannot make it and had to cancel your {noun}. We are sorry.")
        }
        Some(Cause::NotConfirmed) => {
            format!("{who} did not confirm your {noun} in time, so it is cancelled. We are sorry.")
        }
        Some(Cause::Unpaid) => {
            format!("Your {noun} with {who} is cancelled: the payment for it did not arrive.")
        }
        Some(Cause::Platform) => format!("We had to cancel your {noun} with {who}. We are sorry."),
        Some(Cause::Correction) => {
            format!("Your {noun} with {who} was booked by mistake and is cancelled.")
        }
        _ => format!("{who} had to cancel your {noun}. We are sorry."),
    }
}

fn confirmed(scene: &Scene<'_>) -> String {
    format!(
        "You have cancelled your {} with {}.",
        scene.noun(),
        scene.therapist()
    )
}

fn client_cancelled_subject(scene: &Scene<'_>) -> String {
    let name = &scene.about.pair.client.name;
    format!("{name} has cancelled the session on {}", when::day(scene))
}

fn client_cancelled(scene: &Scene<'_>) -> String {
    let name = &scene.about.pair.client.name;
    format!("{name} has cancelled the session with you. There is nothing that you need to do.")
}

fn refund_started(scene: &Scene<'_>) -> (String, String) {
    let (noun, who) = (scene.noun(), scene.therapist());
    let amount = scene
        .about
        .refund
        .map_or("Your refund".into(), |m| m.to_string());
    let subject = match scene.about.refund {
        Some(amount) => format!("{amount} is on its way back to you"),
        None => "Your refund is on its way".into(),
    };
    let text = format!("{who} has refunded {amount} of what you paid for this {noun}.");
    (subject, text)
}

fn no_show(scene: &Scene<'_>) -> (String, String) {
    let (noun, who) = (scene.noun(), scene.therapist());
    let subject = format!("{}: we missed you", on_day(scene, "Your"));
    let text = format!(
        "{who} was there for your {noun}, and has recorded that you did not come. We hope that \
         you are well."
    );
    (subject, text)
}

fn refund_failed(scene: &Scene<'_>) -> (String, String) {
    let amount = scene.about.refund.map(|amount| format!(" of {amount}"));
    let amount = amount.unwrap_or_default();
    let why = match scene.about.failure {
        Some(why) => format!("It came back to us: {why}."),
        None => "Something went wrong on its way.".into(),
    };
    match scene.about.to {
        Recipient::Client => {
            let noun = scene.noun();
            let text = format!(
                "Your refund{amount} for this {noun} did not reach you. {why} The money is safe \
                 with us and still yours. Our team now looks for another way to send it and \
                 will write to you; if you have a new card, reply to this mail and say so."
            );
            (format!("Your refund{amount} did not arrive"), text)
        }
        Recipient::Therapist => {
            let (name, first) = (
                &scene.about.pair.client.name,
                scene.about.pair.client.first_name(),
            );
            let text = format!(
                "The refund{amount} for this session did not reach {name}. {why} The money is \
                 held again. Our team settles it with {first}; there is nothing that you need to \
                 do."
            );
            (
                format!("The refund{amount} for {name} did not arrive"),
                text,
            )
        }
    }
}

fn objection(template: Template, scene: &Scene<'_>) -> Option<String> {
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
        Clause::Unavailable => Cause::TherapistUnavailable,
        Clause::NotBestFit => Cause::NotBestFit,
        Clause::NotConfirmed => Cause::NotConfirmed,
        Clause::Other => Cause::Other,
        Clause::Objection => Cause::Objection,
        Clause::Platform => Cause::Platform,
        Clause::Unpaid => Cause::Unpaid,
        Clause::Correction => Cause::Correction,
        _ => return None,
    })
}
