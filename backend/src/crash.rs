//! The registry of crash points: places between two steps of a command, of a refund or of a
//! letter, at which a debug build kills its own process as a power cut would, without unwinding
//! and without a last word, when `KEPT_CRASH_AT` names the point (`log_written`, or
//! `log_written:2` for the second time that it is passed).
//!
//! `server/tests/kills.rs` and, for all that is about time, `backend/tests/kills.rs` die at each of
//! them; one that is never reached fails there. A release build has none of this: [`point`] is empty.

macro_rules! points {
    ($(#[doc = $what:literal] $point:ident = $name:literal,)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Point {
            $(#[doc = $what] $point,)+
        }

        impl Point {
            pub const ALL: &[Point] = &[$(Point::$point,)+];

            /// Of a decision about time, or of a therapist's own; no cancel and no refund passes it.
            pub fn is_about_time(self) -> bool {
                let name = self.name();
                name.starts_with("moving_") || name.starts_with("time_")
            }

            /// As `KEPT_CRASH_AT` names it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Point::$point => $name,)+
                }
            }
        }
    };
}

points! {
    /// A command has arrived; nothing is asked of the database yet.
    CommandReceived = "command_received",
    /// Therapist and client are locked, and the case is read.
    CaseLocked = "case_locked",
    /// It is decided and agrees with what was shown; nothing is written.
    Decided = "decided",
    /// The session's row and, by trigger, its span are written.
    SessionWritten = "session_written",
    /// What was held for the session is gone; nothing is in its place yet.
    SpanFreed = "span_freed",
    /// The span is held for whoever may undo; a block is not there yet.
    SpanHeld = "span_held",
    /// The time is blocked.
    BlockWritten = "block_written",
    /// The hour is offered no longer.
    HourStopped = "moving_hour_stopped",
    /// The account is paused.
    AccountPaused = "moving_account_paused",
    /// An offer and its holds are there, or gone.
    OfferWritten = "moving_offer_written",
    /// A request is filed, or needless.
    RequestWritten = "moving_request_written",
    /// A cause is disputed; nothing is frozen yet.
    DisputeWritten = "moving_dispute_written",

    /// The session in checkout is there; nothing holds its time yet.
    HoldKept = "time_hold_kept",
    /// Its hold is there; the key is not spent yet.
    HoldWritten = "time_hold_written",
    /// A hold is about to be committed.
    HoldBeforeCommit = "time_hold_before_commit",
    /// It is committed; nobody has been answered.
    HoldAfterCommit = "time_hold_after_commit",
    /// The session knows that its hold is longer; the hold does not.
    HoldProlonged = "time_hold_prolonged",
    /// A longer hold is about to be committed.
    ExtendBeforeCommit = "time_extend_before_commit",
    /// It is committed; nobody has been answered.
    ExtendAfterCommit = "time_extend_after_commit",
    /// The end of a checkout is about to be committed.
    LetGoBeforeCommit = "time_let_go_before_commit",
    /// It is committed.
    LetGoAfterCommit = "time_let_go_after_commit",
    /// The schedule is saved; whom it leaves outside still has their session.
    HoursWritten = "time_hours_written",
    /// Sessions to come are cancelled and the account is restricted; its log does not know.
    PauseWritten = "time_pause_written",
    /// The account's log has its entry; the key is not spent yet.
    AccountLogged = "time_account_logged",
    /// An edit of the hours is about to be committed.
    HoursBeforeCommit = "time_hours_before_commit",
    /// It is committed; nobody has been answered.
    HoursAfterCommit = "time_hours_after_commit",
    /// A pause is about to be committed.
    PauseBeforeCommit = "time_pause_before_commit",
    /// It is committed; nobody has been answered.
    PauseAfterCommit = "time_pause_after_commit",
    /// The team is asked to lift a pause; the log does not know.
    ReturnAsked = "time_return_asked",
    /// That request is about to be committed.
    ReturnBeforeCommit = "time_return_before_commit",
    /// It is committed; nobody has been answered.
    ReturnAfterCommit = "time_return_after_commit",
    /// The refund's intent is there, without a ledger entry.
    RefundWritten = "refund_written",
    /// The refund's money is moved to `refunding`; what is kept is not yet divided.
    RefundBooked = "refund_booked",
    /// All of the money is moved.
    MoneyBooked = "money_booked",
    /// The incident is counted.
    IncidentWritten = "incident_written",
    /// The team's tasks are raised.
    TasksRaised = "tasks_raised",
    /// A letter lies in the outbox.
    LetterWritten = "letter_written",
    /// The outbox is asked to send the refund.
    RefundAsked = "refund_asked",
    /// The log has its entry; the key is not spent yet.
    LogWritten = "log_written",
    /// The key is spent: the command has nothing more to write.
    KeySpent = "key_spent",
    /// A decision is about to be committed.
    DecisionBeforeCommit = "decision_before_commit",
    /// It is committed; nobody has been answered.
    DecisionAfterCommit = "decision_after_commit",
    /// The use case has its answer; the worker is not woken.
    DecisionAnswered = "decision_answered",
    /// The worker is woken; the answer is not sent to the browser.
    WorkerWoken = "worker_woken",

    /// An undo has arrived.
    UndoReceived = "undo_received",
    /// All that the cancel did is still as it was; nothing is taken back.
    UndoDecided = "undo_decided",
    /// The hold has let go of the span; the session has not taken it again.
    UndoReleased = "undo_released",
    /// The session stands as before; block and incident are still there.
    UndoSession = "undo_session",
    /// Block and incident are gone; the money is still divided.
    UndoCleared = "undo_cleared",
    /// What was kept is held again; what was to go back is not.
    UndoHalfBooked = "undo_half_booked",
    /// All of the money is held again; the refund's intent stands.
    UndoBooked = "undo_booked",
    /// The refund's intent is withdrawn; the tasks are open.
    UndoWithdrawn = "undo_withdrawn",
    /// The tasks are closed; refund and letters are still in the outbox.
    UndoClosed = "undo_closed",
    /// Nothing waits in the outbox any more; the log does not know.
    UndoSilenced = "undo_silenced",
    /// The log has its entry; the key is not spent yet.
    UndoLogged = "undo_logged",
    /// The undo is about to be committed.
    UndoBeforeCommit = "undo_before_commit",
    /// It is committed; nobody has been answered.
    UndoAfterCommit = "undo_after_commit",
    /// The use case has its answer; the browser has none.
    UndoAnswered = "undo_answered",

    /// Rows are claimed, and that is about to be committed.
    ClaimBeforeCommit = "claim_before_commit",
    /// Rows are claimed; none is carried out.
    ClaimAfterCommit = "claim_after_commit",
    /// The provider is about to be asked for a refund.
    ProviderToBeAsked = "provider_to_be_asked",
    /// The provider is about to write the refund into its own books.
    ProviderBeforeCommit = "provider_before_commit",
    /// The provider has it in its books and has not answered.
    ProviderAfterCommit = "provider_after_commit",
    /// The provider has answered; our books do not know.
    ProviderAnswered = "provider_answered",
    /// The refund's row stands at *sent*, without its log entry.
    SentStepped = "sent_stepped",
    /// *Sent* is logged; the row of the outbox is still open.
    SentLogged = "sent_logged",
    /// The row of the outbox is closed in the same write.
    SentNoted = "sent_noted",
    /// The provider's answer is settled and noted, and about to be committed.
    AnswerBeforeCommit = "answer_before_commit",
    /// It is committed.
    AnswerAfterCommit = "answer_after_commit",

    /// The provider is about to settle what has waited long enough.
    SettlingBeforeCommit = "settling_before_commit",
    /// The provider has settled; nobody has heard of it.
    SettlingAfterCommit = "settling_after_commit",
    /// An event was heard and its refund looked up; our books do not know.
    EventFetched = "event_fetched",
    /// The refund's row stands at *arrived*; the ledger does not know.
    ArrivedStepped = "arrived_stepped",
    /// The money has left the books; the log does not know.
    ArrivedBooked = "arrived_booked",
    /// *Arrived* is logged.
    ArrivedLogged = "arrived_logged",
    /// What the event says is about to be committed.
    EventBeforeCommit = "event_before_commit",
    /// It is committed; the provider does not know that it was heard.
    EventAfterCommit = "event_after_commit",
    /// The event is about to be marked as heard.
    HeardBeforeCommit = "heard_before_commit",
    /// The event is marked as heard.
    HeardAfterCommit = "heard_after_commit",

    /// The refund's row stands at *failed*; the ledger does not know.
    FailedStepped = "failed_stepped",
    /// The money is held again; the log does not know.
    FailedBooked = "failed_booked",
    /// *Failed* is logged; nobody is asked or told.
    FailedLogged = "failed_logged",
    /// The team is asked; the two people are not told.
    FailedRaised = "failed_raised",
    /// The client is told, the therapist is not.
    FailedHalfTold = "failed_half_told",

    /// A letter is about to be sent.
    LetterToBeSent = "letter_to_be_sent",
    /// The letter's file is whole, under a name that nobody reads.
    LetterHalfSent = "letter_half_sent",
    /// The letter has left; the outbox does not know.
    LetterSent = "letter_sent",
    /// The outbox knows, and that is about to be committed.
    LetterBeforeCommit = "letter_before_commit",
    /// It is committed.
    LetterAfterCommit = "letter_after_commit",
}

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
    if let Some((before, _)) = commit_of(command) {
        point(before);
    }
}

/// The write that is called `command` was committed, and nobody has been answered.
pub(crate) fn after_commit(command: &str) {
    if let Some((_, after)) = commit_of(command) {
        point(after);
    }
}

/// By the name that a write is given: see `Store::write`.
fn commit_of(command: &str) -> Option<(Point, Point)> {
    use Point::*;
    Some(match command {
        "decide" => (DecisionBeforeCommit, DecisionAfterCommit),
        "undo" => (UndoBeforeCommit, UndoAfterCommit),
        "hold" => (HoldBeforeCommit, HoldAfterCommit),
        "extend" => (ExtendBeforeCommit, ExtendAfterCommit),
        "let go" => (LetGoBeforeCommit, LetGoAfterCommit),
        "save hours" => (HoursBeforeCommit, HoursAfterCommit),
        "pause" => (PauseBeforeCommit, PauseAfterCommit),
        "ask to return" => (ReturnBeforeCommit, ReturnAfterCommit),
        "claim" => (ClaimBeforeCommit, ClaimAfterCommit),
        "sandbox refund" => (ProviderBeforeCommit, ProviderAfterCommit),
        "settle" => (AnswerBeforeCommit, AnswerAfterCommit),
        "sandbox settle" => (SettlingBeforeCommit, SettlingAfterCommit),
        "settle event" => (EventBeforeCommit, EventAfterCommit),
        "sandbox event heard" => (HeardBeforeCommit, HeardAfterCommit),
        "note" => (LetterBeforeCommit, LetterAfterCommit),
        _ => return None,
    })
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
