//! A seeded simulation of the pure core: pages that are wiped, cut off and moved, a network that loses,
//! doubles and reorders, a server that stalls, crashes, is set back to an earlier store and finds its clock
//! changed, staff that pauses, resumes, releases, reopens and admits. The checkers stand outside.
//!
//! `AMBANG_SIM_SEED=17` runs that seed alone, `AMBANG_SIM_SEEDS=20000` as many; a failure prints its seed.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests

mod checks;
mod faults;
mod form;
mod mutant;
mod page;
mod rng;
mod server;
mod staff;
mod wire;
mod world;

use session::{JournalEvent, Submitted};

use checks::{Promise, Violation, check};
use mutant::Mutant;
use world::World;

const SEEDS: u64 = 300;

fn lived(seed: u64, mutant: Mutant) -> (World, Vec<Violation>) {
    lived_through(World::new(seed, mutant))
}

fn lived_through(mut world: World) -> (World, Vec<Violation>) {
    let hangs = world.run();
    let mut found = check(&world);
    if let Err(pages) = hangs {
        let text = format!("pages {pages:?} have no receipt: {:?}", world.phases());
        found.push((Promise::NobodyHangs, text));
    }
    (world, found)
}

/// A fleet, with everything else that goes wrong or with nothing but a process that is cut off.
fn lived_in_a_fleet(seed: u64, mutant: Mutant, only_cuts: bool) -> (World, Vec<Violation>) {
    let world = World::fleet(seed, mutant, only_cuts);
    lived_through(world)
}

fn seeds() -> Vec<u64> {
    let number = |name| {
        std::env::var(name)
            .ok()
            .map(|text| text.parse::<u64>().unwrap())
    };
    match number("AMBANG_SIM_SEED") {
        Some(seed) => vec![seed],
        None => (0..number("AMBANG_SIM_SEEDS").unwrap_or(SEEDS)).collect(),
    }
}

#[test]
fn nothing_acknowledged_is_lost_and_nobody_loses_time() {
    let (mut restored, mut clicks, mut moved) = (0, 0, 0);
    for seed in seeds() {
        let (world, found) = lived(seed, Mutant::None);
        restored += world.restored;
        moved += world.pages.len() - world::SEATS;
        clicks += world
            .pages
            .iter()
            .map(|page| page.acks.len())
            .sum::<usize>();
        assert!(
            found.is_empty(),
            "AMBANG_SIM_SEED={seed}\n{}\n{found:#?}",
            world.log.join("\n")
        );
    }
    println!("{clicks} acknowledgements, {moved} moves, {restored} restored stores");
}

#[test]
fn nothing_is_lost_in_a_fleet_either() {
    for seed in seeds() {
        let (world, found) = lived_in_a_fleet(seed, Mutant::None, false);
        assert!(
            found.is_empty(),
            "AMBANG_SIM_SEED={seed}\n{}\n{found:#?}",
            world.log.join("\n")
        );
    }
}

/// How many clicks were called late although some process had received them in time.
fn wrongly_late(world: &World) -> usize {
    let acks = world.pages.iter().flat_map(|page| &page.acks);
    let late = acks.filter(|ack| ack.verdict == Submitted::Late);
    late.filter(|ack| world.in_time.contains(&ack.event.id))
        .count()
}

/// Whatever has reached a process in time counts, although that one was cut off and forgot it.
#[test]
fn nothing_is_late_because_a_process_was_cut_off() {
    let mut given = 0;
    for seed in seeds() {
        let (world, found) = lived_in_a_fleet(seed, Mutant::None, true);
        let story = || {
            format!(
                "AMBANG_SIM_SEED={seed}\n{}\n{found:#?}",
                world.log.join("\n")
            )
        };
        assert!(found.is_empty(), "{}", story());
        assert_eq!(wrongly_late(&world), 0, "{}", story());
        let rows = world
            .server
            .store
            .seats
            .iter()
            .flat_map(|seat| &seat.journal);
        given += rows
            .filter(|row| matches!(row, JournalEvent::SeatOutage { .. }))
            .count();
    }
    println!("{given} stretches given");
    let alone = |seed| wrongly_late(&lived_in_a_fleet(seed, Mutant::ForgetsTheOthers, true).0);
    assert!(
        (0..SEEDS).any(|seed| alone(seed) > 0),
        "nobody was in need of it"
    );
}

#[test]
fn a_seed_tells_the_same_story_every_time() {
    let heads = |seed| {
        let (world, _) = lived(seed, Mutant::None);
        let seats = &world.server.store.seats;
        seats
            .iter()
            .map(|seat| seat.attempt.head)
            .collect::<Vec<_>>()
    };
    assert_eq!(heads(7), heads(7));
    assert_ne!(heads(7), heads(8));
}

/// The checkers can fail: each fault built into the server is found, as what it is.
#[test]
fn a_faulty_server_is_found_out() {
    let faults = [
        (Mutant::DropsAnAnswer, Promise::AcknowledgedIsJournaled),
        (
            Mutant::AcknowledgesTooEarly,
            Promise::AcknowledgedIsJournaled,
        ),
        (Mutant::CallsAnAnswerLate, Promise::AcknowledgedIsJournaled),
        (Mutant::ShortensTheTime, Promise::NobodyHasLess),
        (Mutant::ForgetsOutages, Promise::NobodyHasLess),
        (Mutant::NeverCloses, Promise::NobodyHasMore),
        (Mutant::IgnoresTheFence, Promise::OneLease),
        (Mutant::MiscountsPoints, Promise::ScoreIsTheJournal),
        (Mutant::NeverConfirms, Promise::NobodyHangs),
    ];
    for (mutant, promise) in faults {
        let convicted = (0..SEEDS).any(|seed| {
            let (_, found) = lived(seed, mutant);
            found.iter().any(|(broken, _)| *broken == promise)
        });
        assert!(
            convicted,
            "{mutant:?} breaks {promise:?}, and nobody notices"
        );
    }
}
