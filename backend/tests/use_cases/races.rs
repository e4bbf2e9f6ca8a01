//! Many at once: one outcome, one refund, one letter, and green books.

use crate::acts::{Acting, asked_now, attend, give_back, unavailable};
use crate::cancelling::done;
use crate::world::World;
use backend::deciding::{Asked, Outcome};
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use domain::Command;
use domain::actor::Role;
use domain::ids::SessionId;
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::session::attend::Attendance;
use domain::session::cancel::Cancel;
use domain::session::undo::WINDOW;
use futures::future::join_all;

const ROUNDS: i64 = 12;

async fn at_once(world: &World, asked: Vec<Asked>) -> Vec<Outcome> {
    let sent = asked.into_iter().map(|asked| {
        let backend = world.backend.clone();
        tokio::spawn(async move { MAYA.sends(&backend, asked).await.unwrap() })
    });
    join_all(sent)
        .await
        .into_iter()
        .map(|outcome| outcome.unwrap())
        .collect()
}

async fn one_effect(world: &World) {
    world.drain().await;
    assert_eq!(world.number("SELECT COUNT(*) FROM refund").await, 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM command").await, 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM task").await, 0);
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM event WHERE kind = 'decided'")
            .await,
        1
    );
    assert_eq!(world.post(DANIEL).await.len(), 1);
}

pub async fn of_a_hundred_cancels_with_keys_of_their_own_one_is_carried_out(world: &World) {
    let session = world.paid_in(72).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let all = (0..100).map(|_| Asked {
        key: world.key(),
        ..asked.clone()
    });
    let outcomes = at_once(world, all.collect()).await;
    let (carried_out, refused): (Vec<_>, Vec<_>) = outcomes
        .into_iter()
        .partition(|outcome| matches!(outcome, Outcome::Done(_)));
    assert_eq!(carried_out.len(), 1);
    let late = Outcome::Refused(Refusal::AlreadyCancelled);
    assert!(
        refused.iter().all(|outcome| *outcome == late),
        "{refused:?}"
    );
    one_effect(world).await;
}

pub async fn of_a_hundred_cancels_with_one_key_all_get_the_same_answer(world: &World) {
    let session = world.paid_in(72).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let outcomes = at_once(world, vec![asked; 100]).await;
    done(outcomes[0].clone());
    assert!(
        outcomes.iter().all(|outcome| *outcome == outcomes[0]),
        "{outcomes:?}"
    );
    one_effect(world).await;
}

/// What a round is expected to leave, by who won.
struct Expected {
    therapist_wins: (i64, i64),
    client_wins: (i64, i64),
}

/// Therapist and client cancel at once, in both orders: one outcome, the winner's refund at
/// most, and a task where the loser would have given more. Pairs are (refunded, tasks).
async fn race(world: &World, first: i64, therapist: &Cancel, expected: Expected) {
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let session = world.paid_in(first + 2 * round).await;
        let asked = world
            .asked(session, Command::Cancel(therapist.clone()))
            .await;
        let (by_therapist, by_client) = both(world, session, asked, round).await;
        let (loser, left, winner, by) = match &by_therapist {
            Outcome::Done(_) => (by_client, expected.therapist_wins, 0, Role::Therapist),
            _ => {
                done(by_client);
                (by_therapist, expected.client_wins, 1, Role::Client)
            }
        };
        let until = world.now() + WINDOW;
        let waits = Outcome::Refused(Refusal::CanStillBeUndone { until, by });
        assert_eq!(loser, waits, "round {round}");
        assert_eq!(
            effect(world, session).await,
            left,
            "round {round}, {winner} won"
        );
        won[winner] += 1;
    }
    assert!(won[0] > 0 && won[1] > 0, "both orders: {won:?}");
    world.drain().await;
}

/// The first two rounds one after the other, so that both orders are seen for certain.
async fn both(world: &World, session: SessionId, asked: Asked, round: i64) -> (Outcome, Outcome) {
    let key = world.key();
    let therapist = MAYA.sends(&world.backend, asked);
    let client = DANIEL.cancels(&world.backend, session, &key, world.now());
    let (therapist, client) = match round {
        0 => {
            let therapist = therapist.await;
            (therapist, client.await)
        }
        1 => {
            let client = client.await;
            (therapist.await, client)
        }
        round if round % 2 == 0 => tokio::join!(biased; therapist, client),
        _ => {
            let (client, therapist) = tokio::join!(biased; client, therapist);
            (therapist, client)
        }
    };
    (therapist.unwrap(), client.unwrap())
}

/// What is refunded for a session, and how many tasks ask to compare the two cancels.
async fn effect(world: &World, session: SessionId) -> (i64, i64) {
    let refunds = "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM refund \
                   WHERE session_id = $1";
    let (count, amount): (i64, i64) = world.one(sql(refunds).bind(session)).await;
    assert!(count <= 1, "{count} refunds");
    let tasks = "SELECT COUNT(*) FROM task WHERE kind = 'competing_cancel' AND session_id = $1";
    let (tasks,): (i64,) = world.one(sql(tasks).bind(session)).await;
    let cancels = "SELECT COUNT(*) FROM event WHERE kind = 'decided' AND session_id = $1";
    let (cancels,): (i64,) = world.one(sql(cancels).bind(session)).await;
    assert_eq!(cancels, 1);
    let noted = "SELECT COUNT(*) FROM event WHERE kind = 'came_second' AND session_id = $1";
    let (noted,): (i64,) = world.one(sql(noted).bind(session)).await;
    assert_eq!(noted, 1, "the loser's wish is kept");
    (amount, tasks)
}

pub async fn a_late_client_and_an_unavailable_therapist_at_once(world: &World) {
    let expected = Expected {
        therapist_wins: (6500, 0),
        client_wins: (0, 1),
    };
    race(world, 2, &unavailable(), expected).await;
}

pub async fn a_client_on_time_and_a_therapist_who_keeps_at_once(world: &World) {
    let reason = Some("The third time.".to_owned());
    let keep = Cancel {
        money: Choice::Keep,
        reason,
        ..asked_now()
    };
    let expected = Expected {
        therapist_wins: (0, 1),
        client_wins: (6500, 0),
    };
    race(world, 100, &keep, expected).await;
}

pub async fn the_loser_who_would_have_given_less_raises_nothing(world: &World) {
    let expected = Expected {
        therapist_wins: (6500, 0),
        client_wins: (6500, 0),
    };
    race(world, 100, &asked_now(), expected).await;
}

pub async fn of_many_refunds_at_once_no_more_goes_than_remains(world: &World) {
    let session = world.paid_in(-2).await;
    done(
        world
            .press(session, attend(Attendance::TookPlace, Choice::Policy))
            .await,
    );
    let asked = world.asked(session, give_back(Choice::Part(4000))).await;
    let all = (0..20).map(|_| Asked {
        key: world.key(),
        ..asked.clone()
    });
    let outcomes = at_once(world, all.collect()).await;
    let carried_out = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Outcome::Done(_)));
    assert_eq!(carried_out.count(), 1, "{outcomes:?}");
    world.drain().await;
    assert_eq!(
        world.number("SELECT amount FROM sandbox_refund").await,
        4000
    );
}
