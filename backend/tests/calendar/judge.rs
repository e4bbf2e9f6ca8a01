//! Holds what people were answered against what is there: what is done is done as it was asked,
//! and kept; what is not done changes no row; and nobody is told that a time is taken which is
//! not, or given one that is.

use super::holds::{self, Holds, check};
use super::look::{Seen, SessionRow, at};
use super::rows;
use super::run::Run;
use super::send::{Answer, Form, Wish};
use backend::fault::Fault;
use domain::Command;
use domain::actor::Role;
use domain::ids::ActId;
use domain::session::moving::Why;
use domain::session::offer::Answer as OfferAnswer;
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::times::OldTime;

/// `answers` is `None` where the house died before anybody heard.
pub fn answered(
    run: &mut Run,
    forms: &[Form],
    answers: Option<&[Result<Answer, Fault>]>,
    after: &Seen,
) -> Holds {
    let mut news = Vec::new();
    for (number, form) in forms.iter().enumerate() {
        let answer = match answers.map(|answers| &answers[number]) {
            Some(Err(fault)) => return Err(format!("{}: {fault}", form.title())),
            Some(Ok(answer)) => Some(answer),
            None => None,
        };
        if let Some(act) = one(run, form, answer, after)? {
            news.push((form, act));
        }
    }
    for (form, act) in &news {
        let keyed = !matches!(form.wish, Wish::Extend);
        if keyed {
            let key = (form.who.number, form.key.clone());
            run.keys.insert(key, (form.content(), *act));
        }
        if form.is_cancel() {
            run.cancels.push((form.who, form.session, *act));
        }
    }
    let now = run.house.now();
    match (&news[..], forms) {
        ([], _) => unchanged(run, forms, after),
        ([(form, _)], [_]) => effect(&run.seen, after, form, now),
        _ => Ok(()),
    }
}

/// The act, where something was done that was not done before.
fn one(
    run: &mut Run,
    form: &Form,
    answer: Option<&Answer>,
    after: &Seen,
) -> Result<Option<ActId>, String> {
    let unexpected = |wanted: &str| Err(format!("{}: {wanted}, but {answer:?}", form.title()));
    let known = run.keys.get(&(form.who.number, form.key.clone()));
    if let Some((content, act)) = known {
        let same = *content == form.content();
        match answer {
            Some(Answer::Done(again)) if same && again == act => {
                run.met.note(format!("again: {}", form.verb()));
            }
            Some(Answer::KeySpent) if !same => run.met.note("key spent"),
            None => {}
            _ if same => return unexpected("the first answer is due"),
            _ => return unexpected("the key is spent"),
        }
        return Ok(None);
    }
    match answer {
        Some(Answer::Done(act)) => {
            run.met.note(format!("done: {}", form.verb()));
            let kept = kept(form, after);
            if kept != Some(*act) && !matches!(form.wish, Wish::Extend) {
                return unexpected("the answer is not kept");
            }
            Ok(Some(*act))
        }
        Some(Answer::Refused(why)) => {
            run.met.note(format!("refused: {why}"));
            plausible(&run.seen, form, why, run.house.now())?;
            Ok(None)
        }
        Some(Answer::Changed) => {
            run.met.note("changed");
            Ok(None)
        }
        Some(Answer::KeySpent) => unexpected("the key is fresh"),
        None => {
            let kept = kept(form, after);
            run.met.note(match kept {
                Some(_) => "died: carried out",
                None => "died: not carried out",
            });
            Ok(kept)
        }
    }
}

/// The act of the answer that is kept under the form's key.
fn kept(form: &Form, seen: &Seen) -> Option<ActId> {
    #[derive(serde::Deserialize)]
    struct Kept {
        act: ActId,
    }
    let who = form.who.id().to_string();
    let mut rows = seen.commands.iter();
    let row = rows.find(|(of, key, _)| *of == who && *key == form.key)?;
    let kept: Kept = serde_json::from_str(&row.2).expect("an answer");
    Some(kept.act)
}

/// But for a cancel that came second: that is kept in the log, and may raise a task; and for an
/// extension that nobody heard of.
fn unchanged(run: &Run, forms: &[Form], after: &Seen) -> Holds {
    let tables = rows::changed(&run.seen.everything, &after.everything);
    let second = forms.iter().any(Form::is_cancel);
    let extends = forms.iter().any(|form| matches!(form.wish, Wish::Extend));
    let allowed = |table: &&str| match *table {
        "event" | "task" => second,
        "session" | "span" => extends,
        _ => false,
    };
    let wrong: Vec<_> = tables.iter().filter(|table| !allowed(table)).collect();
    check(wrong.is_empty(), || {
        format!("nothing was done, but {wrong:?} changed")
    })
}

/// What was done is there, and nobody had the time.
fn effect(before: &Seen, after: &Seen, form: &Form, now: Instant) -> Holds {
    let was = before.session(form.session);
    let is = after.session(form.session);
    match (&form.wish, was, is) {
        (Wish::Hold(..), None, Some(is)) => {
            let fresh = is.state == "held" && is.held_at == Some(now.timestamp_millis());
            check(fresh, || format!("{is:?} is not in checkout"))?;
            free(before, is, is.span(), now)?;
            let own = before.own(&is.therapist_id);
            check(own.slots.contains(&is.span()), || {
                format!("{is:?} was not open")
            })
        }
        (Wish::Decide(command), Some(was), Some(is)) => {
            decided(before, after, command, (was, is), now)
        }
        (Wish::Undo(_), Some(was), Some(is)) => check(
            was.state == "cancelled" && is.state != "cancelled" && is.starts_at == was.starts_at,
            || format!("{was:?} was undone to {is:?}"),
        ),
        (Wish::Pause(_), ..) => {
            let own = after.own(&form.who.id().to_string());
            check(own.is_restricted() && own.slots.is_empty(), || {
                format!("{} is still open", form.who.name)
            })
        }
        _ => Ok(()),
    }
}

fn decided(
    before: &Seen,
    after: &Seen,
    command: &Command,
    (was, is): (&SessionRow, &SessionRow),
    now: Instant,
) -> Holds {
    let wrong = |what: &str| Err(format!("{what}: {was:?} became {is:?}"));
    let (stays, same) = (was.starts_at == is.starts_at, was.state == is.state);
    let left = |why: Why, old_time: OldTime| {
        let closes = old_time != OldTime::Open || why == Why::TherapistUnavailable;
        let freed = is_left(was.span(), is.span());
        match closes.then_some(freed).flatten() {
            Some(freed) => holds::stays_closed(after, &was.therapist_id, freed),
            None => Ok(()),
        }
    };
    match command {
        Command::Move(moving) => {
            // Whoever moves a booking that awaits their word has given it.
            let confirms = was.state == "awaiting_confirmation" && is.state == "confirmed";
            let confirms = confirms && moving.by == Role::Therapist;
            if is.start() != moving.to
                || !(same || confirms)
                || is.revision != was.revision + 1
                || stays
            {
                return wrong("moved");
            }
            if was.start() <= now || moving.to <= now {
                return wrong("moved what has begun");
            }
            let late = was.start() - now < TimeDelta::hours(48);
            let fresh = now <= at(was.booked_at) + TimeDelta::minutes(15);
            if moving.by == Role::Client && late && !fresh {
                return wrong("moved too late");
            }
            free(before, was, is.span(), now)?;
            left(moving.why, moving.old_time)
        }
        Command::AnswerOffer(OfferAnswer::Take(to)) => {
            let offered = before.offered(&was.id);
            let offered = offered.iter().any(|span| at(span.starts_at) == *to);
            if !offered || is.start() != *to || !after.offered(&is.id).is_empty() {
                return wrong("took");
            }
            Ok(())
        }
        Command::Offer(offer) => {
            let held = after.offered(&is.id).len();
            if !stays || !same || held != offer.times.len() {
                return wrong("offered");
            }
            let spans = offer.times.iter().map(|to| was.span().starting(*to));
            spans
                .into_iter()
                .try_for_each(|span| free(before, was, span, now))
        }
        Command::AnswerOffer(_) if !stays || !after.offered(&is.id).is_empty() => wrong("answered"),
        Command::Confirm if is.state != "confirmed" || !stays => wrong("confirmed"),
        Command::Book(_) if is.state != "awaiting_confirmation" || !stays => wrong("booked"),
        Command::Cancel(cancel) => {
            if is.state != "cancelled" || !stays {
                return wrong("cancelled");
            }
            match cancel.block {
                true => holds::stays_closed(after, &was.therapist_id, was.span()),
                false => Ok(()),
            }
        }
        _ if stays => Ok(()),
        _ => wrong("changed"),
    }
}

/// The part of the old time that the new one does not take.
fn is_left(old: Interval, new: Interval) -> Option<Interval> {
    match old.overlaps(new) {
        true if new.start() > old.start() => Interval::new(old.start(), new.start()),
        true => Interval::new(new.end(), old.end()),
        false => Some(old),
    }
}

/// Nobody of the two had it.
fn free(before: &Seen, of: &SessionRow, span: Interval, now: Instant) -> Holds {
    let met = taken(before, of, span, now);
    check(!met, || format!("{span:?} of {of:?} was taken"))
}

fn taken(before: &Seen, of: &SessionRow, span: Interval, now: Instant) -> bool {
    let pair = (of.therapist_id.as_str(), of.client_id.as_str());
    !before.in_the_way(pair, &of.id, span, now).is_empty()
}

/// Whoever is told that somebody has the time is told the truth.
fn plausible(before: &Seen, form: &Form, why: &str, now: Instant) -> Holds {
    if !why.ends_with("has that time") {
        return Ok(());
    }
    let starts: Vec<Instant> = match &form.wish {
        Wish::Decide(Command::Move(moving)) => vec![moving.to],
        Wish::Decide(Command::Offer(offer)) => offer.times.clone(),
        _ => return Ok(()),
    };
    let Some(row) = before.session(form.session) else {
        return Ok(());
    };
    let met = starts
        .iter()
        .any(|to| taken(before, row, row.span().starting(*to), now));
    check(met, || format!("{}: nobody has it", form.title()))
}
