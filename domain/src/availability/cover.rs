//! What of a span do the hours leave out, and does a block touch it? For a single span; whoever
//! looks at many days walks them (`open`).

use super::{Block, Schedule};
use crate::time::interval::Interval;
use crate::time::spans::Spans;
use crate::time::zone::ZoneTable;

/// The parts of a span that lie outside the hours, in seconds since 1970. Blocks are no matter
/// here.
pub(super) fn closed(schedule: &Schedule, zone: &ZoneTable, span: Interval) -> Spans<i64> {
    let (start, end) = span.seconds();
    let mut closed = Spans::from_iter([(start, end)]);
    for part in zone.day_parts(start, end) {
        for (from, to) in schedule.hours_on(part.day).minutes() {
            let [from, to] = [from, to].map(|minute| i64::from(*minute) * 60);
            let (from, to) = (from.max(part.start), to.min(part.end));
            closed.remove(part.instant(from), part.instant(to));
        }
    }
    closed
}

/// Whether some instant of the span is blocked by it.
pub(super) fn touches(block: &Block, zone: &ZoneTable, span: Interval) -> bool {
    let (start, end) = span.seconds();
    let mut parts = zone.day_parts(start, end);
    match block {
        Block::Once(blocked) => blocked.overlaps(span),
        Block::Days(days) => parts.any(|part| {
            let date = part.day.date();
            days.first() <= date && date <= days.last()
        }),
        Block::Weekly {
            weekday,
            range,
            dates,
        } => parts.any(|part| {
            let [from, to] = [range.start(), range.end()].map(|minute| i64::from(minute) * 60);
            part.day.weekday() == *weekday
                && dates.contains(part.day.date())
                && from < part.end
                && part.start < to
        }),
    }
}
