//! A session in a list, in words.

use crate::fault::Fault;
use crate::store::listing::Listed;
use crate::zones::{self, Zone};
use domain::actor::Role;
use domain::session::{State, undo};
use domain::time::{Instant, ahead};
use domain::view::chip::{Chip, MoneyLine, Tone, chip};
use domain::view::session::SessionLine;

/// The line of `listed` for a reader of this role.
pub fn line(listed: Listed, reader: Role, now: Instant) -> Result<SessionLine, Fault> {
    let therapist = Zone::named(&listed.therapist_zone, &listed.therapist_city)?;
    let client = Zone::named(&listed.client_zone, &listed.client_city)?;
    let (yours, theirs) = if reader == Role::Client {
        (&client, &therapist)
    } else {
        (&therapist, &client)
    };
    let money = MoneyLine {
        captured: listed.captured,
        refund_open: listed.refund_open,
        refund_arrived: listed.refund_arrived,
        refund_failed: listed.refund_failed,
        charge_due: listed.charge_due.map(|at| yours.moment(at, now).label),
    };
    let other = if reader == Role::Client {
        &listed.therapist_name
    } else {
        &listed.client_name
    };
    let cancelled = listed.cancelled;
    let undoable =
        cancelled.and_then(|gone| undo::until(listed.state, gone, listed.span.start(), now));
    let came_back = (money.refund_failed > 0).then(|| listed.price.with(money.refund_failed));
    Ok(SessionLine {
        came_back,
        id: listed.id,
        client: listed.client,
        other: first(other).into(),
        when: zones::when(listed.span, yours, theirs, now),
        about: about(&listed, reader, undoable.map(|until| yours.clock(until))),
        moved_from: listed
            .moved_from
            .map(|at| moved_from(at, listed.span.start(), yours, now)),
        over: !listed.state.is_booked() || listed.span.end() <= now,
        chip: match listed.state {
            State::Confirmed if listed.span.end() <= now && reader == Role::Therapist => Chip {
                tone: Tone::Due,
                text: "Did it take place?".into(),
            },
            State::AwaitingConfirmation if reader == Role::Therapist => Chip {
                tone: Tone::Due,
                text: "To confirm".into(),
            },
            // Its refund has not been asked for yet.
            State::Cancelled if undoable.is_some() => Chip {
                tone: Tone::Cancelled,
                text: "Cancelled".into(),
            },
            state => chip(state, listed.price, &money),
        },
        client_name: listed.client_name,
    })
}

/// The old time as far as it differs: `11:00` on the same day, else `Mon 9 Nov, 11:00`.
pub fn moved_from(old: Instant, new: Instant, zone: &Zone, now: Instant) -> String {
    let label = zone.moment(old, now).label;
    match zone.day(old) == zone.day(new) {
        true => label.rsplit(", ").next().unwrap_or(&label).into(),
        false => label,
    }
}

/// `undoable` is the instant until which a cancel can be undone, in words.
fn about(listed: &Listed, reader: Role, undoable: Option<String>) -> String {
    let kind = listed.kind.label();
    let what = match (listed.state, undoable) {
        (State::Cancelled, Some(until)) => {
            format!(
                "cancelled, can be undone {} until {until}",
                by(listed, reader)
            )
        }
        (State::Cancelled, None) => cancelled(listed, reader),
        (state, _) => standing(state, listed),
    };
    format!("{kind} · {what}")
}

fn standing(state: State, listed: &Listed) -> String {
    match state {
        State::Confirmed | State::Completed if listed.moved_from.is_some() => "moved".into(),
        State::Confirmed => listed.place.to_lowercase(),
        State::Completed => "took place".into(),
        state => state.label().into(),
    }
}

fn by(listed: &Listed, reader: Role) -> String {
    match listed.cancelled.map(|(_, by, _)| by) {
        Some(role) if role == reader => "by you".into(),
        Some(Role::Client) => format!("by {}", first(&listed.client_name)),
        Some(Role::Therapist) => format!("by {}", first(&listed.therapist_name)),
        Some(Role::Staff) | None => "by the team".into(),
    }
}

fn cancelled(listed: &Listed, reader: Role) -> String {
    let who = by(listed, reader);
    let before = listed.cancelled.map(|(at, ..)| listed.span.start() - at);
    match before {
        Some(before) if before.num_minutes() > 0 => format!("cancelled {who}, {}", ahead(before)),
        _ => format!("cancelled {who}"),
    }
}

pub fn first(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
