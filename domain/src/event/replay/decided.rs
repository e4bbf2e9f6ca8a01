//! What a decision adds to what its session's log says: the parts of its consequence, each into the
//! table that it is written to.

use super::{Charge, Incident, Intent, IntentKind, Plan, Replayed, Request, flow};
use crate::consequence::{Consequence, SlotEffect};
use crate::ids::ActId;
use crate::policy::Clause;
use crate::request::RequestEffect;
use crate::session::Cause;
use crate::session::moving::Moved;
use crate::session::offer::OfferEffect;
use crate::standing::StandingEffect;
use crate::time::{Instant, interval::Interval};

impl Replayed {
    pub(super) fn decided(&mut self, act: ActId, done: &Consequence, at: Instant) {
        self.stands(done);
        self.money(act, done, at);
        if done.slot == SlotEffect::Blocked {
            self.blocks.insert(act, left(done));
        }
        if let (StandingEffect::Incident { .. }, Some(cause)) = (done.standing, cause(done)) {
            self.incidents.insert(act, Incident { cause, at });
        }
        match &done.offer {
            Some(OfferEffect::Made(offer)) => self.offer = Some(offer.clone()),
            Some(OfferEffect::Ended { .. }) => self.offer = None,
            None => {}
        }
        if let Some(effect) = &done.request {
            self.requested(act, effect);
        }
        let dispute = done.dispute.clone().map(|dispute| (act, dispute));
        self.disputes.extend(dispute);
        self.asks(&done.tasks, act);
    }

    fn stands(&mut self, done: &Consequence) {
        self.session.state = done.to;
        if let Some(cancellation) = &done.cancellation {
            self.session.cancellation = Some(cancellation.clone());
        }
        if let Some(moved) = &done.moved {
            self.moved(done.span, moved);
        }
        if done.late_waived.is_some() {
            self.session.late_since = None;
        }
    }

    fn moved(&mut self, from: Interval, moved: &Moved) {
        self.session.span = moved.to;
        self.session.moved_from = Some(from.start());
        self.session.late_since = moved.late_since;
        self.session.confirm_by = moved.confirm_by;
        if let Some(due) = moved.charge {
            self.charge = Some(Charge::scheduled(due.instant(moved.at)));
        }
    }

    fn money(&mut self, act: ActId, done: &Consequence, at: Instant) {
        if let (Some(_), Some(charge)) = (done.charge_withdrawn, &mut self.charge) {
            charge.plan = Plan::Withdrawn;
        }
        if let Some(money) = &done.money {
            self.books = flow(self.books, &money.legs);
            let intent = intent(done, at).map(|intent| (act, intent));
            self.refunds.extend(intent);
        }
    }

    fn requested(&mut self, act: ActId, effect: &RequestEffect) {
        match effect {
            RequestEffect::Filed(filed) => {
                let (filed, voided_by) = (filed.clone(), None);
                self.requests.insert(act, Request { filed, voided_by });
            }
            RequestEffect::Voided(kinds) => {
                let requests = self.requests.values_mut();
                for request in requests.filter(|request| kinds.contains(&request.filed.kind)) {
                    request.voided_by.get_or_insert(act);
                }
            }
        }
    }
}

/// What the session leaves of its time.
fn left(done: &Consequence) -> Interval {
    done.moved.as_ref().map_or(done.span, |moved| moved.freed)
}

fn cause(done: &Consequence) -> Option<Cause> {
    let cancelled = done.cancellation.as_ref().map(|gone| gone.cause);
    cancelled.or(done.moved.as_ref().map(|moved| moved.cause))
}

fn intent(done: &Consequence, at: Instant) -> Option<Intent> {
    let amount = done.money.as_ref()?.refund;
    let exception = done
        .clauses
        .iter()
        .any(|clause| clause.id == Clause::Exception);
    (!amount.is_zero()).then_some(Intent {
        amount,
        requested_at: at,
        kind: match exception {
            true => IntentKind::Exception,
            false => IntentKind::ByPolicy,
        },
        withdrawn_at: None,
    })
}
