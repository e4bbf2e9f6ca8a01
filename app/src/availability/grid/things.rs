//! What there is on a day beside its hours: who is booked, what is blocked, what another calendar
//! has, what is over or too far ahead, and what the clocks do.

use super::super::state::Editing;
use domain::availability::editor::marks::{self, Clocks};
use domain::availability::{Block, Schedule};
use domain::sentences::dates;
use domain::session::State;
use domain::time::interval::Interval;
use domain::time::wall::WallRange;
use domain::time::{Instant, NaiveDate, TimeDelta, hours as elapsed};
use domain::view::availability::{Booked, WeekBooking, WeekPage};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Open on this date alone, under the hours of every week.
    Own,
    /// Over, or further ahead than can be booked.
    Shade,
    Clocks,
    Busy,
    Block,
    Session,
    /// A session that is yet to be confirmed.
    Waiting,
    Hold,
    /// A session or a hold that stands outside of the hours.
    Outside,
}

impl Kind {
    /// It lies under the hours, and has no words.
    pub fn is_ground(self) -> bool {
        matches!(self, Kind::Own | Kind::Shade)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    pub kind: Kind,
    pub range: WallRange,
    pub name: String,
    /// A second line, where there is room.
    pub more: String,
}

/// From what lies at the bottom to what lies on top.
pub fn of_day(editing: Editing, day: usize) -> Vec<Thing> {
    let week = editing.week.read();
    let draft = editing.draft.read();
    let date = week.date(day);
    let own = editing.instead(day).unwrap_or_default();
    let mut all: Vec<Thing> = own.ranges().map(own_range).collect();
    all.extend(shades(&week, &draft, date));
    all.extend(marks::clocks_on(&week.table, date).into_iter().map(clocks));
    all.extend(week.elsewhere.iter().filter_map(|busy| {
        let more = format!("read {} ago", age(week.now - busy.as_of.at));
        thing(
            &week,
            date,
            busy.span,
            Kind::Busy,
            "Busy elsewhere".into(),
            more,
        )
    }));
    let blocks = draft.blocks.iter();
    all.extend(blocks.filter_map(|block| blocked(&week, date, block)));
    all.extend(
        week.booked
            .iter()
            .filter_map(|one| booked(&week, &draft, date, one)),
    );
    all
}

fn thing(
    week: &WeekPage,
    date: NaiveDate,
    span: Interval,
    kind: Kind,
    name: String,
    more: String,
) -> Option<Thing> {
    let range = marks::on_date(&week.table, date, span)?;
    Some(Thing {
        kind,
        range,
        name,
        more,
    })
}

/// `42 min`, `31 h 5 min`, `3 days`: the older, the less it matters how many minutes.
fn age(since: TimeDelta) -> String {
    match since.num_days() {
        days @ 2.. => format!("{days} days"),
        _ => elapsed(since),
    }
}

fn own_range(range: WallRange) -> Thing {
    Thing {
        kind: Kind::Own,
        range,
        name: "open on this date".into(),
        more: String::new(),
    }
}

fn shades(week: &WeekPage, draft: &Schedule, date: NaiveDate) -> Vec<Thing> {
    let table = &week.table;
    let end = date
        .succ_opt()
        .map_or(week.now, |next| table.start_of(next));
    let (start, horizon) = (table.start_of(date), week.now + draft.rules.horizon());
    let shade = |from: Instant, to: Instant, name: &str| {
        let span = Interval::new(from.max(start), to.min(end))?;
        thing(week, date, span, Kind::Shade, name.into(), String::new())
    };
    let past = shade(start - TimeDelta::days(1), week.now, "over");
    let beyond = shade(horizon, end, "too far ahead to be booked");
    past.into_iter().chain(beyond).collect()
}

fn clocks(change: Clocks) -> Thing {
    let (name, more) = match change {
        Clocks::Skip(_) => ("Clocks forward", "no such times"),
        Clocks::Repeat(_) => ("Clocks back", "times come twice"),
    };
    Thing {
        kind: Kind::Clocks,
        range: change.range(),
        name: name.into(),
        more: more.into(),
    }
}

fn blocked(week: &WeekPage, date: NaiveDate, block: &Block) -> Option<Thing> {
    let range = marks::blocked_on(&week.table, date, block)?;
    Some(Thing {
        kind: Kind::Block,
        range,
        name: "Blocked".into(),
        more: dates::range(range),
    })
}

fn booked(week: &WeekPage, draft: &Schedule, date: NaiveDate, one: &WeekBooking) -> Option<Thing> {
    let client = one.client.as_ref().map(|(_, name)| name.clone());
    let start = dates::clock(week.table.wall(one.span.start()));
    let times = one.when.yours.times.clone();
    let session = || client.clone().unwrap_or_else(|| "Session".into());
    let (kind, name, more) = match one.what {
        Booked::Session { state, .. } => match state {
            State::AwaitingConfirmation => {
                (Kind::Waiting, session(), format!("{start}, to confirm"))
            }
            _ => (Kind::Session, session(), times),
        },
        Booked::Held { .. } => {
            let whose = client.as_ref().map(|name| format!("Kept for {name}"));
            let name = whose.unwrap_or_else(|| "Kept for a client".into());
            (Kind::Hold, name, times)
        }
    };
    let (kind, more) = match week.stands_outside(draft, one) {
        true => (Kind::Outside, format!("{start}, outside")),
        false => (kind, more),
    };
    thing(week, date, one.span, kind, name, more)
}
