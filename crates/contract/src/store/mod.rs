//! The suite of `exam::ports::Store`.

mod again;
mod audit;
mod backup;
mod bounds;
mod catalogue;
mod columns;
mod contacts;
mod fixture;
mod imports;
mod journal;
mod nodes;
mod races;
mod results;
mod rooms;
mod seating;
mod staff;
mod steps;
mod strays;
mod transfer;
mod units;
mod uptime;

use std::sync::Arc;

use async_trait::async_trait;
use exam::ports::Store;

pub use fixture::World;
pub use transfer::{Movable, Pair};

/// Where a store lives: it can be opened, and opened again.
#[async_trait]
pub trait Place: Send + Sync {
    /// Opens the store; the place is empty the first time. Whatever was open before has been dropped.
    async fn open(&self) -> Arc<dyn Store>;

    /// Opens the same store as another node of a fleet, beside what is open. None where a store belongs to one process.
    async fn open_another(&self) -> Option<Arc<dyn Store>> {
        None
    }

    /// A name for a backup that does not exist yet. None where the engine's own tools make the backups.
    fn backup_target(&self) -> Option<String>;

    /// Opens what a backup has made.
    async fn open_backup(&self, target: &str) -> Arc<dyn Store>;
}

/// Runs every case on a place of its own; how many ran.
///
/// # Panics
/// When a case fails, or when none ran.
pub async fn run_store_suite<P: Place>(make: impl AsyncFn() -> P) -> usize {
    let ran = crate::suite!(make;
        again::{a_load_shows_what_came_in_between, a_stale_batch_leaves_nothing_and_the_next_one_knows},
        audit::{
            every_act_extends_the_chain,
            a_refused_act_is_not_logged,
            the_log_comes_in_pages,
            acts_of_one_kind_are_found,
        },
        backup::{a_copy_holds_the_same, nothing_is_written_over, who_does_not_copy_says_what_to_do},
        bounds::{
            a_text_with_a_zero_character_is_refused,
            sizes_have_bounds,
            large_values_come_back_as_they_were,
        },
        catalogue::{
            selections_are_told_apart_by_code,
            rows_come_back_in_their_order,
            a_formation_of_another_selection_is_refused,
            the_latest_version_of_an_item_is_listed,
            forms_come_back_as_they_were,
        },
        columns::{
            columns_change_only_when_asked,
            due_are_the_running_ones_past_their_deadline,
            due_works_among_ten_thousand,
        },
        contacts::{
            last_contacts_are_replaced,
            last_contacts_of_an_unknown_sitting_leave_nothing,
        },
        imports::{
            a_doubled_row_refuses_the_whole,
            an_import_cut_off_anywhere_leaves_nothing,
            many_rows_come_at_once,
        },
        journal::{
            rows_chain_and_are_walked,
            a_row_that_is_refused_leaves_nothing,
            a_change_on_an_old_row_is_stale,
            walking_back_in_pages,
        },
        races::{
            no_update_is_lost,
            a_locked_attempt_is_not_seen_by_two,
            of_two_who_set_once_both_see_the_same,
            of_two_who_create_one_is_refused,
        },
        results::{
            an_approval_names_what_it_approves,
            two_persons_are_needed,
            nothing_published_is_overwritten,
            a_row_is_found_in_the_newest_publication,
        },
        rooms::{
            rooms_come_in_order_without_unknown_ones,
            a_closed_room_counts_as_open_while_an_attempt_runs,
            a_saved_room_and_its_ledger,
            a_ledger_entry_stands_once,
        },
        seating::{
            a_sitting_has_its_seats,
            one_attempt_counts_per_application,
            a_refused_sitting_leaves_nothing,
            a_large_sitting_is_whole_or_nothing,
            the_seat_to_log_in_to,
        },
        staff::{
            users_and_their_grants,
            names_are_unique,
            an_unknown_user_is_stale,
            a_setting_is_replaced_with_a_word_in_the_log,
        },
        steps::{
            loading_at_once_is_loading_one_by_one,
            saved_with_the_commit_is_saved,
            a_refused_save_keeps_the_commit_from_happening,
            steps_at_once_cut_off_anywhere_are_whole_or_nothing,
        },
        strays::{the_last_late_event_per_item_is_kept, refused_events_are_kept_each},
        units::{
            what_is_committed_is_seen,
            what_is_dropped_leaves_nothing,
            a_unit_cut_off_anywhere_is_whole_or_nothing,
            a_unit_with_a_refused_step_cannot_commit,
            unknown_attempts_are_left_out,
        },
        uptime::{
            a_stretch_is_extended,
            stretches_of_several_processes,
            an_outage_is_known_by_its_start,
        },
    );
    assert!(ran > 0, "no case ran");
    ran
}

/// Runs the cases of several nodes on one store; how many ran.
///
/// # Panics
/// When a case fails, or when none ran.
pub async fn run_nodes_suite<P: Place>(make: impl AsyncFn() -> P) -> usize {
    let ran = crate::suite!(make;
        nodes::{
            an_attempt_in_other_hands_is_named_and_the_rest_is_there,
            a_close_has_every_answer_or_none,
            two_share_a_room_and_a_third_waits,
            no_update_is_lost_between_nodes,
            rows_of_two_nodes_chain,
            the_log_of_two_nodes_is_one_chain,
            two_import_one_after_the_other,
            a_node_that_opens_leaves_the_import_of_another_alone,
        },
    );
    assert!(ran > 0, "no case ran");
    ran
}

/// Runs the cases of two stores of which one becomes the other; how many ran.
///
/// # Panics
/// When a case fails, or when none ran.
pub async fn run_transfer_suite<F: Movable, T: Movable>(
    make: impl AsyncFn() -> Pair<F, T>,
) -> usize {
    let ran = crate::suite!(make;
        transfer::{
            a_copy_is_the_same_row_for_row_and_goes_on,
            a_destination_with_anything_in_it_is_left_alone,
            a_copy_cut_off_anywhere_leaves_nothing_and_can_be_made_again,
            a_store_that_is_served_is_neither_read_nor_filled,
            a_difference_is_seen,
        },
    );
    assert!(ran > 0, "no case ran");
    ran
}
