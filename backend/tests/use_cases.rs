//! What people can do, and what then stands in the database: asked of both databases by the
//! same tests.

#[path = "support/acts.rs"]
mod acts;
#[path = "use_cases/asking.rs"]
mod asking;
#[path = "support/at_once.rs"]
mod at_once;
#[path = "use_cases/attending.rs"]
mod attending;
#[path = "use_cases/booking.rs"]
mod booking;
#[path = "use_cases/cancelling.rs"]
mod cancelling;
#[path = "support/checkout.rs"]
mod checkout;
#[path = "use_cases/commitment.rs"]
mod commitment;
#[path = "use_cases/confirming.rs"]
mod confirming;
#[path = "use_cases/drafts.rs"]
mod drafts;
#[path = "use_cases/group_commit.rs"]
mod group_commit;
#[path = "use_cases/keys.rs"]
mod keys;
#[path = "use_cases/leaving.rs"]
mod leaving;
#[path = "use_cases/live.rs"]
mod live;
#[path = "use_cases/moving.rs"]
mod moving;
#[path = "use_cases/never_free.rs"]
mod never_free;
#[path = "use_cases/nothing_partial.rs"]
mod nothing_partial;
#[path = "use_cases/notice.rs"]
mod notice;
#[path = "use_cases/objecting.rs"]
mod objecting;
#[path = "use_cases/offering.rs"]
mod offering;
#[path = "use_cases/one_slot.rs"]
mod one_slot;
#[path = "support/onlookers.rs"]
mod onlookers;
#[path = "use_cases/pages.rs"]
mod pages;
#[path = "use_cases/paused.rs"]
mod paused;
#[path = "use_cases/pausing.rs"]
mod pausing;
#[path = "use_cases/permission.rs"]
mod permission;
#[allow(dead_code, reason = "the store's own tests ask it for more")]
#[path = "store_contract/place.rs"]
mod place;
#[path = "support/promises.rs"]
mod promises;
#[path = "use_cases/races.rs"]
mod races;
#[path = "use_cases/refunding.rs"]
mod refunding;
#[path = "use_cases/reminding.rs"]
mod reminding;
#[path = "support/rows.rs"]
mod rows;
#[path = "use_cases/second.rs"]
mod second;
#[path = "use_cases/undo_races.rs"]
mod undo_races;
#[path = "use_cases/undo_refused.rs"]
mod undo_refused;
#[path = "use_cases/undoing.rs"]
mod undoing;
#[path = "use_cases/unpaid.rs"]
mod unpaid;
#[path = "support/world.rs"]
mod world;

promises::promises! {
    cancelling {
        the_client_asked_on_time_and_everything_is_written_at_once,
        the_client_gets_a_letter_that_takes_the_session_out_of_the_calendar,
        a_late_wish_keeps_the_payment_and_divides_it,
        an_exception_is_counted_and_recorded,
        a_part_is_refunded_and_the_rest_is_earned,
        whoever_is_unavailable_blocks_the_time_and_has_an_incident,
        an_incident_lapses_after_90_days,
        not_the_best_fit_asks_the_team_for_other_therapists,
        another_reason_is_the_teams_to_judge_and_its_words_never_reach_the_client,
        keeping_what_the_policy_owes_needs_a_reason_that_the_team_sees,
        a_client_cancels_by_the_policy_and_both_are_told,
        a_moved_session_keeps_its_uid_and_counts_on,
    }
    moving {
        a_move_is_one_transaction_and_keeps_the_session,
        each_cause_and_each_old_time_is_written_down,
        the_client_reads_both_times_and_gets_a_way_to_object,
        a_planned_charge_goes_with_its_session,
        a_time_that_cannot_be_had_is_refused_with_the_nearest,
        a_form_about_the_session_as_it_was_is_told_so_with_the_nearest_times,
        what_was_not_shown_is_not_done,
        a_client_moves_into_an_open_slot_and_no_other,
    }
    offering {
        every_time_on_offer_is_held_and_the_session_stays,
        one_is_taken_and_the_others_are_free_again,
        what_is_not_taken_leaves_the_session_where_it_is,
        nobody_answers_and_the_offer_lapses_by_itself,
        a_cancel_ends_the_offer_and_its_undo_gives_it_back,
    }
    objecting {
        an_objection_to_the_therapists_move_cancels_and_refunds,
        an_objection_can_be_undone_like_a_cancel,
        a_disputed_late_move_freezes_the_payment,
        too_late_is_counted_from_when_the_letter_left,
        a_link_is_enough_for_what_a_client_may_do_and_no_more,
        a_late_move_is_waived,
    }
    booking {
        a_follow_up_stands_at_once_and_its_charge_is_planned,
        a_refused_follow_up_leaves_nothing,
        who_is_paused_books_nothing_new,
        with_a_brand_new_therapist_everybody_gets_a_clear_answer,
        a_client_holds_pays_and_books,
        what_was_paid_for_a_hold_that_ended_goes_back_in_full,
        paid_at_the_last_instant_it_is_booked_or_goes_back,
        what_is_held_too_long_is_free_again,
    }
    one_slot {
        of_two_movers_onto_one_slot_one_wins,
        a_mover_and_a_booker_want_one_slot,
        two_clients_want_one_slot,
    }
    confirming {
        a_booking_is_confirmed_once,
        nobody_confirms_and_it_is_cancelled_by_itself,
        a_follow_up_is_declined_and_what_it_closed_is_open_again_after_an_undo,
        an_initial_booking_is_declined_through_the_team,
        a_clients_own_move_asks_anew,
        at_the_instant_of_the_deadline_one_of_the_two_wins,
    }
    reminding {
        whoever_has_not_answered_is_reminded_twice_and_no_more,
        after_a_night_asleep_the_last_reminder_goes_alone,
        from_the_deadline_on_nobody_is_reminded,
        nobody_is_reminded_of_what_was_answered_moved_or_ended,
        a_clients_own_move_reminds_anew,
        a_decline_that_is_undone_is_reminded_of_as_before,
    }
    asking {
        the_team_is_asked_once_to_carry_a_payment,
        a_client_asks_for_another_time_and_a_move_settles_it,
        a_cancel_settles_it_and_its_undo_asks_again,
    }
    pausing {
        a_pause_is_one_transaction_and_one_incident,
        what_was_not_answered_or_not_shown_is_not_done,
        one_of_its_cancels_is_undone_and_the_rest_stands,
        who_is_paused_asks_once_to_return,
    }
    paused {
        the_page_asks_about_whoever_is_to_come_and_then_says_what_became_of_them,
        the_request_to_return_is_shown_with_what_is_still_open,
    }
    leaving {
        each_way_of_leaving_a_time_is_one_transaction,
        an_undo_gives_back_what_the_cancel_closed,
        an_hour_that_was_changed_since_is_not_given_back,
        a_pause_that_was_there_before_stays_after_an_undo,
        a_pause_that_another_time_relies_on_outlives_the_undo_of_the_first,
        a_request_to_return_ends_with_the_pause_that_an_undo_lifts,
        who_else_comes_at_an_hour_that_stops_stays_as_booked,
    }
    never_free {
        when_she_moves_its_session,
        when_the_client_takes_one_of_the_times_that_she_offers,
        when_she_cancels_its_session,
        when_she_declines_its_booking,
        when_she_pauses_and_cancels,
        each_of_the_onlookers_finds_a_time_that_is_left_open,
    }
    notice {
        exactly_48_hours_are_on_time_and_a_second_less_is_late,
        when_the_client_asked_counts_and_not_when_it_was_sent,
        over_both_dst_weekends_48_hours_are_elapsed_time,
        a_booking_born_late_has_a_quarter_of_an_hour_of_grace,
    }
    commitment {
        a_setting_that_changed_binds_nobody,
        what_changed_is_named_and_nothing_is_written,
        crossing_the_48_hours_is_another_policy_and_other_money,
        a_choice_that_was_made_stays_but_its_clause_is_another,
        what_is_no_commitment_does_nothing,
        a_commitment_to_another_session_is_none,
        a_newer_revision_alone_refuses_nothing,
        the_longest_commitment_fits,
    }
    keys {
        the_same_command_again_gets_the_first_answer_and_does_nothing,
        the_same_key_with_other_content_is_spent,
        a_refused_command_does_not_spend_its_key,
        a_changed_consequence_does_not_spend_its_key,
        a_key_is_its_actors_own,
    }
    races {
        of_a_hundred_cancels_with_keys_of_their_own_one_is_carried_out,
        of_a_hundred_cancels_with_one_key_all_get_the_same_answer,
        a_late_client_and_an_unavailable_therapist_at_once,
        a_client_on_time_and_a_therapist_who_keeps_at_once,
        the_loser_who_would_have_given_less_raises_nothing,
        of_many_refunds_at_once_no_more_goes_than_remains,
    }
    undoing {
        an_undone_cancel_leaves_every_row_as_it_was,
        a_client_undoes_their_own_cancel,
        nothing_leaves_until_it_can_no_longer_be_undone,
        the_time_is_kept_until_the_last_instant_and_free_from_then_on,
        what_was_undone_can_be_cancelled_and_undone_again,
        an_exception_that_was_undone_counts_for_nothing,
        the_pages_say_who_can_undo_it_and_until_when,
        the_team_reads_which_task_can_still_go_by_whom_and_until_when,
    }
    second {
        a_client_who_comes_second_is_told_to_wait_and_not_forgotten,
        a_therapist_who_comes_second_is_not_forgotten_either,
        where_the_first_stands_the_second_is_compared_and_no_more,
        however_often_it_is_sent_it_is_kept_once,
        a_second_that_gives_more_than_the_last_one_is_asked_about,
        what_would_be_refused_on_its_own_is_no_second_cancel,
    }
    undo_refused {
        the_last_instant_is_too_late,
        the_start_is_too_late_where_it_comes_sooner,
        only_whoever_cancelled_can_undo_it,
        what_has_changed_since_is_not_undone_in_part,
        other_commands_wait_while_it_can_be_undone,
        an_undo_that_fails_at_any_step_leaves_nothing,
    }
    undo_races {
        of_a_hundred_undos_with_keys_of_their_own_one_is_carried_out,
        of_a_hundred_undos_with_one_key_all_get_the_same_answer,
        an_undo_and_the_worker_at_once_do_all_or_nothing,
        an_undo_and_a_refund_at_once,
    }
    unpaid {
        an_unpaid_session_asks_no_money_question_and_its_charge_goes,
        a_session_without_a_price_moves_no_money,
        an_initial_session_is_cancelled_by_its_client_and_not_by_its_therapist,
        at_the_start_it_is_too_late_to_cancel_and_time_for_attendance,
        a_cancelled_session_is_not_cancelled_again,
    }
    attending {
        a_session_that_took_place_is_earned_and_nobody_is_written_to,
        after_a_no_show_the_policy_keeps,
        after_a_no_show_all_can_go_back,
        after_a_no_show_a_part_can_go_back,
        before_the_start_and_after_the_end_of_it_attendance_is_refused,
    }
    refunding {
        what_was_kept_goes_back_later_in_parts_until_nothing_is_left,
        more_than_remains_is_refused_and_names_what_does,
        before_the_end_a_refund_is_part_of_cancelling,
        a_closed_card_brings_it_back_and_it_can_be_sent_again,
        each_refund_has_a_key_of_its_own_with_the_provider,
    }
    permission {
        the_neighbours_sessions_and_clients_are_hidden_like_what_does_not_exist,
        a_client_cannot_cancel_as_a_therapist_nor_for_another_client,
        a_permit_of_ones_own_pair_opens_no_other,
        a_permit_for_one_thing_does_no_other,
    }
    nothing_partial {
        a_cancel_that_fails_at_any_step_leaves_nothing,
        a_move_that_fails_at_any_step_leaves_nothing,
        a_commit_that_is_refused_leaves_nothing,
    }
    live {
        what_one_of_a_pair_does_is_heard_by_both_and_by_nobody_else,
        the_team_hears_of_a_task,
        the_team_hears_of_what_was_given_up_and_of_the_event_that_answers_it,
        the_team_hears_of_a_letter_that_was_given_up_and_is_tried_again,
        the_team_hears_of_an_undo_that_answers_what_it_was_asked,
        what_was_not_committed_is_heard_by_nobody,
        what_is_heard_is_there_to_be_read,
        another_program_on_the_database_is_heard,
        when_the_listener_loses_its_connection_everything_is_asked_again,
        who_is_signed_out_hears_no_more,
        listening_is_no_visit,
        on_the_way_down_everybody_is_sent_home,
    }
    drafts {
        a_draft_is_the_actors_own_and_of_its_page,
        a_draft_lives_a_quarter_of_an_hour_of_the_machines_clock,
        moving_the_clock_takes_no_draft,
    }
    pages {
        a_clients_page_asks_as_little_for_two_hundred_sessions_as_for_five,
        a_sessions_page_asks_as_little_however_much_has_happened,
        the_past_is_paged_and_a_page_beyond_the_last_is_the_last,
        a_cancelled_session_to_come_stands_under_past,
        a_refund_that_failed_is_on_the_chip_until_it_is_sent_again,
        both_clocks_are_shown_where_they_differ,
    }
}

/// The world itself keeps watch: it ends with what was left undone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[should_panic(expected = "the outbox has undone work")]
async fn a_world_that_leaves_work_undone_fails() {
    let world = world::World::at(place::Place::sqlite()).await;
    let session = world.paid_in(72).await;
    cancelling::done(world.cancel(session, acts::asked_now()).await);
}
