//! What a case knows of other times: how the session came to where it is, what is on offer and
//! held, what is asked of others. All of it is in the one statement of the case; the times that
//! somebody wants to move to are looked up by whoever decides about them (`deciding::wanted`).

use crate::fault::Fault;
use crate::store::codec;
use domain::policy::Clause;
use domain::request::{OpenRequest, RequestKind};
use domain::session::Cause;
use domain::session::hold::{Hold, Stage};
use domain::session::moving::Way;
use domain::session::object::LastMove;
use domain::session::offer::OpenOffer;
use domain::time::{Instant, interval::Interval};
use domain::times::Times;
use sqlx::FromRow;

/// For the list of the case's columns; `s` is its session.
pub(super) const COLUMNS: &str = "\
s.moved_way, s.moved_cause, s.moved_clause, s.held_at, s.hold_stage, \
(SELECT o.done_at FROM outbox o WHERE o.session_id = s.id AND o.revision = s.moved_revision \
 AND o.kind = 'mail:session_moved') AS moved_told_at, \
(SELECT MIN(d.at) FROM dispute d WHERE d.session_id = s.id AND d.revision > s.moved_revision) \
 AS disputed_at, \
(SELECT MIN(d.at) FROM dispute d WHERE d.session_id = s.id AND d.effect = 'payment') \
 AS frozen_since, \
(SELECT o.body FROM offer o WHERE o.session_id = s.id AND o.ended_at IS NULL) AS offer, \
COALESCE((SELECT CAST(value AS BIGINT) FROM setting WHERE key = 'offer_hours'), 48) \
 AS offer_hours, \
(SELECT q.at FROM request q WHERE q.session_id = s.id AND q.kind = 'carry_payment' \
 AND q.state IN ('submitted', 'in_review', 'approved')) AS asked_to_carry, \
(SELECT q.at FROM request q WHERE q.session_id = s.id AND q.kind = 'decline_initial' \
 AND q.state IN ('submitted', 'in_review', 'approved')) AS asked_to_decline, \
(SELECT q.at FROM request q WHERE q.session_id = s.id AND q.kind = 'another_time' \
 AND q.state IN ('submitted', 'in_review', 'approved')) AS asked_to_move";

#[derive(FromRow)]
pub(super) struct Row {
    moved_way: Option<String>,
    moved_cause: Option<String>,
    moved_clause: Option<String>,
    moved_told_at: Option<i64>,
    disputed_at: Option<i64>,
    frozen_since: Option<i64>,
    held_at: Option<i64>,
    hold_stage: Option<String>,
    offer: Option<String>,
    offer_hours: i64,
    asked_to_carry: Option<i64>,
    asked_to_decline: Option<i64>,
    asked_to_move: Option<i64>,
}

impl Row {
    pub(super) fn times(&self, span: Interval) -> Result<Times, Fault> {
        Ok(Times {
            candidates: Vec::new(),
            offer: self.offer.as_deref().map(offer).transpose()?,
            last_move: self.last_move()?,
            frozen_since: at("dispute.at", self.frozen_since)?,
            hold: self.hold(span)?,
            // Asked where something new is booked (`booking::follow_up`).
            restricted: false,
            offer_hours: codec::count("setting.value", self.offer_hours)?,
        })
    }

    fn last_move(&self) -> Result<Option<LastMove>, Fault> {
        let (Some(way), Some(cause)) = (&self.moved_way, &self.moved_cause) else {
            return Ok(None);
        };
        let clause = self.moved_clause.as_deref();
        Ok(Some(LastMove {
            way: codec::text("session.moved_way", way, Way::parse)?,
            cause: codec::text("session.moved_cause", cause, Cause::parse)?,
            clause: clause
                .map(|id| codec::text("session.moved_clause", id, Clause::parse))
                .transpose()?,
            told_at: at("outbox.done_at", self.moved_told_at)?,
            disputed_at: at("dispute.at", self.disputed_at)?,
        }))
    }

    fn hold(&self, span: Interval) -> Result<Option<Hold>, Fault> {
        let (Some(held_at), Some(stage)) = (self.held_at, &self.hold_stage) else {
            return Ok(None);
        };
        Ok(Some(Hold {
            span,
            held_at: codec::instant("session.held_at", held_at)?,
            stage: codec::text("session.hold_stage", stage, Stage::parse)?,
        }))
    }

    pub(super) fn requests(&self) -> Result<Vec<OpenRequest>, Fault> {
        let asked = [
            (RequestKind::CarryPayment, self.asked_to_carry),
            (RequestKind::DeclineInitial, self.asked_to_decline),
            (RequestKind::AnotherTime, self.asked_to_move),
        ];
        let open = asked.into_iter().filter_map(|(kind, since)| {
            let since = at("request.at", since).transpose()?;
            Some(since.map(|since| OpenRequest { kind, since }))
        });
        open.collect()
    }
}

fn offer(body: &str) -> Result<OpenOffer, Fault> {
    codec::text("offer.body", body, |body| serde_json::from_str(body).ok())
}

fn at(column: &'static str, millis: Option<i64>) -> Result<Option<Instant>, Fault> {
    millis.map(|at| codec::instant(column, at)).transpose()
}
