//! A therapist's own hours and account.

use super::form;
use crate::child::{self, Task};
use crate::deeds::Deed;
use crate::send::Wish;
use crate::world::{World, follow_up};
use backend::fault::Fault;
use backend::seed::bookings::Booking;
use backend::seed::cast::{LENA, MAYA};
use backend::store::availability::schedule::{self, Head};
use domain::account::pause::{Answer, Pause, Reason};
use domain::availability::edit::{Answers, Edit, Keeping};
use domain::availability::{Block, block::Days};
use domain::ids::{SessionId, TherapistId};
use domain::time::interval::Interval;
use domain::time::wall::{WEEK, WallRange};
use domain::time::{Instant, TimeDelta};
use uuid::Uuid;

/// Daniel's and Lena's sessions are on one day, in 98 hours.
pub async fn time(world: &World, deed: Deed) -> Task {
    let first = world.paid_in(98).await;
    let second = Booking {
        client: LENA,
        ..follow_up(world.hours(101))
    };
    let both = [first, world.book_one(second).await];
    let that_day = whole_day(world.hours(98));
    let wish = match deed {
        Deed::SickDay => Wish::Save(Edit::Block(that_day), Answers::all(Answer::Cancel)),
        Deed::Unblock => {
            let free = whole_day(world.hours(250));
            does(world, Wish::Save(Edit::Block(free), Answers::default())).await;
            Wish::Save(Edit::Unblock(free), Answers::default())
        }
        Deed::Until => {
            let until = Edit::UnavailableUntil(world.hours(6));
            Wish::Save(until, Answers::default())
        }
        Deed::StopOffering => {
            let start = world.hours(98);
            let span = Interval::new(start, start + TimeDelta::minutes(50));
            let stop = Edit::StopOffering(span.expect("fifty minutes"));
            Wish::Save(stop, Answers::all(Answer::Keep))
        }
        Deed::Rezone => {
            let rezone = Edit::Rezone {
                zone: "Pacific/Auckland".into(),
                city: "Auckland".into(),
                keep: Keeping::Hours,
            };
            Wish::Save(rezone, Answers::all(Answer::Keep))
        }
        Deed::Repaint => Wish::Save(
            without_evenings(head(world).await),
            Answers::all(Answer::Keep),
        ),
        Deed::Review => Wish::Review(head(world).await.revision),
        Deed::Pause => Wish::Pause(ill(&both)),
        _ => {
            does(world, Wish::Pause(ill(&both))).await;
            world.drain().await;
            Wish::Return
        }
    };
    of_maya(world, wish).await
}

async fn does(world: &World, wish: Wish) {
    child::does(&world.backend, &of_maya(world, wish).await).await;
}

async fn of_maya(world: &World, wish: Wish) -> Task {
    form(world, MAYA, SessionId(Uuid::nil()), wish).await
}

fn whole_day(at: Instant) -> Block {
    let day = at.date_naive();
    Block::Days(Days::new(day, day).expect("a day"))
}

fn ill(cancelled: &[SessionId]) -> Pause {
    let answers = cancelled.iter().map(|id| (*id, Answer::Cancel));
    Pause {
        reason: Reason::Illness,
        back: None,
        answers: answers.collect(),
        note: None,
    }
}

fn without_evenings(head: Head) -> Edit {
    let mut schedule = Box::new(head.offered);
    let evening = WallRange::new(1080, 1320).expect("four hours");
    for weekday in WEEK {
        schedule.hours.erase(weekday, evening);
    }
    Edit::Schedule {
        revision: head.revision,
        schedule,
    }
}

async fn head(world: &World) -> Head {
    let (maya, now) = (TherapistId(MAYA.id().0), world.now());
    let store = &world.backend.store;
    let read = store
        .read::<_, Fault, _>(|tx| Box::pin(async move { schedule::whole(tx, maya, now).await }));
    read.await.unwrap().expect("a schedule")
}
