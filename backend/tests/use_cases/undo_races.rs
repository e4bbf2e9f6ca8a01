//! Undos at once with each other, with the worker, and with a refund: all or nothing.

use crate::acts::{Acting, asked_now, give_back};
use crate::cancelling::done;
use crate::undoing::asked;
use crate::world::World;
use backend::deciding::Outcome;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use backend::undoing::Asked;
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::session::undo::WINDOW;
use domain::time::TimeDelta;
use futures::future::join_all;

const ROUNDS: i64 = 12;

async fn at_once(world: &World, asked: Vec<Asked>) -> Vec<Outcome> {
    let sent = asked.into_iter().map(|asked| {
        let backend = world.backend.clone();
        tokio::spawn(async move { MAYA.undoes(&backend, asked).await.unwrap() })
    });
    join_all(sent)
        .await
        .into_iter()
        .map(|outcome| outcome.unwrap())
        .collect()
}

async fn one_effect(world: &World) {
    let undone = "SELECT COUNT(*) FROM event WHERE kind = 'undone'";
    assert_eq!(world.number(undone).await, 1);
    world.drain().await;
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 0);
    assert!(world.post(DANIEL).await.is_empty());
}

pub async fn of_a_hundred_undos_with_keys_of_their_own_one_is_carried_out(world: &World) {
    let session = world.paid_in(72).await;
    let cancelled = world.cancel(session, asked_now()).await;
    let all = (0..100).map(|_| asked(world, session, &cancelled));
    let outcomes = at_once(world, all.collect()).await;
    let (carried_out, refused): (Vec<_>, Vec<_>) = outcomes
        .into_iter()
        .partition(|outcome| matches!(outcome, Outcome::Done(_)));
    assert_eq!(carried_out.len(), 1);
    let again = Outcome::Refused(Refusal::AlreadyUndone);
    assert!(refused.iter().all(|one| *one == again), "{refused:?}");
    one_effect(world).await;
}

pub async fn of_a_hundred_undos_with_one_key_all_get_the_same_answer(world: &World) {
    let session = world.paid_in(72).await;
    let cancelled = world.cancel(session, asked_now()).await;
    let outcomes = at_once(world, vec![asked(world, session, &cancelled); 100]).await;
    done(outcomes[0].clone());
    assert!(
        outcomes.iter().all(|outcome| *outcome == outcomes[0]),
        "{outcomes:?}"
    );
    one_effect(world).await;
}

/// The undo was received an instant before the end, and the worker's clock has passed it.
pub async fn an_undo_and_the_worker_at_once_do_all_or_nothing(world: &World) {
    let mut undone = 0;
    for round in 0..ROUNDS {
        let session = world.paid_in(72 + 2 * round).await;
        let cancelled = world.cancel(session, asked_now()).await;
        let letters = world.post(DANIEL).await.len();
        world.backend.clock.advance(WINDOW);
        let asked = Asked {
            received_at: world.now() - TimeDelta::milliseconds(1),
            ..asked(world, session, &cancelled)
        };
        let worker = world.backend.worker();
        let outcome = match round {
            0 => MAYA.undoes(&world.backend, asked).await,
            1 => {
                worker.drain().await.unwrap();
                MAYA.undoes(&world.backend, asked).await
            }
            _ => {
                let (drained, outcome) =
                    tokio::join!(worker.drain(), MAYA.undoes(&world.backend, asked));
                drained.unwrap();
                outcome
            }
        };
        world.drain().await;
        let sent = "SELECT COUNT(*) FROM refund r JOIN sandbox_refund s ON s.asked_key = r.id \
                    WHERE r.session_id = $1";
        let (sent,): (i64,) = world.one(sql(sent).bind(session)).await;
        let left = (sent, world.post(DANIEL).await.len() - letters);
        match outcome.unwrap() {
            Outcome::Done(_) => {
                assert_eq!(left, (0, 0), "round {round}");
                undone += 1;
            }
            Outcome::Refused(Refusal::ChangedSince { .. }) => {
                assert_eq!(left, (1, 1), "round {round}");
            }
            other => panic!("round {round}: {other:?}"),
        }
    }
    assert!(undone > 0 && undone < ROUNDS, "both orders: {undone}");
}

pub async fn an_undo_and_a_refund_at_once(world: &World) {
    for round in 0..ROUNDS {
        let session = world.paid_in(20 + 2 * round).await;
        let cancelled = world.cancel(session, asked_now()).await;
        let refund = world.asked(session, give_back(Choice::All)).await;
        let (undone, refunded) = tokio::join!(
            MAYA.undoes(&world.backend, asked(world, session, &cancelled)),
            MAYA.sends(&world.backend, refund)
        );
        done(undone.unwrap());
        let refunded = refunded.unwrap();
        assert!(
            matches!(
                refunded,
                Outcome::Refused(Refusal::CanStillBeUndone { .. } | Refusal::CancelInstead)
            ),
            "{refunded:?}"
        );
    }
    one_session_each(world).await;
}

async fn one_session_each(world: &World) {
    let kept =
        "SELECT COUNT(*) FROM session s JOIN span p ON p.id = s.id WHERE s.state = 'confirmed'";
    assert_eq!(world.number(kept).await, ROUNDS);
    assert_eq!(world.number("SELECT COUNT(*) FROM span").await, ROUNDS);
    assert_eq!(world.number("SELECT COUNT(*) FROM outbox").await, 0);
}
