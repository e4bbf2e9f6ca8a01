//! What holds of every move, whatever the facts, and the words that people read of one.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;
#[path = "support/dice.rs"]
mod dice;
#[path = "support/generated.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod generated;
#[path = "moving/log.rs"]
mod log;
#[path = "moving/own_rules.rs"]
mod own_rules;

use cast::{facts, london, open_at, unpaid, words};
use dice::Dice;
use domain::actor::Role;
use domain::commitment::Commitment;
use domain::consequence::{Consequence, SlotEffect};
use domain::event::{Event, Recorded};
use domain::facts::Facts;
use domain::form::{Fields, Form, Reading};
use domain::ids::ActId;
use domain::money::Currency;
use domain::payment::charge::Due;
use domain::refusal::Refusal;
use domain::sentences::{happens, history, moves, refusal};
use domain::session::moving::{self, Move, Moved, Why};
use domain::session::{Cause, State};
use domain::time::{Instant, TimeDelta};
use domain::times::{Nearest, OldTime, OwnRule, Taken, TakenBy};
use domain::view::session::Words;
use domain::{Command, decide};
use generated::{any_facts, any_move, any_now};
use uuid::Uuid;

const CASES: u64 = 20_000;

struct Case {
    facts: Facts,
    command: Move,
    now: Instant,
    done: Consequence,
    moved: Moved,
}

/// Throws many cases and looks at the moves that are carried out.
#[track_caller]
fn check(holds: impl Fn(&Case)) {
    let mut taken = 0;
    for seed in 0..CASES {
        let dice = &mut Dice::new(seed);
        let facts = any_facts(dice);
        let (command, now) = (any_move(dice, &facts, None), any_now(dice, &facts));
        if let (Command::Move(command), Ok(done)) = (&command, decide(&facts, &command, now)) {
            let command = command.clone();
            let moved = done.moved.clone().expect("a move moves");
            holds(&Case {
                facts,
                command,
                now,
                done,
                moved,
            });
            taken += 1;
        }
    }
    assert!(taken > 400, "only {taken} moves were carried out");
}

#[test]
fn a_move_keeps_the_length_and_lies_ahead_and_over_nobody() {
    check(|case| {
        let (old, new) = (case.facts.session.span, case.moved.to);
        assert_eq!(old.length(), new.length());
        assert!(new.start() > case.now && new.start() != old.start());
        assert!(!case.moved.freed.overlaps(new) && case.moved.freed.overlaps(old));
        let known = case.facts.times.candidates.iter();
        let candidate = known.clone().find(|known| known.span == new);
        let others = candidate.iter().flat_map(|known| &known.taken);
        for other in others.filter(|other| other.session != Some(case.facts.session.id)) {
            let over = matches!(other.by, TakenBy::Hold { until } if until <= case.now);
            assert!(over || !other.span.overlaps(new), "{other:?}");
        }
    });
}

#[test]
fn a_move_moves_no_money_and_takes_the_payment_and_the_charge_along() {
    check(|case| {
        assert_eq!(
            (&case.done.money, case.done.charge_withdrawn),
            (&None, None)
        );
        let paid = case
            .facts
            .payment
            .paid()
            .map(|paid| paid.books.held + paid.books.disputed);
        assert_eq!(case.moved.carried.map(|money| money.minor), paid);
        if let Some(due) = case.moved.charge {
            let ahead = case.moved.to.start() - due.instant(case.now);
            assert!(ahead <= TimeDelta::hours(48));
            assert!(ahead == TimeDelta::hours(48) || due == Due::AtOnce);
        }
    });
}

#[test]
fn no_time_that_is_known_to_be_wrong_is_left_open() {
    check(|case| {
        let unavailable = case.command.why == Why::TherapistUnavailable;
        assert!(!unavailable || case.done.slot != SlotEffect::Freed);
        assert_ne!(case.done.slot, SlotEffect::Untouched);
    });
}

#[test]
fn what_is_late_stays_late_and_only_a_late_wish_becomes_it() {
    check(|case| {
        let (before, after) = (case.facts.session.late_since, case.moved.late_since);
        assert!(before.is_none() || after == before);
        if before.is_none() && after.is_some() {
            assert_eq!(case.moved.cause, Cause::ClientAsked);
            assert!(case.moved.notice_ms < TimeDelta::hours(48).num_milliseconds());
        }
    });
}

fn by_maya(to: &str, why: Why, old_time: OldTime) -> Move {
    Move {
        by: Role::Therapist,
        to: london(to),
        why,
        old_time,
        note: None,
    }
}

const ASKED: Why = Why::ClientAsked { asked_at: None };

fn knowing(mut facts: Facts, to: &str, against: &[OwnRule]) -> Facts {
    let mut candidate = open_at(london(to));
    candidate.against.extend(against);
    facts.times.candidates.push(candidate);
    facts
}

#[track_caller]
fn check_lines(facts: &Facts, command: Move, received: &str, lines: &[&str]) -> Consequence {
    let done = decide(facts, &Command::Move(command), london(received)).expect("it is decided");
    let words = Words {
        new_when: Some("Wed 25 Nov, 16:00 – 16:50".into()),
        ..words()
    };
    let said = happens::lines(&done, &words);
    let said: Vec<&str> = said.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(said, lines);
    assert_eq!(happens::button(&done), "Move session");
    assert_eq!(happens::title(&done), "Session moved");
    done
}

const NEW: &str = "25 Nov 16:00";
const MOVES: &str = "The session moves from Tue 24 Nov, 14:00 – 14:50 to Wed 25 Nov, 16:00 – 16:50";
const TOLD: &str = "Daniel is told by e-mail, with the new time for the calendar, and can object";

#[test]
fn a_late_wish_reads_what_it_means_later() {
    let lines = [
        MOVES,
        "Daniel asked late, and late stays late: if Daniel cancels the new time, the policy \
         refunds nothing",
        "The payment of £65.00 goes with it",
        "Tue 24 Nov, 14:00 – 14:50 opens for booking again",
        TOLD,
        "Your standing does not change",
    ];
    let command = by_maya(NEW, ASKED, OldTime::Open);
    check_lines(&knowing(facts(), NEW, &[]), command, "23 Nov 06:40", &lines);
}

#[test]
fn a_planned_charge_says_when_it_is_taken_now() {
    let planned = || unpaid(Some(london("22 Nov 14:00")));
    let tell = |received| {
        let facts = knowing(planned(), NEW, &[]);
        let command = by_maya(NEW, ASKED, OldTime::Open);
        let done = decide(&facts, &Command::Move(command), london(received));
        let lines = happens::lines(&done.expect("it is decided"), &words());
        let money = lines
            .into_iter()
            .find(|line| line.text.starts_with("Nothing was paid"));
        money.expect("a line about the charge").text
    };
    assert_eq!(
        tell("20 Nov 12:00"),
        "Nothing was paid yet; the planned charge goes with it, to 48 hours before the new start"
    );
    assert_eq!(
        tell("23 Nov 16:00"),
        "Nothing was paid yet; the new start is less than 48 hours away, so the card is charged at once"
    );
}

#[test]
fn the_letter_says_whose_wish_it_was_and_the_history_too() {
    let told = |why, old_time| {
        let facts = knowing(facts(), NEW, &[]);
        let command = Command::Move(by_maya(NEW, why, old_time));
        let done = decide(&facts, &command, london("10 Nov 15:00")).expect("it is decided");
        let lines = happens::lines(&done, &words());
        let quote = lines.into_iter().find_map(|line| line.quote);
        let recorded = Recorded {
            revision: done.revision,
            event: Event::Decided {
                act: ActId(Uuid::from_u128(5)),
                consequence: Box::new(done),
            },
            actor: Some(Role::Therapist),
            received_at: london("10 Nov 15:00"),
        };
        let names = history::Names {
            reader: Role::Client,
            client: "Daniel",
            therapist: "Maya",
        };
        let (line, detail) =
            history::line(&recorded, history::Fate::Stands, names, "Tue 24 Nov, 14:00");
        [quote.expect("a letter"), line, detail.expect("a detail")]
    };
    let asked = [
        "Maya Okafor has moved your session, as you asked.",
        "Maya moved it because the client asked",
        "from Tue 24 Nov, 14:00",
    ];
    assert_eq!(told(ASKED, OldTime::Open), asked);
    let unavailable = [
        "Maya Okafor cannot make it at the time you had, and has moved your session. We are sorry.",
        "Maya moved it, being unavailable",
        "from Tue 24 Nov, 14:00 · old time blocked",
    ];
    assert_eq!(told(Why::TherapistUnavailable, OldTime::Block), unavailable);
    let correction = [
        "Maya Okafor has put the time of your session right.",
        "Maya moved it to put a mistake right",
        "from Tue 24 Nov, 14:00",
    ];
    assert_eq!(told(Why::Correction, OldTime::Open), correction);
    let days = ["Tue 24 Nov", "Wed 25 Nov", "Fri 27 Nov"].map(String::from);
    let covered = "for Tue 24 Nov, then Wed 25 Nov, then Fri 27 Nov";
    assert_eq!(moves::covered(&days).as_deref(), Some(covered));
    assert_eq!(moves::covered(&[]), None);
}

#[test]
fn a_form_about_the_session_as_it_was_is_told_where_it_is_now_and_what_is_near() {
    let nearest = Nearest::of([london("25 Nov 15:00")]);
    let mut facts = knowing(facts(), NEW, &[]);
    facts.times.candidates[0].nearest = nearest;
    let command = by_maya(NEW, ASKED, OldTime::Open);
    let done = decide(
        &facts,
        &Command::Move(command.clone()),
        london("20 Nov 12:00"),
    );
    let shown = Commitment::to(&done.expect("it is decided"));
    let at = |start: &str, state| {
        let mut facts = facts.clone();
        facts.session.span = facts.session.span.starting(london(start));
        facts.session.state = state;
        facts
    };
    let outdated = |facts: &Facts| moving::outdated(facts, &command, &shown);
    let told = Some(Refusal::Outdated { nearest });
    for (start, state, expected) in [
        ("24 Nov 14:00", State::Confirmed, None),
        ("24 Nov 14:00:01", State::Confirmed, told),
        ("24 Nov 14:00", State::AwaitingConfirmation, told),
    ] {
        assert_eq!(outdated(&at(start, state)), expected, "{start} {state:?}");
    }
    // A newer revision alone, and other money, are no other session.
    let mut newer = facts.clone();
    newer.session.revision += 1;
    newer.exceptions += 1;
    assert_eq!(outdated(&newer), None);
    assert_eq!(
        refusal::refusal(Refusal::Outdated { nearest }, &words()),
        "Meanwhile the session itself has changed: it is on Tue 24 Nov, 14:00 – 14:50 now. Read \
         what is marked below. Press once more, or choose one of the nearest that are open."
    );
}

#[test]
fn a_refused_time_comes_with_the_nearest_that_are_open() {
    let nearest = Nearest::of([london("25 Nov 15:00"), london("25 Nov 17:00")]);
    let refused = |to: &str, by: Option<TakenBy>| {
        let mut facts = knowing(facts(), to, &[]);
        let candidate = facts.times.candidates.last_mut().expect("it is known");
        candidate.nearest = nearest;
        candidate.taken = by
            .map(|by| Taken {
                span: candidate.span,
                by,
                session: None,
            })
            .into_iter()
            .collect();
        let command = Command::Move(by_maya(to, ASKED, OldTime::Open));
        decide(&facts, &command, london("20 Nov 12:00")).expect_err("it is refused")
    };
    let until = london("20 Nov 12:10");
    let told = [
        (refused("19 Nov 12:00", None), "That time is over."),
        (
            refused(NEW, Some(TakenBy::Session)),
            "A session has that time already.",
        ),
        (
            refused(NEW, Some(TakenBy::Hold { until })),
            "That time is being kept for somebody just now.",
        ),
    ];
    for (refused, says) in told {
        assert_eq!(refused.nearest(), nearest);
        let text = refusal::refusal(refused, &words());
        assert_eq!(
            text,
            format!("{says} Choose one of the nearest that are open, or another one.")
        );
    }
    let unknown = decide(
        &facts(),
        &Command::Move(by_maya(NEW, ASKED, OldTime::Open)),
        london("20 Nov 12:00"),
    );
    assert_eq!(unknown, Err(Refusal::TimeUnknown));
}

#[test]
fn the_form_shows_a_safe_old_time_before_one_is_chosen() {
    let zone = cast::zone("Europe/London");
    let reading = Reading {
        currency: Currency::Gbp,
        zone: &zone,
    };
    let fields = Fields {
        cause: "unavailable".into(),
        to: "typed".into(),
        to_typed: "2026-11-25T16:00".into(),
        ..Fields::default()
    };
    let facts = knowing(facts(), NEW, &[]);
    let now = london("20 Nov 12:00");
    let shown = fields.preview(Form::Move, &facts, reading, now);
    assert_eq!(shown.map(|shown| shown.slot), Ok(SlotEffect::Blocked));
    let pressed = fields.moving(reading).expect("it can be read");
    assert_eq!(
        decide(&facts, &pressed, now),
        Err(Refusal::OldTimeStaysOpen)
    );
}
