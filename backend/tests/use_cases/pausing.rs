//! A therapist pauses themself, and asks to be bookable again.

use crate::acts::Acting;
use crate::cancelling::done;
use crate::checkout::slot;
use crate::offering::undo;
use crate::rows::changed;
use crate::world::{World, follow_up};
use backend::pausing::{self, AskedToReturn, Outcome, Receipt};
use backend::seed::bookings::Booking;
use backend::seed::cast::{ANNA, DANIEL, MAYA};
use backend::store::account;
use backend::{deciding, fault::Fault};
use domain::account::pause::{self, Answer, Pause, Reason};
use domain::account::reactivate::AskToReturn;
use domain::account::{self as accounts, Restriction};
use domain::ids::{SessionId, TherapistId};
use domain::permission::{Permit, Subject, permit};
use domain::refusal::Refusal;
use domain::session::undo::WINDOW;

pub fn mayas<D: domain::permission::Deed>() -> Permit<D> {
    permit(Some(MAYA.actor()), Subject::Nothing).unwrap()
}

/// Shown, and pressed at the same instant.
async fn asked(world: &World, answers: &[(SessionId, Answer)]) -> pausing::Asked {
    let pause = Pause {
        reason: Reason::Illness,
        back: None,
        answers: answers.iter().copied().collect(),
        note: Some("I am ill.".into()),
    };
    let (account, to_come) = pausing::facts(&world.backend, mayas()).await.unwrap();
    let shown = pause::decide(&account, &to_come, &pause, world.now());
    pausing::Asked {
        pause,
        shown: shown.map(|shown| shown.digest()).unwrap_or_default(),
        key: world.key(),
        received_at: world.now(),
    }
}

async fn pauses(world: &World, asked: pausing::Asked) -> Outcome {
    pausing::pause(&world.backend, mayas(), asked)
        .await
        .unwrap()
}

pub async fn paused(world: &World, answers: &[(SessionId, Answer)]) -> Receipt {
    match pauses(world, asked(world, answers).await).await {
        Outcome::Paused(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

/// Daniel's in 98 and 122 hours, and Anna's in 146.
pub async fn three(world: &World) -> [SessionId; 3] {
    world.maya_works().await;
    let annas = Booking {
        client: ANNA,
        ..follow_up(world.hours(146))
    };
    [
        world.paid_in(98).await,
        world.paid_in(122).await,
        world.book_one(annas).await,
    ]
}

/// The account's log replays to its rows.
pub async fn replays(world: &World) -> accounts::Account {
    let read = world.backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let maya = TherapistId(MAYA.id().0);
            let log = account::log(tx, maya).await?;
            Ok((accounts::replay(&log), account::load(tx, maya).await?))
        })
    });
    let (said, stands) = read.await.unwrap();
    assert_eq!(said, stands);
    stands
}

pub async fn a_pause_is_one_transaction_and_one_incident(world: &World) {
    let [first, second, third] = three(world).await;
    let answers = [
        (first, Answer::Cancel),
        (second, Answer::Keep),
        (third, Answer::Cancel),
    ];
    let asked = asked(world, &answers).await;
    let commits = world.backend.store.commits();
    let outcome = pauses(world, asked.clone()).await;
    assert_eq!(world.backend.store.commits() - commits, 1);
    assert_eq!(
        pauses(world, asked).await,
        outcome,
        "the first answer again"
    );
    let restrictions = replays(world).await.restrictions;
    assert_eq!(restrictions, [Restriction::PausedByTherapist].into());
    let gone = "SELECT COUNT(*) FROM session WHERE state = 'cancelled'";
    assert_eq!(world.number(gone).await, 2);
    assert_eq!(world.number("SELECT COUNT(*) FROM block").await, 2);
    let incidents = "SELECT COUNT(DISTINCT together) FROM incident";
    assert_eq!(world.number(incidents).await, 1);
    assert_eq!(world.detail(second).await.facts.incidents, 1);
    world.backend.clock.advance(WINDOW);
    let held = world.holds(DANIEL, slot(170)).await.1;
    let closed = deciding::Outcome::Refused(Refusal::NotOpen {
        nearest: domain::times::Nearest::default(),
    });
    assert_eq!(held, closed);
    world.drain().await;
    assert_eq!(
        (world.post(DANIEL).await.len(), world.post(ANNA).await.len()),
        (1, 1)
    );
}

pub async fn what_was_not_answered_or_not_shown_is_not_done(world: &World) {
    let [first, second, third] = three(world).await;
    let kept = [first, second, third].map(|session| (session, Answer::Keep));
    let before = world.everything().await;
    let outcome = pauses(world, asked(world, &kept[..2]).await).await;
    let session = third;
    assert_eq!(
        outcome,
        Outcome::Refused(Refusal::AnswerMissing { session })
    );
    let unseen = pausing::Asked {
        shown: "another".into(),
        ..asked(world, &kept).await
    };
    assert_eq!(pauses(world, unseen).await, Outcome::Changed);
    assert!(changed(&before, &world.everything().await).is_empty());
    paused(world, &kept).await;
    let again = pauses(world, asked(world, &kept).await).await;
    assert_eq!(again, Outcome::Refused(Refusal::PausedAlready));
}

pub async fn one_of_its_cancels_is_undone_and_the_rest_stands(world: &World) {
    let [first, second, third] = three(world).await;
    let answers = [
        (first, Answer::Cancel),
        (second, Answer::Cancel),
        (third, Answer::Move),
    ];
    let receipt = paused(world, &answers).await;
    let daniels = &receipt.cancelled[0];
    done(undo(world, daniels.session, daniels.act).await);
    assert!(replays(world).await.is_paused());
    let stand = "SELECT COUNT(*) FROM session WHERE state = 'confirmed'";
    assert_eq!(world.number(stand).await, 2);
    world.drain().await;
}

pub async fn who_is_paused_asks_once_to_return(world: &World) {
    let ask = async |words: &str| {
        let asked = AskedToReturn {
            ask: AskToReturn {
                words: words.into(),
            },
            key: world.key(),
            received_at: world.now(),
        };
        pausing::ask_to_return(&world.backend, mayas(), asked)
            .await
            .unwrap()
    };
    let refused = deciding::Outcome::Refused;
    assert_eq!(ask("I am well.").await, refused(Refusal::NotPaused));
    let [first, second, third] = three(world).await;
    // One of them stands outside the hours.
    let night = world.paid_in(113).await;
    let kept = [first, second, third, night].map(|session| (session, Answer::Keep));
    paused(world, &kept).await;
    let ready = pausing::readiness(&world.backend, mayas()).await.unwrap();
    let ready = ready.expect("it is paused");
    assert_eq!((ready.is_ready(), ready.clashes), (false, 1));
    done(ask("I am well.").await);
    let since = world.now();
    assert_eq!(
        ask("I am well.").await,
        refused(Refusal::AskedAlready { since })
    );
    let request = "SELECT kind || ' ' || state || ' ' || words FROM request";
    assert_eq!(
        world.text(request).await,
        "reactivation submitted I am well."
    );
    assert!(
        world
            .text("SELECT body FROM request")
            .await
            .contains("not_reviewed_since")
    );
    assert!(replays(world).await.is_paused());
}
