//! What holds of every decision, whatever the facts: thrown many times, the same each run.

#[path = "decisions/came_second.rs"]
mod came_second;
#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;
#[path = "support/dice.rs"]
mod dice;
#[path = "support/generated.rs"]
mod generated;

use cast::words;
use dice::Dice;
use domain::commitment::{Commitment, Difference};
use domain::consequence::{Consequence, MoneyEffect, SlotEffect, TaskKind};
use domain::facts::Facts;
use domain::payment::ledger::{Account, Books};
use domain::payment::refund::Choice;
use domain::payment::{Payment, proof};
use domain::policy::notice::timing;
use domain::policy::{Clause, Timing};
use domain::sentences::{happens, refusal};
use domain::session::attend::Attendance;
use domain::session::cancel::Why;
use domain::session::offer::Answer;
use domain::session::{SessionKind, State};
use domain::time::Instant;
use domain::{Command, decide};
use generated::{any_command, any_facts, any_now, any_why};

const CASES: u64 = 12_000;

/// A decision that was taken, with all that it was taken from.
struct Taken {
    facts: Facts,
    command: Command,
    now: Instant,
    done: Consequence,
}

/// Throws many cases and looks at those that are not refused.
#[track_caller]
fn check(holds: impl Fn(&Taken)) {
    let mut taken = 0;
    for seed in 0..CASES {
        let dice = &mut Dice::new(seed);
        let facts = any_facts(dice);
        let (command, now) = (any_command(dice, &facts), any_now(dice, &facts));
        if let Ok(done) = decide(&facts, &command, now) {
            holds(&Taken {
                facts,
                command,
                now,
                done,
            });
            taken += 1;
        }
    }
    assert!(taken > CASES / 10, "only {taken} cases were not refused");
}

/// The same for those that move money, with the books before and after.
#[track_caller]
fn check_money(holds: impl Fn(&Taken, &MoneyEffect, Books, Books)) {
    check(|taken| {
        let (Some(money), Payment::Paid(paid)) = (&taken.done.money, &taken.facts.payment) else {
            return assert!(taken.done.money.is_none(), "money that nobody paid");
        };
        let legs = money.legs.iter();
        let after = legs.fold(paid.books, |books, leg| books.after(*leg));
        holds(taken, money, paid.books, after);
    });
}

#[test]
fn every_case_is_decided_and_has_its_words() {
    for seed in 0..CASES {
        let dice = &mut Dice::new(seed);
        let facts = any_facts(dice);
        let (command, now) = (any_command(dice, &facts), any_now(dice, &facts));
        let text = match decide(&facts, &command, now) {
            Ok(done) => {
                assert!(!happens::lines(&done, &words()).is_empty());
                happens::button(&done)
            }
            Err(refused) => refusal::refusal(refused, &words()),
        };
        assert!(!text.is_empty());
    }
}

#[test]
fn books_stay_green_and_legs_are_whole() {
    check_money(|taken, money, before, after| {
        assert_eq!(proof::payment(&before), Ok(()), "the case itself");
        assert_eq!(proof::payment(&after), Ok(()));
        assert_eq!(after.refunding, before.refunding + money.refund.minor);
        for leg in &money.legs {
            assert!(leg.amount > 0 && leg.from != leg.to, "{leg:?}");
            assert!(leg.from != Account::Provider && leg.to != Account::Provider);
            let freezes = taken.done.dispute.is_some();
            assert!(leg.from != Account::Disputed && (leg.to == Account::Disputed) == freezes);
        }
    });
}

#[test]
fn what_goes_back_and_what_is_kept_add_up() {
    check_money(|_, money, before, after| {
        assert!((0..=money.balance.minor).contains(&money.refund.minor));
        assert_eq!(money.kept.minor, after.kept());
        if before.disputed == 0 && after.disputed == 0 {
            let waits = after.held + after.parked;
            assert_eq!(
                money.balance.minor,
                money.refund.minor + money.kept.minor + waits
            );
        }
    });
}

#[test]
fn commission_is_always_that_of_the_whole_amount_kept() {
    check_money(|taken, money, _, _| {
        let split = taken.facts.rate().split(money.kept.minor);
        let told = (money.therapist.minor, money.commission.minor);
        assert_eq!(told, (split.therapist, split.commission));
    });
}

#[test]
fn a_choice_is_carried_out_to_the_penny() {
    check_money(|taken, money, _, _| {
        let choice = match &taken.command {
            Command::Cancel(cancel) => cancel.money,
            Command::GiveBack(give_back) => give_back.choice,
            Command::Attend(attend) if attend.attendance == Attendance::TookPlace => Choice::Keep,
            Command::Attend(attend) => attend.money,
            Command::Decline(_) | Command::Expire => Choice::All,
            Command::Object(_) if taken.done.dispute.is_some() => Choice::Keep,
            Command::Object(_) => Choice::All,
            other => unreachable!("no money moves by {other:?}"),
        };
        let expected = match choice {
            Choice::Policy => money.owed.minor,
            Choice::Keep => 0,
            Choice::All => money.balance.minor,
            Choice::Part(part) => part,
        };
        assert_eq!(money.refund.minor, expected);
    });
}

#[test]
fn nothing_stays_undecided_when_a_session_ends() {
    check_money(|taken, _, _, after| {
        if !matches!(taken.command, Command::GiveBack(_)) {
            assert_eq!(after.held, 0);
        }
    });
}

#[test]
fn an_exception_or_a_departure_is_named_and_never_both() {
    check_money(|taken, money, _, _| {
        let says = |clause| taken.done.clauses.iter().any(|c| c.id == clause);
        let above = money.refund.minor > money.owed.minor;
        assert_eq!(
            (money.exception.is_some(), says(Clause::Exception)),
            (above, above)
        );
        let departs = taken.done.tasks.contains(&TaskKind::DepartureFromPolicy);
        assert_eq!(departs, says(Clause::Departure));
        assert!(taken.done.reason.is_none() || above || departs);
        if departs {
            assert!(!above && money.refund.minor < money.owed.minor);
            let reason = taken.done.reason.as_deref().unwrap_or_default();
            assert!(!reason.trim().is_empty());
        }
    });
}

#[test]
fn a_decision_takes_a_step_that_a_session_knows() {
    check(
        |Taken {
             facts,
             command,
             now,
             done,
         }| {
            assert_eq!(done.from, facts.session.state);
            assert_eq!(done.revision, facts.session.revision + 1);
            match command {
                Command::GiveBack(_) => assert!(done.to == done.from && done.from.is_over()),
                Command::Offer(_) => assert!(done.to == done.from && done.from.is_booked()),
                Command::AskToCarry(_) | Command::AskToMove(_) | Command::WaiveLate(_) => {
                    assert_eq!(done.to, done.from);
                }
                Command::Object(_) if done.dispute.is_some() => assert_eq!(done.to, done.from),
                Command::Decline(_) if done.to == done.from => assert!(done.request.is_some()),
                Command::Move(_) | Command::AnswerOffer(_) if done.to == done.from => {
                    assert!(
                        done.from.is_booked() || *command == Command::AnswerOffer(Answer::Lapse)
                    );
                }
                _ => assert!(
                    done.from.leads_to(done.to),
                    "{:?} → {:?}",
                    done.from,
                    done.to
                ),
            }
            let started = facts.session.has_started(*now);
            match command {
                Command::Cancel(_) => assert!(!started && done.to == State::Cancelled),
                Command::AnswerOffer(Answer::Lapse) => assert_eq!(done.to, done.from),
                Command::AskToCarry(_) => assert!(started || done.from == State::ClientNoShow),
                Command::Book(_) | Command::Confirm | Command::Decline(_) => assert!(!started),
                Command::Object(_) | Command::WaiveLate(_) | Command::AskToMove(_) => {
                    assert!(!started);
                }
                Command::Expire => assert_eq!(done.to, State::Cancelled),
                Command::Move(_) | Command::Offer(_) | Command::AnswerOffer(_) => {
                    assert!(!started && done.to.is_booked());
                }
                Command::Attend(_) => assert!(started),
                Command::GiveBack(_) => {}
            }
        },
    );
}

#[test]
fn a_therapist_never_cancels_an_initial_session_alone() {
    check(|taken| {
        if let (SessionKind::Initial, Command::Cancel(cancel)) =
            (taken.facts.session.kind, &taken.command)
        {
            assert_ne!(cancel.by, domain::actor::Role::Therapist);
        }
    });
}

#[test]
fn a_cancel_takes_the_planned_charge_with_it_and_nothing_else_does() {
    check(|Taken { facts, done, .. }| {
        let planned = match &facts.payment {
            Payment::Unpaid { charge_due } => *charge_due,
            Payment::Free | Payment::Paid(_) => None,
        };
        let cancels = done.to == State::Cancelled && done.from != State::Cancelled;
        assert_eq!(done.charge_withdrawn, planned.filter(|_| cancels));
    });
}

#[test]
fn time_known_to_be_wrong_is_never_open() {
    check(|taken| {
        if let Command::Cancel(cancel) = &taken.command {
            let unavailable = cancel.why == Why::TherapistUnavailable;
            assert!(!unavailable || taken.done.slot != SlotEffect::Freed);
            assert!(!taken.done.told.is_empty(), "nobody is told");
        }
    });
}

#[test]
fn a_commitment_survives_its_form_and_fits_into_it() {
    check(|taken| {
        let shown = Commitment::to(&taken.done);
        let text = shown.to_text();
        assert!(text.len() <= Commitment::MOST_BYTES, "{} bytes", text.len());
        let read = Commitment::parse(&text).expect("it is a commitment");
        assert_eq!(
            (&read, read.to_text(), read.digest()),
            (&shown, text, shown.digest())
        );
        assert_eq!(shown.differences(&read), []);
    });
}

#[test]
fn time_alone_changes_nothing_until_a_line_is_crossed() {
    let mut crossed = 0;
    for seed in 0..CASES * 2 {
        let dice = &mut Dice::new(seed);
        let facts = any_facts(dice);
        let why = any_why(dice, &facts);
        let command = Command::Cancel(cast::cancel(why.clone(), Choice::Policy));
        let (one, other) = (any_now(dice, &facts), any_now(dice, &facts));
        let decided = [one.min(other), one.max(other)].map(|now| decide(&facts, &command, now));
        let [Ok(shown), Ok(pressed)] = decided else {
            continue;
        };
        let parts = Commitment::to(&shown).differences(&Commitment::to(&pressed));
        let lines = [one, other].map(|now| timing(&facts.session, facts.policy, now));
        let ages = why == cast::JUST_NOW && lines[0] != lines[1];
        assert_eq!(
            parts.contains(&Difference::Policy),
            ages,
            "{lines:?} {parts:?}"
        );
        assert!(ages || parts.is_empty(), "{parts:?}");
        crossed +=
            u32::from(lines.contains(&Timing::OnTime) && lines.contains(&Timing::Late) && ages);
    }
    assert!(crossed > 100, "only {crossed} cases crossed the line");
}

#[test]
fn asking_earlier_never_costs_the_client_anything() {
    check(
        |Taken {
             facts,
             command,
             now,
             done,
         }| {
            let Command::Cancel(cancel) = command else {
                return;
            };
            if !matches!(cancel.why, Why::ClientAsked { asked_at: Some(_) }) {
                return;
            }
            let later = domain::session::cancel::Cancel {
                why: cast::JUST_NOW,
                ..cancel.clone()
            };
            let Ok(later) = decide(facts, &Command::Cancel(later), *now) else {
                return;
            };
            let owed = |done: &Consequence| done.money.as_ref().map_or(0, |money| money.owed.minor);
            assert!(owed(done) >= owed(&later));
        },
    );
}
