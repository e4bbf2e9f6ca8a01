//! One watch over times that are left: what each of the onlookers looks at, and what they must not
//! find there.

use super::{Eye, Left, Looks};
use crate::acts::Acting;
use crate::checkout::{hold, pair};
use crate::world::{World, follow_up};
use backend::Backend;
use backend::availability::next_free;
use backend::deciding::{Asked, Outcome};
use backend::pages;
use backend::seed::cast::{ANNA, MAYA, PRIYA};
use backend::store::sql;
use backend::zones::Zone;
use chrono::NaiveDate;
use domain::Command;
use domain::ids::{SessionId, TherapistId};
use domain::permission::{MoveSession, permit};
use domain::refusal::Refusal;
use domain::session::moving::Move;
use domain::time::Instant;
use domain::view::availability::SlotsPage;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use tokio::sync::{oneshot, watch};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Waits,
    Acts,
    Over,
}

pub struct Watch {
    backend: Backend,
    own: SessionId,
    left: Left,
    /// Of the first of the sessions: it has another one from the commit on.
    revision: i64,
    phase: watch::Sender<Phase>,
    keys: AtomicU32,
}

impl Watch {
    pub async fn over(world: &World, own: SessionId, left: Left) -> Watch {
        let mut watch = Watch {
            backend: world.backend.clone(),
            own,
            left,
            revision: 0,
            phase: watch::Sender::new(Phase::Waits),
            keys: AtomicU32::new(0),
        };
        watch.revision = watch.revision_now().await;
        watch
    }

    pub fn goes_on(&self, phase: Phase) {
        self.phase.send_replace(phase);
    }

    /// Looks until it is over, and once more.
    pub async fn keep(self: Arc<Self>, eye: Eye, looked: oneshot::Sender<()>) -> Looks {
        let mut looks = Looks::default();
        let mut looked = Some(looked);
        loop {
            let phase = *self.phase.borrow();
            let before = self.is_committed().await;
            self.look(eye).await;
            let after = self.is_committed().await;
            looks.note(phase, (before, after));
            if let Some(looked) = looked.take() {
                let _ = looked.send(());
            }
            if phase == Phase::Over {
                return looks;
            }
        }
    }

    pub async fn is_committed(&self) -> bool {
        self.revision_now().await != self.revision
    }

    async fn revision_now(&self) -> i64 {
        let question = sql("SELECT revision FROM session WHERE id = $1");
        let question = question.bind(self.left.times[0].0);
        let found: Option<(i64,)> = self.backend.store.find(question).await.unwrap();
        found.expect("a session").0
    }

    async fn look(&self, eye: Eye) {
        match eye {
            Eye::Days => self.days().await,
            Eye::Month => self.month().await,
            Eye::Therapist => self.therapists_choice().await,
            Eye::Holds => self.holds().await,
            Eye::Moves => self.moves().await,
        }
    }

    async fn days(&self) {
        let dates = self.left.times.iter().map(|(_, start)| start.date_naive());
        let reader = london();
        for date in dates.collect::<BTreeSet<NaiveDate>>() {
            let day = pages::slots::day(&self.backend, maya(), &reader, date).await;
            self.offers_nothing_of_it(&day.unwrap().expect("a therapist"));
        }
    }

    async fn month(&self) {
        let date = self.left.times[0].1.date_naive();
        let month = pages::slots::month(&self.backend, maya(), &london(), date).await;
        self.offers_nothing_of_it(&month.unwrap().expect("a therapist"));
        let next = next_free::of(&self.backend, maya()).await.unwrap();
        assert!(!next.is_some_and(|start| self.is_left(start)), "{next:?}");
    }

    fn offers_nothing_of_it(&self, page: &SlotsPage) {
        for slot in page.days.iter().flat_map(|day| &day.slots) {
            assert!(!self.is_left(slot.start), "{} is on offer", slot.start);
        }
    }

    async fn therapists_choice(&self) {
        let permit = permit::<MoveSession>(Some(MAYA.actor()), pair(ANNA)).unwrap();
        let (entered, now) = (self.starts().collect(), self.backend.clock.now());
        let times = pages::times::page(&self.backend, permit, self.own, entered).await;
        for time in times.unwrap() {
            let time = time.candidate;
            let is_open = time.against.is_empty() && time.taken_by_anyone(now).is_none();
            let start = time.span.start();
            assert!(!is_open || !self.is_left(start), "Maya could have {start}");
        }
    }

    async fn holds(&self) {
        for start in self.starts() {
            let key = self.key("hold");
            let (_, outcome) = hold(&self.backend, PRIYA, start, key).await;
            self.has_nothing_of_it(start, &outcome);
        }
    }

    async fn moves(&self) {
        for to in self.starts() {
            let asked = Asked {
                session: self.own,
                command: Command::Move(Move::by_client(to, None)),
                commitment: None,
                key: self.key("move"),
                received_at: self.backend.clock.now(),
            };
            let outcome = ANNA.sends_about(&self.backend, pair(ANNA), asked).await;
            self.has_nothing_of_it(to, &outcome.unwrap());
        }
    }

    /// Nor is it named as the nearest that can be had.
    fn has_nothing_of_it(&self, start: Instant, outcome: &Outcome) {
        let Outcome::Refused(Refusal::Taken { nearest, .. } | Refusal::NotOpen { nearest }) =
            outcome
        else {
            panic!("{start} was had: {outcome:?}")
        };
        let nearest: Vec<Instant> = nearest.starts().collect();
        let none = !nearest.iter().any(|start| self.is_left(*start));
        assert!(none, "{nearest:?} are named");
    }

    fn starts(&self) -> impl Iterator<Item = Instant> {
        self.left.times.iter().map(|(_, start)| *start)
    }

    /// Whether whoever comes then would be there in a time that was left.
    fn is_left(&self, start: Instant) -> bool {
        let span = |start| follow_up(start).span;
        self.starts().any(|left| span(left).overlaps(span(start)))
    }

    fn key(&self, what: &str) -> String {
        format!(
            "{}/{what}/{}",
            self.left.times[0].0,
            self.keys.fetch_add(1, SeqCst)
        )
    }
}

fn maya() -> TherapistId {
    TherapistId(MAYA.id().0)
}

fn london() -> Zone {
    Zone::named("Europe/London", "London").unwrap()
}
