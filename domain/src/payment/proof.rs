//! The money proof: green, or the name of the break. Run over every payment at the end of
//! each test that moves money, and by `kept proof` on a live database.

use super::ledger::Books;
use crate::ids::PaymentId;

/// A break in one payment's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    #[error("captured {captured} is not kept + refunded + waiting, {accounted}")]
    Leak { captured: i64, accounted: i64 },
    #[error("an account is below zero")]
    BelowZero,
    #[error("refunds on their way add up to {refunds}, the refunding account has {account}")]
    Refunding { refunds: i64, account: i64 },
    #[error("refunds that arrived add up to {refunds}, the books sent back {books}")]
    Refunded { refunds: i64, books: i64 },
    #[error("the provider sent back {provider}, the books say {books}")]
    Provider { provider: i64, books: i64 },
}

/// A named break of one payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("payment {payment}: {fault}")]
pub struct Broken {
    pub payment: PaymentId,
    pub fault: Break,
}

/// What is known of one payment's refunds beside the ledger, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RefundTotals {
    /// Requested or sent, and not settled.
    pub open: i64,
    pub arrived: i64,
    /// What the provider's own books say it paid back for good.
    pub provider: i64,
    /// Of what arrived: what has failed at the provider since, and we have not heard of yet.
    pub coming_back: i64,
}

/// `captured = kept + refunded + (held + parked + refunding + disputed)`, and no account
/// below zero.
///
/// # Errors
/// The first break found.
pub fn payment(books: &Books) -> Result<(), Break> {
    let waiting = books.held + books.parked + books.refunding + books.disputed;
    let accounted = books.kept() + books.refunded + waiting;
    if accounted != books.captured {
        return Err(Break::Leak {
            captured: books.captured,
            accounted,
        });
    }
    let Books {
        refunded,
        held,
        parked,
        refunding,
        disputed,
        payable,
        commission,
        ..
    } = *books;
    let all = [
        refunded, held, parked, refunding, disputed, payable, commission,
    ];
    if all.into_iter().any(|account| account < 0) {
        return Err(Break::BelowZero);
    }
    Ok(())
}

/// The books beside the refunds' own rows and the provider's. What the provider has done may still
/// be unknown to us, for a while: money that it has paid back, or that came back to it after it
/// had arrived. It is never the other way round.
///
/// # Errors
/// The first break found.
pub fn refunds(books: &Books, totals: RefundTotals) -> Result<(), Break> {
    payment(books)?;
    if totals.open != books.refunding {
        return Err(Break::Refunding {
            refunds: totals.open,
            account: books.refunding,
        });
    }
    if totals.arrived != books.refunded {
        return Err(Break::Refunded {
            refunds: totals.arrived,
            books: books.refunded,
        });
    }
    let (told, books_say) = (totals.provider + totals.coming_back, books.refunded);
    if told < books_say || told > books_say + books.refunding {
        return Err(Break::Provider {
            provider: totals.provider,
            books: books_say,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn books() -> Books {
        Books {
            captured: 6500,
            held: 4500,
            refunding: 2000,
            ..Books::default()
        }
    }

    #[test]
    fn books_that_add_up_are_green() {
        let totals = RefundTotals {
            open: 2000,
            ..RefundTotals::default()
        };
        assert_eq!(refunds(&books(), totals), Ok(()));
        assert_eq!(
            refunds(
                &books(),
                RefundTotals {
                    provider: 2000,
                    ..totals
                }
            ),
            Ok(())
        );
    }

    #[test]
    fn what_has_come_back_and_is_not_heard_of_yet_is_no_break() {
        let arrived = Books {
            refunded: 2000,
            refunding: 0,
            ..books()
        };
        let totals = RefundTotals {
            arrived: 2000,
            coming_back: 2000,
            ..RefundTotals::default()
        };
        assert_eq!(refunds(&arrived, totals), Ok(()));
        let never_arrived = RefundTotals {
            coming_back: 0,
            ..totals
        };
        assert_eq!(
            refunds(&arrived, never_arrived),
            Err(Break::Provider {
                provider: 0,
                books: 2000
            })
        );
    }

    #[test]
    fn more_than_went_out_cannot_come_back() {
        let below = Books {
            held: 6501,
            refunding: 0,
            refunded: -1,
            ..books()
        };
        assert_eq!(payment(&below), Err(Break::BelowZero));
    }

    #[test]
    fn a_penny_that_is_nowhere_is_named() {
        let leak = Books {
            held: 4499,
            ..books()
        };
        assert_eq!(
            payment(&leak),
            Err(Break::Leak {
                captured: 6500,
                accounted: 6499
            })
        );
        let below = Books {
            held: 6501,
            refunding: -1,
            ..books()
        };
        assert_eq!(payment(&below), Err(Break::BelowZero));
    }

    #[test]
    fn a_refund_that_the_books_do_not_know_is_named() {
        let totals = RefundTotals {
            open: 2000,
            provider: 2001,
            ..RefundTotals::default()
        };
        assert_eq!(
            refunds(&books(), totals),
            Err(Break::Provider {
                provider: 2001,
                books: 0
            })
        );
        let totals = RefundTotals::default();
        assert_eq!(
            refunds(&books(), totals),
            Err(Break::Refunding {
                refunds: 0,
                account: 2000
            })
        );
    }
}
