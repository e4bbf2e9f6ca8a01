//! Letters about a booking: received, to confirm and reminded of, confirmed, declined, let go; and
//! a follow-up that the therapist books.

use super::moved::{check_of, facts, letter_of};
use super::*;
use crate::ical::Method;
use domain::facts::Facts;
use domain::ids::PaymentId;
use domain::payment::ledger::Books;
use domain::payment::{Paid, Payment};
use domain::sentences::returned::Returned;
use domain::session::book::Book;
use domain::session::confirm::Decline;
use domain::session::hold::{Hold, Stage};
use domain::times::OldTime;
use domain::{Command, decide};

/// By card, and nothing has gone back yet.
pub(super) fn paid(facts: &mut Facts) {
    facts.payment = Payment::Paid(Paid {
        id: PaymentId(Uuid::from_u128(5)),
        card: "card ending 4242".into(),
        captured_at: facts.session.booked_at,
        books: Books {
            held: 6500,
            ..Books::default()
        },
    });
}

fn in_checkout() -> Facts {
    let mut facts = facts(&["2026-11-24T14:00:00Z"]);
    paid(&mut facts);
    facts.session.state = State::Held;
    facts.times.hold = Some(Hold {
        span: facts.session.span,
        held_at: at("2026-11-22T13:15:00Z"),
        stage: Stage::Fresh,
    });
    facts
}

fn booked(facts: &Facts, by: Role, now: &str) -> Consequence {
    let book = Command::Book(Book {
        by,
        note: (by == Role::Therapist).then(|| "See you then.".into()),
    });
    decide(facts, &book, at(now)).expect("it is held")
}

/// Daniel's booking, which Maya has a day to answer.
fn awaiting() -> Facts {
    let mut facts = in_checkout();
    facts.times.hold = None;
    facts.session.state = State::AwaitingConfirmation;
    facts.session.confirm_by = Some(at("2026-11-23T13:15:00Z"));
    facts
}

fn done(facts: &Facts, command: &Command, now: &str) -> Consequence {
    decide(facts, command, at(now)).expect("it is decided")
}

const NOW: &str = "2026-11-22T13:15:00Z";

#[test]
fn a_client_who_has_booked_reads_what_becomes_of_the_payment() {
    let received = booked(&in_checkout(), Role::Client, NOW);
    let letter = check_of(
        &received,
        0,
        false,
        "\
Your session with Maya Okafor on Tuesday 24 November awaits confirmation

Hello Daniel,

We have your booking. Maya Okafor has yet to confirm the session, and we write to you as soon as that is done.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Maya has until Mon 23 Nov, 14:15 to confirm it. If that does not happen, all of the £65.00 that you paid goes back to you by itself.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
    assert!(letter.calendar.is_none(), "it does not stand yet");
    is_discreet(&letter_of(&received, &session(), 0, true));
}

#[test]
fn a_therapist_reads_until_when_and_what_happens_then() {
    let received = booked(&in_checkout(), Role::Client, NOW);
    let letter = check_of(
        &received,
        1,
        true,
        "\
Daniel Reyes asks for a session on Tuesday 24 November

Hello Maya,

Daniel Reyes has booked a session with you. Please confirm it, or decline.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

You have until Mon 23 Nov, 13:15. After that it is cancelled by itself, the £65.00 that was paid goes back in full, and it counts towards your standing.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
    );
    assert!(letter.link.is_none(), "a therapist signs in");
}

#[test]
fn of_a_booking_without_a_price_no_money_is_told() {
    let mut free = in_checkout();
    (free.payment, free.session.price) = (Payment::Free, pounds(0));
    let received = booked(&free, Role::Client, NOW);
    for letter in [0, 1].map(|place| letter_of(&received, &free.session, place, false)) {
        assert!(!letter.text.contains('£'), "{}", letter.text);
        assert!(!letter.text.contains("paid"), "{}", letter.text);
    }
}

#[test]
fn a_booking_that_is_confirmed_goes_into_the_calendar() {
    let confirmed = done(&awaiting(), &Command::Confirm, NOW);
    let letter = check_of(
        &confirmed,
        0,
        false,
        "\
Your session with Maya Okafor on Tuesday 24 November is confirmed

Hello Daniel,

Maya Okafor has confirmed your session.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
    assert_eq!(letter.calendar.expect("an entry").method, Method::Request);
    is_discreet(&letter_of(&confirmed, &session(), 0, true));
}

#[test]
fn a_booking_that_is_declined_is_refunded_and_says_whose_decision_it_was() {
    let decline = Command::Decline(Decline {
        words: Some("Not my field.".into()),
        old_time: OldTime::Open,
        note: Some("I am sorry.".into()),
        particulars: None,
    });
    let declined = done(&awaiting(), &decline, NOW);
    let letter = check_of(
        &declined,
        0,
        false,
        "\
Your session with Maya Okafor on Tuesday 24 November is cancelled

Hello Daniel,

Maya Okafor cannot take the session that you booked, so it is cancelled. We are sorry.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

£65.00 goes back to the card that you paid with; it usually takes 5 to 10 days to arrive.

Maya writes:
> I am sorry.

If you would like help with finding another time or another person, reply to this mail.

Details: https://kept.example/sessions
Reference: K-7Q4M-2X9D

Kept",
    );
    assert_eq!(letter.calendar.expect("an entry").method, Method::Cancel);
    assert!(
        !letter.text.contains("field"),
        "the team’s words stay with the team"
    );
    is_discreet(&letter_of(&declined, &session(), 0, true));
}

#[test]
fn a_booking_that_nobody_answered_is_told_to_both() {
    let expired = done(&awaiting(), &Command::Expire, "2026-11-23T13:15:00Z");
    check_of(
        &expired,
        0,
        false,
        "\
Your session with Maya Okafor on Tuesday 24 November is cancelled

Hello Daniel,

Maya Okafor did not confirm your session in time, so it is cancelled. We are sorry.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

£65.00 goes back to the card that you paid with; it usually takes 5 to 10 days to arrive.

If you would like help with finding another time or another person, reply to this mail.

Details: https://kept.example/sessions
Reference: K-7Q4M-2X9D

Kept",
    );
    check_of(
        &expired,
        1,
        false,
        "\
The session with Daniel Reyes on Tuesday 24 November is cancelled

Hello Maya,

You did not confirm the session with Daniel Reyes in time, so it is cancelled. It counts towards your standing.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

£65.00 goes back to Daniel, as the policy says.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
    );
}

#[test]
fn a_follow_up_within_48_hours_is_charged_now() {
    let mut facts = facts(&["2026-11-24T14:00:00Z"]);
    facts.session.state = State::Held;
    facts.payment = Payment::Unpaid { charge_due: None };
    let soon = booked(&facts, Role::Therapist, "2026-11-22T14:00:00Z");
    check_of(
        &soon,
        0,
        false,
        "\
Your session with Maya Okafor on Tuesday 24 November is booked

Hello Daniel,

Maya Okafor has booked a session for you.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

It costs £65.00; your stored card is charged now.

Maya writes:
> See you then.

Details: https://kept.example/{personal link}
Reference: K-7Q4M-2X9D

Kept",
    );
}

#[test]
fn a_therapist_is_reminded_and_then_for_the_last_time() {
    check_reminder(
        Template::ConfirmReminder,
        "\
Daniel Reyes waits for your answer about Tuesday 24 November

Hello Maya,

Daniel Reyes has booked a session with you, and has had no answer yet. Please confirm it, or decline.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

You have until Mon 23 Nov, 13:15. After that it is cancelled by itself, the £65.00 that was paid goes back in full, and it counts towards your standing.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
    );
    check_reminder(
        Template::LastConfirmReminder,
        "\
Last reminder: Daniel Reyes waits for your answer about Tuesday 24 November

Hello Maya,

Daniel Reyes has booked a session with you, and has had no answer yet. Please confirm it, or decline.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

You have until Mon 23 Nov, 13:15. After that it is cancelled by itself, the £65.00 that was paid goes back in full, and it counts towards your standing.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
    );
}

#[track_caller]
fn check_reminder(template: Template, expected: &str) {
    let session = awaiting().session;
    let pair = pair(true);
    let about = About {
        to: Recipient::Therapist,
        pair: &pair,
        session: &session,
        revision: session.revision,
        place: "online",
        clause: None,
        refund: None,
        kept: None,
        done: None,
        note: None,
        failure: None,
        returned: Returned::default(),
        reference: "K-7Q4M-2X9D",
        origin: "https://kept.example",
        now: at("2026-11-23T01:15:00Z"),
    };
    let letter = letter(template, &about).expect("a letter");
    let got = format!("{}\n\n{}", letter.subject, letter.text);
    assert_eq!(got.trim_end(), expected.trim_end(), "\n{got}");
    assert!(letter.calendar.is_none() && letter.link.is_none());
}
