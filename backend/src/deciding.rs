//! One shape for every verb: load → decide → apply → commit → deliver.
//!
//! A command is carried out exactly as it was shown, or not at all: the decision is made again
//! on locked rows with the instant at which the command was received, and held against the
//! commitment that the form carried. All that follows from it is written in one transaction;
//! money and mail leave afterwards, by the outbox.
//!
//! A use case is called with a permit, and only the permission table makes one:
//! ```
//! # use domain::actor::Actor;
//! # use domain::permission::{CancelSession, Denied, Permit, Subject, permit};
//! fn ask(actor: Actor, subject: Subject) -> Result<Permit<CancelSession>, Denied> {
//!     permit(Some(actor), subject)
//! }
//! ```
//! ```compile_fail
//! # use domain::actor::Actor;
//! # use domain::permission::{CancelSession, Permit};
//! fn forge(actor: Actor) -> Permit<CancelSession> {
//!     Permit { actor, deed: std::marker::PhantomData }
//! }
//! ```
//! A permit for one thing is none for another:
//! ```compile_fail
//! # use backend::{Backend, cancellation, deciding::Asked};
//! # use domain::permission::{Permit, SeeSession};
//! async fn cancel(backend: &Backend, permit: Permit<SeeSession>, asked: Asked) {
//!     let _ = cancellation::by_therapist(backend, permit, asked).await;
//! }
//! ```

mod apply;
mod second;

use crate::Backend;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::case::{self, Case};
use crate::store::command::{self, Answered};
use crate::store::{Tx, person, standing};
use domain::actor::{Actor, Role};
use domain::commitment::{Commitment, Difference};
use domain::consequence::Consequence;
use domain::ids::{ActId, SessionId};
use domain::permission::{Action, Deed, Denied, Permit, Subject};
use domain::refusal::Refusal;
use domain::session::offer::Answer;
use domain::time::Instant;
use domain::told::hex_digest;
use domain::{Command, decide};
use serde::{Deserialize, Serialize};

/// A command as a form sends it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub session: SessionId,
    pub command: Command,
    /// What the form says was shown: canonical JSON. A client's own cancel shows nothing yet.
    pub commitment: Option<String>,
    /// Spent by an executed command only, and then answers for it.
    pub key: String,
    pub received_at: Instant,
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Carried out: now, or the first time that this key was sent.
    Done(Done),
    /// It would not do what was shown, so nothing was done.
    Changed {
        differences: Vec<Difference>,
    },
    Refused(Refusal),
    /// The key was spent on another command: an old page was sent again, changed.
    KeySpent,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub act: ActId,
    pub session: SessionId,
}

/// Carries out `asked` for whoever has a permit for just this.
///
/// # Errors
/// As [`execute`]; forbidden where the permit is for something else.
pub(crate) async fn permitted<D: Deed>(
    backend: &Backend,
    permit: Permit<D>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    if deed(&asked.command) != Some(D::ACTION) {
        return Err(Denied::Forbidden.into());
    }
    let by_client = asked.command.by() == Role::Client;
    let asked = Asked {
        // A therapist who was shown nothing has agreed to nothing.
        commitment: asked.commitment.or_else(|| (!by_client).then(String::new)),
        ..asked
    };
    execute(backend, permit.actor(), asked).await
}

/// What a permit has to be for; nobody gives one to cancel or move for the team yet.
fn deed(command: &Command) -> Option<Action> {
    match command {
        Command::Cancel(cancel) => match cancel.by {
            Role::Therapist => Some(Action::CancelSession),
            Role::Client => Some(Action::CancelOwnSession),
            Role::Staff => None,
        },
        Command::Attend(_) => Some(Action::RecordAttendance),
        Command::GiveBack(_) => Some(Action::GiveBackPayment),
        Command::Move(moving) => match moving.by {
            Role::Therapist => Some(Action::MoveSession),
            Role::Client => Some(Action::MoveOwnSession),
            Role::Staff => None,
        },
        Command::Offer(_) => Some(Action::OfferTimes),
        Command::AnswerOffer(answer) => match answer {
            Answer::Take(_) | Answer::Decline => Some(Action::AnswerOffer),
            Answer::Withdraw => Some(Action::WithdrawOffer),
            // A job's, and a job asks for no permit.
            Answer::Lapse => None,
        },
        Command::Book(book) => match book.by {
            Role::Therapist => Some(Action::BookFollowUp),
            Role::Client => Some(Action::BookSession),
            Role::Staff => None,
        },
        Command::Confirm => Some(Action::ConfirmSession),
        Command::Decline(_) => Some(Action::DeclineSession),
        Command::Expire => None,
        Command::Object(_) => Some(Action::ObjectToMove),
        Command::AskToMove(_) => Some(Action::AskToMove),
        Command::WaiveLate(_) => Some(Action::WaiveLate),
        Command::AskToCarry(ask) => match ask.by {
            Role::Therapist => Some(Action::AskToCarryPayment),
            // Their screens come with the clients' area.
            Role::Client | Role::Staff => None,
        },
    }
}

/// Carries out `asked` for `actor`, one of the session's pair.
///
/// # Errors
/// Of the machinery, and hidden where the session is someone else's or none; whatever the
/// rules say is an [`Outcome`].
pub(crate) async fn execute(
    backend: &Backend,
    actor: Actor,
    asked: Asked,
) -> Result<Outcome, Fault> {
    crash::point(Point::CommandReceived);
    let decider = Decider::of(backend);
    let outcome = backend
        .store
        .write("decide", move |tx| {
            Box::pin(async move { decider.attempt(tx, actor, asked, Part::Alone).await })
        })
        .await?;
    if matches!(outcome, Outcome::Done(_)) {
        crash::point(Point::DecisionAnswered);
        backend.wake.ring();
        crash::point(Point::WorkerWoken);
    }
    Ok(outcome)
}

/// Whether a decision stands by itself, or with others that one act has made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    Alone,
    /// However many they are, they are one incident.
    Of {
        act: ActId,
        /// That counted before the act.
        incidents: u32,
    },
}

/// Decides within a transaction: for whoever has more to write in it, or more sessions to decide
/// about. What is refused or differs has written nothing, and what was written before it in the
/// transaction is the caller's to keep or to roll back.
#[derive(Clone)]
pub(crate) struct Decider {
    setting: apply::Setting,
}

impl Decider {
    pub(crate) fn of(backend: &Backend) -> Decider {
        Decider {
            setting: apply::Setting::of(backend),
        }
    }

    pub(crate) async fn attempt(
        self,
        tx: &mut Tx,
        actor: Actor,
        asked: Asked,
        part: Part,
    ) -> Result<Outcome, Fault> {
        let outcome = attempt(tx, self.setting, actor, asked, part).await?;
        if let (Outcome::Done(done), Part::Of { act, .. }) = (&outcome, part) {
            standing::join(tx, done.act, act).await?;
        }
        Ok(outcome)
    }
}

async fn attempt(
    tx: &mut Tx,
    setting: apply::Setting,
    actor: Actor,
    asked: Asked,
    part: Part,
) -> Result<Outcome, Fault> {
    let mut case = lock(tx, actor, asked.session, asked.received_at).await?;
    if let Part::Of { incidents, .. } = part {
        case.facts.incidents = incidents;
    }
    crash::point(Point::CaseLocked);
    let content = content_hash(&asked);
    match command::answered(tx, actor.id, &asked.key, &content).await? {
        Answered::Before(answer) => {
            return serde_json::from_str(&answer)
                .map(Outcome::Done)
                .map_err(|_| Fault::unreadable("command.answer", answer));
        }
        Answered::Otherwise => return Ok(Outcome::KeySpent),
        Answered::Never => {}
    }
    let consequence = match decide(&case.facts, &asked.command, asked.received_at) {
        Ok(consequence) => consequence,
        Err(refusal) => {
            second::note(tx, &setting, &case, actor, &asked).await?;
            return Ok(Outcome::Refused(refusal));
        }
    };
    let differences = differences(&consequence, asked.commitment.as_deref());
    if !differences.is_empty() {
        return Ok(Outcome::Changed { differences });
    }
    crash::point(Point::Decided);
    let done = Done {
        act: setting.new_act(asked.received_at),
        session: asked.session,
    };
    apply::all(tx, &setting, &case, actor, &done, &asked, consequence).await?;
    let answer = serde_json::to_string(&done).expect("plain data is always JSON");
    command::spend(
        tx,
        actor.id,
        &asked.key,
        &content,
        &answer,
        asked.received_at,
    )
    .await?;
    crash::point(Point::KeySpent);
    Ok(Outcome::Done(done))
}

/// Locks therapist, then client, and reads the session as it then stands.
pub(crate) async fn lock(
    tx: &mut Tx,
    actor: Actor,
    session: SessionId,
    at: Instant,
) -> Result<Case, Fault> {
    let hidden = || Fault::Denied(Denied::Hidden);
    let owners = case::owners(tx, session).await?;
    // A permit does not say for which session it was given.
    let owners = owners.filter(|pair| pair.is_own(actor));
    let Some(Subject::Pair { therapist, client }) = owners else {
        return Err(hidden());
    };
    person::lock(tx, therapist.into()).await?;
    person::lock(tx, client.into()).await?;
    case::load(tx, session, at).await?.ok_or_else(hidden)
}

/// A client's own cancel carries no commitment yet: the policy alone decides what it does.
fn differences(consequence: &Consequence, shown: Option<&str>) -> Vec<Difference> {
    let now = Commitment::to(consequence);
    match shown {
        None => Vec::new(),
        Some(text) => match Commitment::parse(text) {
            Some(shown) => shown.differences(&now),
            None => vec![Difference::Session],
        },
    }
}

/// What makes two commands the same one, for the idempotency key.
fn content_hash(asked: &Asked) -> String {
    let command = serde_json::to_string(&asked.command).expect("plain data is always JSON");
    let shown = asked.commitment.as_deref().unwrap_or_default();
    hex_digest(&format!("{}\n{command}\n{shown}", asked.session))
}
