//! Ranges of a day on the wall, in whole minutes, as they are typed and as they travel.

use super::MINUTES;
use serde::{Deserialize, Serialize};

/// From one wall time of a day up to another of the same day, in whole minutes: `[start, end)`,
/// never empty, and the end may be 24:00. What goes on after midnight is a range of the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u16, u16)", into = "(u16, u16)")]
pub struct WallRange {
    start: u16,
    end: u16,
}

/// What is wrong with a range, for the field where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum RangeFault {
    #[error("the {edge:?} is not a time of day")]
    Unreadable { edge: Edge },
    #[error("it starts and ends at the same time")]
    Empty,
    #[error("it ends before it starts")]
    Backwards { start: u16, end: u16 },
    #[error("a day ends at 24:00")]
    PastMidnight { end: u16 },
}

/// One of the two fields of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Edge {
    Start,
    End,
}

impl RangeFault {
    pub fn edge(self) -> Edge {
        match self {
            RangeFault::Unreadable { edge } => edge,
            _ => Edge::End,
        }
    }
}

impl WallRange {
    pub const WHOLE_DAY: WallRange = WallRange {
        start: 0,
        end: MINUTES,
    };

    /// From minute to minute of the day.
    ///
    /// # Errors
    /// A range of nothing, or one that is backwards or leaves its day.
    pub fn new(start: u16, end: u16) -> Result<WallRange, RangeFault> {
        if end > MINUTES {
            Err(RangeFault::PastMidnight { end })
        } else if start == end {
            Err(RangeFault::Empty)
        } else if start > end {
            Err(RangeFault::Backwards { start, end })
        } else {
            Ok(WallRange { start, end })
        }
    }

    /// As two fields hold it, `09:00` and `13:00`. A field for times has no 24:00, so an end of
    /// 00:00 is the end of the day.
    ///
    /// # Errors
    /// Every field that is no time; or, where both are, as [`WallRange::new`].
    pub fn parse(start: &str, end: &str) -> Result<WallRange, Vec<RangeFault>> {
        let unreadable = |edge| RangeFault::Unreadable { edge };
        match (minutes(start), minutes(end)) {
            (Some(start), Some(0)) => WallRange::new(start, MINUTES),
            (Some(start), Some(end)) => WallRange::new(start, end),
            (Some(_), None) => Err(unreadable(Edge::End)),
            (None, Some(_)) => Err(unreadable(Edge::Start)),
            (None, None) => return Err([Edge::Start, Edge::End].map(unreadable).to_vec()),
        }
        .map_err(|fault| vec![fault])
    }

    pub fn start(self) -> u16 {
        self.start
    }

    /// The first minute that no longer belongs to it.
    pub fn end(self) -> u16 {
        self.end
    }
}

fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let time = hour * 60 + minute;
    (minute < 60 && time <= MINUTES).then_some(time)
}

impl TryFrom<(u16, u16)> for WallRange {
    type Error = RangeFault;
    fn try_from((start, end): (u16, u16)) -> Result<Self, RangeFault> {
        WallRange::new(start, end)
    }
}

impl From<WallRange> for (u16, u16) {
    fn from(range: WallRange) -> Self {
        (range.start, range.end)
    }
}

/// `09:00–13:00`
impl std::fmt::Display for WallRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [start, end] = [self.start, self.end].map(|at| (at / 60, at % 60));
        write!(f, "{:02}:{:02}–{:02}:{:02}", start.0, start.1, end.0, end.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: &str, end: &str, expected: Result<&str, RangeFault>) {
        let read = WallRange::parse(start, end).map(|range| range.to_string());
        assert_eq!(
            read.as_deref(),
            expected.map_err(|f| vec![f]).as_ref().copied()
        );
    }

    #[test]
    fn a_range_reads_as_two_fields_hold_it() {
        use RangeFault::*;
        check("09:00", "13:00", Ok("09:00–13:00"));
        check(" 22:30", "24:00", Ok("22:30–24:00"));
        check("22:30", "00:00", Ok("22:30–24:00"));
        check("00:00", "00:00", Ok("00:00–24:00"));
        check("09:00", "09:00", Err(Empty));
        check(
            "13:00",
            "09:00",
            Err(Backwards {
                start: 780,
                end: 540,
            }),
        );
        check("9:00", "10:00", Err(Unreadable { edge: Edge::Start }));
        check("09:00", "24:01", Err(Unreadable { edge: Edge::End }));
        check("09:00", "10:60", Err(Unreadable { edge: Edge::End }));
        check("09:00", "+1:00", Err(Unreadable { edge: Edge::End }));
        let both = WallRange::parse("", "later").expect_err("two faults");
        assert_eq!(
            both.iter().map(|f| f.edge()).collect::<Vec<_>>(),
            [Edge::Start, Edge::End]
        );
    }

    #[test]
    fn what_comes_over_the_wire_is_checked_like_what_is_typed() {
        let range: WallRange = serde_json::from_str("[540,780]").expect("a range");
        assert_eq!(serde_json::to_string(&range).expect("text"), "[540,780]");
        for wrong in ["[780,540]", "[540,540]", "[540,1441]"] {
            serde_json::from_str::<WallRange>(wrong).expect_err(wrong);
        }
    }
}
