//! Facts and commands of every sort, likely and unlikely: each is one throw of the dice.

use crate::cast::{JUST_NOW, facts, open_at, span};
use crate::dice::Dice;
use domain::Command;
use domain::actor::Role;
use domain::facts::Facts;
use domain::money::{Currency, Money};
use domain::payment::ledger::Books;
use domain::payment::refund::{Choice, GiveBack, MOST_WORDS};
use domain::payment::{Paid, Payment};
use domain::policy::commission::{Rate, Rates};
use domain::policy::{Clause, Policy};
use domain::request::{AskToCarry, AskToMove, Aware, OpenRequest, Particulars, RequestKind};
use domain::session::attend::{Attend, Attendance};
use domain::session::book::Book;
use domain::session::cancel::{Cancel, Why};
use domain::session::confirm::Decline;
use domain::session::hold::{Hold, Stage};
use domain::session::moving::{self, Move, Way};
use domain::session::object::{LastMove, Object};
use domain::session::offer::{Answer, Offer, OfferedTime, OpenOffer};
use domain::session::waive::WaiveLate;
use domain::session::{Cancellation, Cause, SessionKind, State};
use domain::time::{Instant, TimeDelta};
use domain::times::{Candidate, OldTime, OwnRule, Taken, TakenBy};
use std::sync::LazyLock;

/// Seconds before the start at which something is likely to turn.
const TURNS: [i64; 12] = [
    -86_400, -3600, -1, 0, 1, 600, 3600, 172_799, 172_800, 172_801, 200_000, 900_000,
];

/// Read once: times in words are slow to read.
static BASE: LazyLock<Facts> = LazyLock::new(facts);

pub fn any_facts(dice: &mut Dice) -> Facts {
    let mut facts = BASE.clone();
    let session = &mut facts.session;
    let start = session.span.start();
    session.span = span(start);
    session.kind = dice.pick(&[SessionKind::Initial, SessionKind::FollowUp]);
    session.state = dice.pick(&[State::Confirmed; 4]);
    if dice.upto(2) == 0 {
        session.state = dice.pick(&State::ALL);
    }
    session.booked_at = start - TimeDelta::seconds(dice.pick(&TURNS).max(1) + dice.upto(1000));
    session.late_since = (dice.upto(4) == 0).then_some(session.booked_at);
    session.price = Money::new(dice.pick(&[1, 9, 6500, 20_125]), dice.pick(&Currency::ALL));
    if session.state == State::Cancelled {
        session.cancellation = Some(any_cancellation(dice, session.booked_at));
    }
    let policies = [Policy::in_force(), Policy::version(1).expect("known")];
    facts.policy = dice.pick(&policies);
    let follow_up = dice.pick(&[1000, 0, 1250, 3333, 10_000]);
    facts.rates = Rates {
        follow_up,
        ..Rates::DEFAULT
    };
    facts.exceptions = dice.upto(12) as u32;
    facts.incidents = dice.upto(6) as u32;
    facts.payment = any_payment(dice, facts.session.price.minor, facts.rate());
    facts.times.candidates = (0..2).map(|_| any_candidate(dice, &facts)).collect();
    facts.times.candidates.push(open_at(start));
    if facts.session.state == State::AwaitingConfirmation {
        let late = TimeDelta::seconds(dice.pick(&TURNS));
        facts.session.confirm_by = Some(start - late.max(TimeDelta::zero()));
    }
    facts.times.last_move = (dice.upto(2) > 0).then(|| any_last_move(dice, &facts));
    facts.times.hold = (dice.upto(1) == 0).then(|| any_hold(dice, &facts));
    let (kind, since) = (dice.pick(&RequestKind::ALL), facts.session.booked_at);
    facts.requests = Vec::from_iter((dice.upto(4) == 0).then_some(OpenRequest { kind, since }));
    facts.times.offer = (dice.upto(2) == 0).then(|| any_open_offer(dice, &facts));
    facts
}

fn any_cancellation(dice: &mut Dice, at: Instant) -> Cancellation {
    Cancellation {
        by: dice.pick(&[Role::Therapist, Role::Client, Role::Staff]),
        on_behalf_of: Role::Client,
        cause: dice.pick(&Cause::ALL),
        words: None,
        notice_ms: 0,
        clause: dice.pick(&Clause::ALL[..12]),
        at,
    }
}

/// A time near the session's own, or at it, or a good while off.
fn any_candidate(dice: &mut Dice, facts: &Facts) -> Candidate {
    let session = &facts.session;
    let away = TimeDelta::seconds(dice.pick(&TURNS));
    let start = session.span.start() + if dice.yes() { away } else { -away };
    let mut candidate = open_at(start);
    if dice.upto(3) == 0 {
        candidate.against.insert(dice.pick(&OwnRule::ALL));
    }
    if dice.upto(3) == 0 {
        let until = session.span.start() - TimeDelta::seconds(dice.pick(&TURNS));
        candidate.taken.push(Taken {
            span: dice.pick(&[session.span, candidate.span]),
            by: dice.pick(&[TakenBy::Session, TakenBy::Hold { until }]),
            session: dice.pick(&[None, Some(session.id)]),
        });
    }
    candidate
}

fn any_last_move(dice: &mut Dice, facts: &Facts) -> LastMove {
    let told_at = facts.session.booked_at + TimeDelta::seconds(dice.upto(1000));
    LastMove {
        way: dice.pick(&[
            Way::Agreed,
            Way::Agreed,
            Way::Agreed,
            Way::Own,
            Way::Offered,
        ]),
        cause: any_why_moved(dice, facts).cause(),
        clause: Some(dice.pick(&[Clause::MovedLate, Clause::MovedInTime, Clause::LateStays])),
        told_at: dice.pick(&[None, Some(told_at)]),
        disputed_at: dice.pick(&[None, None, None, Some(told_at)]),
    }
}

fn any_hold(dice: &mut Dice, facts: &Facts) -> Hold {
    Hold {
        span: facts.session.span,
        held_at: facts.session.booked_at - TimeDelta::seconds(dice.upto(1000)),
        stage: dice.pick(&[Stage::Fresh, Stage::Extended]),
    }
}

/// An offer as it was made a while ago, whatever became of the session since.
fn any_open_offer(dice: &mut Dice, facts: &Facts) -> OpenOffer {
    let session = &facts.session;
    let start = session.span.start();
    let offered = |dice: &mut Dice| OfferedTime {
        span: span(start + TimeDelta::seconds(3000 + dice.pick(&TURNS).abs())),
        against: (dice.upto(3) == 0)
            .then_some(OwnRule::OutsideHours)
            .into_iter()
            .collect(),
    };
    let offered_at = session.booked_at;
    let why = match any_why_moved(dice, facts) {
        moving::Why::Correction => moving::Why::TherapistUnavailable,
        why => why,
    };
    OpenOffer {
        times: vec![offered(dice), offered(dice)],
        why,
        counted_from: offered_at,
        old_time: OldTime::Block,
        offered_at,
        until: (offered_at + TimeDelta::hours(48)).min(start),
    }
}

fn any_payment(dice: &mut Dice, price: i64, rate: Rate) -> Payment {
    match dice.upto(6) {
        0 => Payment::Free,
        1 => Payment::Unpaid { charge_due: None },
        2 => Payment::Unpaid {
            charge_due: Some(Instant::UNIX_EPOCH),
        },
        3 | 4 => with_books(Books {
            captured: price,
            held: price,
            ..Books::default()
        }),
        _ => with_books(any_books(dice, price, rate)),
    }
}

fn with_books(books: Books) -> Payment {
    let paid = BASE.payment.paid().expect("the cast has paid").clone();
    Payment::Paid(Paid { books, ..paid })
}

/// Books that are green, with money in any of the accounts.
fn any_books(dice: &mut Dice, captured: i64, rate: Rate) -> Books {
    let mut left = captured;
    let mut some = |likely: bool| {
        let amount = if likely { dice.upto(left) } else { 0 };
        left -= amount;
        amount
    };
    let (refunded, refunding, kept) = (some(true), some(true), some(true));
    let parked = some(captured % 2 == 1);
    let disputed = some(captured % 4 == 1);
    let split = rate.split(kept);
    Books {
        captured,
        refunded,
        held: left,
        parked,
        refunding,
        disputed,
        payable: split.therapist,
        commission: split.commission,
    }
}

/// The longest words that a form takes, in the widest letters there are.
pub fn longest() -> String {
    "𝔐".repeat(MOST_WORDS)
}

fn any_words(dice: &mut Dice) -> Option<String> {
    let texts = ["See you next week", "", " ", "”\\\"\u{0}\u{2028}"].map(String::from);
    match dice.upto(20) {
        0 => Some(longest()),
        1 => Some(longest() + "!"),
        2..8 => Some(dice.pick(&texts)),
        _ => None,
    }
}

pub fn any_why(dice: &mut Dice, facts: &Facts) -> Why {
    let start = facts.session.span.start();
    let asked_at = Some(start - TimeDelta::seconds(dice.pick(&TURNS)));
    let words = any_words(dice).unwrap_or("The room is flooded".into());
    let causes = [
        JUST_NOW,
        Why::ClientAsked { asked_at },
        Why::TherapistUnavailable,
        Why::NotBestFit,
        Why::Other { words },
    ];
    dice.pick(&causes)
}

fn any_choice(dice: &mut Dice, facts: &Facts) -> Choice {
    let balance = facts.payment.refundable();
    let parts = [
        0,
        1,
        -1,
        balance,
        balance + 1,
        balance / 2,
        i64::MAX,
        i64::MIN,
    ];
    let part = Choice::Part(dice.pick(&parts));
    dice.pick(&[Choice::Policy, Choice::Keep, Choice::All, Choice::All, part])
}

pub fn any_command(dice: &mut Dice, facts: &Facts) -> Command {
    let money = any_choice(dice, facts);
    let note = any_words(dice);
    match dice.upto(17) {
        0 => any_move(dice, facts, note),
        3 => any_offer(dice, facts, note),
        4 => any_answer(dice, facts),
        5 => any_booking(dice, note),
        6 => any_confirmation(dice, note),
        7 => Command::Object(Object { note }),
        8 => Command::WaiveLate(WaiveLate { note }),
        2 => Command::GiveBack(GiveBack {
            choice: money,
            note,
        }),
        1 => {
            let attendance = dice.pick(&[Attendance::TookPlace, Attendance::ClientNoShow]);
            Command::Attend(Attend {
                attendance,
                money,
                note,
            })
        }
        _ => Command::Cancel(Cancel {
            by: dice.pick(&[Role::Therapist, Role::Therapist, Role::Client, Role::Staff]),
            why: any_why(dice, facts),
            money,
            old_time: any_old_time(dice),
            reason: any_words(dice),
            note,
        }),
    }
}

fn any_booking(dice: &mut Dice, note: Option<String>) -> Command {
    let by = dice.pick(&[Role::Client, Role::Therapist]);
    let words = any_words(dice).unwrap_or("He was ill".into());
    let commands = [
        Command::Book(Book { by, note }),
        Command::AskToCarry(AskToCarry {
            by,
            to: None,
            words: words.clone(),
        }),
        Command::AskToMove(AskToMove { words }),
    ];
    dice.pick(&commands)
}

fn any_confirmation(dice: &mut Dice, note: Option<String>) -> Command {
    let decline = Decline {
        words: any_words(dice),
        old_time: any_old_time(dice),
        note,
        particulars: Some(Particulars::Cancel {
            cause: Cause::NotBestFit,
            aware: Aware::Told("By telephone".into()),
        }),
    };
    let commands = [Command::Confirm, Command::Decline(decline), Command::Expire];
    dice.pick(&commands)
}

fn any_offer(dice: &mut Dice, facts: &Facts, note: Option<String>) -> Command {
    let known = facts.times.candidates.iter();
    let times = known.map(|known| known.span.start());
    let times: Vec<Instant> = times.take(dice.upto(2) as usize).collect();
    Command::Offer(Offer {
        times,
        why: any_why_moved(dice, facts),
        old_time: any_old_time(dice),
        note,
    })
}

fn any_answer(dice: &mut Dice, facts: &Facts) -> Command {
    let open = facts.times.offer.iter().flat_map(|open| &open.times);
    let mut starts: Vec<Instant> = open.map(|time| time.span.start()).collect();
    starts.push(facts.session.span.start());
    let take = Answer::Take(starts[0]);
    let answers = [
        take,
        take,
        Answer::Take(dice.pick(&starts)),
        Answer::Decline,
        Answer::Withdraw,
        Answer::Lapse,
    ];
    Command::AnswerOffer(dice.pick(&answers))
}

pub fn any_move(dice: &mut Dice, facts: &Facts, note: Option<String>) -> Command {
    let known = &facts.times.candidates;
    let to = match dice.upto(7) {
        0 => dice.pick(known),
        _ => dice.pick(&known[..2]),
    };
    let to = to.span.start();
    if dice.upto(3) == 0 {
        return Command::Move(Move::by_client(to, note));
    }
    Command::Move(Move {
        by: Role::Therapist,
        to,
        why: any_why_moved(dice, facts),
        old_time: any_old_time(dice),
        note,
    })
}

fn any_why_moved(dice: &mut Dice, facts: &Facts) -> moving::Why {
    let asked_at = Some(facts.session.span.start() - TimeDelta::seconds(dice.pick(&TURNS)));
    dice.pick(&[
        moving::Why::ClientAsked { asked_at: None },
        moving::Why::ClientAsked { asked_at },
        moving::Why::TherapistUnavailable,
        moving::Why::Correction,
    ])
}

fn any_old_time(dice: &mut Dice) -> OldTime {
    dice.pick(&[
        OldTime::Open,
        OldTime::Block,
        OldTime::StopHour,
        OldTime::Pause,
    ])
}

pub fn any_now(dice: &mut Dice, facts: &Facts) -> Instant {
    let session = &facts.session;
    let before = TimeDelta::seconds(dice.pick(&TURNS));
    let soon = TimeDelta::seconds(dice.pick(&[0, 899, 900, 901, 5000]));
    let since_booking = session.booked_at + soon;
    dice.pick(&[session.span.start() - before, since_booking])
}
