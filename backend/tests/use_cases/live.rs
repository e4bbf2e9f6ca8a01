//! Open pages hear of what others did, after its commit and never before.

use super::acts::{Acting, asked_now, cancel};
use super::cancelling::done;
use super::undoing::undo;
use super::world::{World, at, follow_up};
use backend::chance;
use backend::fault::Fault;
use backend::live::{Follower, Heard, Topic, follow};
use backend::login::{self, SignedIn};
use backend::mail::{Envelope, MailFault, Mailer};
use backend::outbox::Patience;
use backend::outbox::again::try_again;
use backend::payments::sandbox::{self, Mishap};
use backend::seed::cast::{DANIEL, LENA, MAYA, Member, NOOR, TOMAS};
use backend::store::news::NotHeard;
use backend::store::sql;
use domain::actor::Role;
use domain::ids::AccountId;
use domain::permission::{FollowChanges, Subject, TryAgain, permit};
use domain::session::cancel::Why;
use futures::FutureExt;
use futures::future::BoxFuture;
use std::time::Duration;
use tokio::time::timeout;

/// A page that was made just now.
const FRESH: Option<Duration> = Some(Duration::ZERO);
const PATIENCE: Duration = Duration::from_secs(20);
/// What has come by is heard at once, or after a look at who is signed in.
const A_LOOK: Duration = Duration::from_millis(300);

struct Page {
    follower: Follower,
    member: Member,
    sign_in: SignedIn,
}

impl Page {
    async fn of(world: &World, member: Member) -> Page {
        all_is_told(world).await;
        let mut page = Page::at_once(world, member).await.unwrap();
        // What was told a moment before the page lies there already, and nothing else does.
        page.follower.next().now_or_never();
        page
    }

    async fn at_once(world: &World, member: Member) -> Result<Page, NotHeard> {
        let (store, clock) = (&world.backend.store, &world.backend.clock);
        let sign_in = login::sign_in_as(store, clock, member.id()).await.unwrap();
        let standing = login::standing(store, clock, &sign_in.token).await.unwrap();
        let (actor, until) = standing.expect("signed in");
        let permit = permit::<FollowChanges>(Some(actor), Subject::Nothing).unwrap();
        let token = sign_in.token.clone();
        let follower = follow(&world.backend, permit, token, until, FRESH)?;
        Ok(Page {
            follower,
            member,
            sign_in,
        })
    }

    async fn hears(&mut self) -> Option<Heard> {
        let heard = timeout(PATIENCE, self.follower.next()).await;
        heard.expect("news, or the end")
    }

    async fn hears_a_change(&mut self) {
        let heard = self.hears().await;
        let Some(Heard::Changed { topic, .. }) = heard else {
            panic!("{}: {heard:?}", self.member.name);
        };
        let own = match self.member.role {
            Role::Staff => Topic::Team,
            _ => Topic::Account(self.member.id()),
        };
        assert_eq!(topic, own, "{}", self.member.name);
    }

    /// All of what was committed until now.
    async fn hears_nothing_of(&mut self, world: &World) {
        all_is_told(world).await;
        let heard = timeout(A_LOOK, self.follower.next()).await;
        assert!(heard.is_err(), "{}: {heard:?}", self.member.name);
    }
}

/// Until the program hears of commits, and of all that were before: news keeps their order, so
/// that with a piece that nobody else follows everything before it has come, too.
async fn all_is_told(world: &World) {
    let store = &world.backend.store;
    let nobody = AccountId(chance::id(world.now()));
    let topic = Topic::Account(nobody);
    let mut following = store.follow(nobody, vec![topic], FRESH).unwrap();
    let heard = async {
        loop {
            tell(world, topic).await;
            let next = timeout(Duration::from_millis(50), following.next()).await;
            if let Ok(Some(Heard::Changed { .. })) = next {
                return;
            }
        }
    };
    timeout(PATIENCE, heard).await.expect("the program hears");
}

async fn tell(world: &World, topic: Topic) {
    let told = world
        .backend
        .store
        .write::<(), Fault, _>("tell", move |tx| {
            Box::pin(async move {
                tx.tell(topic);
                Ok(())
            })
        });
    told.await.unwrap();
}

pub async fn what_one_of_a_pair_does_is_heard_by_both_and_by_nobody_else(world: &World) {
    let session = world.paid_in(72).await;
    let mut maya = Page::of(world, MAYA).await;
    let mut daniel = Page::of(world, DANIEL).await;
    let mut others = Vec::new();
    for member in [TOMAS, LENA, NOOR] {
        others.push(Page::of(world, member).await);
    }
    done(world.client_cancels(session).await);
    maya.hears_a_change().await;
    daniel.hears_a_change().await;
    // The refund on its way, and its arrival.
    world.drain().await;
    maya.hears_a_change().await;
    maya.hears_a_change().await;
    for mut other in others {
        other.hears_nothing_of(world).await;
    }
}

pub async fn the_team_hears_of_a_task(world: &World) {
    let session = world.paid_in(72).await;
    let mut noor = Page::of(world, NOOR).await;
    done(world.cancel(session, cancel(Why::NotBestFit)).await);
    noor.hears_a_change().await;
    world.drain().await;
}

pub async fn the_team_hears_of_what_was_given_up_and_of_the_event_that_answers_it(world: &World) {
    let session = world.paid_in(72).await;
    done(world.cancel(session, asked_now()).await);
    world.too_late_to_undo();
    let mut noor = Page::of(world, NOOR).await;
    let store = &world.backend.store;
    sandbox::plan(store, Mishap::BrokenAfter).await.unwrap();
    let worker = world.backend.worker();
    let impatient = worker.with_patience(Patience::MAIL, once(Patience::REFUND));
    impatient.drain().await.unwrap();
    noor.hears_a_change().await;
    assert_eq!(open_tasks(world).await, 1);
    // The provider settles, and tells.
    world.drain().await;
    noor.hears_a_change().await;
    assert_eq!(open_tasks(world).await, 0);
}

pub async fn the_team_hears_of_a_letter_that_was_given_up_and_is_tried_again(world: &World) {
    let session = world.paid_in(72).await;
    done(world.cancel(session, asked_now()).await);
    world.too_late_to_undo();
    let mut noor = Page::of(world, NOOR).await;
    world.worker_with_mailer(Refusing).drain().await.unwrap();
    noor.hears_a_change().await;
    let (task,): (String,) = world.one(sql("SELECT id FROM task")).await;
    let permit = permit::<TryAgain>(Some(NOOR.actor()), Subject::Nothing).unwrap();
    try_again(&world.backend, permit, &task).await.unwrap();
    noor.hears_a_change().await;
    assert_eq!(open_tasks(world).await, 0);
    world.drain().await;
}

pub async fn the_team_hears_of_an_undo_that_answers_what_it_was_asked(world: &World) {
    let mut noor = Page::of(world, NOOR).await;
    let asks_nothing = world.paid_in(72).await;
    let cancelled = world.cancel(asks_nothing, asked_now()).await;
    done(undo(world, MAYA, asks_nothing, &cancelled).await);
    noor.hears_nothing_of(world).await;

    let session = world.paid_in(80).await;
    let cancelled = world.cancel(session, cancel(Why::NotBestFit)).await;
    noor.hears_a_change().await;
    done(undo(world, MAYA, session, &cancelled).await);
    noor.hears_a_change().await;
    assert_eq!(open_tasks(world).await, 0);
}

async fn open_tasks(world: &World) -> i64 {
    let open = "SELECT COUNT(*) FROM task WHERE done_at IS NULL";
    world.number(open).await
}

fn once(patience: Patience) -> Patience {
    Patience {
        attempts: 1,
        ..patience
    }
}

/// A mail server that turns every letter down.
struct Refusing;

impl Mailer for Refusing {
    fn send<'a>(&'a self, _: &'a Envelope) -> BoxFuture<'a, Result<(), MailFault>> {
        async { Err(MailFault::Refused("550".into())) }.boxed()
    }
}

pub async fn what_was_not_committed_is_heard_by_nobody(world: &World) {
    let session = world.paid_in(72).await;
    let mut maya = Page::of(world, MAYA).await;
    let asked = world
        .asked(session, domain::Command::Cancel(asked_now()))
        .await;
    let stale = backend::deciding::Asked {
        commitment: Some("{}".into()),
        ..asked
    };
    world.send(stale).await;
    let undone = world
        .backend
        .store
        .write::<(), Fault, _>("change its mind", |tx| {
            Box::pin(async move {
                tx.tell(Topic::Account(MAYA.id()));
                Err(domain::permission::Denied::Hidden.into())
            })
        });
    undone.await.unwrap_err();
    let in_part = world.backend.store.write::<(), Fault, _>("try", |tx| {
        Box::pin(async move {
            let tried = tx.savepoint::<(), Fault, _>(|tx| {
                Box::pin(async move {
                    tx.tell(Topic::Account(MAYA.id()));
                    Err(domain::permission::Denied::Hidden.into())
                })
            });
            tried.await.unwrap_err();
            tx.tell(Topic::Account(TOMAS.id()));
            Ok(())
        })
    });
    in_part.await.unwrap();
    maya.hears_nothing_of(world).await;
}

/// Whoever asks again at once finds what was told.
pub async fn what_is_heard_is_there_to_be_read(world: &World) {
    let session = world.paid_in(72).await;
    let mut maya = Page::of(world, MAYA).await;
    let detail = async {
        maya.hears_a_change().await;
        world.detail(session).await
    };
    let (detail, outcome) = tokio::join!(detail, world.client_cancels(session));
    done(outcome);
    assert!(detail.facts.session.cancellation.is_some());
    world.drain().await;
}

pub async fn another_program_on_the_database_is_heard(world: &World) {
    if world.is_sqlite() {
        return;
    }
    let session = world.book_one(follow_up(at("2026-11-26T09:00:00Z"))).await;
    let mut maya = Page::of(world, MAYA).await;
    let other = world.another_program().await;
    let cancelled = DANIEL
        .cancels(&other, session, "elsewhere", world.now())
        .await;
    done(cancelled.unwrap());
    maya.hears_a_change().await;
    other.store.close().await;
    world.drain().await;
}

pub async fn when_the_listener_loses_its_connection_everything_is_asked_again(world: &World) {
    if world.is_sqlite() {
        return;
    }
    let mut maya = Page::of(world, MAYA).await;
    let cut = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity \
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    assert_eq!(world.number(cut).await, 1);
    assert_eq!(maya.hears().await, Some(Heard::Everything));
    let session = world.paid_in(72).await;
    done(world.client_cancels(session).await);
    maya.hears_a_change().await;
    world.drain().await;
}

pub async fn who_is_signed_out_hears_no_more(world: &World) {
    let (store, clock) = (&world.backend.store, &world.backend.clock);
    let mut here = Page::of(world, MAYA).await;
    let mut there = Page::of(world, MAYA).await;
    let mut daniel = Page::of(world, DANIEL).await;
    login::sign_out(store, &here.sign_in.token).await.unwrap();
    assert_eq!(here.hears().await, None);
    there.hears_nothing_of(world).await;
    login::sign_out_everywhere(store, MAYA.id()).await.unwrap();
    assert_eq!(there.hears().await, None);
    daniel.hears_nothing_of(world).await;
    let gone = login::standing(store, clock, &there.sign_in.token).await;
    assert_eq!(gone.unwrap(), None);
}

pub async fn listening_is_no_visit(world: &World) {
    let maya = Page::of(world, MAYA).await;
    let later = world.backend.clock.machine_now() + login::device::NOTE * 2;
    let (store, token) = (&world.backend.store, &maya.sign_in.token);
    let seen = "SELECT MAX(seen_at) FROM login";
    let before = world.number(seen).await;
    let standing = login::device::standing(store, token, later).await.unwrap();
    assert!(standing.is_some());
    assert_eq!(world.number(seen).await, before);
}

pub async fn on_the_way_down_everybody_is_sent_home(world: &World) {
    let mut maya = Page::of(world, MAYA).await;
    world.backend.store.end_following();
    assert_eq!(maya.hears().await, None);
    let late = Page::at_once(world, MAYA).await.err();
    assert_eq!(late, Some(NotHeard::Closing));
}
