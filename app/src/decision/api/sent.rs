//! One way for all forms: read, decide, and either go to the session or come back to the
//! form with what is wrong.

pub mod follow_up;

use super::Answer;
use crate::access::{Asking, asking, failed, not_found};
use crate::context::{is_plain_form, send_plain_form_to};
use crate::fault::PageFault;
use crate::routes;
use crate::session_detail::api::{self as session_detail, SessionView};
use backend::deciding::{Asked, Outcome};
use backend::{
    attendance, cancellation, chance, confirming, drafts, moving, objecting, offering, refunding,
    requests,
};
use domain::Command;
use domain::form::{Fields, Form, Reading};
use domain::ids::SessionId;
use domain::permission::Subject;
use domain::refusal::Refusal;
use domain::time::Instant;
use domain::view::session::{Draft, SessionDetail};

/// A form as it was posted.
pub struct Sent {
    pub form: Form,
    pub stood: Stood,
    /// Whose session it is to be, where it is not there yet.
    pub client: String,
    pub session: String,
    pub key: String,
    pub commitment: String,
    pub intent: String,
    pub fields: Fields,
}

/// Where a form was sent from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stood {
    /// On a page of its own, which can say what is wrong.
    Alone,
    /// A button in the list of the day.
    OnToday,
    /// A button on the session's page.
    OnSession,
}

impl Stood {
    pub fn named(name: &str) -> Stood {
        match name {
            "today" => Stood::OnToday,
            "session" => Stood::OnSession,
            _ => Stood::Alone,
        }
    }
}

impl Sent {
    /// With nothing in it yet.
    pub fn of(form: Form) -> Sent {
        Sent {
            form,
            stood: Stood::Alone,
            client: String::new(),
            session: String::new(),
            key: String::new(),
            commitment: String::new(),
            intent: String::new(),
            fields: Fields::default(),
        }
    }
}

/// The page that a draft belongs to.
pub fn page_of(form: Form, session: SessionId) -> String {
    let name = match form {
        Form::Cancel => "cancel",
        Form::Attend => "attendance",
        Form::GiveBack => "refund",
        Form::Move => "time",
        Form::Confirm => "confirm",
        Form::Decline => "decline",
        Form::Carry => "carry",
        Form::Book => "book",
        Form::Withdraw => "offer",
        Form::Waive => "late",
    };
    format!("{name}:{session}")
}

pub async fn answer(sent: Sent) -> Result<Answer, PageFault> {
    let asking = asking().await?;
    let received_at = asking.services.backend.clock.now();
    let session: SessionId = sent.session.parse().map_err(|_| not_found())?;
    let (detail, subject) = match sent.form {
        Form::Book => follow_up::read(&asking, &sent).await?,
        _ => session_detail::read(&asking, session).await?,
    };
    let reading = Reading {
        currency: detail.facts.session.price.currency,
        zone: &detail.zone,
    };
    let fields = sent
        .fields
        .clone()
        .settled(&detail.facts, reading, received_at);
    let fields = match sent.form {
        Form::Decline => fields.asking_whom(detail.facts.session.kind),
        _ => fields,
    };
    let is_preview = sent.intent == "preview" || sent.commitment.is_empty();
    let command = match fields.command(sent.form, reading) {
        Ok(command) if !is_preview => command,
        Ok(_) => return again(&asking, &sent, fields, Vec::new(), None).await,
        Err(faults) => {
            let faults = if sent.intent == "preview" {
                shown_in(faults)
            } else {
                faults
            };
            return again(&asking, &sent, fields, faults, None).await;
        }
    };
    let asked = Asked {
        session,
        command,
        commitment: Some(sent.commitment.clone()),
        key: key_of(&sent.key, received_at),
        received_at,
    };
    let outcome = match sent.form {
        Form::Book => follow_up::book(&asking, subject, &fields, &detail, asked).await?,
        form => carry_out(&asking, form, subject, asked).await?,
    };
    match outcome {
        Outcome::Done(_) => Ok(done(&detail, sent.stood)),
        Outcome::Changed { outdated, .. } => {
            let (said, shown) = (outdated.into_iter().collect(), sent.commitment.clone());
            again(&asking, &sent, fields, said, Some(shown)).await
        }
        Outcome::KeySpent => {
            let shown = Some(sent.commitment.clone());
            again(&asking, &sent, fields, Vec::new(), shown).await
        }
        Outcome::Refused(refusal) => again(&asking, &sent, fields, vec![refusal], None).await,
    }
}

/// While a person is only looking, what is not yet typed is no fault.
fn shown_in(faults: Vec<Refusal>) -> Vec<Refusal> {
    use Refusal::{AskWordsMissing, AwareMissing, ReasonMissing, WordsMissing};
    let later = |fault: &Refusal| {
        let is_later = |later| *fault == later;
        [WordsMissing, ReasonMissing, AskWordsMissing, AwareMissing]
            .into_iter()
            .any(is_later)
    };
    faults.into_iter().filter(|fault| !later(fault)).collect()
}

/// A hand-made form without a key, or with a strange one, is a command of its own.
pub fn key_of(key: &str, at: Instant) -> String {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    match !key.is_empty() && key.len() <= 64 && key.bytes().all(known) {
        true => key.to_owned(),
        false => chance::id(at).to_string(),
    }
}

async fn carry_out(
    asking: &Asking,
    form: Form,
    subject: Subject,
    asked: Asked,
) -> Result<Outcome, PageFault> {
    let backend = &asking.services.backend;
    let outcome = match form {
        Form::Cancel => cancellation::by_therapist(backend, asking.permit(subject)?, asked).await,
        Form::Attend => attendance::record(backend, asking.permit(subject)?, asked).await,
        Form::GiveBack => refunding::give_back(backend, asking.permit(subject)?, asked).await,
        Form::Move if matches!(asked.command, Command::Offer(_)) => {
            offering::offer(backend, asking.permit(subject)?, asked).await
        }
        Form::Move => moving::by_therapist(backend, asking.permit(subject)?, asked).await,
        Form::Confirm => confirming::confirm(backend, asking.permit(subject)?, asked).await,
        Form::Decline => confirming::decline(backend, asking.permit(subject)?, asked).await,
        Form::Carry => requests::carry_payment(backend, asking.permit(subject)?, asked).await,
        Form::Withdraw => offering::withdraw(backend, asking.permit(subject)?, asked).await,
        Form::Waive => objecting::waive_late(backend, asking.permit(subject)?, asked).await,
        // What is not there yet is booked by a use case of its own.
        Form::Book => return Err(not_found()),
    };
    outcome.map_err(failed)
}

fn done(detail: &SessionDetail, stood: Stood) -> Answer {
    let session = &detail.facts.session;
    let to = match stood {
        Stood::OnToday => routes::today_confirmed(session.id),
        Stood::Alone | Stood::OnSession => routes::session(session.client, session.id),
    };
    send_plain_form_to(&to);
    Answer::Done { to }
}

/// The form anew, on facts read anew. A plain form finds its fields in a draft, and so does one
/// that was sent from where it cannot be shown again.
async fn again(
    asking: &Asking,
    sent: &Sent,
    fields: Fields,
    faults: Vec<Refusal>,
    shown: Option<String>,
) -> Result<Answer, PageFault> {
    let draft = Draft {
        fields,
        faults,
        shown,
    };
    if is_plain_form() || sent.stood != Stood::Alone {
        let to = kept(asking, sent, &draft).await?;
        send_plain_form_to(&to);
        if sent.stood != Stood::Alone {
            return Ok(Answer::Elsewhere { to });
        }
    }
    let view = view(asking, sent, draft).await?;
    Ok(Answer::Again(Box::new(view)))
}

/// Keeps the draft, and answers with the page that finds it.
async fn kept(asking: &Asking, sent: &Sent, draft: &Draft) -> Result<String, PageFault> {
    let session: SessionId = sent.session.parse().map_err(|_| not_found())?;
    let client = match sent.form {
        Form::Book => sent.client.parse().map_err(|_| not_found())?,
        _ => {
            let (detail, _) = session_detail::read(asking, session).await?;
            detail.facts.session.client
        }
    };
    let address = match sent.form {
        Form::Cancel => routes::cancel(client, session),
        Form::Attend => routes::attendance(client, session),
        Form::GiveBack => routes::refund(client, session),
        Form::Move => routes::time(client, session),
        Form::Confirm => routes::confirm(client, session),
        Form::Decline => routes::decline(client, session),
        Form::Carry => routes::carry(client, session),
        Form::Book => routes::book(client),
        Form::Withdraw => routes::withdraw_offer(client, session),
        Form::Waive => routes::waive_late(client, session),
    };
    let page = match sent.form {
        Form::Book => follow_up::page_of(client),
        form => page_of(form, session),
    };
    let backend = &asking.services.backend;
    let kept = drafts::keep(backend, asking.actor(), &page, draft).await;
    let id = kept.map_err(failed)?;
    Ok(format!("{address}?draft={id}"))
}

async fn view(asking: &Asking, sent: &Sent, draft: Draft) -> Result<SessionView, PageFault> {
    if sent.form == Form::Book {
        return follow_up::view(asking, &sent.client, &sent.session, draft).await;
    }
    let session: SessionId = sent.session.parse().map_err(|_| not_found())?;
    let (detail, _) = session_detail::read(asking, session).await?;
    session_detail::view(asking, Some(sent.form), detail, draft).await
}
