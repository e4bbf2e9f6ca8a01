//! What the store promises, asked of both databases by the same tests. PostgreSQL takes part
//! when KEPT_TEST_POSTGRES names a server: `script/with-postgres cargo test -p backend`.

#[path = "store_contract/gone.rs"]
mod gone;
#[path = "store_contract/place.rs"]
mod place;
#[path = "store_contract/rows.rs"]
mod rows;
#[path = "store_contract/spans.rs"]
mod spans;
#[path = "store_contract/starting.rs"]
mod starting;
#[path = "store_contract/together.rs"]
mod together;
#[path = "store_contract/transactions.rs"]
mod transactions;
#[path = "store_contract/values.rs"]
mod values;

use backend::store::{Constraint, Store, StoreFault};
use place::Place;

macro_rules! contract {
    ($($subject:ident { $($promise:ident),* $(,)? })*) => {
        mod on_sqlite {$($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let place = crate::Place::sqlite();
                crate::$subject::$promise(crate::opened(&place).await, &place).await;
                place.leave().await;
            }
        )*)*}
        mod on_postgres {$($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let Some(place) = crate::Place::postgres().await else { return };
                crate::$subject::$promise(crate::opened(&place).await, &place).await;
                place.leave().await;
            }
        )*)*}
    };
}

contract! {
    spans {
        two_sessions_of_one_therapist_cannot_overlap,
        a_session_and_a_hold_cannot_overlap,
        two_holds_cannot_overlap,
        a_client_cannot_be_with_two_therapists_at_once,
        one_may_begin_when_the_other_ends,
        a_cancelled_session_frees_its_time,
        a_moved_session_takes_its_span_along,
        the_span_of_a_session_cannot_be_written_past_it,
        of_fifty_who_want_one_slot_one_wins_and_the_others_are_told,
    }
    values {
        the_log_and_the_ledger_only_grow,
        rows_that_make_no_sense_are_refused,
        a_duplicate_is_named_by_its_columns,
        text_numbers_and_nulls_come_back_as_they_went,
    }
    transactions {
        a_failed_statement_poisons_its_transaction,
        a_statement_given_up_half_way_poisons_its_transaction,
        an_error_inside_a_savepoint_leaves_the_rest,
        an_error_swallowed_inside_a_savepoint_undoes_it,
        a_command_that_refuses_leaves_nothing,
        a_command_that_panics_leaves_nothing_and_the_next_goes_on,
        a_read_sees_one_instant_and_writes_nothing,
        statements_are_counted,
    }
    together {
        of_commands_that_wait_together_only_the_failing_one_is_undone,
        a_command_whose_caller_left_still_commits,
        commands_that_lock_each_other_out_run_again,
        what_was_accepted_before_closing_is_carried_out,
        whoever_is_kept_waiting_by_another_program_is_told_that_it_is_busy,
    }
    starting {
        a_reopened_store_still_has_its_rows,
        several_first_starts_at_once_all_succeed,
    }
}

/// A store with Ida, Jon, Ben and Mia in it.
async fn opened(place: &Place) -> Store {
    let store = Store::open(&place.url).await.unwrap();
    rows::people(&store).await;
    store
}

#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T, StoreFault>, expected: Constraint) {
    match outcome {
        Err(StoreFault::Conflict { constraint }) if constraint == expected => {}
        other => panic!("{expected:?} expected, but it was {other:?}"),
    }
}
