//! Letters about other times on offer, a client's own move, a move that is objected to, and a late
//! mark that is waived.

use super::booked::paid;
use super::moved::{TO, check_of, facts};
use super::*;
use domain::facts::Facts;
use domain::session::Cause;
use domain::session::moving::{Move, Way, Why};
use domain::session::object::{LastMove, Object};
use domain::session::offer::{Answer, Offer, OfferEffect};
use domain::session::waive::WaiveLate;
use domain::request::AskToMove;
use domain::times::OldTime;
use domain::{Command, decide};

const OTHER: &str = "2026-11-27T10:00:00Z";
const NOW: &str = "2026-11-20T12:00:00Z";

fn done(facts: &Facts, command: &Command, now: &str) -> Consequence {
    decide(facts, command, at(now)).expect("it is decided")
}

fn paid_for(starts: &[&str]) -> Facts {
    let mut facts = facts(starts);
    paid(&mut facts);
    facts
}

/// Maya cannot make it, and has offered two other times.
fn on_offer() -> Facts {
    let mut facts = paid_for(&[TO, OTHER]);
    let offer = Command::Offer(Offer {
        times: vec![at(TO), at(OTHER)],
        why: Why::TherapistUnavailable,
        old_time: OldTime::Block,
        note: None,
    });
    let offered = done(&facts, &offer, NOW);
    let Some(OfferEffect::Made(open)) = offered.offer else {
        panic!("nothing is offered")
    };
    facts.times.offer = Some(open);
    facts
}

#[test]
fn a_client_who_moves_their_own_session_is_told_and_so_is_the_therapist() {
    let own = Command::Move(Move::by_client(at(TO), Some("Wednesday is better.".into())));
    let moved = done(&paid_for(&[TO]), &own, NOW);
    check_of(
        &moved,
        0,
        false,
        "\
@@11@@",
    );
    check_of(
        &moved,
        0,
        true,
        "\
@@12@@",
    );
    check_of(
        &moved,
        1,
        false,
        "\
@@13@@",
    );
}

#[test]
fn an_offer_that_is_taken_moves_the_session_and_both_are_told() {
    let take = Command::AnswerOffer(Answer::Take(at(TO)));
    let taken = done(&on_offer(), &take, "2026-11-20T18:00:00Z");
    check_of(
        &taken,
        0,
        false,
        "\
@@14@@",
    );
    check_of(
        &taken,
        1,
        false,
        "\
@@15@@",
    );
}

#[test]
fn an_offer_of_which_none_suits_is_told_to_the_therapist() {
    let decline = Command::AnswerOffer(Answer::Decline);
    let declined = done(&on_offer(), &decline, "2026-11-20T18:00:00Z");
    check_of(
        &declined,
        0,
        false,
        "\
@@16@@",
    );
}

#[test]
fn an_offer_that_is_taken_back_is_told_to_the_client() {
    let withdraw = Command::AnswerOffer(Answer::Withdraw);
    let withdrawn = done(&on_offer(), &withdraw, "2026-11-20T18:00:00Z");
    check_of(
        &withdrawn,
        0,
        false,
        "\
@@17@@",
    );
    check_of(
        &withdrawn,
        0,
        true,
        "\
@@18@@",
    );
}

#[test]
fn an_offer_that_nobody_answered_is_told_to_both() {
    let lapse = Command::AnswerOffer(Answer::Lapse);
    let lapsed = done(&on_offer(), &lapse, "2026-11-22T12:00:00Z");
    check_of(
        &lapsed,
        0,
        true,
        "\
@@19@@",
    );
    check_of(
        &lapsed,
        1,
        false,
        "\
@@20@@",
    );
}

#[test]
fn a_client_who_objects_gets_all_of_it_back_and_the_therapist_is_told_why() {
    let mut facts = paid_for(&[]);
    facts.times.last_move = Some(LastMove {
        way: Way::Agreed,
        cause: Cause::TherapistUnavailable,
        clause: Some(Clause::MovedUnavailable),
        told_at: None,
        disputed_at: None,
    });
    let object = Command::Object(Object {
        note: Some("I work at that hour.".into()),
    });
    let objected = done(&facts, &object, NOW);
    check_of(
        &objected,
        0,
        false,
        "\
@@21@@",
    );
    check_of(
        &objected,
        0,
        true,
        "\
@@22@@",
    );
    check_of(
        &objected,
        1,
        false,
        "\
@@23@@",
    );
}

#[test]
fn a_late_mark_that_is_waived_says_what_is_free_again() {
    let mut facts = paid_for(&[]);
    facts.session.late_since = Some(at("2026-11-19T09:00:00Z"));
    let waive = Command::WaiveLate(WaiveLate {
        note: Some("Never mind.".into()),
    });
    let waived = done(&facts, &waive, NOW);
    check_of(
        &waived,
        0,
        false,
        "\
@@24@@",
    );
    check_of(
        &waived,
        0,
        true,
        "\
@@25@@",
    );
}

#[test]
fn a_client_who_asks_for_another_time_is_heard_in_their_own_words() {
    let ask = Command::AskToMove(AskToMove {
        words: "Friday would suit.".into(),
    });
    let asked = done(&paid_for(&[]), &ask, NOW);
    check_of(
        &asked,
        0,
        false,
        "\
@@26@@",
    );
}
