//! What holds of sessions, time, log, tasks and outbox after every step.

use super::check;
use super::look::{OutboxRow, RefundRow, Seen};
use super::model::{COMPETING, Case, Model};
use super::outside::Arrived;
use domain::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

pub fn holds(model: &Model, seen: &Seen, now: Instant) -> Result<(), String> {
    check(model.cases.len() == seen.sessions.len(), || {
        "a session too many or few".into()
    })?;
    for case in &model.cases {
        session(case, seen)?;
    }
    spans(model, seen)?;
    kept_for_undo(model, seen, now)?;
    log(seen)?;
    outbox(seen)?;
    answers(model, seen)?;
    tasks(model, seen)
}

fn session(case: &Case, seen: &Seen) -> Result<(), String> {
    let id = case.id.to_string();
    let row = seen.sessions.iter().find(|row| row.id == id);
    let row = row.ok_or(format!("session {id} is gone"))?;
    let clause = row.cancelled_clause.as_deref().unwrap_or_default();
    let wanted = if case.state == "cancelled" {
        case.clause
    } else {
        ""
    };
    let found = (row.state.as_str(), row.revision, clause);
    check(found == (case.state, case.revision, wanted), || {
        format!(
            "session {id} should be {:?}, is {found:?}",
            (case.state, case.revision, wanted)
        )
    })?;
    let (starts, ends) = (case.start.timestamp_millis(), case.end.timestamp_millis());
    check((row.starts_at, row.ends_at) == (starts, ends), || {
        format!("session {id} was moved")
    })?;
    let blocks = seen.blocks.iter().filter(|(of,)| *of == id).count();
    check(blocks == usize::from(case.blocked), || {
        format!("{id} has {blocks} blocks")
    })?;
    let decided = |e: &&super::look::EventRow| {
        e.session_id == id && (e.kind == "decided" || e.kind == "undone")
    };
    let decisions = seen.events.iter().filter(decided).count() as i64;
    check(decisions == case.decisions, || {
        format!("{id}: {} decisions, {decisions} in the log", case.decisions)
    })?;
    let second = |e: &&super::look::EventRow| e.session_id == id && e.kind == "came_second";
    let seconds = seen.events.iter().filter(second).count() as i64;
    check(seconds == case.seconds, || {
        format!("{id}: {} came second, {seconds} in the log", case.seconds)
    })?;
    let mail = |row: &&OutboxRow| row.session_id == id && row.kind != "refund";
    let letters = seen.outbox.iter().filter(mail).count() as i64;
    check(letters == case.letters, || {
        format!(
            "{id}: {} letters are due, {letters} are written",
            case.letters
        )
    })
}

/// A booked or held session has its own span, a cancelled one none, and no two of one person
/// overlap.
fn spans(model: &Model, seen: &Seen) -> Result<(), String> {
    for case in &model.cases {
        let id = case.id.to_string();
        let own = seen.spans.iter().filter(|span| span.id == id);
        let fits = |span: &&super::look::SpanRow| {
            span.starts_at == case.start.timestamp_millis()
                && span.ends_at == case.end.timestamp_millis()
        };
        let (all, fitting) = (own.clone().count(), own.filter(fits).count());
        let wanted = usize::from(case.takes_time());
        check((all, fitting) == (wanted, wanted), || {
            format!("{id} is {} and has {all} spans", case.state)
        })?;
    }
    for (number, a) in seen.spans.iter().enumerate() {
        for b in &seen.spans[number + 1..] {
            let someone = a.therapist_id == b.therapist_id
                || (a.client_id.is_some() && a.client_id == b.client_id);
            let over = a.starts_at < b.ends_at && b.starts_at < a.ends_at;
            check(!(someone && over), || {
                format!("{} {} overlaps {} {}", a.kind, a.id, b.kind, b.id)
            })?;
        }
    }
    Ok(())
}

/// The time of a cancel that can be undone is kept for it, to the millisecond; nothing else is.
fn kept_for_undo(model: &Model, seen: &Seen, now: Instant) -> Result<(), String> {
    let holds = seen.spans.iter().filter(|span| span.kind == "undo");
    let now = now.timestamp_millis();
    let mut found: Vec<_> = holds
        .filter(|span| span.expires_at.is_none_or(|at| at > now))
        .map(|span| (span.starts_at, span.expires_at.unwrap_or_default()))
        .collect();
    let open = model.cases.iter().filter_map(|case| {
        let until = case.won.as_ref()?.final_at.timestamp_millis();
        (until > now).then(|| (case.start.timestamp_millis(), until))
    });
    let mut wanted: Vec<_> = open.collect();
    found.sort_unstable();
    wanted.sort_unstable();
    check(found == wanted, || {
        format!("held for undo: {found:?}, should be {wanted:?}")
    })
}

/// Every change has its row: numbers without a gap, the last one at the session's revision, and
/// as many words about refunds as refunds have taken steps. What the books sent out arrived, whether
/// it stayed there or not.
fn log(seen: &Seen) -> Result<(), String> {
    for session in &seen.sessions {
        let log: Vec<_> = seen
            .events
            .iter()
            .filter(|e| e.session_id == session.id)
            .collect();
        let gapless = log
            .iter()
            .zip(1..)
            .all(|(event, number)| event.number == number);
        check(gapless, || format!("the log of {} has a gap", session.id))?;
        let last = log.last().map(|event| event.revision);
        check(last == Some(session.revision), || {
            format!(
                "{} is at {}, its log at {last:?}",
                session.id, session.revision
            )
        })?;
    }
    let out = |e: &&super::look::EntryRow| e.to_account == "provider";
    let arrived = seen.entries.iter().filter(out).count();
    let of = |taken: fn(&RefundRow) -> bool| seen.refunds.iter().filter(|row| taken(row)).count();
    let steps = [
        ("refund_sent", of(RefundRow::was_sent)),
        ("refund_arrived", arrived),
        ("refund_failed", of(|refund| refund.state == "failed")),
    ];
    for (kind, refunds) in steps {
        let events = seen.events.iter().filter(|e| e.kind == kind).count();
        check(refunds == events, || {
            format!("{refunds} times {kind}, {events} in the log")
        })?;
    }
    Ok(())
}

/// A row is done, parked or open; a stream has no gap, and goes on only behind what is done.
fn outbox(seen: &Seen) -> Result<(), String> {
    let mut streams: BTreeMap<&str, Vec<&OutboxRow>> = BTreeMap::new();
    for row in &seen.outbox {
        check(row.done_at.is_none() || row.parked_at.is_none(), || {
            format!("{} is done and parked", row.id)
        })?;
        streams.entry(&row.stream).or_default().push(row);
    }
    for (stream, rows) in streams {
        let gapless = rows
            .iter()
            .zip(1..)
            .all(|(row, number)| row.number == number);
        check(gapless, || format!("stream {stream} has a gap"))?;
        let waits = rows.iter().position(|row| row.done_at.is_none());
        let overtaken = waits.is_some_and(|at| rows[at..].iter().any(|row| row.done_at.is_some()));
        check(!overtaken, || format!("stream {stream} was overtaken"))?;
    }
    // What was decided to go back is asked of the provider, and nothing else is.
    let asked: BTreeSet<&str> = seen
        .outbox
        .iter()
        .filter(|row| row.kind == "refund")
        .map(|row| row.recipient.as_str())
        .collect();
    let stand = seen.refunds.iter().filter(|row| row.withdrawn_at.is_none());
    let refunds: BTreeSet<&str> = stand.map(|row| row.id.as_str()).collect();
    check(asked == refunds, || {
        "refunds and their outbox rows differ".into()
    })
}

/// Whoever was answered *done* is answered the same for good, and nobody else is.
fn answers(model: &Model, seen: &Seen) -> Result<(), String> {
    check(model.keys.len() == seen.commands.len(), || {
        format!(
            "{} were answered, {} answers are kept",
            model.keys.len(),
            seen.commands.len()
        )
    })?;
    model.keys.iter().try_for_each(|((_, key), (_, act))| {
        let act = act.to_string();
        let kept = |(_, k, answer): &&(String, String, String)| k == key && answer.contains(&act);
        check(seen.commands.iter().any(|row| kept(&row)), || {
            format!("the answer to {key} ({act}) was not kept")
        })
    })
}

/// Those that a decision raises, exactly, and closed where it was undone; besides, one for each
/// row that was given up.
fn tasks(model: &Model, seen: &Seen) -> Result<(), String> {
    let name = |row: &super::look::TaskRow| (row.kind.clone(), row.subject.clone());
    let found: BTreeSet<_> = seen.tasks.iter().map(name).collect();
    let missing: Vec<_> = model.tasks.difference(&found).collect();
    check(missing.is_empty(), || {
        format!("the team was not asked: {missing:?}")
    })?;
    let of_refund = |kind: &str| -> Option<bool> {
        match kind {
            "refund_unanswered" => Some(true),
            "letter_undelivered" => Some(false),
            _ => None,
        }
    };
    for (kind, subject) in found.difference(&model.tasks) {
        // Parked at first, and answered by an event after all: the task is done.
        let of =
            |row: &OutboxRow| row.id == *subject && of_refund(kind) == Some(row.kind == "refund");
        check(seen.outbox.iter().any(of), || {
            format!("the team was asked for nothing: {kind} {subject}")
        })?;
    }
    let open = seen.tasks.iter().filter(|task| task.done_at.is_none());
    let open = open.filter(|task| of_refund(&task.kind).is_some());
    let asked: BTreeSet<&str> = open.map(|task| task.subject.as_str()).collect();
    let parked = seen.outbox.iter().filter(|row| row.parked_at.is_some());
    let parked: BTreeSet<&str> = parked.map(|row| row.id.as_str()).collect();
    check(asked == parked, || {
        format!("{parked:?} were given up, the team is asked about {asked:?}")
    })?;
    for task in seen
        .tasks
        .iter()
        .filter(|task| model.undone.contains(&task.subject))
    {
        let asks = task.kind == COMPETING && model.regretted.contains(&task.subject);
        check(task.done_at.is_none() == asks, || {
            format!(
                "{} was undone, asked about or not: {}",
                task.subject, task.kind
            )
        })?;
    }
    let wanted = model.incidents.len();
    check(wanted == seen.incidents.len(), || {
        format!("{wanted} incidents, {} written", seen.incidents.len())
    })
}

/// No letter for a decision that did not commit; the same letter is the same words; none
/// before its time; those of one session in their order.
pub fn letters(
    seen: &Seen,
    due: &BTreeMap<String, i64>,
    arrived: &[Arrived],
) -> Result<(), String> {
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for letter in arrived {
        let row = seen.outbox.iter().find(|row| row.id == letter.row);
        let row = row.ok_or(format!(
            "letter {} is of nothing that was decided",
            letter.row
        ))?;
        let logged = |e: &super::look::EventRow| {
            e.session_id == row.session_id && e.revision == row.revision
        };
        check(seen.events.iter().any(logged), || {
            format!("letter {} is of no event", row.id)
        })?;
        check(letter.text == row.body, || {
            format!("letter {} has other words", row.id)
        })?;
        let due = due.get(&row.id).copied().unwrap_or_default();
        check(letter.at.timestamp_millis() >= due, || {
            format!("letter {} left too soon", row.id)
        })?;
        if known.insert(&row.id, &letter.text).is_none() {
            let before = last.insert(&row.stream, row.number).unwrap_or_default();
            check(before < row.number, || {
                format!("letter {} overtook another", row.id)
            })?;
        }
    }
    let done = seen
        .outbox
        .iter()
        .filter(|row| row.kind != "refund" && row.done_at.is_some());
    for row in done {
        check(known.contains_key(row.id.as_str()), || {
            format!("{} is done and never left", row.id)
        })?;
    }
    Ok(())
}
