//! A cancel is taken back: every row as it was, or nothing, and nothing has left the house.

use crate::acts::{Acting, asked_now, cancel, unavailable};
use crate::cancelling::done;
use crate::pages::client_page;
use crate::rows::changed;
use crate::world::{NOW, World, at, follow_up};
use backend::deciding::Outcome;
use backend::fault::Fault;
use backend::pages;
use backend::people::Person;
use backend::seed::bookings::{self, Booking, Paid};
use backend::seed::cast::{DANIEL, MAYA, Member, NOOR, PRIYA};
use backend::store::{sql, task};
use backend::undoing::Asked;
use domain::actor::Role;
use domain::consequence::TaskKind;
use domain::ids::{ActId, SessionId};
use domain::payment::refund::Choice;
use domain::permission::{SeeOwnSessions, SeeTasks, Subject, permit};
use domain::refusal::Refusal;
use domain::session::cancel::{Cancel, Why};
use domain::session::{SessionKind, undo};
use domain::time::TimeDelta;
use domain::times::OldTime;
use domain::view::session::Whose;

pub fn act(outcome: &Outcome) -> ActId {
    match outcome {
        Outcome::Done(done) => done.act,
        other => panic!("it was to be carried out, but: {other:?}"),
    }
}

pub fn asked(world: &World, session: SessionId, of: &Outcome) -> Asked {
    Asked {
        session,
        act: act(of),
        key: world.key(),
        received_at: world.now(),
    }
}

pub async fn undo(world: &World, who: Member, session: SessionId, of: &Outcome) -> Outcome {
    let asked = asked(world, session, of);
    who.undoes(&world.backend, asked).await.unwrap()
}

/// Cancels, takes it back a while later, and looks at every row.
async fn check(world: &World, booking: Booking, command: Cancel) {
    let session = world.book_one(booking).await;
    let (rows, facts) = (world.everything().await, world.detail(session).await.facts);
    let who = if command.by == Role::Client {
        DANIEL
    } else {
        MAYA
    };
    let cancelled = match command.by {
        Role::Client => world.client_cancels(session).await,
        _ => world.cancel(session, command).await,
    };
    done(cancelled.clone());
    world.backend.clock.advance(TimeDelta::seconds(12));
    done(undo(world, who, session, &cancelled).await);

    let mut after = world.detail(session).await.facts;
    assert_eq!(after.session.revision, facts.session.revision + 2);
    after.session.revision -= 2;
    assert_eq!(after, facts);
    revisions(world, session, -2).await;
    let left = changed(&rows, &world.everything().await);
    revisions(world, session, 2).await;
    let grows = ["command", "event", "ledger_entry", "refund", "task"];
    assert!(left.iter().all(|table| grows.contains(table)), "{left:?}");
    let counted = "SELECT COUNT(*) FROM refund WHERE withdrawn_at IS NULL";
    assert_eq!(world.number(counted).await, 0);
    let open = "SELECT COUNT(*) FROM task WHERE done_at IS NULL";
    assert_eq!(world.number(open).await, 0);
    world.drain().await;
    assert!(world.post(DANIEL).await.is_empty());
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 0);
}

/// So that rows can be compared that differ only in it.
async fn revisions(world: &World, session: SessionId, by: i64) {
    let change = sql("UPDATE session SET revision = revision + $1 WHERE id = $2");
    world.put(change.bind(by).bind(session)).await;
}

pub async fn an_undone_cancel_leaves_every_row_as_it_was(world: &World) {
    let reason = Some("The third time.".to_owned());
    let words = "The ceiling has come down.".to_owned();
    let cancels = [
        (72, asked_now()),
        (20, asked_now()),
        (20, unavailable()),
        (
            20,
            Cancel {
                money: Choice::Part(2000),
                note: Some("Get well soon!".into()),
                ..asked_now()
            },
        ),
        (
            72,
            Cancel {
                money: Choice::Keep,
                reason,
                ..asked_now()
            },
        ),
        (
            72,
            Cancel {
                old_time: OldTime::Block,
                ..cancel(Why::Other { words })
            },
        ),
        (72, cancel(Why::NotBestFit)),
        (72, Cancel::by_client(None)),
        (20, Cancel::by_client(None)),
    ];
    for (place, (hours, command)) in cancels.into_iter().enumerate() {
        let start = world.hours(hours) + TimeDelta::days(7 * place as i64);
        let start = if hours < 48 {
            world.hours(hours + 3 * place as i64)
        } else {
            start
        };
        check(world, follow_up(start), command).await;
    }
    let unpaid = Booking {
        paid: Paid::Later,
        ..follow_up(world.hours(720))
    };
    check(world, unpaid, asked_now()).await;
}

pub async fn a_client_undoes_their_own_cancel(world: &World) {
    let initial = Booking {
        kind: SessionKind::Initial,
        ..follow_up(world.hours(72))
    };
    check(world, initial, Cancel::by_client(None)).await;
    let history = world
        .text("SELECT actor_role FROM event WHERE kind = 'undone'")
        .await;
    assert_eq!(history, "client");
}

pub async fn nothing_leaves_until_it_can_no_longer_be_undone(world: &World) {
    let session = world.paid_in(72).await;
    done(world.cancel(session, asked_now()).await);
    let clock = &world.backend.clock;
    clock.advance(undo::WINDOW - TimeDelta::milliseconds(1));
    world.backend.worker().drain().await.unwrap();
    assert!(world.post(DANIEL).await.is_empty());
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 0);
    clock.advance(TimeDelta::milliseconds(1));
    world.backend.worker().drain().await.unwrap();
    assert_eq!(world.post(DANIEL).await.len(), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 1);
    world.drain().await;
}

/// Another client, at the same time, booked now.
async fn books_the_same(world: &World, session: SessionId) -> Result<(), Fault> {
    let span = world.detail(session).await.facts.session.span;
    let booking = Booking {
        client: PRIYA,
        booked_at: world.now(),
        agreed_at: world.now(),
        ..follow_up(span.start())
    };
    world
        .backend
        .store
        .write::<_, Fault, _>("book", move |tx| {
            Box::pin(async move { bookings::write(tx, &[booking]).await })
        })
        .await
}

pub async fn the_time_is_kept_until_the_last_instant_and_free_from_then_on(world: &World) {
    let session = world.paid_in(72).await;
    done(world.cancel(session, asked_now()).await);
    assert!(books_the_same(world, session).await.is_err());
    let clock = &world.backend.clock;
    clock.advance(undo::WINDOW - TimeDelta::milliseconds(1));
    assert!(books_the_same(world, session).await.is_err());
    clock.advance(TimeDelta::milliseconds(1));
    books_the_same(world, session).await.unwrap();
    world.drain().await;
}

pub async fn what_was_undone_can_be_cancelled_and_undone_again(world: &World) {
    let session = world.paid_in(72).await;
    let first = world.cancel(session, unavailable()).await;
    done(undo(world, MAYA, session, &first).await);
    let second = world.cancel(session, asked_now()).await;
    let stale = undo(world, MAYA, session, &first).await;
    assert_eq!(stale, Outcome::Refused(Refusal::AlreadyUndone));
    done(undo(world, MAYA, session, &second).await);
    done(world.client_cancels(session).await);
    world.drain().await;
    assert_eq!(world.post(DANIEL).await.len(), 1);
    assert_eq!(world.post(MAYA).await.len(), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 1);
    assert_eq!(world.number("SELECT revision FROM session").await, 6);
    assert_eq!(world.number("SELECT COUNT(*) FROM incident").await, 0);
}

pub async fn an_exception_that_was_undone_counts_for_nothing(world: &World) {
    let exception = Cancel {
        money: Choice::All,
        ..asked_now()
    };
    let (first, second) = (world.paid_in(20).await, world.paid_in(22).await);
    let cancelled = world.cancel(first, exception.clone()).await;
    assert_eq!(world.detail(second).await.facts.exceptions, 1);
    done(undo(world, MAYA, first, &cancelled).await);
    assert_eq!(world.detail(second).await.facts.exceptions, 0);
    assert!(world.detail(first).await.refunds.is_empty());
}

/// What Daniel's own list and Maya's page about him say, with the chip.
async fn lists(world: &World) -> Vec<String> {
    let daniel = permit::<SeeOwnSessions>(Some(DANIEL.actor()), Subject::Nothing).unwrap();
    let own = pages::own_sessions::page(&world.backend, daniel)
        .await
        .unwrap();
    let client = client_page(world, DANIEL, 1).await;
    let lines = own.past.into_iter().chain(client.past);
    lines
        .map(|line| format!("{} [{}]", line.about, line.chip.text))
        .collect()
}

pub async fn the_pages_say_who_can_undo_it_and_until_when(world: &World) {
    let (first, second) = (world.paid_in(72).await, world.paid_in(74).await);
    let cancelled = world.cancel(first, asked_now()).await;
    done(world.client_cancels(second).await);
    let own = world.detail(first).await.outcome.unwrap().undo.unwrap();
    assert_eq!((own.act, own.label.as_str()), (act(&cancelled), "06:40:30"));
    assert_eq!(own.whose, Whose::Yours);
    let other = world.detail(second).await.outcome.unwrap().undo.unwrap();
    assert_eq!(other.whose, Whose::Of("Daniel".into()));
    let about = lists(world).await;
    let says = [
        "Follow-up · cancelled, can be undone by Maya until 07:40:30",
        "Follow-up · cancelled, can be undone by you until 07:40:30",
        "Follow-up · cancelled, can be undone by you until 06:40:30",
        "Follow-up · cancelled, can be undone by Daniel until 06:40:30",
    ];
    for said in says {
        assert!(about.contains(&format!("{said} [Cancelled]")), "{about:?}");
    }
    done(undo(world, MAYA, first, &cancelled).await);
    let outcome = world.detail(first).await.outcome.unwrap();
    assert_eq!(outcome.title, "Undone: the session stands as before");
    assert_eq!(outcome.undo, None);
    world.drain().await;
    let over = world.detail(second).await.outcome.unwrap();
    assert_eq!(over.undo, None);
}

/// What Noor's list says, with who can undo it and until when.
async fn tasks(world: &World) -> Vec<(String, Option<(String, String)>)> {
    let person = Person {
        id: NOOR.id(),
        role: NOOR.role,
        name: NOOR.name.into(),
        email: NOOR.email.into(),
        zone: NOOR.zone.into(),
        city: NOOR.city.into(),
    };
    let permit = permit::<SeeTasks>(Some(NOOR.actor()), Subject::Nothing).unwrap();
    let page = pages::tasks::page(&world.backend, permit, &person).await;
    let lines = page.unwrap().into_iter();
    lines
        .map(|line| (line.title, line.undo.map(|undo| (undo.by, undo.label))))
        .collect()
}

pub async fn the_team_reads_which_task_can_still_go_by_whom_and_until_when(world: &World) {
    let session = world.paid_in(72).await;
    let raised = world
        .backend
        .store
        .write::<_, Fault, _>("raise", move |tx| {
            Box::pin(async move {
                let (kind, at) = (TaskKind::RefundFailed, at(NOW) - TimeDelta::hours(1));
                task::raise(tx, kind, "a refund", session, "The card was closed.", at).await
            })
        });
    raised.await.unwrap();
    done(world.cancel(session, cancel(Why::NotBestFit)).await);
    let (failed, suggest) = ("A refund failed", "Suggest other therapists");
    let by_maya = Some(("Maya".to_owned(), "06:40:30".to_owned()));
    assert_eq!(
        tasks(world).await,
        [(failed.into(), None), (suggest.into(), by_maya)]
    );
    world.too_late_to_undo();
    assert_eq!(
        tasks(world).await,
        [(failed.into(), None), (suggest.into(), None)]
    );
    world.drain().await;
}
