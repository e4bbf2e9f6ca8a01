//! The week that a therapist edits, and the answer to "why?".

use crate::acts::Acting;
use crate::editing::{saved, three};
use crate::kept::set;
use crate::offered::{date, nine_to_five, open};
use crate::wanted::span;
use crate::world::{World, at, follow_up};
use backend::pages;
use backend::seed::cast::{LENA, MAYA};
use backend::store::sql;
use domain::account::pause::Answer;
use domain::availability::block::Days;
use domain::availability::edit::{Answers, Edit};
use domain::availability::{Block, Review, Why, slots};
use domain::permission::{Permit, SeeAvailability, Subject, permit};
use domain::time::interval::Interval;
use domain::view::availability::{Booked, Place, WeekPage};

fn seen() -> Permit<SeeAvailability> {
    permit(Some(MAYA.actor()), Subject::Nothing).unwrap()
}

async fn week(world: &World, on: &str) -> WeekPage {
    pages::availability::week(&world.backend, seen(), date(on))
        .await
        .unwrap()
}

async fn hold(world: &World) {
    let insert = sql(
        "INSERT INTO span (id, therapist_id, client_id, kind, starts_at, ends_at, expires_at) \
         VALUES ('00000000-0000-7000-8000-000000000001', $1, $2, 'checkout', $3, $4, $5)",
    );
    let held = span("11-26T12:00");
    let insert = insert.bind(MAYA.id()).bind(LENA.id());
    let insert = insert.bind(held.start()).bind(held.end());
    world.put(insert.bind(world.hours(1))).await;
}

pub async fn the_week_shows_what_is_booked_held_blocked_and_busy(world: &World) {
    let mut schedule = nine_to_five();
    let training = Interval::new(at("2026-11-27T09:00:00Z"), at("2026-11-27T12:00:00Z"));
    schedule
        .blocks
        .add(Block::Once(training.expect("hours")))
        .expect("room");
    set(world, MAYA, &schedule, world.now()).await;
    world
        .book([
            follow_up(at("2026-11-25T11:00:00Z")),
            follow_up(at("2026-12-01T11:00:00Z")),
        ])
        .await;
    hold(world).await;
    let busy = "INSERT INTO imported_busy (id, therapist_id, source, starts_at, ends_at, imported_at) \
                VALUES ('a', $1, 0, $2, $3, $4)";
    let elsewhere = span("11-28T10:00");
    let busy = sql(busy)
        .bind(MAYA.id())
        .bind(elsewhere.start())
        .bind(elsewhere.end());
    world.put(busy.bind(world.hours(-1))).await;
    let before = world.backend.store.statements();
    let page = week(world, "2026-11-26").await;
    assert_eq!(world.backend.store.statements() - before, 5);
    assert_eq!(
        (page.monday, page.zone.as_str()),
        (date("2026-11-23"), "GMT")
    );
    assert_eq!(page.schedule, schedule);
    let names: Vec<_> = page.booked.iter().map(|one| one.client.as_ref()).collect();
    assert_eq!(names.len(), 2);
    assert_eq!(names[0].expect("a client").1, "Daniel Reyes");
    assert!(matches!(page.booked[1].what, Booked::Held { until } if until == world.hours(1)));
    assert!(
        page.booked
            .iter()
            .all(|one| one.place == Place::WithinHours)
    );
    assert_eq!(page.elsewhere[0].span, elsewhere);
    assert_eq!(page.elsewhere[0].as_of.label, "Mon 23 Nov, 05:40");
    // The browser counts as the server did.
    let diary = domain::availability::Diary {
        account: page.account,
        schedule: &page.schedule,
        zone: &page.table,
        busy: &page.busy,
    };
    let all = Interval::new(at("2026-11-23T00:00:00Z"), at("2026-11-30T00:00:00Z"));
    let counted = slots(diary, page.now, all.expect("a week")).count();
    // Tuesday to Sunday are eight each; taken are one, one, three and one.
    assert_eq!((counted, page.open), (42, 42));
}

pub async fn who_was_kept_outside_is_shown_there(world: &World) {
    three(world).await;
    let review = async || {
        pages::availability::review(&world.backend, seen())
            .await
            .unwrap()
    };
    assert_eq!(
        (review().await.clashes, review().await.review),
        (0, Review::Due)
    );
    let day = Days::new(date("2026-11-25"), date("2026-11-25")).expect("a day");
    let edit = Edit::Block(Block::Days(day));
    saved(world, edit, Answers::all(Answer::Keep)).await;
    let before = world.backend.store.statements();
    assert_eq!(review().await.clashes, 3);
    assert_eq!(world.backend.store.statements() - before, 3);
    let page = week(world, "2026-11-25").await;
    assert_eq!(page.booked.len(), 3);
    assert!(
        page.booked
            .iter()
            .all(|one| one.place == Place::OutsideHours)
    );
}

async fn why(world: &World, start: &str) -> Why {
    let at = span(start).start();
    pages::availability::why_at(&world.backend, seen(), at)
        .await
        .unwrap()
        .why
}

pub async fn every_instant_says_why_it_is_not_bookable(world: &World) {
    open(world).await;
    world.book([follow_up(at("2026-11-25T11:00:00Z"))]).await;
    let before = world.backend.store.statements();
    assert_eq!(why(world, "11-25T10:00").await, Why::Bookable);
    assert_eq!(world.backend.store.statements() - before, 3);
    assert!(matches!(why(world, "11-25T11:00").await, Why::Taken { .. }));
    assert!(matches!(
        why(world, "11-25T18:00").await,
        Why::OutsideHours { .. }
    ));
    assert!(matches!(
        why(world, "11-24T02:00").await,
        Why::OutsideHours { .. }
    ));
    assert!(matches!(
        why(world, "11-23T12:00").await,
        Why::TooSoon { .. }
    ));
    let nearest = Some(span("11-25T14:00").start());
    assert_eq!(why(world, "11-25T14:20").await, Why::NotOnStep { nearest });
}
