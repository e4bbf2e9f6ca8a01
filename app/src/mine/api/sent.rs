//! One way for all that is sent by a personal link: find whose it is, do it, and go to the page of
//! the link; what was refused waits there in a draft, with the words that were sent.

use super::{Answered, Mine, Shown};
use crate::access::{failed, page_status, too_often};
use crate::context::{Services, send_plain_form_to};
use crate::decision::api::key_of;
use crate::fault::PageFault;
use crate::mine::deeds::Step;
use crate::routes;
use backend::Backend;
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::personal_link::{self, Opened};
use backend::{cancellation, chance, drafts, objecting, offering, pages, undoing};
use domain::Command;
use domain::actor::Actor;
use domain::commitment::Commitment;
use domain::form::Fields;
use domain::ids::SessionId;
use domain::permission::{self, Denied, Permit};
use domain::refusal::Refusal;
use domain::session::object::Object;
use domain::session::offer::Answer;
use domain::time::Instant;
use domain::view::session::Draft;
use http::StatusCode;

/// A form as it was posted.
pub struct Sent {
    pub token: String,
    pub key: String,
    pub commitment: String,
    pub note: String,
    pub deed: Deed,
}

pub enum Deed {
    Answer { choice: String },
    Object,
    Cancel,
    Undo { act: String },
}

impl Deed {
    /// What the page shows when it comes back.
    fn step(&self) -> Option<Step> {
        match self {
            Deed::Object => Some(Step::Object),
            Deed::Cancel => Some(Step::Cancel),
            Deed::Answer { .. } | Deed::Undo { .. } => None,
        }
    }
}

pub async fn load(token: &str, draft: Option<String>) -> Result<Mine, PageFault> {
    let backend = Services::here()?.backend;
    let Some(opened) = opened(&backend, token).await? else {
        page_status(StatusCode::NOT_FOUND);
        return Ok(Mine::OfNoUse);
    };
    let draft = match draft.and_then(|id| id.parse().ok()) {
        Some(id) => {
            let (actor, page) = (Actor::client(opened.client()), page_of(opened.session));
            let kept = drafts::load(&backend, actor, &page, id).await;
            kept.map_err(failed)?
        }
        None => None,
    };
    let faults = draft.iter().flat_map(|draft: &Draft| draft.faults.clone());
    let faults: Vec<Refusal> = faults.collect();
    let page = pages::mine::page(&backend, opened, &faults).await;
    let (page, said) = page.map_err(failed)?;
    Ok(Mine::Open(Box::new(Shown {
        page,
        key: chance::id(backend.clock.machine_now()).to_string(),
        problem: draft.as_ref().map(|_| problem(&said)),
        note: draft.map(|draft| draft.fields.note).unwrap_or_default(),
    })))
}

/// A draft without a refusal is of something that was not as it was shown.
fn problem(said: &[String]) -> String {
    match said.is_empty() {
        true => "Something changed since you looked. This is how it stands now.".into(),
        false => said.join(" "),
    }
}

pub async fn answer(sent: Sent) -> Result<Answered, PageFault> {
    let services = Services::here()?;
    let backend = &services.backend;
    let Some(opened) = opened(backend, &sent.token).await? else {
        return Ok(go(routes::mine(&sent.token)));
    };
    let now = backend.clock.machine_now();
    let allowed = services.limits.command(opened.client().into(), now);
    allowed.map_err(|too| too_often(too.wait))?;
    match carry_out(backend, opened, &sent).await? {
        Outcome::Done(_) => Ok(go(routes::mine(&sent.token))),
        Outcome::Refused(why) => again(backend, opened, &sent, vec![why]).await,
        Outcome::Changed { .. } | Outcome::KeySpent => {
            again(backend, opened, &sent, Vec::new()).await
        }
    }
}

/// Whose link it is; nobody's where it is of no use.
async fn opened(backend: &Backend, token: &str) -> Result<Option<Opened>, PageFault> {
    match personal_link::find(backend, token).await {
        Ok(opened) => Ok(Some(opened)),
        Err(Fault::Denied(Denied::Hidden)) => Ok(None),
        Err(fault) => Err(failed(fault)),
    }
}

async fn carry_out(backend: &Backend, opened: Opened, sent: &Sent) -> Result<Outcome, PageFault> {
    let received_at = backend.clock.now();
    let asked = |command, note: Option<&str>| Asked {
        session: opened.session,
        command,
        commitment: Some(shown(&sent.commitment, note)),
        key: key_of(&sent.key, received_at),
        received_at,
    };
    let note = Some(sent.note.trim()).filter(|note| !note.is_empty());
    let words = note.map(str::to_owned);
    let outcome = match &sent.deed {
        Deed::Answer { choice } => {
            let Some(answer) = chosen(choice) else {
                return Ok(Outcome::Refused(Refusal::NotOffered));
            };
            let asked = asked(Command::AnswerOffer(answer), None);
            offering::answer(backend, leave(opened)?, asked).await
        }
        Deed::Object => {
            let asked = asked(Command::Object(Object { note: words }), note);
            objecting::object(backend, leave(opened)?, asked).await
        }
        Deed::Cancel => {
            let (key, shown) = (
                key_of(&sent.key, received_at),
                shown(&sent.commitment, note),
            );
            let (session, leave) = (opened.session, leave(opened)?);
            cancellation::by_client(
                backend,
                leave,
                session,
                words,
                Some(shown),
                key,
                received_at,
            )
            .await
        }
        Deed::Undo { act } => {
            let Ok(act) = act.parse() else {
                return Ok(Outcome::Refused(Refusal::NothingToUndo));
            };
            let asked = undoing::Asked {
                session: opened.session,
                act,
                key: key_of(&sent.key, received_at),
                received_at,
            };
            undoing::by_client(backend, leave(opened)?, asked).await
        }
    };
    outcome.map_err(failed)
}

fn leave<D: permission::Deed>(opened: Opened) -> Result<Permit<D>, PageFault> {
    opened.permit().map_err(|why| failed(why.into()))
}

/// What the form says was shown, with the words that were typed beside it.
fn shown(commitment: &str, note: Option<&str>) -> String {
    match Commitment::parse(commitment) {
        Some(shown) => shown.with_note(note).to_text(),
        None => String::new(),
    }
}

fn chosen(choice: &str) -> Option<Answer> {
    match choice {
        "none" => Some(Answer::Decline),
        start => start.parse::<Instant>().ok().map(Answer::Take),
    }
}

/// The page as it now stands, with what is the matter and what was typed.
async fn again(
    backend: &Backend,
    opened: Opened,
    sent: &Sent,
    faults: Vec<Refusal>,
) -> Result<Answered, PageFault> {
    let draft = Draft {
        fields: Fields {
            note: sent.note.clone(),
            ..Fields::default()
        },
        faults,
        shown: None,
    };
    let (actor, page) = (Actor::client(opened.client()), page_of(opened.session));
    let id = drafts::keep(backend, actor, &page, &draft)
        .await
        .map_err(failed)?;
    let step = sent.deed.step();
    let step = step.map(|step| format!("&{}={}", routes::MINE_STEP, step.as_str()));
    let page = routes::mine(&sent.token);
    Ok(go(format!("{page}?draft={id}{}", step.unwrap_or_default())))
}

/// The page that a draft belongs to.
fn page_of(session: SessionId) -> String {
    format!("mine:{session}")
}

fn go(to: String) -> Answered {
    send_plain_form_to(&to);
    Answered { go: to }
}
