//! What follows from a cancel that is to be undone: until when, whether, what is reverted, and
//! what waits meanwhile.

use crate::cast::{JUST_NOW, cancel};
use crate::doc::Example;
use crate::follows::{answer, joined, plain, spaced};
use crate::given::{applied, given, role, time};
use domain::actor::Role;
use domain::consequence::{Consequence, SlotEffect, TaskKind};
use domain::event::{Event, Recorded};
use domain::facts::Facts;
use domain::ids::ActId;
use domain::money::Money;
use domain::payment::Payment;
use domain::payment::ledger::{Account, Entry};
use domain::payment::refund::{Choice, GiveBack};
use domain::session::attend::{Attend, Attendance};
use domain::session::cancel::{Cancel, Why};
use domain::session::confirm::Decline;
use domain::session::object::Object;
use domain::session::second::{self, Noted};
use domain::session::undo::{self, Undo, Undoing};
use domain::standing::StandingEffect;
use domain::time::{Instant, TimeDelta, iso};
use domain::times::OldTime;
use domain::{Command, decide};
use uuid::Uuid;

const ACT: ActId = ActId(Uuid::from_u128(5));

pub fn follows(
    example: &Example,
    head: &str,
    before: &Facts,
    done: &Consequence,
    received: Instant,
) -> String {
    let now = time(example, "undone").unwrap_or(received + TimeDelta::seconds(10));
    let start = before.session.span.start();
    let mut facts = applied(before.clone(), done);
    match head {
        "until" => iso(undo::final_at(received, start))[11..19].to_owned(),
        "heard" => {
            let next = next(example).expect("a command");
            answer(decide(&facts, &next, now).err())
        }
        "the team is asked" => {
            let noted = noted(example, &facts, done, now);
            tasks(noted.map(|noted| noted.tasks).unwrap_or_default())
        }
        "and after an undo" => {
            let mut log = vec![decided(done, received)];
            if let Some(Noted { by, tasks }) = noted(example, &facts, done, now) {
                let (of, revision) = (ACT, done.revision);
                log.push(recorded(Event::CameSecond { of, by, tasks }, revision, now));
            }
            let by = role(given(example, "who"));
            let undone = undo::decide(&facts, &log, &Undo { by, of: ACT }, now);
            tasks(undone.map(|undoing| undoing.raises()).unwrap_or_default())
        }
        head => {
            let by = given(example, "by").or_else(|| given(example, "who"));
            let undo = Undo {
                by: role(by),
                of: ACT,
            };
            let mut log = vec![decided(done, received)];
            if let Some(event) = given(example, "since") {
                since(event, &mut facts, &mut log, now);
            }
            match (head, undo::decide(&facts, &log, &undo, now)) {
                ("undo", decided) => answer(decided.err()),
                (_, Ok(undoing)) => reverts(&undoing, facts.session.price),
                (_, Err(_)) => crate::follows::NOTHING.into(),
            }
        }
    }
}

fn recorded(event: Event, revision: u32, received_at: Instant) -> Recorded {
    let actor = Some(Role::Therapist);
    Recorded {
        event,
        revision,
        actor,
        received_at,
    }
}

fn decided(done: &Consequence, at: Instant) -> Recorded {
    let consequence = Box::new(done.clone());
    let act = ACT;
    recorded(Event::Decided { act, consequence }, done.revision, at)
}

/// What has happened between the cancel and its undo.
fn since(event: &str, facts: &mut Facts, log: &mut Vec<Recorded>, now: Instant) {
    let revision = facts.session.revision;
    match event {
        "undone once" => {
            let undo = Undo {
                by: facts.session.cancellation.as_ref().expect("a cancel").by,
                of: ACT,
            };
            let undoing = undo::decide(facts, log, &undo, now).expect("it can be undone");
            facts.session.state = undoing.to;
            facts.session.revision = undoing.revision;
            facts.session.cancellation = None;
            let (act, undoing) = (ActId(Uuid::from_u128(6)), Box::new(undoing));
            log.push(recorded(Event::Undone { act, undoing }, revision + 1, now));
        }
        "the refund was sent" => {
            let amount = facts.session.price;
            log.push(recorded(Event::RefundSent { amount }, revision, now));
        }
        "a newer revision" => facts.session.revision += 1,
        "chargeback opened" => {
            if let Payment::Paid(paid) = &mut facts.payment {
                let (refunding, all) = (Account::Refunding, paid.books.refunding);
                paid.books = paid
                    .books
                    .after(Entry::new(refunding, Account::Disputed, all));
            }
        }
        "another cancel" => log.clear(),
        other => panic!("nothing that happens since: {other}"),
    }
}

/// The command that somebody else sends meanwhile, or the same person.
fn next(example: &Example) -> Option<Command> {
    Some(match given(example, "next")? {
        "refunds" => Command::GiveBack(GiveBack {
            choice: Choice::All,
            note: None,
        }),
        "took place" => Command::Attend(Attend {
            attendance: Attendance::TookPlace,
            money: Choice::Policy,
            note: None,
        }),
        "moves" => crate::moves::moves(example),
        "client cancels" => Command::Cancel(Cancel::by_client(None)),
        "therapist cancels" => Command::Cancel(cancel(JUST_NOW, Choice::Policy)),
        "therapist is unavailable" => {
            Command::Cancel(cancel(Why::TherapistUnavailable, Choice::Policy))
        }
        "client objects" => Command::Object(Object { note: None }),
        "therapist declines it" => Command::Decline(Decline {
            words: None,
            old_time: OldTime::Open,
            note: None,
            particulars: None,
        }),
        "nobody has confirmed" => Command::Expire,
        other => panic!("no such command: {other}"),
    })
}

/// What the log keeps of the next cancel.
fn noted(example: &Example, after: &Facts, first: &Consequence, now: Instant) -> Option<Noted> {
    second::noted(after, first, &next(example)?, now)
}

fn tasks(tasks: Vec<TaskKind>) -> String {
    let named = tasks.iter().map(|task| spaced(task.as_str()));
    joined(named).unwrap_or(crate::follows::NOTHING.into())
}

/// What had closed the time, and is taken back.
fn closed(slot: SlotEffect) -> Option<&'static str> {
    match slot {
        SlotEffect::Untouched | SlotEffect::Freed => None,
        SlotEffect::Blocked => Some("block"),
        SlotEffect::HourStopped => Some("hour"),
        SlotEffect::AccountPaused => Some("pause"),
    }
}

fn reverts(undoing: &Undoing, price: Money) -> String {
    let all = |into: Account| {
        let legs = undoing.legs.iter().filter(|leg| leg.from == into);
        price.with(legs.map(|leg| leg.amount).sum())
    };
    let some =
        |name: &str, money: Money| (!money.is_zero()).then(|| format!("{name} {}", plain(money)));
    let parts = [
        Some(undoing.to.label().to_owned()),
        some("refund", all(Account::Refunding)),
        some("therapist", all(Account::TherapistPayable)),
        some("commission", all(Account::Commission)),
        undoing.charge.map(|_| "charge".into()),
        closed(undoing.slot).map(str::to_owned),
        matches!(undoing.standing, StandingEffect::Incident { .. }).then(|| "incident".into()),
        joined(undoing.tasks.iter().map(|task| spaced(task.as_str()))),
        Some(match undoing.messages {
            1 => "1 message".into(),
            count => format!("{count} messages"),
        }),
    ];
    joined(parts.into_iter().flatten()).expect("it reverts something")
}
