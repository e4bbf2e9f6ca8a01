//! What a commit costs, beside what the disk can do: one client who cancels one session after
//! the other, and in turns with it a plain loop that appends as many bytes as such a cancel adds
//! to the write-ahead log, each time with an fdatasync. Then 64 clients at once, by commits.
//!
//! `bench/commits` runs it: `cargo bench -p backend --bench commits`.

use backend::Backend;
use backend::cancellation;
use backend::clock::Clock;
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::mail::Letterhead;
use backend::mail::file::FileMailer;
use backend::pages;
use backend::seed::bookings::{self, Booking, Fate, Paid};
use backend::seed::cast::{self, DANIEL, MAYA};
use backend::store::{Store, case};
use domain::actor::{Actor, Role};
use domain::commitment::Commitment;
use domain::ids::SessionId;
use domain::money::{Currency, Money};
use domain::payment::refund::Choice;
use domain::permission::{CancelSession, Permit, permit};
use domain::session::SessionKind;
use domain::session::cancel::{Cancel, Why};
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::times::OldTime;
use domain::{Command, decide};
use futures::future::join_all;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

const NOW: &str = "2026-11-23T06:40:00Z";
/// Few enough that the log is not yet written back and begun anew.
const WEIGHED: usize = 8;
const ROUNDS: usize = 60;
const A_ROUND: usize = 5;
const WAITING: usize = 64;
const MOST_COMMITS: u64 = 8;
const LEAST_SHARE: f64 = 0.7;

#[tokio::main]
async fn main() -> ExitCode {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let sessions = WEIGHED + ROUNDS * A_ROUND + WAITING;
    let (backend, mut asked) = prepared(folder.path(), sessions).await;

    let log = folder.path().join("kept.sqlite-wal");
    let size = || log.metadata().map_or(0, |file| file.len());
    let before = size();
    for one in asked.drain(..WEIGHED) {
        cancel(&backend, one).await;
    }
    let bytes = usize::try_from(size() - before).expect("a size") / WEIGHED;

    let (mut ours, mut disks) = (Duration::ZERO, Duration::ZERO);
    let mut plain = File::create(folder.path().join("plain")).expect("a file");
    for _ in 0..ROUNDS {
        let began = Moment::now();
        for one in asked.drain(..A_ROUND) {
            cancel(&backend, one).await;
        }
        ours += began.elapsed();
        disks += appended(&mut plain, bytes, A_ROUND).expect("a disk that can be written to");
    }
    let rate = |took: Duration| (ROUNDS * A_ROUND) as f64 / took.as_secs_f64();
    let (ours, disks) = (rate(ours), rate(disks));
    let share = ours / disks;
    let first = share >= LEAST_SHARE;
    println!(
        "one client alone, cancels ÷ fdatasyncs of {bytes} bytes: {share:.2}, {ours:.0}/s ÷ \
         {disks:.0}/s (≥ {LEAST_SHARE}) {}",
        word(first)
    );

    let before = backend.store.commits();
    join_all(asked.into_iter().map(|one| {
        let backend = backend.clone();
        tokio::spawn(async move { cancel(&backend, one).await })
    }))
    .await;
    let commits = backend.store.commits() - before;
    let second = commits <= MOST_COMMITS;
    println!(
        "{WAITING} cancels at once, commits: {commits} (≤ {MOST_COMMITS}) {}",
        word(second)
    );
    ExitCode::from(u8::from(!(first && second)))
}

fn word(within: bool) -> &'static str {
    if within { "ok" } else { "OVER" }
}

fn appended(file: &mut File, bytes: usize, times: usize) -> io::Result<Duration> {
    let block = vec![0x6b; bytes];
    let began = Moment::now();
    for _ in 0..times {
        file.write_all(&block)?;
        file.sync_data()?;
    }
    Ok(began.elapsed())
}

type Ready = (Permit<CancelSession>, Asked);

async fn cancel(backend: &Backend, (permit, asked): Ready) {
    let outcome = cancellation::by_therapist(backend, permit, asked).await;
    assert!(matches!(outcome, Ok(Outcome::Done(_))), "{outcome:?}");
}

/// A house with so many sessions, and for each the cancel that is about to be sent.
async fn prepared(folder: &Path, sessions: usize) -> (Backend, Vec<Ready>) {
    let now: Instant = NOW.parse().expect("an instant");
    let url = format!("sqlite:{}", folder.join("kept.sqlite").display());
    let store = Store::open(&url).await.expect("a store");
    let mailer = Arc::new(FileMailer::new(Letterhead::demo(), folder.join("mail")));
    let backend = Backend::with(store, Clock::frozen(now), mailer, "https://kept.example");
    let plan: Vec<Booking> = (0..sessions).map(|number| booking(now, number)).collect();
    let ids: Vec<SessionId> = plan.iter().map(|booking| booking.id).collect();
    let write = backend.store.write::<_, Fault, _>("seed", move |tx| {
        Box::pin(async move {
            cast::write(tx, now).await?;
            bookings::write(tx, &plan).await
        })
    });
    write.await.expect("a seed");
    let mut ready = Vec::new();
    for id in ids {
        ready.push(shown(&backend, id, now).await);
    }
    (backend, ready)
}

fn booking(now: Instant, number: usize) -> Booking {
    let hours = 72 + i64::try_from(number).expect("a small number");
    let start = now + TimeDelta::hours(hours);
    let booked_at = now - TimeDelta::days(12);
    Booking {
        id: SessionId(backend::chance::id(booked_at)),
        therapist: MAYA,
        client: DANIEL,
        kind: SessionKind::FollowUp,
        span: Interval::new(start, start + TimeDelta::minutes(50)).expect("fifty minutes"),
        booked_at,
        agreed_at: booked_at,
        price: Money::new(6500, Currency::Gbp),
        paid: Paid::Card("4242"),
        moved_from: None,
        fate: Fate::ToCome,
    }
}

async fn shown(backend: &Backend, session: SessionId, now: Instant) -> Ready {
    let command = Command::Cancel(Cancel {
        by: Role::Therapist,
        why: Why::ClientAsked { asked_at: None },
        money: Choice::Policy,
        old_time: OldTime::Open,
        reason: None,
        note: None,
    });
    let read = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(case::load(tx, session, now)));
    let facts = read.await.expect("a read").expect("a session").facts;
    let shown = decide(&facts, &command, now).expect("a consequence");
    let asked = Asked {
        session,
        command,
        commitment: Some(Commitment::to(&shown).to_text()),
        key: session.to_string(),
        received_at: now,
    };
    let maya = Actor {
        id: MAYA.id(),
        role: Role::Therapist,
    };
    let subject = pages::session::subject(backend, session).await;
    let permit = permit(Some(maya), subject.expect("a session"));
    (permit.expect("her own session"), asked)
}
