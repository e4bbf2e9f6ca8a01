//! The therapist's own rules that give way to a move of theirs: each is named where it does.

use super::cast::{facts, london, words};
use super::{ASKED, MOVES, NEW, TOLD, by_maya, check, check_lines, knowing};
use domain::actor::Role;
use domain::commitment::Commitment;
use domain::sentences::happens;
use domain::session::State;
use domain::session::moving::{Way, Why};
use domain::times::{OldTime, OwnRule};
use domain::{Command, decide};

#[test]
fn only_a_therapist_overrides_their_own_rules_and_only_a_client_leaves_a_booking_unanswered() {
    check(|case| {
        let own = case.command.by == Role::Client;
        assert_eq!(case.moved.way == Way::Own, own);
        assert!(!own || case.moved.against.is_empty());
        let expected = if own {
            case.done.from
        } else {
            State::Confirmed
        };
        assert_eq!(case.done.to, expected);
    });
}

#[test]
fn being_unavailable_and_overriding_own_rules_reads_what_it_costs() {
    let lines = [
        MOVES,
        "The new time is outside your open hours",
        "The new time is farther ahead than people can book",
        "You confirm the booking by it",
        "The payment of £65.00 goes with it",
        "Tue 24 Nov, 14:00 – 14:50 is offered no longer, and from now on not in any other week",
        TOLD,
        "It counts towards your standing: your first incident in 90 days",
    ];
    let own = [OwnRule::OutsideHours, OwnRule::BeyondHorizon];
    let mut facts = knowing(facts(), NEW, &own);
    facts.session.state = State::AwaitingConfirmation;
    let command = by_maya(NEW, Why::TherapistUnavailable, OldTime::StopHour);
    let done = check_lines(&facts, command, "23 Nov 06:40", &lines);
    let commitment = Commitment::to(&done).to_text();
    let expected = r#""clauses":[{"id":"moved_unavailable","version":2}],"moved":{"start":"2026-11-25T16:00:00Z","against":["outside_hours","beyond_horizon"],"carried":6500,"charge":null}}"#;
    assert!(commitment.ends_with(expected), "{commitment}");
}

#[test]
fn each_rule_that_is_overridden_is_named() {
    let told = |against: &[OwnRule]| -> Vec<String> {
        let command = by_maya(NEW, ASKED, OldTime::Open);
        let facts = knowing(facts(), NEW, against);
        let done = decide(&facts, &Command::Move(command), london("20 Nov 12:00"));
        let lines = happens::lines(&done.expect("it is decided"), &words());
        let named = lines.into_iter().filter_map(|line| {
            let rule = line.text.strip_prefix("The new time is ")?;
            Some(rule.to_owned())
        });
        named.collect()
    };
    let lines = [
        (OwnRule::OutsideHours, "outside your open hours"),
        (OwnRule::WithinLeadTime, "sooner than your lead time allows"),
        (OwnRule::BeyondHorizon, "farther ahead than people can book"),
        (OwnRule::Blocked, "inside a block of yours"),
        (OwnRule::BusyElsewhere, "marked busy in your other calendar"),
        (
            OwnRule::WithinGap,
            "closer to another session than the gap that you keep",
        ),
    ];
    for (rule, expected) in lines {
        assert_eq!(told(&[rule]), [expected]);
    }
    assert_eq!(told(&[]), Vec::<String>::new());
    assert_eq!(told(&OwnRule::ALL), lines.map(|(_, expected)| expected));
}
