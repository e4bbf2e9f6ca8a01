//! The policy bar: booked · free until · start, with *now* on it. The two halves are not to
//! scale, so that the labels never collide; *now* stands within its half as time does.

use domain::time::Instant;
use domain::view::session::SessionDetail;
use leptos::prelude::*;

#[component]
pub fn PolicyBar(detail: SessionDetail, now: Signal<Instant>) -> impl IntoView {
    let session = &detail.facts.session;
    let (booked, start) = (session.booked_at, session.span.start());
    // A booking born inside the notice period never had a free half, and one that was moved late has
    // none any more.
    let is_free = session.late_since.is_none() && detail.free_until.at > booked;
    let free_until = is_free.then_some(detail.free_until.at);
    let place = move || position(booked, free_until, start, now.get());
    let x = move || format!("{}.{}%", place() / 10, place() % 10);
    let anchor = move || match place() {
        at if at < 120 => "start",
        at if at > 880 => "end",
        _ => "middle",
    };
    view! {
        <div class=if free_until.is_some() { "policy-bar" } else { "policy-bar two" }>
            <svg aria-hidden="true" focusable="false">
                <rect class="track" x="0" y="24" width="100%" height="10" rx="5" />
                {free_until
                    .map(|_| {
                        view! {
                            <rect class="free" x="0" y="24" width="50%" height="10" rx="5" />
                            <line class="until" x1="50%" x2="50%" y1="21" y2="41" />
                        }
                    })}
                <line class="now" x1=x x2=x y1="19" y2="39" />
                <text x=x y="12" text-anchor=anchor>
                    "now"
                </text>
            </svg>
            <ol>
                <li>
                    <b>"Booked"</b>
                    " "
                    {detail.booked.label}
                </li>
                {free_until
                    .map(|_| {
                        view! {
                            <li>
                                <b>"Free until"</b>
                                " "
                                {detail.free_until.label}
                            </li>
                        }
                    })}
                <li>
                    <b>"Start"</b>
                    " "
                    {format!(
                        "{}, {}",
                        detail.when.yours.short_date,
                        detail.when.yours.times.split(" – ").next().unwrap_or_default(),
                    )}
                </li>
            </ol>
        </div>
    }
}

/// Where `now` stands, in thousandths of the bar.
fn position(booked: Instant, free_until: Option<Instant>, start: Instant, now: Instant) -> i64 {
    let share = |from: Instant, to: Instant, whole: i64| {
        let length = (to - from).num_seconds().max(1);
        ((now - from).num_seconds() * whole / length).clamp(0, whole)
    };
    match free_until {
        None => share(booked, start, 1000),
        Some(until) if now <= until => share(booked, until, 500),
        Some(until) => 500 + share(until, start, 500),
    }
}

#[cfg(test)]
mod tests {
    use super::position;
    use domain::time::{Instant, TimeDelta};

    #[test]
    fn now_stands_in_the_half_that_it_belongs_to() {
        let at = |hour| Instant::UNIX_EPOCH + TimeDelta::hours(hour);
        let place = |now| position(at(0), Some(at(100)), at(148), at(now));
        assert_eq!(
            [place(0), place(50), place(100), place(124), place(148)],
            [0, 250, 500, 750, 1000]
        );
        assert_eq!(position(at(0), None, at(40), at(10)), 250);
    }
}
