//! What stands before a deed about time, and the form that asks for it.

use crate::acts::{ASKED, commitment, moving, objecting, offering};
use crate::checkout::slot;
use crate::child::Task;
use crate::send::{Form, Wish, shown};
use crate::world::World;
use backend::seed::bookings::Booking;
use backend::seed::cast::{DANIEL, LENA, MAYA, Member};
use domain::Command;
use domain::account::pause::{self, Pause, Reason};
use domain::actor::Role;
use domain::availability::Block;
use domain::availability::block::Days;
use domain::availability::edit::{Answers, Edit};
use domain::ids::{SessionId, TherapistId};
use domain::request::{AskToCarry, AskToMove};
use domain::session::book::Book;
use domain::session::confirm::Decline;
use domain::session::moving::{Move, Why};
use domain::session::offer::Answer;
use domain::session::waive::WaiveLate;
use domain::time::TimeDelta;
use domain::times::OldTime;
use uuid::Uuid;

#[derive(Clone, Copy, Debug)]
pub enum Deed {
    Block,
    StopHour,
    PauseByMove,
    OwnMove,
    Offer,
    Take,
    TakeNone,
    Withdraw,
    Lapse,
    Ask,
    AskToCarry,
    Dispute,
    WaiveLate,
    Hold,
    Extend,
    Book,
    LetGo,
    Confirm,
    Decline,
    Expire,
    SickDay,
    Pause,
    Return,
}

/// Maya works every day, and Daniel's paid session is in 98 hours, if not otherwise.
pub async fn given(world: &World, deed: Deed) -> Task {
    world.maya_works().await;
    match deed {
        Deed::Hold | Deed::Extend | Deed::Book | Deed::LetGo => in_checkout(world, deed).await,
        Deed::Confirm | Deed::Decline | Deed::Expire => awaiting(world, deed).await,
        Deed::SickDay | Deed::Pause | Deed::Return => own_time(world, deed).await,
        _ => of_a_session(world, deed).await,
    }
}

async fn of_a_session(world: &World, deed: Deed) -> Task {
    let hours = match deed {
        Deed::Dispute | Deed::WaiveLate => 30,
        Deed::AskToCarry => -1,
        _ => 98,
    };
    let session = world.paid_in(hours).await;
    let to = world.hours(122);
    let leaving = |old_time| moving(to, Why::TherapistUnavailable, old_time);
    let times = vec![to, world.hours(126)];
    let command = match deed {
        Deed::StopHour => leaving(OldTime::StopHour),
        Deed::PauseByMove => leaving(OldTime::Pause),
        Deed::OwnMove => Command::Move(Move::by_client(slot(122), None)),
        Deed::Offer => offering(times, ASKED),
        Deed::Take | Deed::TakeNone | Deed::Withdraw | Deed::Lapse => {
            let offer = offering(times, Why::TherapistUnavailable);
            world.press(session, offer).await;
            world.drain().await;
            match deed {
                Deed::Take => Command::AnswerOffer(Answer::Take(to)),
                Deed::TakeNone => Command::AnswerOffer(Answer::Decline),
                Deed::Withdraw => Command::AnswerOffer(Answer::Withdraw),
                _ => {
                    world.backend.clock.advance(TimeDelta::hours(49));
                    return Task::Strike;
                }
            }
        }
        Deed::Ask => Command::AskToMove(AskToMove {
            words: "Friday would suit.".into(),
        }),
        Deed::AskToCarry => Command::AskToCarry(AskToCarry {
            by: Role::Therapist,
            to: None,
            words: "The line was down.".into(),
        }),
        Deed::Dispute | Deed::WaiveLate => {
            let moved = moving(to, ASKED, OldTime::Open);
            world.press(session, moved).await;
            match deed {
                Deed::Dispute => objecting(),
                _ => Command::WaiveLate(WaiveLate { note: None }),
            }
        }
        _ => leaving(OldTime::Block),
    };
    decide(world, session, command).await
}

async fn in_checkout(world: &World, deed: Deed) -> Task {
    world.they_have_met().await;
    world.drain().await;
    if let Deed::Hold = deed {
        let session = SessionId(backend::chance::id(world.now()));
        let therapist = TherapistId(MAYA.id().0);
        return form(world, DANIEL, session, Wish::Hold(therapist, slot(50))).await;
    }
    let (session, _) = world.holds(DANIEL, slot(50)).await;
    match deed {
        Deed::Extend => form(world, DANIEL, session, Wish::Extend).await,
        Deed::LetGo => {
            world.backend.clock.advance(TimeDelta::minutes(16));
            Task::Strike
        }
        _ => {
            world.pays(session).await;
            let book = Book {
                by: Role::Client,
                note: None,
            };
            decide(world, session, Command::Book(book)).await
        }
    }
}

async fn awaiting(world: &World, deed: Deed) -> Task {
    world.they_have_met().await;
    let session = world.booked(DANIEL, slot(50)).await;
    world.drain().await;
    match deed {
        Deed::Confirm => decide(world, session, Command::Confirm).await,
        Deed::Decline => {
            let decline = Decline {
                words: None,
                old_time: OldTime::Block,
                note: None,
                particulars: None,
            };
            decide(world, session, Command::Decline(decline)).await
        }
        _ => {
            world.backend.clock.advance(TimeDelta::hours(25));
            Task::Strike
        }
    }
}

/// Daniel's and Lena's sessions of one day are cancelled by it.
async fn own_time(world: &World, deed: Deed) -> Task {
    let first = world.paid_in(98).await;
    let second = Booking {
        client: LENA,
        ..crate::world::follow_up(world.hours(101))
    };
    let second = world.book_one(second).await;
    let nobody = SessionId(Uuid::nil());
    let pause = |sessions: &[SessionId]| Pause {
        reason: Reason::Illness,
        back: None,
        answers: sessions
            .iter()
            .map(|id| (*id, pause::Answer::Cancel))
            .collect(),
        note: None,
    };
    let wish = match deed {
        Deed::SickDay => {
            let day = world.hours(98).date_naive();
            let days = Days::new(day, day).expect("a day");
            let edit = Edit::Block(Block::Days(days));
            Wish::Save(edit, Answers::all(pause::Answer::Cancel))
        }
        Deed::Pause => Wish::Pause(pause(&[first, second])),
        _ => {
            let paused = form(world, MAYA, nobody, Wish::Pause(pause(&[first, second]))).await;
            crate::child::does(&world.backend, &paused).await;
            world.drain().await;
            Wish::Return
        }
    };
    form(world, MAYA, nobody, wish).await
}

async fn decide(world: &World, session: SessionId, command: Command) -> Task {
    let who = match command.by() {
        Role::Client => DANIEL,
        _ => MAYA,
    };
    let shown = commitment(&world.backend, session, &command).await;
    Task::Send(Box::new(Form {
        who,
        session,
        wish: Wish::Decide(command),
        shown,
        key: world.key(),
    }))
}

async fn form(world: &World, who: Member, session: SessionId, wish: Wish) -> Task {
    let shown = shown(&world.backend, who, session, &wish).await;
    let key = world.key();
    Task::Send(Box::new(Form {
        who,
        session,
        wish,
        shown,
        key,
    }))
}
