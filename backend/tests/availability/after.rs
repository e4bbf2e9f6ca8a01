//! Around an edit: older changes on newer hours, a block that is taken back, and what was saved.

use crate::acts::Acting;
use crate::editing::{asked, each, leave, previewed, revision, saved, send, three};
use crate::kept::whole;
use crate::offered::{date, open};
use crate::world::World;
use backend::availability::editing::{self, Outcome};
use backend::pages;
use backend::seed::cast::{MAYA, TOMAS};
use chrono::Weekday;
use domain::account::pause::Answer;
use domain::availability::edit::{Answers, Edit, NotSaved};
use domain::availability::{Block, block::Days};
use domain::permission::{Subject, permit};
use domain::time::wall::WallRange;
use domain::time::{TimeDelta, interval::Interval};

fn day_off(day: &str) -> Block {
    Block::Days(Days::new(date(day), date(day)).expect("a day"))
}

pub async fn changes_to_older_hours_are_put_on_top_of_newer_ones(world: &World) {
    open(world).await;
    let mut schedule = whole(world, MAYA, world.now()).await.offered;
    let range = WallRange::parse("18:00", "20:00").expect("hours");
    schedule.hours.paint(Weekday::Sun, range);
    let edit = Edit::Schedule {
        revision: revision(world).await,
        schedule: Box::new(schedule),
    };
    let changes = previewed(world, &edit).await.changes;
    let block = day_off("2026-12-02");
    saved(world, Edit::Block(block), Answers::default()).await;
    let old = asked(world, edit, Answers::default()).await;
    let outcome = send(world, old).await;
    assert!(
        matches!(outcome, Outcome::ThereIsANewerOne { .. }),
        "{outcome:?}"
    );
    let on_top = editing::on_top(&world.backend, leave(MAYA), changes.clone()).await;
    let on_top = on_top.unwrap().expect("room for both");
    assert_eq!(previewed(world, &on_top).await.changes, changes);
    saved(world, on_top, Answers::default()).await;
    let now = whole(world, MAYA, world.now()).await.offered;
    assert!(now.blocks.iter().eq([block].iter()));
    assert_eq!(now.hours.on(Weekday::Sun).ranges().last(), Some(range));
}

pub async fn unavailable_said_again_is_nothing_more_and_one_press_takes_it_back(world: &World) {
    open(world).await;
    let until = world.hours(6);
    let away = Edit::UnavailableUntil(until);
    saved(world, away.clone(), Answers::default()).await;
    let shorter = Edit::UnavailableUntil(until - TimeDelta::hours(1));
    for again in [away, shorter] {
        let outcome = send(world, asked(world, again, Answers::default()).await).await;
        assert_eq!(outcome, Outcome::Refused(NotSaved::NothingToSave));
    }
    let longer = Edit::UnavailableUntil(until + TimeDelta::hours(1));
    assert_eq!(previewed(world, &longer).await.changes.len(), 1);
    let block = Block::Once(Interval::new(world.now(), until).expect("a span"));
    let back = Edit::Unblock(block);
    saved(world, back.clone(), Answers::default()).await;
    assert_eq!(
        whole(world, MAYA, world.now())
            .await
            .offered
            .blocks
            .iter()
            .count(),
        0
    );
    let outcome = send(world, asked(world, back, Answers::default()).await).await;
    assert_eq!(outcome, Outcome::Refused(NotSaved::NothingToSave));
}

pub async fn what_an_edit_did_is_told_to_its_therapist_alone(world: &World) {
    let [morning, daniel, lena] = three(world).await;
    let answers = each(&[
        (morning, Answer::Keep),
        (daniel, Answer::Move),
        (lena, Answer::Cancel),
    ]);
    let receipt = saved(world, Edit::Block(day_off("2026-11-25")), answers).await;
    let page = async |member: backend::seed::cast::Member| {
        let permit = permit(Some(member.actor()), Subject::Nothing).unwrap();
        pages::saved::page(&world.backend, permit, receipt.act)
            .await
            .unwrap()
    };
    let told = page(MAYA).await.expect("hers");
    assert_eq!(told.said, ["Blocked: Wed 25 Nov"]);
    assert_eq!(told.blocked.len(), 1);
    let of = |lines: &[domain::view::availability::SavedLine]| {
        lines.iter().map(|line| line.session).collect::<Vec<_>>()
    };
    assert_eq!(of(&told.kept), [morning]);
    assert_eq!(of(&told.to_move), [daniel]);
    assert_eq!(of(&told.cancelled), [lena]);
    assert_eq!(page(TOMAS).await, None);
    world.drain().await;
}
