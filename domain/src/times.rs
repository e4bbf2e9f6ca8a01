//! What is known of the times that a session could move to. The backend looks them up on locked
//! rows; whether one is open, taken, or only against the therapist's own rules decides who may
//! choose it (docs/POLICIES.md, rules P14 and P15).

use crate::consequence::SlotEffect;
use crate::ids::SessionId;
use crate::refusal::Refusal;
use crate::session::hold::Hold;
use crate::session::object::LastMove;
use crate::session::offer::OpenOffer;
use crate::time::{Instant, interval::Interval};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;

/// The facts about times beside a session's own; empty where a decision needs none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Times {
    /// Every time that the command is about, looked up.
    pub candidates: Vec<Candidate>,
    /// Other times that the client can choose from, until it is answered or swept away.
    pub offer: Option<OpenOffer>,
    /// The move that brought the session to where it is.
    pub last_move: Option<LastMove>,
    /// Since when the payment has waited for the team to decide about a cause.
    pub frozen_since: Option<Instant>,
    /// What keeps the time of a session in checkout.
    pub hold: Option<Hold>,
    /// Something restricts the therapist's account: what is booked goes on, and nothing is added.
    pub restricted: bool,
    /// For how many hours an offer stands: a setting.
    pub offer_hours: u32,
}

impl Default for Times {
    fn default() -> Times {
        Times {
            candidates: Vec::new(),
            offer: None,
            last_move: None,
            frozen_since: None,
            hold: None,
            restricted: false,
            offer_hours: 48,
        }
    }
}

impl Times {
    /// # Errors
    /// [`Refusal::TimeUnknown`] where the time was not looked up.
    pub fn candidate(&self, span: Interval) -> Result<&Candidate, Refusal> {
        let found = self.candidates.iter().find(|known| known.span == span);
        found.ok_or(Refusal::TimeUnknown)
    }
}

/// A time that the session could move to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub span: Interval,
    /// The therapist's own rules that it breaks; they alone may override them.
    pub against: BTreeSet<OwnRule>,
    /// What overlaps it, of the therapist or of the client.
    pub taken: Vec<Taken>,
    /// The open slots that are nearest to it.
    pub nearest: Nearest,
}

/// A rule that a therapist has made for themself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnRule {
    /// Not within the hours as they stand that day.
    OutsideHours,
    /// Sooner than the lead time allows.
    WithinLeadTime,
    /// Farther ahead than people can book.
    BeyondHorizon,
    /// The therapist has blocked it.
    Blocked,
    /// A calendar of theirs that is read in has something then.
    BusyElsewhere,
    /// Nearer to somebody else than the gap between sessions.
    WithinGap,
}

impl OwnRule {
    pub const ALL: [OwnRule; 6] = [
        OwnRule::OutsideHours,
        OwnRule::WithinLeadTime,
        OwnRule::BeyondHorizon,
        OwnRule::Blocked,
        OwnRule::BusyElsewhere,
        OwnRule::WithinGap,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            OwnRule::OutsideHours => "outside_hours",
            OwnRule::WithinLeadTime => "within_lead_time",
            OwnRule::BeyondHorizon => "beyond_horizon",
            OwnRule::Blocked => "blocked",
            OwnRule::BusyElsewhere => "busy_elsewhere",
            OwnRule::WithinGap => "within_gap",
        }
    }
}

/// A span that nobody else can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub span: Interval,
    pub by: TakenBy,
    /// The session that it belongs to: a session never stands in its own way.
    pub session: Option<SessionId>,
}

/// What takes a span. Whose it is, is told to nobody: the client may see another therapist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenBy {
    Session,
    /// In checkout, offered, or undoable; over at `until`.
    Hold {
        until: Instant,
    },
}

impl TakenBy {
    pub fn as_str(self) -> &'static str {
        match self {
            TakenBy::Session => "session",
            TakenBy::Hold { .. } => "hold",
        }
    }

    fn still_stands(self, now: Instant) -> bool {
        match self {
            TakenBy::Session => true,
            TakenBy::Hold { until } => now < until,
        }
    }
}

impl Candidate {
    /// A time that is on offer for everyone.
    pub fn open(span: Interval) -> Candidate {
        Candidate {
            span,
            against: BTreeSet::new(),
            taken: Vec::new(),
            nearest: Nearest::default(),
        }
    }

    /// Whether anybody could book it.
    pub fn is_open(&self) -> bool {
        self.against.is_empty() && self.taken.is_empty()
    }

    /// What takes it from `session` at `now`.
    pub fn taken_from(&self, session: SessionId, now: Instant) -> Option<TakenBy> {
        let own = |taken: &Taken| taken.session == Some(session);
        self.taken_by(now, |taken| !own(taken))
    }

    /// What takes it from whoever has nothing there yet.
    pub fn taken_by_anyone(&self, now: Instant) -> Option<TakenBy> {
        self.taken_by(now, |_| true)
    }

    fn taken_by(&self, now: Instant, counts: impl Fn(&Taken) -> bool) -> Option<TakenBy> {
        let others = self.taken.iter().filter(|taken| {
            counts(taken) && taken.span.overlaps(self.span) && taken.by.still_stands(now)
        });
        // A session is the better answer: it does not end by itself.
        others
            .map(|taken| taken.by)
            .min_by_key(|by| matches!(by, TakenBy::Hold { .. }))
    }
}

/// The starts of up to three open slots, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nearest([Option<Instant>; Nearest::MOST]);

impl Nearest {
    pub const MOST: usize = 3;

    /// The first three of `starts`.
    pub fn of(starts: impl IntoIterator<Item = Instant>) -> Nearest {
        let mut nearest = Nearest::default();
        let places = nearest.0.iter_mut();
        for (place, start) in places.zip(starts) {
            *place = Some(start);
        }
        nearest
    }

    pub fn starts(self) -> impl Iterator<Item = Instant> {
        self.0.into_iter().flatten()
    }

    pub fn is_empty(self) -> bool {
        self.0[0].is_none()
    }
}

/// What becomes of the time that a session leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OldTime {
    /// It can be booked again at once.
    #[default]
    Open,
    /// Blocked, this once.
    Block,
    /// That hour of the week is offered no longer.
    StopHour,
    /// The account is paused: nothing of it can be booked.
    Pause,
}

impl OldTime {
    /// As a form's radio has it.
    pub fn as_str(self) -> &'static str {
        match self {
            OldTime::Open => "open",
            OldTime::Block => "block",
            OldTime::StopHour => "stop_hour",
            OldTime::Pause => "pause",
        }
    }

    pub fn parse(text: &str) -> Option<OldTime> {
        let all = [
            OldTime::Open,
            OldTime::Block,
            OldTime::StopHour,
            OldTime::Pause,
        ];
        all.into_iter().find(|known| known.as_str() == text)
    }

    pub fn effect(self) -> SlotEffect {
        match self {
            OldTime::Open => SlotEffect::Freed,
            OldTime::Block => SlotEffect::Blocked,
            OldTime::StopHour => SlotEffect::HourStopped,
            OldTime::Pause => SlotEffect::AccountPaused,
        }
    }
}

/// Reads what becomes of a freed time also where it is written as it was once, when there was
/// nothing but to block it, or not.
pub(crate) fn as_it_was_said<'de, D: Deserializer<'de>>(from: D) -> Result<OldTime, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Once(bool),
        Now(OldTime),
    }
    Ok(match Said::deserialize(from)? {
        Said::Once(true) => OldTime::Block,
        Said::Once(false) => OldTime::Open,
        Said::Now(old_time) => old_time,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::TimeDelta;
    use uuid::Uuid;

    const OWN: SessionId = SessionId(Uuid::from_u128(1));
    const OTHER: SessionId = SessionId(Uuid::from_u128(2));

    fn at(minute: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    fn span(from: i64, to: i64) -> Interval {
        Interval::new(at(from), at(to)).expect("a span")
    }

    fn taken(from: i64, to: i64, by: TakenBy, session: Option<SessionId>) -> Taken {
        let span = span(from, to);
        Taken { span, by, session }
    }

    #[track_caller]
    fn check(taken: &[Taken], now: i64, expected: Option<TakenBy>) {
        let candidate = Candidate {
            span: span(100, 150),
            against: BTreeSet::new(),
            taken: taken.to_vec(),
            nearest: Nearest::default(),
        };
        assert_eq!(candidate.taken_from(OWN, at(now)), expected);
    }

    #[test]
    fn a_session_never_stands_in_its_own_way_and_what_touches_does_not_overlap() {
        let session = TakenBy::Session;
        check(&[taken(90, 140, session, Some(OWN))], 0, None);
        check(&[taken(90, 140, session, Some(OTHER))], 0, Some(session));
        check(&[taken(50, 100, session, Some(OTHER))], 0, None);
        check(&[taken(150, 200, session, Some(OTHER))], 0, None);
    }

    #[test]
    fn a_hold_is_over_at_its_last_instant_and_a_session_is_the_better_answer() {
        let hold = TakenBy::Hold { until: at(10) };
        check(&[taken(90, 140, hold, None)], 9, Some(hold));
        check(&[taken(90, 140, hold, None)], 10, None);
        let both = [
            taken(90, 140, hold, None),
            taken(140, 190, TakenBy::Session, Some(OTHER)),
        ];
        check(&both, 9, Some(TakenBy::Session));
    }

    #[test]
    fn nearest_keeps_the_first_three() {
        let starts = Nearest::of([1, 2, 3, 4].map(at));
        assert_eq!(starts.starts().collect::<Vec<_>>(), [1, 2, 3].map(at));
        assert!(Nearest::default().is_empty());
    }
}
