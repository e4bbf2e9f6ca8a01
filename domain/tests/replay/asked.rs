//! What a log says of what has no table yet: requests in writing, and disputes.

use crate::cast::{JUST_NOW, cancel, facts, london, pounds};
use crate::{ACT, paid, undone, whole};
use domain::actor::Role;
use domain::consequence::Consequence;
use domain::event::Event;
use domain::event::replay::{Asks, Request};
use domain::facts::Facts;
use domain::ids::ActId;
use domain::payment::refund::Choice;
use domain::policy::Clause;
use domain::request::{AskToMove, Filed, OpenRequest, RequestKind};
use domain::session::Cause;
use domain::session::moving::Way;
use domain::session::object::{Freeze, LastMove, Object};
use domain::{Command, decide};
use std::collections::BTreeMap;
use uuid::Uuid;

type Received = (Event, u32, &'static str);

fn done(facts: &Facts, command: &Command, received: &str) -> Consequence {
    decide(facts, command, london(received)).expect("it is decided")
}

fn decided(act: ActId, done: &Consequence, received: &'static str) -> Received {
    let consequence = Box::new(done.clone());
    (Event::Decided { act, consequence }, done.revision, received)
}

#[test]
fn a_request_is_open_until_something_settles_it_and_opens_again_with_an_undo() {
    const ASKED: ActId = ActId(Uuid::from_u128(4));
    let words = "Could it be a Thursday?".to_owned();
    let ask = Command::AskToMove(AskToMove {
        words: words.clone(),
    });
    let mut facts = facts();
    let filed = done(&facts, &ask, "20 Nov 10:00");
    let mut log = [
        paid().to_vec(),
        vec![decided(ASKED, &filed, "20 Nov 10:00")],
    ]
    .concat();
    let request = |voided_by| {
        let filed = Filed {
            kind: RequestKind::AnotherTime,
            by: Role::Client,
            words: words.clone(),
            for_client: None,
            particulars: None,
            at: london("20 Nov 10:00"),
        };
        BTreeMap::from([(ASKED, Request { filed, voided_by })])
    };
    assert_eq!(whole(&log).requests, request(None));
    facts.requests.push(OpenRequest {
        kind: RequestKind::AnotherTime,
        since: london("20 Nov 10:00"),
    });
    let cancel = Command::Cancel(cancel(JUST_NOW, Choice::Policy));
    let cancelled = done(&facts, &cancel, "23 Nov 12:00");
    log.push(decided(ACT, &cancelled, "23 Nov 12:00"));
    assert_eq!(whole(&log).requests, request(Some(ACT)));
    let undone = undone(&cancelled);
    log.push((undone, cancelled.revision + 1, "23 Nov 12:00:20"));
    assert_eq!(whole(&log).requests, request(None));
}

/// Daniel says that he never asked for a late move.
fn disputing() -> Consequence {
    let mut facts = facts();
    facts.times.last_move = Some(LastMove {
        way: Way::Agreed,
        cause: Cause::ClientAsked,
        clause: Some(Clause::MovedLate),
        told_at: Some(london("23 Nov 12:01")),
        disputed_at: None,
    });
    let note = Some("I never asked".into());
    done(&facts, &Command::Object(Object { note }), "23 Nov 13:00")
}

#[test]
fn a_dispute_freezes_what_is_held_and_asks_the_team() {
    let disputing = disputing();
    let log = [
        paid().to_vec(),
        vec![decided(ACT, &disputing, "23 Nov 13:00")],
    ]
    .concat();
    let all = whole(&log);
    assert_eq!((all.books.held, all.books.disputed), (0, 6500));
    assert!(all.refunds.is_empty());
    assert_eq!(all.disputes[&ACT].effect, Freeze::Payment);
    assert_eq!(all.disputes.len(), 1);
    let task = ("disputed_cause", ACT.to_string());
    assert_eq!(all.tasks, BTreeMap::from([(task, Asks::Open)]));
    let amount = disputing.money.map(|money| money.balance);
    assert_eq!(amount, Some(pounds(6500)));
}
