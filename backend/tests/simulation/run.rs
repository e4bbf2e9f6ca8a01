//! A run: one seed, so many steps, and after each all that has to hold. At its end the weather
//! clears and the clock goes far ahead, and then nothing may be open any more.

use super::coverage::Met;
use super::forms::Form;
use super::house::{House, Pattern};
use super::look::{OutboxRow, Seen};
use super::model::{Case, Model};
use super::seeds::{BEFORE, Ended, Failure, Passed, caught, dice_of};
use super::{check, handed_over, money, record, rows};
use backend::outbox::Patience;
use backend::proof::money_proof;
use backend::store::Dies;
use domain::time::{Instant, TimeDelta};
use std::collections::BTreeMap;

pub const STEPS: u64 = 60;

pub struct Run {
    pub house: House,
    pub model: Model,
    pub met: Met,
    /// The database as it was after the last step.
    pub seen: Seen,
    pub opened: Vec<Form>,
    pub sent: Vec<Form>,
    /// When each letter may leave at the earliest, as it was first written.
    due: BTreeMap<String, i64>,
    keys: u32,
    pub trace: Vec<String>,
}

pub fn begin() -> Instant {
    "2026-11-23T06:40:00Z".parse().unwrap()
}

/// Only these steps of a seed.
pub fn some(pattern: &Pattern, seed: u64, steps: &[u64]) -> Ended {
    let mut run = Run::new(pattern, seed);
    let ended = caught(|| run.all(seed, steps));
    let mut met = run.met;
    met.add(&run.house.outside.notes().met);
    let trace = run.trace;
    match ended {
        Ok(()) => Ok(Passed { trace, met }),
        Err(what) => Err(Failure { what, trace }),
    }
}

impl Run {
    fn new(pattern: &Pattern, seed: u64) -> Run {
        let mut dice = dice_of(seed, BEFORE);
        // Whoever is soon out of patience parks what others carry through.
        let hasty = Patience {
            attempts: 3,
            ..Patience::MAIL
        };
        let patience = dice.pick(&[Patience::REFUND, hasty]);
        let mut house = House::new(pattern, begin(), patience);
        house.outside.notes().turn = seed as usize;
        let seen = house.ask(Seen::of);
        Run {
            house,
            seen,
            model: Model::default(),
            met: Met::default(),
            opened: Vec::new(),
            sent: Vec::new(),
            due: BTreeMap::new(),
            keys: 0,
            trace: Vec::new(),
        }
    }

    fn all(&mut self, seed: u64, steps: &[u64]) -> Result<(), String> {
        for step in steps {
            let mut dice = dice_of(seed, *step);
            self.trace.push(format!("{step}:"));
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
        self.keys += 1;
        format!("key-{}", self.keys)
    }

    /// After every step: all that has to hold, of the rows as they now are.
    pub fn settle(&mut self, seen: Seen) -> Result<(), String> {
        if seen.tables() == self.seen.tables() {
            return Ok(());
        }
        self.model.observe(&seen)?;
        money::holds(&self.model, &seen)?;
        record::holds(&self.model, &seen, self.house.now())?;
        for row in &seen.outbox {
            self.waits_for_undo(row)?;
            // A row that was tried before it was ever seen has been put off meanwhile.
            if row.attempts == 0 {
                self.due.entry(row.id.clone()).or_insert(row.not_before);
            }
        }
        handed_over::holds(&self.model, &seen)?;
        let outside = self.house.outside.clone();
        record::letters(&seen, &self.due, &outside.notes().letters)?;
        let scandals = outside.notes().scandals.clone();
        check(scandals.is_empty(), || scandals.join("; "))?;
        for refund in &seen.refunds {
            let before = self.seen.refunds.iter().find(|row| row.id == refund.id);
            let before = before.map_or("", |before| before.state.as_str());
            match (before, refund.state.as_str()) {
                (before, state) if before == state => {}
                ("arrived", "failed") => self.met.note("refund: came back after it had arrived"),
                (_, state) => self.met.note(format!("refund: {state}")),
            }
        }
        let left = |row: &&OutboxRow| {
            let tried_again = self.model.tried_again.contains(&row.id);
            let before = self.seen.outbox.iter().find(|before| before.id == row.id);
            let was_open = before.is_some_and(|before| before.done_at.is_none());
            tried_again && was_open && row.done_at.is_some()
        };
        for _ in seen.outbox.iter().filter(left) {
            self.met.note("tried again, and it left");
        }
        self.seen = seen;
        self.house.ask(|backend| async move {
            rows::replay(&backend.store).await;
            let proof = money_proof(&backend.store).await;
            proof
                .map(drop)
                .map_err(|breaks| format!("the proof: {breaks:?}"))
        })
    }

    /// What a cancel causes does not leave while it can be undone.
    fn waits_for_undo(&self, row: &OutboxRow) -> Result<(), String> {
        let of = |case: &&Case| case.id.to_string() == row.session_id;
        let case = self.model.cases.iter().find(of);
        let won = case.and_then(|case| case.won.as_ref());
        let made = won.map(|won| (won.before.revision + 1, won.final_at.timestamp_millis()));
        let soon =
            made.is_some_and(|(revision, at)| row.revision == revision && row.not_before < at);
        check(!soon, || {
            format!("{} {} may leave too soon", row.kind, row.id)
        })
    }

    /// Fair weather, and nothing waits but what is parked; and once the team has had that tried
    /// again, as often as it takes, nothing waits at all.
    fn come_to_rest(&mut self) -> Result<(), String> {
        for _ in 0..20 {
            self.calm_down()?;
            if self.seen.outbox.iter().all(|row| row.parked_at.is_none()) {
                self.met.note("came to rest");
                return Ok(());
            }
            self.met.note("a stream is parked");
            self.tries_all_again()?;
        }
        Err("it is given up again and again".into())
    }

    /// Hours after hours.
    fn calm_down(&mut self) -> Result<(), String> {
        for hour in 0..150 {
            let ended = self
                .house
                .run(Dies::Never, |_, worker| async move { worker.drain().await });
            if let Some(Err(fault)) = ended.answer {
                return Err(format!("the worker: {fault}"));
            }
            self.house.clock.advance(TimeDelta::minutes(61));
            if hour % 5 > 0 {
                continue;
            }
            let seen = self.look();
            self.settle(seen)?;
            if self.waiting().is_empty() {
                return Ok(());
            }
        }
        Err(format!("it never comes to rest: {:?}", self.waiting()))
    }

    fn waiting(&self) -> Vec<String> {
        let seen = &self.seen;
        let parked: Vec<&str> = seen
            .outbox
            .iter()
            .filter(|row| row.parked_at.is_some())
            .map(|row| row.stream.as_str())
            .collect();
        let is_parked = |stream: &str| parked.contains(&stream);
        let open = seen.outbox.iter().filter(|row| row.done_at.is_none());
        let mut waiting: Vec<String> = open
            .filter(|row| !is_parked(&row.stream))
            .map(|row| row.id.clone())
            .collect();
        let unsettled = seen.refunds.iter().filter(|refund| {
            let open = refund.withdrawn_at.is_none()
                && matches!(refund.state.as_str(), "requested" | "sent");
            open && (refund.state == "sent" || !is_parked(&format!("money:{}", refund.payment_id)))
        });
        waiting.extend(unsettled.map(|refund| refund.id.clone()));
        let pending = seen.theirs.iter().filter(|row| match row.state.as_str() {
            "succeeded" => row.returns_at.is_some(),
            state => state == "pending",
        });
        waiting.extend(pending.map(|row| row.id.clone()));
        if seen.unheard > 0 {
            waiting.push("events".into());
        }
        waiting
    }
}
