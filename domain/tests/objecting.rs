//! What a client reads of their own act, what the therapist reads of it, and how the log and the
//! house remember a dispute.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;

use cast::{captured, facts, london, open_at, paid, unpaid, words};
use domain::actor::Role;
use domain::consequence::Consequence;
use domain::event::replay::replay;
use domain::event::{Event, Recorded};
use domain::facts::Facts;
use domain::ids::ActId;
use domain::payment::Payment;
use domain::payment::ledger::Account::{Disputed, Held};
use domain::payment::ledger::{Books, Entry};
use domain::sentences::{client, disputed, happens, history, mine, refusal};
use domain::session::Cause;
use domain::session::cancel::Cancel;
use domain::session::moving::{Move, Way, Why};
use domain::session::object::{LastMove, Object, frozen_since};
use domain::session::offer::Answer;
use domain::session::waive::WaiveLate;
use domain::time::Instant;
use domain::times::OldTime;
use domain::view::session::Words;
use domain::{Command, decide};
use uuid::Uuid;

const AT: &str = "23 Nov 12:00";

fn done(facts: &Facts, command: Command, at: Instant) -> Consequence {
    decide(facts, &command, at).expect("it is decided")
}

fn by_maya(why: Why) -> Command {
    Command::Move(Move {
        by: Role::Therapist,
        to: london("25 Nov 16:00"),
        why,
        old_time: OldTime::Block,
        note: None,
    })
}

fn object() -> Command {
    Command::Object(Object { note: None })
}

fn knowing(mut facts: Facts) -> Facts {
    facts.times.candidates = vec![open_at(london("25 Nov 16:00"))];
    facts
}

/// The log that Maya's move began, and the facts after it.
fn moved(facts: Facts, why: Why) -> (Facts, Vec<Recorded>) {
    let mut facts = knowing(facts);
    let session = facts.session.clone();
    let booked = Event::Booked {
        by: Role::Therapist,
        span: session.span,
        price: session.price,
        charge: None,
    };
    let consequence = done(&facts, by_maya(why), london(AT));
    let moved = consequence.moved.clone().expect("it moves");
    facts.session.span = moved.to;
    facts.session.late_since = moved.late_since;
    facts.session.revision = consequence.revision;
    let log = vec![
        recorded(booked, 3, Role::Therapist, session.booked_at),
        decided(consequence, Role::Therapist, london(AT)),
    ];
    facts.times.last_move = LastMove::of(&log, Some(london("23 Nov 12:01")));
    (facts, log)
}

fn recorded(event: Event, revision: u32, actor: Role, at: Instant) -> Recorded {
    Recorded {
        event,
        revision,
        actor: Some(actor),
        received_at: at,
    }
}

fn decided(consequence: Consequence, actor: Role, at: Instant) -> Recorded {
    let revision = consequence.revision;
    let (act, consequence) = (
        ActId(Uuid::from_u128(revision.into())),
        Box::new(consequence),
    );
    recorded(Event::Decided { act, consequence }, revision, actor, at)
}

const ASKED: Why = Why::ClientAsked { asked_at: None };

#[test]
fn the_log_knows_the_last_move_and_whether_it_is_disputed() {
    let (facts, mut log) = moved(facts(), ASKED);
    let last = facts.times.last_move.expect("it was moved");
    assert_eq!(
        (last.way, last.cause, last.disputed_at),
        (Way::Agreed, Cause::ClientAsked, None)
    );
    assert_eq!(frozen_since(&log), None);
    let at = london("23 Nov 13:00");
    log.push(decided(done(&facts, object(), at), Role::Client, at));
    let stored = serde_json::to_string(&log).expect("plain data");
    let log: Vec<Recorded> = serde_json::from_str(&stored).expect("the same data");
    let last = LastMove::of(&log, None).expect("it was moved");
    assert_eq!(last.disputed_at, Some(at));
    assert_eq!(frozen_since(&log), Some(at));
    assert_eq!(
        last.until(london("25 Nov 16:00")),
        london("25 Nov 16:00"),
        "not told yet"
    );
    assert_eq!(LastMove::of(&log[..1], None), None);
}

#[test]
fn a_waived_late_mark_is_gone_from_the_log() {
    let (facts, mut log) = moved(facts(), ASKED);
    let late = |log: &[Recorded]| replay(log).expect("a booking").session.late_since;
    assert_eq!(late(&log), Some(london(AT)));
    let at = london("23 Nov 13:00");
    let waived = done(&facts, Command::WaiveLate(WaiveLate { note: None }), at);
    assert_eq!(happens::button(&waived), "Waive the late mark");
    log.push(decided(waived, Role::Therapist, at));
    assert_eq!(late(&log), None);
}

/// The facts once the client has denied a move of Maya's at their own wish.
fn denied(facts: Facts) -> Facts {
    let (mut facts, mut log) = moved(facts, ASKED);
    let at = london("23 Nov 13:00");
    let dispute = done(&facts, object(), at);
    if let (Payment::Paid(paid), Some(money)) = (&mut facts.payment, &dispute.money) {
        let after = |books: Books, leg: &_| books.after(*leg);
        paid.books = money.legs.iter().fold(paid.books, after);
    }
    log.push(decided(dispute, Role::Client, at));
    facts.times.last_move = LastMove::of(&log, Some(at));
    facts.times.frozen_since = frozen_since(&log);
    facts
}

/// Payment and policy on the therapist's page, and the policy on the client's.
#[track_caller]
fn check_open(facts: &Facts, payment: Option<&str>, bar: &str, notice: &str) {
    let at = london("23 Nov 14:00");
    assert_eq!(disputed::payment(facts, &words()).as_deref(), payment);
    assert_eq!(refusal::bar(facts, &words(), at), bar);
    assert_eq!(mine::notice(facts, &words(), at).as_deref(), Some(notice));
}

#[test]
fn while_a_late_mark_is_disputed_nobody_reads_that_it_is_settled() {
    let notice = "You said that you did not ask for the late move, so our team decides whether it \
                  stays late. Until then it counts as late";
    check_open(
        &denied(facts()),
        Some("£65.00 is frozen until the team has decided"),
        "Daniel denies having asked for the late move, so the team decides whether it stays late. \
         Until then it counts as late, and £65.00 is frozen until the team has decided.",
        notice,
    );
    check_open(
        &denied(unpaid(None)),
        None,
        "Daniel denies having asked for the late move, so the team decides whether it stays late. \
         Until then it counts as late.",
        notice,
    );
    let (mut at_the_bank, _) = moved(facts(), ASKED);
    at_the_bank.payment = paid(captured(6500).after(Entry::new(Held, Disputed, 6500)));
    check_open(
        &at_the_bank,
        Some("£65.00 is frozen until Daniel’s bank has decided"),
        "Late stays late: this session was moved late for Daniel, so the policy refunds nothing if \
         Daniel cancels; you may make an exception.",
        "It was moved late before, and stays late: the policy refunds nothing",
    );
}

/// As the client reads it, and the button.
#[track_caller]
fn check(done: &Consequence, button: &str, lines: &[&str]) {
    let words = Words {
        new_when: Some("Wed 25 Nov, 17:00 – 17:50".into()),
        short_when: "Tue 24 Nov, 15:00 – 15:50".into(),
        ..words()
    };
    assert_eq!(client::lines(done, &words), lines);
    assert_eq!(client::button(done, &words), button);
}

#[test]
fn a_client_reads_what_their_own_move_does() {
    let to = london("25 Nov 16:00");
    let own = || Command::Move(Move::by_client(to, None));
    let at = london("20 Nov 12:00");
    let lines = [
        "Your session moves from Tue 24 Nov, 15:00 – 15:50 to Wed 25 Nov, 17:00 – 17:50",
        "Your payment of £65.00 goes with it",
        "Maya Okafor is told by e-mail",
    ];
    check(&done(&knowing(facts()), own(), at), "Move session", &lines);
    let mut late = knowing(unpaid(Some(london("22 Nov 14:00"))));
    late.session.late_since = Some(london("15 Nov 09:00"));
    let lines = [
        lines[0],
        "Your card is charged 48 hours before the new start",
        "It counts as late: if you cancel the new time, the policy refunds nothing",
        lines[2],
    ];
    check(&done(&late, own(), at), "Move session", &lines);
}

#[test]
fn a_client_who_objects_reads_what_becomes_of_session_and_money() {
    let at = london("23 Nov 13:00");
    let (unavailable, _) = moved(facts(), Why::TherapistUnavailable);
    let lines = [
        "Your session on Tue 24 Nov, 15:00 – 15:50 is cancelled",
        "£65.00 goes back to your card, usually in 5 to 10 days",
        "Maya Okafor is told by e-mail",
        "You can undo this for a moment; then money and messages leave",
    ];
    check(
        &done(&unavailable, object(), at),
        "Cancel and get £65.00 back",
        &lines,
    );
    let (asked, _) = moved(facts(), ASKED);
    let lines = [
        "Our team finds out who asked for the new time; until then your session stays on Tue 24 \
         Nov, 15:00 – 15:50",
        "Your payment of £65.00 is kept safe until they have decided: it is neither spent nor lost",
        "Maya Okafor is told by e-mail",
    ];
    let disputed = done(&asked, object(), at);
    check(&disputed, "I did not ask for this", &lines);
    let said = happens::lines(&disputed, &words());
    let said: Vec<&str> = said.iter().map(|line| line.text.as_str()).collect();
    assert!(
        said.contains(&"£65.00 is frozen until the team has decided"),
        "{said:?}"
    );
}

#[test]
fn a_client_reads_what_cancelling_or_leaving_an_offer_does() {
    let at = london("23 Nov 12:00");
    let cancelled = done(&facts(), Command::Cancel(Cancel::by_client(None)), at);
    let lines = [
        "Your session on Tue 24 Nov, 15:00 – 15:50 is cancelled",
        "Your payment of £65.00 is not refunded",
        "Maya Okafor is told by e-mail",
        "You can undo this for a moment; then money and messages leave",
    ];
    check(&cancelled, "Cancel session", &lines);
    let mut offered = knowing(facts());
    let offer = domain::session::offer::Offer {
        times: vec![london("25 Nov 16:00")],
        why: ASKED,
        old_time: OldTime::Open,
        note: None,
    };
    let made = done(&offered, Command::Offer(offer), at);
    if let Some(domain::session::offer::OfferEffect::Made(offer)) = made.offer {
        offered.times.offer = Some(offer);
    }
    let lines = [
        "Your session on Tue 24 Nov, 15:00 – 15:50 stays where it is",
        "Maya Okafor is told by e-mail",
    ];
    let declined = done(&offered, Command::AnswerOffer(Answer::Decline), at);
    check(&declined, "Leave it where it is", &lines);
    let take = Command::AnswerOffer(Answer::Take(london("25 Nov 16:00")));
    assert_eq!(
        client::button(&done(&offered, take, at), &words()),
        "Take this time"
    );
}

#[test]
fn the_history_tells_an_objection_and_a_dispute() {
    let at = london("23 Nov 13:00");
    let tell = |why| {
        let (facts, _) = moved(facts(), why);
        let objected = decided(done(&facts, object(), at), Role::Client, at);
        let names = history::Names {
            reader: Role::Therapist,
            client: "Daniel",
            therapist: "Maya",
        };
        history::line(&objected, history::Fate::Stands, names, "").0
    };
    let unavailable = tell(Why::TherapistUnavailable);
    assert_eq!(unavailable, "Daniel cancelled, objecting to the new time");
    assert_eq!(tell(ASKED), "Daniel denied having asked for the move");
}
