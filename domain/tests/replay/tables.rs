//! What a log says of the rows beside the session's own: money, time, standing, tasks.

use crate::cast::{JUST_NOW, cancel, captured, london, pounds, span, unpaid};
use crate::{ACT, booked, cancelled, paid, undone, whole};
use domain::actor::Role;
use domain::consequence::TaskKind;
use domain::event::Event;
use domain::event::replay::{Asks, Became, Charge, Incident, Intent, IntentKind, Plan};
use domain::payment::refund::Choice;
use domain::session::Cause;
use domain::session::cancel::Why;
use domain::session::second::Second;
use domain::{Command, decide};
use std::collections::BTreeMap;

#[test]
fn the_payments_books_follow_the_decision_and_what_the_provider_says() {
    let amount = pounds(2000);
    let mut log = paid().to_vec();
    assert_eq!(whole(&log).books, captured(6500));
    log.push(cancelled(JUST_NOW, Choice::Part(2000), "23 Nov 12:00"));
    let asked = whole(&log);
    let books = asked.books;
    assert_eq!((books.held, books.refunding, books.kept()), (0, 2000, 4500));
    let refund = Intent {
        amount,
        requested_at: london("23 Nov 12:00"),
        kind: IntentKind::Exception,
        withdrawn_at: None,
    };
    assert_eq!(asked.refunds, BTreeMap::from([(ACT, refund)]));
    log.push((Event::RefundSent { amount }, 4, "23 Nov 12:01"));
    assert_eq!(whole(&log).books, books, "sent is on its way");
    let why = "the card is closed".to_owned();
    let failed = |had_arrived| Event::RefundFailed {
        amount,
        why: why.clone(),
        had_arrived,
    };
    let arrived = Event::RefundArrived { amount };
    for (events, held, refunded) in [
        (vec![failed(false)], 2000, 0),
        (vec![arrived.clone()], 0, 2000),
        (vec![arrived, failed(true)], 2000, 0),
    ] {
        let events = events.into_iter().map(|event| (event, 4, "25 Nov 09:00"));
        let log = [log.clone(), events.collect()].concat();
        let after = whole(&log);
        assert_eq!((after.books.held, after.books.refunded), (held, refunded));
        let became = Became {
            sent: 1,
            arrived: u32::from(refunded > 0),
            failed: u32::from(held > 0),
        };
        assert_eq!(after.became[&2000], became);
    }
}

#[test]
fn block_incident_and_tasks_come_with_the_decision_and_go_with_its_undo() {
    let unavailable = cancelled(Why::TherapistUnavailable, Choice::Policy, "23 Nov 12:00");
    let other = Why::Other {
        words: "The ceiling has come down".into(),
    };
    let other = cancelled(other, Choice::Policy, "23 Nov 12:00");
    let after = |cancelled: &(Event, u32, &'static str)| {
        let [booked, paid, confirmed] = paid();
        whole(&[booked, paid, confirmed, cancelled.clone()])
    };
    let span = span(london("24 Nov 14:00"));
    let (cause, at) = (Cause::TherapistUnavailable, london("23 Nov 12:00"));
    let done = after(&unavailable);
    assert_eq!(done.blocks, BTreeMap::from([(ACT, span)]));
    assert_eq!(
        done.incidents,
        BTreeMap::from([(ACT, Incident { cause, at })])
    );
    let task = ("judge_standing", ACT.to_string());
    assert_eq!(after(&other).tasks[&task], Asks::Open);
    for cancelled in [unavailable, other] {
        let Event::Decided { consequence, .. } = &cancelled.0 else {
            panic!("it is decided")
        };
        let [booked, paid, confirmed] = paid();
        let undone = (undone(consequence), 5, "23 Nov 12:00:20");
        let undone = whole(&[booked, paid, confirmed, cancelled.clone(), undone]);
        assert_eq!(undone.books, captured(6500));
        assert_eq!((undone.blocks.len(), undone.incidents.len()), (0, 0));
        assert!(undone.tasks.values().all(|asks| *asks == Asks::Done));
        let withdrawn = Some(london("23 Nov 12:00:20"));
        assert_eq!(undone.refunds[&ACT].withdrawn_at, withdrawn);
    }
}

#[test]
fn a_charge_is_planned_with_the_booking_and_withdrawn_with_the_cancel() {
    let due = london("22 Nov 14:00");
    let booked = Event::Booked {
        by: Role::Therapist,
        span: span(london("24 Nov 14:00")),
        price: pounds(6500),
        charge: Some(due),
    };
    let booked = (booked, 0, "10 Nov 14:52");
    let planned = |plan| Some(Charge { due, plan });
    let log = std::slice::from_ref(&booked);
    assert_eq!(whole(log).charge, planned(Plan::Scheduled));
    let command = Command::Cancel(cancel(JUST_NOW, Choice::Policy));
    let done = decide(&unpaid(Some(due)), &command, london("20 Nov 12:00")).expect("it is decided");
    let (act, revision) = (ACT, done.revision);
    let consequence = Box::new(done);
    let cancelled = (
        Event::Decided { act, consequence },
        revision,
        "20 Nov 12:00",
    );
    assert_eq!(whole(&[booked, cancelled]).charge, planned(Plan::Withdrawn));
}

#[test]
fn a_second_cancel_asks_the_team_and_an_undo_asks_anew() {
    let first = cancelled(JUST_NOW, Choice::Policy, "23 Nov 12:00");
    let Event::Decided { consequence, .. } = first.0.clone() else {
        panic!("it is decided")
    };
    let second = |tasks| Event::CameSecond {
        of: ACT,
        by: Role::Client,
        tasks,
    };
    let asks = |events: Vec<(Event, u32, &str)>| {
        let [booked, paid, confirmed] = paid();
        let log = [vec![booked, paid, confirmed], events].concat();
        let task = ("competing_cancel", ACT.to_string());
        whole(&log).tasks.get(&task).copied()
    };
    let noted = (second(Vec::new()), 4, "23 Nov 12:00:10");
    let gives_more = (
        second(vec![TaskKind::CompetingCancel]),
        4,
        "23 Nov 12:00:10",
    );
    assert_eq!(asks(vec![first.clone(), noted]), None);
    assert_eq!(asks(vec![first.clone(), gives_more]), Some(Asks::Open));
    let Event::Undone { act, mut undoing } = undone(&consequence) else {
        panic!("it is undone")
    };
    let (by, since) = (Role::Client, london("23 Nov 12:00:10"));
    undoing.second = Some(Second { by, since });
    let undone = (Event::Undone { act, undoing }, 5, "23 Nov 12:00:20");
    assert_eq!(asks(vec![first, undone]), Some(Asks::Open));
}

#[test]
fn what_was_given_up_asks_until_it_is_tried_again() {
    let (task, row) = (TaskKind::LetterUndelivered, "a row".to_owned());
    let given_up = Event::GivenUp {
        task,
        row: row.clone(),
    };
    let tried = Event::TriedAgain {
        task,
        row: row.clone(),
    };
    let mut log = vec![booked(Role::Therapist)];
    for (event, asks) in [
        (given_up.clone(), Asks::Open),
        (tried, Asks::Done),
        (given_up, Asks::Open),
    ] {
        log.push((event, 0, "23 Nov 12:00"));
        let task = ("letter_undelivered", row.clone());
        assert_eq!(whole(&log).tasks[&task], asks);
    }
}
