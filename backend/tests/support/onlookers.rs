//! Whoever looks on while Maya leaves a time at which she is not there: clients who read what is
//! open, she herself who looks for another time, and clients who try to have that very time, all
//! of them over and over. It fails where the time is on offer or had, before the commit, at it or
//! after it. How many looks were under way at the commit is counted.

mod watch;

use super::world::{World, at, follow_up};
use backend::seed::bookings::Booking;
use backend::seed::cast::ANNA;
use domain::ids::SessionId;
use domain::time::Instant;
use futures::future::join_all;
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::JoinError;
use watch::{Phase, Watch};

/// The times that are left, by whose sessions.
#[derive(Clone, Debug)]
pub struct Left {
    pub times: Vec<(SessionId, Instant)>,
    pub closed_to: ClosedTo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedTo {
    Everybody,
    /// A therapist who is paused moves what is booked all the same, to any time of theirs.
    Clients,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eye {
    /// The page of open slots, day by day.
    Days,
    /// Its month, and when she is next free.
    Month,
    /// What Maya can choose from for another session.
    Therapist,
    /// Priya takes it into checkout.
    Holds,
    /// Anna moves her own session there.
    Moves,
}

impl Eye {
    pub const ALL: [Eye; 5] = [
        Eye::Therapist,
        Eye::Days,
        Eye::Month,
        Eye::Holds,
        Eye::Moves,
    ];
    const CLIENTS: [Eye; 4] = [Eye::Days, Eye::Month, Eye::Holds, Eye::Moves];
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Looks {
    pub all: u32,
    /// Began after the act was sent, and ended before its commit.
    pub during: u32,
    /// Began before the commit, and ended after it.
    pub across: u32,
}

/// They stay the same over the rounds of a test.
pub struct Onlookers<'w> {
    world: &'w World,
    /// Anna's, at a time that no test leaves.
    own: SessionId,
    rounds: u32,
    reads: Looks,
    tries: Looks,
}

impl Onlookers<'_> {
    pub async fn of(world: &World) -> Onlookers<'_> {
        let annas = Booking {
            client: ANNA,
            ..follow_up(at("2026-12-18T10:00:00Z"))
        };
        Onlookers {
            world,
            own: world.book_one(annas).await,
            rounds: 0,
            reads: Looks::default(),
            tries: Looks::default(),
        }
    }

    /// Anna's own session, for whoever has to say what becomes of it.
    pub fn own(&self) -> SessionId {
        self.own
    }

    /// What becomes of `act`, at which all of them look on.
    pub async fn watch<T>(&mut self, left: Left, act: impl Future<Output = T>) -> T {
        let eyes = match left.closed_to {
            ClosedTo::Everybody => &Eye::ALL[..],
            ClosedTo::Clients => &Eye::CLIENTS[..],
        };
        let (outcome, kept) = self.look_on(eyes, left, act).await;
        for (eye, looks) in eyes.iter().zip(kept) {
            let looks = looks.unwrap();
            match eye {
                Eye::Days | Eye::Month | Eye::Therapist => self.reads.add(looks),
                Eye::Holds | Eye::Moves => self.tries.add(looks),
            }
        }
        self.rounds += 1;
        outcome
    }

    /// Whether one of them, alone, finds a time that `act` leaves.
    pub async fn finds(&self, eye: Eye, left: Left, act: impl Future<Output = ()>) -> bool {
        let ((), kept) = self.look_on(&[eye], left, act).await;
        kept.iter().any(Result::is_err)
    }

    /// Each has looked before `act` begins, and looks once more after its end.
    async fn look_on<T>(
        &self,
        eyes: &[Eye],
        left: Left,
        act: impl Future<Output = T>,
    ) -> (T, Vec<Result<Looks, JoinError>>) {
        let watch = Arc::new(Watch::over(self.world, self.own, left).await);
        let mut keeping = Vec::new();
        for eye in eyes {
            let (looked, first) = oneshot::channel();
            keeping.push(tokio::spawn(watch.clone().keep(*eye, looked)));
            // Whoever fails at the first look is heard of at the end.
            let _ = first.await;
        }
        watch.goes_on(Phase::Acts);
        let outcome = act.await;
        watch.goes_on(Phase::Over);
        let kept = join_all(keeping).await;
        assert!(watch.is_committed().await, "nothing was committed");
        (outcome, kept)
    }

    /// That both readers and whoever tries were at it when it was committed: not in every round,
    /// but in most.
    pub fn were_there(&self) {
        let Onlookers {
            rounds,
            reads,
            tries,
            ..
        } = self;
        println!("{rounds} rounds: read {reads:?}, tried {tries:?}");
        for looks in [reads, tries] {
            assert!(looks.across * 2 >= *rounds, "{rounds} rounds: {looks:?}");
        }
        assert!(reads.during >= *rounds, "{rounds} rounds: {reads:?}");
    }
}

impl Looks {
    fn add(&mut self, more: Looks) {
        self.all += more.all;
        self.during += more.during;
        self.across += more.across;
    }

    /// One that began in `phase`; whether it was committed before and after it.
    fn note(&mut self, phase: Phase, (before, after): (bool, bool)) {
        self.all += 1;
        self.during += u32::from(phase == Phase::Acts && !after);
        self.across += u32::from(!before && after);
    }
}
