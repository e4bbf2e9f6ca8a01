//! The words under the policy bar, and those of a refusal: what is the matter, and what to
//! do next. Whatever is typed into a form is read or refused.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;
#[path = "support/dice.rs"]
#[allow(dead_code, reason = "a choice is all that a form needs")]
mod dice;

use cast::{facts, london, unpaid, words, zone};
use dice::Dice;
use domain::facts::Facts;
use domain::form::{Fields, Form, Reading};
use domain::money::{AmountFault, Currency};
use domain::refusal::Refusal;
use domain::sentences::refusal;
use domain::session::State;

#[track_caller]
fn check_bar(facts: &Facts, now: &str, expected: &str) {
    assert_eq!(refusal::bar(facts, &words(), london(now)), expected);
}

#[test]
fn the_policy_bar_says_whether_cancelling_is_still_free() {
    check_bar(
        &facts(),
        "21 Nov 06:40",
        "Daniel can cancel free of charge until Sun 22 Nov, 14:00, 1 d 7 h 20 min from now.",
    );
    check_bar(
        &facts(),
        "23 Nov 06:40",
        "It is late now: cancelling was free until Sun 22 Nov, 14:00. If Daniel cancels, the \
         policy refunds nothing; you may make an exception.",
    );
    check_bar(
        &unpaid(None),
        "23 Nov 06:40",
        "It is late now: cancelling was free until Sun 22 Nov, 14:00. Nothing has been paid.",
    );
    let mut moved = facts();
    moved.session.late_since = Some(london("15 Nov 09:00"));
    check_bar(
        &moved,
        "20 Nov 12:00",
        "Late stays late: this session was moved late for Daniel, so the policy refunds nothing if \
         Daniel cancels; you may make an exception.",
    );
}

#[track_caller]
fn check_refusal(refused: Refusal, expected: &str) {
    assert_eq!(refusal::refusal(refused, &words()), expected);
}

#[test]
fn a_refusal_says_what_is_the_matter_and_what_to_do() {
    check_refusal(
        Refusal::AlreadyCancelled,
        "This session is already cancelled. What was done stands on its page.",
    );
    check_refusal(
        Refusal::Started,
        "The session has started, so it can no longer be cancelled. Record whether it took place \
         instead.",
    );
    check_refusal(
        Refusal::ThroughTheTeam,
        "An initial session is cancelled through the team: write to them from your own mail, with \
         the reference on this page. Daniel can cancel it without the team.",
    );
    check_refusal(
        Refusal::AboveRemaining {
            remaining: cast::pounds(4500),
        },
        "At most £45.00 can go back. Give that or less.",
    );
    check_refusal(
        Refusal::ReasonMissing,
        "The policy owes Daniel more than that. Say why you keep it, or refund it in full.",
    );
    check_refusal(
        Refusal::AskedBeforeBooking,
        "The session was booked on 10 Nov, 14:52. Daniel can only have asked after that.",
    );
    check_refusal(
        Refusal::BlockNeeded,
        "While you are unavailable nobody may book this time. Block it, stop offering that hour, \
         or pause your account.",
    );
    check_refusal(
        Refusal::NotInState(State::Completed),
        "Not possible: this session is recorded as having taken place.",
    );
    let (currency, digits) = (Currency::Gbp, 2);
    check_refusal(
        Refusal::Amount(AmountFault::TooFine { currency, digits }),
        "Give at most 2 figures after the point.",
    );
    check_refusal(
        Refusal::Disputed,
        "Daniel’s bank is looking into this payment. No refund is possible until it has decided.",
    );
}

#[test]
fn whatever_is_typed_is_read_or_refused_at_its_field() {
    let zone = zone("Europe/Madrid");
    for seed in 0..5000 {
        let fields = any_fields(&mut Dice::new(seed));
        let currency = Dice::new(seed).pick(&Currency::ALL);
        let reading = Reading {
            currency,
            zone: &zone,
        };
        let offer = Fields {
            way: "offer".into(),
            offer_1: fields.to.clone(),
            ..fields.clone()
        };
        let read = [
            fields.cancel(reading),
            fields.attend(reading),
            fields.give_back(reading),
            fields.moving(reading),
            offer.moving(reading),
        ];
        for fault in read.into_iter().filter_map(Result::err).flatten() {
            assert!(fault.field().is_some(), "{fault:?} of {fields:?}");
            assert!(!refusal::refusal(fault, &words()).is_empty());
        }
    }
}

fn any_fields(dice: &mut Dice) -> Fields {
    let mut one = |texts: &[&str]| dice.pick(texts).to_string();
    let causes = [
        "client_asked",
        "unavailable",
        "not_best_fit",
        "other",
        "took_place",
        "💥",
    ];
    Fields {
        cause: one(&causes),
        asked: one(&["earlier", "now", ""]),
        asked_at: one(&[
            "2026-03-29T02:30",
            "+262142-12-31T23:59",
            "-262143-01-01T00:00",
            "T",
        ]),
        words: one(&["", " ", "The room is flooded"]),
        outcome: one(&["keep", "all", "part", "", "half"]),
        amount: one(&[
            "",
            "£",
            "20",
            "٢٠",
            "1,000",
            "0.001",
            "999999999999999999999",
            "-1",
            ".",
        ]),
        reason: one(&["", "Agreed with Daniel"]),
        note: one(&["", "\r\n"]),
        block: one(&["on", "off", ""]),
        to: one(&[
            "2026-03-29T02:30",
            "2026-10-25T02:30",
            "+262142-12-31T23:59:00Z",
            "2026-11-25T16:00:00Z",
            "T",
            "",
        ]),
        ..Fields::default()
    }
}

#[test]
fn a_choice_made_on_another_clause_is_the_policys_again_even_before_the_words_are_typed() {
    let zone = zone("Europe/London");
    let reading = Reading {
        currency: Currency::Gbp,
        zone: &zone,
    };
    let (cause, outcome, under) = ("other".into(), "keep".into(), "late".into());
    let fields = Fields {
        cause,
        outcome,
        under,
        ..Fields::default()
    };
    let shown = fields.preview(Form::Cancel, &facts(), reading, london("23 Nov 06:40"));
    let money = shown.expect("it can be shown").money.expect("it was paid");
    assert_eq!(money.refund, cast::pounds(6500));
}
