//! The zone database, read in one place: labels for people and transition tables for the
//! rules. The data is bundled with the program, because a machine's own may be years old.

pub mod cities;

use crate::fault::Fault;
use chrono::NaiveDate;
use domain::time::zone::{Transition, ZoneTable};
use domain::time::{Instant, REACH, TimeDelta, interval::Interval, iso};
use domain::view::{Moment, SpanLabel, When};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A zone, looked up once for a page or a message.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    /// `London`
    city: String,
}

impl Zone {
    /// # Errors
    /// A name that the zone database does not have.
    pub fn named(name: &str, city: &str) -> Result<Zone, Fault> {
        let zone = TimeZone::get(name).map_err(|_| Fault::unreadable("account.zone", name))?;
        Ok(Zone {
            zone,
            city: city.into(),
        })
    }

    /// `London`
    pub fn place(&self) -> &str {
        &self.city
    }

    /// `Europe/London`
    pub fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or_default()
    }

    fn at(&self, instant: Instant) -> Zoned {
        let stamp = Timestamp::from_millisecond(instant.timestamp_millis()).unwrap_or_default();
        stamp.to_zoned(self.zone.clone())
    }

    /// The day that the calendar shows.
    pub fn date(&self, at: Instant) -> NaiveDate {
        let wall = at.naive_utc() + TimeDelta::seconds(self.offset(at).into());
        wall.date()
    }

    /// Seconds that the wall clock stands ahead of UTC.
    pub fn offset(&self, instant: Instant) -> i32 {
        self.at(instant).offset().seconds()
    }

    /// `Sun 22 Nov, 14:00`, with the year where it is not that of `now`.
    pub fn moment(&self, at: Instant, now: Instant) -> Moment {
        let (wall, today) = (self.at(at), self.at(now));
        let form = if wall.year() == today.year() {
            "%a %-d %b, %H:%M"
        } else {
            "%a %-d %b %Y, %H:%M"
        };
        let label = wall.strftime(form).to_string();
        Moment {
            at,
            label,
            date: wall.strftime("%-d %b %Y").to_string(),
        }
    }

    /// `10 Nov, 14:52`: for a line of a history.
    pub fn stamp(&self, at: Instant, now: Instant) -> String {
        let (wall, today) = (self.at(at), self.at(now));
        let form = if wall.year() == today.year() {
            "%-d %b, %H:%M"
        } else {
            "%-d %b %Y, %H:%M"
        };
        wall.strftime(form).to_string()
    }

    /// `06:40:30`: for what ends within the minute.
    pub fn clock(&self, at: Instant) -> String {
        self.at(at).strftime("%H:%M:%S").to_string()
    }

    /// `Sunday 22 November`
    pub fn day(&self, at: Instant) -> String {
        self.at(at).strftime("%A %-d %B").to_string()
    }

    /// `March 2026`
    pub fn month(&self, at: Instant) -> String {
        self.at(at).strftime("%B %Y").to_string()
    }

    /// `2026-11-22T09:30`, as a date-and-time field holds it.
    pub fn field(&self, at: Instant) -> String {
        self.at(at).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// `GMT`, `CET`, or an offset where the zone has no letters.
    pub fn abbreviation(&self, at: Instant) -> String {
        self.at(at).strftime("%Z").to_string()
    }

    /// The instant after the last of the day, in this zone.
    pub fn end_of_day(&self, at: Instant) -> Instant {
        let end = self.at(at).tomorrow().and_then(|day| day.start_of_day());
        end.map_or(at + TimeDelta::days(1), |day| instant(day.timestamp()))
    }

    pub fn start_of_day(&self, at: Instant) -> Instant {
        self.at(at)
            .start_of_day()
            .map_or(at, |day| instant(day.timestamp()))
    }

    /// The given time of day on the day of `at`, `days` later; the later side of a gap.
    pub fn wall(&self, at: Instant, days: i64, hour: i8, minute: i8) -> Instant {
        let day = self
            .at(at)
            .date()
            .saturating_add(jiff::Span::new().days(days));
        let wall = day.at(hour, minute, 0, 0).to_zoned(self.zone.clone());
        wall.map_or(at, |wall| instant(wall.timestamp()))
    }

    /// A span in words.
    pub fn span(&self, span: Interval, now: Instant) -> SpanLabel {
        let (start, end, today) = (self.at(span.start()), self.at(span.end()), self.at(now));
        let year = start.year() != today.year();
        let text = |form: &str| start.strftime(form).to_string();
        SpanLabel {
            weekday: text("%a"),
            day: text("%-d"),
            month: text(if year { "%b %Y" } else { "%b" }),
            date: text(if year { "%A %-d %B %Y" } else { "%A %-d %B" }),
            short_date: text(if year { "%a %-d %b %Y" } else { "%a %-d %b" }),
            times: format!("{} – {}", start.strftime("%H:%M"), end.strftime("%H:%M")),
            place: self.city.clone(),
            zone: text("%Z"),
        }
    }

    /// The transitions that wall times between the two instants can need, with a day to spare; and
    /// as far ahead as somebody can name one.
    pub fn table(&self, from: Instant, to: Instant) -> ZoneTable {
        let (from, to) = (from - TimeDelta::days(1), to + REACH + TimeDelta::days(1));
        let first = Transition {
            from,
            offset: self.offset(from),
        };
        let start = Timestamp::from_millisecond(from.timestamp_millis()).unwrap_or_default();
        let later = self
            .zone
            .following(start)
            .map(|t| Transition {
                from: instant(t.timestamp()),
                offset: t.offset().seconds(),
            })
            .take_while(|row| row.from <= to);
        let rows = std::iter::once(first.clone()).chain(later).collect();
        ZoneTable::new(rows).expect("there is a first row")
    }
}

/// A span for its reader, with the other party's clock where it shows something else.
pub fn when(span: Interval, yours: &Zone, theirs: &Zone, now: Instant) -> When {
    let same = yours.offset(span.start()) == theirs.offset(span.start());
    let label = yours.span(span, now);
    When {
        starts: iso(span.start()),
        yours: label,
        theirs: (!same).then(|| theirs.span(span, now)),
    }
}

/// `one hour ahead of you`, `30 minutes behind you`; nothing where the clocks agree.
pub fn ahead_of(theirs: &Zone, yours: &Zone, at: Instant) -> Option<String> {
    let minutes = (theirs.offset(at) - yours.offset(at)) / 60;
    let side = if minutes > 0 { "ahead of" } else { "behind" };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let said = match (hours, rest) {
        (0, 0) => return None,
        (0, rest) => format!("{rest} minutes"),
        (1, 0) => "one hour".into(),
        (hours, 0) => format!("{hours} hours"),
        (hours, rest) => format!("{hours} h {rest} min"),
    };
    Some(format!("{said} {side} you"))
}

fn instant(stamp: Timestamp) -> Instant {
    Instant::from_timestamp_millis(stamp.as_millisecond()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::zone::Resolved;

    fn zone(name: &str) -> Zone {
        Zone::named(name, name.rsplit('/').next().unwrap_or(name)).expect("a zone")
    }

    fn utc(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_span_reads_on_both_walls() {
        let span = Interval::new(utc("2026-11-24T14:00:00Z"), utc("2026-11-24T14:50:00Z"));
        let now = utc("2026-11-23T06:40:00Z");
        let (london, madrid) = (zone("Europe/London"), zone("Europe/Madrid"));
        let when = when(span.expect("a span"), &london, &madrid, now);
        assert_eq!(when.yours.date, "Tuesday 24 November");
        assert_eq!(when.yours.times, "14:00 – 14:50");
        assert_eq!(when.yours.zone, "GMT");
        let theirs = when.theirs.expect("another clock");
        assert_eq!(
            (theirs.times.as_str(), theirs.zone.as_str()),
            ("15:00 – 15:50", "CET")
        );
        let said = ahead_of(&madrid, &london, now);
        assert_eq!(said.as_deref(), Some("one hour ahead of you"));
        assert_eq!(ahead_of(&zone("Europe/Lisbon"), &london, now), None);
        let said = ahead_of(&zone("America/New_York"), &london, now);
        assert_eq!(said.as_deref(), Some("5 hours behind you"));
    }

    #[test]
    fn a_day_of_another_year_has_it_by_the_readers_own_clock() {
        let span = Interval::new(utc("2026-12-31T23:30:00Z"), utc("2027-01-01T00:20:00Z"));
        let span = span.expect("a span");
        let month = |name: &str, now: &str| zone(name).span(span, utc(now)).month;
        assert_eq!(month("Europe/London", "2026-12-31T12:00:00Z"), "Dec");
        assert_eq!(month("Europe/Madrid", "2026-12-31T12:00:00Z"), "Jan 2027");
        assert_eq!(month("Europe/Madrid", "2026-12-31T23:10:00Z"), "Jan");
        assert_eq!(month("Europe/London", "2027-01-01T00:10:00Z"), "Dec 2026");
    }

    #[test]
    fn the_table_for_the_rules_knows_the_change_of_clocks() {
        let table =
            zone("Europe/London").table(utc("2026-03-01T00:00:00Z"), utc("2026-11-01T00:00:00Z"));
        let wall = |text: &str| text.parse().expect("a wall time");
        assert_eq!(table.resolve(wall("2026-03-29T01:30:00")), Resolved::Gap);
        assert_eq!(
            table.resolve(wall("2026-10-25T01:30:00")),
            Resolved::Fold(utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:30:00Z"))
        );
    }

    #[test]
    fn whatever_time_can_be_named_is_read_by_the_clock_of_its_day() {
        let now = utc("2026-11-23T06:40:00Z");
        let table = zone("Europe/London").table(now, now);
        let read = |text: &str| table.resolve(text.parse().expect("a wall time"));
        assert_eq!(read("2027-03-28T01:30:00"), Resolved::Gap);
        assert_eq!(
            read("2027-06-01T10:00:00"),
            Resolved::One(utc("2027-06-01T09:00:00Z"))
        );
        assert_eq!(
            read("2028-07-01T10:00:00"),
            Resolved::One(utc("2028-07-01T09:00:00Z"))
        );
        let last = now + REACH;
        assert_eq!(table.resolve(table.wall(last)), Resolved::One(last));
    }

    #[test]
    fn the_bundled_zones_are_newer_than_those_that_are_an_hour_wrong() {
        // British Columbia stays on summer time from March 2026 on.
        assert_eq!(
            zone("America/Vancouver").offset(utc("2026-12-01T12:00:00Z")),
            -7 * 3600
        );
    }
}
