//! The one place that draws at random: ids, tokens and salts.

use uuid::Uuid;

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
    getrandom::fill(&mut bytes).expect("the operating system has random numbers");
    bytes
}

/// A new id: version 7, so that rows of one time lie together, with random bits at its end.
pub fn id(at: domain::time::Instant) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid()
}
