//! What is known of times that a session could have.

use crate::kept::{set, therapist};
use crate::offered::{nine_to_five, open};
use crate::world::{World, at, follow_up};
use backend::fault::Fault;
use backend::seed::bookings::Booking;
use backend::seed::cast::{DANIEL, MAYA, PRIYA, TOMAS};
use backend::store::availability::candidates::{self, Asking};
use backend::store::{person, sql};
use domain::actor::Role;
use domain::availability::Block;
use domain::ids::{ClientId, SessionId};
use domain::time::{TimeDelta, interval::Interval, iso};
use domain::times::{Candidate, OwnRule, TakenBy};

pub fn span(start: &str) -> Interval {
    let start = at(&format!("2026-{start}:00Z"));
    Interval::new(start, start + TimeDelta::minutes(50)).expect("fifty minutes")
}

async fn ask(
    world: &World,
    by: Role,
    session: Option<SessionId>,
    starts: &[&str],
) -> Vec<Candidate> {
    let asking = Asking {
        therapist: therapist(MAYA),
        client: ClientId(DANIEL.id().0),
        session,
        by,
        spans: starts.iter().map(|start| span(start)).collect(),
    };
    let now = world.now();
    let write = world.backend.store.write::<_, Fault, _>("ask", move |tx| {
        Box::pin(async move {
            person::lock(tx, MAYA.id()).await?;
            person::lock(tx, DANIEL.id()).await?;
            let before = tx.statements();
            let found = candidates::of(tx, &asking, now).await?;
            assert_eq!(tx.statements() - before, 3);
            Ok(found)
        })
    });
    write.await.unwrap()
}

fn told(candidate: &Candidate) -> String {
    let against = candidate.against.iter().map(|rule| rule.as_str());
    let taken = candidate.taken.iter().map(|taken| taken.by.as_str());
    let near = candidate.nearest.starts();
    let near = near.map(|start| iso(start)[8..16].replace('T', " "));
    let near: Vec<String> = near.collect();
    let said: Vec<&str> = against.chain(taken).collect();
    format!("{} | {}", said.join(" "), near.join(", "))
}

pub async fn a_candidate_knows_rules_what_takes_it_and_what_is_near(world: &World) {
    let mut schedule = nine_to_five();
    let training = Interval::new(at("2026-11-26T13:00:00Z"), at("2026-11-26T17:00:00Z"));
    schedule
        .blocks
        .add(Block::Once(training.expect("hours")))
        .expect("room");
    set(world, MAYA, &schedule, world.now()).await;
    let priya = Booking {
        client: PRIYA,
        ..follow_up(at("2026-11-25T11:00:00Z"))
    };
    world.book([priya]).await;
    let starts = [
        "11-25T10:00",
        "11-25T10:30",
        "11-25T11:00",
        "11-25T12:20",
        "11-23T12:00",
        "11-25T18:00",
        "11-26T14:00",
        "11-24T02:00",
    ];
    let expected = [
        " | 25 09:00, 25 10:00, 25 12:00",
        "session | 25 09:00, 25 10:00, 25 12:00",
        "session | 25 09:00, 25 10:00, 25 12:00",
        " | 25 12:00, 25 13:00, 25 14:00",
        "within_lead_time | 24 09:00, 24 10:00, 24 11:00",
        "outside_hours | 25 14:00, 25 15:00, 25 16:00",
        "blocked | 26 10:00, 26 11:00, 26 12:00",
        "outside_hours within_lead_time | 24 09:00, 24 10:00, 24 11:00",
    ];
    let found = ask(world, Role::Therapist, None, &starts).await;
    let found: Vec<String> = found.iter().map(told).collect();
    assert_eq!(found, expected);
    world.backend.clock.advance(TimeDelta::days(-70));
    let far = ask(world, Role::Therapist, None, &["11-25T10:00"]).await;
    assert!(far[0].against.contains(&OwnRule::BeyondHorizon), "{far:?}");
    world.backend.clock.advance(TimeDelta::days(70));
}

pub async fn each_of_her_own_rules_that_a_time_breaks_is_named(world: &World) {
    let mut schedule = nine_to_five();
    let training = Interval::new(at("2026-11-26T13:00:00Z"), at("2026-11-26T14:00:00Z"));
    let training = Block::Once(training.expect("an hour"));
    schedule.blocks.add(training).expect("room");
    set(world, MAYA, &schedule, world.now()).await;
    let priya = Booking {
        client: PRIYA,
        ..follow_up(at("2026-11-25T11:00:00Z"))
    };
    world.book([priya]).await;
    let dentist = "INSERT INTO imported_busy (id, therapist_id, source, starts_at, ends_at, \
                   imported_at) VALUES ('a', $1, 0, $2, $3, $4)";
    let (from, to) = (at("2026-11-27T13:00:00Z"), at("2026-11-27T14:00:00Z"));
    let dentist = sql(dentist).bind(MAYA.id()).bind(from).bind(to);
    world.put(dentist.bind(world.hours(-1))).await;
    let lines = [
        // Ten minutes after Priya, and a minute less.
        ("11-25T12:00", ""),
        ("11-25T11:59", "within_gap"),
        // From the end of the block on, until its start, and a minute more.
        ("11-26T14:00", ""),
        ("11-26T13:59", "blocked"),
        ("11-26T12:10", ""),
        ("11-26T12:11", "blocked"),
        ("11-27T14:00", ""),
        ("11-27T13:59", "busy_elsewhere"),
        ("11-27T12:11", "busy_elsewhere"),
        // To the end of the hours, and past it.
        ("11-27T16:10", ""),
        ("11-27T16:11", "outside_hours"),
        ("11-27T08:59", "outside_hours"),
    ];
    let found = ask(world, Role::Therapist, None, &lines.map(|(start, _)| start)).await;
    for ((start, expected), candidate) in lines.into_iter().zip(&found) {
        let told = told(candidate);
        let (rules, _) = told.split_once(" | ").expect("both parts");
        assert_eq!(rules, expected, "{start}");
    }
}

pub async fn a_session_is_not_in_its_own_way(world: &World) {
    open(world).await;
    let session = world.book_one(follow_up(at("2026-11-25T11:00:00Z"))).await;
    let starts = ["11-25T11:05", "11-25T12:00"];
    let own = ask(world, Role::Therapist, Some(session), &starts).await;
    assert!(own.iter().all(|one| one.against.is_empty()), "{own:?}");
    assert_eq!(own[0].taken_from(session, world.now()), None);
    assert_eq!(own[0].taken_by_anyone(world.now()), Some(TakenBy::Session));
    // Where it is now is no way out either: to go there is no move.
    let other = ask(world, Role::Therapist, None, &starts).await;
    for one in [&own[0], &other[0]] {
        let mut near = one.nearest.starts();
        assert!(near.all(|at| at != span("11-25T11:00").start()), "{one:?}");
    }
}

pub async fn a_client_is_held_to_what_is_on_offer(world: &World) {
    open(world).await;
    let starts = ["11-25T11:00", "11-25T11:20"];
    let allowed = async |by| {
        let found = ask(world, by, None, &starts).await;
        let open = found.iter().map(|one| one.against.is_empty());
        open.collect::<Vec<_>>()
    };
    assert_eq!(allowed(Role::Client).await, [true, false]);
    assert_eq!(allowed(Role::Therapist).await, [true, true]);
    let pause = "INSERT INTO restriction (therapist_id, kind, since, reason) \
                 VALUES ($1, 'paused_by_team', 0, 'hours')";
    world.put(sql(pause).bind(MAYA.id())).await;
    assert_eq!(allowed(Role::Client).await, [false, false]);
    assert_eq!(allowed(Role::Therapist).await, [true, true]);
}

pub async fn what_the_client_has_elsewhere_takes_it_and_breaks_no_rule(world: &World) {
    open(world).await;
    let elsewhere = Booking {
        therapist: TOMAS,
        ..follow_up(at("2026-11-25T11:00:00Z"))
    };
    let pair = "INSERT INTO pairing (therapist_id, client_id, since, policy_version, \
                policy_agreed_at) VALUES ($1, $2, 0, 2, 0)";
    world
        .put(sql(pair).bind(TOMAS.id()).bind(DANIEL.id()))
        .await;
    world.book([elsewhere]).await;
    let found = ask(world, Role::Client, None, &["11-25T11:00", "11-25T12:00"]).await;
    let found: Vec<String> = found.iter().map(told).collect();
    let expected = [
        "session | 25 09:00, 25 10:00, 25 12:00",
        " | 25 10:00, 25 12:00, 25 13:00",
    ];
    assert_eq!(found, expected);
}
