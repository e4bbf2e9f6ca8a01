//! A run: one seed, so many steps, and after each all that has to hold. At its end the clock goes
//! far ahead, and then nothing may wait any more.

use super::accounts::{self, Begun};
use super::closed::Closed;
use super::coverage::Met;
use super::holds;
use super::house::{House, Pattern};
use super::look::{Seen, THERAPISTS};
use super::rows;
use super::seeds::{BEFORE, Ended, Failure, Passed, caught, dice_of};
use super::send::{Form, Member};
use super::steps;
use backend::fault::Fault;
use backend::outbox::Patience;
use backend::proof::money_proof;
use backend::seed::bookings;
use backend::store::{Dies, sql};
use domain::availability::WeeklyHours;
use domain::ids::{ActId, SessionId};
use domain::time::wall::{WEEK, WallRange};
use domain::time::{Instant, TimeDelta};
use std::collections::BTreeMap;

pub const STEPS: u64 = 80;

pub struct Run {
    pub house: House,
    pub met: Met,
    /// The database as it was after the last step.
    pub seen: Seen,
    pub opened: Vec<Form>,
    pub sent: Vec<Form>,
    /// Who and under which key: what was done, and by which act.
    pub keys: BTreeMap<(u128, String), (String, ActId)>,
    /// The cancels, and who pressed.
    pub cancels: Vec<(Member, SessionId, ActId)>,
    /// What must stay closed.
    pub closed: Closed,
    begun: Begun,
    count: u32,
    pub trace: Vec<String>,
}

pub fn begin() -> Instant {
    "2026-11-23T06:40:00Z".parse().unwrap()
}

/// Only these steps of a seed.
pub fn some(pattern: &Pattern, seed: u64, steps: &[u64]) -> Ended {
    let mut run = Run::new(pattern, seed);
    let ended = caught(|| run.all(seed, steps));
    let (met, trace) = (run.met, run.trace);
    match ended {
        Ok(()) => Ok(Passed { trace, met }),
        Err(what) => Err(Failure { what, trace }),
    }
}

impl Run {
    fn new(pattern: &Pattern, seed: u64) -> Run {
        dice_of(seed, BEFORE);
        let mut house = House::new(pattern, begin(), Patience::REFUND);
        house.ask(|backend| async move {
            let works = backend.store.write::<_, Fault, _>("work", |tx| {
                Box::pin(async move {
                    for member in THERAPISTS {
                        let set = sql("UPDATE schedule SET hours = $1 WHERE therapist_id = $2");
                        tx.run(set.bind(every_day()).bind(member.id())).await?;
                    }
                    bookings::write(tx, &steps::have_met()).await
                })
            });
            works.await.unwrap();
        });
        let seen = house.ask(Seen::of);
        let begun = house.ask(|backend| async move { accounts::begun(&backend.store).await });
        Run {
            house,
            seen,
            met: Met::default(),
            opened: Vec::new(),
            sent: Vec::new(),
            keys: BTreeMap::new(),
            cancels: Vec::new(),
            closed: Closed::default(),
            begun,
            count: 0,
            trace: Vec::new(),
        }
    }

    fn all(&mut self, seed: u64, steps: &[u64]) -> Result<(), String> {
        for step in steps {
            let mut dice = dice_of(seed, *step);
            self.say(format!("{step}:"));
            self.step(&mut dice)?;
            let digest = self.seen.digest();
            self.say(format!("  {digest}"));
        }
        self.come_to_rest()
    }

    pub fn say(&mut self, what: String) {
        self.trace.push(what);
    }

    pub fn new_key(&mut self) -> String {
        self.count += 1;
        format!("key-{}", self.count)
    }

    pub fn look(&mut self) -> Seen {
        self.house.ask(Seen::of)
    }

    /// After every step: all that has to hold, of the rows as they now are.
    pub fn settle(&mut self, seen: Seen) -> Result<(), String> {
        let now = self.house.now();
        holds::all(&seen, now)?;
        self.closed.forget_what_is_over(now);
        self.closed.holds(&seen, now)?;
        let changed = !rows::changed(&self.seen.everything, &seen.everything).is_empty();
        self.seen = seen;
        if !changed {
            return Ok(());
        }
        let begun = self.begun.clone();
        self.house.ask(|backend| async move {
            rows::replay(&backend.store).await;
            accounts::replay(&backend.store, begun).await;
            let proof = money_proof(&backend.store).await;
            proof
                .map(drop)
                .map_err(|breaks| format!("the proof: {breaks:?}"))
        })
    }

    /// Days after days: whatever waited for the clock has had its end, and all mail has left.
    fn come_to_rest(&mut self) -> Result<(), String> {
        for _ in 0..90 {
            self.work(Dies::Never)?;
            if self.seen.waiting == 0 && self.nothing_stands() {
                self.met.note("came to rest");
                return Ok(());
            }
            self.house.clock.advance(TimeDelta::hours(7));
        }
        Err(format!("{} letters and refunds wait", self.seen.waiting))
    }

    fn nothing_stands(&self) -> bool {
        let waits = |state: &str| matches!(state, "held" | "awaiting_confirmation");
        let offered = self.seen.offers.iter().any(|o| o.ended_at.is_none());
        !offered && !self.seen.sessions.iter().any(|row| waits(&row.state))
    }
}

/// From six in the morning till ten in the evening.
fn every_day() -> String {
    let mut hours = WeeklyHours::default();
    let day = WallRange::new(360, 1320).unwrap();
    for weekday in WEEK {
        hours.paint(weekday, day);
    }
    serde_json::to_string(&hours).unwrap()
}
