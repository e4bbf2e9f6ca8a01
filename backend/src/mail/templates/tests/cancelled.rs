//! Letters that take a session out of the calendar.

use super::*;

#[test]
fn a_session_cancelled_in_time_at_the_clients_wish() {
    let case = Case {
        clause: Some(Clause::OnTime),
        refund: 6500,
        note: Some("Have a good trip.\nUntil next week!"),
        ..Case::default()
    };
    let letter = check(
        Template::SessionCancelled,
        case,
        "\
Your session with Maya Okafor on Tuesday 24 November is cancelled

Hello Daniel,

Maya Okafor has cancelled your session, as you asked.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

£65.00 goes back to the card that you paid with; it usually takes 5 to 10 days to arrive.

Maya writes:
> Have a good trip.
> Until next week!

If you did not ask for this, or see it differently, reply to this mail: a person reads it and will look into it.

Details: https://kept.example/sessions
Reference: K-7Q4M-2X9D

Kept",
    );
    assert_eq!(
        (letter.to_name.as_str(), letter.to.as_str()),
        ("Daniel Reyes", "daniel@example.org")
    );
    let calendar = letter.calendar.expect("the entry is withdrawn");
    assert_eq!(calendar.method, Method::Cancel);
    for line in [
        "METHOD:CANCEL\r\n",
        "SEQUENCE:4\r\n",
        "SUMMARY:Session with Maya Okafor\r\n",
        "LOCATION:online\r\n",
        "DTSTART:20261124T140000Z\r\n",
        "ORGANIZER;CN=\"Kept\":mailto:no-reply@kept.example\r\n",
    ] {
        assert!(calendar.text.contains(line), "{line} in {}", calendar.text);
    }
}

#[test]
fn a_discreet_one_says_nothing_of_what_it_was() {
    let case = Case {
        discreet: true,
        ..LATE
    };
    let letter = check(
        Template::SessionCancelled,
        case,
        "\
Your appointment on Tuesday 24 November is cancelled

Hello Daniel,

Maya has cancelled your appointment, as you asked.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Your payment of £65.00 is not refunded. You agreed that cancelling is free until 48 hours before the start (Sun 22 Nov, 15:00) and is not refunded after that.

If you did not ask for this, or see it differently, reply to this mail: a person reads it and will look into it.

Details: https://kept.example/
Reference: K-7Q4M-2X9D

Appointments",
    );
    let calendar = letter.calendar.expect("the entry is withdrawn").text;
    assert!(calendar.contains("SUMMARY:Appointment\r\n"), "{calendar}");
    assert!(!calendar.contains("LOCATION"), "{calendar}");
}

#[test]
fn a_late_one_with_an_exception_says_so() {
    let case = Case {
        refund: 2000,
        kept: 4500,
        ..LATE
    };
    let text = written(Template::SessionCancelled, case).text;
    let money = "£20.00 goes back to the card that you paid with; it usually takes 5 to 10 days \
        to arrive. £45.00 is kept. You agreed that cancelling is free until 48 hours before the \
        start (Sun 22 Nov, 15:00) and is not refunded after that; Maya makes an exception for \
        you.";
    assert!(text.contains(money), "{text}");
}

#[test]
fn why_the_therapist_cancelled_stays_with_the_team() {
    #[track_caller]
    fn opens(clause: Clause, expected: &str) {
        let case = Case {
            clause: Some(clause),
            refund: 6500,
            ..Case::default()
        };
        let letter = written(Template::SessionCancelled, case);
        let second = letter.text.split("\n\n").nth(1);
        assert_eq!(second, Some(expected));
        let discreet = Case {
            discreet: true,
            ..case
        };
        is_discreet(&written(Template::SessionCancelled, discreet));
    }
    let sorry = "Maya Okafor had to cancel your session. We are sorry.";
    opens(Clause::NotBestFit, sorry);
    opens(Clause::Other, sorry);
    opens(
        Clause::Unavailable,
        "Maya Okafor cannot make it and had to cancel your session. We are sorry.",
    );
    opens(
        Clause::Unpaid,
        "Your session with Maya Okafor is cancelled: the payment for it did not arrive.",
    );
}

#[test]
fn what_the_policy_owes_and_the_therapist_keeps_is_not_hidden() {
    let case = Case {
        clause: Some(Clause::Unavailable),
        refund: 2000,
        kept: 4500,
        ..Case::default()
    };
    let text = written(Template::SessionCancelled, case).text;
    let words = "£45.00 is kept. The policy would give you all of it back, so our team looks at \
        why it was kept.";
    assert!(text.contains(words), "{text}");
}

#[test]
fn a_client_who_cancelled_late_reads_why_nothing_goes_back() {
    check(
        Template::CancellationConfirmed,
        LATE,
        "\
Your session with Maya Okafor on Tuesday 24 November is cancelled

Hello Daniel,

You have cancelled your session with Maya Okafor.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Your payment of £65.00 is not refunded. You agreed that cancelling is free until 48 hours before the start (Sun 22 Nov, 15:00) and is not refunded after that.

If you see it differently, reply to this mail: a person reads it and will look into it.

Details: https://kept.example/sessions
Reference: K-7Q4M-2X9D

Kept",
    );
    check(
        Template::CancellationConfirmed,
        Case {
            discreet: true,
            clause: Some(Clause::OnTime),
            ..Case::default()
        },
        "\
Your appointment on Tuesday 24 November is cancelled

Hello Daniel,

You have cancelled your appointment with Maya.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

You have not paid for it, and nothing will be charged.

Details: https://kept.example/
Reference: K-7Q4M-2X9D

Appointments",
    );
}

#[test]
fn a_therapist_whose_client_cancelled() {
    let case = Case {
        to_therapist: true,
        discreet: true,
        ..LATE
    };
    let letter = check(
        Template::ClientCancelled,
        case,
        "\
Daniel Reyes has cancelled the session on Tuesday 24 November

Hello Maya,

Daniel Reyes has cancelled the session with you. There is nothing that you need to do.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

Daniel cancelled late, so the £65.00 that was paid is kept; your share of it stands with the session.

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
    );
    let calendar = letter.calendar.expect("the entry is withdrawn").text;
    assert!(calendar.contains("SUMMARY:Session with Daniel Reyes\r\n"));
}
