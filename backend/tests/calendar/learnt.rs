//! What a step closes and what it opens again, act by act in the order in which they were sent.

use super::{Closed, How, News, Time};
use crate::coverage::Met;
use crate::holds::Holds;
use crate::look::{Own, Seen};
use crate::send::{Form, Wish};
use domain::Command;
use domain::actor::Role;
use domain::availability::block::Days;
use domain::availability::edit::{Edit, Keeping, Plan};
use domain::availability::{Block, Schedule};
use domain::ids::{ActId, SessionId};
use domain::session::SessionKind;
use domain::session::cancel::Why as CancelWhy;
use domain::session::moving::Why;
use domain::session::offer::{Answer, OpenOffer};
use domain::time::{Instant, interval::Interval};
use domain::times::OldTime;
use std::collections::BTreeMap;

/// Where sessions are and what is on offer, as the acts of one step change it.
struct Learning<'s> {
    before: &'s Seen,
    after: &'s Seen,
    now: Instant,
    moved: BTreeMap<SessionId, Interval>,
    offered: BTreeMap<SessionId, (Why, OldTime)>,
}

impl Closed {
    /// # Errors
    /// Where a time that is known to be wrong was left open.
    pub fn learn(
        &mut self,
        met: &mut Met,
        (before, after): (&Seen, &Seen),
        news: &[News<'_>],
        now: Instant,
    ) -> Holds {
        let mut learning = Learning {
            before,
            after,
            now,
            moved: BTreeMap::new(),
            offered: BTreeMap::new(),
        };
        for news in news {
            let known = self.0.clone();
            self.open(&learning, news);
            let is_open = |time: &&Time| !self.0.iter().any(|left| left.act == time.act);
            for time in known.iter().filter(is_open) {
                let how = time.how.name();
                met.note(format!("open again by {}: {how}", news.form.verb()));
            }
            for time in learning.closed(news)? {
                met.note(format!(
                    "closed by {}: {}",
                    news.form.verb(),
                    time.how.name()
                ));
                self.0.push(time);
            }
        }
        Ok(())
    }

    fn open(&mut self, learning: &Learning<'_>, news: &News<'_>) {
        let who = news.form.who.id().to_string();
        let own = |time: &Time| time.therapist == who;
        match &news.form.wish {
            Wish::Undo(act) => self.0.retain(|time| time.act != *act),
            Wish::Save(Edit::Schedule { schedule, .. }, _) => {
                let (now, blocks) = (learning.now, &schedule.blocks);
                let plan = plan(learning.before.own(&who), schedule);
                let stays = |time: &Time| match time.how {
                    How::Block(block) => blocks.iter().any(|own| *own == block),
                    How::Stop | How::Pause => time.is_kept_by(plan, now),
                };
                self.0.retain(|time| !own(time) || stays(time));
            }
            Wish::Save(Edit::Unblock(block), _) => {
                self.0
                    .retain(|time| !own(time) || time.how != How::Block(*block));
            }
            // Hours and days are on the wall, and the wall is another one.
            Wish::Save(Edit::Rezone { keep, .. }, _) if *keep == Keeping::Hours => {
                let is_instants = |how| matches!(how, How::Block(Block::Once(_)) | How::Pause);
                self.0.retain(|time| !own(time) || is_instants(time.how));
            }
            Wish::Save(Edit::Rezone { .. }, _) => {
                for time in self.0.iter_mut().filter(|time| own(time)) {
                    if let How::Block(Block::Days(_)) = time.how {
                        time.how = How::Block(Block::Once(time.span));
                    }
                }
            }
            _ => {}
        }
    }
}

impl How {
    fn of(old_time: OldTime, span: Interval) -> Option<How> {
        match old_time {
            OldTime::Open => None,
            OldTime::Block => Some(How::Block(Block::Once(span))),
            OldTime::StopHour => Some(How::Stop),
            OldTime::Pause => Some(How::Pause),
        }
    }

    fn name(self) -> &'static str {
        match self {
            How::Block(_) => "block",
            How::Stop => "stop",
            How::Pause => "pause",
        }
    }
}

impl Learning<'_> {
    fn closed(&mut self, news: &News<'_>) -> Result<Vec<Time>, String> {
        let News { form, act, parts } = news;
        let mut times = Vec::new();
        if let Wish::Decide(command) = &form.wish {
            times.extend(self.left(form, command, *act)?);
        } else if let Some((span, how)) = self.own(form) {
            times.push(self.time(form, span, how, *act));
        }
        for (session, act) in parts {
            let span = self.span(*session)?;
            let how = How::Block(Block::Once(span));
            times.push(self.time(form, span, how, *act));
        }
        Ok(times)
    }

    fn time(&self, form: &Form, span: Interval, how: How, act: ActId) -> Time {
        let row = self.after.session(form.session);
        Time {
            therapist: row
                .map_or_else(|| form.who.id().to_string(), |row| row.therapist_id.clone()),
            span,
            how,
            act,
        }
    }

    /// Where the session was before the act that comes next.
    fn span(&self, session: SessionId) -> Result<Interval, String> {
        let row = self.before.session(session);
        let row = row.or_else(|| self.after.session(session));
        let moved = self.moved.get(&session).copied();
        let span = moved.or_else(|| row.map(|row| row.span()));
        span.ok_or_else(|| format!("{session} is nowhere"))
    }

    /// The time that a decision leaves, where it has to stay closed.
    fn left(&mut self, form: &Form, command: &Command, act: ActId) -> Result<Option<Time>, String> {
        let session = form.session;
        let span = self.span(session)?;
        let (is_away, old_time, left) = match command {
            Command::Cancel(cancel) => {
                let is_away = cancel.why == CancelWhy::TherapistUnavailable;
                (is_away, cancel.old_time, Some(span))
            }
            Command::Decline(decline) if !self.is_initial(session) => {
                (false, decline.old_time, Some(span))
            }
            Command::Move(moving) => {
                let left = self.goes(session, span, moving.to);
                let by_client = moving.by == Role::Client;
                let is_away = !by_client && moving.why == Why::TherapistUnavailable;
                (is_away, moving.old_time, left)
            }
            Command::Offer(offer) => {
                self.offered.insert(session, (offer.why, offer.old_time));
                return Ok(None);
            }
            Command::AnswerOffer(Answer::Take(to)) => {
                let (why, old_time) = self.offer(session)?;
                let left = self.goes(session, span, *to);
                (why == Why::TherapistUnavailable, old_time, left)
            }
            _ => return Ok(None),
        };
        let how = left.and_then(|left| How::of(old_time, left));
        if is_away && left.is_some() && how.is_none() {
            return Err(format!("{} leaves {left:?} open", form.title()));
        }
        Ok(left
            .zip(how)
            .map(|(left, how)| self.time(form, left, how, act)))
    }

    fn is_initial(&self, session: SessionId) -> bool {
        let row = self.after.session(session);
        row.is_some_and(|row| row.kind == SessionKind::Initial.as_str())
    }

    fn offer(&self, session: SessionId) -> Result<(Why, OldTime), String> {
        if let Some(offer) = self.offered.get(&session) {
            return Ok(*offer);
        }
        let stood = self.before.open_offer(&session.to_string());
        let stood = stood.ok_or_else(|| format!("{session} was offered nothing"))?;
        let offer: OpenOffer = serde_json::from_str(&stood.body).map_err(|e| e.to_string())?;
        Ok((offer.why, offer.old_time))
    }

    /// The part of its time that the new one does not take.
    fn goes(&mut self, session: SessionId, old: Interval, to: Instant) -> Option<Interval> {
        let new = old.starting(to);
        self.moved.insert(session, new);
        match old.overlaps(new) {
            true if new.start() > old.start() => Interval::new(old.start(), new.start()),
            true => Interval::new(new.end(), old.end()),
            false => Some(old),
        }
    }

    /// What a therapist closes of their own time.
    fn own(&self, form: &Form) -> Option<(Interval, How)> {
        match &form.wish {
            Wish::Save(Edit::Block(block), _) => {
                let span = match block {
                    Block::Once(span) => *span,
                    Block::Days(days) => self.whole(form, *days)?,
                    Block::Weekly { .. } => return None,
                };
                Some((span, How::Block(*block)))
            }
            Wish::Save(Edit::UnavailableUntil(until), _) => {
                let span = Interval::new(self.now, *until)?;
                Some((span, How::Block(Block::Once(span))))
            }
            Wish::Save(Edit::StopOffering(span), _) => Some((*span, How::Stop)),
            Wish::Pause(_) => {
                let span = Interval::new(self.now, self.now + crate::look::AHEAD)?;
                Some((span, How::Pause))
            }
            _ => None,
        }
    }

    fn whole(&self, form: &Form, days: Days) -> Option<Interval> {
        let table = &self.before.own(&form.who.id().to_string()).calendar.table;
        let end = table.start_of(days.last().succ_opt()?);
        Interval::new(table.start_of(days.first()), end)
    }
}

fn plan<'a>(own: &'a Own, schedule: &'a Schedule) -> Plan<'a> {
    Plan {
        schedule,
        zone: &own.calendar.table,
    }
}
