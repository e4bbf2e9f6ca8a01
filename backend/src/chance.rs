//! The one place that draws at random: ids, tokens and salts.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

thread_local! {
    /// Only ever set by a simulation, which has this thread for itself.
    static FORETOLD: RefCell<Option<Arc<AtomicU64>>> = const { RefCell::new(None) };
}

/// `N` bytes that nobody can guess.
///
/// # Panics
/// Where the operating system has no random numbers; nothing safe could be done then.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the file that draws at random"
)]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    match FORETOLD.with_borrow(Clone::clone) {
        None => getrandom::fill(&mut bytes).expect("the operating system has random numbers"),
        Some(seed) => {
            let next = foretold(seed.load(Ordering::Relaxed), &mut bytes);
            seed.store(next, Ordering::Relaxed);
        }
    }
    bytes
}

/// A new id: version 7, so that rows of one time lie together, with random bits at its end.
pub fn id(at: domain::time::Instant) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid()
}

/// From here on this thread draws what can be foretold, so that a simulated run can be run
/// again. Clippy forbids it to everyone but the simulation.
#[doc(hidden)]
pub fn foretell(seed: u64) {
    FORETOLD.with_borrow_mut(|foretold| {
        let foretold = foretold.get_or_insert_default();
        foretold.store(seed, Ordering::Relaxed);
    });
}

/// Makes a thread that works for this one draw as this one does.
pub(crate) fn handed_on() -> impl FnOnce() + Send {
    let foretold = FORETOLD.with_borrow(Clone::clone);
    move || FORETOLD.set(foretold)
}

/// SplitMix64; answers where to go on.
fn foretold(mut seed: u64, bytes: &mut [u8]) -> u64 {
    for eight in bytes.chunks_mut(8) {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let drawn = (mixed ^ (mixed >> 31)).to_le_bytes();
        eight.copy_from_slice(&drawn[..eight.len()]);
    }
    seed
}
