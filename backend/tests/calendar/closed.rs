//! What must stay closed: every time that a therapist left, blocked, stopped or paused because
//! they are not there. It is known from what people were answered, and the rows are asked only
//! whether it holds. Until the therapist opens it again (by an undo, an edit of the hours, a block
//! taken away, another wall) no step after may offer it, nor give it to a client.

mod learnt;

use super::holds::{Holds, check};
use super::look::{Own, Seen};
use super::send::{Form, Wish};
use domain::Command;
use domain::actor::Role;
use domain::availability::Block;
use domain::availability::edit::Plan;
use domain::availability::edit::stranded::stands_outside;
use domain::ids::{ActId, SessionId};
use domain::time::{Instant, TimeDelta, interval::Interval};

/// What was done in a step.
pub struct News<'f> {
    pub form: &'f Form,
    pub act: ActId,
    /// The sessions that it cancelled along with it, each by an act of its own.
    pub parts: Vec<(SessionId, ActId)>,
}

impl<'f> News<'f> {
    pub fn of(form: &'f Form, act: ActId) -> News<'f> {
        News {
            form,
            act,
            parts: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Block(Block),
    /// That hour, every week.
    Stop,
    /// Everything, whatever the hours say.
    Pause,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Time {
    therapist: String,
    span: Interval,
    how: How,
    act: ActId,
}

#[derive(Clone, Debug, Default)]
pub struct Closed(Vec<Time>);

/// So many weeks of an hour that was stopped are looked at.
const WEEKS: i64 = 3;

impl Closed {
    /// After every step, of what was known before it and what it added.
    pub fn holds(&self, seen: &Seen, now: Instant) -> Holds {
        for time in &self.0 {
            let own = seen.own(&time.therapist);
            let left =
                |open| format!("{time:?} was left as known to be wrong, and {open:?} is open");
            if time.how == How::Pause {
                check(own.is_restricted(), || left(None))?;
            }
            for span in time.occurrences().filter(|span| span.end() > now) {
                let open = own.slots.iter().find(|slot| slot.overlaps(span));
                check(open.is_none(), || left(open))?;
            }
            check(time.is_kept_by(own.plan(), now), || left(None))?;
        }
        Ok(())
    }

    /// What was closed before the step, and is after it, was nobody's to take in it.
    pub fn was_let_be(&self, before: &Closed, after: &Seen, news: &[News<'_>]) -> Holds {
        for News { form, .. } in news {
            let Some((therapist, span)) = taken_by_client(form, after) else {
                continue;
            };
            let stays = |time: &&Time| self.0.contains(time) && time.therapist == therapist;
            let mut closed = before.0.iter().filter(stays);
            let met = closed.find(|time| time.occurrences().any(|own| own.overlaps(span)));
            check(met.is_none(), || format!("{} took {met:?}", form.title()))?;
        }
        Ok(())
    }

    pub fn forget_what_is_over(&mut self, now: Instant) {
        let over = |time: &Time| time.occurrences().all(|span| span.end() <= now);
        self.0.retain(|time| !over(time));
    }
}

/// A client's own hold or move. What a therapist offers or books is past their own rules where
/// they want it so.
fn taken_by_client(form: &Form, after: &Seen) -> Option<(String, Interval)> {
    let row = after.session(form.session)?;
    let therapist = row.therapist_id.clone();
    match &form.wish {
        Wish::Hold(_, start) => Some((therapist, row.span().starting(*start))),
        Wish::Decide(Command::Move(moving)) if moving.by == Role::Client => {
            Some((therapist, row.span().starting(moving.to)))
        }
        _ => None,
    }
}

impl Time {
    fn occurrences(&self) -> impl Iterator<Item = Interval> + use<> {
        let (span, weeks) = (self.span, if self.how == How::Stop { WEEKS } else { 0 });
        (0..=weeks).map(move |week| span.starting(span.start() + TimeDelta::weeks(week)))
    }

    /// Whether the hours and blocks of `plan` leave it out, whoever has it; a pause is none of them.
    fn is_kept_by(&self, plan: Plan<'_>, now: Instant) -> bool {
        let ahead = self.occurrences().flat_map(minutes);
        let mut ahead = ahead.filter(|minute| minute.end() > now);
        self.how == How::Pause || ahead.all(|minute| stands_outside(plan, minute))
    }
}

/// Its first, its middle and its last minute.
fn minutes(span: Interval) -> impl Iterator<Item = Interval> {
    let minute = TimeDelta::minutes(1);
    let middle = span.start() + (span.end() - span.start()) / 2;
    let starts = [span.start(), middle, span.end() - minute];
    starts
        .into_iter()
        .filter_map(move |start| Interval::new(start, start + minute))
}

impl Own {
    pub fn plan(&self) -> Plan<'_> {
        Plan {
            schedule: &self.calendar.schedule,
            zone: &self.calendar.table,
        }
    }
}
