//! A therapist pauses themself: from the commit on nobody can book them, and each session that is
//! still to come has its answer in the same transaction. Only the team lifts a pause; to ask for
//! it is stored with what was found of the hours then.

mod returning;

use crate::Backend;
use crate::crash::{self, Point};
use crate::deciding::{self, Desk, PartOf};
use crate::fault::Fault;
use crate::store::account::{self, Doer};
use crate::store::command::{self, Answered};
use crate::store::{StoreFault, Tx, codec, person, places, sql, standing};
use domain::Command;
use domain::account::pause::{self, Pause, Pausing, ToCome};
use domain::account::{Account, AccountEvent};
use domain::actor::Actor;
use domain::ids::{AccountId, ActId, SessionId, TherapistId};
use domain::permission::{PauseAccount, Permit};
use domain::refusal::Refusal;
use domain::time::Instant;
use domain::told::hex_digest;
pub use returning::{AskedToReturn, ask_to_return, readiness};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

/// A pause as a form sends it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub pause: Pause,
    /// What the form says was shown ([`Pausing::digest`]).
    pub shown: String,
    /// Spent by an executed pause only, and then answers for it.
    pub key: String,
    pub received_at: Instant,
}

/// What became of a pause. Nothing but `Paused` has written anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Now, or the first time that this key was sent.
    Paused(Receipt),
    /// It would not do what was shown.
    Changed,
    Refused(Refusal),
    /// One of the sessions cannot be cancelled.
    NotCancelled {
        session: SessionId,
        why: Refusal,
    },
    /// The key was spent on another command.
    KeySpent,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub act: ActId,
    pub cancelled: Vec<deciding::Done>,
}

/// The account and the sessions to come, for a page that shows what a pause does.
///
/// # Errors
/// Of the store.
pub async fn facts(
    backend: &Backend,
    permit: Permit<PauseAccount>,
) -> Result<(Account, Vec<ToCome>), Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let account = account::load(tx, therapist).await?;
                Ok((account, account::to_come(tx, therapist, now).await?))
            })
        })
        .await
}

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn pause(
    backend: &Backend,
    permit: Permit<PauseAccount>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    let doing = Doing {
        desk: Desk::of(backend),
        actor: permit.actor(),
        asked,
    };
    let written = backend
        .store
        .write("pause", move |tx| {
            Box::pin(async move { doing.attempt(tx).await })
        })
        .await;
    match written {
        Ok(receipt) => {
            backend.wake.ring();
            Ok(Outcome::Paused(receipt))
        }
        Err(Stop::With(outcome)) => Ok(outcome),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Whatever is no receipt rolls everything back.
enum Stop {
    With(Outcome),
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

impl From<StoreFault> for Stop {
    fn from(fault: StoreFault) -> Stop {
        Stop::Fault(fault.into())
    }
}

#[derive(Clone)]
struct Doing {
    desk: Desk,
    actor: Actor,
    asked: Asked,
}

impl Doing {
    async fn attempt(self, tx: &mut Tx) -> Result<Receipt, Stop> {
        let (therapist, at) = (TherapistId(self.actor.id.0), self.asked.received_at);
        person::lock(tx, self.actor.id).await?;
        let content = self.content();
        match command::answered(tx, self.actor.id, &self.asked.key, &content).await? {
            Answered::Before(answer) => {
                let receipt = serde_json::from_str(&answer);
                return Ok(receipt.map_err(|_| Fault::unreadable("command.answer", answer))?);
            }
            Answered::Otherwise => return Err(Stop::With(Outcome::KeySpent)),
            Answered::Never => {}
        }
        let pausing = self.decide(tx, therapist).await?;
        let act = self.desk.setting.new_act(at);
        let cancelled = self.cancel(tx, &pausing, act).await?;
        account::pause(tx, therapist, &pausing, act).await?;
        crash::point(Point::PauseWritten);
        let paused = AccountEvent::Paused {
            pausing: Box::new(pausing),
        };
        account::append(tx, therapist, &paused, self.doer(act)).await?;
        crash::point(Point::AccountLogged);
        let receipt = Receipt { act, cancelled };
        let answer = serde_json::to_string(&receipt).expect("plain data is always JSON");
        let (actor, key) = (self.actor.id, &self.asked.key);
        command::spend(tx, actor, key, &content, &answer, at).await?;
        Ok(receipt)
    }

    async fn decide(&self, tx: &mut Tx, therapist: TherapistId) -> Result<Pausing, Stop> {
        let at = self.asked.received_at;
        let account = account::load(tx, therapist).await?;
        let to_come = account::to_come(tx, therapist, at).await?;
        let decided = pause::decide(&account, &to_come, &self.asked.pause, at);
        let pausing = decided.map_err(|why| Stop::With(Outcome::Refused(why)))?;
        match pausing.digest() == self.asked.shown {
            true => Ok(pausing),
            false => Err(Stop::With(Outcome::Changed)),
        }
    }

    /// Each by a decision of its own; together they are one incident. The first that is refused
    /// ends everything.
    async fn cancel(
        &self,
        tx: &mut Tx,
        pausing: &Pausing,
        act: ActId,
    ) -> Result<Vec<deciding::Done>, Stop> {
        let at = self.asked.received_at;
        for client in clients(tx, &pausing.cancelled).await? {
            person::lock(tx, client).await?;
        }
        let therapist = TherapistId(self.actor.id.0);
        let incidents = standing::incidents(tx, therapist, at).await?;
        let part = PartOf { act, incidents };
        let mut cancelled = Vec::new();
        for session in &pausing.cancelled {
            let (session, setting) = (*session, &self.desk.setting);
            let asked = deciding::Asked {
                session,
                command: Command::Cancel(pausing.cancel()),
                commitment: None,
                key: format!("{}/{session}", self.asked.key),
                received_at: at,
            };
            match deciding::as_part(tx, setting, self.actor, asked, part).await? {
                deciding::Outcome::Done(done) => cancelled.push(done),
                deciding::Outcome::Refused(why) => {
                    return Err(Stop::With(Outcome::NotCancelled { session, why }));
                }
                deciding::Outcome::KeySpent | deciding::Outcome::Changed { .. } => {
                    return Err(Stop::With(Outcome::KeySpent));
                }
            }
        }
        Ok(cancelled)
    }

    /// What makes two pauses the same one, for the idempotency key.
    fn content(&self) -> String {
        let Asked { pause, shown, .. } = &self.asked;
        let pause = serde_json::to_string(pause).expect("plain data is always JSON");
        hex_digest(&format!("pause\n{pause}\n{shown}"))
    }

    fn doer(&self, act: ActId) -> Doer {
        Doer {
            act,
            actor: Some(self.actor),
            received_at: self.asked.received_at,
            committed_at: self.desk.setting.clock.machine_now(),
        }
    }
}

/// In one order for everybody, so that nobody waits in a ring.
async fn clients(tx: &mut Tx, sessions: &[SessionId]) -> Result<Vec<AccountId>, Fault> {
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let list = places(1, sessions.len());
    let question =
        format!("SELECT DISTINCT client_id FROM session WHERE id IN ({list}) ORDER BY client_id");
    let question = sql(AssertSqlSafe(question)).bind_all(sessions.iter().copied());
    let rows: Vec<(String,)> = tx.all(question).await?;
    rows.iter()
        .map(|(id,)| codec::id("session.client_id", id))
        .collect()
}
