//! Two at the same moment.

use std::sync::Arc;

use exam::ports::StoreError;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::Place;
use super::fixture::{World, act, change, selection_row};

const TASKS: usize = 8;
const ROUNDS: u64 = 25;

/// Every unit adds one to a number in the attempt's state and one row to its journal.
pub(super) async fn no_update_is_lost(place: &impl Place) {
    let world = World::of(place, 1).await;
    world.append(world.attempt(0), None, &[]).await;
    let start = Arc::new(Barrier::new(TASKS));
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (world, start) = (world.clone(), Arc::clone(&start));
        tasks.spawn(async move {
            start.wait().await;
            for _ in 0..ROUNDS {
                while !add_one(&world).await {}
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let (seat, _) = world.store.seat(world.attempt(0)).await.unwrap().unwrap();
    let rounds = TASKS as u64 * ROUNDS;
    assert_eq!(count(&seat.state), rounds);
    let journal = world.store.journal(world.attempt(0)).await.unwrap();
    assert!(
        journal.iter().map(|event| count(event)).eq(1..=rounds),
        "in order of the commits"
    );
}

fn count(state: &[u8]) -> u64 {
    state.try_into().map_or(0, u64::from_be_bytes)
}

/// False when another unit held the attempt.
async fn add_one(world: &World) -> bool {
    let id = world.attempt(0);
    let mut unit = world.store.begin().await.unwrap();
    let locked = unit.seats(&[id]).await.unwrap();
    let Some(seat) = locked.seats.first() else {
        assert_eq!(locked.held, [id]);
        return false;
    };
    let next = (count(&seat.state) + 1).to_be_bytes();
    unit.save_seats(&[change(id, seat.last_row, &next, &[&next])])
        .await
        .unwrap();
    unit.commit().await.unwrap();
    true
}

/// The second either waits for the first one's commit or is told that the attempt is held.
pub(super) async fn a_locked_attempt_is_not_seen_by_two(place: &impl Place) {
    let world = World::of(place, 2).await;
    let id = world.attempt(0);
    let mut first = world.store.begin().await.unwrap();
    first.seats(&[id]).await.unwrap();
    let barrier = Arc::new(Barrier::new(2));
    let second = tokio::spawn({
        let (world, barrier) = (world.clone(), Arc::clone(&barrier));
        async move {
            barrier.wait().await;
            let mut unit = world.store.begin().await.unwrap();
            unit.seats(&[id]).await.unwrap()
        }
    });
    barrier.wait().await;
    first
        .save_seats(&[change(id, 0, b"first", &[b"event"])])
        .await
        .unwrap();
    first.commit().await.unwrap();
    let seen = second.await.unwrap();
    match seen.seats.first() {
        Some(seat) => assert_eq!(seat.state, b"first"),
        None => assert_eq!(seen.held, [id]),
    }
}

pub(super) async fn of_two_who_set_once_both_see_the_same(place: &impl Place) {
    let store = place.open().await;
    for round in 0..20 {
        let name = format!("fingerprint-{round}");
        assert_eq!(store.setting(&name).await.unwrap(), None);
        let (one, two) = tokio::join!(store.set_once(&name, "one"), store.set_once(&name, "two"));
        let stands = store.setting(&name).await.unwrap().unwrap();
        assert!(stands == "one" || stands == "two");
        assert_eq!((one.unwrap(), two.unwrap()), (stands.clone(), stands));
    }
}

pub(super) async fn of_two_who_create_one_is_refused(place: &impl Place) {
    let store = place.open().await;
    for round in 0..10 {
        let (mut one, mut two) = (selection_row(round * 2), selection_row(round * 2 + 1));
        one.code = format!("same-{round}");
        two.code.clone_from(&one.code);
        let entry = act("selection");
        let done = tokio::join!(
            store.create_selection(&one, &entry),
            store.create_selection(&two, &entry)
        );
        let refused = match done {
            (Ok(()), refused) | (refused, Ok(())) => refused,
            neither => panic!("{neither:?}"),
        };
        assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    }
    assert_eq!(store.audit_log(1, 100).await.unwrap().len(), 10);
}
