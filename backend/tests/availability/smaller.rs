//! What is smaller than the editor: an hour that is offered no longer, another zone, and hours that
//! are still right.

use crate::acts::Acting;
use crate::editing::{each, leave, previewed, revision, saved, three};
use crate::kept::whole;
use crate::offered::open;
use crate::world::{World, at, follow_up};
use backend::availability::editing::{self, Outcome};
use backend::availability::reviewing::{self, Reviewed};
use backend::availability::stopping;
use backend::fault::Fault;
use backend::seed::cast::{DANIEL, MAYA, TOMAS};
use domain::account::pause::Answer;
use domain::availability::Schedule;
use domain::availability::edit::{Answers, Edit, Keeping, NotSaved};
use domain::ids::SpanId;
use domain::permission::{EditAvailability, Subject, permit};

pub async fn an_hour_is_offered_no_longer_and_later_sessions_are_asked_about(world: &World) {
    let [_, daniel, _] = three(world).await;
    let next_week = world.book_one(follow_up(at("2026-12-02T14:00:00Z"))).await;
    let preview = stopping::preview(&world.backend, leave(MAYA), daniel)
        .await
        .unwrap();
    let preview = preview.expect("an edit that can be");
    let left: Vec<SpanId> = preview.stranded.iter().map(|one| one.id).collect();
    assert_eq!(left, [daniel.into(), next_week.into()]);
    let answers = each(&[(daniel, Answer::Cancel), (next_week, Answer::Keep)]);
    let sent = (answers, preview.shown);
    let key = world.key();
    let outcome =
        stopping::stop_offering(&world.backend, leave(MAYA), daniel, sent, key, world.now());
    let outcome = outcome.await.unwrap();
    assert!(matches!(outcome, Outcome::Saved(_)), "{outcome:?}");
    let hours = whole(world, MAYA, world.now()).await.offered.hours;
    let said: Vec<String> = hours.days()[2].ranges().map(|r| r.to_string()).collect();
    assert_eq!(said, ["09:00–14:00", "15:00–17:00"]);
    let theirs = stopping::preview(&world.backend, leave(TOMAS), daniel).await;
    assert!(matches!(theirs, Err(Fault::Denied(_))), "{theirs:?}");
    world.drain().await;
}

pub async fn the_zone_changes_and_no_session_moves(world: &World) {
    let sessions = three(world).await;
    let rezone = |zone: &str, keep| Edit::Rezone {
        zone: zone.into(),
        city: "Madrid".into(),
        keep,
    };
    let spans = "SELECT CAST(SUM(starts_at) AS BIGINT) FROM span";
    let before = world.number(spans).await;
    // What was open at 09:00 in London is open at 10:00 in Madrid: nobody is left outside.
    let instants = rezone("Europe/Madrid", Keeping::Instants);
    assert_eq!(previewed(world, &instants).await.stranded.len(), 0);
    // On the wall of Auckland, everybody is.
    let hours = rezone("Pacific/Auckland", Keeping::Hours);
    assert_eq!(
        previewed(world, &hours).await.stranded.len(),
        sessions.len()
    );
    saved(world, instants, Answers::default()).await;
    let read = whole(world, MAYA, world.now()).await;
    let said: Vec<String> = read.offered.hours.days()[2]
        .ranges()
        .map(|r| r.to_string())
        .collect();
    assert_eq!(said, ["10:00–18:00"]);
    assert_eq!(
        world
            .text("SELECT zone FROM account WHERE name = 'Maya Okafor'")
            .await,
        "Europe/Madrid"
    );
    saved(world, hours, Answers::all(Answer::Keep)).await;
    assert_eq!(world.number(spans).await, before);
    let nowhere = rezone("Europe/Atlantis", Keeping::Hours);
    let refused = editing::preview(&world.backend, leave(MAYA), nowhere).await;
    assert_eq!(refused.unwrap(), Err(NotSaved::UnknownZone));
}

pub async fn hours_are_reviewed_as_they_were_shown(world: &World) {
    open(world).await;
    let shown = revision(world).await;
    let review = async |shown| {
        let (backend, now) = (&world.backend, world.now());
        reviewing::are_right(backend, leave(MAYA), shown, now)
            .await
            .unwrap()
    };
    let revision = shown;
    assert_eq!(
        review(shown - 1).await,
        Reviewed::ThereIsANewerOne { revision }
    );
    assert_eq!(whole(world, MAYA, world.now()).await.reviewed_at, None);
    assert_eq!(review(shown).await, Reviewed::Yes);
    let read = whole(world, MAYA, world.now()).await;
    assert_eq!(
        (read.reviewed_at, read.revision),
        (Some(world.now()), shown)
    );
}

pub async fn the_neighbours_hours_are_their_own(world: &World) {
    open(world).await;
    let before = whole(world, MAYA, world.now()).await.offered;
    let edit = Edit::Schedule {
        revision: 0,
        schedule: Box::new(Schedule::default()),
    };
    let preview = editing::preview(&world.backend, leave(TOMAS), edit).await;
    assert_eq!(preview.unwrap().expect("an edit").changes, []);
    assert_eq!(whole(world, MAYA, world.now()).await.offered, before);
    let client = permit::<EditAvailability>(Some(DANIEL.actor()), Subject::Nothing);
    client.expect_err("a client has no hours");
}
