//! Other times for a client to choose from: all held, the session where it was until one is taken.

use crate::acts::{ASKED, asked_now, moving, offering};
use crate::cancelling::done;
use crate::world::World;
use backend::deciding::Outcome;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use backend::undoing;
use domain::Command;
use domain::ids::{ActId, SessionId};
use domain::refusal::Refusal;
use domain::session::moving::Why;
use domain::session::offer::Answer;
use domain::time::TimeDelta;
use domain::times::{OldTime, TakenBy};

const HELD: &str = "SELECT COUNT(*) FROM span WHERE kind = 'offered'";
const STARTS: &str = "SELECT starts_at FROM session";

/// Two times are offered for a session in 98 hours: in 122 and in 126.
async fn offered(world: &World, why: Why) -> SessionId {
    world.maya_works().await;
    let session = world.paid_in(98).await;
    let times = vec![world.hours(126), world.hours(122)];
    done(world.press(session, offering(times, why)).await);
    session
}

fn take(world: &World, hours: i64) -> Command {
    Command::AnswerOffer(Answer::Take(world.hours(hours)))
}

async fn how_it_ended(world: &World) -> String {
    let how = "SELECT COALESCE(ended_how, 'it stands') FROM offer";
    world.text(how).await
}

pub async fn every_time_on_offer_is_held_and_the_session_stays(world: &World) {
    let session = offered(world, ASKED).await;
    assert_eq!(world.number(HELD).await, 2);
    let start = world.hours(98).timestamp_millis();
    assert_eq!(world.number(STARTS).await, start);
    let other = world.paid_in(140).await;
    let command = moving(world.hours(122), ASKED, OldTime::Open);
    let outcome = world.press(other, command).await;
    let Outcome::Refused(Refusal::Taken { by, nearest }) = outcome else {
        panic!("{outcome:?}")
    };
    let until = world.hours(48);
    assert_eq!(by, TakenBy::Hold { until });
    assert!(!nearest.is_empty());
    let again = offering(vec![world.hours(130)], ASKED);
    let stands = Outcome::Refused(Refusal::OfferStands { until });
    assert_eq!(world.press(session, again).await, stands);
    world.drain().await;
    let letter = world.post(DANIEL).await.remove(0);
    assert!(letter.text.contains("To choose from"), "{}", letter.text);
}

pub async fn one_is_taken_and_the_others_are_free_again(world: &World) {
    let session = offered(world, Why::TherapistUnavailable).await;
    let none = Outcome::Refused(Refusal::NotOffered);
    assert_eq!(world.client_presses(session, take(world, 130)).await, none);
    done(world.client_presses(session, take(world, 122)).await);
    assert_eq!(world.number(HELD).await, 0);
    assert_eq!(how_it_ended(world).await, "taken");
    let start = world.hours(122).timestamp_millis();
    assert_eq!(world.number(STARTS).await, start);
    assert_eq!(world.text("SELECT moved_way FROM session").await, "offered");
    let blocks = "SELECT starts_at FROM block";
    assert_eq!(
        world.number(blocks).await,
        world.hours(98).timestamp_millis()
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM incident").await, 1);
    let over = Outcome::Refused(Refusal::OfferOver);
    assert_eq!(world.client_presses(session, take(world, 126)).await, over);
    world.drain().await;
    assert_eq!(world.post(MAYA).await.len(), 1);
}

pub async fn what_is_not_taken_leaves_the_session_where_it_is(world: &World) {
    world.maya_works().await;
    for (hours, answer, how) in [
        (98, Answer::Decline, "declined"),
        (150, Answer::Withdraw, "withdrawn"),
    ] {
        let session = world.paid_in(hours).await;
        let times = vec![world.hours(hours + 24), world.hours(hours + 28)];
        done(world.press(session, offering(times, ASKED)).await);
        let command = Command::AnswerOffer(answer);
        done(match answer {
            Answer::Withdraw => world.press(session, command).await,
            _ => world.client_presses(session, command).await,
        });
        assert_eq!(world.number(HELD).await, 0, "{how}");
        let ended = sql("SELECT ended_how FROM offer WHERE session_id = $1").bind(session);
        assert_eq!(world.one::<(String,)>(ended).await.0, how);
    }
    let moved = "SELECT COUNT(*) FROM session WHERE moved_from IS NOT NULL";
    assert_eq!(world.number(moved).await, 0);
    world.drain().await;
}

pub async fn nobody_answers_and_the_offer_lapses_by_itself(world: &World) {
    let session = offered(world, ASKED).await;
    world.drain().await;
    world.backend.clock.advance(TimeDelta::hours(48));
    let too_late = world.client_presses(session, take(world, 126 - 48)).await;
    assert_eq!(too_late, Outcome::Refused(Refusal::OfferOver));
    world.drain().await;
    assert_eq!(how_it_ended(world).await, "lapsed");
    assert_eq!(world.number(HELD).await, 0);
    assert_eq!(world.post(DANIEL).await.len(), 2, "offered, and lapsed");
    assert_eq!(world.post(MAYA).await.len(), 1);
}

pub async fn a_cancel_ends_the_offer_and_its_undo_gives_it_back(world: &World) {
    let session = offered(world, ASKED).await;
    let take = take(world, 122);
    world.drain().await;
    let before = world.everything().await;
    let outcome = world.cancel(session, asked_now()).await;
    let Outcome::Done(cancelled) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(how_it_ended(world).await, "overtaken");
    let kept = "SELECT COUNT(*) FROM span WHERE kind = 'undo'";
    assert_eq!(world.number(kept).await, 3, "also the times on offer");
    done(undo(world, session, cancelled.act).await);
    assert_eq!(how_it_ended(world).await, "it stands");
    let after = world.everything().await;
    assert_eq!(before["offer"], after["offer"]);
    let spans = "SELECT COUNT(*) FROM span WHERE kind = 'offered'";
    assert_eq!(world.number(spans).await, 2);
    done(world.client_presses(session, take).await);
    world.drain().await;
}

pub async fn undo(world: &World, session: SessionId, act: ActId) -> Outcome {
    use crate::acts::Acting;
    let asked = undoing::Asked {
        session,
        act,
        key: world.key(),
        received_at: world.now(),
    };
    MAYA.undoes(&world.backend, asked).await.unwrap()
}
