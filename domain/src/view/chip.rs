//! The one chip on a session in a list: the thing about it that matters most to its reader.

use crate::money::Money;
use crate::session::State;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tone {
    Paid,
    Due,
    Cancelled,
    Moved,
    Brand,
    Quiet,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    pub tone: Tone,
    pub text: String,
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    Requested,
    Sent,
    Arrived,
    Failed,
}

impl RefundState {
    pub const ALL: [RefundState; 4] = [
        RefundState::Requested,
        RefundState::Sent,
        RefundState::Arrived,
        RefundState::Failed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            RefundState::Requested => "requested",
            RefundState::Sent => "sent",
            RefundState::Arrived => "arrived",
            RefundState::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<RefundState> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// The money of a session as a list needs it; amounts in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyLine {
    pub captured: i64,
    pub refund_open: i64,
    pub refund_arrived: i64,
    /// What came back and was not sent again.
    pub refund_failed: i64,
    /// The label of a scheduled charge's due time: `Sun 29 Nov, 14:00`.
    pub charge_due: Option<String>,
}

/// The chip of a session.
pub fn chip(state: State, price: Money, money: &MoneyLine) -> Chip {
    let chip = |tone, text| Chip { tone, text };
    let amount = |minor| price.with(minor).short();
    if money.refund_failed > 0 && money.refund_open + money.refund_arrived > 0 {
        let rest = match money.refund_open {
            0 => format!("{} refunded", amount(money.refund_arrived)),
            open => format!("{} on its way", amount(open)),
        };
        let failed = amount(money.refund_failed);
        return chip(Tone::Due, format!("{failed} failed · {rest}"));
    }
    if money.refund_failed > 0 {
        return chip(
            Tone::Due,
            format!("Refund of {} failed", amount(money.refund_failed)),
        );
    }
    if money.refund_open > 0 {
        return chip(
            Tone::Moved,
            format!("Refund of {} on its way", amount(money.refund_open)),
        );
    }
    if money.refund_arrived > 0 {
        return chip(
            Tone::Cancelled,
            format!("Refunded {}", amount(money.refund_arrived)),
        );
    }
    match state {
        State::Cancelled if money.captured > 0 => chip(
            Tone::Cancelled,
            format!("Cancelled · kept {}", amount(money.captured)),
        ),
        State::Cancelled => chip(Tone::Cancelled, "Cancelled".into()),
        State::ClientNoShow => chip(Tone::Due, "Did not come".into()),
        _ if price.is_zero() => chip(Tone::Quiet, "No charge".into()),
        _ if money.captured > 0 => chip(Tone::Paid, format!("Paid {}", amount(money.captured))),
        _ => match &money.charge_due {
            Some(due) => chip(Tone::Due, format!("{} charged {due}", price.short())),
            None => chip(Tone::Due, format!("{} not paid", price.short())),
        },
    }
}
