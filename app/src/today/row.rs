//! The rows of today: by the hour, since the day is the page's own; and those that ask
//! something.

use crate::routes;
use crate::ui::chip::Chip;
use domain::view::session::SessionLine;
use leptos::prelude::*;

#[component]
pub fn HourRow(line: SessionLine) -> impl IntoView {
    let when = line.when;
    let start = start(&when.yours.times).to_owned();
    let theirs = when.theirs.map(|theirs| {
        let start = self::start(&theirs.times);
        format!(" · {start} in {}", theirs.place)
    });
    let theirs = theirs.unwrap_or_default();
    view! {
        <li>
            <a class="session-row" href=routes::session(line.client, line.id)>
                <time class="clock">{start}</time>
                <div>
                    <p>
                        <span class="hours">{line.client_name}</span>
                        <br />
                        <span class="small soft">
                            {line.moved_from.map(|old| view! { <s>{old}</s> " " })}
                            {format!("{} · {}{theirs}", when.yours.times, line.about)}
                        </span>
                    </p>
                    " "
                    <p class="chips">
                        <Chip chip=line.chip />
                    </p>
                </div>
            </a>
        </li>
    }
}

/// A session that started, of which nobody has said whether it took place.
#[component]
pub fn AttendanceRow(line: SessionLine) -> impl IntoView {
    let when = line.when.yours;
    let of = format!(" of {}, {}", line.client_name, when.short_date);
    view! {
        <li class="session-row">
            <time class="date">
                <span>{when.weekday}</span>
                " "
                <b>{when.day}</b>
                " "
                <span>{when.month}</span>
            </time>
            <div>
                <p>
                    <b>{format!("Did {}’s session take place?", line.client_name)}</b>
                    <br />
                    <span class="small soft">
                        {format!("{}, {} · {}", when.short_date, when.times, line.about)}
                    </span>
                </p>
                " "
                <a class="button" href=routes::attendance(line.client, line.id)>
                    "Record attendance"
                    <span class="visually-hidden">{of}</span>
                </a>
            </div>
        </li>
    }
}

/// `14:00` of `14:00 – 14:50`.
fn start(times: &str) -> &str {
    times.split(" – ").next().unwrap_or(times)
}
