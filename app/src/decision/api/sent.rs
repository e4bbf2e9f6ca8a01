//! One way for all forms: read, decide, and either go to the session or come back to the
//! form with what is wrong.

use super::Answer;
use crate::access::{Asking, asking, failed, not_found};
use crate::context::{is_plain_form, send_plain_form_to};
use crate::fault::PageFault;
use crate::routes;
use crate::session_detail::api as session_detail;
use backend::deciding::{Asked, Outcome};
use backend::{attendance, cancellation, chance, drafts, moving, offering, refunding};
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
    pub session: String,
    pub key: String,
    pub commitment: String,
    pub intent: String,
    pub fields: Fields,
}

/// The page that a draft belongs to.
pub fn page_of(form: Form, session: SessionId) -> String {
    let name = match form {
        Form::Cancel => "cancel",
        Form::Attend => "attendance",
        Form::GiveBack => "refund",
        Form::Move => "time",
    };
    format!("{name}:{session}")
}

pub async fn answer(sent: Sent) -> Result<Answer, PageFault> {
    let asking = asking().await?;
    let received_at = asking.services.backend.clock.now();
    let session: SessionId = sent.session.parse().map_err(|_| not_found())?;
    let (detail, subject) = session_detail::read(&asking, session).await?;
    let reading = Reading {
        currency: detail.facts.session.price.currency,
        zone: &detail.zone,
    };
    let fields = sent
        .fields
        .clone()
        .settled(&detail.facts, reading, received_at);
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
    let outcome = carry_out(&asking, sent.form, subject, asked).await?;
    match outcome {
        Outcome::Done(_) => Ok(done(&detail)),
        Outcome::Changed { .. } | Outcome::KeySpent => {
            let shown = Some(sent.commitment.clone());
            again(&asking, &sent, fields, Vec::new(), shown).await
        }
        Outcome::Refused(refusal) => again(&asking, &sent, fields, vec![refusal], None).await,
    }
}

/// While a person is only looking, what is not yet typed is no fault.
fn shown_in(faults: Vec<Refusal>) -> Vec<Refusal> {
    let later = |fault: &Refusal| matches!(fault, Refusal::WordsMissing | Refusal::ReasonMissing);
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
    };
    outcome.map_err(failed)
}

fn done(detail: &SessionDetail) -> Answer {
    let session = &detail.facts.session;
    let to = routes::session(session.client, session.id);
    send_plain_form_to(&to);
    Answer::Done { to }
}

/// The form anew, on facts read anew. A plain form finds its fields in a draft.
async fn again(
    asking: &Asking,
    sent: &Sent,
    fields: Fields,
    faults: Vec<Refusal>,
    shown: Option<String>,
) -> Result<Answer, PageFault> {
    let session: SessionId = sent.session.parse().map_err(|_| not_found())?;
    let (detail, _) = session_detail::read(asking, session).await?;
    let draft = Draft {
        fields,
        faults,
        shown,
    };
    if is_plain_form() {
        let page = page_of(sent.form, session);
        let backend = &asking.services.backend;
        let id = drafts::keep(backend, asking.actor(), &page, &draft)
            .await
            .map_err(failed)?;
        let client = detail.facts.session.client;
        let form = match sent.form {
            Form::Cancel => routes::cancel(client, session),
            Form::Attend => routes::attendance(client, session),
            Form::GiveBack => routes::refund(client, session),
            Form::Move => routes::time(client, session),
        };
        send_plain_form_to(&format!("{form}?draft={id}"));
    }
    let view = session_detail::view(asking, Some(sent.form), detail, draft).await?;
    Ok(Answer::Again(Box::new(view)))
}
