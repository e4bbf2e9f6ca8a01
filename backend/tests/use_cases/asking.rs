//! What is asked of others in writing.

use crate::acts::{ASKED, asked_now, moving};
use crate::cancelling::done;
use crate::offering::undo;
use crate::world::World;
use backend::deciding::Outcome;
use backend::seed::cast::MAYA;
use domain::Command;
use domain::actor::Role;
use domain::refusal::Refusal;
use domain::request::{AskToCarry, AskToMove};
use domain::times::OldTime;

const STATE: &str = "SELECT kind || ' ' || state FROM request";

fn another_time() -> Command {
    Command::AskToMove(AskToMove {
        words: "Friday would suit.".into(),
    })
}

pub async fn the_team_is_asked_once_to_carry_a_payment(world: &World) {
    let session = world.paid_in(-2).await;
    let carry = Command::AskToCarry(AskToCarry {
        by: Role::Therapist,
        to: None,
        words: "He was in hospital.".into(),
    });
    done(world.press(session, carry.clone()).await);
    assert_eq!(world.text(STATE).await, "carry_payment submitted");
    assert_eq!(
        world.text("SELECT words FROM request").await,
        "He was in hospital."
    );
    let since = world.now();
    let again = Outcome::Refused(Refusal::AskedAlready { since });
    assert_eq!(world.press(session, carry).await, again);
}

pub async fn a_client_asks_for_another_time_and_a_move_settles_it(world: &World) {
    let session = world.paid_in(30).await;
    done(world.client_presses(session, another_time()).await);
    let command = moving(world.hours(122), ASKED, OldTime::Open);
    done(world.press(session, command).await);
    assert_eq!(world.text(STATE).await, "another_time void");
    done(world.client_presses(session, another_time()).await);
    world.drain().await;
    let letter = world.post(MAYA).await.remove(0);
    assert!(
        letter.text.contains("Friday would suit."),
        "{}",
        letter.text
    );
}

pub async fn a_cancel_settles_it_and_its_undo_asks_again(world: &World) {
    let session = world.paid_in(98).await;
    done(world.client_presses(session, another_time()).await);
    world.drain().await;
    let outcome = world.cancel(session, asked_now()).await;
    let Outcome::Done(cancelled) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(world.text(STATE).await, "another_time void");
    done(undo(world, session, cancelled.act).await);
    assert_eq!(world.text(STATE).await, "another_time submitted");
    world.drain().await;
}
