//! What the worker promises, on both databases: money and mail leave once, whatever happens on
//! the way, and the books are green at every step.

#[path = "outbox/again.rs"]
mod again;
#[path = "outbox/contradictions.rs"]
mod contradictions;
#[path = "outbox/fakes.rs"]
mod fakes;
#[path = "outbox/hanging.rs"]
mod hanging;
#[path = "outbox/misbehaviour.rs"]
mod misbehaviour;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "store_contract/place.rs"]
mod place;
#[path = "outbox/refunds.rs"]
mod refunds;
#[path = "outbox/running.rs"]
mod running;
#[path = "outbox/streams.rs"]
mod streams;
#[path = "outbox/world.rs"]
mod world;

use place::Place;

macro_rules! promises {
    ($($subject:ident { $($promise:ident),* $(,)? })*) => {
        mod on_sqlite {$($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let place = crate::Place::sqlite();
                crate::$subject::$promise(&place).await;
                place.leave().await;
            }
        )*)*}
        mod on_postgres {$($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let Some(place) = crate::Place::postgres().await else { return };
                crate::$subject::$promise(&place).await;
                place.leave().await;
            }
        )*)*}
    };
}

promises! {
    refunds {
        a_refund_is_requested_sent_and_arrives,
        a_lost_answer_is_asked_for_again_and_pays_once,
        a_worker_that_died_after_the_answer_pays_once,
        a_closed_card_brings_the_money_back_and_both_are_told,
        two_failures_of_one_session_are_told_apart,
        above_what_remains_the_provider_itself_refuses,
        events_that_come_twice_or_late_change_nothing,
        a_provider_that_never_answers_becomes_a_task,
        after_a_day_the_refund_is_looked_up_and_not_sent_anew,
        too_many_requests_are_waited_for,
        two_workers_at_once_pay_once,
        the_proof_names_a_break,
    }
    contradictions {
        what_is_not_ours_is_left_to_the_team,
        what_was_sent_and_is_refused_now_is_left_to_the_team,
        what_failed_and_arrived_after_all_is_a_task_of_its_own,
        where_it_was_sent_anew_meanwhile_the_client_may_be_paid_twice,
    }
    misbehaviour {
        each_mishap_ends_with_one_refund_and_green_books,
        a_stored_500_is_looked_up_and_not_asked_for_ever,
        a_500_before_the_money_moved_is_asked_anew_when_its_key_is_forgotten,
        whatever_a_seed_does_each_refund_is_paid_once,
        a_refund_that_fails_days_later_is_seen_by_both,
        a_refund_that_arrived_and_comes_back_is_held_again_and_seen_by_both,
        what_was_sent_again_in_part_shows_both,
        a_key_known_for_something_else_is_left_to_the_team,
        a_door_that_never_opens_is_given_up_late,
    }
    again {
        a_refund_that_was_given_up_is_tried_again_and_pays_once,
        an_event_answers_what_was_given_up,
        a_letter_that_was_given_up_is_a_task_and_can_be_tried_again,
        what_is_given_up_twice_is_a_task_twice,
        a_claim_that_ran_out_at_work_writes_nothing,
        a_row_that_takes_its_worker_down_is_given_up_and_no_other,
    }
    hanging {
        while_the_mail_server_hangs_refunds_leave_and_arrive,
        while_the_provider_hangs_letters_leave_and_events_are_heard,
        while_one_event_hangs_others_are_heard_and_refunds_leave,
    }
    running {
        what_a_dead_program_had_claimed_leaves_at_the_start_of_the_only_one,
        a_ring_is_answered_and_a_stop_obeyed,
        what_is_under_way_at_a_stop_comes_to_its_end_and_nothing_new_begins,
        a_stop_ends_within_its_bound_though_a_call_hangs,
    }
    streams {
        a_stream_keeps_its_order_and_waits_for_its_first,
        a_parked_row_blocks_its_own_stream_only,
        a_claim_that_ran_out_is_taken_over_and_the_first_can_note_nothing,
        nothing_leaves_before_its_time,
        a_letter_sent_again_is_the_same_file,
        two_workers_at_once_send_each_letter_once,
        the_lag_tells_what_is_due_since_when_and_what_was_given_up,
        an_idle_worker_writes_nothing,
    }
}
