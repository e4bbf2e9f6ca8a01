//! What people send, whatever it is: a form as it was shown, kept until it is sent, and sent again;
//! also by a process of its own.

use super::acts::{self, Acting};
use backend::availability::{editing, reviewing};
use backend::booking::{self, FollowUp, Wanted};
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::pausing::{self, AskedToReturn};
use backend::seed::cast::CAST;
pub use backend::seed::cast::Member;
use backend::{Backend, cancellation, pages, undoing};
use domain::account::pause::{self, Pause};
use domain::account::reactivate::AskToReturn;
use domain::actor::Role;
use domain::availability::edit::{Answers, Edit, Keeping};
use domain::commitment::Commitment;
use domain::ids::{ActId, ClientId, SessionId, TherapistId};
use domain::permission::{BookFollowUp, Subject, permit};
use domain::session::cancel::Cancel;
use domain::session::offer::Answer as OfferAnswer;
use domain::time::Instant;
use domain::times::OldTime;
use domain::{Command, decide};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Wish {
    Decide(Command),
    /// Take back this cancel.
    Undo(ActId),
    /// Of this therapist: into checkout.
    Hold(TherapistId, Instant),
    Extend,
    /// With this client, by the therapist.
    FollowUp(ClientId, Instant),
    Save(Edit, Answers),
    /// The hours of this revision are right.
    Review(u32),
    Pause(Pause),
    Return,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Form {
    #[serde(with = "by_number")]
    pub who: Member,
    /// Of whatever is about the therapist's own time: none in particular.
    pub session: SessionId,
    pub wish: Wish,
    /// What the form says that was shown.
    pub shown: String,
    pub key: String,
}

/// Someone of the cast, in writing.
mod by_number {
    use super::{CAST, Member};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(who: &Member, to: S) -> Result<S::Ok, S::Error> {
        who.number.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Member, D::Error> {
        let number = u128::deserialize(from)?;
        let mut cast = CAST.into_iter();
        let found = cast.find(|member| member.number == number);
        found.ok_or_else(|| D::Error::custom("nobody of the cast"))
    }
}

/// What those who sent got to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Done(ActId),
    Changed,
    Refused(String),
    KeySpent,
}

impl Form {
    /// What makes two sendings the same.
    pub fn content(&self) -> String {
        format!("{} {:?} {}", self.session, self.wish, self.shown)
    }

    pub fn title(&self) -> String {
        let who = self.who.name.split(' ').next().unwrap_or_default();
        let what: String = format!("{:?}", self.wish).chars().take(140).collect();
        let session = &self.session.to_string()[28..];
        format!("{who}: {} {what} [{session} {}]", self.verb(), self.key)
    }

    /// For the coverage.
    pub fn verb(&self) -> &'static str {
        match &self.wish {
            Wish::Undo(_) => "undo",
            Wish::Hold(..) => "hold",
            Wish::Extend => "extend",
            Wish::FollowUp(..) => "follow up",
            Wish::Save(Edit::Schedule { .. }, _) => "save schedule",
            Wish::Save(Edit::Block(_), _) => "save block",
            Wish::Save(Edit::UnavailableUntil(_), _) => "save until",
            Wish::Save(Edit::StopOffering(_), _) => "save stop",
            Wish::Save(Edit::Rezone { keep, .. }, _) => match keep {
                Keeping::Hours => "save zone, the same hours",
                Keeping::Instants => "save zone, the same instants",
            },
            Wish::Save(Edit::Unblock(_), _) => "save unblock",
            Wish::Review(_) => "review",
            Wish::Pause(_) => "pause",
            Wish::Return => "ask to return",
            Wish::Decide(command) => verb(command),
        }
    }

    /// Whether it can be undone, and is kept in the log where it was refused because it came second.
    pub fn ends_a_session(&self) -> bool {
        matches!(
            self.wish,
            Wish::Decide(Command::Cancel(_) | Command::Decline(_))
        )
    }

    /// Whether what was done is kept under the key; what can be done twice has no need of one.
    pub fn is_keyed(&self) -> bool {
        !matches!(self.wish, Wish::Extend | Wish::Review(_))
    }
}

/// None is the beginning of another.
fn verb(command: &Command) -> &'static str {
    match command {
        Command::Cancel(cancel) if cancel.by == Role::Client => "cancel by client",
        Command::Cancel(cancel) => match cancel.old_time {
            OldTime::Open => "cancel, open",
            OldTime::Block => "cancel, block",
            OldTime::StopHour => "cancel, stop",
            OldTime::Pause => "cancel, pause",
        },
        Command::Attend(_) => "attend",
        Command::GiveBack(_) => "give back",
        Command::Move(moving) if moving.by == Role::Client => "move by client",
        Command::Move(_) => "move by therapist",
        Command::Offer(_) => "offer",
        Command::AnswerOffer(OfferAnswer::Take(_)) => "answer take",
        Command::AnswerOffer(OfferAnswer::Decline) => "answer decline",
        Command::AnswerOffer(OfferAnswer::Withdraw) => "answer withdraw",
        Command::AnswerOffer(OfferAnswer::Lapse) => "answer lapse",
        Command::Book(_) => "book",
        Command::Confirm => "confirm",
        Command::Decline(decline) if decline.particulars.is_some() => "decline, the team",
        Command::Decline(decline) => match decline.old_time {
            OldTime::Open => "decline, open",
            OldTime::Block => "decline, block",
            OldTime::StopHour => "decline, stop",
            OldTime::Pause => "decline, pause",
        },
        Command::Expire => "expire",
        Command::Object(_) => "object",
        Command::WaiveLate(_) => "waive late",
        Command::AskToCarry(_) => "ask to carry",
        Command::AskToMove(_) => "ask to move",
    }
}

/// What the page shows that the wish would do now.
pub async fn shown(backend: &Backend, who: Member, session: SessionId, wish: &Wish) -> String {
    let leave = (Some(who.actor()), Subject::Nothing);
    match wish {
        Wish::Decide(command) => acts::commitment(backend, session, command).await,
        Wish::Save(edit, _) => {
            let leave = permit(leave.0, leave.1).unwrap();
            let preview = editing::preview(backend, leave, edit.clone()).await;
            preview
                .unwrap()
                .map_or_else(|why| why.to_string(), |preview| preview.shown)
        }
        Wish::Pause(command) => {
            let leave = permit(leave.0, leave.1).unwrap();
            let (account, to_come) = pausing::facts(backend, leave).await.unwrap();
            let shown = pause::decide(&account, &to_come, command, backend.clock.now());
            shown.map_or_else(|why| why.to_string(), |shown| shown.digest())
        }
        Wish::FollowUp(client, start) => {
            let asked = follow_up(session, *client, *start, String::new(), backend.clock.now());
            let leave = permit::<BookFollowUp>(leave.0, pair(who, *client)).unwrap();
            let facts = booking::facts(backend, leave, &asked).await.unwrap();
            let shown = decide(&facts, &asked.command(), asked.received_at);
            shown.map_or_else(
                |why| why.to_string(),
                |shown| Commitment::to(&shown).to_text(),
            )
        }
        Wish::Undo(_) | Wish::Hold(..) | Wish::Extend | Wish::Review(_) | Wish::Return => {
            String::new()
        }
    }
}

fn follow_up(
    session: SessionId,
    client: ClientId,
    start: Instant,
    key: String,
    received_at: Instant,
) -> FollowUp {
    FollowUp {
        session,
        client,
        start,
        note: None,
        commitment: None,
        key,
        received_at,
    }
}

fn pair(therapist: Member, client: ClientId) -> Subject {
    Subject::Pair {
        therapist: TherapistId(therapist.id().0),
        client,
    }
}

/// Whose it is that the form is about.
pub async fn subject(backend: &Backend, form: &Form) -> Subject {
    match form.wish {
        Wish::Hold(therapist, _) => Subject::Pair {
            therapist,
            client: ClientId(form.who.id().0),
        },
        Wish::FollowUp(client, _) => pair(form.who, client),
        Wish::Save(..) | Wish::Review(_) | Wish::Pause(_) | Wish::Return => Subject::Nothing,
        Wish::Decide(_) | Wish::Undo(_) | Wish::Extend => {
            let found = pages::session::subject(backend, form.session).await;
            found.unwrap_or(Subject::Nothing)
        }
    }
}

/// Through the permission table and the use cases, as the server would; nothing is read before
/// the command waits for its turn.
///
/// # Errors
/// Of the machinery, and who may not.
pub async fn send(backend: &Backend, form: Form, subject: Subject) -> Result<Answer, Fault> {
    let received_at = backend.clock.now();
    let (actor, session, key) = (Some(form.who.actor()), form.session, form.key);
    Ok(match form.wish {
        Wish::Decide(Command::Cancel(Cancel {
            by: Role::Client,
            note,
            ..
        })) => {
            let leave = permit(actor, subject)?;
            let sent =
                cancellation::by_client(backend, leave, session, note, None, key, received_at);
            of(sent.await?)
        }
        Wish::Decide(command) => {
            let commitment = Some(form.shown);
            let asked = Asked {
                session,
                command,
                commitment,
                key,
                received_at,
            };
            of(form.who.sends_about(backend, subject, asked).await?)
        }
        Wish::Undo(act) => {
            let asked = undoing::Asked {
                session,
                act,
                key,
                received_at,
            };
            of(match form.who.role {
                Role::Client => undoing::by_client(backend, permit(actor, subject)?, asked).await?,
                _ => undoing::by_therapist(backend, permit(actor, subject)?, asked).await?,
            })
        }
        Wish::Hold(therapist, start) => {
            let wanted = Wanted {
                session,
                therapist,
                start,
                key,
                received_at,
            };
            of(booking::hold(backend, permit(actor, subject)?, wanted).await?)
        }
        Wish::Extend => {
            let leave = permit(actor, subject)?;
            of(booking::extend(backend, leave, session, received_at).await?)
        }
        Wish::FollowUp(client, start) => {
            let asked = FollowUp {
                commitment: Some(form.shown),
                ..follow_up(session, client, start, key, received_at)
            };
            of(booking::follow_up(backend, permit(actor, subject)?, asked).await?)
        }
        Wish::Review(shown) => {
            let leave = permit(actor, subject)?;
            match reviewing::are_right(backend, leave, shown, received_at).await? {
                // Nobody is told by which act.
                reviewing::Reviewed::Yes => Answer::Done(ActId(Uuid::nil())),
                reviewing::Reviewed::ThereIsANewerOne { .. } => Answer::Changed,
            }
        }
        Wish::Save(edit, answers) => {
            let asked = editing::Asked {
                edit,
                answers,
                shown: form.shown,
                key,
                received_at,
            };
            match editing::save(backend, permit(actor, subject)?, asked).await? {
                editing::Outcome::Saved(receipt) => Answer::Done(receipt.act),
                editing::Outcome::KeySpent => Answer::KeySpent,
                editing::Outcome::Changed(_) | editing::Outcome::ThereIsANewerOne { .. } => {
                    Answer::Changed
                }
                editing::Outcome::Refused(why) => Answer::Refused(why.to_string()),
                editing::Outcome::NotCancelled { why, .. }
                | editing::Outcome::NotWithdrawn { why, .. } => Answer::Refused(why.to_string()),
            }
        }
        Wish::Pause(pause) => {
            let asked = pausing::Asked {
                pause,
                shown: form.shown,
                key,
                received_at,
            };
            let leave = permit(actor, subject)?;
            match pausing::pause(backend, leave, asked).await? {
                pausing::Outcome::Paused(receipt) => Answer::Done(receipt.act),
                pausing::Outcome::KeySpent => Answer::KeySpent,
                pausing::Outcome::Changed => Answer::Changed,
                pausing::Outcome::Refused(why) => Answer::Refused(why.to_string()),
                pausing::Outcome::NotCancelled { why, .. } => Answer::Refused(why.to_string()),
            }
        }
        Wish::Return => {
            let words = "The hours are looked through.".into();
            let asked = AskedToReturn {
                ask: AskToReturn { words },
                key,
                received_at,
            };
            let leave = permit(actor, subject)?;
            of(pausing::ask_to_return(backend, leave, asked).await?)
        }
    })
}

fn of(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Done(done) => Answer::Done(done.act),
        Outcome::Changed { .. } => Answer::Changed,
        Outcome::Refused(why) => Answer::Refused(why.to_string()),
        Outcome::KeySpent => Answer::KeySpent,
    }
}
