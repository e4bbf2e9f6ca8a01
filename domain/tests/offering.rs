//! What holds of every offer of other times, and the words that people read of one.

#[path = "support/cast.rs"]
#[allow(dead_code, reason = "each test crate uses a part of the cast")]
mod cast;
#[path = "support/dice.rs"]
mod dice;
#[path = "support/generated.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod generated;

use cast::{JUST_NOW, cancel, facts, london, open_at, words};
use dice::Dice;
use domain::actor::Role;
use domain::commitment::{Commitment, Difference};
use domain::consequence::Consequence;
use domain::event::replay::{Replayed, replay};
use domain::event::{Event, Recorded};
use domain::facts::Facts;
use domain::form::{Fields, Form, Reading};
use domain::ids::ActId;
use domain::money::Currency;
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::sentences::{happens, history};
use domain::session::moving::Why;
use domain::session::offer::{Answer, Offer, OfferEffect, OfferEnd, OpenOffer};
use domain::session::undo::{self, Undo};
use domain::time::{Instant, TimeDelta};
use domain::times::{OldTime, OwnRule};
use domain::view::session::Words;
use domain::{Command, decide};
use generated::{any_command, any_facts, any_now};
use uuid::Uuid;

const CASES: u64 = 20_000;

/// Throws many cases and looks at what is decided about an offer.
#[track_caller]
fn check(holds: impl Fn(&Facts, Instant, &Consequence, &OfferEffect)) {
    let mut taken = 0;
    for seed in 0..CASES {
        let dice = &mut Dice::new(seed);
        let facts = any_facts(dice);
        let (command, now) = (any_command(dice, &facts), any_now(dice, &facts));
        if let Ok(done) = decide(&facts, &command, now)
            && let Some(effect) = &done.offer
        {
            holds(&facts, now, &done, effect);
            taken += 1;
        }
    }
    assert!(taken > 600, "only {taken} decisions were about an offer");
}

#[test]
fn what_is_offered_is_held_beside_the_session_and_beside_each_other_and_lapses_before_it_starts() {
    check(|facts, now, done, effect| {
        let OfferEffect::Made(offer) = effect else {
            return;
        };
        assert!(done.moved.is_none() && done.to == done.from);
        let mut spans: Vec<_> = offer.times.iter().map(|time| time.span).collect();
        assert!(spans.iter().all(|span| offer.until <= span.start()));
        spans.push(facts.session.span);
        for (place, span) in spans.iter().enumerate() {
            assert!(spans[..place].iter().all(|other| !other.overlaps(*span)));
        }
        assert!(now < offer.until && offer.until <= facts.session.span.start());
        assert!(offer.until <= now + TimeDelta::hours(48));
    });
}

#[test]
fn an_offer_ends_once_and_only_taking_one_of_its_times_moves_the_session() {
    check(|facts, now, done, effect| {
        let OfferEffect::Ended { how, offer } = effect else {
            return;
        };
        assert_eq!(Some(offer), facts.times.offer.as_ref());
        let moved = done.moved.as_ref();
        match how {
            OfferEnd::Taken => {
                let to = moved.expect("it moves").to;
                assert!(offer.times.iter().any(|time| time.span == to) && now < offer.until);
            }
            OfferEnd::Overtaken => assert!(moved.is_some() || done.cancellation.is_some()),
            OfferEnd::Lapsed => assert!(moved.is_none() && now >= offer.until),
            OfferEnd::Declined | OfferEnd::Withdrawn => {
                assert!(moved.is_none() && now < offer.until);
            }
        }
    });
}

#[test]
fn answering_late_never_makes_a_wish_late() {
    check(|facts, _, done, effect| {
        let (OfferEffect::Ended { offer, .. }, Some(moved)) = (effect, &done.moved) else {
            return;
        };
        let taken = matches!(
            effect,
            OfferEffect::Ended {
                how: OfferEnd::Taken,
                ..
            }
        );
        if taken && facts.session.late_since.is_none() {
            let notice = facts.session.span.start() - offer.counted_from;
            assert!(moved.late_since.is_none() || notice < TimeDelta::hours(48));
            assert_eq!(moved.notice_ms, notice.num_milliseconds());
        }
    });
}

fn recorded(event: Event, revision: u32, at: Instant) -> Recorded {
    let actor = Some(Role::Therapist);
    Recorded {
        event,
        revision,
        actor,
        received_at: at,
    }
}

fn decided(done: &Consequence, act: u128, at: Instant) -> Recorded {
    let act = ActId(Uuid::from_u128(act));
    let consequence = Box::new(done.clone());
    recorded(Event::Decided { act, consequence }, done.revision, at)
}

/// The cast, with two other times on offer since 21 November at noon.
fn offered(why: Why) -> (Facts, Consequence) {
    let mut facts = facts();
    let times = ["25 Nov 16:00", "26 Nov 10:00"].map(london);
    facts.times.candidates = times.map(open_at).to_vec();
    facts.times.candidates[1]
        .against
        .insert(OwnRule::OutsideHours);
    let command = Command::Offer(Offer {
        times: times.to_vec(),
        why,
        old_time: OldTime::Block,
        note: None,
    });
    let done = decide(&facts, &command, london("21 Nov 12:00")).expect("it is offered");
    (facts, done)
}

fn made(done: &Consequence) -> OpenOffer {
    match &done.offer {
        Some(OfferEffect::Made(offer)) => offer.clone(),
        other => panic!("nothing is offered: {other:?}"),
    }
}

fn replayed(log: &[Recorded]) -> Replayed {
    let stored = serde_json::to_string(log).expect("plain data");
    let read: Vec<Recorded> = serde_json::from_str(&stored).expect("the same data");
    replay(&read).expect("a booking")
}

#[test]
fn a_cancel_ends_the_offer_and_its_undo_opens_it_again() {
    let (mut facts, offer) = offered(Why::TherapistUnavailable);
    let booked = Event::Booked {
        by: Role::Therapist,
        span: facts.session.span,
        price: facts.session.price,
        charge: None,
    };
    let (noon, at) = (london("21 Nov 12:00"), london("21 Nov 13:00"));
    let mut log = vec![recorded(booked, 3, noon), decided(&offer, 4, noon)];
    assert_eq!(replayed(&log).offer, Some(made(&offer)));
    facts.session.revision = offer.revision;
    facts.times.offer = Some(made(&offer));
    let cancel = Command::Cancel(cancel(JUST_NOW, Choice::Keep));
    let reason = decide(&facts, &cancel, at);
    assert_eq!(reason, Err(Refusal::ReasonMissing));
    let cancel = Command::Cancel(cast::cancel(JUST_NOW, Choice::Policy));
    let gone = decide(&facts, &cancel, at).expect("it is cancelled");
    log.push(decided(&gone, 5, at));
    assert_eq!(replayed(&log).offer, None);
    let mut after = facts.clone();
    (after.session.state, after.session.revision) = (gone.to, gone.revision);
    after.session.cancellation = gone.cancellation.clone();
    after.payment = cast::paid(
        gone.money
            .iter()
            .flat_map(|money| &money.legs)
            .fold(cast::captured(6500), |books, leg| books.after(*leg)),
    );
    let undo = Undo {
        by: Role::Therapist,
        of: ActId(Uuid::from_u128(5)),
    };
    let undoing = undo::decide(&after, &log, &undo, at).expect("it can be undone");
    let (act, revision) = (ActId(Uuid::from_u128(6)), undoing.revision);
    let undoing = Box::new(undoing);
    log.push(recorded(Event::Undone { act, undoing }, revision, at));
    assert_eq!(replayed(&log).offer, Some(made(&offer)));
}

#[test]
fn other_times_on_offer_are_part_of_what_was_shown_and_how_long_they_stand_is_not() {
    let (_, done) = offered(Why::TherapistUnavailable);
    let differs = |change: fn(&mut OpenOffer)| {
        let mut now = done.clone();
        match &mut now.offer {
            Some(OfferEffect::Made(offer)) => change(offer),
            other => panic!("nothing is offered: {other:?}"),
        }
        Commitment::to(&done).differences(&Commitment::to(&now))
    };
    assert_eq!(differs(|now| now.until += TimeDelta::seconds(1)), []);
    let session = [Difference::Session];
    assert_eq!(differs(|now| now.times.truncate(1)), session);
    assert_eq!(differs(|now| now.times[1].against.clear()), session);
    assert_eq!(differs(|now| now.old_time = OldTime::StopHour), session);
}

#[track_caller]
fn check_lines(done: &Consequence, button: &str, title: &str, lines: &[&str]) {
    let words = Words {
        new_when: Some("Thu 26 Nov, 10:00 – 10:50".into()),
        offered: ["Wed 25 Nov, 16:00 – 16:50", "Thu 26 Nov, 10:00 – 10:50"]
            .map(String::from)
            .into(),
        offer_until: Some("Mon 23 Nov, 12:00".into()),
        ..words()
    };
    let said = happens::lines(done, &words);
    let said: Vec<&str> = said.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(said, lines);
    assert_eq!(
        (happens::button(done), happens::title(done)),
        (button.into(), title.into())
    );
}

#[test]
fn an_offer_says_what_is_kept_and_what_follows_once_one_is_taken() {
    let (_, done) = offered(Why::TherapistUnavailable);
    let lines = [
        "Wed 25 Nov, 16:00 – 16:50; Thu 26 Nov, 10:00 – 10:50 are kept for Daniel until Mon 23 \
         Nov, 12:00",
        "The session on Tue 24 Nov, 14:00 – 14:50 stays where it is until Daniel takes one",
        "You offer a time outside your open hours",
        "Then Tue 24 Nov, 14:00 – 14:50 is blocked: no one can book it",
        "Once Daniel takes one, it counts towards your standing",
        "No money moves",
        "Daniel is told by e-mail, with the times to choose from",
        "Your standing does not change",
    ];
    check_lines(&done, "Offer these times", "Other times offered", &lines);
}

/// What becomes of the offer an hour later.
fn answered(why: Why, answer: Answer) -> Consequence {
    let (mut facts, done) = offered(why);
    facts.times.offer = Some(made(&done));
    decide(
        &facts,
        &Command::AnswerOffer(answer),
        london("21 Nov 13:00"),
    )
    .expect("it is answered")
}

#[test]
fn what_becomes_of_an_offer_is_told() {
    let lines = [
        "The session moves from Tue 24 Nov, 14:00 – 14:50 to Thu 26 Nov, 10:00 – 10:50",
        "The new time is outside your open hours",
        "The payment of £65.00 goes with it",
        "Tue 24 Nov, 14:00 – 14:50 is blocked: no one can book it",
        "Daniel is told by e-mail",
        "You are told by e-mail",
        "It counts towards your standing: your first incident in 90 days",
    ];
    let take = Answer::Take(london("26 Nov 10:00"));
    let taken = answered(Why::TherapistUnavailable, take);
    check_lines(&taken, "Move session", "Session moved", &lines);
    let lines = [
        "The other times are free again",
        "The session on Tue 24 Nov, 14:00 – 14:50 stays where it is",
        "No money moves",
        "Daniel is told by e-mail",
        "Your standing does not change",
    ];
    let withdrawn = answered(Why::TherapistUnavailable, Answer::Withdraw);
    check_lines(
        &withdrawn,
        "Take the times back",
        "Times taken back",
        &lines,
    );
}

#[test]
fn the_history_tells_an_offer_and_its_end() {
    let tell = |done: &Consequence, actor| {
        let mut recorded = decided(done, 4, london("21 Nov 12:00"));
        recorded.actor = actor;
        let names = history::Names {
            reader: Role::Therapist,
            client: "Daniel",
            therapist: "Maya",
        };
        history::line(&recorded, history::Fate::Stands, names, "Tue 24 Nov, 14:00").0
    };
    let asked = Why::ClientAsked { asked_at: None };
    let (_, made) = offered(asked);
    assert_eq!(
        tell(&made, Some(Role::Therapist)),
        "You offered two other times"
    );
    let take = answered(asked, Answer::Take(london("25 Nov 16:00")));
    let moved = "Daniel moved it to one of the times on offer";
    assert_eq!(tell(&take, Some(Role::Client)), moved);
    let none = answered(asked, Answer::Decline);
    assert_eq!(
        tell(&none, Some(Role::Client)),
        "Daniel took none of the times"
    );
    assert_eq!(
        tell(&answered(asked, Answer::Withdraw), Some(Role::Therapist)),
        "You took the times back"
    );
}

#[test]
fn a_form_offers_the_times_that_are_filled_in() {
    let zone = cast::zone("Europe/London");
    let reading = Reading {
        currency: Currency::Gbp,
        zone: &zone,
    };
    let fields = |to: &str, third: &str| Fields {
        cause: "unavailable".into(),
        way: "offer".into(),
        offer_1: to.into(),
        offer_3: third.into(),
        ..Fields::default()
    };
    let (facts, _) = offered(Why::TherapistUnavailable);
    let now = london("21 Nov 12:00");
    let two = fields("2026-11-25T16:00", "2026-11-26T10:00:00Z");
    let shown = two.preview(Form::Move, &facts, reading, now);
    assert_eq!(made(&shown.expect("it can be shown")).times.len(), 2);
    let none = fields(" ", "").moving(reading);
    assert_eq!(none, Err(vec![Refusal::NewTimeMissing]));
    let wrong = fields("soon", "never").moving(reading);
    assert_eq!(wrong, Err(vec![Refusal::NewTimeUnreadable; 2]));
}
