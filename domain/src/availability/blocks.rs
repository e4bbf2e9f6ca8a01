//! All blocks of a therapist, in the order in which they were made, and beside them the same
//! laid out for a walk along the days: those of once by instant, those of days by day, and
//! those of every week by weekday.

use super::block::{Block, BlockFault};
use super::busy::Taken;
use crate::time::Instant;
use crate::time::spans::Spans;
use crate::time::wall::{Day, place};
use chrono::Weekday;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Block>", into = "Vec<Block>")]
pub struct Blocks {
    all: Vec<Block>,
    pub(super) once: Vec<Taken>,
    pub(super) days: Spans<Day>,
    /// By weekday, then by start.
    weekly: Vec<EveryWeek>,
}

/// Minutes of the day, on the days from `first` up to and including `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EveryWeek {
    /// Its place in the week.
    weekday: usize,
    pub start: u16,
    pub end: u16,
    pub first: Day,
    pub last: Day,
}

impl EveryWeek {
    pub fn is_on(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
}

impl Blocks {
    /// Beyond all that is sensible, and no burden yet.
    pub const MOST: usize = 400;

    /// # Errors
    /// More than [`Blocks::MOST`].
    pub fn new(all: Vec<Block>) -> Result<Blocks, BlockFault> {
        if all.len() > Blocks::MOST {
            return Err(BlockFault::TooMany { most: Blocks::MOST });
        }
        Ok(Blocks::laid_out(all))
    }

    /// A block that is there already is not there twice.
    ///
    /// # Errors
    /// One more than [`Blocks::MOST`].
    pub fn add(&mut self, block: Block) -> Result<(), BlockFault> {
        if self.all.contains(&block) {
            return Ok(());
        }
        let mut all = self.all.clone();
        all.push(block);
        *self = Blocks::new(all)?;
        Ok(())
    }

    pub fn remove(&mut self, block: &Block) {
        let mut all = std::mem::take(&mut self.all);
        all.retain(|other| other != block);
        *self = Blocks::laid_out(all);
    }

    /// Those that are not over at an instant.
    pub fn still(&self, now: Instant) -> Blocks {
        let all = self.all.iter().filter(|block| !block.is_over(now));
        Blocks::laid_out(all.copied().collect())
    }

    pub fn iter(&self) -> impl Iterator<Item = &Block> {
        self.all.iter()
    }

    /// Those of a weekday, by start.
    pub(super) fn every_week_on(&self, weekday: Weekday) -> &[EveryWeek] {
        let weekday = place(weekday);
        let first = self.weekly.partition_point(|block| block.weekday < weekday);
        let of_it = &self.weekly[first..];
        &of_it[..of_it.partition_point(|block| block.weekday == weekday)]
    }

    fn laid_out(all: Vec<Block>) -> Blocks {
        let once = all.iter().filter_map(|block| match block {
            Block::Once(span) => Some(span.seconds()),
            _ => None,
        });
        let once: Spans<i64> = once.collect();
        let days = all.iter().filter_map(|block| match block {
            Block::Days(days) => Some((Day::from(days.first()), Day::from(days.last()).next())),
            _ => None,
        });
        Blocks {
            once: once.as_slice().iter().copied().map(Taken::always).collect(),
            days: days.collect(),
            weekly: every_week(&all),
            all,
        }
    }
}

fn every_week(all: &[Block]) -> Vec<EveryWeek> {
    let weekly = all.iter().filter_map(|block| match block {
        Block::Weekly {
            weekday,
            range,
            dates,
        } => Some(EveryWeek {
            weekday: place(*weekday),
            start: range.start(),
            end: range.end(),
            first: dates.first().map_or(Day(i32::MIN), Day::from),
            last: dates.last().map_or(Day(i32::MAX), Day::from),
        }),
        _ => None,
    });
    let mut weekly: Vec<EveryWeek> = weekly.collect();
    weekly.sort_unstable();
    weekly
}

impl TryFrom<Vec<Block>> for Blocks {
    type Error = BlockFault;
    fn try_from(all: Vec<Block>) -> Result<Self, BlockFault> {
        Blocks::new(all)
    }
}

impl From<Blocks> for Vec<Block> {
    fn from(blocks: Blocks) -> Self {
        blocks.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::availability::block::{Dates, Days};
    use crate::time::TimeDelta;
    use crate::time::interval::Interval;
    use crate::time::wall::WallRange;

    fn days(first: &str, last: &str) -> Result<Block, BlockFault> {
        let [first, last] = [first, last].map(|text| text.parse().expect("a date"));
        Days::new(first, last).map(Block::Days)
    }

    fn once(hour: i64) -> Block {
        let start = Instant::UNIX_EPOCH + TimeDelta::hours(hour);
        Block::Once(Interval::new(start, start + TimeDelta::hours(1)).expect("an hour"))
    }

    #[test]
    fn blocks_keep_their_order_and_come_back_as_they_went() {
        let weekly = Block::Weekly {
            weekday: chrono::Weekday::Tue,
            range: WallRange::new(720, 780).expect("an hour"),
            dates: Dates::new(None, "2026-12-24".parse().ok()).expect("dates"),
        };
        let all = vec![
            days("2026-12-25", "2026-12-26").expect("days"),
            once(2),
            weekly,
            once(1),
        ];
        let blocks = Blocks::new(all.clone()).expect("blocks");
        assert!(blocks.iter().eq(all.iter()));
        let text = serde_json::to_string(&blocks).expect("text");
        assert_eq!(
            serde_json::from_str::<Blocks>(&text).expect("blocks"),
            blocks
        );
    }

    #[test]
    fn a_block_is_added_once_and_removed_whole() {
        let mut blocks = Blocks::default();
        for block in [once(1), once(2), once(1)] {
            blocks.add(block).expect("room");
        }
        assert_eq!(blocks.iter().count(), 2);
        blocks.remove(&once(1));
        assert!(blocks.iter().eq([once(2)].iter()));
    }

    #[test]
    fn a_block_is_over_at_its_end_and_days_once_no_wall_shows_them() {
        let at = |hours: i64| Instant::UNIX_EPOCH + TimeDelta::hours(hours);
        let still = |block: Block, now| {
            let blocks = Blocks::new(vec![block]).expect("room").still(now);
            blocks.iter().count()
        };
        assert_eq!([still(once(1), at(1)), still(once(1), at(2))], [1, 0]);
        let second = days("1970-01-02", "1970-01-02").expect("days");
        assert_eq!(
            [still(second, at(4 * 24 - 1)), still(second, at(4 * 24))],
            [1, 0]
        );
    }

    #[test]
    fn too_many_and_backwards_are_refused_also_over_the_wire() {
        let all: Vec<Block> = (0..=400).map(once).collect();
        let refused = Err(BlockFault::TooMany { most: 400 });
        assert_eq!(
            Blocks::new(all[..400].to_vec()).map(|b| b.iter().count()),
            Ok(400)
        );
        assert_eq!(Blocks::new(all), refused);
        let [first, last] = ["2026-12-26", "2026-12-25"].map(|text| text.parse().expect("a date"));
        assert_eq!(
            days("2026-12-26", "2026-12-25"),
            Err(BlockFault::Backwards { first, last })
        );
        let text = r#"[{"days":["2026-12-26","2026-12-25"]}]"#;
        serde_json::from_str::<Blocks>(text).expect_err("backwards");
    }
}
