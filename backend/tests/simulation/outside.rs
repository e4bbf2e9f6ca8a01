//! The world outside the house, which outlives every crash: a provider and a mail server that
//! misbehave by a seed, and the notes of what really reached them.

use super::coverage::Met;
use super::dice::Dice;
use backend::fault::Fault;
use backend::mail::{Envelope, MailFault, Mailer};
use backend::payments::sandbox::{self, Sandbox, Script};
use backend::payments::{PaymentProvider, ProviderEvent, ProviderFault, ProviderRefund};
use domain::ids::RefundId;
use domain::money::Money;
use domain::time::{Instant, TimeDelta};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;

/// What happens to one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mishap {
    /// It does what it was asked, and the answer is lost.
    Lost,
    /// It does nothing and says nothing.
    Down,
    TooMany,
    /// A 500 that is kept, and answered again for a day; the work was done, or not.
    Kept {
        done: bool,
    },
    /// Turned down for good: mail only.
    Refused,
    /// The house dies before the call arrives, or before its answer does.
    DiesBefore,
    DiesAfter,
}

/// A letter that reached the mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub row: String,
    pub at: Instant,
    pub text: String,
}

#[derive(Default)]
pub struct Outside {
    notes: Mutex<Notes>,
    died: Notify,
    dead: AtomicBool,
}

pub struct Notes {
    dice: Dice,
    /// One call in so many goes wrong; 0 is fair weather.
    one_in: i64,
    repeats: u32,
    /// Which mishap a refund meets next: each kind in its turn, so that none is left out.
    pub turn: usize,
    first_asked: BTreeMap<RefundId, Instant>,
    kept_errors: BTreeMap<RefundId, Instant>,
    pub events: Vec<ProviderEvent>,
    /// Every arrival, in order; a letter may arrive twice.
    pub letters: Vec<Arrived>,
    /// What should never have reached the provider.
    pub scandals: Vec<String>,
    pub met: Met,
}

impl Default for Notes {
    fn default() -> Notes {
        Notes {
            dice: Dice::new(0),
            one_in: 0,
            repeats: 0,
            turn: 0,
            first_asked: BTreeMap::new(),
            kept_errors: BTreeMap::new(),
            events: Vec::new(),
            letters: Vec::new(),
            scandals: Vec::new(),
            met: Met::default(),
        }
    }
}

/// A provider keeps a key and its answer for so long, then takes the key for a new one.
const KEYS_LAST: TimeDelta = TimeDelta::hours(24);
/// In seconds.
const SOON: [i64; 5] = [2, 2, 2, 3600, 3 * 86400];
const LATE: [i64; 4] = [2, 3600, 3 * 86400, 3 * 86400];

impl Outside {
    pub fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap()
    }

    /// The weather of the next step.
    pub fn set(&self, seed: u64, one_in: i64) {
        let mut notes = self.notes();
        notes.dice = Dice::new(seed);
        notes.one_in = one_in;
        notes.repeats = 2;
    }

    pub fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    pub fn revive(&self) {
        self.dead.store(false, Ordering::Relaxed);
    }

    pub async fn died(&self) {
        self.died.notified().await;
    }

    /// The house ends in the middle of this call.
    async fn die<T>(&self) -> T {
        self.dead.store(true, Ordering::Relaxed);
        self.died.notify_one();
        std::future::pending().await
    }

    fn draw(&self, what: &str, from: &[Mishap]) -> Option<Mishap> {
        let mut notes = self.notes();
        // Money is asked for seldom: there the weather is at its worst.
        let (one_in, fair) = match what {
            "refund" => (notes.one_in.min(2), notes.one_in == 0),
            _ => (notes.one_in, notes.one_in == 0),
        };
        if fair || notes.dice.upto(one_in - 1) > 0 {
            return None;
        }
        let mishap = match what {
            "refund" => from[notes.turn % from.len()],
            _ => notes.dice.pick(from),
        };
        notes.turn += usize::from(what == "refund");
        notes.met.note(format!("{what}: {mishap:?}"));
        Some(mishap)
    }
}

pub struct Provider {
    pub outside: Arc<Outside>,
    pub sandbox: Sandbox,
    pub now: Instant,
}

impl Provider {
    /// A refund takes from seconds to days; the longer, the longer nobody hears of one whose
    /// answer was lost. Of those that arrive some do not stay.
    async fn perform(
        &self,
        key: RefundId,
        charge: &str,
        amount: Money,
        takes: &[i64],
    ) -> Result<ProviderRefund, ProviderFault> {
        let first = *self
            .outside
            .notes()
            .first_asked
            .entry(key)
            .or_insert(self.now);
        if self.now - first >= KEYS_LAST && self.sandbox.find_by_key(key).await?.is_some() {
            let scandal = format!("{key} was sent again after its key was forgotten");
            self.outside.notes().scandals.push(scandal);
        }
        let (takes, stays) = {
            let dice = &mut self.outside.notes().dice;
            (TimeDelta::seconds(dice.pick(takes)), dice.upto(4) > 0)
        };
        let becomes = match stays {
            true => sandbox::Mishap::Nothing,
            false => sandbox::Mishap::ArrivesAndFails,
        };
        let sandbox = self.sandbox.clone().settling_after(takes);
        let sandbox = sandbox.scripted(Script::calls([becomes]));
        sandbox.refund(key, charge, amount).await
    }

    fn still_answers_the_error(&self, key: RefundId) -> bool {
        let notes = self.outside.notes();
        let until = notes.kept_errors.get(&key);
        until.is_some_and(|until| self.now < *until)
    }
}

fn silence() -> ProviderFault {
    ProviderFault::Unknown("502".into())
}

impl PaymentProvider for Provider {
    fn refund<'a>(
        &'a self,
        key: RefundId,
        charge: &'a str,
        amount: Money,
    ) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        async move {
            use Mishap::{DiesAfter, DiesBefore, Down, Kept, Lost, TooMany};
            if self.still_answers_the_error(key) {
                self.outside.notes().met.note("refund: the 500 again");
                return Err(ProviderFault::Unknown("500".into()));
            }
            let all = [
                Lost,
                Down,
                TooMany,
                Kept { done: true },
                Kept { done: false },
                DiesBefore,
                DiesAfter,
            ];
            match self.outside.draw("refund", &all) {
                None | Some(Mishap::Refused) => self.perform(key, charge, amount, &SOON).await,
                Some(Down) => Err(silence()),
                Some(TooMany) => Err(ProviderFault::RateLimited {
                    after: TimeDelta::seconds(20),
                }),
                Some(Lost) => self
                    .perform(key, charge, amount, &LATE)
                    .await
                    .and(Err(silence())),
                Some(Kept { done }) => {
                    let until = self.now + KEYS_LAST;
                    self.outside.notes().kept_errors.insert(key, until);
                    if done {
                        self.perform(key, charge, amount, &LATE).await?;
                    }
                    Err(ProviderFault::Unknown("500".into()))
                }
                Some(DiesBefore) => self.outside.die().await,
                Some(DiesAfter) => {
                    self.perform(key, charge, amount, &LATE).await?;
                    self.outside.die().await
                }
            }
        }
        .boxed()
    }

    fn fetch<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        async move {
            match self
                .outside
                .draw("fetch", &[Mishap::Down, Mishap::DiesBefore])
            {
                None => self.sandbox.fetch(id).await,
                Some(Mishap::DiesBefore) => self.outside.die().await,
                Some(_) => Err(silence()),
            }
        }
        .boxed()
    }

    fn find_by_key(
        &self,
        key: RefundId,
    ) -> BoxFuture<'_, Result<Option<ProviderRefund>, ProviderFault>> {
        async move {
            self.outside.notes().met.note("look-up");
            match self.outside.draw("look-up", &[Mishap::Down]) {
                None => self.sandbox.find_by_key(key).await,
                Some(_) => Err(silence()),
            }
        }
        .boxed()
    }

    /// Late, twice, in any order, and old ones again.
    fn events_due(&self, now: Instant) -> BoxFuture<'_, Result<Vec<ProviderEvent>, Fault>> {
        async move {
            let mut due = self.sandbox.events_due(now).await?;
            let mut notes = self.outside.notes();
            if notes.one_in == 0 {
                return Ok(due);
            }
            let seen = notes.events.clone();
            notes.events.extend(due.iter().cloned());
            if !due.is_empty() && notes.dice.upto(3) == 0 {
                notes.met.note("events: late");
                due.pop();
            }
            if notes.repeats > 0 && notes.dice.upto(2) == 0 && !seen.is_empty() {
                notes.repeats -= 1;
                notes.met.note("events: again");
                let again = notes.dice.pick(&seen);
                due.push(again);
            }
            if due.len() > 1 && notes.dice.yes() {
                notes.met.note("events: reordered");
                due.reverse();
            }
            Ok(due)
        }
        .boxed()
    }

    fn event_heard<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), Fault>> {
        async move {
            if self
                .outside
                .draw("event heard", &[Mishap::DiesBefore])
                .is_some()
            {
                self.outside.die().await
            }
            self.sandbox.event_heard(id).await
        }
        .boxed()
    }
}

pub struct Post {
    pub outside: Arc<Outside>,
    pub now: Instant,
}

impl Post {
    fn take(&self, envelope: &Envelope) {
        self.outside.notes().letters.push(Arrived {
            row: envelope.id.clone(),
            at: self.now,
            text: serde_json::to_string(&envelope.letter).unwrap(),
        });
    }
}

impl Mailer for Post {
    fn send<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Result<(), MailFault>> {
        async move {
            use Mishap::{DiesAfter, DiesBefore, Down, Lost, Refused};
            let often = [Lost, Lost, Down, Down, DiesBefore, DiesAfter, Refused];
            let silence = || Err(MailFault::Unknown("421".into()));
            match self.outside.draw("mail", &often) {
                Some(Down) => silence(),
                Some(Refused) => Err(MailFault::Refused("550".into())),
                Some(DiesBefore) => self.outside.die().await,
                Some(Lost) => {
                    self.take(envelope);
                    silence()
                }
                Some(DiesAfter) => {
                    self.take(envelope);
                    self.outside.die().await
                }
                _ => {
                    self.take(envelope);
                    Ok(())
                }
            }
        }
        .boxed()
    }
}
