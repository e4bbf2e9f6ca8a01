//! Holds what people were answered against the oracle: done, refused or changed as it says;
//! what was answered is kept, what was not is there whole or not at all, and whatever is not
//! done changes no row.

use super::coverage::Met;
use super::forms::{Form, actor};
use super::look::{EventRow, Seen};
use super::model::Model;
use super::predict::{Effect, Second, predict, second};
use super::{check, rows};
use backend::deciding::{Done, Outcome};
use backend::fault::Fault;
use domain::ids::ActId;
use domain::time::Instant;

/// What those who sent got to know.
#[derive(Clone, Copy, Debug)]
pub enum Answers<'a> {
    Heard(&'a [Result<Outcome, Fault>]),
    /// They left before: it is carried out all the same.
    Unheard,
    /// The house died: it is carried out, or not.
    Died,
}

enum Expected {
    Done(Effect),
    /// The first answer again.
    Again(ActId),
    KeySpent,
    Changed,
    /// Why, and what is kept of it.
    Refused(&'static str, Option<Second>),
}

fn expected(model: &Model, form: &Form, now: Instant) -> Expected {
    let key = (form.actor.number, form.key.clone());
    if let Some((content, act)) = model.keys.get(&key) {
        return match *content == form.content() {
            true => Expected::Again(*act),
            false => Expected::KeySpent,
        };
    }
    let case = model.case(form.session);
    match predict(model, case, &form.wish, form.actor.role, now) {
        Err(why) => {
            let known = case.won.as_ref().and_then(|won| won.second);
            let second = second(model, case, &form.wish, now);
            let news = |second: &Second| match known {
                None => true,
                Some(known) => known == Second::Noted && *second == Second::GivesMore,
            };
            Expected::Refused(why, second.filter(news))
        }
        Ok(effect) if form.commitment.is_none() || form.shown.as_ref() == Some(&effect) => {
            Expected::Done(effect)
        }
        Ok(_) => Expected::Changed,
    }
}

/// The commands were carried out in this order, as far as they were. Answers `true` where rows
/// may have changed.
pub fn commands(
    model: &mut Model,
    met: &mut Met,
    forms: &[Form],
    answers: Answers<'_>,
    seen: &Seen,
    now: Instant,
) -> Result<bool, String> {
    let mut changed = false;
    for (number, form) in forms.iter().enumerate() {
        let answer = match answers {
            Answers::Heard(answers) => match &answers[number] {
                Ok(outcome) => Some(outcome),
                Err(fault) => return Err(format!("{}: {fault}", form.title())),
            },
            Answers::Unheard | Answers::Died => None,
        };
        let lost = matches!(answers, Answers::Unheard) && kept(form, seen)?.is_none();
        if lost && matches!(expected(model, form, now), Expected::Done(_)) {
            return Err(format!("{}: cut off by leaving", form.title()));
        }
        changed |= one(model, met, form, answer, seen, now)?;
    }
    Ok(changed)
}

fn one(
    model: &mut Model,
    met: &mut Met,
    form: &Form,
    answer: Option<&Outcome>,
    seen: &Seen,
    now: Instant,
) -> Result<bool, String> {
    let unexpected = |wanted: &str| Err(format!("{}: {wanted}, but {answer:?}", form.title()));
    match (expected(model, form, now), answer) {
        (Expected::Done(effect), answer) => {
            let act = match (answer, kept(form, seen)?) {
                (Some(Outcome::Done(done)), Some(act)) if done.act == act => act,
                (Some(Outcome::Done(_)), _) => return unexpected("answered and not kept"),
                (None, Some(act)) => {
                    met.note("died: carried out");
                    act
                }
                (None, None) => {
                    met.note("died: not carried out");
                    return Ok(false);
                }
                _ => return unexpected(&format!("it should be done: {effect:?}")),
            };
            met.note(format!("done: {}", form.verb()));
            let won = model.case(form.session).won.as_ref();
            if effect.undoes && won.is_some_and(|won| won.second.is_some()) {
                met.note("done: undo against another's wish");
            }
            met.note(format!("clause: {}", effect.clause));
            if effect.exception {
                met.note("done: an exception");
            }
            model.undergo(form.session, form.actor.role, act, &effect, now);
            let key = (form.actor.number, form.key.clone());
            model.keys.insert(key, (form.content(), act));
            return Ok(true);
        }
        (Expected::Again(act), Some(Outcome::Done(done))) if done.act == act => met.note("again"),
        (Expected::Again(_), Some(_)) => return unexpected("the first answer is due"),
        (Expected::KeySpent, Some(Outcome::KeySpent)) => met.note("key spent"),
        (Expected::KeySpent, Some(_)) => return unexpected("the key is spent"),
        (Expected::Changed, Some(Outcome::Changed { .. })) => met.note("changed"),
        (Expected::Changed, Some(_)) => return unexpected("it is no longer as shown"),
        (Expected::Refused(why, _), Some(answer)) if !matches!(answer, Outcome::Refused(_)) => {
            return unexpected(&format!("refused ({why})"));
        }
        (Expected::Refused(why, second), answer) => {
            met.note(format!("refused: {why}"));
            let Some(second) = second else {
                return Ok(false);
            };
            // It may have died before it could keep it.
            if answer.is_some() || seconds(form, seen) > model.case(form.session).seconds {
                met.note(format!("refused: kept as the second, {second:?}"));
                model.keep(form.session, second);
                return Ok(true);
            }
        }
        (_, None) => {}
    }
    Ok(false)
}

fn seconds(form: &Form, seen: &Seen) -> i64 {
    let id = form.session.to_string();
    let of = |e: &&EventRow| e.session_id == id && e.kind == "came_second";
    seen.events.iter().filter(of).count() as i64
}

/// The answer that is kept under the form's key.
fn kept(form: &Form, seen: &Seen) -> Result<Option<ActId>, String> {
    let who = actor(form.actor).id.to_string();
    let row = seen
        .commands
        .iter()
        .find(|(of, key, _)| *of == who && *key == form.key);
    let read = |(_, _, answer): &(String, String, String)| serde_json::from_str::<Done>(answer);
    let done = row
        .map(read)
        .transpose()
        .map_err(|fault| fault.to_string())?;
    Ok(done.map(|done| done.act))
}

pub fn unchanged(before: &Seen, after: &Seen) -> Result<(), String> {
    let tables = rows::changed(before.tables(), after.tables());
    check(tables.is_empty(), || {
        format!("nothing was done, but {tables:?} changed")
    })
}
