//! Money in integer minor units, with the currency's own exponent (0, 2 or 3 digits).
//! Nothing here ever divides without saying who gets the remainder.

use serde::{Deserialize, Serialize};

/// A currency that Kept can charge in (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Gbp,
    Eur,
    Usd,
    Sek,
    Chf,
    Jpy,
    Kwd,
}

impl Currency {
    pub const ALL: [Currency; 7] = [
        Currency::Gbp,
        Currency::Eur,
        Currency::Usd,
        Currency::Sek,
        Currency::Chf,
        Currency::Jpy,
        Currency::Kwd,
    ];

    /// The ISO 4217 code.
    pub fn code(self) -> &'static str {
        match self {
            Currency::Gbp => "GBP",
            Currency::Eur => "EUR",
            Currency::Usd => "USD",
            Currency::Sek => "SEK",
            Currency::Chf => "CHF",
            Currency::Jpy => "JPY",
            Currency::Kwd => "KWD",
        }
    }

    pub fn from_code(code: &str) -> Option<Currency> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    /// How many digits stand behind the point.
    pub fn exponent(self) -> u32 {
        match self {
            Currency::Jpy => 0,
            Currency::Kwd => 3,
            _ => 2,
        }
    }

    /// What stands before an amount: a sign where one is unmistakable, else the code.
    pub fn prefix(self) -> &'static str {
        match self {
            Currency::Gbp => "£",
            Currency::Eur => "€",
            Currency::Usd => "$",
            Currency::Jpy => "¥",
            Currency::Sek => "SEK\u{a0}",
            Currency::Chf => "CHF\u{a0}",
            Currency::Kwd => "KWD\u{a0}",
        }
    }
}

/// An amount in minor units (pence, cents, fils) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

/// Why a typed amount cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AmountFault {
    #[error("no amount was typed")]
    Missing,
    #[error("the amount is not a number")]
    NotANumber,
    #[error("{currency:?} has {digits} digits behind the point")]
    TooFine { currency: Currency, digits: u32 },
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The same currency, another amount in minor units.
    pub fn with(self, minor: i64) -> Money {
        Money { minor, ..self }
    }

    /// Reads what a person types into an amount field: `65`, `65.5`, `65,50`, `£65.00`.
    ///
    /// # Errors
    /// Anything that is not a plain amount of this currency, with the reason.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, AmountFault> {
        let text = text
            .trim()
            .trim_start_matches(currency.prefix().trim())
            .trim();
        if text.is_empty() {
            return Err(AmountFault::Missing);
        }
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
            return Err(AmountFault::NotANumber);
        }
        let exponent = currency.exponent();
        // `1,000` is a thousand to whoever types it, and never 1.00.
        let longest = exponent.max(2) as usize;
        if fraction.trim_end_matches('0').len() > exponent as usize || fraction.len() > longest {
            return Err(AmountFault::TooFine {
                currency,
                digits: exponent,
            });
        }
        let places = exponent as usize;
        let padded = format!("{whole}{fraction:0<places$}");
        let kept = &padded[..whole.len() + places];
        kept.parse::<i64>()
            .ok()
            .filter(|minor| *minor <= 1_000_000_000_000)
            .map(|minor| Money { minor, currency })
            .ok_or(AmountFault::TooLarge)
    }

    /// The amount as digits alone, as an amount field holds it: `65.00`.
    pub fn digits(self) -> String {
        let places = self.currency.exponent() as usize;
        if places == 0 {
            return self.minor.to_string();
        }
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>1$}", self.minor.unsigned_abs(), places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        format!("{sign}{whole}.{fraction}")
    }

    /// For tight places such as a chip: `£65`, and `£65.50` where there are pence.
    pub fn short(self) -> String {
        let full = self.to_string();
        let places = self.currency.exponent() as usize;
        match full.rsplit_once('.') {
            Some((whole, pence)) if pence.len() == places && pence.bytes().all(|b| b == b'0') => {
                whole.to_string()
            }
            _ => full,
        }
    }
}

/// `£65.00`, `€70.00`, `¥6500`, `KWD 20.000`.
impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = self.digits();
        match digits.strip_prefix('-') {
            Some(rest) => write!(f, "−{}{}", self.currency.prefix(), rest),
            None => write!(f, "{}{}", self.currency.prefix(), digits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Currency::*;

    #[track_caller]
    fn check(text: &str, currency: Currency, expected: Result<i64, AmountFault>) {
        assert_eq!(
            Money::parse(text, currency).map(|m| m.minor),
            expected,
            "{text}"
        );
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        check("65", Gbp, Ok(6500));
        check(" £65.5 ", Gbp, Ok(6550));
        check("65,50", Eur, Ok(6550));
        check("65.00", Gbp, Ok(6500));
        check(".5", Gbp, Ok(50));
        check("6500", Jpy, Ok(6500));
        check("6500.00", Jpy, Ok(6500));
        check("20.125", Kwd, Ok(20125));
        check("0", Gbp, Ok(0));
        check("0.01", Gbp, Ok(1));
    }

    #[test]
    fn what_is_no_amount_says_why() {
        check("", Gbp, Err(AmountFault::Missing));
        check("£", Gbp, Err(AmountFault::Missing));
        check("sixty", Gbp, Err(AmountFault::NotANumber));
        check("-5", Gbp, Err(AmountFault::NotANumber));
        check("1.2.3", Gbp, Err(AmountFault::NotANumber));
        check(".", Gbp, Err(AmountFault::NotANumber));
        check(
            "65.005",
            Gbp,
            Err(AmountFault::TooFine {
                currency: Gbp,
                digits: 2,
            }),
        );
        check(
            "65.5",
            Jpy,
            Err(AmountFault::TooFine {
                currency: Jpy,
                digits: 0,
            }),
        );
        let (too_fine, whole_only) = (
            Err(AmountFault::TooFine {
                currency: Gbp,
                digits: 2,
            }),
            Err(AmountFault::TooFine {
                currency: Jpy,
                digits: 0,
            }),
        );
        check("1,000", Gbp, too_fine);
        check("1,500", Gbp, too_fine);
        check("6,000", Jpy, whole_only);
        check("99999999999999999999", Gbp, Err(AmountFault::TooLarge));
    }

    #[test]
    fn amounts_are_written_with_the_currencys_own_digits() {
        assert_eq!(Money::new(6500, Gbp).to_string(), "£65.00");
        assert_eq!(Money::new(5, Gbp).to_string(), "£0.05");
        assert_eq!(Money::new(6500, Jpy).to_string(), "¥6500");
        assert_eq!(Money::new(20125, Kwd).to_string(), "KWD\u{a0}20.125");
        assert_eq!(Money::new(-650, Eur).to_string(), "−€6.50");
        assert_eq!(Money::new(6500, Gbp).short(), "£65");
        assert_eq!(Money::new(6550, Gbp).short(), "£65.50");
        assert_eq!(Money::new(6500, Jpy).short(), "¥6500");
    }
}
