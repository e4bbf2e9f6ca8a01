//! What is known of times that a session could have, for whoever decides about one
//! (`domain::times`): the therapist's own rules that they break, what takes them, and the open
//! slots nearest to them. Three statements, however many times are asked about.
//!
//! A session's own time, and what is held for it, is free for it.

use super::busy::{Booked, With};
use super::{Calendar, around, bookable, busy, calendar, schedule};
use crate::fault::Fault;
use crate::store::Tx;
use domain::actor::Role;
use domain::availability::rules::{RuleNumbers, Rules};
use domain::availability::{
    Account, Busy, BusyKind, BusyTimes, Diary, Why, nearest, obstacles, slots,
};
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::times::{Candidate, Nearest, OwnRule, Taken, TakenBy};
use std::collections::BTreeSet;

/// Who asks about which times, for whom.
#[derive(Clone, Debug)]
pub struct Asking {
    pub therapist: TherapistId,
    pub client: ClientId,
    /// The session that is to have one of them; `None` where there is none yet.
    pub session: Option<SessionId>,
    /// For a client only what is on offer will do; a therapist may start at any minute.
    pub by: Role,
    pub spans: Vec<Interval>,
}

/// One candidate a span, in their order. Therapist and client are locked.
///
/// # Errors
/// [`crate::store::StoreFault::Missing`] where there is no such therapist.
pub async fn of(tx: &mut Tx, asking: &Asking, now: Instant) -> Result<Vec<Candidate>, Fault> {
    let mut calendar = look(tx, asking, now).await?;
    Ok(all(&mut calendar, asking, now))
}

/// As [`of`], and what is open for a session of that length until then.
///
/// # Errors
/// As [`of`].
pub async fn with_open(
    tx: &mut Tx,
    asking: &Asking,
    (length, until): (TimeDelta, Instant),
    now: Instant,
) -> Result<(Vec<Candidate>, Vec<Interval>), Fault> {
    let mut calendar = look(tx, asking, now).await?;
    let asked = all(&mut calendar, asking, now);
    let (Some(within), Some(span)) = (Interval::new(now, until), Interval::new(now, now + length))
    else {
        return Ok((asked, Vec::new()));
    };
    calendar.schedule.rules = as_long_as(calendar.schedule.rules, span);
    let (_, both) = in_the_way(&calendar, asking, now);
    // Whoever is paused moves what is booked all the same.
    let diary = Diary {
        account: Account::Active,
        ..calendar.diary_with(&both)
    };
    let open = slots(diary, now, within).map(|slot| span.starting(slot.start()));
    Ok((asked, open.collect()))
}

async fn look(tx: &mut Tx, asking: &Asking, now: Instant) -> Result<Calendar, Fault> {
    let head = schedule::head(tx, asking.therapist).await?;
    let head = head.ok_or(crate::store::StoreFault::Missing)?;
    let (mut from, mut to) = bookable(&head.offered, now);
    for span in &asking.spans {
        (from, to) = (from.min(span.start()), to.max(span.end()));
    }
    let window = around(head.offered.rules, (from, to));
    let wanted = busy::Window::of(asking.therapist, window).and_of(asking.client);
    let found = busy::load(tx, wanted).await?;
    calendar(tx, head, found, window, now).await
}

fn all(calendar: &mut Calendar, asking: &Asking, now: Instant) -> Vec<Candidate> {
    let spans = asking.spans.iter();
    spans
        .map(|span| candidate(calendar, asking, *span, now))
        .collect()
}

/// What stands in the session's way: of the therapist, and of both.
fn in_the_way(calendar: &Calendar, asking: &Asking, now: Instant) -> (BusyTimes, BusyTimes) {
    let own = |booked: &Booked| is_own(asking, booked);
    let therapists: BusyTimes = calendar.busy_without(own).collect();
    let elsewhere = calendar.booked.iter().filter(|booked| !own(booked));
    let elsewhere = elsewhere.filter_map(|booked| busy_elsewhere(booked, now));
    let both = therapists.iter().chain(elsewhere).collect();
    (therapists, both)
}

fn candidate(calendar: &mut Calendar, asking: &Asking, span: Interval, now: Instant) -> Candidate {
    calendar.schedule.rules = as_long_as(calendar.schedule.rules, span);
    let (therapists, both) = in_the_way(calendar, asking, now);
    let near = ways_out(calendar, asking, &both, span.start(), now);
    let own_rules = calendar.diary_with(&therapists);
    Candidate {
        span,
        against: against(own_rules, asking.by, span.start(), now),
        taken: taken(&calendar.booked, span),
        nearest: Nearest::of(near),
    }
}

/// In order. The session moves away from where it is: its own time is none.
fn ways_out(
    calendar: &Calendar,
    asking: &Asking,
    both: &BusyTimes,
    at: Instant,
    now: Instant,
) -> BTreeSet<Instant> {
    let own = |booked: &&Booked| is_own(asking, booked) && booked.by == TakenBy::Session;
    let own = calendar.booked.iter().find(own);
    let own = own.map(|booked| booked.span.start());
    let near = nearest(calendar.diary_with(both), now, at, Nearest::MOST + 1);
    let starts = near.into_iter().map(|slot| slot.start());
    let others = starts.filter(|start| Some(*start) != own);
    others.take(Nearest::MOST).collect()
}

fn is_own(asking: &Asking, booked: &Booked) -> bool {
    asking.session.is_some() && booked.session == asking.session
}

/// The rules as they are for a session of that length.
fn as_long_as(rules: Rules, span: Interval) -> Rules {
    let minutes = u32::try_from(span.length().num_minutes());
    let numbers = minutes.map(|length_minutes| RuleNumbers {
        length_minutes,
        ..rules.numbers()
    });
    let own = numbers.ok().and_then(|numbers| Rules::new(numbers).ok());
    own.unwrap_or(rules)
}

/// What the client has with somebody else: no gap is kept from it.
fn busy_elsewhere(booked: &Booked, now: Instant) -> Option<Busy> {
    let stands = booked.with == With::Another && booked.busy().counts(now);
    stands.then_some(Busy {
        span: booked.span,
        kind: BusyKind::Block,
    })
}

fn taken(booked: &[Booked], span: Interval) -> Vec<Taken> {
    let met = booked.iter().filter(|booked| booked.span.overlaps(span));
    met.map(|booked| Taken {
        span: booked.span,
        by: booked.by,
        session: booked.session,
    })
    .collect()
}

fn against(diary: Diary<'_>, by: Role, at: Instant, now: Instant) -> BTreeSet<OwnRule> {
    // A therapist who is paused moves what is booked all the same.
    let account = match by {
        Role::Client => diary.account,
        Role::Therapist | Role::Staff => Account::Active,
    };
    let diary = Diary { account, ..diary };
    obstacles(diary, now, at)
        .filter_map(|why| broken(&why, by))
        .collect()
}

fn broken(why: &Why, by: Role) -> Option<OwnRule> {
    match why {
        Why::Bookable | Why::Taken { .. } => None,
        Why::Past | Why::TooSoon { .. } => Some(OwnRule::WithinLeadTime),
        Why::TooFar { .. } => Some(OwnRule::BeyondHorizon),
        Why::Blocked { .. } => Some(OwnRule::Blocked),
        Why::ImportedBusy { .. } => Some(OwnRule::BusyElsewhere),
        Why::TooClose { .. } => Some(OwnRule::WithinGap),
        Why::OutsideHours { .. } | Why::RunsOver { .. } => Some(OwnRule::OutsideHours),
        // Not on offer, and against no rule of the therapist's.
        Why::NotActive
        | Why::ShownAgain { .. }
        | Why::NotOnStep { .. }
        | Why::SkippedByClocks { .. } => (by == Role::Client).then_some(OwnRule::OutsideHours),
    }
}
