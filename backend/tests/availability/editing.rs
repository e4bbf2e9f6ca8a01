//! Editing: told first whom it leaves outside, and stored once each of them has an answer.

use crate::acts::{Acting, unavailable};
use crate::kept::{set, therapist, whole};
use crate::offered::{nine_to_five, open};
use crate::rows::changed;
use crate::wanted::span;
use crate::world::{World, at, follow_up};
use backend::availability::editing::{self, Asked, Outcome, Receipt};
use backend::fault::Fault;
use backend::seed::bookings::Booking;
use backend::seed::cast::{ANNA, DANIEL, LENA, MAYA, Member, PRIYA};
use backend::store::{account, sql};
use domain::account::AccountEvent;
use domain::account::pause::Answer;
use domain::availability::edit::{Answers, Edit, NotSaved};
use domain::availability::{Block, Schedule};
use domain::ids::{SessionId, SpanId};
use domain::permission::{EditAvailability, Permit, Subject, permit};
use domain::session::SessionKind;
use domain::time::wall::{WEEK, WallRange};
use domain::time::{TimeDelta, interval::Interval};
use domain::view::availability::EditPreview;
use sqlx::AssertSqlSafe;

pub fn leave(member: Member) -> Permit<EditAvailability> {
    permit(Some(member.actor()), Subject::Nothing).unwrap()
}

pub async fn previewed(world: &World, edit: &Edit) -> EditPreview {
    let preview = editing::preview(&world.backend, leave(MAYA), edit.clone()).await;
    preview.unwrap().expect("an edit that can be")
}

/// What the form sends that was shown now.
pub async fn asked(world: &World, edit: Edit, answers: Answers) -> Asked {
    Asked {
        shown: previewed(world, &edit).await.shown,
        edit,
        answers,
        key: world.key(),
        received_at: world.now(),
    }
}

pub async fn send(world: &World, asked: Asked) -> Outcome {
    editing::save(&world.backend, leave(MAYA), asked)
        .await
        .unwrap()
}

pub async fn saved(world: &World, edit: Edit, answers: Answers) -> Receipt {
    save(world, asked(world, edit, answers).await).await
}

pub async fn save(world: &World, asked: Asked) -> Receipt {
    match send(world, asked).await {
        Outcome::Saved(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

pub async fn revision(world: &World) -> u32 {
    whole(world, MAYA, world.now()).await.revision
}

/// Mornings only, made from the schedule as it stands.
pub async fn mornings(world: &World) -> Edit {
    let mut schedule = nine_to_five();
    for day in WEEK {
        schedule
            .hours
            .erase(day, WallRange::parse("13:00", "17:00").expect("hours"));
    }
    Edit::Schedule {
        revision: revision(world).await,
        schedule: Box::new(schedule),
    }
}

/// Of Maya's, on 25 November: Daniel in the morning, and two in the afternoon.
pub async fn three(world: &World) -> [SessionId; 3] {
    open(world).await;
    let bookings = [
        follow_up(at("2026-11-25T10:00:00Z")),
        follow_up(at("2026-11-25T14:00:00Z")),
        Booking {
            client: LENA,
            ..follow_up(at("2026-11-25T15:00:00Z"))
        },
    ];
    let ids = bookings.each_ref().map(|booking| booking.id);
    world.book(bookings).await;
    ids
}

pub async fn state(world: &World, session: SessionId) -> String {
    let question = sql("SELECT state FROM session WHERE id = $1").bind(session);
    world.one::<(String,)>(question).await.0
}

pub fn each(answers: &[(SessionId, Answer)]) -> Answers {
    let each = answers
        .iter()
        .map(|(id, answer)| (SpanId::from(*id), *answer));
    Answers {
        each: each.collect(),
        ..Answers::default()
    }
}

pub async fn whom_an_edit_leaves_outside_is_told_and_nothing_is_stored_before_each_has_an_answer(
    world: &World,
) {
    let [_, daniel, lena] = three(world).await;
    let edit = mornings(world).await;
    let preview = previewed(world, &edit).await;
    assert_eq!(preview.changes.len(), 7);
    let names: Vec<_> = preview
        .stranded
        .iter()
        .map(|one| one.client.as_deref())
        .collect();
    assert_eq!(names, [Some("Daniel Reyes"), Some("Lena Brandt")]);
    assert_eq!(preview.stranded[0].when.yours.times, "14:00 – 14:50");
    let before = world.everything().await;
    for (answers, left) in [
        (Answers::default(), vec![daniel, lena]),
        (each(&[(daniel, Answer::Keep)]), vec![lena]),
    ] {
        let left = left.into_iter().map(SpanId::from).collect();
        let outcome = send(world, asked(world, edit.clone(), answers).await).await;
        assert_eq!(outcome, Outcome::Refused(NotSaved::Unanswered { left }));
    }
    let stray = SessionId(uuid::Uuid::from_u128(1));
    let answers = each(&[(stray, Answer::Keep)]);
    let outcome = send(world, asked(world, edit, answers).await).await;
    let id = SpanId::from(stray);
    assert_eq!(outcome, Outcome::Refused(NotSaved::NotStranded { id }));
    assert_eq!(world.everything().await, before);
}

pub async fn kept_stays_and_cancelled_goes_in_one_transaction(world: &World) {
    let [morning, daniel, lena] = three(world).await;
    let edit = mornings(world).await;
    let answers = each(&[(daniel, Answer::Keep), (lena, Answer::Cancel)]);
    let commits = world.backend.store.commits();
    let receipt = saved(world, edit, answers).await;
    assert_eq!(world.backend.store.commits() - commits, 1);
    assert_eq!(receipt.revision, revision(world).await);
    assert_eq!(receipt.cancelled.len(), 1);
    for (session, expected) in [
        (morning, "confirmed"),
        (daniel, "confirmed"),
        (lena, "cancelled"),
    ] {
        assert_eq!(state(world, session).await, expected);
    }
    let hours = whole(world, MAYA, world.now()).await.offered.hours;
    assert_eq!(hours.days()[0].ranges().count(), 1);
    let log = world
        .backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(account::log(tx, therapist(MAYA))));
    let log = log.await.unwrap();
    let AccountEvent::ScheduleSaved { saving } = &log[0] else {
        panic!("{log:?}")
    };
    assert_eq!(
        (&saving.kept, &saving.cancelled),
        (&vec![daniel.into()], &vec![lena])
    );
    world.drain().await;
    assert_eq!(world.post(LENA).await.len(), 1);
    assert_eq!(
        world.number("SELECT amount FROM sandbox_refund").await,
        6500
    );
}

pub async fn a_newer_schedule_is_not_written_over(world: &World) {
    open(world).await;
    let edit = mornings(world).await;
    let old = asked(world, edit, Answers::default()).await;
    set(world, MAYA, &Schedule::default(), world.now()).await;
    let revision = revision(world).await;
    let before = world.everything().await;
    assert_eq!(
        send(world, old).await,
        Outcome::ThereIsANewerOne { revision }
    );
    assert_eq!(world.everything().await, before);
}

/// What a cancel blocked in another tab is not opened by an editor that had not seen it.
pub async fn a_block_that_a_cancel_wrote_survives_an_older_editor(world: &World) {
    let [session, ..] = three(world).await;
    let edit = mornings(world).await;
    let old = asked(world, edit, Answers::all(Answer::Keep)).await;
    world.cancel(session, unavailable()).await;
    let outcome = send(world, old).await;
    assert!(
        matches!(outcome, Outcome::ThereIsANewerOne { .. }),
        "{outcome:?}"
    );
    let blocks = whole(world, MAYA, world.now()).await.offered.blocks;
    assert!(blocks.iter().eq([Block::Once(span("11-25T10:00"))].iter()));
    world.drain().await;
}

pub async fn the_same_edit_again_gets_the_first_answer(world: &World) {
    three(world).await;
    let edit = mornings(world).await;
    let asked = asked(world, edit, Answers::all(Answer::Keep)).await;
    let first = send(world, asked.clone()).await;
    assert!(matches!(first, Outcome::Saved(_)), "{first:?}");
    let before = world.everything().await;
    assert_eq!(send(world, asked.clone()).await, first);
    let other = Asked {
        answers: Answers::all(Answer::Cancel),
        ..asked
    };
    assert_eq!(send(world, other).await, Outcome::KeySpent);
    assert_eq!(world.everything().await, before);
}

pub async fn what_would_leave_others_outside_than_were_shown_is_shown_anew(world: &World) {
    three(world).await;
    let asked = asked(world, mornings(world).await, Answers::all(Answer::Cancel)).await;
    let anna = Booking {
        client: ANNA,
        ..follow_up(at("2026-11-30T16:00:00Z"))
    };
    world.book([anna]).await;
    let before = world.everything().await;
    let Outcome::Changed(preview) = send(world, asked.clone()).await else {
        panic!("she was not shown")
    };
    assert_eq!(preview.stranded.len(), 3);
    assert_eq!(
        preview.stranded[2].client.as_deref(),
        Some("Anna Lindqvist")
    );
    assert_eq!(world.everything().await, before);
    let shown = preview.shown;
    let outcome = send(world, Asked { shown, ..asked }).await;
    assert!(matches!(outcome, Outcome::Saved(_)), "{outcome:?}");
    world.drain().await;
}

pub async fn a_hold_in_checkout_wins_until_it_ends(world: &World) {
    open(world).await;
    let (held, until) = (span("11-25T14:00"), world.hours(1));
    let id = SpanId(uuid::Uuid::from_u128(5));
    let insert = sql(
        "INSERT INTO span (id, therapist_id, client_id, kind, starts_at, ends_at, expires_at) \
         VALUES ($1, $2, $3, 'checkout', $4, $5, $6)",
    );
    let insert = insert.bind(id).bind(MAYA.id()).bind(DANIEL.id());
    let insert = insert.bind(held.start()).bind(held.end()).bind(until);
    world.put(insert).await;
    let edit = mornings(world).await;
    let cancel = Answers {
        each: [(id, Answer::Cancel)].into(),
        ..Answers::default()
    };
    let refused = send(world, asked(world, edit.clone(), cancel).await).await;
    assert_eq!(refused, Outcome::Refused(NotSaved::HoldWins { id, until }));
    world.backend.clock.advance(TimeDelta::minutes(59));
    assert_eq!(previewed(world, &edit).await.stranded.len(), 1);
    world.backend.clock.advance(TimeDelta::minutes(1));
    assert_eq!(previewed(world, &edit).await.stranded.len(), 0);
    saved(world, edit, Answers::default()).await;
}

pub async fn an_initial_session_is_not_cancelled_and_what_is_to_be_moved_stays(world: &World) {
    open(world).await;
    let initial = Booking {
        kind: SessionKind::Initial,
        client: PRIYA,
        ..follow_up(at("2026-11-25T14:00:00Z"))
    };
    let later = follow_up(at("2026-11-25T15:00:00Z"));
    let [initial, later] = [world.book_one(initial).await, world.book_one(later).await];
    let edit = mornings(world).await;
    let check = async |answers: Answers, expected: NotSaved| {
        let outcome = send(world, asked(world, edit.clone(), answers).await).await;
        assert_eq!(outcome, Outcome::Refused(expected));
    };
    let id = SpanId::from(initial);
    // In bulk it is left out, and by itself it is refused.
    let left = vec![id];
    check(Answers::all(Answer::Cancel), NotSaved::Unanswered { left }).await;
    let answers = each(&[(initial, Answer::Cancel), (later, Answer::Keep)]);
    check(answers, NotSaved::ThroughTheTeam { id }).await;
    let answers = each(&[(initial, Answer::Keep), (later, Answer::Move)]);
    let receipt = saved(world, edit.clone(), answers).await;
    assert_eq!(receipt.to_move, [later]);
    assert_eq!(state(world, later).await, "confirmed");
}

pub async fn an_edit_that_fails_at_any_step_leaves_nothing(world: &World) {
    three(world).await;
    let mut edit = mornings(world).await;
    if let Edit::Schedule { schedule, .. } = &mut edit {
        let day = Interval::new(at("2026-11-27T09:00:00Z"), at("2026-11-27T12:00:00Z"));
        schedule
            .blocks
            .add(Block::Once(day.expect("hours")))
            .expect("room");
    }
    let before = world.everything().await;
    let steps = [
        ("UPDATE", "schedule"),
        ("INSERT", "block"),
        ("UPDATE", "session"),
        ("INSERT", "refund"),
        ("INSERT", "incident"),
        ("INSERT", "outbox"),
        ("INSERT", "account_event"),
        ("INSERT", "command"),
    ];
    for (what, table) in steps {
        let (then, of) = match world.is_sqlite() {
            true => ("BEGIN SELECT RAISE(ABORT, 'refused'); END", String::new()),
            false => (
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                format!("ON {table}"),
            ),
        };
        let asked = asked(world, edit.clone(), Answers::all(Answer::Cancel)).await;
        let refuse = format!("CREATE TRIGGER refuses BEFORE {what} ON {table} {then}");
        world.put(sql(AssertSqlSafe(refuse))).await;
        let outcome = editing::save(&world.backend, leave(MAYA), asked).await;
        assert!(
            matches!(outcome, Err(Fault::Store(_))),
            "{what} {table}: {outcome:?}"
        );
        assert_eq!(
            changed(&before, &world.everything().await),
            [""; 0],
            "{what} {table}"
        );
        world
            .put(sql(AssertSqlSafe(format!("DROP TRIGGER refuses {of}"))))
            .await;
    }
    saved(world, edit, Answers::all(Answer::Cancel)).await;
    world.drain().await;
}
