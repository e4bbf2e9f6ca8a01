//! The fields of a move: why, whereto, and what becomes of the old time.

use super::{Fields, Reading, filled, note_fault, wall};
use crate::actor::Role;
use crate::consequence::Consequence;
use crate::decide::{Command, decide};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::session::moving::{Move, Why};
use crate::session::offer::Offer;
use crate::time::Instant;
use crate::time::zone::{Resolved, ZoneTable};
use crate::times::OldTime;
use chrono::Datelike;

impl Fields {
    /// What the move would do, shown while the form is still being filled in: of the old time the
    /// safe answer is taken as given.
    ///
    /// # Errors
    /// What has to be filled in otherwise before anything can be shown.
    pub fn preview_move(
        &self,
        facts: &Facts,
        reading: Reading<'_>,
        now: Instant,
    ) -> Result<Consequence, Vec<Refusal>> {
        let command = self.with_safe_old_time().moving(reading)?;
        decide(facts, &command, now).map_err(|refusal| vec![refusal])
    }

    /// The same for times on offer.
    ///
    /// # Errors
    /// As [`Fields::preview_move`].
    pub fn preview_offer(
        &self,
        facts: &Facts,
        reading: Reading<'_>,
        now: Instant,
    ) -> Result<Consequence, Vec<Refusal>> {
        let command = self.with_safe_old_time().offering(reading)?;
        decide(facts, &command, now).map_err(|refusal| vec![refusal])
    }

    fn with_safe_old_time(&self) -> Fields {
        let mut shown = self.clone();
        if shown.cause == "unavailable" && shown.old_time.is_empty() {
            shown.old_time = "block".into();
        }
        shown
    }

    /// # Errors
    /// As [`Fields::cancel`].
    pub fn moving(&self, reading: Reading<'_>) -> Result<Command, Vec<Refusal>> {
        let mut faults = Vec::new();
        let why = note_fault(self.why_moved(reading), &mut faults);
        let to = note_fault(new_time(&self.to, reading.zone), &mut faults);
        let (Some(why), Some(to)) = (why, to) else {
            return Err(faults);
        };
        Ok(Command::Move(Move {
            by: Role::Therapist,
            to,
            why,
            old_time: self.old_time(),
            note: filled(&self.note),
        }))
    }

    /// # Errors
    /// As [`Fields::cancel`].
    pub fn offering(&self, reading: Reading<'_>) -> Result<Command, Vec<Refusal>> {
        let mut faults = Vec::new();
        let why = note_fault(self.why_moved(reading), &mut faults);
        let typed = [&self.to, &self.to_2, &self.to_3];
        let typed = typed.into_iter().filter(|text| !text.trim().is_empty());
        let times: Vec<Instant> = typed
            .filter_map(|text| note_fault(new_time(text, reading.zone), &mut faults))
            .collect();
        if times.is_empty() && faults.is_empty() {
            faults.push(Refusal::NewTimeMissing);
        }
        match why {
            Some(why) if faults.is_empty() => Ok(Command::Offer(Offer {
                times,
                why,
                old_time: self.old_time(),
                note: filled(&self.note),
            })),
            _ => Err(faults),
        }
    }

    fn why_moved(&self, reading: Reading<'_>) -> Result<Why, Refusal> {
        match self.cause.as_str() {
            "client_asked" => Ok(Why::ClientAsked {
                asked_at: self.asked_at(reading.zone)?,
            }),
            "unavailable" => Ok(Why::TherapistUnavailable),
            "correction" => Ok(Why::Correction),
            _ => Err(Refusal::CauseMissing),
        }
    }

    fn old_time(&self) -> OldTime {
        match self.old_time.as_str() {
            "block" => OldTime::Block,
            "stop_hour" => OldTime::StopHour,
            "pause" => OldTime::Pause,
            _ => OldTime::Open,
        }
    }
}

/// A time to move to. One that comes twice is asked about: neither guess would be harmless.
fn new_time(text: &str, zone: &ZoneTable) -> Result<Instant, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::NewTimeMissing);
    }
    let years = |at: &Instant| (1970..=9999).contains(&at.year());
    if let Some(at) = text.trim().parse().ok().filter(years) {
        return Ok(at);
    }
    match zone.resolve(wall(text).ok_or(Refusal::NewTimeUnreadable)?) {
        Resolved::One(at) => Ok(at),
        Resolved::Gap => Err(Refusal::NewTimeInGap),
        Resolved::Fold(first, second) => Err(Refusal::NewTimeTwice { first, second }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::tests::madrid;

    #[track_caller]
    fn check_new_time(text: &str, expected: Result<&str, Refusal>) {
        let expected = expected.map(|utc| utc.parse::<Instant>().expect("utc"));
        assert_eq!(new_time(text, &madrid()), expected, "{text}");
    }

    #[test]
    fn a_new_time_is_an_instant_or_a_wall_time_that_comes_once() {
        check_new_time("2026-11-25T16:00:00Z", Ok("2026-11-25T16:00:00Z"));
        check_new_time(" 2026-11-25T16:00 ", Ok("2026-11-25T15:00:00Z"));
        check_new_time("2026-10-25T00:30:00Z", Ok("2026-10-25T00:30:00Z"));
        let twice = Refusal::NewTimeTwice {
            first: "2026-10-25T00:30:00Z".parse().expect("utc"),
            second: "2026-10-25T01:30:00Z".parse().expect("utc"),
        };
        check_new_time("2026-10-25T02:30", Err(twice));
        check_new_time("2026-03-29T02:30", Err(Refusal::NewTimeInGap));
        check_new_time("+262142-12-31T23:59:00Z", Err(Refusal::NewTimeUnreadable));
        check_new_time("soon", Err(Refusal::NewTimeUnreadable));
        check_new_time(" ", Err(Refusal::NewTimeMissing));
    }
}
