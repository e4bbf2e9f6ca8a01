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

pub(crate) mod apply;
mod second;
pub(crate) mod wanted;

use crate::Backend;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::outbox::Wake;
use crate::store::case::{self, Case};
use crate::store::command::{self, Answered};
use crate::store::{Store, Tx, person};
use apply::{Doing, Setting};
use domain::actor::{Actor, Role};
use domain::commitment::{Commitment, Difference};
use domain::consequence::Consequence;
use domain::ids::{ActId, SessionId};
use domain::permission::{Action, Deed, Denied, Permit, Subject};
use domain::refusal::Refusal;
use domain::session::moving;
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
        /// What is to be said of a move beside the marks: the session has changed meanwhile.
        outdated: Option<Refusal>,
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
    Desk::of(backend).carry_out(Some(actor), asked).await
}

/// Where decisions are carried out: by whoever asks, or by the house itself.
#[derive(Clone)]
pub(crate) struct Desk {
    pub store: Store,
    pub setting: Setting,
    pub wake: Wake,
}

impl Desk {
    pub(crate) fn of(backend: &Backend) -> Desk {
        Desk {
            store: backend.store.clone(),
            setting: Setting::of(backend),
            wake: backend.wake.clone(),
        }
    }

    /// Carries out what is due by the house's own clock. Nobody was shown anything.
    ///
    /// # Errors
    /// As [`execute`].
    pub(crate) async fn by_itself(
        &self,
        session: SessionId,
        command: Command,
    ) -> Result<Outcome, Fault> {
        let asked = Asked {
            session,
            command,
            commitment: None,
            key: String::new(),
            received_at: self.setting.clock.now(),
        };
        self.carry_out(None, asked).await
    }

    async fn carry_out(&self, actor: Option<Actor>, asked: Asked) -> Result<Outcome, Fault> {
        crash::point(Point::CommandReceived);
        let mut outcome = self.once(actor, &asked).await;
        if matches!(&outcome, Err(Fault::Store(fault)) if fault.is_slot_taken()) {
            // Whoever has the time now is seen by the next look, and named.
            outcome = self.once(actor, &asked).await;
        }
        if matches!(outcome, Ok(Outcome::Done(_))) {
            crash::point(Point::DecisionAnswered);
            self.wake.ring();
            crash::point(Point::WorkerWoken);
        }
        outcome
    }

    async fn once(&self, actor: Option<Actor>, asked: &Asked) -> Result<Outcome, Fault> {
        let (setting, asked) = (self.setting.clone(), asked.clone());
        self.store
            .write("decide", move |tx| {
                Box::pin(attempt(tx, setting, actor, asked))
            })
            .await
    }
}

async fn attempt(
    tx: &mut Tx,
    setting: Setting,
    actor: Option<Actor>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    let case = lock(tx, actor, asked.session, asked.received_at).await?;
    crash::point(Point::CaseLocked);
    decided(tx, &setting, case, actor, asked).await
}

/// One of several decisions of one act: however many they are, they are one incident.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PartOf {
    pub act: ActId,
    /// Incidents that counted before the act.
    pub incidents: u32,
}

/// Decides within a transaction of somebody else's, who has more to write in it. What is refused
/// or differs has written nothing but a note of it; what came before in the transaction is the
/// caller's to keep or to roll back.
pub(crate) async fn as_part(
    tx: &mut Tx,
    setting: &Setting,
    actor: Actor,
    asked: Asked,
    part: PartOf,
) -> Result<Outcome, Fault> {
    let mut case = lock(tx, Some(actor), asked.session, asked.received_at).await?;
    case.facts.incidents = part.incidents;
    decided_in(tx, setting, case, Some(actor), asked, Some(part.act)).await
}

/// Decides about a locked case, and writes it down.
pub(crate) async fn decided(
    tx: &mut Tx,
    setting: &Setting,
    case: Case,
    actor: Option<Actor>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    decided_in(tx, setting, case, actor, asked, None).await
}

async fn decided_in(
    tx: &mut Tx,
    setting: &Setting,
    mut case: Case,
    actor: Option<Actor>,
    asked: Asked,
    together: Option<ActId>,
) -> Result<Outcome, Fault> {
    let content = content_hash(&asked);
    if let Some(actor) = actor
        && let Some(outcome) = before(tx, actor, &asked.key, &content).await?
    {
        return Ok(outcome);
    }
    let (session, now) = (&case.facts.session, asked.received_at);
    case.facts.times.candidates = wanted::look_up(tx, session, &asked.command, now).await?;
    let consequence = match decide(&case.facts, &asked.command, now) {
        Ok(consequence) => consequence,
        Err(refusal) => {
            if let Some(actor) = actor {
                second::note(tx, setting, &case, actor, &asked).await?;
            }
            return Ok(Outcome::Refused(refusal));
        }
    };
    if let Some(changed) = changed(&case, &asked, &consequence) {
        return Ok(changed);
    }
    crash::point(Point::Decided);
    let done = Done {
        act: setting.new_act(now),
        session: asked.session,
    };
    let shown = asked.commitment.as_ref();
    let doing = Doing {
        setting,
        case: &case,
        done: &consequence,
        act: done.act,
        by: actor,
        digest: shown.map(|_| Commitment::to(&consequence).digest()),
        together,
        received_at: now,
    };
    apply::all(tx, &doing).await?;
    if let Some(actor) = actor {
        spend(tx, actor, &asked.key, &content, &done, now).await?;
    }
    Ok(Outcome::Done(done))
}

/// What became of the command that the key was spent on.
pub(crate) async fn before(
    tx: &mut Tx,
    actor: Actor,
    key: &str,
    content: &str,
) -> Result<Option<Outcome>, Fault> {
    match command::answered(tx, actor.id, key, content).await? {
        Answered::Before(answer) => {
            let done = serde_json::from_str(&answer).map(Outcome::Done);
            done.map(Some)
                .map_err(|_| Fault::unreadable("command.answer", answer))
        }
        Answered::Otherwise => Ok(Some(Outcome::KeySpent)),
        Answered::Never => Ok(None),
    }
}

pub(crate) async fn spend(
    tx: &mut Tx,
    actor: Actor,
    key: &str,
    content: &str,
    done: &Done,
    at: Instant,
) -> Result<(), Fault> {
    let answer = serde_json::to_string(done).expect("plain data is always JSON");
    command::spend(tx, actor.id, key, content, &answer, at).await
}

/// Locks therapist, then client, and reads the session as it then stands.
pub(crate) async fn lock(
    tx: &mut Tx,
    actor: Option<Actor>,
    session: SessionId,
    at: Instant,
) -> Result<Case, Fault> {
    let hidden = || Fault::Denied(Denied::Hidden);
    let owners = case::owners(tx, session).await?;
    // A permit does not say for which session it was given; a job needs none.
    let owners = owners.filter(|pair| actor.is_none_or(|actor| pair.is_own(actor)));
    let Some(Subject::Pair { therapist, client }) = owners else {
        return Err(hidden());
    };
    person::lock(tx, therapist.into()).await?;
    person::lock(tx, client.into()).await?;
    case::load(tx, session, at).await?.ok_or_else(hidden)
}

/// Where the form said otherwise than what would be done. A client's own cancel carries no
/// commitment yet: the policy alone decides what it does.
fn changed(case: &Case, asked: &Asked, consequence: &Consequence) -> Option<Outcome> {
    let text = asked.commitment.as_deref()?;
    let Some(shown) = Commitment::parse(text) else {
        return Some(Outcome::Changed {
            differences: vec![Difference::Session],
            outdated: None,
        });
    };
    let differences = shown.differences(&Commitment::to(consequence));
    let outdated = match &asked.command {
        Command::Move(command) => moving::outdated(&case.facts, command, &shown),
        _ => None,
    };
    (!differences.is_empty()).then_some(Outcome::Changed {
        differences,
        outdated,
    })
}

/// What makes two commands the same one, for the idempotency key.
fn content_hash(asked: &Asked) -> String {
    let command = serde_json::to_string(&asked.command).expect("plain data is always JSON");
    let shown = asked.commitment.as_deref().unwrap_or_default();
    hex_digest(&format!("{}\n{command}\n{shown}", asked.session))
}
