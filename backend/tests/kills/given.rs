//! What stands before a deed, and the task that does it.

mod house;
mod own;

use crate::acts::{
    ASKED, asked_now, attend, cancel, give_back, moving, objecting, offering, unavailable,
};
use crate::checkout::slot;
use crate::child::Task;
use crate::deeds::Deed;
use crate::send::{Form, Wish, shown};
use crate::world::{World, follow_up};
use backend::seed::cast::{ANNA, DANIEL, MAYA, Member};
use domain::Command;
use domain::actor::Role;
use domain::ids::{ActId, ClientId, SessionId, TherapistId};
use domain::payment::refund::Choice;
use domain::request::{AskToCarry, AskToMove, Aware, Particulars};
use domain::session::Cause;
use domain::session::attend::Attendance;
use domain::session::book::Book;
use domain::session::cancel::{Cancel, Why as CancelWhy};
use domain::session::confirm::Decline;
use domain::session::moving::{Move, Why};
use domain::session::offer::Answer;
use domain::session::waive::WaiveLate;
use domain::time::TimeDelta;
use domain::times::OldTime;

/// Maya works every day, and Daniel's paid session is in 98 hours, if not otherwise.
pub async fn given(world: &World, deed: Deed) -> Task {
    world.maya_works().await;
    match deed {
        Deed::Cancel
        | Deed::CancelAndBlock
        | Deed::CancelAndStop
        | Deed::CancelAndPause
        | Deed::CancelOwn
        | Deed::Attend
        | Deed::GiveBack => ending(world, deed).await,
        Deed::Undo | Deed::UndoStop | Deed::UndoPause | Deed::UndoOwn | Deed::UndoObjection => {
            undoing(world, deed).await
        }
        Deed::MoveAndBlock
        | Deed::MoveAndStop
        | Deed::MoveAndPause
        | Deed::OwnMove
        | Deed::Ask
        | Deed::AskToCarry
        | Deed::Object
        | Deed::Dispute
        | Deed::WaiveLate => moving_it(world, deed).await,
        Deed::Offer | Deed::Take | Deed::TakeNone | Deed::Withdraw | Deed::Lapse => {
            choosing(world, deed).await
        }
        Deed::Hold | Deed::Extend | Deed::Book | Deed::LetGo | Deed::FollowUp => {
            in_checkout(world, deed).await
        }
        Deed::Confirm | Deed::Decline | Deed::DeclineInitial | Deed::Expire | Deed::Remind => {
            awaiting(world, deed).await
        }
        Deed::Repaint
        | Deed::SickDay
        | Deed::Unblock
        | Deed::Until
        | Deed::StopOffering
        | Deed::Rezone
        | Deed::Review
        | Deed::Pause
        | Deed::Return => own::time(world, deed).await,
        Deed::SendWithLink | Deed::GiveUp | Deed::TryAgain => house::leaving(world, deed).await,
        Deed::SignIn
        | Deed::SignOut
        | Deed::SignOutEverywhere
        | Deed::Invite
        | Deed::AcceptInvitation => house::access(world, deed).await,
        Deed::KeepDraft => Task::Draft,
    }
}

async fn ending(world: &World, deed: Deed) -> Task {
    let over = matches!(deed, Deed::Attend | Deed::GiveBack);
    let session = world.paid_in(if over { -2 } else { 98 }).await;
    let command = match deed {
        Deed::Attend => attend(Attendance::ClientNoShow, Choice::All),
        Deed::GiveBack => {
            done(
                world,
                session,
                attend(Attendance::ClientNoShow, Choice::Keep),
            )
            .await;
            world.drain().await;
            give_back(Choice::Part(4000))
        }
        Deed::CancelOwn => own_cancel(),
        Deed::CancelAndStop => leaving(OldTime::StopHour),
        Deed::CancelAndPause => leaving(OldTime::Pause),
        Deed::CancelAndBlock => leaving(OldTime::Block),
        _ => Command::Cancel(asked_now()),
    };
    decide(world, session, command).await
}

/// Because Maya is unavailable.
fn leaving(old_time: OldTime) -> Command {
    Command::Cancel(Cancel {
        old_time,
        ..unavailable()
    })
}

fn own_cancel() -> Command {
    Command::Cancel(Cancel {
        by: Role::Client,
        ..cancel(CancelWhy::ClientAsked { asked_at: None })
    })
}

/// Of a cancel that ended an offer and a request, if it is no objection.
async fn undoing(world: &World, deed: Deed) -> Task {
    let session = world.paid_in(98).await;
    let command = match deed {
        Deed::UndoObjection => {
            done(
                world,
                session,
                moving(world.hours(122), Why::TherapistUnavailable, OldTime::Block),
            )
            .await;
            world.drain().await;
            objecting()
        }
        other => {
            done(world, session, asking()).await;
            let times = vec![world.hours(122), world.hours(126)];
            done(world, session, offering(times, ASKED)).await;
            world.drain().await;
            match other {
                Deed::UndoStop => leaving(OldTime::StopHour),
                Deed::UndoPause => leaving(OldTime::Pause),
                Deed::UndoOwn => own_cancel(),
                _ => leaving(OldTime::Block),
            }
        }
    };
    let who = by(&command);
    let act = done(world, session, command).await;
    form(world, who, session, Wish::Undo(act)).await
}

fn asking() -> Command {
    Command::AskToMove(AskToMove {
        words: "Friday would suit.".into(),
    })
}

async fn moving_it(world: &World, deed: Deed) -> Task {
    let hours = match deed {
        Deed::Dispute | Deed::WaiveLate => 30,
        Deed::AskToCarry => -1,
        _ => 98,
    };
    let session = world.paid_in(hours).await;
    let to = world.hours(122);
    let away = |old_time| moving(to, Why::TherapistUnavailable, old_time);
    let command = match deed {
        Deed::MoveAndStop => away(OldTime::StopHour),
        Deed::MoveAndPause => away(OldTime::Pause),
        Deed::OwnMove => Command::Move(Move::by_client(slot(122), None)),
        Deed::Ask => asking(),
        Deed::AskToCarry => Command::AskToCarry(AskToCarry {
            by: Role::Therapist,
            to: None,
            words: "The line was down.".into(),
        }),
        Deed::Object => {
            done(world, session, away(OldTime::Block)).await;
            world.drain().await;
            objecting()
        }
        Deed::Dispute | Deed::WaiveLate => {
            done(world, session, moving(to, ASKED, OldTime::Open)).await;
            match deed {
                Deed::Dispute => objecting(),
                _ => Command::WaiveLate(WaiveLate { note: None }),
            }
        }
        _ => away(OldTime::Block),
    };
    decide(world, session, command).await
}

async fn choosing(world: &World, deed: Deed) -> Task {
    let session = world.paid_in(98).await;
    let to = world.hours(122);
    let times = vec![to, world.hours(126)];
    if let Deed::Offer = deed {
        return decide(world, session, offering(times, ASKED)).await;
    }
    done(world, session, offering(times, Why::TherapistUnavailable)).await;
    world.drain().await;
    let answer = match deed {
        Deed::Take => Answer::Take(to),
        Deed::TakeNone => Answer::Decline,
        Deed::Withdraw => Answer::Withdraw,
        _ => {
            world.backend.clock.advance(TimeDelta::hours(49));
            return Task::Strike;
        }
    };
    decide(world, session, Command::AnswerOffer(answer)).await
}

async fn in_checkout(world: &World, deed: Deed) -> Task {
    world.they_have_met().await;
    world.drain().await;
    let drawn = SessionId(backend::chance::id(world.now()));
    match deed {
        Deed::Hold => {
            let therapist = TherapistId(MAYA.id().0);
            return form(world, DANIEL, drawn, Wish::Hold(therapist, slot(50))).await;
        }
        Deed::FollowUp => {
            let client = ClientId(DANIEL.id().0);
            return form(world, MAYA, drawn, Wish::FollowUp(client, slot(98))).await;
        }
        _ => {}
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
    if let Deed::DeclineInitial = deed {
        // So that Maya has a price.
        world.book_one(follow_up(slot(200))).await;
        let session = world.booked(ANNA, slot(98)).await;
        return decide(world, session, Command::Decline(through_the_team())).await;
    }
    world.they_have_met().await;
    let session = world.booked(DANIEL, slot(98)).await;
    world.drain().await;
    match deed {
        Deed::Confirm => decide(world, session, Command::Confirm).await,
        Deed::Decline => decide(world, session, Command::Decline(declining())).await,
        Deed::Remind => {
            world.backend.clock.advance(TimeDelta::hours(13));
            Task::Strike
        }
        _ => {
            world.backend.clock.advance(TimeDelta::hours(25));
            Task::Strike
        }
    }
}

fn declining() -> Decline {
    Decline {
        words: None,
        old_time: OldTime::Block,
        note: None,
        particulars: None,
    }
}

fn through_the_team() -> Decline {
    let aware = Aware::Told("On the phone, this morning.".into());
    Decline {
        words: Some("My waiting list is full.".into()),
        old_time: OldTime::Open,
        particulars: Some(Particulars::Cancel {
            cause: Cause::TherapistUnavailable,
            aware,
        }),
        ..declining()
    }
}

fn by(command: &Command) -> Member {
    match command.by() {
        Role::Client => DANIEL,
        _ => MAYA,
    }
}

/// Pressed by whoever may, before the deed.
async fn done(world: &World, session: SessionId, command: Command) -> ActId {
    let task = decide(world, session, command).await;
    match crate::child::does(&world.backend, &task).await {
        Some(crate::send::Answer::Done(act)) => act,
        other => panic!("{task:?}: {other:?}"),
    }
}

async fn decide(world: &World, session: SessionId, command: Command) -> Task {
    form(world, by(&command), session, Wish::Decide(command)).await
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
