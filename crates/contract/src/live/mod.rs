//! The suite of `exam::ports::Live`.

mod boards;
mod exact;
mod fillings;
mod nodes;
mod orders;
mod set_back;

use exam::ports::{Live, SeatUpdate, Standing};

/// Runs every case on boards of its own; how many ran. `make` gives boards that nobody has filled yet.
///
/// # Panics
/// When a case fails, or when none ran.
pub async fn run_live_suite<L: Live>(make: impl AsyncFn() -> L) -> usize {
    let whole = async || {
        let live = make().await;
        fill(&live).await;
        live
    };
    let mut ran = crate::suite!(whole;
        boards::{
            the_newest_revision_stands,
            an_annulled_attempt_is_the_newer_at_the_same_revision,
            contacts_only_move_forward,
            seats_are_found_by_sitting,
            a_revision_rises_with_every_change_of_its_sitting,
            what_is_not_known_is_empty,
            a_drawing_is_kept_unless_another_was_faster,
        },
        exact::{
            a_state_comes_back_as_it_was_fed,
            every_link_of_a_key_decides,
            a_large_feed_arrives_whole,
        },
        orders::{
            ranks_equal_a_sorted_list,
            only_who_counts_is_ranked,
            a_new_attempt_takes_the_place_of_a_voided_one,
        },
        set_back::{
            a_state_is_set_back_and_goes_on_from_there,
            what_has_changed_since_stays,
            an_attempt_whose_row_is_lost_is_taken_off,
            a_voided_attempt_takes_its_place_again,
            many_are_set_back,
        },
    );
    ran += crate::suite!(make;
        fillings::{
            boards_are_whole_once_they_are_filled,
            another_filling_means_nothing,
            what_is_filled_is_there_at_once,
        },
    );
    assert!(ran > 0, "no case ran");
    ran
}

/// Runs the cases of two nodes on boards of their own; how many ran. `make` gives two adapters on the same boards,
/// which nobody has filled yet.
///
/// # Panics
/// When a case fails, or when none ran.
pub async fn run_nodes_suite<L: Live>(make: impl AsyncFn() -> (L, L)) -> usize {
    let whole = async || {
        let nodes = make().await;
        fill(&nodes.0).await;
        nodes
    };
    let ran = crate::suite!(whole;
        nodes::{
            what_one_node_is_told_the_other_says,
            the_newest_revision_stands_whoever_brings_it,
            a_change_is_seen_on_the_other_node,
            what_one_node_has_filled_is_whole_on_the_other,
            of_two_drawings_one_is_kept,
        },
    );
    assert!(ran > 0, "no case ran");
    ran
}

/// Says of empty boards that they hold everything.
async fn fill(live: &impl Live) {
    let Standing::Lost(generation) = live.standing().await else {
        panic!("boards that nobody has filled");
    };
    live.filled(generation).await.unwrap();
}

/// Feeds, and waits until it is there.
async fn feed(live: &impl Live, updates: Vec<SeatUpdate>) {
    live.feed(updates);
    live.settled().await;
}
