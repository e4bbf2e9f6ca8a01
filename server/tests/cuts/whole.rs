//! What a command that got no answer has left when the program was cut off: all that it writes,
//! or nothing. Looked at in a copy, so that the program itself finds what it has left behind.

use crate::crowd::{Client, Sent};
use crate::running::{Filled, House, number};
use backend::store::{Store, sql};
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

const LEAVING: &str =
    "SELECT COUNT(*) FROM outbox WHERE claimed_until IS NOT NULL AND done_at IS NULL";
const PAID_UNKNOWN: &str = "SELECT COUNT(*) FROM sandbox_key k JOIN refund r ON r.id = k.key \
     WHERE r.state = 'requested'";

/// Of all rounds: what was cut off.
#[derive(Debug, Default)]
pub struct Tally {
    /// Sent wholly and not answered, and there as a whole.
    pub there: u64,
    /// Sent wholly and not answered, and not there at all.
    pub gone: u64,
    pub hardly_sent: u64,
    /// Rows of the outbox on their way out, claimed and not noted.
    pub leaving: u64,
    /// Refunds that the provider had paid, and our books did not know.
    pub paid_unknown: u64,
}

impl Tally {
    pub fn look(&mut self, house: &House, clients: &[Client]) {
        let cut: Vec<_> = clients.iter().filter_map(|c| c.cut_off.as_ref()).collect();
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        runtime.block_on(async {
            let copy = copied(house);
            let url = format!("sqlite:{}", copy.path().join("kept.sqlite").display());
            let store = Store::open(&url).await.unwrap();
            self.leaving += count(&store, LEAVING).await;
            self.paid_unknown += count(&store, PAID_UNKNOWN).await;
            for cut in cut {
                match (cut.sent, is_there(&store, &cut.form).await) {
                    (Sent::Hardly, _) => self.hardly_sent += 1,
                    (Sent::Wholly, true) => self.there += 1,
                    (Sent::Wholly, false) => self.gone += 1,
                }
            }
            store.close().await;
        });
    }
}

impl Tally {
    /// Where nothing is interrupted, nothing is shown.
    pub fn shows_something(&self, rounds: u64, clients: &[Client]) {
        assert!(self.there > 0, "nothing was done and not answered");
        assert!(self.gone > 0, "nothing was sent and not done");
        let under_way = self.there + self.gone;
        assert!(
            under_way >= rounds,
            "{under_way} under way at {rounds} cuts"
        );
        assert!(self.leaving > 0, "nothing was on its way out");
        assert!(self.paid_unknown > 0, "nothing was paid and not noted");
        let undos = clients.iter().flat_map(|client| &client.answered);
        assert!(undos.filter(|form| form.is_undo()).count() > 0, "no undo");
        let late = clients.iter().any(|client| !client.too_late.is_empty());
        assert!(late, "no undo was cut off before it was done");
    }
}

async fn count(store: &Store, question: &'static str) -> u64 {
    u64::try_from(number(store, question).await).expect("a count")
}

fn copied(house: &House) -> TempDir {
    let copy = TempDir::new().unwrap();
    for file in ["kept.sqlite", "kept.sqlite-wal"] {
        let from = house.path("data").join(file);
        if from.exists() {
            fs::copy(from, copy.path().join(file)).unwrap();
        }
    }
    copy
}

async fn is_there(store: &Store, form: &Filled) -> bool {
    let mut found = BTreeSet::new();
    let key = sql("SELECT COUNT(*) FROM command WHERE key = $1").bind(form.key());
    found.insert(number(store, key).await);
    for part in parts(form) {
        found.insert(number(store, sql(*part).bind(form.session)).await);
    }
    assert_eq!(found.len(), 1, "half of it: {found:?}, {form:?}");
    found.contains(&1)
}

/// Each counts 1 where the command was carried out, and 0 where it was not.
fn parts(form: &Filled) -> &'static [&'static str] {
    match form.to {
        "/do/cancel_session" => &[
            "SELECT COUNT(*) FROM event WHERE kind = 'decided' AND session_id = $1",
            "SELECT COUNT(*) FROM session WHERE state = 'cancelled' AND id = $1",
            "SELECT 1 - COUNT(*) FROM span WHERE kind = 'session' AND id = $1",
            "SELECT COUNT(*) FROM span WHERE kind = 'undo' AND session_id = $1",
            "SELECT COUNT(*) FROM refund WHERE session_id = $1",
            "SELECT COUNT(*) FROM outbox WHERE kind = 'refund' AND session_id = $1",
            "SELECT COUNT(*) FROM outbox WHERE kind LIKE 'mail:%' AND session_id = $1",
            "SELECT COUNT(*) FROM ledger_entry e JOIN refund r ON r.id = e.refund_id \
             WHERE e.what = 'refund_requested' AND r.session_id = $1",
        ],
        "/do/undo_cancel" => &[
            "SELECT COUNT(*) FROM event WHERE kind = 'undone' AND session_id = $1",
            "SELECT COUNT(*) FROM session WHERE state = 'confirmed' AND id = $1",
            "SELECT COUNT(*) FROM span WHERE kind = 'session' AND id = $1",
            "SELECT 1 - COUNT(*) FROM span WHERE kind = 'undo' AND session_id = $1",
            "SELECT COUNT(*) FROM refund WHERE withdrawn_at IS NOT NULL AND session_id = $1",
            "SELECT 1 - COUNT(*) FROM outbox WHERE kind = 'refund' AND session_id = $1",
            "SELECT 1 - COUNT(*) FROM outbox WHERE kind LIKE 'mail:%' AND session_id = $1",
            "SELECT COUNT(*) FROM ledger_entry e JOIN refund r ON r.id = e.refund_id \
             WHERE e.what = 'undone' AND r.session_id = $1",
        ],
        "/do/record_attendance" => &[
            "SELECT COUNT(*) FROM event WHERE kind = 'decided' AND session_id = $1",
            "SELECT COUNT(*) FROM session WHERE state = 'completed' AND id = $1",
            "SELECT COUNT(DISTINCT e.act_id) FROM ledger_entry e \
             JOIN payment p ON p.id = e.payment_id WHERE e.what = 'kept' AND p.session_id = $1",
        ],
        "/do/give_back" => &[
            "SELECT COUNT(*) - 1 FROM event WHERE kind = 'decided' AND session_id = $1",
            "SELECT COUNT(*) FROM refund WHERE session_id = $1",
            "SELECT COUNT(*) FROM outbox WHERE kind = 'refund' AND session_id = $1",
            "SELECT COUNT(*) FROM outbox WHERE kind LIKE 'mail:%' AND session_id = $1",
        ],
        other => panic!("no such form: {other}"),
    }
}
