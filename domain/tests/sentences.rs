//! The words that people read before and after a decision, for the cases they meet most.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;

use cast::{JUST_NOW, cancel, captured, facts, london, paid, unpaid, words};
use domain::actor::Role;
use domain::facts::Facts;
use domain::payment::Payment;
use domain::payment::ledger::{Account, Entry};
use domain::payment::refund::{Choice, GiveBack};
use domain::policy::Policy;
use domain::sentences::since::since;
use domain::sentences::{happens, policy};
use domain::session::State;
use domain::session::attend::{Attend, Attendance};
use domain::session::cancel::{Cancel, Why};
use domain::times::OldTime;
use domain::view::chip::RefundState;
use domain::view::session::Words;
use domain::{Command, decide};

const IN_TIME: &str = "20 Nov 12:00";
const LATE: &str = "23 Nov 06:40";

fn other() -> Why {
    Why::Other {
        words: "The room is flooded".into(),
    }
}

fn attend(attendance: Attendance, money: Choice) -> Command {
    Command::Attend(Attend {
        attendance,
        money,
        note: None,
    })
}

/// The button, and above it every line of what will happen.
#[track_caller]
fn check_of(facts: &Facts, command: Command, received: &str, button: &str, lines: &[&str]) {
    let charge_due = Some("Sun 22 Nov, 14:00".into());
    let words = Words {
        charge_due,
        ..words()
    };
    let done = decide(facts, &command, london(received)).expect("it is decided");
    let said = happens::lines(&done, &words);
    let mut said: Vec<&str> = said.iter().map(|line| line.text.as_str()).collect();
    // Every cancel ends with how long it can be undone, and nothing else does.
    let last = said.pop_if(|line| line.starts_with("You can undo this"));
    assert_eq!(last.is_some(), done.cancellation.is_some());
    assert_eq!(said, lines);
    assert_eq!(happens::button(&done), button);
}

#[track_caller]
fn check(command: Cancel, received: &str, button: &str, lines: &[&str]) {
    check_of(&facts(), Command::Cancel(command), received, button, lines);
}

#[test]
fn a_cancel_in_time_refunds() {
    let lines = [
        "The session on Tue 24 Nov, 14:00 – 14:50 is cancelled",
        "£65.00 goes back to Daniel’s card, usually in 5 to 10 days",
        "Nothing is kept: £0.00 to you, £0.00 commission",
        "Tue 24 Nov, 14:00 – 14:50 opens for booking again",
        "Daniel is told by e-mail, with the calendar entry withdrawn",
        "Your standing does not change",
    ];
    let command = cancel(JUST_NOW, Choice::Policy);
    check(command, IN_TIME, "Cancel session and refund £65.00", &lines);
}

#[test]
fn a_late_cancel_keeps() {
    let lines = [
        "The session on Tue 24 Nov, 14:00 – 14:50 is cancelled",
        "The payment of £65.00 is kept: £58.50 to you, £6.50 commission",
        "Tue 24 Nov, 14:00 – 14:50 opens for booking again",
        "Daniel is told by e-mail, with the calendar entry withdrawn",
        "Your standing does not change",
    ];
    let command = cancel(JUST_NOW, Choice::Policy);
    check(command, LATE, "Cancel session and keep £65.00", &lines);
}

#[test]
fn a_part_and_a_note_and_a_block_are_told() {
    let lines = [
        "The session on Tue 24 Nov, 14:00 – 14:50 is cancelled",
        "£20.00 goes back to Daniel’s card, usually in 5 to 10 days",
        "£45.00 is kept: £40.50 to you, £4.50 commission",
        "This is recorded as an exception, your first for Daniel",
        "Tue 24 Nov, 14:00 – 14:50 is blocked: no one can book it",
        "Daniel is told by e-mail in your words, with the calendar entry withdrawn",
        "Your standing does not change",
    ];
    let note = Some("See you in December".into());
    let command = Cancel {
        old_time: OldTime::Block,
        note,
        ..cancel(JUST_NOW, Choice::Part(2000))
    };
    check(
        command,
        LATE,
        "Cancel session, refund £20.00, keep £45.00",
        &lines,
    );
}

#[test]
fn a_therapist_who_is_unavailable_reads_what_it_costs() {
    let lines = [
        "The session on Tue 24 Nov, 14:00 – 14:50 is cancelled",
        "£65.00 goes back to Daniel’s card, usually in 5 to 10 days",
        "Nothing is kept: £0.00 to you, £0.00 commission",
        "Tue 24 Nov, 14:00 – 14:50 is blocked: no one can book it",
        "Daniel is told by e-mail, with the calendar entry withdrawn",
        "It counts towards your standing: your first incident in 90 days",
    ];
    let command = cancel(Why::TherapistUnavailable, Choice::Policy);
    check(command, LATE, "Cancel session and refund £65.00", &lines);
}

#[test]
fn keeping_what_is_owed_says_that_the_team_reads_why() {
    let lines = [
        "The session on Tue 24 Nov, 14:00 – 14:50 is cancelled",
        "The payment of £65.00 is kept: £58.50 to you, £6.50 commission",
        "Tue 24 Nov, 14:00 – 14:50 opens for booking again",
        "Daniel is told by e-mail, with the calendar entry withdrawn",
        "The team decides whether it counts towards your standing",
        "The team reads why you keep the money",
    ];
    let reason = Some("Agreed with Daniel".into());
    let command = Cancel {
        reason,
        ..cancel(other(), Choice::Keep)
    };
    check(command, LATE, "Cancel session and keep £65.00", &lines);
}

#[test]
fn an_unpaid_session_has_no_money_in_its_button() {
    let lines = [
        "The session on Tue 24 Nov, 14:00 – 14:50 is cancelled",
        "Nothing was paid yet; the charge planned for Sun 22 Nov, 14:00 is withdrawn",
        "Tue 24 Nov, 14:00 – 14:50 opens for booking again",
        "Daniel is told by e-mail, with the calendar entry withdrawn",
        "Your standing does not change",
        "The team is asked to suggest other therapists",
    ];
    let command = Command::Cancel(cancel(Why::NotBestFit, Choice::Policy));
    let planned = unpaid(Some(london("22 Nov 14:00")));
    check_of(&planned, command.clone(), IN_TIME, "Cancel session", &lines);
    let free = Facts {
        payment: Payment::Free,
        ..facts()
    };
    let lines = [&lines[..1], &["No money moves"], &lines[2..]].concat();
    check_of(&free, command, IN_TIME, "Cancel session", &lines);
}

#[test]
fn attendance_is_recorded_in_words() {
    let took_place = attend(Attendance::TookPlace, Choice::Policy);
    let lines = [
        "It is recorded that the session on Tue 24 Nov, 14:00 – 14:50 took place",
        "The payment of £65.00 is kept: £58.50 to you, £6.50 commission",
        "Nobody is written to",
        "Your standing does not change",
    ];
    check_of(
        &facts(),
        took_place,
        "24 Nov 15:00",
        "Record that it took place",
        &lines,
    );
    let no_show = attend(Attendance::ClientNoShow, Choice::Policy);
    let lines = [
        "It is recorded that Daniel did not come",
        "The payment of £65.00 is kept: £58.50 to you, £6.50 commission",
        "Daniel is told by e-mail that they were missed, and how to object",
        "Your standing does not change",
    ];
    check_of(
        &facts(),
        no_show,
        "24 Nov 15:00",
        "Record no-show and keep £65.00",
        &lines,
    );
}

#[test]
fn a_later_refund_changes_the_money_alone() {
    let kept = captured(6500)
        .after(Entry::new(Account::Held, Account::TherapistPayable, 5850))
        .after(Entry::new(Account::Held, Account::Commission, 650));
    let mut over = facts();
    over.payment = paid(kept);
    let late = Command::Cancel(cancel(JUST_NOW, Choice::Keep));
    let cancelled = decide(&facts(), &late, london(LATE)).expect("it is decided");
    (over.session.state, over.session.cancellation) = (State::Cancelled, cancelled.cancellation);
    let lines = [
        "The session itself does not change",
        "£20.00 goes back to Daniel’s card, usually in 5 to 10 days",
        "£45.00 is kept: £40.50 to you, £4.50 commission",
        "This is recorded as an exception, your first for Daniel",
        "Daniel is told by e-mail that the refund is on its way",
        "Your standing does not change",
    ];
    let command = Command::GiveBack(GiveBack {
        choice: Choice::Part(2000),
        note: None,
    });
    check_of(&over, command, "25 Nov 12:00", "Refund £20.00", &lines);
}

#[test]
fn what_was_done_leaves_out_what_did_not_change() {
    let command = Command::Cancel(cancel(JUST_NOW, Choice::Policy));
    let done = decide(&facts(), &command, london(LATE)).expect("it is decided");
    let expected = [
        "The payment of £65.00 is kept: £58.50 to you, £6.50 commission",
        "Tue 24 Nov, 14:00 – 14:50 opens for booking again",
        "Daniel is told by e-mail, with the calendar entry withdrawn",
    ];
    assert_eq!(happens::done(&done, &words(), Role::Therapist), expected);
}

/// The note beside the money question, and the words under the policy bar.
#[track_caller]
fn check_note(facts: &Facts, why: Why, received: &str, expected: [&str; 2]) {
    let note = policy::note(facts, &why, &words(), london(received)).expect("a note");
    assert_eq!([note.title.as_str(), note.text.as_str()], expected);
}

#[test]
fn the_policys_answer_is_explained_with_its_cut_off() {
    let title = "In time: 74 h before the start, 48 h are needed.";
    let text = "Under the policy that Daniel agreed to on 3 Mar 2026, cancelling is free until \
                Sun 22 Nov, 14:00, and the payment is refunded in full.";
    check_note(&facts(), JUST_NOW, "21 Nov 12:00", [title, text]);
    let title = "Late: 31 h 20 min before the start, 48 h are needed.";
    let text = "Under the policy that Daniel agreed to on 3 Mar 2026, late cancellations are not \
                refunded; cancelling was free until Sun 22 Nov, 14:00. You may make an exception.";
    check_note(&facts(), JUST_NOW, LATE, [title, text]);
    let title = "You are unavailable: a full refund is owed.";
    let text = "Daniel did not cause this, so the policy refunds the whole payment, however close \
                the start is. If you keep any of it, say why; the team reads it.";
    check_note(&facts(), Why::TherapistUnavailable, LATE, [title, text]);
    let title = "Not the best fit: a full refund is owed.";
    check_note(&facts(), Why::NotBestFit, LATE, [title, text]);
    check_note(
        &facts(),
        other(),
        LATE,
        ["Your decision: a full refund is owed.", text],
    );
}

#[test]
fn a_booking_made_late_is_not_told_of_a_time_it_never_had() {
    let mut facts = facts();
    facts.session.booked_at = london("23 Nov 09:00");
    let title = "In time: taken back within 15 min of booking.";
    let text = "Under the policy that Daniel agreed to on 3 Mar 2026, a booking made less than 48 h \
                ahead may be taken back this soon, and is refunded in full.";
    check_note(&facts, JUST_NOW, "23 Nov 09:10", [title, text]);
    let title = "Late: 28 h before the start, 48 h are needed.";
    let text = "Under the policy that Daniel agreed to on 3 Mar 2026, late cancellations are not \
                refunded; it was booked less than 48 h ahead, and was free for 15 min after \
                booking. You may make an exception.";
    check_note(&facts, JUST_NOW, "23 Nov 10:00", [title, text]);
    facts.policy = Policy::version(1).expect("known");
    let text = "Under the policy that Daniel agreed to on 3 Mar 2026, late cancellations are not \
                refunded; it was booked less than 48 h ahead. You may make an exception.";
    check_note(&facts, JUST_NOW, "23 Nov 10:00", [title, text]);
}

#[test]
fn late_stays_late_is_explained() {
    let mut facts = facts();
    facts.session.late_since = Some(london("15 Nov 09:00"));
    let title = "Late: this session was moved late at the client’s wish, and late stays late.";
    let text = "Under the policy that Daniel agreed to on 3 Mar 2026, the payment is not refunded. \
                You may make an exception.";
    check_note(&facts, JUST_NOW, IN_TIME, [title, text]);
}

#[track_caller]
fn check_hint(facts: &Facts, owed: i64, choice: Choice, expected: &str) {
    assert_eq!(policy::choice_hint(facts, owed, choice, &words()), expected);
}

#[test]
fn each_choice_says_what_it_is() {
    let second = Facts {
        exceptions: 1,
        ..facts()
    };
    check_hint(
        &second,
        0,
        Choice::Keep,
        "What the policy says: £58.50 to you, £6.50 commission",
    );
    check_hint(
        &second,
        0,
        Choice::All,
        "An exception, your second for Daniel",
    );
    check_hint(&second, 0, Choice::Part(0), "Any amount up to £65.00");
    check_hint(&second, 6500, Choice::All, "What the policy says");
    let less = "Less than the policy owes: £58.50 to you, £6.50 commission";
    check_hint(&second, 6500, Choice::Keep, less);
}

#[test]
fn a_refund_that_came_back_is_nowhere_said_to_be_on_its_way() {
    let mut over = facts();
    over.session.state = State::Completed;
    let give_back = Command::GiveBack(GiveBack {
        choice: Choice::All,
        note: Some("For your trouble.".into()),
    });
    let done = decide(&over, &give_back, london("24 Nov 18:00")).expect("it is decided");
    let since = |became| since(&done, &words(), Role::Therapist, Some(became));
    let sent = since(RefundState::Sent);
    assert_eq!(sent.broken, None);
    let mail = "Daniel is told by e-mail in your words that the refund is on its way";
    assert!(sent.lines.iter().any(|line| line == mail), "{sent:?}");
    let failed = since(RefundState::Failed);
    let broken = "£65.00 came back to us from Daniel’s bank; Daniel is told by e-mail";
    assert_eq!(failed.broken.as_deref(), Some(broken));
    assert_eq!(sent.lines.len() - failed.lines.len(), 2, "{failed:?}");
    let promised = |line: &String| line.contains("goes back") || line.contains("on its way");
    assert!(!failed.lines.iter().any(promised), "{failed:?}");
}

#[test]
fn the_line_about_a_letter_quotes_what_it_opens_with() {
    let quoted = |why: Why, words: &Words| {
        let command = Command::Cancel(cancel(why, Choice::Policy));
        let done = decide(&facts(), &command, london("23 Nov 06:40")).expect("it is decided");
        let lines = happens::lines(&done, words);
        lines
            .into_iter()
            .find_map(|line| line.quote)
            .expect("a letter")
    };
    let asked = quoted(Why::ClientAsked { asked_at: None }, &words());
    assert_eq!(
        asked,
        "Maya Okafor has cancelled your session, as you asked."
    );
    let discreet = Words {
        discreet: true,
        ..words()
    };
    let fit = quoted(Why::NotBestFit, &discreet);
    assert_eq!(fit, "Maya had to cancel your appointment. We are sorry.");
}
