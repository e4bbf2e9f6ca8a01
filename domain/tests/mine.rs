//! What stands on the page behind a client's personal link.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;

use cast::{facts, london, open_at, unpaid, words};
use domain::actor::Role;
use domain::event::{Event, Recorded};
use domain::facts::Facts;
use domain::ids::ActId;
use domain::refusal::Refusal;
use domain::sentences::{client, mine};
use domain::session::State;
use domain::session::cancel::Cancel;
use domain::session::moving::{Move, Why};
use domain::session::offer::{Answer, Offer};
use domain::times::{Nearest, OldTime, TakenBy};
use domain::view::session::Words;
use domain::{Command, decide};
use uuid::Uuid;

const AT: &str = "23 Nov 12:00";

/// What the page says of the last of these decisions.
#[track_caller]
fn check(commands: &[(Command, Role)], expected: Option<&str>) {
    let mut facts = facts();
    facts.times.candidates = vec![open_at(london("25 Nov 16:00"))];
    let mut log = Vec::new();
    for (command, by) in commands {
        let done = decide(&facts, command, london(AT)).expect("it is decided");
        if let Some(offer) = &done.offer {
            facts.times.offer = Some(offer.offer().clone());
        }
        log.push(Recorded {
            revision: done.revision,
            event: Event::Decided {
                act: ActId(Uuid::nil()),
                consequence: Box::new(done),
            },
            actor: Some(*by),
            received_at: london(AT),
        });
    }
    assert_eq!(mine::news(&log, &words()).as_deref(), expected);
}

fn offer() -> (Command, Role) {
    let offer = Offer {
        times: vec![london("25 Nov 16:00")],
        why: Why::ClientAsked { asked_at: None },
        old_time: OldTime::Open,
        note: None,
    };
    (Command::Offer(offer), Role::Therapist)
}

fn answer(answer: Answer) -> (Command, Role) {
    (Command::AnswerOffer(answer), answer.by())
}

#[test]
fn what_happened_last_is_told_from_the_clients_side() {
    check(&[], None);
    check(&[offer()], None);
    let taken = answer(Answer::Take(london("25 Nov 16:00")));
    let said = "You took this time, and Maya Okafor is told.";
    check(&[offer(), taken], Some(said));
    let said = "You took none of the other times. It stays where it is.";
    check(&[offer(), answer(Answer::Decline)], Some(said));
    let said = "Maya Okafor took the other times back. It stays where it is.";
    check(&[offer(), answer(Answer::Withdraw)], Some(said));
    let own = Command::Cancel(Cancel::by_client(None));
    check(&[(own, Role::Client)], Some("You cancelled it."));
    let moved = Command::Move(Move {
        by: Role::Therapist,
        to: london("25 Nov 16:00"),
        why: Why::TherapistUnavailable,
        old_time: OldTime::Block,
        note: None,
    });
    let said = "Maya Okafor moved it to this time.";
    check(&[(moved, Role::Therapist)], Some(said));
}

#[track_caller]
fn check_notice(facts: &Facts, at: &str, expected: Option<&str>) {
    let said = mine::notice(facts, &words(), london(at));
    let beginning = said.as_deref().map(|said| &said[..said.len().min(24)]);
    assert_eq!(beginning, expected, "{at}: {said:?}");
}

#[test]
fn until_when_cancelling_is_free_is_said_of_what_is_to_come() {
    check_notice(&facts(), "20 Nov 12:00", Some("Free of charge until Sun"));
    check_notice(&facts(), AT, Some("It is late now: cancelli"));
    check_notice(&unpaid(None), AT, Some("It is late now: cancelli"));
    check_notice(&facts(), "24 Nov 14:00", None);
}

/// All that a client can be refused by their link, and read of what they are about to do.
#[test]
fn whoever_wants_it_discreet_reads_of_no_session() {
    let discreet = Words {
        discreet: true,
        therapist_name: "Maya".into(),
        ..words()
    };
    let nearest = Nearest::default();
    let refused = [
        Refusal::AlreadyCancelled,
        Refusal::Started,
        Refusal::NotInState(State::Completed),
        Refusal::SameTime { nearest },
        Refusal::Taken {
            by: TakenBy::Session,
            nearest,
        },
        Refusal::OfferOver,
        Refusal::NotOffered,
        Refusal::NothingToObjectTo,
        Refusal::DisputedAlready,
        Refusal::NothingToUndo,
        Refusal::AlreadyUndone,
        Refusal::UndoOver { until: london(AT) },
        Refusal::ObjectionOver { until: london(AT) },
        Refusal::ConfirmOver { since: london(AT) },
    ];
    let mut said = refused.map(|why| client::refusal(why, &discreet)).to_vec();
    let mut facts = facts();
    facts.times.candidates = vec![open_at(london("27 Nov 16:00"))];
    let own = [
        Command::Cancel(Cancel::by_client(None)),
        Command::Move(Move::by_client(london("27 Nov 16:00"), None)),
    ];
    for command in own {
        let done = decide(&facts, &command, london("20 Nov 12:00")).expect("it is decided");
        said.extend(client::lines(&done, &discreet));
        said.push(client::button(&done, &discreet));
    }
    for text in &said {
        assert!(!text.to_lowercase().contains("session"), "{text}");
        assert!(!text.contains(" a appointment"), "{text}");
    }
    let taken = "An appointment has that time already. Choose another one.";
    assert!(said.iter().any(|text| text == taken), "{said:#?}");
}

#[test]
fn a_refusal_does_not_speak_to_the_therapist() {
    let said = client::refusal(Refusal::Started, &words());
    assert!(said.contains("Ask Maya Okafor"), "{said}");
    let said = client::refusal(Refusal::OfferOver, &words());
    assert!(said.contains("no longer on offer"), "{said}");
}
