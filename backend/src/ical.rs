//! Calendar entries as text (RFC 5545), to be sent by mail (RFC 5546): one UID for a session's
//! whole life, its revision as SEQUENCE, all times in UTC. What the entry is called is the
//! mail's business.

use chrono::{Datelike, Timelike};
use domain::ids::SessionId;
use domain::time::{Instant, interval::Interval};
use serde::{Deserialize, Serialize};

/// A line holds at most this many octets; a longer one goes on in the next.
const LONGEST: usize = 75;

/// Organizes every entry until the message that carries it has a sender.
pub const ORGANIZER: &str = "no-reply@kept.example";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Put it into the calendar, or change it there.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
        }
    }
}

/// Someone at the entry: a name for people, an address for programs.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    pub name: &'a str,
    pub address: &'a str,
}

/// One entry of one person's calendar.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub method: Method,
    pub session: SessionId,
    /// The session's revision: a calendar drops what is older than it has.
    pub sequence: u32,
    pub span: Interval,
    /// When it was written.
    pub stamp: Instant,
    pub title: &'a str,
    pub place: Option<&'a str>,
    /// A name; the address is the sender's, which [`organized_by`] puts in.
    pub organizer: &'a str,
    pub attendee: Party<'a>,
}

/// The whole `text/calendar` part, every line ended by CRLF.
pub fn text(entry: &Entry<'_>) -> String {
    let status = match entry.method {
        Method::Request => "CONFIRMED",
        Method::Cancel => "CANCELLED",
    };
    let mut lines = vec![
        "BEGIN:VCALENDAR".into(),
        "PRODID:-//Kept//Kept//EN".into(),
        "VERSION:2.0".into(),
        "CALSCALE:GREGORIAN".into(),
        format!("METHOD:{}", entry.method.as_str()),
        "BEGIN:VEVENT".into(),
        format!("UID:{}@kept", entry.session),
        format!("SEQUENCE:{}", entry.sequence),
        format!("STATUS:{status}"),
        format!("DTSTAMP:{}", utc(entry.stamp)),
        format!("DTSTART:{}", utc(entry.span.start())),
        format!("DTEND:{}", utc(entry.span.end())),
        format!("SUMMARY:{}", escaped(entry.title)),
    ];
    if let Some(place) = entry.place {
        lines.push(format!("LOCATION:{}", escaped(place)));
    }
    let organizer = Party {
        name: entry.organizer,
        address: ORGANIZER,
    };
    lines.push(party("ORGANIZER", "", organizer));
    lines.push(party("ATTENDEE", ";ROLE=REQ-PARTICIPANT", entry.attendee));
    lines.push("END:VEVENT".into());
    lines.push("END:VCALENDAR".into());
    lines.iter().map(|line| folded(line)).collect()
}

/// The same entry, organized from `address`: calendars take a change only from the organizer,
/// so that it has to be the address that the message comes from.
pub fn organized_by(text: &str, address: &str) -> String {
    let line = |line: &str| match line.starts_with("ORGANIZER;") {
        true => folded(&line.replace(
            &format!(":mailto:{ORGANIZER}"),
            &format!(":mailto:{address}"),
        )),
        false => folded(line),
    };
    let unfolded = text.replace("\r\n ", "");
    unfolded.split_terminator("\r\n").map(line).collect()
}

/// `20261124T140000Z`
fn utc(at: Instant) -> String {
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

fn party(property: &str, parameters: &str, party: Party<'_>) -> String {
    // A quoted parameter has no escape for its own quotation mark.
    let plain = |c: &char| !c.is_control();
    let name: String = party.name.replace('"', "'").chars().filter(plain).collect();
    let address: String = party.address.chars().filter(plain).collect();
    format!("{property}{parameters};CN=\"{name}\":mailto:{address}")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            c if c.is_control() && c != '\t' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Cut between characters, never inside one; the space that begins a continuation counts.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LONGEST {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(c);
        octets += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn entry(title: &str) -> String {
        let span = Interval::new(at("2026-11-24T14:00:00Z"), at("2026-11-24T14:50:00Z"));
        text(&Entry {
            method: Method::Cancel,
            session: SessionId(Uuid::from_u128(3)),
            sequence: 4,
            span: span.expect("a span"),
            stamp: at("2026-11-22T13:15:00.250Z"),
            title,
            place: Some("Room 2; London, N1"),
            organizer: "Maya \"May\" Okafor",
            attendee: Party {
                name: "Daniel Reyes",
                address: "daniel@example.org",
            },
        })
    }

    /// What a calendar reads: continuations joined again.
    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn a_cancelled_session_leaves_the_calendar_under_its_own_uid() {
        let text = entry("Session with Maya Okafor");
        let expected = [
            "BEGIN:VCALENDAR",
            "PRODID:-//Kept//Kept//EN",
            "VERSION:2.0",
            "CALSCALE:GREGORIAN",
            "METHOD:CANCEL",
            "BEGIN:VEVENT",
            "UID:00000000-0000-0000-0000-000000000003@kept",
            "SEQUENCE:4",
            "STATUS:CANCELLED",
            "DTSTAMP:20261122T131500Z",
            "DTSTART:20261124T140000Z",
            "DTEND:20261124T145000Z",
            "SUMMARY:Session with Maya Okafor",
            "LOCATION:Room 2\\; London\\, N1",
            "ORGANIZER;CN=\"Maya 'May' Okafor\":mailto:no-reply@kept.example",
            "ATTENDEE;ROLE=REQ-PARTICIPANT;CN=\"Daniel Reyes\":mailto:daniel@example.org",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(unfolded(&text), expected.join("\r\n"));
    }

    #[test]
    fn the_organizer_is_whoever_sends_it() {
        let text = entry(&"long ".repeat(30));
        let sent = organized_by(
            &text,
            "a-rather-long-address-of-the-house@mail.practice.example",
        );
        assert!(
            unfolded(&sent)
                .contains(":mailto:a-rather-long-address-of-the-house@mail.practice.example\r\n")
        );
        assert!(sent.split("\r\n").all(|line| line.len() <= LONGEST));
        assert_eq!(organized_by(&text, ORGANIZER), text);
    }

    #[test]
    fn what_means_something_to_calendars_is_escaped() {
        let text = entry("a;b,c\\d\r\ne\nf\u{7}");
        assert!(
            text.contains("SUMMARY:a\\;b\\,c\\\\d\\ne\\nf\r\n"),
            "{text}"
        );
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        for shift in 0..4 {
            let title = format!("{}{}", "x".repeat(shift), "Ärztin–💜".repeat(30));
            let text = entry(&title);
            assert!(text.ends_with("\r\n"));
            for line in text.split("\r\n") {
                assert!(line.len() <= LONGEST, "{} octets: {line}", line.len());
                assert!(!line.contains('\n'));
            }
            assert!(unfolded(&text).contains(&format!("SUMMARY:{title}\r\n")));
        }
    }
}
