//! The suite of `exam::ports::Live`.

mod boards;
mod orders;

use exam::ports::Live;

/// Runs every case on boards of its own; how many ran.
///
/// # Panics
/// When a case fails, or when none ran.
pub async fn run_live_suite<L: Live>(make: impl AsyncFn() -> L) -> usize {
    let ran = crate::suite!(make;
        boards::{
            the_newest_revision_stands,
            an_annulled_attempt_is_the_newer_at_the_same_revision,
            contacts_only_move_forward,
            seats_are_found_by_sitting,
            a_revision_rises_with_every_change_of_its_sitting,
            what_is_not_known_is_empty,
        },
        orders::{
            ranks_equal_a_sorted_list,
            only_who_counts_is_ranked,
            a_new_attempt_takes_the_place_of_a_voided_one,
        },
    );
    assert!(ran > 0, "no case ran");
    ran
}
