//! Runs every numbered example of docs/POLICIES.md. A rule is a line here and a section
//! there; an example that no rule runs, or whose number is missing or given twice, fails.

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/bookings.rs"]
mod bookings;
#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;
#[path = "support/doc.rs"]
mod doc;
#[path = "support/drags.rs"]
mod drags;
#[path = "support/follows.rs"]
mod follows;
#[path = "support/given.rs"]
mod given;
#[path = "support/hours.rs"]
mod hours;
#[path = "support/moves.rs"]
mod moves;
#[path = "support/objections.rs"]
mod objections;
#[path = "support/time_off.rs"]
mod time_off;
#[path = "support/undone.rs"]
mod undone;

use doc::{Example, examples, policies};

macro_rules! rules {
    ($($rule:ident $name:ident;)*) => {
        const RULES: &[&str] = &[$(stringify!($rule)),*];
        $(#[test] fn $name() { run(stringify!($rule)); })*
    };
}

rules! {
    P1 notice_is_elapsed_time_and_48_hours_are_in_time;
    P2 each_cause_has_its_answer;
    P3 what_goes_back_is_the_policys_answer_or_the_therapists_choice;
    P4 a_refund_stays_possible_up_to_what_remains;
    P5 commission_is_a_share_of_what_is_kept;
    P6 only_what_a_therapist_caused_counts_towards_standing;
    P7 after_the_start_it_is_attendance;
    P8 who_may_cancel_what_and_when;
    P9 freed_time_opens_again_unless_it_is_blocked;
    P10 nothing_is_done_but_what_was_shown;
    P11 notice_counts_from_when_the_client_asked;
    P12 a_booking_made_late_can_be_taken_back_for_15_minutes;
    P13 a_cancel_can_be_undone_for_30_seconds_by_whoever_cancelled;
    P14 a_session_moves_with_its_payment_past_own_rules_but_over_nobody;
    P15 a_client_moves_into_an_open_slot_until_48_hours_before;
    P16 up_to_three_times_are_offered_and_the_session_stays_until_one_is_taken;
    P17 a_booking_awaits_confirmation_up_to_an_instant;
    P18 a_time_in_checkout_is_booked_while_it_is_held;
    P19 a_follow_up_that_the_therapist_books_stands_at_once;
    P20 what_only_the_team_may_do_is_asked_of_them;
    P21 a_client_objects_to_a_move_that_they_did_not_make;
    P22 an_account_is_bookable_while_nothing_restricts_it;
    P23 slots_are_the_hours_that_nothing_stands_in_the_way_of;
    P24 hours_are_saved_once_everyone_outside_has_an_answer;
    P25 hours_are_painted_erased_and_drawn_by_their_edges;
    P26 time_off_ends_where_it_was_said_to;
    P27 whoever_has_not_confirmed_is_reminded_twice;
}

/// Runs one rule's examples and tells of every cell that is not as written.
#[track_caller]
fn run(rule: &str) {
    let examples = examples(&policies());
    let own = examples.iter().filter(|example| example.rule == rule);
    let wrong: Vec<String> = own.flat_map(wrong_cells).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn wrong_cells(example: &Example) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut expected = 0;
    for (head, cell) in &example.cells {
        let Some(head) = head.strip_prefix("→ ") else {
            assert!(given::HEADS.contains(&head.as_str()), "no column {head}");
            continue;
        };
        expected += 1;
        let got = follows::follows(example, head);
        if got != *cell {
            let number = example.number();
            wrong.push(format!(
                "{number} {head}: written “{cell}”, decided “{got}”"
            ));
        }
    }
    assert!(expected > 0, "{} expects nothing", example.number());
    wrong
}

#[test]
fn every_example_belongs_to_a_rule_and_numbers_run_on() {
    let text = policies();
    let examples = examples(&text);
    for rule in RULES {
        let own = examples.iter().filter(|example| example.rule == *rule);
        let places: Vec<usize> = own.map(|example| example.place).collect();
        let in_order: Vec<usize> = (1..=places.len()).collect();
        assert_eq!(places, in_order, "numbers of {rule}");
        assert!(!places.is_empty(), "{rule} has no example");
        let headings = text
            .lines()
            .filter(|line| line.starts_with(&format!("## {rule} ")));
        assert_eq!(headings.count(), 1, "one section for {rule}");
    }
    let stray = examples
        .iter()
        .find(|example| !RULES.contains(&example.rule.as_str()));
    assert!(stray.is_none(), "no test runs {stray:?}");
    let lines = text.lines().filter(|line| line.starts_with("| P"));
    assert_eq!(lines.count(), examples.len(), "a row that is no example");
    let sections = text.lines().filter(|line| line.starts_with("## P"));
    assert_eq!(sections.count(), RULES.len(), "a section without a test");
}

#[test]
fn every_rule_that_the_code_cites_is_in_the_document() {
    let mut cited = Vec::new();
    collect_cited(
        concat!(env!("CARGO_MANIFEST_DIR"), "/src").as_ref(),
        &mut cited,
    );
    assert!(!cited.is_empty());
    for rule in cited {
        assert!(RULES.contains(&rule.as_str()), "the code cites {rule}");
    }
}

/// The `P1` … after `POLICIES.md`, to the end of the bracket.
fn collect_cited(path: &std::path::Path, cited: &mut Vec<String>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("a folder") {
            collect_cited(&entry.expect("an entry").path(), cited);
        }
        return;
    }
    let text = std::fs::read_to_string(path).expect("text");
    for after in text.split("POLICIES.md").skip(1) {
        let words = after.split(')').next().unwrap_or_default();
        let rules = words.split(|c: char| !c.is_alphanumeric());
        let is_rule = |w: &&str| w.strip_prefix('P').is_some_and(|n| n.parse::<u8>().is_ok());
        cited.extend(rules.filter(is_rule).map(String::from));
    }
}
