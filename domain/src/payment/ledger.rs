//! Double entry, append-only: one [`Entry`] is one debit and one credit, so books that do not
//! balance cannot be written. Money comes in from `provider` and goes out to it; in between it
//! is always in exactly one account. Source: DOMAIN, *Money*.

use crate::policy::commission::Rate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// The outside: the payment provider.
    Provider,
    /// Paid, and the session is still to come.
    Held,
    /// Waits for the client to rebook or take it back.
    Parked,
    /// On its way back to the client.
    Refunding,
    /// Frozen: by a chargeback, or while the team decides about a cause that the client denies.
    Disputed,
    TherapistPayable,
    Commission,
}

impl Account {
    pub const ALL: [Account; 7] = [
        Account::Provider,
        Account::Held,
        Account::Parked,
        Account::Refunding,
        Account::Disputed,
        Account::TherapistPayable,
        Account::Commission,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Account::Provider => "provider",
            Account::Held => "held",
            Account::Parked => "parked",
            Account::Refunding => "refunding",
            Account::Disputed => "disputed",
            Account::TherapistPayable => "therapist_payable",
            Account::Commission => "commission",
        }
    }

    pub fn parse(text: &str) -> Option<Account> {
        Self::ALL.into_iter().find(|a| a.as_str() == text)
    }
}

/// `amount` minor units (more than zero) leave `from` and arrive in `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    pub from: Account,
    pub to: Account,
    pub amount: i64,
}

impl Entry {
    pub fn new(from: Account, to: Account, amount: i64) -> Entry {
        Entry { from, to, amount }
    }
}

/// Where the money of one payment stands, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Books {
    /// Everything that was ever paid.
    pub captured: i64,
    /// Everything that went back out to the provider, less what came back from there.
    pub refunded: i64,
    pub held: i64,
    pub parked: i64,
    pub refunding: i64,
    pub disputed: i64,
    pub payable: i64,
    pub commission: i64,
}

impl Books {
    /// Replays a payment's entries.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Books {
        entries
            .into_iter()
            .fold(Books::default(), |books, entry| books.after(*entry))
    }

    /// From the provider into `refunding` comes a refund that had arrived and did not stay: no new
    /// payment, but a refund less.
    pub fn after(mut self, entry: Entry) -> Books {
        match (entry.from, entry.to) {
            (Account::Provider, Account::Refunding) => self.refunded -= entry.amount,
            (Account::Provider, _) => self.captured += entry.amount,
            (account, _) => *self.account_mut(account) -= entry.amount,
        }
        match entry.to {
            Account::Provider => self.refunded += entry.amount,
            account => *self.account_mut(account) += entry.amount,
        }
        self
    }

    fn account_mut(&mut self, account: Account) -> &mut i64 {
        match account {
            Account::Provider => unreachable!("the provider is the outside, not an account"),
            Account::Held => &mut self.held,
            Account::Parked => &mut self.parked,
            Account::Refunding => &mut self.refunding,
            Account::Disputed => &mut self.disputed,
            Account::TherapistPayable => &mut self.payable,
            Account::Commission => &mut self.commission,
        }
    }

    /// What therapist and platform have earned of it.
    pub fn kept(&self) -> i64 {
        self.payable + self.commission
    }

    /// What can still be refunded; nothing while any of it is disputed.
    pub fn refundable(&self) -> i64 {
        if self.disputed > 0 {
            0
        } else {
            self.held + self.parked + self.kept()
        }
    }

    /// The entries that put all that is held where it is neither refunded nor earned.
    pub fn freeze(&self) -> Vec<Entry> {
        let all = (self.held > 0).then(|| Entry::new(Account::Held, Account::Disputed, self.held));
        all.into_iter().collect()
    }

    /// The entries that send `refund` back to the client (at most [`Books::refundable`]) and,
    /// where `closes`, divide what is left in `held` between therapist and platform. Held
    /// money goes back first; what was already divided is taken back from both, so that the
    /// commission is always that of the whole amount kept.
    pub fn settle(&self, refund: i64, closes: bool, rate: Rate) -> Vec<Entry> {
        let from_held = if closes {
            self.held
        } else {
            refund.min(self.held)
        };
        let from_parked = (refund - from_held).clamp(0, self.parked);
        let kept = self.kept() + from_held + from_parked - refund;
        let split = rate.split(kept);
        let changes = [
            (Account::Held, -from_held),
            (Account::Parked, -from_parked),
            (Account::TherapistPayable, split.therapist - self.payable),
            (Account::Commission, split.commission - self.commission),
            (Account::Refunding, refund),
        ];
        pair_up(changes)
    }
}

/// Turns balanced changes into entries: every loss is matched with the gains, in order.
fn pair_up<const N: usize>(changes: [(Account, i64); N]) -> Vec<Entry> {
    let mut gains = changes
        .into_iter()
        .filter(|(_, change)| *change > 0)
        .rev()
        .peekable();
    let mut open = 0;
    let mut entries = Vec::new();
    for (from, change) in changes.into_iter().filter(|(_, change)| *change < 0) {
        let mut left = -change;
        while let (true, Some((to, gain))) = (left > 0, gains.peek().copied()) {
            let amount = left.min(gain - open);
            entries.push(Entry::new(from, to, amount));
            left -= amount;
            open += amount;
            if open == gain {
                gains.next();
                open = 0;
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::{Account::*, *};
    use crate::policy::commission::Rates;
    use crate::session::SessionKind;

    fn rate() -> Rate {
        Rates::DEFAULT.of(SessionKind::FollowUp)
    }

    fn paid(amount: i64) -> Books {
        Books::default().after(Entry::new(Provider, Held, amount))
    }

    #[track_caller]
    fn check(before: Books, refund: i64, closes: bool, expected: &[(Account, Account, i64)]) {
        let entries = before.settle(refund, closes, rate());
        let got: Vec<_> = entries.iter().map(|e| (e.from, e.to, e.amount)).collect();
        assert_eq!(got, expected);
        let after = entries.iter().fold(before, |books, e| books.after(*e));
        assert_eq!(after.refunding, before.refunding + refund);
        assert_eq!(rate().split(after.kept()).commission, after.commission);
        assert_eq!(super::super::proof::payment(&after), Ok(()));
    }

    #[test]
    fn a_full_refund_sends_all_that_is_held() {
        check(paid(6500), 6500, true, &[(Held, Refunding, 6500)]);
    }

    #[test]
    fn keeping_divides_between_therapist_and_platform() {
        check(
            paid(6500),
            0,
            true,
            &[(Held, Commission, 650), (Held, TherapistPayable, 5850)],
        );
    }

    #[test]
    fn a_part_goes_back_and_the_rest_is_divided() {
        let legs = [
            (Held, Refunding, 2000),
            (Held, Commission, 450),
            (Held, TherapistPayable, 4050),
        ];
        check(paid(6500), 2000, true, &legs);
    }

    #[test]
    fn a_later_refund_is_taken_back_from_both() {
        let kept = paid(6500)
            .after(Entry::new(Held, TherapistPayable, 5850))
            .after(Entry::new(Held, Commission, 650));
        let legs = [
            (TherapistPayable, Refunding, 1800),
            (Commission, Refunding, 200),
        ];
        check(kept, 2000, false, &legs);
        let legs = [
            (TherapistPayable, Refunding, 5850),
            (Commission, Refunding, 650),
        ];
        check(kept, 6500, false, &legs);
    }

    #[test]
    fn a_refund_that_failed_stands_in_held_and_goes_first() {
        let failed = paid(6500)
            .after(Entry::new(Held, Refunding, 2000))
            .after(Entry::new(Held, TherapistPayable, 4050))
            .after(Entry::new(Held, Commission, 450))
            .after(Entry::new(Refunding, Held, 2000));
        check(failed, 1500, false, &[(Held, Refunding, 1500)]);
        let legs = [
            (Held, Refunding, 2000),
            (TherapistPayable, Refunding, 900),
            (Commission, Refunding, 100),
        ];
        check(failed, 3000, false, &legs);
    }

    #[test]
    fn what_is_frozen_is_neither_refundable_nor_earned() {
        let books = paid(6500);
        let frozen = books
            .freeze()
            .iter()
            .fold(books, |books, leg| books.after(*leg));
        assert_eq!(
            (frozen.disputed, frozen.refundable(), frozen.kept()),
            (6500, 0, 0)
        );
        assert_eq!(frozen.settle(0, true, rate()), []);
        assert_eq!(super::super::proof::payment(&frozen), Ok(()));
        assert_eq!(frozen.freeze(), []);
    }

    #[test]
    fn a_refund_that_arrived_and_came_back_is_no_new_payment_and_goes_first() {
        let arrived = paid(6500)
            .after(Entry::new(Held, Refunding, 6500))
            .after(Entry::new(Refunding, Provider, 6500));
        assert_eq!((arrived.captured, arrived.refunded), (6500, 6500));
        let came_back = arrived
            .after(Entry::new(Provider, Refunding, 6500))
            .after(Entry::new(Refunding, Held, 6500));
        assert_eq!(came_back, paid(6500));
        check(came_back, 1500, false, &[(Held, Refunding, 1500)]);
    }

    #[test]
    fn nothing_is_refundable_while_a_chargeback_is_open() {
        let disputed = paid(6500).after(Entry::new(Held, Disputed, 100));
        assert_eq!(disputed.refundable(), 0);
    }
}
