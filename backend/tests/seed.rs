//! The demo stands on real use cases: whenever it starts, its books are green, its logs replay,
//! nothing waits in its outbox, and it has one of everything.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/acts.rs"]
mod acts;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "store_contract/place.rs"]
mod place;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/rows.rs"]
mod rows;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/world.rs"]
mod world;

use acts::Acting;
use backend::availability::next_free;
use backend::pages;
use backend::seed;
use backend::seed::cast::{MAYA, RUTH, TOMAS};
use backend::store::sql;
use domain::availability::Review;
use domain::ids::{SessionId, TherapistId};
use domain::permission::{Subject, permit};
use place::Place;
use world::{World, at};

macro_rules! starts {
    ($($name:ident: $now:literal,)*) => {
        mod on_sqlite {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::has_one_of_everything(crate::Place::sqlite(), $now).await;
            }
        )*}
        mod on_postgres {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(place) = crate::Place::postgres().await else { return };
                crate::has_one_of_everything(place, $now).await;
            }
        )*}
    };
}

starts! {
    on_a_monday_morning: "2026-11-23T06:40:00Z",
    at_two_in_the_night: "2026-12-02T02:00:00Z",
    ten_minutes_before_midnight: "2026-11-24T23:50:00Z",
    in_the_hour_that_london_has_twice: "2026-10-25T00:30:00Z",
    the_day_before_the_clocks_go_forward: "2027-03-27T10:10:00Z",
    at_the_turn_of_the_year: "2026-12-31T23:59:59Z",
    on_a_leap_day: "2028-02-29T12:00:00Z",
}

/// What the demo always has, each a question for a number.
const PRESENT: [(&str, &str); 14] = [
    ("paid, inside 48 hours", PAID_SOON),
    ("paid, beyond 48 hours", PAID_LATER),
    ("unpaid", UNPAID),
    ("without a price", FREE),
    (
        "moved",
        "SELECT COUNT(*) FROM session WHERE moved_from IS NOT NULL AND starts_at > $1",
    ),
    (
        "initial, to come",
        "SELECT COUNT(*) FROM session WHERE kind = 'initial' AND starts_at > $1",
    ),
    (
        "initial, awaiting confirmation",
        "SELECT COUNT(*) FROM session WHERE state = 'awaiting_confirmation' \
         AND kind = 'initial' AND confirm_by > $1",
    ),
    (
        "a follow-up that awaits confirmation",
        "SELECT COUNT(*) FROM session WHERE state = 'awaiting_confirmation' \
         AND kind = 'follow_up' AND remind_at > $1",
    ),
    ("waiting for attendance", OPEN),
    (
        "by the client",
        "SELECT COUNT(*) FROM session WHERE cancelled_by = 'client' AND $1 > 0",
    ),
    ("by the therapist", BY_THERAPIST),
    (
        "no-show",
        "SELECT COUNT(*) FROM session WHERE state = 'client_no_show' AND $1 > 0",
    ),
    (
        "arrived",
        "SELECT COUNT(*) FROM refund WHERE state = 'arrived' AND settled_at <= $1",
    ),
    (
        "an exception",
        "SELECT COUNT(*) FROM refund WHERE is_exception = 1 AND requested_at <= $1",
    ),
];
const PAID_SOON: &str = "SELECT COUNT(*) FROM session s JOIN payment p ON p.session_id = s.id \
    WHERE s.kind = 'follow_up' AND s.state = 'confirmed' \
    AND s.starts_at > $1 AND s.starts_at < $1 + 172800000";
const PAID_LATER: &str = "SELECT COUNT(*) FROM session s JOIN payment p ON p.session_id = s.id \
    WHERE s.kind = 'follow_up' AND s.state = 'confirmed' AND s.starts_at > $1 + 172800000";
const UNPAID: &str = "SELECT COUNT(*) FROM charge c JOIN session s ON s.id = c.session_id \
    WHERE c.state = 'scheduled' AND c.due_at > $1 AND s.state = 'confirmed'";
const FREE: &str = "SELECT COUNT(*) FROM session WHERE price = 0 AND starts_at > $1";
const OPEN: &str = "SELECT COUNT(*) FROM session WHERE state = 'confirmed' AND starts_at <= $1";
const BY_THERAPIST: &str =
    "SELECT COUNT(*) FROM session WHERE cancelled_by = 'therapist' AND cancelled_at <= $1";

/// What it never has: something that is yet to happen, or a log out of order.
const ABSENT: [(&str, &str); 6] = [
    (
        "a charge overdue",
        "SELECT COUNT(*) FROM charge WHERE state = 'scheduled' AND due_at <= $1",
    ),
    (
        "an event to come",
        "SELECT COUNT(*) FROM event WHERE received_at > $1",
    ),
    ("an event before the one it follows", OUT_OF_ORDER),
    (
        "a letter to come",
        "SELECT COUNT(*) FROM outbox WHERE created_at > $1 OR done_at > $1",
    ),
    (
        "money to come",
        "SELECT COUNT(*) FROM ledger_entry WHERE at > $1",
    ),
    ("a booking before the policy was agreed", BEFORE_AGREED),
];
const OUT_OF_ORDER: &str = "SELECT COUNT(*) FROM event a JOIN event b \
    ON b.session_id = a.session_id AND b.number = a.number + 1 \
    WHERE a.received_at > b.received_at AND $1 > 0";
const BEFORE_AGREED: &str = "SELECT COUNT(*) FROM session WHERE (booked_at < policy_agreed_at OR booked_at > starts_at) \
    AND $1 > 0";

async fn count(world: &World, question: &'static str) -> i64 {
    world.one::<(i64,)>(sql(question).bind(world.now())).await.0
}

async fn has_one_of_everything(place: Place, now: &str) {
    let world = World::empty(place, at(now)).await;
    seed::if_empty(&world.backend).await.unwrap();
    assert_eq!(world.now(), at(now), "the clock is where it was");
    for (what, question) in PRESENT {
        assert!(count(&world, question).await > 0, "{what}, at {now}");
    }
    for (what, question) in ABSENT {
        assert_eq!(count(&world, question).await, 0, "{what}, at {now}");
    }
    let failed = "SELECT COUNT(*) FROM refund WHERE state = 'failed' AND settled_at <= $1";
    assert_eq!(
        count(&world, failed).await,
        1,
        "refunds that failed, at {now}"
    );
    every_page_opens(&world).await;
    everybody_comes_within_the_hours(&world).await;
    let before = world.everything().await;
    seed::if_empty(&world.backend).await.unwrap();
    assert_eq!(world.everything().await, before, "twice is once");
}

async fn every_page_opens(world: &World) {
    let sessions = sql("SELECT id FROM session");
    let read = world
        .backend
        .store
        .read::<_, backend::store::StoreFault, _>(|tx| {
            Box::pin(async move { tx.all::<(String,)>(sessions).await })
        });
    for (id,) in read.await.unwrap() {
        let session: SessionId = id.parse().unwrap();
        let detail = world.detail(session).await;
        assert_eq!(detail.facts.session.id, session);
        assert!(!detail.history.is_empty());
    }
}

/// Whoever opens the editor finds nobody outside, something open, and something in the way.
async fn everybody_comes_within_the_hours(world: &World) {
    for member in [MAYA, TOMAS, RUTH] {
        let permit = || permit(Some(member.actor()), Subject::Nothing).unwrap();
        let review = pages::availability::review(&world.backend, permit()).await;
        let review = review.unwrap();
        assert_eq!((review.clashes, review.review), (0, Review::Fresh));
        let date = world.now().date_naive() + chrono::Days::new(7);
        let week = pages::availability::week(&world.backend, permit(), date).await;
        let week = week.unwrap();
        assert!(week.open > 0, "{}: {week:?}", member.name);
        let free = next_free::of(&world.backend, TherapistId(member.id().0)).await;
        assert!(free.unwrap().is_some());
    }
}
