//! One death: a cancel with a refund goes on its way, the program dies where it is told to, is
//! started again, and what then stands is looked at from all sides.

use crate::rows;
use crate::running::{Filled, House, Serving, filled, follow_up, now, number};
use crate::undone;
use crate::wire::Browser;
use backend::crash::{Group, Point};
use backend::proof::money_proof;
use backend::seed::cast::{DANIEL, LENA, MAYA};
use backend::store::Store;
use domain::form::{Fields, Form};
use domain::time::{Instant, TimeDelta};
use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

pub const SIGKILL: i32 = 9;
/// So many steps of the demo's clock, and whatever is due has been done.
const MOST_STEPS: usize = 400;
/// Longer than an undo can be pressed and than the provider takes to settle; what the dead had
/// claimed is taken over at the next start.
const STEP: &str = "61";
const PAUSE: Duration = Duration::from_millis(40);

/// Which way is gone, and how it ends.
#[derive(Clone, Copy)]
enum Ending {
    /// The refund arrives.
    Arrived,
    /// The refund comes back.
    Failed,
    /// The cancel is undone.
    Undone,
}

/// The same for every point: a house with two paid sessions, and the forms that cancel them.
pub struct Template {
    house: House,
    arrives: Filled,
    /// Paid by a card that was closed: the refund comes back.
    fails: Filled,
}

impl Template {
    pub async fn new() -> Template {
        let hours = |hours| now() + TimeDelta::hours(hours);
        let bookings = vec![
            follow_up((MAYA, DANIEL), hours(80), "4242"),
            follow_up((MAYA, LENA), hours(82), "0341"),
        ];
        let (daniels, lenas) = (bookings[0].id, bookings[1].id);
        let house = House::with(bookings).await;
        let store = house.store().await;
        let fill = |session| filled(&store, session, Form::Cancel, all_of_it(), "key-1", now());
        let (arrives, fails) = (fill(daniels).await, fill(lenas).await);
        store.close().await;
        Template {
            house,
            arrives,
            fails,
        }
    }

    fn form(&self, point: Point) -> (&Filled, Ending) {
        match point.group() {
            Group::Failing => (&self.fails, Ending::Failed),
            Group::Undoing => (&self.arrives, Ending::Undone),
            _ => (&self.arrives, Ending::Arrived),
        }
    }
}

/// A cancel that writes all that there is to write: a block, an incident, a task, a part that
/// goes back and a part that stays.
fn all_of_it() -> Fields {
    Fields {
        cause: "unavailable".into(),
        outcome: "part".into(),
        amount: "40.00".into(),
        reason: "We had half of it already.".into(),
        note: "I am sorry, Daniel.".into(),
        block: "on".into(),
        ..Fields::default()
    }
}

pub async fn killed_at(template: &Template, point: Point) {
    let house = template.house.copy();
    let (form, ending) = template.form(point);
    if let Ending::Undone = ending {
        return undone::killed_at(house, form, point).await;
    }
    let mut serving = house.serve(now(), &[("KEPT_CRASH_AT", point.name())]);
    let maya = sign_in(&serving);
    // Whether it is answered depends on where it dies.
    let answered = maya.send(form.to, &form.pairs()).is_ok_and(|r| r.is_done());
    let ended = dies(&maya, &mut serving);
    assert_eq!(ended, Some(SIGKILL), "it never came there: {}", house.log());

    let store = house.store().await;
    let kept = whole_or_nothing(&store).await;
    assert!(kept || !answered, "what was answered is lost");
    goes_on(&house, &store, form, kept).await;
    one_effect(&house, &store, ending).await;
    store.close().await;
}

pub fn sign_in(serving: &Serving) -> Browser {
    let browser = Browser::at(&serving.address);
    browser.sign_in_as(&MAYA.id().to_string()).unwrap()
}

/// Moves the clock until the process is gone, and answers the signal that ended it.
pub fn dies(maya: &Browser, serving: &mut Serving) -> Option<i32> {
    for _ in 0..MOST_STEPS {
        if let Some(status) = serving.ended() {
            return status.signal();
        }
        let _ = maya.send("/do/move_clock", &[("by", STEP)]);
        std::thread::sleep(PAUSE);
    }
    None
}

/// Of a decision, all is there or nothing is.
async fn whole_or_nothing(store: &Store) -> bool {
    let parts = [
        "SELECT COUNT(*) FROM command",
        "SELECT COUNT(*) FROM session WHERE state = 'cancelled'",
        "SELECT COUNT(*) FROM block",
        "SELECT COUNT(*) FROM refund",
        "SELECT COUNT(*) FROM incident",
        "SELECT COUNT(*) FROM task WHERE kind = 'departure_from_policy'",
        "SELECT COUNT(*) FROM event WHERE kind = 'decided'",
        "SELECT COUNT(*) FROM outbox WHERE kind = 'refund'",
        "SELECT COUNT(*) FROM outbox WHERE kind = 'mail:session_cancelled'",
        "SELECT COUNT(DISTINCT act_id) FROM ledger_entry WHERE what = 'refund_requested'",
    ];
    let mut found = BTreeSet::new();
    for part in parts {
        found.insert(number(store, part).await);
    }
    assert_eq!(found.len(), 1, "half of it: {found:?}");
    found.contains(&1)
}

/// Started again, it needs nobody. The form, sent once more, is done: once.
async fn goes_on(house: &House, store: &Store, form: &Filled, kept: bool) {
    let again: Instant = now() + TimeDelta::minutes(20);
    let serving = house.serve(again, &[]);
    let maya = sign_in(&serving);
    finishes(&maya, store).await;
    assert_eq!(whole_or_nothing(store).await, kept, "without being asked");
    for _ in 0..2 {
        let reply = maya.send(form.to, &form.pairs()).unwrap();
        assert!(reply.is_done(), "{} {}", reply.status, reply.text);
    }
    finishes(&maya, store).await;
}

/// Nothing waits in the outbox, nor with the provider.
pub async fn finishes(maya: &Browser, store: &Store) {
    const OPEN: &str = "SELECT (SELECT COUNT(*) FROM outbox WHERE done_at IS NULL) \
                        + (SELECT COUNT(*) FROM refund WHERE state IN ('requested', 'sent') \
                           AND withdrawn_at IS NULL) \
                        + (SELECT COUNT(*) FROM sandbox_refund WHERE state = 'pending') \
                        + (SELECT COUNT(*) FROM sandbox_event WHERE delivered_at IS NULL)";
    for _ in 0..MOST_STEPS {
        if number(store, OPEN).await == 0 {
            return;
        }
        maya.send("/do/move_clock", &[("by", STEP)]).unwrap();
        tokio::time::sleep(PAUSE).await;
    }
    panic!("{} things are still open", number(store, OPEN).await);
}

async fn one_effect(house: &House, store: &Store, ending: Ending) {
    assert!(whole_or_nothing(store).await);
    let (refunds, letters) = match ending {
        Ending::Arrived => (
            "SELECT COUNT(*) FROM sandbox_refund WHERE state = 'succeeded'",
            1,
        ),
        Ending::Undone => unreachable!("it has an end of its own"),
        Ending::Failed => (
            "SELECT COUNT(*) FROM sandbox_refund WHERE state = 'failed'",
            3,
        ),
    };
    assert_eq!(number(store, refunds).await, 1, "refunds");
    let all = "SELECT COUNT(*) FROM sandbox_refund";
    assert_eq!(number(store, all).await, 1, "refunds");
    let parked = "SELECT COUNT(*) FROM outbox WHERE parked_at IS NOT NULL";
    assert_eq!(number(store, parked).await, 0, "parked");

    // A letter that was sent, but not noted, is sent again: as the same one.
    let found = house.letters();
    let names: Vec<&String> = found.iter().map(|(name, _)| name).collect();
    assert_eq!(found.len(), letters, "{names:?}");
    let id = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("Message-ID: "));
        line.expect("a Message-ID").to_owned()
    };
    let ids: BTreeSet<String> = found.iter().map(|(_, text)| id(text)).collect();
    assert_eq!(ids.len(), letters, "{ids:?}");

    if let Err(breaks) = money_proof(store).await {
        panic!("{breaks:?}");
    }
    rows::replay(store).await;
}
