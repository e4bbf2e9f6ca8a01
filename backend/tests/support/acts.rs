//! What people do: through the permission table and the use cases, as the server would.

use super::world::World;
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::seed::cast::{CAST, MAYA, Member};
use backend::store::{Sql, StoreFault, sql};
use backend::{
    Backend, attendance, booking, cancellation, confirming, moving, objecting, offering, pages,
    refunding, requests, undoing,
};
use domain::actor::{Actor, Role};
use domain::availability::WeeklyHours;
use domain::commitment::Commitment;
use domain::consequence::Consequence;
use domain::ids::SessionId;
use domain::payment::refund::{Choice, GiveBack};
use domain::permission::{SeeSession, Subject, permit};
use domain::refusal::Refusal;
use domain::session::attend::{Attend, Attendance};
use domain::session::cancel::{Cancel, Why};
use domain::session::moving::{self as moves, Move};
use domain::session::object::Object;
use domain::session::offer::{Answer, Offer};
use domain::time::Instant;
use domain::time::wall::{WEEK, WallRange};
use domain::times::{Candidate, OldTime};
use domain::view::session::SessionDetail;
use domain::{Command, decide};
use sqlx::FromRow;
use sqlx::any::AnyRow;

pub trait Acting {
    fn actor(self) -> Actor;

    /// # Errors
    /// Who may not is denied.
    fn sends(
        self,
        backend: &Backend,
        asked: Asked,
    ) -> impl Future<Output = Result<Outcome, Fault>> + Send;

    /// As `sends`, of what is known to be theirs, or not: nothing is read before the command waits
    /// for its turn.
    ///
    /// # Errors
    /// As `sends`.
    fn sends_about(
        self,
        backend: &Backend,
        subject: Subject,
        asked: Asked,
    ) -> impl Future<Output = Result<Outcome, Fault>> + Send;

    /// A client's own cancel.
    ///
    /// # Errors
    /// As `sends`.
    fn cancels(
        self,
        backend: &Backend,
        session: SessionId,
        key: &str,
        received_at: Instant,
    ) -> impl Future<Output = Result<Outcome, Fault>> + Send;

    /// As the role that they have.
    ///
    /// # Errors
    /// As `sends`.
    fn undoes(
        self,
        backend: &Backend,
        asked: undoing::Asked,
    ) -> impl Future<Output = Result<Outcome, Fault>> + Send;
}

impl Acting for Member {
    fn actor(self) -> Actor {
        Actor {
            id: self.id(),
            role: self.role,
        }
    }

    async fn sends(self, backend: &Backend, asked: Asked) -> Result<Outcome, Fault> {
        let subject = pages::session::subject(backend, asked.session).await?;
        self.sends_about(backend, subject, asked).await
    }

    async fn sends_about(
        self,
        backend: &Backend,
        subject: Subject,
        asked: Asked,
    ) -> Result<Outcome, Fault> {
        let actor = Some(self.actor());
        match asked.command {
            Command::Cancel(_) => {
                cancellation::by_therapist(backend, permit(actor, subject)?, asked).await
            }
            Command::Attend(_) => attendance::record(backend, permit(actor, subject)?, asked).await,
            Command::GiveBack(_) => {
                refunding::give_back(backend, permit(actor, subject)?, asked).await
            }
            Command::Move(Move {
                by: Role::Client, ..
            }) => moving::by_client(backend, permit(actor, subject)?, asked).await,
            Command::Move(_) => moving::by_therapist(backend, permit(actor, subject)?, asked).await,
            Command::Offer(_) => offering::offer(backend, permit(actor, subject)?, asked).await,
            Command::AnswerOffer(Answer::Withdraw) => {
                offering::withdraw(backend, permit(actor, subject)?, asked).await
            }
            Command::AnswerOffer(_) => {
                offering::answer(backend, permit(actor, subject)?, asked).await
            }
            Command::Object(_) => objecting::object(backend, permit(actor, subject)?, asked).await,
            Command::WaiveLate(_) => {
                objecting::waive_late(backend, permit(actor, subject)?, asked).await
            }
            Command::Confirm => confirming::confirm(backend, permit(actor, subject)?, asked).await,
            Command::Decline(_) => {
                confirming::decline(backend, permit(actor, subject)?, asked).await
            }
            Command::Book(_) => booking::book(backend, permit(actor, subject)?, asked).await,
            Command::AskToCarry(_) => {
                requests::carry_payment(backend, permit(actor, subject)?, asked).await
            }
            Command::AskToMove(_) => {
                requests::another_time(backend, permit(actor, subject)?, asked).await
            }
            other @ Command::Expire => unreachable!("no use case takes {other:?}"),
        }
    }

    async fn cancels(
        self,
        backend: &Backend,
        session: SessionId,
        key: &str,
        received_at: Instant,
    ) -> Result<Outcome, Fault> {
        let subject = pages::session::subject(backend, session).await?;
        let permit = permit(Some(self.actor()), subject)?;
        cancellation::by_client(
            backend,
            permit,
            session,
            None,
            None,
            key.into(),
            received_at,
        )
        .await
    }

    async fn undoes(self, backend: &Backend, asked: undoing::Asked) -> Result<Outcome, Fault> {
        let subject = pages::session::subject(backend, asked.session).await?;
        let actor = Some(self.actor());
        if self.role == Role::Client {
            return undoing::by_client(backend, permit(actor, subject)?, asked).await;
        }
        undoing::by_therapist(backend, permit(actor, subject)?, asked).await
    }
}

impl World {
    /// The details as the session's therapist sees them.
    pub async fn detail(&self, session: SessionId) -> SessionDetail {
        detail(&self.backend, session).await
    }

    /// What the page shows that `command` would do now.
    pub async fn consequence(
        &self,
        session: SessionId,
        command: &Command,
    ) -> Result<Consequence, Refusal> {
        consequence(&self.backend, session, command).await
    }

    /// Shown to the session's client, and pressed at the same instant.
    pub async fn client_presses(&self, session: SessionId, command: Command) -> Outcome {
        let asked = self.asked(session, command).await;
        let client = self.client_of(session).await;
        client.sends(&self.backend, asked).await.unwrap()
    }

    /// Maya works every day, from six in the morning till ten in the evening.
    pub async fn maya_works(&self) {
        let mut hours = WeeklyHours::default();
        let day = WallRange::new(360, 1320).unwrap();
        for weekday in WEEK {
            hours.paint(weekday, day);
        }
        let hours = serde_json::to_string(&hours).unwrap();
        let set = sql("UPDATE schedule SET hours = $1 WHERE therapist_id = $2");
        self.put(set.bind(hours).bind(MAYA.id())).await;
    }

    pub async fn therapist_of(&self, session: SessionId) -> Member {
        party(&self.backend, session, Role::Therapist).await
    }

    pub async fn client_of(&self, session: SessionId) -> Member {
        party(&self.backend, session, Role::Client).await
    }

    pub async fn one<R>(&self, question: Sql) -> R
    where
        R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        one(&self.backend, question).await
    }
}

/// The details as the session's therapist sees them.
pub async fn detail(backend: &Backend, session: SessionId) -> SessionDetail {
    let therapist = party(backend, session, Role::Therapist).await;
    let subject = pages::session::subject(backend, session).await.unwrap();
    let permit = permit::<SeeSession>(Some(therapist.actor()), subject).unwrap();
    let page = pages::session::page(backend, permit, session).await;
    page.unwrap()
}

/// What the page shows that `command` would do now.
pub async fn consequence(
    backend: &Backend,
    session: SessionId,
    command: &Command,
) -> Result<Consequence, Refusal> {
    let mut facts = detail(backend, session).await.facts;
    facts.times.candidates = candidates(backend, session, command).await;
    decide(&facts, command, backend.clock.now())
}

/// What the form says that was shown, where it is shown now.
pub async fn commitment(backend: &Backend, session: SessionId, command: &Command) -> String {
    let shown = consequence(backend, session, command).await;
    let commitment = shown.map(|shown| Commitment::to(&shown).to_text());
    // Whoever sends what cannot be shown made the form by hand.
    commitment.unwrap_or_else(|refusal| refusal.to_string())
}

/// What is known of the times that the command is about.
async fn candidates(backend: &Backend, session: SessionId, command: &Command) -> Vec<Candidate> {
    let subject = pages::session::subject(backend, session).await.unwrap();
    let (by, starts) = match command {
        Command::Move(moving) => (moving.by, vec![moving.to]),
        Command::Offer(offer) => (Role::Therapist, offer.times.clone()),
        _ => return Vec::new(),
    };
    let actor = Some(party(backend, session, by).await.actor());
    let known = match by {
        Role::Client => {
            let permit = permit(actor, subject).unwrap();
            moving::look_up_own(backend, permit, session, starts).await
        }
        _ => {
            let permit = permit(actor, subject).unwrap();
            moving::look_up(backend, permit, session, starts).await
        }
    };
    known.unwrap()
}

/// The session's therapist, or its client.
pub async fn party(backend: &Backend, session: SessionId, role: Role) -> Member {
    let question = match role {
        Role::Client => "SELECT client_id FROM session WHERE id = $1",
        _ => "SELECT therapist_id FROM session WHERE id = $1",
    };
    let (id,): (String,) = one(backend, sql(question).bind(session)).await;
    let mut cast = CAST.into_iter();
    let found = cast.find(|member| member.id().to_string() == id);
    found.expect("someone of the cast")
}

pub async fn one<R>(backend: &Backend, question: Sql) -> R
where
    R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
{
    let store = &backend.store;
    let read = store.read::<_, StoreFault, _>(|tx| Box::pin(async move { tx.one(question).await }));
    read.await.unwrap()
}

/// By the therapist, with the policy's answer.
pub fn cancel(why: Why) -> Cancel {
    Cancel {
        by: Role::Therapist,
        block: why == Why::TherapistUnavailable,
        why,
        money: Choice::Policy,
        reason: None,
        note: None,
    }
}

/// The client asked just now.
pub fn asked_now() -> Cancel {
    cancel(Why::ClientAsked { asked_at: None })
}

pub fn unavailable() -> Cancel {
    cancel(Why::TherapistUnavailable)
}

/// By the therapist, agreed already.
pub fn moving(to: Instant, why: moves::Why, old_time: OldTime) -> Command {
    Command::Move(Move {
        by: Role::Therapist,
        to,
        why,
        old_time,
        note: None,
    })
}

/// Because the therapist is unavailable; the old time is blocked once one is taken.
pub fn offering(times: Vec<Instant>, why: moves::Why) -> Command {
    Command::Offer(Offer {
        times,
        why,
        old_time: match why {
            moves::Why::TherapistUnavailable => OldTime::Block,
            _ => OldTime::Open,
        },
        note: None,
    })
}

pub fn objecting() -> Command {
    Command::Object(Object {
        note: Some("I did not ask for that.".into()),
    })
}

/// The client asked just now.
pub const ASKED: moves::Why = moves::Why::ClientAsked { asked_at: None };

pub fn attend(attendance: Attendance, money: Choice) -> Command {
    Command::Attend(Attend {
        attendance,
        money,
        note: None,
    })
}

pub fn give_back(choice: Choice) -> Command {
    Command::GiveBack(GiveBack { choice, note: None })
}
