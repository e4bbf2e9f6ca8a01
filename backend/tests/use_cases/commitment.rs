//! The consequence binds: what would not do what was shown does nothing, and says what differs.

use crate::acts::{asked_now, attend, cancel, give_back, unavailable};
use crate::cancelling::done;
use crate::world::{World, follow_up};
use backend::deciding::{Asked, Outcome};
use backend::seed::bookings::{Booking, Paid};
use backend::store::sql;
use domain::Command;
use domain::commitment::{Commitment, Difference};
use domain::ids::SessionId;
use domain::payment::refund::Choice;
use domain::session::attend::Attendance;
use domain::session::cancel::{Cancel, Why};
use domain::time::TimeDelta;
use domain::times::OldTime;

async fn nothing_but(world: &World, asked: Asked, differences: &[Difference]) {
    let before = world.everything().await;
    let outcome = world.send(asked).await;
    let expected = Outcome::Changed {
        differences: differences.to_vec(),
        outdated: None,
    };
    assert_eq!(outcome, expected);
    assert_eq!(world.everything().await, before);
}

pub async fn a_setting_that_changed_binds_nobody(world: &World) {
    let session = world.paid_in(20).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let dearer = sql("INSERT INTO setting (key, value) VALUES ('commission_follow_up', '2000')");
    world.put(dearer).await;
    nothing_but(world, asked, &[Difference::Money]).await;
    done(world.cancel(session, asked_now()).await);
    let commission = "SELECT amount FROM ledger_entry WHERE to_account = 'commission'";
    assert_eq!(world.number(commission).await, 1300);
    world.drain().await;
}

pub async fn what_changed_is_named_and_nothing_is_written(world: &World) {
    an_incident_more(world).await;
    a_price_that_went(world).await;
    a_refund_in_between(world).await;
    another_start(world).await;
    a_charge_at_another_time(world).await;
    world.drain().await;
}

async fn an_incident_more(world: &World) {
    let session = world.paid_in(20).await;
    let asked = world.asked(session, Command::Cancel(unavailable())).await;
    let other = world.paid_in(24).await;
    done(world.cancel(other, unavailable()).await);
    nothing_but(world, asked, &[Difference::Standing]).await;
    done(world.cancel(session, unavailable()).await);
}

/// An unpaid session's charge goes away, and with it what was shown of it.
async fn a_price_that_went(world: &World) {
    let unpaid = Booking {
        paid: Paid::Later,
        ..follow_up(world.hours(100))
    };
    let session = world.book_one(unpaid).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let put = |text: &'static str| world.put(sql(text).bind(session));
    put("UPDATE session SET price = 0 WHERE id = $1").await;
    put("UPDATE charge SET state = 'withdrawn' WHERE session_id = $1").await;
    nothing_but(world, asked, &[Difference::Money]).await;
    // The log does not know of it: planned as it was.
    put("UPDATE charge SET state = 'scheduled' WHERE session_id = $1").await;
}

async fn a_refund_in_between(world: &World) {
    let session = world.paid_in(-2).await;
    done(
        world
            .press(session, attend(Attendance::TookPlace, Choice::Policy))
            .await,
    );
    let rest = world.asked(session, give_back(Choice::Part(2000))).await;
    done(world.press(session, give_back(Choice::Part(1000))).await);
    nothing_but(world, rest, &[Difference::Money]).await;
    world.drain().await;
}

async fn another_start(world: &World) {
    let session = world.paid_in(200).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let moved = |by: i64| {
        sql("UPDATE session SET starts_at = starts_at + $1, ends_at = ends_at + $1 WHERE id = $2")
            .bind(by)
            .bind(session)
    };
    world.put(moved(3_600_000)).await;
    nothing_but(world, asked, &[Difference::Session]).await;
    // The log does not know of it: back to where it was.
    world.put(moved(-3_600_000)).await;
}

async fn a_charge_at_another_time(world: &World) {
    let unpaid = Booking {
        paid: Paid::Later,
        ..follow_up(world.hours(300))
    };
    let later = world.book_one(unpaid).await;
    let asked = world.asked(later, Command::Cancel(asked_now())).await;
    let due = |by: i64| {
        let due = sql("UPDATE charge SET due_at = due_at + $1 WHERE session_id = $2");
        due.bind(by).bind(later)
    };
    world.put(due(1)).await;
    nothing_but(world, asked, &[Difference::Money]).await;
    world.put(due(-1)).await;
}

pub async fn crossing_the_48_hours_is_another_policy_and_other_money(world: &World) {
    let session = world.paid_in(48).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    world.backend.clock.advance(TimeDelta::seconds(1));
    let late = Asked {
        received_at: world.now(),
        ..asked.clone()
    };
    nothing_but(world, late, &[Difference::Money, Difference::Policy]).await;
    // It is the receipt that counts, and not the commit.
    done(world.send(asked).await);
    assert_eq!(
        world.text("SELECT cancelled_clause FROM session").await,
        "on_time"
    );
    world.drain().await;
}

pub async fn a_choice_that_was_made_stays_but_its_clause_is_another(world: &World) {
    let session = world.paid_in(48).await;
    let all = Cancel {
        money: Choice::All,
        ..asked_now()
    };
    let asked = world.asked(session, Command::Cancel(all)).await;
    world.backend.clock.advance(TimeDelta::seconds(1));
    let late = Asked {
        received_at: world.now(),
        ..asked
    };
    nothing_but(world, late, &[Difference::Policy]).await;
}

pub async fn what_is_no_commitment_does_nothing(world: &World) {
    let session = world.paid_in(72).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let shown = asked.commitment.clone().unwrap();
    let padded = format!("{shown}{}", " ".repeat(Commitment::MOST_BYTES));
    let deep = "[".repeat(Commitment::MOST_BYTES);
    let cut = shown[..shown.len() - 1].to_owned();
    for text in [
        "", " ", "null", "{}", "[]", "0", "\0", "ü", &padded, &deep, &cut,
    ] {
        let asked = Asked {
            commitment: Some(text.to_owned()),
            ..asked.clone()
        };
        nothing_but(world, asked, &[Difference::Session]).await;
    }
    let unseen = Asked {
        commitment: None,
        ..asked.clone()
    };
    nothing_but(world, unseen, &[Difference::Session]).await;
    assert!(shown.len() <= Commitment::MOST_BYTES);
    done(world.send(asked).await);
    world.drain().await;
}

pub async fn a_commitment_to_another_session_is_none(world: &World) {
    let (one, other) = (world.paid_in(72).await, world.paid_in(74).await);
    let shown = world
        .asked(other, Command::Cancel(asked_now()))
        .await
        .commitment;
    let asked = world.asked(one, Command::Cancel(asked_now())).await;
    let mixed = Asked {
        commitment: shown,
        ..asked.clone()
    };
    nothing_but(world, mixed, &[Difference::Session]).await;
    let other_words = cancel(Why::NotBestFit);
    let mixed = Asked {
        command: Command::Cancel(other_words),
        ..asked.clone()
    };
    nothing_but(world, mixed, &[Difference::Policy]).await;
    let note = Some("Other words.".to_owned());
    let told = Cancel {
        note,
        ..asked_now()
    };
    let mixed = Asked {
        command: Command::Cancel(told),
        ..asked.clone()
    };
    nothing_but(world, mixed, &[Difference::Told]).await;
    let block = Cancel {
        old_time: OldTime::Block,
        ..asked_now()
    };
    let mixed = Asked {
        command: Command::Cancel(block),
        ..asked
    };
    nothing_but(world, mixed, &[Difference::Slot]).await;
}

pub async fn a_newer_revision_alone_refuses_nothing(world: &World) {
    let session: SessionId = world.paid_in(-2).await;
    done(
        world
            .press(session, attend(Attendance::ClientNoShow, Choice::Keep))
            .await,
    );
    let asked = world.asked(session, give_back(Choice::Part(2000))).await;
    // There and back again: the money stands as it was shown, only the revision is another.
    world
        .put(sql("UPDATE session SET revision = revision + 1"))
        .await;
    done(world.send(asked).await);
    world.drain().await;
}

/// Everything at once: a part, an exception, a block, words of the greatest length.
pub async fn the_longest_commitment_fits(world: &World) {
    let session = world.paid_in(20).await;
    let longest = Cancel {
        money: Choice::Part(2000),
        old_time: OldTime::Block,
        reason: Some("ü".repeat(500)),
        note: Some("–".repeat(500)),
        ..asked_now()
    };
    let asked = world.asked(session, Command::Cancel(longest)).await;
    let length = asked.commitment.as_ref().unwrap().len();
    assert!(length < Commitment::MOST_BYTES / 2, "{length}");
    done(world.send(asked).await);
    world.drain().await;
}
