//! The points themselves, by the part of the way that they are on: a cancel, its undo, the refund
//! that it owes and the letters that tell of it, and whatever is beside that way.

macro_rules! points {
    ($($(#[doc = $part:literal])+ $group:ident {
        $(#[doc = $what:literal] $point:ident = $name:literal,)+
    })+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Group {
            $($(#[doc = $part])+ $group,)+
        }

        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Point {
            $($(#[doc = $what] $point,)+)+
        }

        impl Point {
            pub const ALL: &[Point] = &[$($(Point::$point,)+)+];

            /// As `KEPT_CRASH_AT` names it.
            pub fn name(self) -> &'static str {
                match self {
                    $($(Point::$point => $name,)+)+
                }
            }

            pub fn group(self) -> Group {
                match self {
                    $($(Point::$point)|+ => Group::$group,)+
                }
            }
        }
    };
}

impl Point {
    /// Between a cancel and the last letter about its refund, or its undo.
    pub fn is_on_the_way(self) -> bool {
        self.group() != Group::Beside
    }
}

points! {
    /// A command on its way to its commit and its answer.
    Deciding {
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
    }

    /// A cancel that is taken back.
    Undoing {
        /// An undo has arrived.
        UndoReceived = "undo_received",
        /// All that the cancel did is still as it was; nothing is taken back.
        UndoDecided = "undo_decided",
        /// The hold has let go of the span; the session has not taken it again.
        UndoReleased = "undo_released",
        /// The session stands as before; block and incident are still there.
        UndoSession = "undo_session",
        /// Block and incident are gone; what was closed beside them is still closed.
        UndoUnblocked = "undo_unblocked",
        /// The hour is offered and the account open again; what the cancel had ended is not.
        UndoOpened = "undo_opened",
        /// Whatever closed the time and counted is gone; the money is still divided.
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
    }

    /// A refund from the outbox to its arrival.
    Refunding {
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
    }

    /// A refund that comes back.
    Failing {
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
    }

    /// A letter that leaves.
    Mailing {
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

    /// Beside that way: time, requests, a therapist's own hours and account, what is given up.
    Beside {
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
        /// A follow-up of the therapist's is there; nobody has decided about it.
        FollowUpKept = "time_follow_up_kept",
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
        /// The hours are those of another zone; the zone is not.
        RezoneHalf = "time_rezone_half",
        /// Sessions to come are cancelled and the account is restricted; its log does not know.
        PauseWritten = "time_pause_written",
        /// The account's log has its entry; the key is not spent yet.
        AccountLogged = "time_account_logged",
        /// An edit of the hours is about to be committed.
        HoursBeforeCommit = "time_hours_before_commit",
        /// It is committed; nobody has been answered.
        HoursAfterCommit = "time_hours_after_commit",
        /// The hours are said to be right; the account's log does not know.
        ReviewWritten = "time_review_written",
        /// That they are right is about to be committed.
        ReviewBeforeCommit = "time_review_before_commit",
        /// It is committed; nobody has been answered.
        ReviewAfterCommit = "time_review_after_commit",
        /// The next reminder is planned; the one that is due is not written.
        ReminderPlanned = "time_reminder_planned",
        /// A reminder is about to be committed.
        RemindBeforeCommit = "time_remind_before_commit",
        /// It is committed.
        RemindAfterCommit = "time_remind_after_commit",
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
        /// A client's own way to a session is about to be committed; its letter has not left.
        LinkBeforeCommit = "link_before_commit",
        /// It is committed; nobody has got it.
        LinkAfterCommit = "link_after_commit",
        /// A sign-in, its end, or an invitation is about to be committed.
        AccessBeforeCommit = "access_before_commit",
        /// It is committed; nobody has been answered.
        AccessAfterCommit = "access_after_commit",
        /// A draft is about to be committed.
        DraftBeforeCommit = "draft_before_commit",
        /// It is committed; nobody has been answered.
        DraftAfterCommit = "draft_after_commit",
        /// A row of the outbox is parked; the team does not know.
        GivenUpParked = "given_up_parked",
        /// The team is asked; the session's log does not know.
        GivenUpRaised = "given_up_raised",
        /// What was given up is about to be committed.
        GivenUpBeforeCommit = "given_up_before_commit",
        /// It is committed.
        GivenUpAfterCommit = "given_up_after_commit",
        /// A row that was given up is open again; so is its task.
        AgainOpened = "again_opened",
        /// The task is done; the session's log does not know.
        AgainClosed = "again_closed",
        /// That it is tried again is about to be committed.
        AgainBeforeCommit = "again_before_commit",
        /// It is committed; nobody has been answered.
        AgainAfterCommit = "again_after_commit",
    }
}
