//! The log's entry: the decision as it was shown, with the circumstances of every change. A log
//! begins with the booking, or with the end of a checkout that was paid and never booked; a payment
//! which came before it is told after it.

use super::Doing;
use crate::fault::Fault;
use crate::store::Tx;
use crate::store::event::{self, Entry};
use domain::actor::Actor;
use domain::event::Event;
use domain::session::State;

pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let done = doing.done;
    let cancelled = done.cancellation.as_ref().map(|gone| gone.on_behalf_of);
    let moved = done.moved.as_ref().and_then(|moved| moved.on_behalf_of);
    let decided = Event::Decided {
        act: doing.act,
        consequence: Box::new(done.clone()),
    };
    let decided = Entry {
        on_behalf_of: cancelled.or(moved),
        reason: done.reason.clone(),
        digest: doing.digest.clone(),
        ..entry(doing, decided, doing.by)
    };
    event::append(tx, decided).await?;
    let is_first = done.booked.is_some() || done.to == State::Expired;
    if let (true, Some(paid)) = (is_first, doing.case.facts.payment.paid()) {
        let paid = Event::Paid {
            amount: doing.case.facts.session.price,
            card: paid.card.clone(),
        };
        let client = Actor::client(doing.case.facts.session.client);
        event::append(tx, entry(doing, paid, Some(client))).await?;
    }
    Ok(())
}

fn entry(doing: &Doing<'_>, event: Event, actor: Option<Actor>) -> Entry {
    Entry {
        session: doing.done.session,
        revision: doing.done.revision,
        actor,
        on_behalf_of: None,
        reason: None,
        rule_version: doing.case.facts.policy.version,
        digest: None,
        received_at: doing.received_at,
        committed_at: doing.setting.clock.machine_now(),
        event,
    }
}
