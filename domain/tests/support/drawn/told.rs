//! A schedule as text, for whoever has to look why it fails.

use super::{Drawn, Minutes, Ms};
use crate::zones;
use std::fmt::{self, Display, Formatter};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Display for Drawn {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let span = |(from, to): (Ms, Ms)| format!("{} to {}", zones::told(from), zones::told(to));
        let minutes = |(from, to): Minutes| {
            format!(
                "{:02}:{:02}–{:02}:{:02}",
                from / 60,
                from % 60,
                to / 60,
                to % 60
            )
        };
        writeln!(
            f,
            "seed {} in {}, asked {}",
            self.seed,
            self.window.name,
            span(self.asked)
        )?;
        writeln!(f, "now {}, {:?}", zones::told(self.now), self.numbers)?;
        writeln!(f, "active: {}", self.active)?;
        for (day, name) in WEEKDAYS.into_iter().enumerate() {
            let ranges = self.weekly.iter().filter(|(other, _)| *other == day);
            let ranges: Vec<String> = ranges.map(|(_, range)| minutes(*range)).collect();
            writeln!(f, "{} {}", name, ranges.join(" "))?;
        }
        for (date, ranges) in &self.overrides {
            let ranges: Vec<String> = ranges.iter().copied().map(minutes).collect();
            writeln!(f, "only on {date}: [{}]", ranges.join(" "))?;
        }
        for block in &self.once {
            writeln!(f, "blocked {}", span(*block))?;
        }
        for block in &self.every_week {
            let day = WEEKDAYS[block.weekday];
            let dates = (block.first, block.last);
            writeln!(
                f,
                "blocked every {day} {} {dates:?}",
                minutes(block.minutes)
            )?;
        }
        for (first, last) in &self.days {
            writeln!(f, "blocked from {first} to {last}")?;
        }
        for (from, to, kind) in &self.busy {
            writeln!(f, "{kind:?} {}", span((*from, *to)))?;
        }
        Ok(())
    }
}
