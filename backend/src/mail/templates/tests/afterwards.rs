//! Letters about money on its way, and about who did not come.

use super::*;
use domain::sentences::returned::Returned;

#[test]
fn a_refund_that_is_on_its_way() {
    let case = Case {
        clause: Some(Clause::Late),
        refund: 2000,
        kept: 4500,
        note: Some("We said we would share it."),
        ..Case::default()
    };
    let expected = |subject: &str, who: &str, noun: &str, link: &str, sender: &str| {
        format!(
            "\
{subject}

Hello Daniel,

{who} has refunded £20.00 of what you paid for this {noun}.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

£20.00 goes back to the card that you paid with; it usually takes 5 to 10 days to arrive.

Maya writes:
> We said we would share it.

Details: https://kept.example/{link}
Reference: K-7Q4M-2X9D

{sender}"
        )
    };
    let subject = "£20.00 is on its way back to you";
    let link = "sessions";
    let normal = expected(subject, "Maya Okafor", "session", link, "Kept");
    let letter = check(Template::RefundStarted, case, &normal);
    assert_eq!(letter.calendar, None);
    let discreet = expected(subject, "Maya", "appointment", "", "Appointments");
    let case = Case {
        discreet: true,
        ..case
    };
    check(Template::RefundStarted, case, &discreet);
}

#[test]
fn a_client_who_did_not_come() {
    let case = Case {
        clause: Some(Clause::ClientNoShow),
        kept: 6500,
        ..Case::default()
    };
    check(
        Template::NoShowRecorded,
        case,
        "\
Your session with Maya Okafor on Tuesday 24 November: we missed you

Hello Daniel,

Maya Okafor was there for your session, and has recorded that you did not come. We hope that you are well.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Your payment of £65.00 is not refunded. You agreed that a missed session is not refunded.

If this is not how it was, reply to this mail: a person reads it and will look into it.

Details: https://kept.example/sessions
Reference: K-7Q4M-2X9D

Kept",
    );
    check(
        Template::NoShowRecorded,
        Case {
            discreet: true,
            ..case
        },
        "\
Your appointment on Tuesday 24 November: we missed you

Hello Daniel,

Maya was there for your appointment, and has recorded that you did not come. We hope that you are well.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Your payment of £65.00 is not refunded. You agreed that a missed appointment is not refunded.

If this is not how it was, reply to this mail: a person reads it and will look into it.

Details: https://kept.example/
Reference: K-7Q4M-2X9D

Appointments",
    );
}

#[test]
fn a_refund_that_had_arrived_is_not_said_to_have_never_reached_anybody() {
    for (to_therapist, subject, told) in [
        (
            false,
            "Your refund of £65.00 had arrived and was sent back",
            "Your refund of £65.00 for this session had reached you and was sent back.",
        ),
        (
            true,
            "The refund of £65.00 for Daniel Reyes had arrived and was sent back",
            "The refund of £65.00 for this session had reached Daniel Reyes and was sent back.",
        ),
    ] {
        let letter = written(
            Template::RefundFailed,
            Case {
                refund: 6500,
                to_therapist,
                returned: Returned::AfterArriving,
                ..Case::default()
            },
        );
        assert_eq!(letter.subject, subject);
        assert!(letter.text.contains(told), "{}", letter.text);
        assert!(!letter.text.contains("did not"), "{}", letter.text);
    }
}

#[test]
fn a_refund_that_did_not_arrive() {
    let case = Case {
        refund: 6500,
        failure: Some("the card was closed"),
        ..Case::default()
    };
    let client = |noun: &str, link: &str, sender: &str| {
        format!(
            "\
Your refund of £65.00 did not arrive

Hello Daniel,

Your refund of £65.00 for this {noun} did not reach you. It came back to us: the card was closed. The money is safe with us and still yours. Our team now looks for another way to send it and will write to you; if you have a new card, reply to this mail and say so.

Tuesday 24 November, 15:00 – 15:50 (Madrid, CET);
14:00 – 14:50 for Maya in London, GMT

Details: https://kept.example/{link}
Reference: K-7Q4M-2X9D

{sender}"
        )
    };
    let link = "sessions";
    check(
        Template::RefundFailed,
        case,
        &client("session", link, "Kept"),
    );
    let discreet = Case {
        discreet: true,
        ..case
    };
    check(
        Template::RefundFailed,
        discreet,
        &client("appointment", "", "Appointments"),
    );
    let to_therapist = Case {
        to_therapist: true,
        ..case
    };
    check(
        Template::RefundFailed,
        to_therapist,
        "\
The refund of £65.00 for Daniel Reyes did not arrive

Hello Maya,

The refund of £65.00 for this session did not reach Daniel Reyes. It came back to us: the card was closed. The money is held again. Our team settles it with Daniel; there is nothing that you need to do.

Tuesday 24 November, 14:00 – 14:50 (London, GMT);
15:00 – 15:50 for Daniel in Madrid, CET

Details: https://kept.example/clients/00000000-0000-0000-0000-000000000002/sessions/00000000-0000-0000-0000-000000000003
Reference: K-7Q4M-2X9D

Kept",
    );
}
