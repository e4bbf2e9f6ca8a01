//! A commitment finds each part of a consequence that is not as it was shown, and no other.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;

use cast::{JUST_NOW, cancel, facts, london, open_at, span, unpaid};
use domain::actor::Role;
use domain::commitment::{Commitment, Difference};
use domain::consequence::{Consequence, SlotEffect, TaskKind};
use domain::facts::Facts;
use domain::ids::SessionId;
use domain::payment::charge::Due;
use domain::payment::ledger::{Account, Entry};
use domain::payment::refund::Choice;
use domain::policy::Clause;
use domain::session::State;
use domain::session::cancel::Cancel;
use domain::session::moving::{Move, Moved, Why};
use domain::standing::StandingEffect;
use domain::times::{OldTime, OwnRule};
use domain::told::{Recipient, Template};
use domain::{Command, decide};
use uuid::Uuid;

fn shown_of(facts: &Facts) -> Consequence {
    let note = Some("See you in December".into());
    let command = Cancel {
        note,
        ..cancel(JUST_NOW, Choice::Part(2000))
    };
    decide(facts, &Command::Cancel(command), london("23 Nov 12:00")).expect("it is decided")
}

fn shown() -> Consequence {
    shown_of(&facts())
}

/// What differs once `change` has been made to what was shown.
#[track_caller]
fn check_of(shown: Consequence, change: impl FnOnce(&mut Consequence), expected: &[Difference]) {
    let mut now = shown.clone();
    change(&mut now);
    let (shown, now) = (Commitment::to(&shown), Commitment::to(&now));
    assert_eq!(shown.differences(&now), expected);
    assert_eq!(now.differences(&shown), expected, "the other way round");
    assert_eq!(shown.digest() == now.digest(), expected.is_empty());
}

#[track_caller]
fn check(change: impl FnOnce(&mut Consequence), expected: &[Difference]) {
    check_of(shown(), change, expected);
}

#[test]
fn another_session_start_or_state_is_a_difference_of_the_session() {
    let session = &[Difference::Session];
    check(|now| now.session = SessionId(Uuid::from_u128(9)), session);
    check(|now| now.span = span(london("24 Nov 14:01")), session);
    check(|now| now.from = State::AwaitingConfirmation, session);
    check(|now| now.to = State::Completed, session);
}

#[test]
fn another_balance_leg_or_planned_charge_is_a_difference_of_the_money() {
    let money = &[Difference::Money];
    check(
        |now| now.money.as_mut().expect("paid").balance.minor -= 1,
        money,
    );
    check(
        |now| now.money.as_mut().expect("paid").legs[0].amount += 1,
        money,
    );
    check(
        |now| now.money.as_mut().expect("paid").legs.reverse(),
        money,
    );
    let more = Entry::new(Account::Held, Account::Parked, 1);
    check(
        |now| now.money.as_mut().expect("paid").legs.push(more),
        money,
    );
    check(|now| now.money = None, money);
    let planned = unpaid(Some(london("23 Nov 14:00")));
    let later = Some(london("23 Nov 15:00"));
    check_of(
        shown_of(&planned),
        |now| now.charge_withdrawn = later,
        money,
    );
    check_of(shown_of(&planned), |now| now.charge_withdrawn = None, money);
}

/// Maya moves it to the day after, because Daniel asked.
fn moves_of(facts: &Facts) -> Consequence {
    let mut facts = facts.clone();
    facts.times.candidates = vec![open_at(london("25 Nov 16:00"))];
    let command = Command::Move(Move {
        by: Role::Therapist,
        to: london("25 Nov 16:00"),
        why: Why::ClientAsked { asked_at: None },
        old_time: OldTime::Open,
        note: None,
    });
    decide(&facts, &command, london("20 Nov 12:00")).expect("it is decided")
}

#[track_caller]
fn check_move(change: impl FnOnce(&mut Moved), expected: &[Difference]) {
    let planned = unpaid(Some(london("22 Nov 14:00")));
    let change = |now: &mut Consequence| change(now.moved.as_mut().expect("it moves"));
    check_of(moves_of(&planned), change, expected);
}

#[test]
fn another_new_time_override_or_charge_is_a_difference_and_what_follows_from_them_is_not() {
    check_move(
        |now| now.to = span(london("25 Nov 16:01")),
        &[Difference::Session],
    );
    let hours = OwnRule::OutsideHours;
    check_move(|now| _ = now.against.insert(hours), &[Difference::Session]);
    check_move(|now| now.charge = Some(Due::AtOnce), &[Difference::Money]);
    check_move(|now| now.charge = None, &[Difference::Money]);
    check_move(
        |now| now.carried = Some(cast::pounds(1)),
        &[Difference::Money],
    );
    check_move(|now| now.at = london("20 Nov 12:01"), &[]);
    check_move(|now| now.notice_ms -= 1, &[]);
    check_move(|now| now.late_since = Some(london("20 Nov 12:01")), &[]);
    check_of(
        moves_of(&facts()),
        |now| now.moved = None,
        &[Difference::Session, Difference::Money],
    );
}

#[test]
fn another_fate_of_the_time_is_a_difference_of_the_slot() {
    check(|now| now.slot = SlotEffect::Blocked, &[Difference::Slot]);
    check(|now| now.slot = SlotEffect::Untouched, &[Difference::Slot]);
}

#[test]
fn another_message_or_other_words_is_a_difference_of_who_is_told() {
    let told = &[Difference::Told];
    check(|now| now.told[0].to = Recipient::Therapist, told);
    check(|now| now.told[0].template = Template::RefundStarted, told);
    check(
        |now| now.told[0].words = Some("See you in January".into()),
        told,
    );
    check(|now| now.told[0].words = None, told);
    check(|now| now.told.clear(), told);
}

#[test]
fn another_effect_on_standing_is_a_difference_of_standing() {
    let standing = &[Difference::Standing];
    check(
        |now| now.standing = StandingEffect::Incident { now: 1 },
        standing,
    );
    check(|now| now.standing = StandingEffect::TeamDecides, standing);
}

#[test]
fn another_clause_or_version_is_a_difference_of_the_policy() {
    let policy = &[Difference::Policy];
    check(|now| now.clauses[0].id = Clause::OnTime, policy);
    check(|now| now.clauses[0].version = 3, policy);
    check(|now| now.clauses.truncate(1), policy);
}

#[test]
fn several_differences_are_all_named_in_the_order_of_the_dialog() {
    let change = |now: &mut Consequence| {
        now.standing = StandingEffect::TeamDecides;
        now.slot = SlotEffect::Blocked;
        now.from = State::AwaitingConfirmation;
    };
    let parts = [Difference::Session, Difference::Slot, Difference::Standing];
    check(change, &parts);
}

#[test]
fn what_merely_ages_or_only_the_team_reads_is_no_difference() {
    check(|now| now.revision += 1, &[]);
    check(
        |now| now.money.as_mut().expect("paid").exception = Some(7),
        &[],
    );
    check(|now| now.tasks.push(TaskKind::CompetingCancel), &[]);
    check(|now| now.reason = Some("A word to the team".into()), &[]);
    let at = london("23 Nov 12:01");
    check(
        |now| now.cancellation.as_mut().expect("cancelled").at = at,
        &[],
    );
    check(
        |now| now.cancellation.as_mut().expect("cancelled").notice_ms -= 1,
        &[],
    );
}

#[test]
fn free_words_are_hashed_and_never_carried() {
    let text = Commitment::to(&shown()).to_text();
    assert!(!text.contains("December"), "{text}");
}

#[test]
fn what_is_no_commitment_is_not_read() {
    let text = Commitment::to(&shown()).to_text();
    assert!(Commitment::parse(&text).is_some());
    assert_eq!(Commitment::parse(""), None);
    assert_eq!(Commitment::parse("{}"), None);
    assert_eq!(Commitment::parse(&text[..text.len() - 1]), None);
    assert_eq!(
        Commitment::parse(&format!("{text}{}", " ".repeat(2048))),
        None
    );
}

#[test]
fn the_canonical_text_stays_as_it_is() {
    let expected = concat!(
        r#"{"session":"00000000-0000-0000-0000-000000000003","start":"2026-11-24T14:00:00Z","#,
        r#""from":"confirmed","to":"cancelled","balance":6500,"legs":["#,
        r#"{"from":"held","to":"refunding","amount":2000},"#,
        r#"{"from":"held","to":"commission","amount":450},"#,
        r#"{"from":"held","to":"therapist_payable","amount":4050}],"#,
        r#""charge_withdrawn":null,"slot":"freed","told":[["client","session_cancelled",null]],"#,
        r#""standing":"untouched","clauses":[{"id":"late","version":2},"#,
        r#"{"id":"exception","version":2}]}"#,
    );
    let mut plain = shown();
    plain.told[0].words = None;
    assert_eq!(Commitment::to(&plain).to_text(), expected);
}

/// A consequence is kept in the append-only log: what was written before moves were known of
/// reads as it did.
#[test]
fn a_consequence_without_a_move_reads_and_writes_as_before() {
    let text = serde_json::to_string(&shown()).expect("plain data");
    assert!(!text.contains("moved"), "{text}");
    assert_eq!(serde_json::from_str(&text).ok(), Some(shown()));
}

#[test]
fn words_of_the_clients_that_are_typed_beside_it_make_no_difference() {
    let said = Some("I am ill.".to_owned());
    let at = london("23 Nov 12:00");
    let by_daniel = |note| Command::Cancel(Cancel::by_client(note));
    let shown = decide(&facts(), &by_daniel(None), at).expect("it is decided");
    let now = decide(&facts(), &by_daniel(said.clone()), at).expect("it is decided");
    let (shown, now) = (Commitment::to(&shown), Commitment::to(&now));
    assert_eq!(shown.differences(&now), [Difference::Told]);
    assert_eq!(shown.with_note(said.as_deref()).differences(&now), []);
}
