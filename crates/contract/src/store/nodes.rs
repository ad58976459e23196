//! Several nodes on one store.

use std::sync::Arc;

use exam::ports::{RoomLock, StoreError, Wanted};
use lexicon::Instant;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::Place;
use super::fixture::{World, act, application_row, change};

const ROUNDS: usize = 40;

/// A world, and the same as another node sees it.
async fn two_nodes(place: &impl Place, seats: u64) -> (World, World) {
    let one = World::of(place, seats).await;
    let store = place.open_another().await.expect("another node");
    let other = World {
        store,
        ..one.clone()
    };
    (one, other)
}

pub(super) async fn an_attempt_in_other_hands_is_named_and_the_rest_is_there(place: &impl Place) {
    let (one, other) = two_nodes(place, 4).await;
    let mut first = one.store.begin().await.unwrap();
    let taken = [one.attempt(1), one.attempt(3)];
    assert_eq!(first.seats(&taken).await.unwrap().seats.len(), 2);
    let mut second = other.store.begin().await.unwrap();
    let wanted = Wanted {
        rooms: &[(one.sitting, RoomLock::Read)],
        outages_since: Instant(0),
        seats: &one.attempts,
    };
    let loaded = second.load(wanted).await.unwrap();
    assert_eq!(loaded.held, taken, "in id order");
    let free: Vec<_> = loaded.seats.iter().map(|seat| seat.id).collect();
    assert_eq!(free, [one.attempt(0), one.attempt(2)]);
    let locked = second.seats(&one.attempts).await.unwrap();
    assert_eq!((locked.seats.len(), locked.held), (2, taken.to_vec()));
    drop(second);
    first.commit().await.unwrap();
    let mut third = other.store.begin().await.unwrap();
    assert_eq!(third.seats(&taken).await.unwrap().held, []);
}

/// An answer and a close of its attempt at the same moment: the barrier stands before the answer's commit. Either the
/// close has the answer in its journal, or it is told that the attempt is in other hands and comes again.
pub(super) async fn a_close_has_every_answer_or_none(place: &impl Place) {
    let (one, other) = two_nodes(place, ROUNDS as u64).await;
    for at in 0..ROUNDS {
        let id = one.attempt(at);
        let barrier = Arc::new(Barrier::new(2));
        let answer = {
            let (world, barrier) = (one.clone(), Arc::clone(&barrier));
            tokio::spawn(async move {
                let mut unit = world.store.begin().await.unwrap();
                let locked = unit.seats(&[id]).await.unwrap();
                assert_eq!(locked.seats.len(), 1);
                let answered = [change(id, 0, b"answered", &[b"answer"])];
                unit.save_seats(&answered).await.unwrap();
                barrier.wait().await;
                unit.commit().await.unwrap();
            })
        };
        barrier.wait().await;
        while !close(&other, id).await {}
        answer.await.unwrap();
        let journal = one.store.journal(id).await.unwrap();
        assert_eq!(journal, [b"answer".to_vec(), b"close".to_vec()]);
    }
}

/// False while the attempt is in other hands.
async fn close(world: &World, id: lexicon::AttemptId) -> bool {
    let mut unit = world.store.begin().await.unwrap();
    let wanted = Wanted {
        rooms: &[(world.sitting, RoomLock::Exclusive)],
        outages_since: Instant(0),
        seats: &[id],
    };
    let loaded = unit.load(wanted).await.unwrap();
    let Some(seat) = loaded.seats.first() else {
        assert_eq!(loaded.held, [id]);
        return false;
    };
    let (journal, _) = unit.journal_back(seat.last_row, 10).await.unwrap();
    assert_eq!(journal, [b"answer".to_vec()], "the close has the answer");
    assert_eq!(seat.state, b"answered");
    let closed = [change(id, seat.last_row, b"closed", &[b"close"])];
    unit.save_and_commit(&closed).await.unwrap();
    true
}

pub(super) async fn two_share_a_room_and_a_third_waits(place: &impl Place) {
    let (one, other) = two_nodes(place, 1).await;
    let share = [(one.sitting, RoomLock::Share)];
    let mut first = one.store.begin().await.unwrap();
    let mut second = other.store.begin().await.unwrap();
    assert_eq!(first.rooms(&share).await.unwrap().len(), 1);
    assert_eq!(second.rooms(&share).await.unwrap().len(), 1);
    // Who only reads waits for nobody, and nobody waits for who only reads.
    let read = [(one.sitting, RoomLock::Read)];
    let mut reader = other.store.begin().await.unwrap();
    assert_eq!(reader.rooms(&read).await.unwrap().len(), 1);
    let own = tokio::spawn({
        let store = Arc::clone(&one.store);
        let own = [(one.sitting, RoomLock::Exclusive)];
        async move {
            let mut third = store.begin().await.unwrap();
            third.rooms(&own).await.map(|rooms| rooms.len())
        }
    });
    first.commit().await.unwrap();
    assert!(!own.is_finished(), "the second one still shares it");
    second.commit().await.unwrap();
    assert_eq!(own.await.unwrap(), Ok(1));
    drop(reader);
    // Nobody waits for ever.
    let mut holder = one.store.begin().await.unwrap();
    let own = [(one.sitting, RoomLock::Exclusive)];
    holder.rooms(&own).await.unwrap();
    let mut waiter = other.store.begin().await.unwrap();
    let refused = waiter.rooms(&own).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
}

/// Every unit adds one to a number in the attempt's state and one row to its journal.
pub(super) async fn no_update_is_lost_between_nodes(place: &impl Place) {
    let (one, other) = two_nodes(place, 1).await;
    let id = one.attempt(0);
    let mut tasks = JoinSet::new();
    for world in [&one, &other, &one, &other] {
        let world = world.clone();
        tasks.spawn(async move {
            for _ in 0..ROUNDS {
                while !add_one(&world, id).await {}
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let journal = one.store.journal(id).await.unwrap();
    let numbers = journal.iter().map(|event| number(event));
    assert!(
        numbers.eq(1..=4 * ROUNDS as u64),
        "in order of the commits, from both"
    );
}

async fn add_one(world: &World, id: lexicon::AttemptId) -> bool {
    let mut unit = world.store.begin().await.unwrap();
    let locked = unit.seats(&[id]).await.unwrap();
    let Some(seat) = locked.seats.first() else {
        assert_eq!(locked.held, [id]);
        return false;
    };
    let next = (number(&seat.state) + 1).to_be_bytes();
    let next = change(id, seat.last_row, &next, &[&next]);
    unit.save_and_commit(&[next]).await.unwrap();
    true
}

fn number(state: &[u8]) -> u64 {
    state.try_into().map_or(0, u64::from_be_bytes)
}

/// A candidate's requests go now to this node, now to that.
pub(super) async fn rows_of_two_nodes_chain(place: &impl Place) {
    let (one, other) = two_nodes(place, 2).await;
    let id = one.attempt(0);
    let mut written = Vec::new();
    for at in 0..20_u8 {
        let world = if at % 3 == 0 { &other } else { &one };
        let (first, second) = ([at, 1], [at, 2]);
        world.append(id, None, &[&first, &second]).await;
        world.append(one.attempt(1), None, &[&first]).await;
        written.extend([first.to_vec(), second.to_vec()]);
    }
    assert_eq!(other.store.journal(id).await.unwrap(), written);
    let (seat, _) = one.store.seat(id).await.unwrap().unwrap();
    let mut unit = other.store.begin().await.unwrap();
    let (back, begin) = unit.journal_back(seat.last_row, 100).await.unwrap();
    written.reverse();
    assert_eq!((back, begin), (written, 0));
}

pub(super) async fn the_log_of_two_nodes_is_one_chain(place: &impl Place) {
    let (one, other) = two_nodes(place, 0).await;
    let before = one.store.audit_log(1, 1_000).await.unwrap().len();
    let mut tasks = JoinSet::new();
    for store in [&one.store, &other.store, &one.store, &other.store] {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            for _ in 0..ROUNDS {
                store.audit(&act("act")).await.unwrap();
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let log = other.store.audit_log(1, 1_000).await.unwrap();
    assert_eq!(log.len(), before + 4 * ROUNDS);
    super::audit::verify(&log);
}

pub(super) async fn two_import_one_after_the_other(place: &impl Place) {
    let (one, other) = two_nodes(place, 0).await;
    let rows = |from: u64| -> Vec<_> {
        let of = from..from + 450;
        of.map(|of| application_row(of, one.formation)).collect()
    };
    let (first, second, entry) = (rows(0), rows(1_000), act("import"));
    let done = tokio::join!(
        one.store.import_applications(one.selection, &first, &entry),
        other
            .store
            .import_applications(one.selection, &second, &entry),
    );
    assert_eq!(done, (Ok(()), Ok(())));
    let all = one.store.applications(one.selection).await.unwrap();
    assert_eq!(all.len(), 900);
}

/// What looks left over may be another node's, on its way.
pub(super) async fn a_node_that_opens_leaves_the_import_of_another_alone(place: &impl Place) {
    let one = World::of(place, 0).await;
    let rows: Vec<_> = (0..2_000)
        .map(|of| application_row(of, one.formation))
        .collect();
    let import = tokio::spawn({
        let (store, selection) = (Arc::clone(&one.store), one.selection);
        async move {
            let entry = act("import");
            store.import_applications(selection, &rows, &entry).await
        }
    });
    let mut opened = 0;
    while !import.is_finished() {
        drop(place.open_another().await);
        opened += 1;
    }
    import.await.unwrap().unwrap();
    assert!(opened > 0);
    let all = one.store.applications(one.selection).await.unwrap();
    assert_eq!(all.len(), 2_000);
}
