//! Saving an edit of the hours: lock → look again → decide → write hours, cancels and log →
//! commit. What differs from what was shown is shown anew, and nothing is written.

use super::draft::{self, Draft};
use crate::Backend;
use crate::chance;
use crate::crash::{self, Point};
use crate::deciding::apply::Setting;
use crate::deciding::{self, PartOf};
use crate::fault::Fault;
use crate::store::account::{self, Doer};
use crate::store::availability::schedule::{self, Saved};
use crate::store::command::{self, Answered};
use crate::store::{StoreFault, Tx, person, standing};
use domain::Command;
use domain::account::AccountEvent;
use domain::actor::Actor;
use domain::availability::edit::saving::{self, digest};
use domain::availability::edit::{Answers, Change, Edit, NotSaved, Saving};
use domain::ids::{AccountId, ActId, ClientId, SessionId, TherapistId};
use domain::permission::{EditAvailability, Permit};
use domain::refusal::Refusal;
use domain::session::offer;
use domain::time::Instant;
use domain::told::hex_digest;
use domain::view::availability::EditPreview;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An edit as a form sends it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub edit: Edit,
    pub answers: Answers,
    /// What the form says was shown ([`EditPreview::shown`]).
    pub shown: String,
    /// Spent by an executed edit only, and then answers for it.
    pub key: String,
    pub received_at: Instant,
}

/// What became of an edit. Nothing but `Saved` has written anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Now, or the first time that this key was sent.
    Saved(Receipt),
    /// Somebody has saved since the editor was opened.
    ThereIsANewerOne {
        revision: u32,
    },
    /// It would leave others outside than were shown.
    Changed(Box<EditPreview>),
    Refused(NotSaved),
    /// One of the sessions cannot be cancelled.
    NotCancelled {
        session: SessionId,
        why: Refusal,
    },
    /// What is on offer for one of the sessions cannot be withdrawn.
    NotWithdrawn {
        session: SessionId,
        why: Refusal,
    },
    /// The key was spent on another edit.
    KeySpent,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub act: ActId,
    /// The schedule's, for whoever goes on editing.
    pub revision: u32,
    pub cancelled: Vec<deciding::Done>,
    /// For which other times are to be offered next; they stay as booked until one is taken.
    pub to_move: Vec<SessionId>,
}

/// What an edit changes, and whom it leaves outside; writes nothing.
///
/// # Errors
/// Of the store.
pub async fn preview(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    edit: Edit,
) -> Result<Result<EditPreview, NotSaved>, Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let question = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let draft = draft::of(tx, therapist, &edit, now).await?;
            draft.map_or_else(
                |why| Ok(Err(why)),
                |draft| draft.preview(&edit, now).map(Ok),
            )
        })
    });
    question.await
}

/// Changes that were made to other hours, made to those that there are now.
///
/// # Errors
/// Of the store.
pub async fn on_top(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    changes: Vec<Change>,
) -> Result<Result<Edit, NotSaved>, Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move { schedule::whole(tx, therapist, now).await })
    });
    let head = read.await?.ok_or(StoreFault::Missing)?;
    let mut schedule = Box::new(head.offered);
    let made = changes
        .iter()
        .try_for_each(|change| change.make(&mut schedule));
    Ok(made.map_err(NotSaved::from).map(|()| Edit::Schedule {
        revision: head.revision,
        schedule,
    }))
}

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn save(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    let (actor, setting) = (permit.actor(), Setting::of(backend));
    let written = backend.store.write("save hours", move |tx| {
        Box::pin(async move {
            let edit = Editing {
                actor,
                setting,
                asked,
            };
            edit.attempt(tx).await
        })
    });
    match written.await {
        Ok(receipt) => {
            backend.wake.ring();
            Ok(Outcome::Saved(receipt))
        }
        Err(Stop::With(outcome)) => Ok(*outcome),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Whatever is no receipt rolls everything back.
enum Stop {
    With(Box<Outcome>),
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

fn stop<T>(outcome: Outcome) -> Result<T, Stop> {
    Err(Stop::With(Box::new(outcome)))
}

struct Editing {
    actor: Actor,
    setting: Setting,
    asked: Asked,
}

impl Editing {
    async fn attempt(self, tx: &mut Tx) -> Result<Receipt, Stop> {
        let Asked { edit, key, .. } = &self.asked;
        let (therapist, at) = (TherapistId(self.actor.id.0), self.asked.received_at);
        person::lock(tx, self.actor.id).await?;
        let content = self.content();
        match command::answered(tx, self.actor.id, key, &content).await? {
            Answered::Before(answer) => {
                let receipt = serde_json::from_str(&answer);
                return Ok(receipt.map_err(|_| Fault::unreadable("command.answer", answer))?);
            }
            Answered::Otherwise => return stop(Outcome::KeySpent),
            Answered::Never => {}
        }
        let draft = match draft::of(tx, therapist, edit, at).await? {
            Ok(draft) => draft,
            Err(why) => return stop(Outcome::Refused(why)),
        };
        let saving = self.decide(&draft)?;
        let act = ActId(chance::id(at));
        self.write(tx, &draft, act).await?;
        crash::point(Point::HoursWritten);
        let cancelled = self.decide_each(tx, &draft, &saving, act).await?;
        let to_move = saving.to_move.clone();
        let event = AccountEvent::ScheduleSaved {
            saving: Box::new(saving),
        };
        account::append(tx, therapist, &event, self.doer(act)).await?;
        crash::point(Point::AccountLogged);
        let revision = schedule::revision(tx, therapist).await?;
        let receipt = Receipt {
            act,
            revision,
            cancelled,
            to_move,
        };
        let answer = serde_json::to_string(&receipt).expect("plain data is always JSON");
        command::spend(tx, self.actor.id, key, &content, &answer, at).await?;
        Ok(receipt)
    }

    /// What makes two edits the same one, for the idempotency key.
    fn content(&self) -> String {
        let Asked {
            edit,
            answers,
            shown,
            ..
        } = &self.asked;
        let content = serde_json::to_string(&(edit, answers, shown));
        hex_digest(&content.expect("plain data is always JSON"))
    }

    fn decide(&self, draft: &Draft) -> Result<Saving, Stop> {
        let Asked { edit, answers, .. } = &self.asked;
        let revision = draft.head.revision;
        if edit.made_from().is_some_and(|made| made != revision) {
            return stop(Outcome::ThereIsANewerOne { revision });
        }
        if digest(edit, &draft.stranded) != self.asked.shown {
            let preview = draft.preview(edit, self.asked.received_at)?;
            return stop(Outcome::Changed(Box::new(preview)));
        }
        let changes = draft.changes.clone();
        let saving = saving::decide(edit, changes, &draft.stranded, answers);
        saving.or_else(|why| stop(Outcome::Refused(why)))
    }

    async fn write(&self, tx: &mut Tx, draft: &Draft, act: ActId) -> Result<(), Stop> {
        let Draft { head, after, .. } = draft;
        let (therapist, at) = (head.therapist, self.asked.received_at);
        let set = (&head.offered, after);
        let saved = schedule::save(tx, therapist, head.revision, set, act, at).await?;
        if saved == Saved::ThereIsANewerOne {
            return Err(Fault::Outside("the schedule changed while it was locked".into()).into());
        }
        if let Edit::Rezone { zone, city, .. } = &self.asked.edit {
            crash::point(Point::RezoneHalf);
            schedule::rezone(tx, therapist, zone, city).await?;
        }
        Ok(())
    }

    /// Each cancel and each withdrawn offer by a decision of its own, as if the therapist had
    /// pressed it; the first that is refused ends everything. Tells of the cancels.
    async fn decide_each(
        &self,
        tx: &mut Tx,
        draft: &Draft,
        saving: &Saving,
        act: ActId,
    ) -> Result<Vec<deciding::Done>, Stop> {
        if saving.cancelled.is_empty() && saving.withdrawn.is_empty() {
            return Ok(Vec::new());
        }
        let at = self.asked.received_at;
        for client in clients(draft, saving) {
            person::lock(tx, AccountId(client.0)).await?;
        }
        let incidents = standing::incidents(tx, draft.head.therapist, at).await?;
        let part = PartOf { act, incidents };
        let mut cancelled = Vec::new();
        for session in &saving.cancelled {
            let cancel = Command::Cancel(saving.cancel());
            cancelled.push(self.decide_one(tx, *session, cancel, part).await?);
        }
        for session in &saving.withdrawn {
            let withdraw = Command::AnswerOffer(offer::Answer::Withdraw);
            self.decide_one(tx, *session, withdraw, part).await?;
        }
        Ok(cancelled)
    }

    async fn decide_one(
        &self,
        tx: &mut Tx,
        session: SessionId,
        command: Command,
        part: PartOf,
    ) -> Result<deciding::Done, Stop> {
        let withdraws = matches!(command, Command::AnswerOffer(_));
        let asked = deciding::Asked {
            session,
            command,
            commitment: None,
            key: format!("{}/{session}", self.asked.key),
            received_at: self.asked.received_at,
        };
        match deciding::as_part(tx, &self.setting, self.actor, asked, part).await? {
            deciding::Outcome::Done(done) => Ok(done),
            deciding::Outcome::Refused(why) => stop(match withdraws {
                true => Outcome::NotWithdrawn { session, why },
                false => Outcome::NotCancelled { session, why },
            }),
            deciding::Outcome::KeySpent | deciding::Outcome::Changed { .. } => {
                stop(Outcome::KeySpent)
            }
        }
    }

    fn doer(&self, act: ActId) -> Doer {
        Doer {
            act,
            actor: Some(self.actor),
            received_at: self.asked.received_at,
            committed_at: self.setting.clock.machine_now(),
        }
    }
}

/// In one order for everybody, so that nobody waits in a ring.
fn clients(draft: &Draft, saving: &Saving) -> BTreeSet<ClientId> {
    let gone = draft.stranded.iter().filter_map(|met| draft.whose(met));
    let gone = gone.filter(|next| {
        next.session
            .is_some_and(|id| saving.cancelled.contains(&id) || saving.withdrawn.contains(&id))
    });
    gone.filter_map(|next| next.client.as_ref())
        .map(|client| client.id)
        .collect()
}
