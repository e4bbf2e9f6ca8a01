//! What holds of every undo, whatever was cancelled: thrown many times, the same each run.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;
#[path = "support/dice.rs"]
mod dice;
#[path = "support/generated.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod generated;

use dice::Dice;
use domain::consequence::Consequence;
use domain::decide;
use domain::event::replay::{Asks, Stands, replay};
use domain::event::{Event, Recorded};
use domain::facts::Facts;
use domain::ids::ActId;
use domain::payment::{Payment, proof};
use domain::refusal::Refusal;
use domain::request::{RequestEffect, RequestKind};
use domain::session::State;
use domain::session::undo::{self, Undo, Undoing};
use domain::time::{Instant, TimeDelta};
use generated::{any_command, any_facts, any_now};
use std::collections::BTreeSet;
use uuid::Uuid;

const CASES: u64 = 12_000;
const ACT: ActId = ActId(Uuid::from_u128(5));

/// A cancel that was carried out.
struct Cancelled {
    before: Facts,
    after: Facts,
    done: Consequence,
    log: Vec<Recorded>,
    at: Instant,
    undo: Undo,
}

impl Cancelled {
    fn undo_at(&self, now: Instant) -> Result<Undoing, Refusal> {
        undo::decide(&self.after, &self.log, &self.undo, now)
    }

    fn until(&self) -> Instant {
        undo::final_at(self.at, self.before.session.span.start())
    }
}

fn recorded(event: Event, revision: u32, received_at: Instant) -> Recorded {
    let actor = None;
    Recorded {
        event,
        revision,
        actor,
        received_at,
    }
}

/// Throws whatever cancels a session that is in order, and looks at those that are carried out.
#[track_caller]
fn check(holds: impl Fn(&Cancelled)) {
    let mut taken = 0;
    for seed in 0..CASES {
        let dice = &mut Dice::new(seed);
        let facts = any_facts(dice);
        let (command, now) = (any_command(dice, &facts), any_now(dice, &facts));
        let in_order = facts
            .payment
            .paid()
            .is_none_or(|paid| paid.books.disputed == 0);
        if in_order
            && let Ok(done) = decide(&facts, &command, now)
            && let (Some(gone), Some(_)) = (&done.cancellation, done.undoable_until())
        {
            let (by, of) = (gone.by, ACT);
            holds(&cancelled(facts, done, now, Undo { by, of }));
            taken += 1;
        }
    }
    assert!(taken > CASES / 20, "only {taken} cancels were carried out");
}

fn cancelled(before: Facts, done: Consequence, at: Instant, undo: Undo) -> Cancelled {
    let mut after = before.clone();
    after.session.state = done.to;
    after.session.revision = done.revision;
    after.session.cancellation = done.cancellation.clone();
    after.payment = moved(
        &before.payment,
        done.money.iter().flat_map(|m| m.legs.clone()),
    );
    let decided = Event::Decided {
        act: ACT,
        consequence: Box::new(done.clone()),
    };
    let log = vec![recorded(decided, done.revision, at)];
    Cancelled {
        before,
        after,
        done,
        log,
        at,
        undo,
    }
}

fn moved(
    payment: &Payment,
    legs: impl IntoIterator<Item = domain::payment::ledger::Entry>,
) -> Payment {
    let mut payment = payment.clone();
    if let Payment::Paid(paid) = &mut payment {
        paid.books = legs
            .into_iter()
            .fold(paid.books, |books, leg| books.after(leg));
    }
    payment
}

#[test]
fn an_undo_gives_everything_back_as_it_was() {
    check(|cancelled| {
        let undoing = cancelled.undo_at(cancelled.at).expect("it can be undone");
        let before = &cancelled.before;
        assert_eq!(undoing.to, before.session.state);
        assert_eq!(undoing.revision, before.session.revision + 2);
        let payment = moved(&cancelled.after.payment, undoing.legs.clone());
        assert_eq!(payment, before.payment);
        assert!(
            payment
                .paid()
                .is_none_or(|paid| proof::payment(&paid.books).is_ok())
        );
        assert_eq!(undoing.charge, cancelled.done.charge_withdrawn);
        assert_eq!(undoing.messages as usize, cancelled.done.told.len());
        assert_eq!(undoing.offer, before.times.offer);
        let voided = match &cancelled.done.request {
            Some(RequestEffect::Voided(kinds)) => kinds.clone(),
            other => {
                assert_eq!(*other, None, "a cancel asks nobody");
                BTreeSet::new()
            }
        };
        let open = before.requests.iter().map(|open| open.kind);
        let settled = [RequestKind::DeclineInitial, RequestKind::AnotherTime];
        let open: BTreeSet<_> = open.filter(|kind| settled.contains(kind)).collect();
        assert_eq!((&undoing.requests, &voided), (&open, &open));
    });
}

#[test]
fn the_last_instant_is_too_late_and_the_one_before_is_not() {
    let tick = TimeDelta::milliseconds(1);
    check(|cancelled| {
        let until = cancelled.until();
        assert!(until > cancelled.at && until <= cancelled.at + undo::WINDOW);
        assert!(cancelled.undo_at(until - tick).is_ok());
        assert_eq!(cancelled.undo_at(until), Err(Refusal::UndoOver { until }));
        let open = |now| undo::open(&cancelled.after.session, now);
        assert_eq!(open(until - tick), Some((until, cancelled.undo.by)));
        assert_eq!(open(until), None);
    });
}

#[test]
fn replaying_a_cancel_and_its_undo_gives_the_session_as_before() {
    check(|cancelled| {
        let session = &cancelled.before.session;
        let undoing = cancelled.undo_at(cancelled.at).expect("it can be undone");
        let booked = Event::Booked {
            by: domain::actor::Role::Client,
            span: session.span,
            price: session.price,
            charge: cancelled.done.charge_withdrawn,
        };
        let mut log = vec![recorded(booked, session.revision, session.booked_at)];
        if session.state == State::Confirmed {
            log.push(recorded(
                Event::Confirmed,
                session.revision,
                session.booked_at,
            ));
        }
        let before = replay(&log).expect("a booking");
        log.extend(cancelled.log.clone());
        let now = replay(&log).expect("a booking");
        assert_eq!(now.session.state, State::Cancelled);
        let (revision, undoing) = (undoing.revision, Box::new(undoing));
        log.push(recorded(
            Event::Undone { act: ACT, undoing },
            revision,
            cancelled.at,
        ));
        let now = replay(&log).expect("a booking");
        let session = Stands {
            revision,
            ..before.session
        };
        assert_eq!(now.session, session);
        assert_eq!(now.offer, cancelled.before.times.offer);
        assert_eq!((now.books, now.charge), (before.books, before.charge));
        assert_eq!(
            (now.blocks, now.incidents),
            (before.blocks, before.incidents)
        );
        assert!(
            now.refunds
                .values()
                .all(|refund| refund.withdrawn_at.is_some())
        );
        assert!(now.tasks.values().all(|asks| *asks == Asks::Done));
    });
}

#[test]
fn an_undo_is_undone_by_nobody_and_never_twice() {
    check(|cancelled| {
        let undoing = Box::new(cancelled.undo_at(cancelled.at).expect("it can be undone"));
        let mut log = cancelled.log.clone();
        log.push(recorded(
            Event::Undone { act: ACT, undoing },
            9,
            cancelled.at,
        ));
        let again = undo::decide(&cancelled.before, &log, &cancelled.undo, cancelled.at);
        assert_eq!(again, Err(Refusal::AlreadyUndone));
    });
}
