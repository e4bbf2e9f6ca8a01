//! The fields of a move: why, whereto, and what becomes of the old time.

use super::{Fields, Reading, filled, note_fault, wall};
use crate::actor::Role;
use crate::decide::Command;
use crate::refusal::Refusal;
use crate::session::moving::{Move, Why};
use crate::session::offer::Offer;
use crate::time::zone::{Resolved, ZoneTable};
use crate::time::{Instant, YEARS};
use chrono::Datelike;

impl Fields {
    /// # Errors
    /// As [`Fields::cancel`].
    pub fn moving(&self, reading: Reading<'_>) -> Result<Command, Vec<Refusal>> {
        let mut faults = Vec::new();
        let why = note_fault(self.why_moved(reading), &mut faults);
        let times = match self.way.as_str() {
            "offer" => self.on_offer(reading.zone),
            _ => vec![self.start(reading.zone)],
        };
        let times: Vec<Instant> = times
            .into_iter()
            .filter_map(|time| note_fault(time, &mut faults))
            .collect();
        let Some(why) = why.filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        let (old_time, note) = (self.old_time(), filled(&self.note));
        Ok(match self.way.as_str() {
            "offer" => Command::Offer(Offer {
                times,
                why,
                old_time,
                note,
            }),
            _ => Command::Move(Move {
                by: Role::Therapist,
                to: times[0],
                why,
                old_time,
                note,
            }),
        })
    }

    /// The starts that are named, to be looked up; what cannot be read is no start yet.
    pub fn starts(&self, zone: &ZoneTable) -> Vec<Instant> {
        let times = match self.way.as_str() {
            "offer" => self.on_offer(zone),
            _ => vec![self.start(zone)],
        };
        times.into_iter().flatten().collect()
    }

    /// The one start that is chosen or typed.
    ///
    /// # Errors
    /// None, or one that cannot be read.
    pub fn start(&self, zone: &ZoneTable) -> Result<Instant, Refusal> {
        match self.to.as_str() {
            "typed" => self.typed_start(zone),
            chosen => new_time(chosen, zone),
        }
    }

    pub(super) fn typed_start(&self, zone: &ZoneTable) -> Result<Instant, Refusal> {
        new_time(&self.to_typed, zone)
    }

    /// At least one has to be there.
    fn on_offer(&self, zone: &ZoneTable) -> Vec<Result<Instant, Refusal>> {
        let offers = [&self.offer_1, &self.offer_2, &self.offer_3];
        let named = offers.into_iter().filter(|text| !text.trim().is_empty());
        let times: Vec<_> = named.map(|text| new_time(text, zone)).collect();
        match times.is_empty() {
            true => vec![Err(Refusal::NewTimeMissing)],
            false => times,
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
}

/// A time to move to. One that comes twice is asked about: neither guess would be harmless.
fn new_time(text: &str, zone: &ZoneTable) -> Result<Instant, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::NewTimeMissing);
    }
    let years = |at: &Instant| YEARS.contains(&at.year());
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
