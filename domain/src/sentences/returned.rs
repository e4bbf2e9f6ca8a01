//! A refund whose money is held again, in words. Whether it had been booked as arrived is told
//! apart here and nowhere else: who saw it on their card is not told that it never got there.

use crate::money::Money;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Returned {
    #[default]
    NeverArrived,
    AfterArriving,
}

impl Returned {
    pub const fn of(had_arrived: bool) -> Returned {
        match had_arrived {
            true => Returned::AfterArriving,
            false => Returned::NeverArrived,
        }
    }

    /// After the refund's name: in a subject, and for the team.
    pub const fn became(self) -> &'static str {
        match self {
            Returned::NeverArrived => "did not arrive",
            Returned::AfterArriving => "had arrived and was sent back",
        }
    }

    /// After the refund's name, with whose card it is about.
    pub fn reached(self, whom: &str) -> String {
        match self {
            Returned::NeverArrived => format!("did not reach {whom}"),
            Returned::AfterArriving => format!("had reached {whom} and was sent back"),
        }
    }

    /// A line of the session's history.
    pub fn history(self, amount: Money) -> String {
        match self {
            Returned::NeverArrived => format!("Refund of {amount} failed"),
            Returned::AfterArriving => format!("Refund of {amount} {}", self.became()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn a_refund_that_had_arrived_is_not_called_one_that_never_did() {
        let daniel = |returned: Returned| {
            let of = Money::new(6500, Currency::Gbp);
            [
                returned.became().to_owned(),
                returned.reached("Daniel"),
                returned.history(of),
            ]
        };
        assert_eq!(
            daniel(Returned::of(false)),
            [
                "did not arrive",
                "did not reach Daniel",
                "Refund of £65.00 failed"
            ]
        );
        assert_eq!(
            daniel(Returned::of(true)),
            [
                "had arrived and was sent back",
                "had reached Daniel and was sent back",
                "Refund of £65.00 had arrived and was sent back",
            ]
        );
    }
}
