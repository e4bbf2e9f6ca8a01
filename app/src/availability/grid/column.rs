//! The drawing of a day. It is drawn again only when something of its own day has changed.

use super::super::state::Editing;
use super::CELL_HEIGHT;
use super::things::{Kind, Thing, of_day};
use domain::availability::editor::cursor::{CELL, Rows};
use domain::sentences::dates;
use domain::time::wall::WallRange;
use leptos::prelude::*;

/// Pixels from the top of the first row.
#[derive(Clone, Copy)]
struct Scale {
    first: u16,
    last: u16,
}

impl Scale {
    fn of(rows: Rows) -> Scale {
        Scale {
            first: rows.first * CELL,
            last: (rows.last + 1) * CELL,
        }
    }

    fn height(self) -> u16 {
        (self.last - self.first) / CELL * CELL_HEIGHT
    }

    /// Top and height; nothing of it may be shown.
    fn place(self, range: WallRange) -> Option<(f64, f64)> {
        let (start, end) = (range.start().max(self.first), range.end().min(self.last));
        let pixels = |minutes: u16| f64::from(minutes) * f64::from(CELL_HEIGHT) / f64::from(CELL);
        (start < end).then(|| (pixels(start - self.first), pixels(end - start)))
    }
}

#[component]
pub fn Column(editing: Editing, day: usize, rows: Memo<Rows>) -> impl IntoView {
    let things = Memo::new(move |_| of_day(editing, day));
    let under = move || drawn(&things.read(), rows.get(), Kind::is_ground);
    let over = move || drawn(&things.read(), rows.get(), |kind| !kind.is_ground());
    let open = move || {
        let scale = Scale::of(rows.get());
        let ranges = editing.days[day].get();
        let all: Vec<AnyView> = ranges
            .ranges()
            .filter_map(|range| open(scale, range))
            .collect();
        all
    };
    let height = move || Scale::of(rows.get()).height().to_string();
    view! {
        <svg
            class="week-day"
            class:aside=move || editing.instead(day).is_some()
            width="100%"
            height=height
        >
            <g>{under}</g>
            <g>{open}</g>
            <g>{over}</g>
        </svg>
    }
    .into_any()
}

/// Named, because a shape without anything that changes would be wrapped in a drawing of its own,
/// which the style does not look into.
const ROUND: &str = "8";

fn open(scale: Scale, range: WallRange) -> Option<AnyView> {
    let (top, height) = scale.place(range)?;
    let (y, bottom) = (format!("{:.1}", top + 1.0), format!("{:.1}", height - 7.0));
    let height = format!("{:.1}", (height - 2.0).max(4.0));
    let text = dates::range(range);
    let shown = view! {
        <svg x="4%" y=y width="92%" height=height class="drawn open">
            <rect class="ground" width="100%" height="100%" rx=ROUND />
            <text x="9" y="17">
                {text}
            </text>
            <rect class="grip" x="50%" y=bottom width="22" height="4" rx="2" transform="translate(-11)" />
        </svg>
    };
    Some(shown.into_any())
}

fn drawn(things: &[Thing], rows: Rows, which: fn(Kind) -> bool) -> Vec<AnyView> {
    let scale = Scale::of(rows);
    let chosen = things.iter().filter(|thing| which(thing.kind));
    chosen.filter_map(|thing| one(scale, thing)).collect()
}

fn one(scale: Scale, thing: &Thing) -> Option<AnyView> {
    let (top, height) = scale.place(thing.range)?;
    let (class, x, width, fill) = match thing.kind {
        Kind::Own => ("drawn own", "4%", "92%", None),
        Kind::Shade => ("drawn shade", "0", "100%", None),
        Kind::Clocks => ("drawn clocks", "0", "100%", Some("url(#hatch)")),
        Kind::Busy => ("drawn busy", "4%", "92%", Some("url(#hatch)")),
        Kind::Block => ("drawn busy", "4%", "92%", Some("url(#hatch)")),
        Kind::Session => ("drawn session", "8%", "84%", None),
        Kind::Waiting => ("drawn unconfirmed", "8%", "84%", None),
        Kind::Hold => ("drawn hold", "8%", "84%", None),
        Kind::Outside => ("drawn outside", "8%", "84%", None),
    };
    let round = if x == "0" { "0" } else { "7" };
    let gap = if x == "0" { 0.0 } else { 1.0 };
    let words = (!thing.kind.is_ground()).then(|| {
        let more = (height > 34.0)
            .then(|| view! { <text x="8" y="31" class="more">{thing.more.clone()}</text> });
        view! {
            <text x="8" y="16">
                {thing.name.clone()}
            </text>
            {more}
        }
    });
    let shown = view! {
        <svg
            x=x
            y=format!("{:.1}", top + gap)
            width=width
            height=format!("{:.1}", (height - 2.0 * gap).max(3.0))
            class=class
        >
            <rect class="ground" width="100%" height="100%" rx=round fill=fill />
            {words}
        </svg>
    };
    Some(shown.into_any())
}
