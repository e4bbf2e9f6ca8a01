//! Weeks drawn as text. A row is a day, a letter a piece of it, in elapsed time from the row's
//! first hour on:
//!
//! `·` closed  `#` open  `o` a slot starts  `O` one whose time comes twice
//! `x` `y` a session  `h` a hold  `-` blocked  `i` busy elsewhere
//!
//! A picture is question and answer in one: hours and what is busy are read out of it, and drawn
//! again with the slots that the rules find, it has to be the same.

use crate::zones;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use domain::availability::busy::Source;
use domain::availability::rules::RuleNumbers;
use domain::availability::{
    Account, Busy, BusyKind, BusyTimes, Diary, Rules, Schedule, Slot, slots,
};
use domain::time::interval::Interval;
use domain::time::wall::WallRange;
use domain::time::zone::{Resolved, Turn, ZoneTable};
use domain::time::{Instant, TimeDelta};

pub struct Week {
    pub zone: ZoneTable,
    pub schedule: Schedule,
    pub busy: Vec<Busy>,
    pub now: Instant,
    /// Minutes that a letter stands for.
    pub letter: u16,
    /// The hour at which a row begins.
    pub first: u16,
}

/// In London, on a Sunday noon, half an hour a letter from 08:00 on, an hour's session on every
/// half hour with nothing between.
pub fn week() -> Week {
    Week::of("Europe/London", "2026-11-22 12:00")
}

impl Week {
    pub fn of(zone: &str, now: &str) -> Week {
        let year = now[..4].parse().expect("a year");
        let zone = zones::year(zone, year);
        let mut week = Week {
            now: at(&zone, now),
            zone,
            schedule: Schedule::default(),
            busy: Vec::new(),
            letter: 30,
            first: 8,
        };
        week.rules(|numbers| {
            *numbers = RuleNumbers {
                length_minutes: 60,
                gap_minutes: 0,
                lead_minutes: 0,
                horizon_days: 60,
                step_minutes: 30,
            };
        });
        week
    }

    pub fn rules(&mut self, change: impl Fn(&mut RuleNumbers)) {
        let mut numbers = self.schedule.rules.numbers();
        change(&mut numbers);
        self.schedule.rules = Rules::new(numbers).expect("rules");
    }

    pub fn at(&self, wall: &str) -> Instant {
        at(&self.zone, wall)
    }

    pub fn book(&mut self, from: &str, to: &str, kind: BusyKind) {
        let span = Interval::new(self.at(from), self.at(to)).expect("a span");
        self.busy.push(Busy { span, kind });
    }

    /// Hours of a single date, `00:00–04:00`.
    pub fn open(&mut self, date: &str, range: &str) {
        let date = date.parse().expect("a date");
        let mut own = self
            .schedule
            .overrides
            .get(date)
            .cloned()
            .unwrap_or_default();
        own.paint(self::range(range));
        self.schedule.overrides.set(date, own).expect("room");
    }

    pub fn times(&self) -> BusyTimes {
        self.busy.iter().copied().collect()
    }

    pub fn diary<'a>(&'a self, busy: &'a BusyTimes) -> Diary<'a> {
        Diary {
            account: Account::Active,
            schedule: &self.schedule,
            zone: &self.zone,
            busy,
        }
    }

    /// The picture, read and drawn again.
    #[track_caller]
    pub fn check(mut self, picture: &str) {
        for (date, letters) in rows(picture) {
            self.read(date, letters);
        }
        self.check_drawn(picture);
    }

    /// The picture as it is drawn of what is there already.
    #[track_caller]
    pub fn check_drawn(&self, picture: &str) {
        let drawn = rows(picture).map(|(date, letters)| self.draw(date, letters.chars().count()));
        let drawn: Vec<String> = drawn.collect();
        let expected: Vec<&str> = picture
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        assert_eq!(
            drawn,
            expected,
            "\nexpected\n{}\ndrawn\n{}",
            expected.join("\n"),
            drawn.join("\n")
        );
    }

    fn read(&mut self, date: NaiveDate, letters: &str) {
        let letters: Vec<char> = letters.chars().collect();
        let minute = |place: usize| self.first * 60 + place as u16 * self.letter;
        let mut place = 0;
        let mut own = self
            .schedule
            .overrides
            .get(date)
            .cloned()
            .unwrap_or_default();
        for same in letters.chunk_by(|one, other| one == other) {
            let (start, end) = (minute(place), minute(place + same.len()));
            place += same.len();
            if same[0] != '·' {
                own.paint(WallRange::new(start, end).expect("a range"));
            }
            if let Some(kind) = kind(same[0]) {
                let wall = |minute: u16| {
                    date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minute.into())
                };
                let ends = [start, end].map(|minute| resolved(&self.zone, wall(minute)));
                let span = Interval::new(ends[0], ends[1]).expect("a span");
                self.busy.push(Busy { span, kind });
            }
        }
        self.schedule.overrides.set(date, own).expect("room");
    }

    fn draw(&self, date: NaiveDate, letters: usize) -> String {
        let times = self.times();
        let start = date.and_hms_opt(self.first.into(), 0, 0).expect("an hour");
        let start = resolved(&self.zone, start);
        let letter = TimeDelta::minutes(self.letter.into());
        let drawn = (0..letters).map(|place| {
            let from = start + letter * place as i32;
            self.letter_for(&times, Interval::new(from, from + letter).expect("a piece"))
        });
        format!("{} {date} {}", date.weekday(), drawn.collect::<String>())
    }

    fn letter_for(&self, times: &BusyTimes, piece: Interval) -> char {
        let found: Vec<Slot> = slots(self.diary(times), self.now, piece).collect();
        let wall = self.zone.wall(piece.start());
        let minute = wall.signed_duration_since(wall.date().into()).num_minutes();
        let own = self.schedule.overrides.get(wall.date());
        let hours = own.unwrap_or(self.schedule.hours.on(wall.weekday()));
        let open = hours
            .ranges()
            .any(|r| (r.start().into()..r.end().into()).contains(&minute));
        let busy = times.iter().position(|busy| busy.span.overlaps(piece));
        match (found.first(), busy) {
            (Some(slot), _) if slot.turn() == Turn::First => 'O',
            (Some(_), _) => 'o',
            (None, Some(place)) => drawn_as(times, place),
            (None, None) if open => '#',
            (None, None) => '·',
        }
    }
}

fn kind(letter: char) -> Option<BusyKind> {
    let as_of = Instant::UNIX_EPOCH;
    Some(match letter {
        'x' | 'y' => BusyKind::Session,
        'h' => BusyKind::Hold {
            until: Instant::MAX_UTC,
        },
        '-' => BusyKind::Block,
        'i' => BusyKind::Imported {
            from: Source(1),
            as_of,
        },
        _ => return None,
    })
}

/// Of two sessions that touch the second is another letter.
fn drawn_as(times: &BusyTimes, place: usize) -> char {
    let busy: Vec<Busy> = times.iter().take(place + 1).collect();
    match busy[place].kind {
        BusyKind::Hold { .. } => 'h',
        BusyKind::Block => '-',
        BusyKind::Imported { .. } => 'i',
        BusyKind::Session => {
            let touches = |pair: &&[Busy]| pair[0].span.end() == pair[1].span.start();
            let run = busy.windows(2).rev().take_while(touches).count();
            ['x', 'y'][run % 2]
        }
    }
}

/// `Mon 2026-11-23 ··####··`
fn rows(picture: &str) -> impl Iterator<Item = (NaiveDate, &str)> {
    let lines = picture
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    lines.map(|line| {
        let (day, letters) = line.rsplit_once(' ').expect("a day and letters");
        let (_, date) = day.split_once(' ').expect("a weekday and a date");
        (date.parse().expect("a date"), letters)
    })
}

pub fn range(text: &str) -> WallRange {
    let (start, end) = text.split_once('–').expect("a range");
    WallRange::parse(start, end).expect("a range")
}

pub fn at(zone: &ZoneTable, wall: &str) -> Instant {
    let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M:%S%.f")
        .or_else(|_| NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M"));
    resolved(zone, wall.expect("a wall time"))
}

fn resolved(zone: &ZoneTable, wall: NaiveDateTime) -> Instant {
    match zone.resolve(wall) {
        Resolved::One(at) | Resolved::Fold(at, _) => at,
        Resolved::Gap => panic!("{wall} was skipped"),
    }
}
