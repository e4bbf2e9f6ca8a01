//! Letters about other times on offer, a client's own move, a move that is objected to, and a late
//! mark that is waived.

use super::booked::paid;
use super::moved::{TO, check_of, facts, letter_of};
use super::*;
use domain::facts::Facts;
use domain::request::AskToMove;
use domain::session::Cause;
use domain::session::moving::{Move, Way, Why};
use domain::session::object::{LastMove, Object};
use domain::session::offer::{Answer, Offer, OfferEffect};
use domain::session::waive::WaiveLate;
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
Your session with Maya Okafor on Tuesday 24 November has moved

Hello Daniel,

You have moved your session with Maya Okafor.

Now:
Wednesday 25 November, 17:00 – 17:50 (Madrid, CET);
16:00 – 16:50 for Maya in London, GMT

Before:
Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Your payment of £65.00 goes with it; there is nothing to pay.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
    is_discreet(&letter_of(&moved, &session(), 0, true));
    check_of(
        &moved,
        1,
        false,
        "\
Daniel Reyes has moved the session on Tuesday 24 November

Hello Maya,

Daniel Reyes has moved the session with you.

Now:
Wednesday 25 November, 16:00 – 16:50 (London, GMT);
17:00 – 17:50 for Daniel in Madrid, CET

Before:
Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

The payment of £65.00 goes with it.

Daniel writes:
> Wednesday is better.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
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
Your session with Maya Okafor on Tuesday 24 November has moved

Hello Daniel,

You have taken one of the times that Maya Okafor offered. Your session has moved there.

Now:
Wednesday 25 November, 17:00 – 17:50 (Madrid, CET);
16:00 – 16:50 for Maya in London, GMT

Before:
Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Your payment of £65.00 goes with it; there is nothing to pay.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
    check_of(
        &taken,
        1,
        false,
        "\
Daniel Reyes has taken one of the times you offered

Hello Maya,

Daniel Reyes has taken one of the times that you offered. The session has moved there.

Now:
Wednesday 25 November, 16:00 – 16:50 (London, GMT);
17:00 – 17:50 for Daniel in Madrid, CET

Before:
Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

The payment of £65.00 goes with it.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
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
Daniel Reyes keeps the session on Tuesday 24 November

Hello Maya,

None of the times that you offered suits Daniel Reyes. The session stays where it was.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
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
Your session with Maya Okafor on Tuesday 24 November stays as it was

Hello Daniel,

Maya Okafor has taken back the other times. Your session stays where it was.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
    is_discreet(&letter_of(&withdrawn, &session(), 0, true));
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
Your appointment on Tuesday 24 November stays as it was

Hello Daniel,

The time to choose is over, so the other times are no longer kept for you. Your appointment stays where it was.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Appointments",
    );
    check_of(
        &lapsed,
        1,
        false,
        "\
Your session with Daniel Reyes on Tuesday 24 November stays as it was

Hello Maya,

Daniel Reyes has not answered, so the times that you offered are free again. The session stays where it was.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
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
Your session with Maya Okafor on Tuesday 24 November is cancelled

Hello Daniel,

The new time does not suit you, so your session with Maya Okafor is cancelled, as you asked.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

£65.00 goes back to the card that you paid with; it usually takes 5 to 10 days to arrive.

Details: https://kept.example/sessions
Reference: K-7Q4M-2X9D

Kept",
    );
    is_discreet(&letter_of(&objected, &session(), 0, true));
    check_of(
        &objected,
        1,
        false,
        "\
Daniel Reyes does not take the new time on Tuesday 24 November

Hello Maya,

Daniel Reyes cannot take the new time, so the session is cancelled.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

£65.00 goes back to Daniel, as the policy says.

Daniel writes:
> I work at that hour.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
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
Your session with Maya Okafor on Tuesday 24 November no longer counts as late

Hello Daniel,

Maya Okafor no longer counts the move of your session as late. It is like any other again: you can cancel it free of charge until 48 hours before it starts.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Maya writes:
> Never mind.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
    is_discreet(&letter_of(&waived, &session(), 0, true));
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
Daniel Reyes asks for another time than Tuesday 24 November

Hello Maya,

Daniel Reyes asks for another time. You can move the session, offer up to three times, or leave it where it is.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

Daniel writes:
> Friday would suit.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
    );
}
