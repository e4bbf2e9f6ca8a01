//! How often, and after which pauses, something is tried again.

use domain::time::TimeDelta;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The pause after the first attempt; each next one is twice as long.
    pub first: TimeDelta,
    /// No pause is longer.
    pub longest: TimeDelta,
    /// So many attempts, and the row is parked.
    pub attempts: i64,
}

impl Patience {
    /// About a day.
    pub const MAIL: Patience = Patience {
        first: TimeDelta::seconds(5),
        longest: TimeDelta::hours(1),
        attempts: 32,
    };

    /// Longer than a provider keeps its keys, so that the refund has been looked up meanwhile.
    pub const REFUND: Patience = Patience {
        attempts: 36,
        ..Patience::MAIL
    };

    /// The pause after this many attempts.
    pub fn pause(self, attempts: i64) -> TimeDelta {
        let doublings = attempts.saturating_sub(1).clamp(0, 20) as u32;
        let factor = 1_i32 << doublings;
        self.first
            .checked_mul(factor)
            .map_or(self.longest, |pause| pause.min(self.longest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_until_they_are_an_hour() {
        let pauses = [1, 2, 3, 10, 11, 90].map(|n| Patience::MAIL.pause(n).num_seconds());
        assert_eq!(pauses, [5, 10, 20, 2560, 3600, 3600]);
    }

    #[test]
    fn a_refund_is_tried_until_the_providers_keys_are_gone() {
        let all: TimeDelta = (1..Patience::REFUND.attempts)
            .map(|n| Patience::REFUND.pause(n))
            .sum();
        assert!(all > TimeDelta::hours(24), "{all}");
    }
}
