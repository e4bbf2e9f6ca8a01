//! A cancel that came second asks the team only where it would have given more.

use crate::{Taken, cast, check};
use domain::actor::Role;
use domain::consequence::{Consequence, TaskKind};
use domain::facts::Facts;
use domain::payment::Payment;
use domain::payment::ledger::Books;
use domain::payment::refund::Choice;
use domain::session::State;
use domain::session::cancel::Cancel;
use domain::session::second;
use domain::time::Instant;
use domain::{Command, decide};

/// What is noted of `second` where the other party's cancel had given so much.
fn noted(
    after: &Facts,
    mut first: Consequence,
    second: &Cancel,
    now: Instant,
) -> Option<Vec<TaskKind>> {
    let command = Command::Cancel(second.clone());
    if let Some(cancellation) = &mut first.cancellation {
        cancellation.by = match second.by {
            Role::Client => Role::Therapist,
            _ => Role::Client,
        };
    }
    let noted = second::noted(after, &first, &command, now)?;
    assert_eq!(noted.by, second.by);
    Some(noted.tasks)
}

#[test]
fn a_second_cancel_asks_the_team_only_where_it_would_have_given_more() {
    check(
        |Taken {
             facts,
             command,
             now,
             done,
         }| {
            let (Command::Cancel(cancel), Some(money)) = (command, &done.money) else {
                return;
            };
            let mut after = facts.clone();
            after.session.state = State::Cancelled;
            after.session.cancellation = done.cancellation.clone();
            if let Payment::Paid(paid) = &mut after.payment {
                if paid.books.kept() > 0 || paid.books.parked > 0 {
                    return; // before a cancel nothing is kept yet
                }
                paid.books = money
                    .legs
                    .iter()
                    .fold(paid.books, |books, leg| books.after(*leg));
            }
            let same = noted(&after, done.clone(), cancel, *now);
            assert_eq!(same, Some(Vec::new()), "the same cancel");
            if money.refund.minor > 0 && matches!(cancel.money, Choice::All) {
                let mut keeps = done.clone();
                keeps.money = None;
                let more = noted(facts, keeps, cancel, *now);
                assert_eq!(more, Some(vec![TaskKind::CompetingCancel]));
            }
        },
    );
}

#[test]
fn a_refund_that_failed_meanwhile_does_not_make_the_second_more_generous() {
    let all = cast::cancel(cast::JUST_NOW, Choice::All);
    let now = cast::london("20 Nov 12:00");
    let first = decide(&cast::facts(), &Command::Cancel(all.clone()), now).expect("it is decided");
    let mut after = cast::facts();
    after.session.state = State::Cancelled;
    let asks = |given: i64| {
        let mut first = first.clone();
        let money = first.money.as_mut().expect("money");
        money.refund = cast::pounds(given);
        noted(&after, first, &all, now)
    };
    assert_eq!(
        asks(6500),
        None,
        "all of it went, came back, and stands in held"
    );
    assert_eq!(asks(2000), Some(vec![TaskKind::CompetingCancel]));
}

#[test]
fn what_was_given_back_since_is_not_there_for_the_second_to_give() {
    let keep = cast::cancel(cast::JUST_NOW, Choice::Policy);
    let now = cast::london("23 Nov 12:00");
    let first = decide(&cast::facts(), &Command::Cancel(keep), now).expect("it is decided");
    let all = cast::cancel(cast::JUST_NOW, Choice::All);
    let asks = |books| {
        let mut after = cast::facts();
        after.session.state = State::Cancelled;
        after.payment = cast::paid(books);
        noted(&after, first.clone(), &all, now)
    };
    let kept = Books {
        held: 0,
        payable: 5850,
        commission: 650,
        ..cast::captured(6500)
    };
    assert_eq!(asks(kept), Some(vec![TaskKind::CompetingCancel]));
    let given_back = Books {
        held: 0,
        refunding: 6500,
        ..cast::captured(6500)
    };
    assert_eq!(asks(given_back), None, "all of it, later");
}
