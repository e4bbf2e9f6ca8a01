//! What was drawn, as the rules take it.

use crate::drawn::{Drawn, Kind, Ms, Start};
use crate::zones::instant;
use chrono::Weekday;
use domain::availability::block::{Block, Dates, Days};
use domain::availability::busy::{Busy, BusyKind, Source};
use domain::availability::{Account, Blocks, BusyTimes, Diary, Rules, Schedule, slots};
use domain::time::Instant;
use domain::time::interval::Interval;
use domain::time::wall::WallRange;
use domain::time::zone::{Turn, ZoneTable};

pub struct Engine {
    pub account: Account,
    pub schedule: Schedule,
    pub zone: ZoneTable,
    pub busy: BusyTimes,
    pub now: Instant,
    pub asked: Interval,
}

impl Engine {
    pub fn of(drawn: &Drawn) -> Engine {
        Engine {
            account: match drawn.active {
                true => Account::Active,
                false => Account::NotActive,
            },
            schedule: schedule(drawn),
            zone: drawn.window.table(),
            busy: drawn.busy.iter().map(busy).collect(),
            now: instant(drawn.now),
            asked: span(drawn.asked),
        }
    }

    pub fn diary(&self) -> Diary<'_> {
        Diary {
            account: self.account,
            schedule: &self.schedule,
            zone: &self.zone,
            busy: &self.busy,
        }
    }

    pub fn slots(&self) -> Vec<Start> {
        let slots = slots(self.diary(), self.now, self.asked);
        slots
            .map(|slot| (slot.start().timestamp_millis(), slot.turn() == Turn::First))
            .collect()
    }
}

fn schedule(drawn: &Drawn) -> Schedule {
    let mut schedule = Schedule {
        rules: Rules::new(drawn.numbers).expect("rules"),
        ..Schedule::default()
    };
    for (day, minutes) in &drawn.weekly {
        schedule.hours.paint(weekday(*day), range(*minutes));
    }
    for (date, ranges) in &drawn.overrides {
        let hours = ranges.iter().copied().map(range).collect();
        schedule.overrides.set(*date, hours).expect("room");
    }
    schedule.blocks = Blocks::new(blocks(drawn)).expect("few blocks");
    schedule
}

fn blocks(drawn: &Drawn) -> Vec<Block> {
    let once = drawn.once.iter().map(|block| Block::Once(span(*block)));
    let days = drawn
        .days
        .iter()
        .map(|(first, last)| Block::Days(Days::new(*first, *last).expect("days")));
    let weekly = drawn.every_week.iter().map(|block| Block::Weekly {
        weekday: weekday(block.weekday),
        range: range(block.minutes),
        dates: Dates::new(block.first, block.last).expect("dates"),
    });
    once.chain(days).chain(weekly).collect()
}

fn busy((start, end, kind): &(Ms, Ms, Kind)) -> Busy {
    Busy {
        span: span((*start, *end)),
        kind: match kind {
            Kind::Session => BusyKind::Session,
            Kind::Hold { until } => BusyKind::Hold {
                until: instant(*until),
            },
            Kind::Block => BusyKind::Block,
            Kind::Imported => BusyKind::Imported {
                from: Source(1),
                as_of: Instant::UNIX_EPOCH,
            },
        },
    }
}

fn span((start, end): (Ms, Ms)) -> Interval {
    Interval::new(instant(start), instant(end)).expect("a span")
}

fn range((start, end): (u16, u16)) -> WallRange {
    WallRange::new(start, end).expect("a range")
}

fn weekday(place: usize) -> Weekday {
    Weekday::try_from(place as u8).expect("a weekday")
}
