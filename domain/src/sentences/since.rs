//! What a result says once time has passed: a refund that came back no longer *goes back*, and is
//! not *on its way*.

use super::{happens, letters};
use crate::actor::Role;
use crate::consequence::Consequence;
use crate::view::chip::RefundState;
use crate::view::session::Words;

/// What was done and still stands, and what did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    pub lines: Vec<String>,
    pub broken: Option<String>,
}

/// `became` is where the refund of this decision stands now.
pub fn since(
    consequence: &Consequence,
    words: &Words,
    by: Role,
    became: Option<RefundState>,
) -> Since {
    let mut lines = happens::done(consequence, words, by);
    let money = consequence.money.as_ref();
    let came_back = money.filter(|_| became == Some(RefundState::Failed));
    let broken = came_back.map(|money| {
        let on_its_way = consequence.told.iter();
        let mut claimed: Vec<_> = on_its_way
            .map(|told| letters::on_its_way(told, words))
            .collect();
        claimed.push(happens::goes_back(money, words));
        lines.retain(|line| !claimed.contains(line));
        let (refund, client) = (money.refund, &words.client);
        format!("{refund} came back to us from {client}’s bank; {client} is told by e-mail")
    });
    Since { lines, broken }
}
