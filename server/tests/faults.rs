//! The storage fails under the real program: at its start it says in one line what is wrong and
//! ends; while it serves, whoever sends something reads what to do next and keeps what was
//! typed, nothing is half done, and once the fault is gone the same form goes through.

#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "../../backend/tests/support/rows.rs"]
mod rows;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/running.rs"]
mod running;
#[path = "faults/starting.rs"]
mod starting;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/wire.rs"]
mod wire;

use backend::proof::money_proof;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::{Store, StoreFault, sql};
use domain::form::{Fields, Form};
use domain::time::TimeDelta;
use running::{Filled, House, Serving, filled, follow_up, now, number};
use sqlx::{AnyConnection, Connection, Executor};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};
use wire::{Browser, Reply};

/// For so long a command waits for another program's lock.
const BUSY: Duration = Duration::from_secs(5);
/// What SQLite adds to its log for a page.
const FRAME: u64 = 4096 + 24;
/// What Maya writes to Daniel, which must not be lost.
const NOTE: &str = "I am so sorry, Daniel & \"see\" you <soon>.";

/// A house with one paid session, and the form that cancels it, filled in.
struct Shop {
    house: House,
    form: Filled,
}

impl Shop {
    async fn new() -> Shop {
        let booking = follow_up((MAYA, DANIEL), now() + TimeDelta::hours(80), "4242");
        let session = booking.id;
        let house = House::with(vec![booking]).await;
        let typed = Fields {
            cause: "unavailable".into(),
            note: NOTE.into(),
            block: "on".into(),
            ..Fields::default()
        };
        let store = house.store().await;
        let form = filled(&store, session, Form::Cancel, typed, "key-1", now()).await;
        store.close().await;
        Shop { house, form }
    }

    fn sign_in(&self, serving: &Serving) -> Browser {
        let browser = Browser::at(&serving.address);
        browser.sign_in_as(&MAYA.id().to_string()).unwrap()
    }

    /// By the thin form and by a plain one, at once.
    fn sends(&self, maya: &Browser) -> [Reply; 2] {
        let (to, fields) = (self.form.to, self.form.pairs());
        thread::scope(|scope| {
            let thin = scope.spawn(|| maya.send(to, &fields).unwrap());
            let plain = maya.submit(to, &fields).unwrap();
            [thin.join().unwrap(), plain]
        })
    }

    /// In words that say what to do next, and with all that was typed.
    fn is_told(&self, [thin, plain]: &[Reply; 2]) {
        assert_eq!((thin.status, thin.text.as_str()), (503, "\"Unavailable\""));
        assert_eq!(plain.status, 503, "{}", plain.text);
        assert!(plain.text.contains("send it again"), "{}", plain.text);
        for (name, value) in self.form.pairs() {
            let value = value.replace('&', "&amp;").replace('"', "&quot;");
            let value = value.replace('<', "&lt;").replace('>', "&gt;");
            let field = format!("name=\"{name}\" value=\"{value}\"");
            assert!(plain.text.contains(&field), "{field} in {}", plain.text);
        }
        assert!(!plain.text.contains("panicked"), "{}", plain.text);
    }

    /// Carried out once, paid and mailed, and all books are in order.
    async fn ends_well(&self, maya: &Browser) {
        let reply = maya.send(self.form.to, &self.form.pairs()).unwrap();
        assert!(reply.is_done(), "{} {}", reply.status, reply.text);
        let store = self.house.store().await;
        let open = "SELECT (SELECT COUNT(*) FROM outbox WHERE done_at IS NULL) \
                    + (SELECT COUNT(*) FROM refund WHERE state <> 'arrived')";
        for _ in 0..400 {
            if number(&store, open).await == 0 {
                break;
            }
            maya.send("/do/move_clock", &[("by", "61")]).unwrap();
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
        assert_eq!(number(&store, open).await, 0, "{}", self.house.log());
        let refunds = number(&store, "SELECT COUNT(*) FROM sandbox_refund").await;
        assert_eq!(refunds, 1);
        assert_eq!(self.house.letters().len(), 1);
        money_proof(&store).await.expect("green books");
        rows::replay(&store).await;
        store.close().await;
    }

    async fn nothing_is_done(&self, store: &Store) {
        let done = "SELECT (SELECT COUNT(*) FROM command) + (SELECT COUNT(*) FROM refund) \
                    + (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM draft) \
                    + (SELECT COUNT(*) FROM session WHERE state = 'cancelled')";
        assert_eq!(number(store, done).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn locked_by_another_process_it_says_so_and_goes_on_once_it_is_free() {
    let shop = Shop::new().await;
    let serving = shop.house.serve(now(), &[]);
    let maya = shop.sign_in(&serving);
    let store = shop.house.store().await;
    let mut other = AnyConnection::connect(&shop.house.url()).await.unwrap();
    other.execute("BEGIN EXCLUSIVE").await.unwrap();

    let page = maya.get("/today").unwrap();
    assert_eq!(page.status, 200, "what is only read can be read");
    // They wait together: one after the other would take twice as long.
    let began = Instant::now();
    let told = tokio::task::block_in_place(|| shop.sends(&maya));
    assert!(began.elapsed() < 2 * BUSY, "{:?}", began.elapsed());
    shop.is_told(&told);
    shop.nothing_is_done(&store).await;

    other.execute("ROLLBACK").await.unwrap();
    store.close().await;
    shop.ends_well(&maya).await;
}

/// A limit on the size of files is as good as a full disk, and needs no disk of its own: neither
/// the database nor a letter can grow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_no_room_to_write_it_says_so_and_goes_on_once_there_is_some() {
    let shop = Shop::new().await;
    let serving = under_limit(&shop);
    let maya = shop.sign_in(&serving);
    limit(&serving, "4096");
    assert_eq!(maya.get("/today").unwrap().status, 200);
    shop.is_told(&shop.sends(&maya));
    let store = shop.house.store().await;
    shop.nothing_is_done(&store).await;
    store.close().await;

    limit(&serving, "unlimited");
    shop.ends_well(&maya).await;
}

/// Page by page there is more room for the same cancel, until it finds enough.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_in_its_commit_the_room_ends_nothing_of_it_is_done() {
    let shop = Shop::new().await;
    let serving = under_limit(&shop);
    let maya = shop.sign_in(&serving);
    let store = shop.house.store().await;
    let log = std::fs::metadata(shop.house.path("data/kept.sqlite-wal"));
    let begins = log.unwrap().len();
    let mut ended = 0;
    loop {
        limit(&serving, &(begins + ended * FRAME).to_string());
        let reply = maya.send(shop.form.to, &shop.form.pairs()).unwrap();
        if reply.is_done() {
            break;
        }
        assert_eq!(
            (reply.status, reply.text.as_str()),
            (503, "\"Unavailable\"")
        );
        shop.nothing_is_done(&store).await;
        ended += 1;
        assert!(ended < 500, "{}", shop.house.log());
    }
    println!("the room ended at {ended} places of the commit");
    assert!(
        ended >= 10,
        "it was written before there was any room: {ended}"
    );
    store.close().await;
    limit(&serving, "unlimited");
    shop.ends_well(&maya).await;
}

fn under_limit(shop: &Shop) -> Serving {
    let program = shop.house.kept(now(), &[]);
    let mut under_limit = Command::new("sh");
    // Ignored signals stay ignored in what is then run: the write fails instead.
    let script = "trap '' XFSZ; exec \"$0\" serve";
    under_limit.args(["-c", script]).arg(program.get_program());
    under_limit.env_clear().current_dir(shop.house.path(""));
    under_limit.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    for (name, value) in program.get_envs() {
        under_limit.env(name, value.unwrap_or_default());
    }
    shop.house.started(&mut under_limit)
}

fn limit(serving: &Serving, bytes: &str) {
    let id = serving.id().to_string();
    let limit = format!("--fsize={bytes}:unlimited");
    let mut prlimit = Command::new("prlimit");
    let set = prlimit.args(["--pid", &id, &limit]).status().unwrap();
    assert!(set.success());
}

/// The decision is written, but the disk is full when the letter is to leave.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_that_finds_no_room_is_sent_once_there_is_some() {
    let shop = Shop::new().await;
    let serving = shop.house.serve(now(), &[]);
    let maya = shop.sign_in(&serving);
    let reply = maya.send(shop.form.to, &shop.form.pairs()).unwrap();
    assert!(reply.is_done(), "{} {}", reply.status, reply.text);
    let store = shop.house.store().await;
    // It waits until the cancel can no longer be undone: time to fill the disk under its name.
    let full = shop
        .house
        .path("data/mail")
        .join(half_a_letter(&store).await);
    std::fs::create_dir_all(full.parent().expect("a folder")).unwrap();
    std::os::unix::fs::symlink("/dev/full", &full).unwrap();
    let tried = "SELECT COUNT(*) FROM outbox WHERE last_error LIKE '%No space left%' \
                 AND done_at IS NULL";
    for _ in 0..400 {
        if number(&store, tried).await > 0 {
            break;
        }
        maya.send("/do/move_clock", &[("by", "31")]).unwrap();
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    assert_eq!(number(&store, tried).await, 1);
    let folder = std::fs::read_dir(shop.house.path("data/mail")).unwrap();
    assert_eq!(folder.count(), 1, "the name of a part, and no letter");
    store.close().await;
    std::fs::remove_file(full).unwrap();
    shop.ends_well(&maya).await;
}

/// The name under which the letter is written before it is whole.
async fn half_a_letter(store: &Store) -> String {
    let find = sql("SELECT created_at, id FROM outbox WHERE kind LIKE 'mail:%'");
    let read = store.read::<_, StoreFault, _>(|tx| {
        Box::pin(async move { tx.one::<(i64, String)>(find).await })
    });
    let (at, id) = read.await.unwrap();
    format!(".{at:013}-{id}.eml.part")
}
