//! How often somebody may try: signing in by password, and giving commands. In memory and
//! bounded; a restart forgives everything.
//!
//! Each limit is a bucket that fills at a steady rate. What was refused takes nothing out of it,
//! so that who goes on trying waits no longer for it. Nothing personal is kept: what is counted
//! by is only there as a keyed hash. `now` is the machine's time, whatever the demo's clock says.

use domain::ids::AccountId;
use domain::time::{Instant, TimeDelta};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

/// So many at once, and so many again over each span. `None` sets no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(Option<(u32, TimeDelta)>);

/// It was too often; there is room again after `wait`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too often")]
pub struct TooOften {
    pub wait: TimeDelta,
}

#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Passwords tried from one network address.
    pub passwords: Rate,
    /// Passwords tried for one mail address from one network address.
    pub guesses: Rate,
    /// Commands of one person.
    pub commands: Rate,
}

pub struct Limits {
    passwords: Bucket,
    guesses: Bucket,
    commands: Bucket,
}

impl Rate {
    pub const NONE: Rate = Rate(None);

    pub fn new(count: u32, span: TimeDelta) -> Rate {
        Rate(Some((count.max(1), span)))
    }

    /// `10/300`: ten in 300 seconds; `off`: no limit.
    pub fn parse(text: &str) -> Option<Rate> {
        if text == "off" {
            return Some(Rate::NONE);
        }
        let (count, seconds) = text.split_once('/')?;
        let count: u32 = count.parse().ok().filter(|count| *count > 0)?;
        let seconds: u32 = seconds.parse().ok().filter(|seconds| *seconds > 0)?;
        Some(Rate::new(count, TimeDelta::seconds(seconds.into())))
    }
}

impl Default for Rates {
    fn default() -> Rates {
        let minutes = TimeDelta::minutes;
        Rates {
            passwords: Rate::new(50, minutes(5)),
            guesses: Rate::new(10, minutes(5)),
            commands: Rate::new(60, minutes(1)),
        }
    }
}

impl Limits {
    pub fn new(rates: Rates) -> Limits {
        Limits {
            passwords: Bucket::new(rates.passwords),
            guesses: Bucket::new(rates.guesses),
            commands: Bucket::new(rates.commands),
        }
    }

    /// Before a password is looked at. Whether the mail address has an account plays no part.
    ///
    /// # Errors
    /// Too many were tried from there.
    pub fn password(&self, from: IpAddr, email: &str, now: Instant) -> Result<(), TooOften> {
        let from = network(from);
        self.passwords.take(from, now)?;
        let email = email.trim().to_lowercase();
        let guess = self.guesses.take((from, email), now);
        // Refused by the one, it takes nothing out of the other either.
        guess.inspect_err(|_| self.passwords.give_back(from))
    }

    /// Before something is done for somebody.
    ///
    /// # Errors
    /// They did too much in too short a time for a person.
    pub fn command(&self, of: AccountId, now: Instant) -> Result<(), TooOften> {
        self.commands.take(of, now)
    }
}

/// Whoever has one IPv6 address has all of its /64.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let prefix = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from(prefix))
        }
        address => address,
    }
}

/// How many are counted at a time; of more, those who have waited longest are forgotten.
const MOST: usize = 20_000;

struct Bucket {
    rate: Rate,
    keys: RandomState,
    /// By hash, when the bucket is full again.
    full_at: Mutex<HashMap<u64, Instant>>,
}

impl Bucket {
    fn new(rate: Rate) -> Bucket {
        Bucket {
            rate,
            keys: RandomState::new(),
            full_at: Mutex::default(),
        }
    }

    fn take(&self, who: impl Hash, now: Instant) -> Result<(), TooOften> {
        let Some((count, span)) = self.rate.0 else {
            return Ok(());
        };
        let every = each(count, span);
        let who = self.keys.hash_one(who);
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let before = full_at.get(&who).copied().unwrap_or(now).max(now);
        let after = before + every;
        if after - now > span {
            let wait = after - now - span;
            return Err(TooOften { wait });
        }
        if full_at.len() >= MOST && !full_at.contains_key(&who) {
            make_room(&mut full_at, now);
        }
        full_at.insert(who, after);
        Ok(())
    }

    /// What was taken a moment ago.
    fn give_back(&self, who: impl Hash) {
        let Some((count, span)) = self.rate.0 else {
            return;
        };
        let who = self.keys.hash_one(who);
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = full_at.get_mut(&who) {
            *at -= each(count, span);
        }
    }
}

/// How long one of them takes to be there again.
fn each(count: u32, span: TimeDelta) -> TimeDelta {
    span / i32::try_from(count).unwrap_or(i32::MAX)
}

fn make_room(full_at: &mut HashMap<u64, Instant>, now: Instant) {
    full_at.retain(|_, at| *at > now);
    if full_at.len() < MOST {
        return;
    }
    // A tenth at once: under such an attack every request would have to look for one.
    let mut ends: Vec<Instant> = full_at.values().copied().collect();
    let (_, end, _) = ends.select_nth_unstable(MOST / 10);
    let end = *end;
    full_at.retain(|_, at| *at > end);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        let start: Instant = "2026-11-23T06:40:00Z".parse().expect("an instant");
        start + TimeDelta::seconds(seconds)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    /// Three guesses and five passwords a minute.
    fn limits() -> Limits {
        let minute = TimeDelta::minutes(1);
        Limits::new(Rates {
            passwords: Rate::new(5, minute),
            guesses: Rate::new(3, minute),
            commands: Rate::new(2, minute),
        })
    }

    const DANIEL: &str = "daniel@kept.example";

    #[test]
    fn after_so_many_guesses_at_one_account_there_is_a_wait_and_then_one_more() {
        let (limits, from) = (limits(), address("192.0.2.1"));
        for _ in 0..3 {
            assert_eq!(limits.password(from, DANIEL, at(0)), Ok(()));
        }
        let wait = TimeDelta::seconds(20);
        assert_eq!(limits.password(from, DANIEL, at(0)), Err(TooOften { wait }));
        let same = limits.password(from, " Daniel@Kept.example ", at(19));
        assert!(same.is_err_and(|too| too.wait == TimeDelta::seconds(1)));
        assert_eq!(limits.password(from, DANIEL, at(20)), Ok(()));
        assert!(limits.password(from, DANIEL, at(20)).is_err());
    }

    #[test]
    fn a_guess_that_is_refused_costs_its_neighbours_nothing() {
        let (limits, from) = (limits(), address("192.0.2.1"));
        for _ in 0..3 {
            assert_eq!(limits.password(from, DANIEL, at(0)), Ok(()));
        }
        for _ in 0..10 {
            assert!(limits.password(from, DANIEL, at(0)).is_err());
        }
        let (maya, noor) = ("maya@kept.example", "noor@kept.example");
        assert_eq!(limits.password(from, maya, at(0)), Ok(()));
        assert_eq!(limits.password(from, noor, at(0)), Ok(()));
        // Now the address has had its five, and that costs no guess at an account.
        let tomas = "tomas@kept.example";
        for _ in 0..3 {
            assert!(limits.password(from, tomas, at(0)).is_err());
        }
        for second in [12, 24, 36] {
            assert_eq!(limits.password(from, tomas, at(second)), Ok(()));
        }
    }

    #[test]
    fn many_accounts_from_one_address_are_tried_no_faster() {
        let (limits, from) = (limits(), address("2001:db8::1"));
        let neighbour = address("2001:db8::ffff:1");
        for n in 0..5 {
            let email = format!("nobody-{n}@kept.example");
            assert_eq!(limits.password(from, &email, at(0)), Ok(()));
        }
        assert!(limits.password(neighbour, DANIEL, at(0)).is_err());
        let elsewhere = address("2001:db8:0:1::1");
        assert_eq!(limits.password(elsewhere, DANIEL, at(0)), Ok(()));
    }

    #[test]
    fn one_persons_haste_is_no_others_wait() {
        let limits = limits();
        let [maya, tomas] = [1, 2].map(|n| AccountId(uuid::Uuid::from_u128(n)));
        assert_eq!(limits.command(maya, at(0)), Ok(()));
        assert_eq!(limits.command(maya, at(0)), Ok(()));
        assert!(limits.command(maya, at(1)).is_err());
        assert_eq!(limits.command(tomas, at(1)), Ok(()));
        assert_eq!(limits.command(maya, at(60)), Ok(()));
    }

    #[test]
    fn it_never_grows_beyond_its_bound() {
        let bucket = Bucket::new(Rate::new(2, TimeDelta::minutes(1)));
        for n in 0..3 * MOST {
            let second = i64::try_from(n / MOST).expect("small");
            assert_eq!(bucket.take(n, at(second)), Ok(()));
        }
        assert!(bucket.full_at.lock().expect("sound").len() <= MOST);
    }

    #[test]
    fn a_rate_is_a_count_and_seconds_or_off() {
        let ten = Rate::new(10, TimeDelta::minutes(5));
        assert_eq!(Rate::parse("10/300"), Some(ten));
        assert_eq!(Rate::parse("off"), Some(Rate::NONE));
        for wrong in ["", "10", "0/60", "10/0", "ten/60", "10/60/1"] {
            assert_eq!(Rate::parse(wrong), None, "{wrong}");
        }
    }
}
