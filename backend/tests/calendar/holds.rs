//! What holds after every step, of the rows as they are: of spans, offers, and what is open.

use super::look::{Own, Seen, SessionRow, at};
use domain::session::offer::OpenOffer;
use domain::time::Instant;
use std::collections::BTreeSet;

pub type Holds = Result<(), String>;

pub fn check(holds: bool, what: impl FnOnce() -> String) -> Holds {
    if holds { Ok(()) } else { Err(what()) }
}

pub fn all(seen: &Seen, now: Instant) -> Holds {
    nothing_overlaps(seen)?;
    for session in &seen.sessions {
        takes_its_time(seen, session, now)?;
        offers(seen, session)?;
    }
    for own in &seen.own {
        open(seen, own, now)?;
    }
    check(seen.wrong_charges == 0, || {
        format!("{} charges of sessions that are gone", seen.wrong_charges)
    })
}

/// Of one therapist, or of one client with whomever.
fn nothing_overlaps(seen: &Seen) -> Holds {
    for (number, a) in seen.spans.iter().enumerate() {
        for b in &seen.spans[number + 1..] {
            let someone = a.therapist_id == b.therapist_id
                || (a.client_id.is_some() && a.client_id == b.client_id);
            let over = a.starts_at < b.ends_at && b.starts_at < a.ends_at;
            check(!(someone && over), || format!("{a:?} overlaps {b:?}"))?;
        }
    }
    Ok(())
}

/// Whoever is booked has exactly their time, whoever checks out a hold on it, and nobody else any.
fn takes_its_time(seen: &Seen, session: &SessionRow, now: Instant) -> Holds {
    let of = |kind: &str| {
        let own = seen.spans.iter();
        let own = own.filter(move |span| span.session_id.as_deref() == Some(&session.id));
        let own = own.filter(|span| span.kind == kind);
        own.map(|span| (span.starts_at, span.ends_at))
            .collect::<Vec<_>>()
    };
    let time = vec![(session.starts_at, session.ends_at)];
    let (booked, held) = (of("session"), of("checkout"));
    let wanted = match session.state.as_str() {
        "held" | "cancelled" | "expired" => Vec::new(),
        _ => time.clone(),
    };
    check(booked == wanted, || {
        format!("{session:?} has the time of {booked:?}")
    })?;
    let shortest = domain::time::TimeDelta::minutes(10).num_milliseconds();
    let fresh = session
        .held_at
        .is_some_and(|held| now.timestamp_millis() < held + shortest);
    match session.state.as_str() {
        "held" if fresh => check(held == time, || format!("{session:?} is held by {held:?}")),
        // It ends by itself: whoever wants the time takes the row away.
        "held" => check(held.is_empty() || held == time, || {
            format!("{session:?} is held by {held:?}")
        }),
        _ => check(held.is_empty(), || {
            format!("{session:?} is held by {held:?}")
        }),
    }
}

/// Every time of an offer that stands is held until it lapses, and no other is.
fn offers(seen: &Seen, session: &SessionRow) -> Holds {
    let standing = seen.offers.iter();
    let standing = standing.filter(|o| o.session_id == session.id && o.ended_at.is_none());
    let standing: Vec<_> = standing.collect();
    check(standing.len() <= 1, || {
        format!("{} offers stand for {}", standing.len(), session.id)
    })?;
    let mut wanted = BTreeSet::new();
    for offer in &standing {
        let body: OpenOffer = serde_json::from_str(&offer.body).map_err(|e| e.to_string())?;
        check((1..=3).contains(&body.times.len()), || format!("{body:?}"))?;
        wanted.extend(
            body.times
                .iter()
                .map(|time| (time.span.start().timestamp_millis(), offer.until)),
        );
    }
    let held = seen.offered(&session.id);
    let found: BTreeSet<_> = held
        .iter()
        .map(|span| (span.starts_at, span.expires_at.unwrap_or_default()))
        .collect();
    // What has lapsed may be swept before its offer is told so.
    let missing: Vec<_> = wanted.difference(&found).collect();
    let lapsed = standing
        .iter()
        .all(|offer| offer.until <= seen.now.timestamp_millis());
    check(missing.is_empty() || lapsed, || {
        format!("{} is offered what nobody holds: {missing:?}", session.id)
    })?;
    check(found.is_subset(&wanted), || {
        format!("{} holds {found:?}, and is offered {wanted:?}", session.id)
    })?;
    check(standing.is_empty() || session.is_booked(), || {
        format!("an offer stands for {session:?}")
    })
}

/// A slot lies within the hours, outside of blocks, beside whatever is taken, and not too soon;
/// and the next free one is the first of them.
fn open(seen: &Seen, own: &Own, now: Instant) -> Holds {
    let (name, id) = (own.member.name, own.member.id().to_string());
    check(
        own.next == own.slots.first().map(|slot| slot.start()),
        || {
            format!(
                "{name} is next free at {:?}: {:?}",
                own.next,
                own.slots.first()
            )
        },
    )?;
    let lead = own.calendar.schedule.rules.lead();
    let taken = seen.spans.iter().filter(|span| span.therapist_id == id);
    let taken: Vec<_> = taken.filter(|span| span.stands(now)).collect();
    for slot in &own.slots {
        check(slot.start() >= now + lead, || {
            format!("{name}: {slot:?} is too soon")
        })?;
        check(!own.keeps_closed(*slot), || {
            format!("{name}: {slot:?} is offered and closed")
        })?;
        let met = taken.iter().find(|span| span.overlaps(*slot));
        check(met.is_none(), || {
            format!("{name}: {slot:?} is offered, and {met:?} has it")
        })?;
    }
    Ok(())
}

/// Once the clock's work is done, nothing stands that is over.
pub fn nothing_is_due(seen: &Seen, now: Instant) -> Holds {
    let now = now.timestamp_millis();
    for session in &seen.sessions {
        let over = session.confirm_by.is_some_and(|by| by <= now);
        check(session.state != "awaiting_confirmation" || !over, || {
            format!("nobody ended {session:?}")
        })?;
        let longest = domain::time::TimeDelta::minutes(15).num_milliseconds();
        let over = session.held_at.is_some_and(|held| held + longest <= now);
        check(session.state != "held" || !over, || {
            format!("nobody let go of {session:?}")
        })?;
    }
    let lapsed = seen.offers.iter();
    let mut lapsed = lapsed.filter(|offer| offer.ended_at.is_none() && offer.until <= now);
    lapsed.next().map_or(Ok(()), |offer| {
        Err(format!("nobody ended {offer:?} at {}", at(now)))
    })
}
