//! The words around an undo: how long a cancel can be undone, what was taken back, why not.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;

use cast::{JUST_NOW, cancel, facts, london, unpaid, words};
use domain::actor::Role;
use domain::commitment::Difference;
use domain::event::{Event, Recorded};
use domain::facts::Facts;
use domain::ids::ActId;
use domain::payment::Payment;
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::sentences::history::{Fate, Names, line};
use domain::sentences::{happens, refusal};
use domain::session::cancel::{Cancel, Why};
use domain::session::second::Second;
use domain::session::undo::{self, Undo, Undoing};
use domain::time::Instant;
use domain::view::session::Words;
use domain::{Command, decide};
use uuid::Uuid;

const IN_TIME: &str = "20 Nov 12:00";
const LATE: &str = "23 Nov 06:40";

#[track_caller]
fn check_undo(command: Cancel, received: &str, expected: &str) {
    let command = Command::Cancel(command);
    let done = decide(&facts(), &command, london(received)).expect("it is decided");
    let lines = happens::lines(&done, &words());
    assert_eq!(lines.last().map(|line| line.text.as_str()), Some(expected));
}

#[test]
fn a_cancel_says_how_long_it_can_be_undone_and_what_leaves_then() {
    let cancel = || cancel(JUST_NOW, Choice::Policy);
    let refunds = "You can undo this for 30 seconds; then money and messages leave";
    check_undo(cancel(), IN_TIME, refunds);
    let keeps = "You can undo this for 30 seconds; then messages leave";
    check_undo(cancel(), LATE, keeps);
    let at_the_start = "You can undo this until the session starts; then messages leave";
    check_undo(cancel(), "24 Nov 13:59:45", at_the_start);
}

const ACT: ActId = ActId(Uuid::from_u128(5));

/// Maya's cancel, taken back at once.
fn taken_back(facts: &Facts, command: Cancel, received: &str) -> Undoing {
    let (after, log) = cancelled(facts, command, received);
    let by = Role::Therapist;
    undo::decide(&after, &log, &Undo { by, of: ACT }, london(received)).expect("it can be undone")
}

/// The session after Maya's cancel, and what is recorded of that.
fn cancelled(facts: &Facts, command: Cancel, received: &str) -> (Facts, Vec<Recorded>) {
    let at = london(received);
    let done = decide(facts, &Command::Cancel(command), at).expect("it is decided");
    let mut after = facts.clone();
    after.session.state = done.to;
    after.session.revision = done.revision;
    after.session.cancellation = done.cancellation.clone();
    if let (Payment::Paid(paid), Some(money)) = (&mut after.payment, &done.money) {
        paid.books = money
            .legs
            .iter()
            .fold(paid.books, |books, leg| books.after(*leg));
    }
    let (act, revision) = (ACT, done.revision);
    let consequence = Box::new(done);
    let log = vec![recorded(Event::Decided { act, consequence }, revision, at)];
    (after, log)
}

fn recorded(event: Event, revision: u32, received_at: Instant) -> Recorded {
    let actor = Some(Role::Therapist);
    Recorded {
        event,
        revision,
        actor,
        received_at,
    }
}

fn undone(facts: &Facts, command: Cancel, received: &str) -> Vec<String> {
    happens::undone(&taken_back(facts, command, received), Role::Therapist)
}

#[test]
fn an_undo_tells_what_it_has_taken_back() {
    let late = cancel(Why::TherapistUnavailable, Choice::Policy);
    let lines = [
        "The refund of £65.00 is withdrawn; no money has moved",
        "The time is the session’s again",
        "Nobody was written to",
        "It does not count towards your standing",
    ];
    assert_eq!(undone(&facts(), late, LATE), lines);
    let part = cancel(JUST_NOW, Choice::Part(2000));
    let lines = [
        "The refund of £20.00 is withdrawn; no money has moved",
        "£45.00 is held again until the session",
        "The time was never free for anyone else",
        "Nobody was written to",
    ];
    assert_eq!(undone(&facts(), part, LATE), lines);
    let unpaid = unpaid(Some(london("22 Nov 14:00")));
    let lines = [
        "The charge is planned again as before",
        "The time was never free for anyone else",
        "Nobody was written to",
    ];
    assert_eq!(
        undone(&unpaid, cancel(JUST_NOW, Choice::Policy), IN_TIME),
        lines
    );
}

/// What Maya reads of the cancel, before it is undone and afterwards.
#[track_caller]
fn check_history(choice: Choice, before: &str, after: &str) {
    let command = || cancel(JUST_NOW, choice);
    let (_, mut log) = cancelled(&facts(), command(), LATE);
    let names = Names {
        reader: Role::Therapist,
        client: "Daniel",
        therapist: "Maya",
    };
    let reads = |log: &[Recorded]| line(&log[0], Fate::of(&log[0], log), names, "").1;
    assert_eq!(reads(&log).as_deref(), Some(before));
    let undoing = Box::new(taken_back(&facts(), command(), LATE));
    let revision = undoing.revision;
    let act = ActId(Uuid::from_u128(6));
    log.push(recorded(
        Event::Undone { act, undoing },
        revision,
        london(LATE),
    ));
    assert_eq!(reads(&log).as_deref(), Some(after));
}

#[test]
fn the_history_of_an_undone_cancel_says_what_was_to_become_of_the_money() {
    check_history(Choice::Policy, "£65.00 kept", "£65.00 was to be kept");
    let (before, after) = (
        "£20.00 refunded, £45.00 kept · an exception",
        "£20.00 was to be refunded, £45.00 kept · an exception",
    );
    check_history(Choice::Part(2000), before, after);
}

#[test]
fn where_somebody_else_wanted_to_cancel_too_it_says_that_the_team_asks() {
    let says = |by| {
        let since = london(LATE);
        let undoing = Undoing {
            second: Some(Second { by, since }),
            ..taken_back(&facts(), cancel(JUST_NOW, Choice::Policy), LATE)
        };
        happens::undone(&undoing, Role::Therapist).pop()
    };
    let (of_client, of_therapist) = (
        "Your client wanted to cancel too, so the team will ask how it stands",
        "You wanted to cancel too, so the team will ask you how it stands",
    );
    assert_eq!(says(Role::Client).as_deref(), Some(of_client));
    assert_eq!(says(Role::Therapist).as_deref(), Some(of_therapist));
}

#[test]
fn a_refused_undo_says_why_and_the_way_out() {
    let until = Some("12:00:30".into());
    let words = Words {
        undo_until: until,
        ..words()
    };
    let at = london("20 Nov 12:00:30");
    let say = |refusal| refusal::refusal(refusal, &words);
    let (client, therapist) = (Role::Client, Role::Therapist);
    let waits = |by| say(Refusal::CanStillBeUndone { until: at, by });
    assert_eq!(
        waits(therapist),
        "You can still undo this cancellation until 12:00:30. Wait for that, or undo it."
    );
    assert_eq!(
        waits(client),
        "Daniel can still undo this cancellation until 12:00:30. Wait for that."
    );
    assert_eq!(
        say(Refusal::UndoOver { until: at }),
        "It could be undone until 12:00:30. Money and messages have left; to see Daniel after \
         all, agree on a new session."
    );
    assert_eq!(
        say(Refusal::NotYoursToUndo { by: client }),
        "Only whoever cancelled can undo it, and that was Daniel."
    );
    assert_eq!(
        say(Refusal::ChangedSince {
            part: Difference::Told
        }),
        "What is on its way, a refund or a message, changed since the session was cancelled, so \
         it cannot be undone as a whole. See what stands on its page, and agree on a new session \
         if you mean to meet."
    );
}
