//! What a command should do, by DOMAIN's tables, worked out anew and naively: notice from two
//! instants, money by subtraction. The rules in `domain` are asked for nothing.

use super::forms::Wish;
use super::model::{Case, Model};
use domain::Command;
use domain::actor::Role;
use domain::ids::ActId;
use domain::payment::refund::{Choice, GiveBack};
use domain::session::attend::{Attend, Attendance};
use domain::session::cancel::{Cancel, Why};
use domain::time::{Instant, TimeDelta};
use domain::times::OldTime;

/// Two that are equal promise a person the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub from: &'static str,
    pub to: &'static str,
    pub balance: Option<i64>,
    /// What the accounts gain, or lose.
    pub held: i64,
    pub therapist: i64,
    pub platform: i64,
    pub refund: i64,
    pub charge_goes: bool,
    pub slot: &'static str,
    pub letters: Vec<(Role, Option<String>)>,
    pub incident: Option<usize>,
    pub clause: &'static str,
    pub exception: bool,
    pub departure: bool,
    pub tasks: Vec<&'static str>,
    /// All that the cancel did goes back.
    pub undoes: bool,
}

pub type Predicted = Result<Effect, &'static str>;

const DAY: i64 = 24 * 3_600_000;
const LONG: usize = 500;

pub fn predict(model: &Model, case: &Case, wish: &Wish, by: Role, now: Instant) -> Predicted {
    match wish {
        Wish::Undo(act) => undone(case, *act, by, now),
        Wish::Decide(Command::Cancel(cancel)) => {
            let incidents = model.incidents_of(case.therapist, now);
            cancelled(case, cancel, incidents, now)
        }
        Wish::Decide(Command::Attend(attend)) => attended(case, attend, now),
        Wish::Decide(Command::GiveBack(back)) => given_back(case, back, now),
        Wish::Decide(other) => unreachable!("nobody wishes {other:?}"),
    }
}

/// What is kept of a cancel that came after the other party's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// That it came: the first may yet be undone.
    Noted,
    /// And the team looks, since it would have given more.
    GivesMore,
}

pub fn second(model: &Model, case: &Case, wish: &Wish, now: Instant) -> Option<Second> {
    let (Some(won), Wish::Decide(Command::Cancel(lost))) = (&case.won, wish) else {
        return None;
    };
    // What was given back since is no longer there to give.
    let since = (case.refunding + case.refunded - won.refund).max(0);
    let before = Case {
        held: won.before.held - since,
        ..won.before.clone()
    };
    let alone = predict(model, &before, wish, lost.by, now).ok()?;
    match won.by != lost.by {
        true if alone.refund > won.refund => Some(Second::GivesMore),
        true if now < won.final_at => Some(Second::Noted),
        _ => None,
    }
}

fn cancelled(case: &Case, cancel: &Cancel, incidents: usize, now: Instant) -> Predicted {
    let by_client = cancel.by == Role::Client;
    let another = case.won.as_ref().filter(|won| won.by != cancel.by);
    let waits = another.is_some_and(|won| now < won.final_at);
    refuse(waits, "the other cancel can still be undone")?;
    refuse(case.state == "cancelled", "already cancelled")?;
    refuse(case.state != "confirmed", "over")?;
    refuse(now >= case.start, "started")?;
    refuse(case.initial && !by_client, "through the team")?;
    if let Why::Other { words } = &cancel.why {
        refuse(words.trim().is_empty(), "no words")?;
        refuse(words.chars().count() > LONG, "too many words")?;
    }
    refuse(too_long(cancel.note.as_deref()), "long note")?;
    let (clause, owed_all) = clause(case, &cancel.why, now)?;
    let unavailable = cancel.why == Why::TherapistUnavailable;
    refuse(unavailable && cancel.old_time == OldTime::Open, "no block")?;
    let owed = if owed_all { case.held } else { 0 };
    let mut effect = with_money(case, owed, cancel.money, true)?;
    let reason = cancel.reason.as_deref().unwrap_or_default().trim();
    effect.departure = case.is_paid() && effect.refund < owed;
    refuse(effect.departure && reason.is_empty(), "no reason")?;
    refuse(reason.chars().count() > LONG, "long reason")?;
    effect.to = "cancelled";
    effect.clause = clause;
    effect.charge_goes = case.charge == "scheduled";
    effect.slot = match cancel.old_time {
        OldTime::Open => "freed",
        _ => "blocked",
    };
    effect.incident = unavailable.then_some(incidents + 1);
    effect.letters = match by_client {
        true => vec![(Role::Client, None), (Role::Therapist, cancel.note.clone())],
        false => vec![(Role::Client, cancel.note.clone())],
    };
    match cancel.why {
        Why::Other { .. } => effect.tasks.push("judge_standing"),
        Why::NotBestFit => effect.tasks.push("suggest_therapists"),
        _ => {}
    }
    if effect.departure {
        effect.tasks.push("departure_from_policy");
    }
    Ok(effect)
}

/// The policy's clause, and whether it owes everything.
fn clause(case: &Case, why: &Why, now: Instant) -> Result<(&'static str, bool), &'static str> {
    let Why::ClientAsked { asked_at } = why else {
        return Ok(match why {
            Why::TherapistUnavailable => ("unavailable", true),
            Why::NotBestFit => ("not_best_fit", true),
            _ => ("other", true),
        });
    };
    let asked = asked_at.unwrap_or(now);
    refuse(asked > now, "asked in the future")?;
    refuse(asked < case.booked_at, "asked before the booking")?;
    let ahead = |from: Instant| case.start.timestamp_millis() - from.timestamp_millis();
    let inside = ahead(case.booked_at) < 2 * DAY;
    Ok(if ahead(asked) >= 2 * DAY {
        ("on_time", true)
    } else if inside && asked - case.booked_at <= TimeDelta::minutes(15) {
        ("grace", true)
    } else {
        ("late", false)
    })
}

fn attended(case: &Case, attend: &Attend, now: Instant) -> Predicted {
    refuse(case.state != "confirmed", "over")?;
    refuse(now < case.start, "not started")?;
    refuse(too_long(attend.note.as_deref()), "long note")?;
    let came = attend.attendance == Attendance::TookPlace;
    let choice = if came { Choice::Keep } else { attend.money };
    let mut effect = with_money(case, 0, choice, true)?;
    effect.to = if came { "completed" } else { "client_no_show" };
    effect.clause = if came { "took_place" } else { "client_no_show" };
    if !came {
        effect.letters.push((Role::Client, attend.note.clone()));
    }
    Ok(effect)
}

/// The one who cancelled, that cancel, and only for a while: then all of it.
fn undone(case: &Case, act: ActId, by: Role, now: Instant) -> Predicted {
    let won = case.won.as_ref().filter(|won| won.act == act);
    let won = won.ok_or("nothing to undo")?;
    refuse(won.by != by, "not theirs to undo")?;
    refuse(now >= won.final_at, "too late to undo")?;
    Ok(Effect {
        to: won.before.state,
        clause: "undone",
        undoes: true,
        ..nothing(case)
    })
}

fn given_back(case: &Case, back: &GiveBack, now: Instant) -> Predicted {
    refuse(case.state == "confirmed", "cancel instead")?;
    let waits = case.won.as_ref().is_some_and(|won| now < won.final_at);
    refuse(waits, "can still be undone")?;
    refuse(!case.is_paid(), "not paid")?;
    let left = case.held + case.kept;
    refuse(left == 0, "nothing left")?;
    refuse(
        matches!(back.choice, Choice::Policy | Choice::Keep),
        "no choice",
    )?;
    refuse(too_long(back.note.as_deref()), "long note")?;
    // What failed once was decided once: sending it again is no exception.
    let owed = match case.clause {
        "late" | "took_place" | "client_no_show" => case.held,
        _ => left,
    };
    let mut effect = with_money(case, owed, back.choice, false)?;
    effect.clause = case.clause;
    effect.letters.push((Role::Client, back.note.clone()));
    Ok(effect)
}

/// Held money goes back first; where the session ends, the rest of it is earned.
fn with_money(case: &Case, owed: i64, choice: Choice, ends: bool) -> Predicted {
    let mut effect = nothing(case);
    if !case.is_paid() {
        return Ok(effect);
    }
    let left = case.held + case.kept;
    let refund = match choice {
        Choice::Policy => owed,
        Choice::Keep => 0,
        Choice::All => left,
        Choice::Part(part) => part,
    };
    refuse(choice == Choice::Part(0), "nothing")?;
    refuse(refund > left || refund < 0, "above what remains")?;
    let (therapist, platform) = case.shares(case.kept);
    let kept = if ends || refund > case.held {
        left - refund
    } else {
        case.kept
    };
    let (of_therapist, of_platform) = case.shares(kept);
    effect.balance = Some(left);
    effect.refund = refund;
    effect.held = if ends || refund > case.held {
        -case.held
    } else {
        -refund
    };
    effect.therapist = of_therapist - therapist;
    effect.platform = of_platform - platform;
    effect.exception = refund > owed;
    Ok(effect)
}

fn nothing(case: &Case) -> Effect {
    Effect {
        from: case.state,
        to: case.state,
        balance: None,
        held: 0,
        therapist: 0,
        platform: 0,
        refund: 0,
        charge_goes: false,
        slot: "untouched",
        letters: Vec::new(),
        incident: None,
        clause: "",
        exception: false,
        departure: false,
        tasks: Vec::new(),
        undoes: false,
    }
}

fn too_long(words: Option<&str>) -> bool {
    words.is_some_and(|words| words.chars().count() > LONG)
}

fn refuse(wrong: bool, why: &'static str) -> Result<(), &'static str> {
    if wrong { Err(why) } else { Ok(()) }
}
