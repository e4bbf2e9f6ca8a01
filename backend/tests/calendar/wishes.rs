//! Something that a person may want of time, sensible or not.

use super::acts::{ASKED, attend, cancel};
use super::dice::Dice;
use super::look::{Own, Seen, SessionRow, at};
use super::send::{Member, Wish};
use backend::seed::cast::CAST;
use domain::Command;
use domain::account::pause::{Answer, Pause, Reason};
use domain::actor::Role;
use domain::availability::Block;
use domain::availability::block::Days;
use domain::availability::edit::{Answers, Edit, Keeping};
use domain::payment::refund::Choice;
use domain::request::{AskToCarry, AskToMove, Aware, Particulars};
use domain::session::attend::Attendance;
use domain::session::book::Book;
use domain::session::cancel::{Cancel, Why as CancelWhy};
use domain::session::confirm::Decline;
use domain::session::moving::{Move, Why};
use domain::session::object::Object;
use domain::session::offer::{Answer as OfferAnswer, Offer, OpenOffer};
use domain::session::waive::WaiveLate;
use domain::session::{Cause, SessionKind};
use domain::time::wall::{WEEK, WallRange};
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::times::OldTime;

/// Where therapists move to; none of them changes its clocks before the spring.
const ZONES: [(&str, &str); 5] = [
    ("Europe/London", "London"),
    ("Europe/Berlin", "Berlin"),
    ("America/New_York", "New York"),
    ("Asia/Kathmandu", "Kathmandu"),
    ("Pacific/Auckland", "Auckland"),
];

pub fn member(id: &str) -> Member {
    let mut cast = CAST.into_iter();
    cast.find(|member| member.id().to_string() == id)
        .expect("someone of the cast")
}

/// Of the session's therapist, or of its client; mostly what can be done to it as it is.
pub fn about(dice: &mut Dice, seen: &Seen, row: &SessionRow, now: Instant) -> (Member, Command) {
    let sensible = dice.upto(7) > 0;
    let command = match row.state.as_str() {
        _ if !sensible => anything(dice, seen, row, now),
        "held" => Command::Book(Book {
            by: Role::Client,
            note: None,
        }),
        "awaiting_confirmation" => match dice.upto(9) {
            0..=2 => Command::Confirm,
            3..=6 => decline(dice, row),
            _ => to_come(dice, seen, row, now),
        },
        "confirmed" if now < row.start() => to_come(dice, seen, row, now),
        "confirmed" => match dice.upto(3) {
            0 => carry(),
            _ => attend(
                dice.pick(&[Attendance::TookPlace, Attendance::ClientNoShow]),
                Choice::Policy,
            ),
        },
        _ => anything(dice, seen, row, now),
    };
    let who = match command.by() {
        Role::Client => member(&row.client_id),
        _ => member(&row.therapist_id),
    };
    (who, command)
}

fn to_come(dice: &mut Dice, seen: &Seen, row: &SessionRow, now: Instant) -> Command {
    let has_moved = row.moved_from.is_some();
    match dice.upto(15) {
        0..=9 if seen.open_offer(&row.id).is_some() => answer(dice, seen, row),
        6 | 7 if has_moved => Command::Object(Object { note: None }),
        8..=10 if row.late_since.is_some() => Command::WaiveLate(WaiveLate { note: None }),
        0..=3 => Command::Move(moving(dice, seen, row, now)),
        4..=6 => Command::Move(Move::by_client(time(dice, seen, row, now), None)),
        7..=10 => Command::Offer(offer(dice, seen, row, now)),
        11 => Command::AskToMove(AskToMove {
            words: "Could it be later that week?".into(),
        }),
        12 => Command::Cancel(Cancel::by_client(None)),
        _ => Command::Cancel(ending(dice)),
    }
}

fn anything(dice: &mut Dice, seen: &Seen, row: &SessionRow, now: Instant) -> Command {
    match dice.upto(9) {
        0 => Command::Confirm,
        1 => decline(dice, row),
        2 => answer(dice, seen, row),
        3 => carry(),
        4 => Command::Object(Object { note: None }),
        5 => Command::WaiveLate(WaiveLate { note: None }),
        6 => Command::Book(Book {
            by: Role::Client,
            note: None,
        }),
        _ => to_come(dice, seen, row, now),
    }
}

fn carry() -> Command {
    Command::AskToCarry(AskToCarry {
        by: Role::Therapist,
        to: None,
        words: "The line was down; the same time next week.".into(),
    })
}

/// Of an initial session the team is asked, and told why; now and then that is forgotten.
fn decline(dice: &mut Dice, row: &SessionRow) -> Command {
    let initial = row.kind == SessionKind::Initial.as_str() && dice.upto(3) > 0;
    let aware = Aware::Told("By telephone, this morning.".into());
    let particulars = Particulars::Cancel {
        cause: dice.pick(&[Cause::NotConfirmed, Cause::NotBestFit]),
        aware,
    };
    let away = || "I am away that day.".into();
    Command::Decline(Decline {
        words: (initial || dice.yes()).then(away),
        old_time: old_time(dice),
        note: None,
        particulars: initial.then_some(particulars),
    })
}

fn answer(dice: &mut Dice, seen: &Seen, row: &SessionRow) -> Command {
    let offer = seen.open_offer(&row.id);
    let body = offer.and_then(|offer| serde_json::from_str::<OpenOffer>(&offer.body).ok());
    let times = body.map(|body| body.times).unwrap_or_default();
    let starts: Vec<Instant> = times.iter().map(|time| time.span.start()).collect();
    Command::AnswerOffer(match dice.upto(5) {
        0 => OfferAnswer::Decline,
        1 | 2 => OfferAnswer::Withdraw,
        3 => OfferAnswer::Take(row.start()),
        _ if starts.is_empty() => OfferAnswer::Decline,
        _ => OfferAnswer::Take(dice.pick(&starts)),
    })
}

fn moving(dice: &mut Dice, seen: &Seen, row: &SessionRow, now: Instant) -> Move {
    Move {
        by: Role::Therapist,
        to: time(dice, seen, row, now),
        why: why(dice, now),
        old_time: old_time(dice),
        note: None,
    }
}

fn offer(dice: &mut Dice, seen: &Seen, row: &SessionRow, now: Instant) -> Offer {
    let many = 1 + dice.upto(3);
    Offer {
        times: (0..many).map(|_| time(dice, seen, row, now)).collect(),
        why: why(dice, now),
        old_time: match dice.upto(3) {
            0 => old_time(dice),
            1 => OldTime::Open,
            _ => OldTime::Block,
        },
        note: None,
    }
}

fn why(dice: &mut Dice, now: Instant) -> Why {
    match dice.upto(5) {
        0 => Why::ClientAsked {
            asked_at: Some(now - TimeDelta::minutes(dice.upto(3000))),
        },
        1 => Why::Correction,
        2 | 3 => Why::TherapistUnavailable,
        _ => ASKED,
    }
}

/// Mostly with what the cause asks for; else with any way to close the time, or none.
fn ending(dice: &mut Dice) -> Cancel {
    let why = match dice.upto(2) {
        0 => CancelWhy::ClientAsked { asked_at: None },
        _ => CancelWhy::TherapistUnavailable,
    };
    let usual = cancel(why);
    let old_time = match dice.upto(9) {
        0..=4 => usual.old_time,
        5 | 6 => OldTime::StopHour,
        7 => OldTime::Pause,
        _ => old_time(dice),
    };
    Cancel { old_time, ..usual }
}

fn old_time(dice: &mut Dice) -> OldTime {
    let all = [
        OldTime::Open,
        OldTime::Block,
        OldTime::Block,
        OldTime::StopHour,
    ];
    match dice.upto(20) {
        0 => OldTime::Pause,
        _ => dice.pick(&all),
    }
}

/// Mostly an open slot; else beside something, upon it, over, or where it is already.
pub fn time(dice: &mut Dice, seen: &Seen, row: &SessionRow, now: Instant) -> Instant {
    let open = &seen.own(&row.therapist_id).slots;
    let any = now + TimeDelta::minutes(10 * dice.upto(1500));
    match dice.upto(11) {
        0 => any,
        1 | 2 => beside(dice, seen).unwrap_or(any),
        3 => row.start() + TimeDelta::minutes(dice.pick(&[0, 10, -10, 50])),
        4 => dice.pick(&[now, now - TimeDelta::hours(1), now + TimeDelta::hours(1)]),
        _ if open.is_empty() => any,
        // Soon ones, so that many want the same.
        _ => open[dice.upto((open.len() - 1).min(30) as i64) as usize].start(),
    }
}

fn beside(dice: &mut Dice, seen: &Seen) -> Option<Instant> {
    if seen.spans.is_empty() {
        return None;
    }
    let span = dice.pick(&seen.spans);
    let minutes = dice.pick(&[0, 50, -50, 49, -49, 60]);
    Some(at(span.starts_at) + TimeDelta::minutes(minutes))
}

/// An edit of a therapist's own time, with answers for whom it leaves outside.
pub fn edit(dice: &mut Dice, seen: &Seen, own: &Own, now: Instant) -> Wish {
    let calendar = &own.calendar;
    let date = |at: Instant| calendar.table.wall(at).date();
    let soon = now + TimeDelta::hours(dice.upto(200));
    let edit = match dice.upto(13) {
        0 | 1 => {
            let last = soon + TimeDelta::days(dice.upto(2));
            let days = Days::new(date(soon), date(last)).expect("in order");
            Edit::Block(Block::Days(days))
        }
        2 => {
            let span = Interval::new(soon, soon + TimeDelta::minutes(30 * (1 + dice.upto(8))));
            Edit::Block(Block::Once(span.expect("a span")))
        }
        3 => Edit::UnavailableUntil(now + TimeDelta::hours(dice.upto(30))),
        4 | 5 => match seen.sessions.iter().find(|row| row.is_booked()) {
            Some(row) => Edit::StopOffering(row.span()),
            None => Edit::UnavailableUntil(now + TimeDelta::hours(2)),
        },
        6 | 7 => {
            let (zone, city) = dice.pick(&ZONES);
            Edit::Rezone {
                zone: zone.into(),
                city: city.into(),
                keep: dice.pick(&[Keeping::Hours, Keeping::Instants]),
            }
        }
        8 | 9 if calendar.schedule.blocks.iter().next().is_some() => {
            let blocks: Vec<Block> = calendar.schedule.blocks.iter().copied().collect();
            Edit::Unblock(dice.pick(&blocks))
        }
        _ => repaint(dice, own),
    };
    let all = [Answer::Keep, Answer::Move, Answer::Cancel];
    let answers = match dice.upto(5) {
        0 => Answers::default(),
        1 | 2 => Answers::all(Answer::Keep),
        _ => Answers::all(dice.pick(&all)),
    };
    Wish::Save(edit, answers)
}

/// Hours painted or erased; blocks are taken away now and then, so that something is open again.
fn repaint(dice: &mut Dice, own: &Own) -> Edit {
    let calendar = &own.calendar;
    let mut schedule = calendar.schedule.clone();
    let from = 60 * (6 + dice.upto(14)) as u16;
    let range = WallRange::new(from, from + 120).expect("two hours");
    let day = dice.pick(&WEEK);
    match dice.upto(3) {
        0 => schedule.hours.erase(day, range),
        1 => {
            let blocks: Vec<Block> = schedule.blocks.iter().copied().collect();
            blocks
                .iter()
                .for_each(|block| schedule.blocks.remove(block));
        }
        _ => WEEK
            .into_iter()
            .for_each(|day| schedule.hours.paint(day, range)),
    }
    let behind = u32::from(dice.upto(6) == 0);
    Edit::Schedule {
        revision: calendar.revision.saturating_sub(behind),
        schedule: Box::new(schedule),
    }
}

/// With an answer for each session to come; now and then one is missing.
pub fn pause(dice: &mut Dice, seen: &Seen, own: &Own, now: Instant) -> Wish {
    let id = own.member.id().to_string();
    let to_come = seen.sessions.iter();
    let to_come = to_come
        .filter(|row| row.therapist_id == id && row.is_booked() && row.start() > now)
        .filter(|_| dice.upto(9) > 0)
        .map(|row| row.id())
        .collect::<Vec<_>>();
    let answers = [Answer::Keep, Answer::Move, Answer::Cancel];
    Wish::Pause(Pause {
        reason: dice.pick(&[Reason::Illness, Reason::Leave]),
        back: dice.yes().then(|| now + TimeDelta::days(30)),
        answers: to_come
            .into_iter()
            .map(|id| (id, dice.pick(&answers)))
            .collect(),
        note: None,
    })
}
