//! What the pages about a pause show: who has to be answered for, what it did, and how the request
//! to return stands.

use crate::cancelling::done;
use crate::offering::undo;
use crate::pausing::{mayas, paused, three};
use crate::world::World;
use backend::pages::pausing as pages;
use backend::pausing::{AskedToReturn, ask_to_return};
use backend::people::Person;
use backend::seed::cast::MAYA;
use domain::account::pause::Answer;
use domain::account::reactivate::{AskToReturn, Hours};
use domain::actor::Role;
use domain::session::State;
use domain::view::pausing::{PausePage, PausedLine};

fn maya() -> Person {
    Person {
        id: MAYA.id(),
        role: Role::Therapist,
        name: MAYA.name.into(),
        email: MAYA.email.into(),
        zone: MAYA.zone.into(),
        city: MAYA.city.into(),
    }
}

async fn page(world: &World) -> PausePage {
    pages::page(&world.backend, mayas(), &maya()).await.unwrap()
}

async fn standing(world: &World) -> Option<PausedLine> {
    pages::standing(&world.backend, mayas(), &maya())
        .await
        .unwrap()
}

pub async fn the_page_asks_about_whoever_is_to_come_and_then_says_what_became_of_them(
    world: &World,
) {
    let [first, second, third] = three(world).await;
    let before = page(world).await;
    let asked: Vec<_> = before.to_come.iter().map(|line| line.session).collect();
    assert_eq!(asked, [first, second, third]);
    assert_eq!((before.paused, standing(world).await), (None, None));

    let answers = [
        (first, Answer::Cancel),
        (second, Answer::Keep),
        (third, Answer::Move),
    ];
    let receipt = paused(world, &answers).await;
    let after = page(world).await.paused.expect("it is paused");
    assert_eq!(after.kept, 1);
    assert_eq!(after.to_move[0].session, third);
    let gone = &after.cancelled[0];
    assert_eq!((gone.session, gone.state), (first, State::Cancelled));
    assert_eq!(
        (after.line.by, after.line.reason.as_str()),
        (Role::Therapist, "Illness")
    );
    assert_eq!(standing(world).await, Some(after.line));

    done(undo(world, first, receipt.cancelled[0].act).await);
    let again = page(world).await.paused.expect("it is paused");
    assert_eq!(again.cancelled[0].state, State::Confirmed);
    world.drain().await;
}

pub async fn the_request_to_return_is_shown_with_what_is_still_open(world: &World) {
    let kept = three(world).await.map(|session| (session, Answer::Keep));
    let returning = async || {
        let permits = (mayas(), mayas());
        let page = pages::returning(&world.backend, permits, &maya()).await;
        page.unwrap().paused
    };
    assert_eq!(returning().await, None);
    paused(world, &kept).await;
    let (line, readiness) = returning().await.expect("it is paused");
    assert_eq!(
        (line.asked, readiness.hours),
        (None, Hours::NotReviewedSince)
    );
    let asked = AskedToReturn {
        ask: AskToReturn {
            words: "I am well.".into(),
        },
        key: world.key(),
        received_at: world.now(),
    };
    done(ask_to_return(&world.backend, mayas(), asked).await.unwrap());
    let (line, _) = returning().await.expect("it is paused");
    assert_eq!(line.asked.expect("it is asked").words, "I am well.");
}
