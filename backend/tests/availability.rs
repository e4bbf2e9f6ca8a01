//! A therapist's time, kept and read again, edited, and raced for. Both databases.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/acts.rs"]
mod acts;
#[path = "availability/after.rs"]
mod after;
#[path = "support/at_once.rs"]
mod at_once;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/checkout.rs"]
mod checkout;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../domain/tests/support/dice.rs"]
mod dice;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../domain/tests/support/drawn.rs"]
mod drawn;
#[path = "availability/editing.rs"]
mod editing;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../domain/tests/support/engine.rs"]
mod engine;
#[path = "availability/kept.rs"]
mod kept;
#[path = "availability/never_free.rs"]
mod never_free;
#[path = "availability/offered.rs"]
mod offered;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/onlookers.rs"]
mod onlookers;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "store_contract/place.rs"]
mod place;
#[path = "support/promises.rs"]
mod promises;
#[path = "availability/races.rs"]
mod races;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/rows.rs"]
mod rows;
#[path = "availability/sick.rs"]
mod sick;
#[path = "availability/smaller.rs"]
mod smaller;
#[path = "availability/wanted.rs"]
mod wanted;
#[path = "availability/week.rs"]
mod week;
#[path = "availability/withdrawing.rs"]
mod withdrawing;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/world.rs"]
mod world;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../domain/tests/support/zones.rs"]
mod zones;

promises::promises! {
    kept {
        a_schedule_is_read_as_it_was_saved,
        slots_are_those_of_the_engine,
        a_block_that_is_written_twice_is_one_to_its_reader,
        what_is_over_is_not_read,
    }
    offered {
        a_month_of_slots_is_three_statements_as_a_day_is,
        slots_stand_under_the_days_of_their_reader,
        nobody_can_book_a_paused_account,
        the_next_free_start_is_kept_until_something_changes,
        a_kept_value_ages_without_a_write,
        what_was_computed_before_a_change_is_not_kept,
    }
    wanted {
        a_candidate_knows_rules_what_takes_it_and_what_is_near,
        each_of_her_own_rules_that_a_time_breaks_is_named,
        a_session_is_not_in_its_own_way,
        a_client_is_held_to_what_is_on_offer,
        what_the_client_has_elsewhere_takes_it_and_breaks_no_rule,
    }
    week {
        the_week_shows_what_is_booked_held_blocked_and_busy,
        who_was_kept_outside_is_shown_there,
        every_instant_says_why_it_is_not_bookable,
    }
    editing {
        whom_an_edit_leaves_outside_is_told_and_nothing_is_stored_before_each_has_an_answer,
        kept_stays_and_cancelled_goes_in_one_transaction,
        a_newer_schedule_is_not_written_over,
        a_block_that_a_cancel_wrote_survives_an_older_editor,
        the_same_edit_again_gets_the_first_answer,
        what_would_leave_others_outside_than_were_shown_is_shown_anew,
        a_hold_in_checkout_wins_until_it_ends,
        an_initial_session_is_not_cancelled_and_what_is_to_be_moved_stays,
        an_edit_that_fails_at_any_step_leaves_nothing,
    }
    withdrawing {
        an_offer_outside_is_kept_or_withdrawn_whole_with_its_letter,
        an_offer_ends_with_its_session_where_both_are_cancelled,
    }
    sick {
        a_sick_day_cancels_all_of_it_as_one_incident,
        unavailable_from_now_until_then,
        one_of_several_cancels_can_be_undone,
    }
    smaller {
        an_hour_is_offered_no_longer_and_later_sessions_are_asked_about,
        the_zone_changes_and_no_session_moves,
        hours_are_reviewed_as_they_were_shown,
        the_neighbours_hours_are_their_own,
    }
    after {
        changes_to_older_hours_are_put_on_top_of_newer_ones,
        unavailable_said_again_is_nothing_more_and_one_press_takes_it_back,
        what_an_edit_did_is_told_to_its_therapist_alone,
    }
    races {
        of_an_edit_and_a_hold_one_wins_and_the_other_is_told,
        of_two_tabs_one_saves,
    }
    never_free {
        when_hours_are_saved_that_leave_sessions_outside,
        when_she_is_sick_for_a_day,
        when_she_is_unavailable_from_now_on,
        when_an_hour_is_offered_no_longer,
    }
}
