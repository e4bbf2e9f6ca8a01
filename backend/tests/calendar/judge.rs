//! Holds what people were answered against what is there: what is done is done as it was asked,
//! and kept; what is not done changes no row; and nobody is told that a time is taken which is
//! not, or given one that is.

use super::closed::News;
use super::edits;
use super::holds::{Holds, check};
use super::look::{Seen, SessionRow, at};
use super::rows;
use super::run::Run;
use super::send::{Answer, Form, Wish};
use backend::deciding::Done;
use backend::fault::Fault;
use domain::Command;
use domain::actor::Role;
use domain::ids::ActId;
use domain::session::SessionKind;
use domain::session::offer::Answer as OfferAnswer;
use domain::time::{Instant, TimeDelta, interval::Interval};

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
        if let Some(news_of_it) = one(run, form, answer, after)? {
            news.push(news_of_it);
        }
    }
    remember(run, &news);
    let now = run.house.now();
    let before = run.closed.clone();
    let seen = (&run.seen, after);
    run.closed.learn(&mut run.met, seen, &news, now)?;
    run.closed.was_let_be(&before, after, &news)?;
    match (&news[..], forms) {
        ([], _) => unchanged(run, forms, after),
        ([News { form, .. }], [_]) => effect(&run.seen, after, form, now),
        _ => Ok(()),
    }
}

/// For whoever sends it again, or takes it back.
fn remember(run: &mut Run, news: &[News<'_>]) {
    for News { form, act, parts } in news {
        if form.is_keyed() {
            let key = (form.who.number, form.key.clone());
            run.keys.insert(key, (form.content(), *act));
        }
        if form.ends_a_session() {
            run.cancels.push((form.who, form.session, *act));
        }
        for (session, act) in parts {
            run.cancels.push((form.who, *session, *act));
        }
    }
}

/// Where something was done that was not done before.
fn one<'f>(
    run: &mut Run,
    form: &'f Form,
    answer: Option<&Answer>,
    after: &Seen,
) -> Result<Option<News<'f>>, String> {
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
            if !form.is_keyed() {
                return Ok(Some(News::of(form, *act)));
            }
            match kept {
                Some(kept) if kept.act == *act => Ok(Some(kept)),
                _ => unexpected("the answer is not kept"),
            }
        }
        Some(Answer::Refused(why)) => {
            run.met.note(format!("refused: {why}"));
            plausible([&run.seen, after], form, why, run.house.now())?;
            Ok(None)
        }
        Some(Answer::Changed) => {
            run.met.note("changed");
            Ok(None)
        }
        Some(Answer::KeySpent) => unexpected("the key is fresh"),
        None => {
            let kept = kept(form, after);
            run.met.note(match &kept {
                Some(_) => "died: carried out",
                None => "died: not carried out",
            });
            Ok(kept)
        }
    }
}

/// What is kept as the answer under the form's key.
fn kept<'f>(form: &'f Form, seen: &Seen) -> Option<News<'f>> {
    #[derive(serde::Deserialize)]
    struct Kept {
        act: ActId,
        /// Of an edit and a pause.
        #[serde(default)]
        cancelled: Vec<Done>,
    }
    let who = form.who.id().to_string();
    let mut rows = seen.commands.iter();
    let row = rows.find(|(of, key, _)| *of == who && *key == form.key)?;
    let kept: Kept = serde_json::from_str(&row.2).expect("an answer");
    let parts = kept.cancelled.into_iter();
    Some(News {
        form,
        act: kept.act,
        parts: parts.map(|done| (done.session, done.act)).collect(),
    })
}

/// But for a cancel that came second: that is kept in the log, and may raise a task; and for an
/// extension and a review that nobody heard of.
fn unchanged(run: &Run, forms: &[Form], after: &Seen) -> Holds {
    let tables = rows::changed(&run.seen.everything, &after.everything);
    let second = forms.iter().any(Form::ends_a_session);
    let extends = forms.iter().any(|form| matches!(form.wish, Wish::Extend));
    let reviews = forms
        .iter()
        .any(|form| matches!(form.wish, Wish::Review(_)));
    let allowed = |table: &&str| match *table {
        "event" | "task" => second,
        "session" | "span" => extends,
        "schedule" | "account_event" => reviews,
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
        (Wish::FollowUp(_, start), None, Some(is)) => {
            let fresh = is.state == "confirmed" && is.start() == *start;
            let follows = is.kind == SessionKind::FollowUp.as_str() && *start > now;
            check(fresh && follows, || format!("{is:?} is no follow-up"))?;
            check(!before.own(&is.therapist_id).is_restricted(), || {
                format!("{is:?} was booked with a therapist who is not bookable")
            })?;
            free(before, is, is.span(), now)
        }
        (Wish::Save(edit, _), ..) => edits::saved(before, after, form.who, edit, now),
        (Wish::Review(_), ..) => edits::reviewed(before, after, form.who, now),
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
            free(before, was, is.span(), now)
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
        Command::Cancel(_) if is.state != "cancelled" || !stays => wrong("cancelled"),
        Command::Decline(_) => declined(after, was, is),
        _ if stays => Ok(()),
        _ => wrong("changed"),
    }
}

/// A follow-up is cancelled; of an initial session the team is asked, and it goes on waiting.
fn declined(after: &Seen, was: &SessionRow, is: &SessionRow) -> Holds {
    let initial = was.kind == SessionKind::Initial.as_str();
    let asked = after.everything["request"].iter();
    let asked = asked.filter(|row| row.contains(&was.id) && row.contains("decline_initial"));
    let wanted = match initial {
        true => was.state.as_str(),
        false => "cancelled",
    };
    let same = is.state == wanted && is.starts_at == was.starts_at;
    check(same && (asked.count() > 0) == initial, || {
        format!("declined: {was:?} became {is:?}")
    })
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

/// Whoever is told that somebody has the time is told the truth, of before or of what came in
/// between.
fn plausible(seen: [&Seen; 2], form: &Form, why: &str, now: Instant) -> Holds {
    if !why.ends_with("has that time") {
        return Ok(());
    }
    let is_met = |seen: &Seen| {
        let length = |therapist: &str| seen.own(therapist).calendar.schedule.rules.length();
        let span =
            |therapist: &str, start: Instant| Interval::new(start, start + length(therapist));
        let (who, other) = (form.who.id().to_string(), String::new());
        let (pair, spans) = match (&form.wish, seen.session(form.session)) {
            (Wish::Hold(therapist, start), _) => {
                let therapist = therapist.to_string();
                let span = span(&therapist, *start);
                ((therapist, who), span.into_iter().collect::<Vec<_>>())
            }
            (Wish::FollowUp(client, start), _) => {
                let span = span(&who, *start);
                ((who, client.to_string()), span.into_iter().collect())
            }
            (Wish::Decide(command), Some(row)) => {
                let starts = match command {
                    Command::Move(moving) => vec![moving.to],
                    Command::Offer(offer) => offer.times.clone(),
                    _ => return true,
                };
                let spans = starts.into_iter().map(|to| row.span().starting(to));
                let pair = (row.therapist_id.clone(), row.client_id.clone());
                (pair, spans.collect())
            }
            _ => ((who, other), Vec::new()),
        };
        let (pair, id) = ((pair.0.as_str(), pair.1.as_str()), form.session.to_string());
        let mut met = spans.into_iter();
        met.any(|span| !seen.in_the_way(pair, &id, span, now).is_empty())
    };
    check(seen.into_iter().any(is_met), || {
        format!("{}: nobody has it", form.title())
    })
}
