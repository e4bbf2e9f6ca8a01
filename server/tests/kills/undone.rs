//! One death on the way of an undo: the cancel was answered, and the program dies while it is
//! taken back. Started again within the thirty seconds, the same undo goes through, once; no
//! money and no letter ever leaves.

use crate::journey::{SIGKILL, dies, finishes, sign_in};
use crate::rows;
use crate::running::{Filled, House, now, number};
use backend::crash::Point;
use backend::proof::money_proof;
use backend::store::{Store, StoreFault, sql};
use domain::time::TimeDelta;
use std::collections::BTreeSet;

pub async fn killed_at(house: House, form: &Filled, point: Point) {
    let mut serving = house.serve(now(), &[("KEPT_CRASH_AT", point.name())]);
    let maya = sign_in(&serving);
    let reply = maya.send(form.to, &form.pairs()).unwrap();
    assert!(reply.is_done(), "{} {}", reply.status, reply.text);
    let session = form.session.to_string();
    let act = act_of(&house).await;
    let fields = [("session", &*session), ("act", &*act), ("key", "key-2")];
    let undo = |by: &crate::wire::Browser| by.send("/do/undo_cancel", &fields);
    let answered = undo(&maya).is_ok_and(|reply| reply.is_done());
    let ended = dies(&maya, &mut serving);
    assert_eq!(ended, Some(SIGKILL), "it never came there: {}", house.log());

    let store = house.store().await;
    let kept = whole_or_nothing(&store).await;
    assert!(kept || !answered, "what was answered is lost");
    let serving = house.serve(now() + TimeDelta::seconds(5), &[]);
    let maya = sign_in(&serving);
    for _ in 0..2 {
        let reply = undo(&maya).unwrap();
        assert!(reply.is_done(), "{} {}", reply.status, reply.text);
    }
    // Long after the time to undo, too.
    for _ in 0..3 {
        let reply = maya.send("/do/move_clock", &[("by", "61")]).unwrap();
        assert_eq!(reply.status, 200);
    }
    finishes(&maya, &store).await;
    nothing_left(&house, &store).await;
    store.close().await;
}

/// The cancel's act, as the page carries it.
async fn act_of(house: &House) -> String {
    let store = house.store().await;
    let find = sql("SELECT act_id FROM refund");
    let read = store
        .read::<_, StoreFault, _>(|tx| Box::pin(async move { tx.one::<(String,)>(find).await }));
    let (act,) = read.await.unwrap();
    store.close().await;
    act
}

/// Of an undo, all is there or nothing is.
async fn whole_or_nothing(store: &Store) -> bool {
    let parts = [
        "SELECT COUNT(*) FROM command WHERE key = 'key-2'",
        "SELECT COUNT(*) FROM event WHERE kind = 'undone'",
        "SELECT COUNT(*) FROM session WHERE revision = 3 AND state = 'confirmed'",
        "SELECT 1 - COUNT(*) FROM block",
        "SELECT 1 - COUNT(*) FROM incident",
        "SELECT 1 - COUNT(*) FROM span WHERE kind = 'undo'",
        "SELECT 1 - COUNT(*) FROM outbox WHERE kind = 'refund'",
        "SELECT 1 - COUNT(*) FROM outbox WHERE kind LIKE 'mail:%'",
        "SELECT COUNT(*) FROM refund WHERE withdrawn_at IS NOT NULL",
        "SELECT COUNT(DISTINCT act_id) FROM ledger_entry WHERE what = 'undone'",
    ];
    let mut found = BTreeSet::new();
    for part in parts {
        found.insert(number(store, part).await);
    }
    assert_eq!(found.len(), 1, "half of it: {found:?}");
    found.contains(&1)
}

async fn nothing_left(house: &House, store: &Store) {
    assert!(whole_or_nothing(store).await);
    let refunds = number(store, "SELECT COUNT(*) FROM sandbox_refund").await;
    assert_eq!(refunds, 0, "refunds");
    assert!(house.letters().is_empty(), "{:?}", house.letters());
    if let Err(breaks) = money_proof(store).await {
        panic!("{breaks:?}");
    }
    rows::replay(store).await;
}
