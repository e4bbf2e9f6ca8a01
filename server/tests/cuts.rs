//! The program is cut off at random while several people send commands, 200 times over, on one
//! and the same folder. In the end all that was answered is there, nothing is there twice, and
//! whoever got no answer sends the same form again.
//!
//! `KEPT_CUTS` is another number of rounds, `KEPT_SEED` the seed of a run that failed.

#[path = "cuts/crowd.rs"]
mod crowd;
#[allow(dead_code, reason = "other tests read more of a page")]
#[path = "support/page.rs"]
mod page;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "../../backend/tests/support/rows.rs"]
mod rows;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/running.rs"]
mod running;
#[path = "cuts/whole.rs"]
mod whole;
#[allow(dead_code, reason = "other tests send plain forms")]
#[path = "support/wire.rs"]
mod wire;

use backend::proof::money_proof;
use backend::store::{Store, sql};
use crowd::{Client, Crowd};
use domain::ids::SessionId;
use domain::time::TimeDelta;
use running::{House, now, number};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use whole::Tally;
use wire::Browser;

/// So many that whatever can be cut off has been.
const ROUNDS: u64 = 200;
/// It lives until it has answered so many, and so long after that; or so long where none comes.
const ANSWERS: (u64, u64) = (0, 6);
const LIVES_MICROS: (u64, u64) = (0, 40_000);
const MOST: Duration = Duration::from_millis(500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_at_random_under_load_it_loses_nothing_and_does_nothing_twice() {
    let rounds = setting("KEPT_CUTS").unwrap_or(ROUNDS);
    let seed = setting("KEPT_SEED").unwrap_or(u64::from(std::process::id()));
    println!("{rounds} rounds, KEPT_SEED={seed}");
    let Crowd { house, mut clients } = Crowd::new().await;
    // In a thread of its own, that knows nothing of the test's runtime.
    let cut = thread::spawn(move || {
        sign_in(&house, &mut clients);
        let (mut dice, mut tally) = (Dice(seed), Tally::default());
        for round in 0..rounds {
            cut_off(&house, &mut clients, round, &mut dice);
            tally.look(&house, &clients);
        }
        (house, clients, tally)
    });
    let (house, mut clients, tally) = tokio::task::block_in_place(|| cut.join().unwrap());
    println!("{tally:?}");
    if rounds >= ROUNDS {
        tally.shows_something(rounds, &clients);
    }

    let store = house.store().await;
    finishes(&house, &mut clients, &store, rounds).await;
    for client in &clients {
        all_is_there(&store, client).await;
    }
    nothing_is_twice(&house, &store, &clients).await;
    money_proof(&store).await.expect("green books");
    rows::replay(&store).await;
}

fn setting(name: &str) -> Option<u64> {
    let number = std::env::var(name).ok()?;
    Some(number.parse().expect("a number"))
}

fn sign_in(house: &House, clients: &mut [Client]) {
    let serving = house.serve(now(), &[]);
    for client in clients {
        let browser = Browser::at(&serving.address);
        let browser = browser.sign_in_as(&client.person).unwrap();
        client.cookie = browser.cookie;
    }
}

/// Two minutes later than the last time: what the dead had claimed is free again.
fn cut_off(house: &House, clients: &mut [Client], round: u64, dice: &mut Dice) {
    let at = now() + TimeDelta::minutes(2 * round as i64 + 2);
    let mut serving = house.serve(at, &[]);
    let (wanted, lives) = (dice.between(ANSWERS), dice.between(LIVES_MICROS));
    let (address, answers) = (serving.address.clone(), AtomicU64::new(0));
    thread::scope(|scope| {
        for client in clients {
            scope.spawn(|| client.sends_until_cut_off(&address, &answers));
        }
        let began = Instant::now();
        while answers.load(Ordering::Relaxed) < wanted && began.elapsed() < MOST {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(lives));
        serving.kill();
    });
}

/// Started once more and left alone, until nothing is open.
async fn finishes(house: &House, clients: &mut [Client], store: &Store, rounds: u64) {
    const OPEN: &str = "SELECT (SELECT COUNT(*) FROM outbox WHERE done_at IS NULL) \
                        + (SELECT COUNT(*) FROM refund WHERE state <> 'arrived' \
                           AND withdrawn_at IS NULL) \
                        + (SELECT COUNT(*) FROM sandbox_event WHERE delivered_at IS NULL)";
    let at = now() + TimeDelta::minutes(2 * rounds as i64 + 4);
    let serving = house.serve(at, &[]);
    let mut browser = Browser::at(&serving.address);
    tokio::task::block_in_place(|| {
        clients
            .iter_mut()
            .for_each(|client| client.sends_what_was_cut_off(&serving.address));
    });
    browser.cookie = clients[0].cookie.clone();
    for _ in 0..1000 {
        if number(store, OPEN).await == 0 {
            return;
        }
        browser.send("/do/move_clock", &[("by", "61")]).unwrap();
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    panic!("{} things are still open", number(store, OPEN).await);
}

async fn all_is_there(store: &Store, client: &Client) {
    assert!(!client.answered.is_empty(), "nobody was ever answered");
    for form in &client.answered {
        let spent = sql("SELECT COUNT(*) FROM command WHERE key = $1").bind(form.key());
        assert_eq!(number(store, spent).await, 1, "{form:?}");
        let logged = "SELECT COUNT(*) FROM event WHERE kind = 'decided' AND session_id = $1";
        let logged = sql(logged).bind(form.session);
        assert_eq!(number(store, logged).await, form.decisions(), "{form:?}");
    }
    for (sessions, undone) in [(undone_by(client), 1), (client.too_late.clone(), 0)] {
        for session in sessions {
            let logged = "SELECT COUNT(*) FROM event WHERE kind = 'undone' AND session_id = $1";
            let logged = sql(logged).bind(session);
            assert_eq!(number(store, logged).await, undone, "{session}");
        }
    }
}

fn undone_by(client: &Client) -> Vec<SessionId> {
    let undos = client.answered.iter().filter(|form| form.is_undo());
    undos.map(|form| form.session).collect()
}

async fn nothing_is_twice(house: &House, store: &Store, clients: &[Client]) {
    let answered: Vec<_> = clients.iter().flat_map(|c| &c.answered).collect();
    let told = answered.iter().filter(|form| form.is_told()).count();
    let undone: Vec<_> = clients.iter().flat_map(undone_by).collect();
    let late: usize = clients.iter().map(|client| client.too_late.len()).sum();
    let letters = told - undone.len();
    println!(
        "{} commands, {letters} letters, {} undone, {late} too late for it",
        answered.len(),
        undone.len()
    );
    let count = |question| number(store, question);
    let small = |number| i64::try_from(number).expect("a small number");
    assert_eq!(
        count("SELECT COUNT(*) FROM command").await,
        small(answered.len()) + crowd::ATTENDED
    );
    let acts = count("SELECT COUNT(DISTINCT act_id) FROM refund").await;
    assert_eq!(acts, small(told));
    assert_eq!(count("SELECT COUNT(*) FROM refund").await, acts);
    let withdrawn = "SELECT COUNT(*) FROM refund WHERE withdrawn_at IS NOT NULL";
    assert_eq!(count(withdrawn).await, small(undone.len()));
    let paid = "SELECT COUNT(*) FROM sandbox_refund";
    assert_eq!(count(paid).await, small(letters));
    let parked = "SELECT COUNT(*) FROM outbox WHERE parked_at IS NOT NULL";
    assert_eq!(count(parked).await, 0);

    let found = house.letters();
    let whole = |(name, _): &&(String, String)| name.ends_with(".eml");
    assert_eq!(found.iter().filter(whole).count(), letters);
    assert_eq!(found.len(), letters, "half a letter was left");
    let id = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("Message-ID: "));
        line.expect("a Message-ID").to_owned()
    };
    let ids: BTreeSet<String> = found.iter().map(|(_, text)| id(text)).collect();
    assert_eq!(ids.len(), letters);
}

/// Numbers that a seed gives again.
struct Dice(u64);

impl Dice {
    fn between(&mut self, (least, most): (u64, u64)) -> u64 {
        let Dice(state) = self;
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        least + (*state >> 33) % (most - least)
    }
}
