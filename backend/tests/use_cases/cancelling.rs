//! A paid follow-up is cancelled: what each cause writes down, all of it in one transaction,
//! and what then leaves the house.

use crate::acts::{Acting, asked_now, cancel, unavailable};
use crate::rows::changed;
use crate::world::{World, at, follow_up};
use backend::deciding::Outcome;
use backend::seed::cast::{DANIEL, LENA, MAYA, NOOR};
use backend::store::sql;
use domain::Command;
use domain::commitment::Commitment;
use domain::ids::SessionId;
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::session::State;
use domain::session::cancel::{Cancel, Why};
use domain::standing::StandingEffect;
use domain::time::TimeDelta;
use domain::times::OldTime;
use domain::told::hex_digest;

#[track_caller]
pub fn done(outcome: Outcome) -> String {
    match outcome {
        Outcome::Done(done) => done.act.reference(),
        other => panic!("it was to be carried out, but: {other:?}"),
    }
}

pub async fn the_client_asked_on_time_and_everything_is_written_at_once(world: &World) {
    let session = world.paid_in(72).await;
    let before = world.everything().await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let shown = asked.commitment.clone().unwrap();
    let commits = world.backend.store.commits();
    done(world.send(asked).await);
    assert_eq!(
        world.backend.store.commits() - commits,
        1,
        "one transaction"
    );
    let after = world.everything().await;
    let written = [
        "command",
        "event",
        "ledger_entry",
        "outbox",
        "refund",
        "session",
        "span",
    ];
    assert_eq!(changed(&before, &after), written);
    assert_eq!(
        world
            .text(
                "SELECT state || ' ' || cancelled_by || ' ' || cancelled_for || ' ' \
            || cancelled_cause || ' ' || cancelled_clause FROM session"
            )
            .await,
        "cancelled therapist client client_asked on_time"
    );
    assert_eq!(
        world.number("SELECT cancelled_notice FROM session").await,
        72 * 3_600_000
    );
    // The session's own is gone; one keeps the time while the cancel can be undone.
    assert_eq!(world.text("SELECT kind FROM span").await, "undo");
    assert_eq!(legs(world).await, "held→refunding 6500");
    let digest = world
        .text("SELECT digest FROM event WHERE kind = 'decided'")
        .await;
    assert_eq!(digest, hex_digest(&shown));
    assert_eq!(digest, Commitment::parse(&shown).unwrap().digest());
    assert_eq!(world.text("SELECT state FROM refund").await, "requested");
    world.drain().await;
    assert_eq!(world.text("SELECT state FROM refund").await, "arrived");
    assert_eq!(
        world.number("SELECT amount FROM sandbox_refund").await,
        6500
    );
}

pub async fn the_client_gets_a_letter_that_takes_the_session_out_of_the_calendar(world: &World) {
    let session = world.paid_in(72).await;
    let note = Some("See you soon, I hope.".to_owned());
    let reference = done(
        world
            .cancel(
                session,
                Cancel {
                    note,
                    ..asked_now()
                },
            )
            .await,
    );
    assert!(
        world.post(DANIEL).await.is_empty(),
        "nothing leaves within the request"
    );
    world.drain().await;
    let letters = world.post(DANIEL).await;
    let [letter] = letters.as_slice() else {
        panic!("{letters:?}")
    };
    assert!(
        letter.text.contains("See you soon, I hope."),
        "{}",
        letter.text
    );
    assert!(letter.text.contains("£65.00"), "{}", letter.text);
    assert!(letter.text.contains(&reference), "{}", letter.text);
    // 06:40 in London is 07:40 in Madrid.
    assert!(
        letter.text.contains("07:40") && letter.text.contains("06:40"),
        "{}",
        letter.text
    );
    check_calendar(world, session, letter.calendar.as_deref().unwrap()).await;
    assert!(
        world.post(MAYA).await.is_empty(),
        "she has just done it herself"
    );
}

async fn check_calendar(world: &World, session: SessionId, entry: &str) {
    let revision = world.number("SELECT revision FROM session").await;
    for line in [
        "METHOD:CANCEL",
        "STATUS:CANCELLED",
        "DTSTART:20261126T064000Z",
    ] {
        assert!(entry.contains(line), "{line}: {entry}");
    }
    assert!(entry.contains(&format!("UID:{session}@kept")), "{entry}");
    assert!(
        entry.contains(&format!("\nSEQUENCE:{revision}\n")),
        "{revision}: {entry}"
    );
}

pub async fn a_late_wish_keeps_the_payment_and_divides_it(world: &World) {
    let session = world.paid_in(20).await;
    done(world.cancel(session, asked_now()).await);
    assert_eq!(
        legs(world).await,
        "held→commission 650, held→therapist_payable 5850"
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM refund").await, 0);
    assert_eq!(
        world.text("SELECT cancelled_clause FROM session").await,
        "late"
    );
    world.drain().await;
    let letters = world.post(DANIEL).await;
    assert!(letters[0].calendar.is_some() && letters.len() == 1);
}

pub async fn an_exception_is_counted_and_recorded(world: &World) {
    let exception = Cancel {
        money: Choice::All,
        ..asked_now()
    };
    for (hours, number) in [(20, 1), (24, 2)] {
        let session = world.paid_in(hours).await;
        let command = Command::Cancel(exception.clone());
        let shown = world.consequence(session, &command).await.unwrap();
        assert_eq!(shown.money.unwrap().exception, Some(number));
        done(world.press(session, command).await);
    }
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM refund WHERE is_exception = 1")
            .await,
        2
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM incident").await, 0);
    world.drain().await;
}

pub async fn a_part_is_refunded_and_the_rest_is_earned(world: &World) {
    let session = world.paid_in(20).await;
    let part = Cancel {
        money: Choice::Part(2000),
        ..asked_now()
    };
    done(world.cancel(session, part).await);
    let expected = "held→commission 450, held→refunding 2000, held→therapist_payable 4050";
    assert_eq!(legs(world).await, expected);
    world.drain().await;
    assert_eq!(
        world.number("SELECT amount FROM sandbox_refund").await,
        2000
    );
}

pub async fn whoever_is_unavailable_blocks_the_time_and_has_an_incident(world: &World) {
    let session = world.paid_in(20).await;
    let without = Cancel {
        old_time: OldTime::Open,
        ..unavailable()
    };
    assert_eq!(
        world.cancel(session, without).await,
        Outcome::Refused(Refusal::BlockNeeded)
    );
    let before = world.everything().await;
    done(world.cancel(session, unavailable()).await);
    let written = [
        "block",
        "command",
        "event",
        "incident",
        "ledger_entry",
        "outbox",
        "refund",
        "session",
        "span",
    ];
    assert_eq!(changed(&before, &world.everything().await), written);
    let span = "SELECT COUNT(*) FROM block b JOIN session s ON s.id = b.session_id \
                AND s.starts_at = b.starts_at AND s.ends_at = b.ends_at \
                AND s.therapist_id = b.therapist_id";
    assert_eq!(world.number(span).await, 1);
    assert_eq!(
        world.text("SELECT cause FROM incident").await,
        "therapist_unavailable"
    );
    assert_eq!(legs(world).await, "held→refunding 6500");
    world.drain().await;
}

pub async fn an_incident_lapses_after_90_days(world: &World) {
    let first = world.paid_in(20).await;
    done(world.cancel(first, unavailable()).await);
    let later = world.paid_in(24 * 90 + 20).await;
    let standing = async || {
        let command = Command::Cancel(unavailable());
        world.consequence(later, &command).await.unwrap().standing
    };
    world
        .backend
        .clock
        .advance(TimeDelta::days(90) - TimeDelta::milliseconds(1));
    assert_eq!(standing().await, StandingEffect::Incident { now: 2 });
    world.backend.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(standing().await, StandingEffect::Incident { now: 1 });
    world.drain().await;
}

pub async fn not_the_best_fit_asks_the_team_for_other_therapists(world: &World) {
    let session = world.paid_in(20).await;
    done(world.cancel(session, cancel(Why::NotBestFit)).await);
    assert_eq!(
        world.text("SELECT kind FROM task").await,
        "suggest_therapists"
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM incident").await, 0);
    assert_eq!(world.number("SELECT COUNT(*) FROM block").await, 0);
    world.drain().await;
}

pub async fn another_reason_is_the_teams_to_judge_and_its_words_never_reach_the_client(
    world: &World,
) {
    let session = world.paid_in(20).await;
    let words = "The ceiling of the room has come down.".to_owned();
    let empty = cancel(Why::Other {
        words: "  \n ".into(),
    });
    assert_eq!(
        world.cancel(session, empty).await,
        Outcome::Refused(Refusal::WordsMissing)
    );
    done(
        world
            .cancel(
                session,
                cancel(Why::Other {
                    words: words.clone(),
                }),
            )
            .await,
    );
    let task = "SELECT kind || ': ' || note FROM task";
    assert_eq!(world.text(task).await, format!("judge_standing: {words}"));
    assert_eq!(
        world.text("SELECT cancelled_words FROM session").await,
        words
    );
    world.drain().await;
    let letters = world.post(DANIEL).await;
    assert!(
        letters
            .iter()
            .all(|letter| !letter.text.contains("ceiling")),
        "{letters:?}"
    );
    assert!(
        letters
            .iter()
            .all(|letter| !letter.calendar.iter().any(|c| c.contains("ceiling")))
    );
}

pub async fn keeping_what_the_policy_owes_needs_a_reason_that_the_team_sees(world: &World) {
    let session = world.paid_in(72).await;
    let keep = Cancel {
        money: Choice::Keep,
        ..asked_now()
    };
    let outcome = world.cancel(session, keep.clone()).await;
    assert_eq!(outcome, Outcome::Refused(Refusal::ReasonMissing));
    let reason = Some("The third time this month.".to_owned());
    done(world.cancel(session, Cancel { reason, ..keep }).await);
    let task = "SELECT kind || ': ' || note FROM task";
    assert_eq!(
        world.text(task).await,
        "departure_from_policy: The third time this month."
    );
    let reason = "SELECT reason FROM event WHERE kind = 'decided'";
    assert_eq!(world.text(reason).await, "The third time this month.");
    world.drain().await;
    let letters = world.post(DANIEL).await;
    assert!(
        letters
            .iter()
            .all(|letter| !letter.text.contains("third time")),
        "{letters:?}"
    );
}

pub async fn a_client_cancels_by_the_policy_and_both_are_told(world: &World) {
    let session = world.paid_in(48).await;
    done(world.client_cancels(session).await);
    assert_eq!(
        world.text("SELECT cancelled_by FROM session").await,
        "client"
    );
    assert_eq!(legs(world).await, "held→refunding 6500");
    world.drain().await;
    let (client, therapist) = (world.post(DANIEL).await, world.post(MAYA).await);
    assert_eq!((client.len(), therapist.len()), (1, 1));
    for letter in client.iter().chain(&therapist) {
        check_calendar_of(session, letter.calendar.as_deref().unwrap());
    }
    assert!(world.post(NOOR).await.is_empty());
}

#[track_caller]
fn check_calendar_of(session: SessionId, entry: &str) {
    assert!(entry.contains("METHOD:CANCEL") && entry.contains(&format!("UID:{session}@kept")));
}

pub async fn a_moved_session_keeps_its_uid_and_counts_on(world: &World) {
    let start = world.hours(72);
    let moved = backend::seed::bookings::Booking {
        client: LENA,
        moved_from: Some(at("2026-11-25T11:00:00Z")),
        ..follow_up(start)
    };
    let session = world.book_one(moved).await;
    assert_eq!(world.detail(session).await.facts.session.revision, 2);
    done(
        LENA.cancels(&world.backend, session, "k", world.now())
            .await
            .unwrap(),
    );
    assert_eq!(
        world.detail(session).await.facts.session.state,
        State::Cancelled
    );
    world.drain().await;
    let letters = world.post(LENA).await;
    let entry = letters[0].calendar.as_deref().unwrap();
    assert!(entry.contains("\nSEQUENCE:3\n"), "{entry}");
    assert!(entry.contains(&format!("UID:{session}@kept")), "{entry}");
}

/// What the decision moved, in one line.
async fn legs(world: &World) -> String {
    let question = sql(
        "SELECT from_account || '→' || to_account || ' ' || CAST(amount AS TEXT) \
         FROM ledger_entry WHERE what <> 'capture' ORDER BY from_account, to_account",
    );
    let read = world
        .backend
        .store
        .read::<_, backend::store::StoreFault, _>(|tx| {
            Box::pin(async move { tx.all::<(String,)>(question).await })
        });
    let lines: Vec<String> = read.await.unwrap().into_iter().map(|line| line.0).collect();
    lines.join(", ")
}
