//! Times on offer that an edit leaves outside: kept, or withdrawn in the same transaction.

use crate::acts::{ASKED, offering};
use crate::editing::{asked, mornings, previewed, saved, send, state};
use crate::offered::open;
use crate::world::{World, at, follow_up};
use backend::availability::editing::Outcome;
use backend::seed::cast::DANIEL;
use domain::account::pause::Answer;
use domain::availability::edit::{Answers, NotSaved};
use domain::ids::SessionId;

const HELD: &str = "SELECT COUNT(*) FROM span WHERE kind = 'offered'";
const HOW: &str = "SELECT COALESCE(ended_how, 'it stands') FROM offer";

/// Daniel's session on Wednesday morning, and instead of it two afternoons to choose from.
async fn offered(world: &World, start: &str) -> SessionId {
    open(world).await;
    let session = world.book_one(follow_up(at(start))).await;
    let times = ["2026-11-26T14:00:00Z", "2026-11-26T15:00:00Z"].map(at);
    let outcome = world.press(session, offering(times.into(), ASKED)).await;
    assert!(
        matches!(outcome, backend::deciding::Outcome::Done(_)),
        "{outcome:?}"
    );
    session
}

pub async fn an_offer_outside_is_kept_or_withdrawn_whole_with_its_letter(world: &World) {
    let session = offered(world, "2026-11-25T10:00:00Z").await;
    let edit = mornings(world).await;
    let left: Vec<_> = previewed(world, &edit).await.stranded;
    let ids = [left[0].id, left[1].id];
    let before = world.everything().await;
    let unanswered = Outcome::Refused(NotSaved::Unanswered { left: ids.into() });
    let moved = asked(world, edit.clone(), Answers::all(Answer::Move)).await;
    assert_eq!(send(world, moved).await, unanswered);
    assert_eq!(world.everything().await, before);
    let answers = Answers {
        each: [(ids[0], Answer::Keep), (ids[1], Answer::Cancel)].into(),
        ..Answers::default()
    };
    let receipt = saved(world, edit, answers).await;
    assert_eq!(receipt.cancelled, []);
    assert_eq!(world.number(HELD).await, 0);
    assert_eq!(world.text(HOW).await, "withdrawn");
    assert_eq!(state(world, session).await, "confirmed");
    assert_eq!(world.number("SELECT COUNT(*) FROM incident").await, 0);
    world.drain().await;
    let letters = world.post(DANIEL).await;
    let mut subjects = letters.iter().map(|letter| &letter.line.subject);
    assert!(subjects.any(|subject| subject.contains("stays as it was")));
}

pub async fn an_offer_ends_with_its_session_where_both_are_cancelled(world: &World) {
    let session = offered(world, "2026-11-25T14:00:00Z").await;
    let edit = mornings(world).await;
    let receipt = saved(world, edit, Answers::all(Answer::Cancel)).await;
    assert_eq!(receipt.cancelled.len(), 1);
    assert_eq!(state(world, session).await, "cancelled");
    assert_eq!(world.text(HOW).await, "overtaken");
    world.drain().await;
}
