//! The registry of crash points: places between two steps of a command, of a refund or of a
//! letter, at which a debug build kills its own process as a power cut would, without unwinding
//! and without a last word, when `KEPT_CRASH_AT` names the point (`log_written`, or
//! `log_written:2` for the second time that it is passed).
//!
//! `server/tests/kills.rs` dies at each of those on the way from a cancel to its last letter, and
//! `backend/tests/kills.rs` at all others, and around the commit of every verb; one that is never
//! reached fails there. A release build has none of this: [`point`] is empty.

mod registry;
mod writes;

pub use registry::{Group, Point};

/// Dies here, if this is where `KEPT_CRASH_AT` says to.
#[inline]
pub fn point(point: Point) {
    #[cfg(debug_assertions)]
    armed::pass(point);
    #[cfg(not(debug_assertions))]
    let _ = point;
}

/// The write that is called `command` is about to be committed.
pub(crate) fn before_commit(command: &str) {
    if let Some((before, _)) = writes::around(command) {
        point(before);
    }
}

/// The write that is called `command` was committed, and nobody has been answered.
pub(crate) fn after_commit(command: &str) {
    if let Some((_, after)) = writes::around(command) {
        point(after);
    }
}

#[cfg(debug_assertions)]
mod armed {
    use super::Point;
    use rustix::process::{Signal, getpid, kill_process};
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    struct Armed {
        point: Point,
        /// How often it is still passed alive.
        spared: AtomicU32,
    }

    static ARMED: LazyLock<Option<Armed>> = LazyLock::new(|| {
        let wanted = std::env::var("KEPT_CRASH_AT").ok()?;
        let (name, time) = wanted.split_once(':').unwrap_or((&wanted, "1"));
        let known = Point::ALL.iter().find(|point| point.name() == name);
        let point = *known.unwrap_or_else(|| panic!("KEPT_CRASH_AT: there is no point {name}"));
        let time: u32 = time
            .parse()
            .expect("KEPT_CRASH_AT: a number after the colon");
        let spared = AtomicU32::new(time.saturating_sub(1));
        Some(Armed { point, spared })
    });

    pub(super) fn pass(point: Point) {
        let Some(armed) = ARMED.as_ref().filter(|armed| armed.point == point) else {
            return;
        };
        let one_less = |spared: u32| spared.checked_sub(1);
        let spared = &armed.spared;
        if spared
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
            .is_ok()
        {
            return;
        }
        // To its own process, so that it has been delivered when this returns.
        let _ = kill_process(getpid(), Signal::KILL);
        unreachable!("a process outlives its own SIGKILL");
    }
}

#[cfg(test)]
mod tests {
    use super::Point;
    use std::collections::BTreeSet;

    #[test]
    fn every_point_has_a_name_of_its_own() {
        let names: BTreeSet<_> = Point::ALL.iter().map(|point| point.name()).collect();
        assert_eq!(names.len(), Point::ALL.len());
    }
}
