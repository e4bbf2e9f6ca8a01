//! Two want one time: one has it, the other is told who does and what is near, and nothing of the
//! other's is there.

use crate::acts::{ASKED, Acting, moving};
use crate::at_once::{ROUNDS, at_once};
use crate::checkout::{hold, slot};
use crate::world::{World, follow_up};
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::seed::bookings::Booking;
use backend::seed::cast::{ANNA, DANIEL, MAYA, Member, TOMAS};
use backend::store::sql;
use domain::Command;
use domain::ids::SessionId;
use domain::refusal::Refusal;
use domain::session::moving::Move;
use domain::time::{Instant, TimeDelta};
use domain::times::{OldTime, TakenBy};

/// Open to everybody, and another one in every round.
fn wanted(round: i64) -> Instant {
    slot(24 * (4 + round / 6) + 2 * (round % 6))
}

/// A session of theirs on a day of its own, long after all that is wanted, and its move.
struct Mover {
    who: Member,
    session: SessionId,
    asked: Asked,
}

impl Mover {
    /// `who` is one of the two.
    async fn of(
        world: &World,
        (therapist, client): (Member, Member),
        who: Member,
        to: Instant,
    ) -> Mover {
        let days = world.number("SELECT COUNT(*) FROM session").await;
        let session = world
            .book_one(Booking {
                therapist,
                client,
                ..follow_up(slot(24 * (100 + days)))
            })
            .await;
        let command = match who.number == client.number {
            true => Command::Move(Move::by_client(to, None)),
            false => moving(to, ASKED, OldTime::Open),
        };
        Mover {
            who,
            session,
            asked: world.asked(session, command).await,
        }
    }

    fn moves(
        &self,
        world: &World,
    ) -> impl Future<Output = Result<Outcome, Fault>> + Send + 'static {
        let (backend, who, asked) = (world.backend.clone(), self.who, self.asked.clone());
        async move { who.sends(&backend, asked).await }
    }
}

/// Of a session: its start, revision, decisions, letters, spans, and their start.
async fn there_is(world: &World, session: SessionId) -> (i64, i64, i64, i64, i64, i64) {
    let traces = "SELECT starts_at, revision, \
        (SELECT COUNT(*) FROM event e WHERE e.session_id = s.id), \
        (SELECT COUNT(*) FROM outbox o WHERE o.session_id = s.id), \
        (SELECT COUNT(*) FROM span p WHERE p.session_id = s.id), \
        (SELECT CAST(SUM(p.starts_at) AS BIGINT) FROM span p WHERE p.session_id = s.id) \
        FROM session s WHERE id = $1";
    world.one(sql(traces).bind(session)).await
}

/// What takes a time, of whomever.
async fn taken(world: &World, start: Instant) -> i64 {
    let spans = sql("SELECT COUNT(*) FROM span WHERE starts_at = $1").bind(start);
    world.one::<(i64,)>(spans).await.0
}

async fn is_there(world: &World, session: SessionId) -> bool {
    let rows = sql("SELECT COUNT(*) FROM session WHERE id = $1").bind(session);
    world.one::<(i64,)>(rows).await.0 == 1
}

#[track_caller]
fn told(refusal: &Refusal, fits: fn(TakenBy) -> bool) {
    let clean = matches!(refusal, Refusal::Taken { by, .. } if fits(*by));
    assert!(clean, "{refusal:?}");
    assert!(!refusal.nearest().is_empty(), "{refusal:?}");
}

fn session(by: TakenBy) -> bool {
    by == TakenBy::Session
}

fn a_hold(by: TakenBy) -> bool {
    matches!(by, TakenBy::Hold { .. })
}

/// Both sessions of Maya's, moved by herself or by their clients; and two of one client's, moved by
/// two therapists.
fn movers(round: i64) -> [((Member, Member), Member); 2] {
    let (daniels, annas) = ((MAYA, DANIEL), (MAYA, ANNA));
    match round % 4 {
        0 => [(daniels, MAYA), (annas, MAYA)],
        1 => [(daniels, DANIEL), (annas, ANNA)],
        2 => [(daniels, MAYA), (annas, ANNA)],
        _ => [(annas, MAYA), ((TOMAS, ANNA), TOMAS)],
    }
}

/// Tomás works when Maya does.
async fn both_work(world: &World) {
    world.maya_works().await;
    let set = "UPDATE schedule SET hours = (SELECT m.hours FROM schedule m \
               WHERE m.therapist_id = $1) WHERE therapist_id = $2";
    world.put(sql(set).bind(MAYA.id()).bind(TOMAS.id())).await;
}

pub async fn of_two_movers_onto_one_slot_one_wins(world: &World) {
    both_work(world).await;
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let to = wanted(round);
        let [(ones, one), (others, other)] = movers(round);
        let one = Mover::of(world, ones, one, to).await;
        let other = Mover::of(world, others, other, to).await;
        let before = [
            there_is(world, one.session).await,
            there_is(world, other.session).await,
        ];
        let heard = at_once(round, one.moves(world), other.moves(world)).await;
        let (winner, refusal) = match (heard.0.unwrap(), heard.1.unwrap()) {
            (Outcome::Done(_), Outcome::Refused(refusal)) => (0, refusal),
            (Outcome::Refused(refusal), Outcome::Done(_)) => (1, refusal),
            both => panic!("round {round}: {both:?}"),
        };
        told(&refusal, session);
        let both = [&one, &other];
        has_moved(world, both[winner].session, to).await;
        let left = there_is(world, both[1 - winner].session).await;
        assert_eq!(left, before[1 - winner], "round {round}");
        assert_eq!(taken(world, to).await, 1, "round {round}");
        won[winner] += 1;
    }
    println!("of {ROUNDS} rounds each mover won {won:?}");
    assert!(won[0] > 0 && won[1] > 0, "both orders: {won:?}");
    world.drain().await;
}

async fn has_moved(world: &World, session: SessionId, to: Instant) {
    let (start, revision, decided, letters, spans, at) = there_is(world, session).await;
    let to = to.timestamp_millis();
    assert_eq!((start, revision, spans, at), (to, 2, 1, to));
    assert!(decided > 0 && letters > 0, "{decided} {letters}");
}

pub async fn a_mover_and_a_booker_want_one_slot(world: &World) {
    world.maya_works().await;
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let to = wanted(round);
        let who = [MAYA, DANIEL][usize::from(round % 2 == 1)];
        let mover = Mover::of(world, (MAYA, DANIEL), who, to).await;
        let before = there_is(world, mover.session).await;
        let (backend, key) = (world.backend.clone(), world.key());
        let booker = async move { hold(&backend, ANNA, to, key).await };
        let (moved, (held, booked)) = at_once(round, mover.moves(world), booker).await;
        match (moved.unwrap(), booked) {
            (Outcome::Done(_), Outcome::Refused(refusal)) => {
                told(&refusal, session);
                has_moved(world, mover.session, to).await;
                assert!(!is_there(world, held).await, "round {round}");
                won[0] += 1;
            }
            (Outcome::Refused(refusal), Outcome::Done(_)) => {
                told(&refusal, a_hold);
                assert_eq!(
                    there_is(world, mover.session).await,
                    before,
                    "round {round}"
                );
                assert!(is_there(world, held).await, "round {round}");
                won[1] += 1;
            }
            both => panic!("round {round}: {both:?}"),
        }
        assert_eq!(taken(world, to).await, 1, "round {round}");
        world.backend.clock.advance(TimeDelta::minutes(10));
        world.the_clock_strikes().await;
    }
    println!("of {ROUNDS} rounds mover and booker won {won:?}");
    assert!(won[0] > 0 && won[1] > 0, "both orders: {won:?}");
    world.drain().await;
}

pub async fn two_clients_want_one_slot(world: &World) {
    world.maya_works().await;
    world.book_one(follow_up(slot(400))).await;
    let to = slot(24 * 10);
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let holds = |client| {
            let (backend, key) = (world.backend.clone(), world.key());
            async move { hold(&backend, client, to, key).await }
        };
        let ((ones, one), (others, other)) = at_once(round, holds(DANIEL), holds(ANNA)).await;
        let (winner, refusal, loser) = match (one, other) {
            (Outcome::Done(_), Outcome::Refused(refusal)) => (0, refusal, others),
            (Outcome::Refused(refusal), Outcome::Done(_)) => (1, refusal, ones),
            both => panic!("round {round}: {both:?}"),
        };
        told(&refusal, a_hold);
        assert!(!is_there(world, loser).await, "round {round}");
        assert_eq!(taken(world, to).await, 1, "round {round}");
        won[winner] += 1;
        world.backend.clock.advance(TimeDelta::minutes(10));
        world.the_clock_strikes().await;
        assert_eq!(taken(world, to).await, 0, "round {round}");
    }
    assert!(won[0] > 0 && won[1] > 0, "both orders: {won:?}");
}
