//! A store may keep what a unit has read for the next one. It must never show: whatever came in between, a unit loads
//! what is there.

use exam::ports::{Loaded, RoomLock, Store, Wanted};
use lexicon::Instant;
use session::{ProcessId, RoomStatus, Settlement, Span, UptimeRow};

use super::Place;
use super::fixture::{World, act, change, new_sitting, running};

async fn load(world: &World, since: i64) -> Loaded {
    let wanted = Wanted {
        rooms: &[(world.sitting, RoomLock::Read)],
        outages_since: Instant(since),
        seats: &world.attempts,
    };
    let mut unit = world.store.begin().await.unwrap();
    let loaded = unit.load(wanted).await.unwrap();
    // What a unit without a commit has read need not be kept.
    unit.commit().await.unwrap();
    loaded
}

/// Loads as a batch does, and compares with what everybody else reads.
async fn check(world: &World, what: &str) {
    for since in [0, 15, 100] {
        let loaded = load(world, since).await;
        let outages = world.store.outages_since(Instant(since)).await.unwrap();
        assert_eq!(loaded.outages, outages, "{what}");
        for (id, seat) in world.attempts.iter().zip(&loaded.seats) {
            let (now, room) = world.store.seat(*id).await.unwrap().unwrap();
            assert_eq!((seat, &loaded.rooms), (&now, &vec![room]), "{what}");
        }
        assert_eq!(loaded.seats.len(), world.attempts.len(), "{what}");
    }
}

async fn settle(store: &dyn Store, from: i64, commit: bool) {
    let mut unit = store.begin().await.unwrap();
    let row = UptimeRow {
        process: ProcessId(1),
        from: Instant(0),
        to: Instant(from + 10),
    };
    let outage = Some(Span::closed(Instant(from), Instant(from + 10)));
    unit.settle(&Settlement { row, outage }).await.unwrap();
    if commit {
        unit.commit().await.unwrap();
    }
}

/// A batch: loads, then writes the last attempt, with the commit or cut off before it.
async fn batch(world: &World, state: &[u8], events: &[&[u8]], columns: bool, commit: bool) {
    let wanted = Wanted {
        rooms: &[(world.sitting, RoomLock::Read)],
        outages_since: Instant(0),
        seats: &world.attempts,
    };
    let mut unit = world.store.begin().await.unwrap();
    let loaded = unit.load(wanted).await.unwrap();
    let seat = loaded.seats.last().unwrap();
    let mut change = change(seat.id, seat.last_row, state, events);
    change.columns = running(1_000).filter(|_| columns);
    match commit {
        true => unit.save_and_commit(&[change]).await.unwrap(),
        false => unit.save_seats(&[change]).await.unwrap(),
    }
}

/// A unit that sees its own writes, which nobody else ever will.
async fn read_back_and_cut_off(world: &World) {
    let wanted = Wanted {
        rooms: &[(world.sitting, RoomLock::Read)],
        outages_since: Instant(0),
        seats: &world.attempts,
    };
    let mut unit = world.store.begin().await.unwrap();
    let first = world.attempt(0);
    let written = change(first, 0, b"never", &[b"never"]);
    unit.save_seats(&[written]).await.unwrap();
    let loaded = unit.load(wanted).await.unwrap();
    assert_eq!(loaded.seats.first().unwrap().state, b"never");
}

pub(super) async fn a_load_shows_what_came_in_between(place: &impl Place) {
    let world = World::of(place, 3).await;
    check(&world, "at first").await;
    check(&world, "once more").await;
    batch(&world, b"one", &[b"a1", b"a2"], false, true).await;
    check(&world, "a batch").await;
    batch(&world, b"two", &[], false, true).await;
    check(&world, "a state without events").await;
    batch(&world, b"three", &[b"a3"], true, true).await;
    check(&world, "a batch with columns").await;
    batch(&world, b"four", &[b"a4"], false, false).await;
    check(&world, "a batch that was cut off").await;
    read_back_and_cut_off(&world).await;
    check(&world, "a batch that was read back and cut off").await;
    world.append(world.attempt(0), None, &[b"b1"]).await;
    check(&world, "a save and a commit").await;
    world.set_room(world.sitting, RoomStatus::Open, true).await;
    check(&world, "a room's act").await;
    settle(&*world.store, 10, true).await;
    check(&world, "an outage").await;
    settle(&*world.store, 30, false).await;
    check(&world, "an outage that was cut off").await;
    let sitting = new_sitting(2, world.selection, Vec::new());
    world
        .store
        .create_sitting(&sitting, &act("sitting"))
        .await
        .unwrap();
    check(&world, "somebody else's write").await;
    batch(&world, b"five", &[b"a5"], false, true).await;
    check(&world, "a batch after all that").await;
    let events = world.store.journal(world.attempt(2)).await.unwrap();
    let all: [&[u8]; 4] = [b"a1", b"a2", b"a3", b"a5"];
    assert_eq!(events, all);
}

pub(super) async fn a_stale_batch_leaves_nothing_and_the_next_one_knows(place: &impl Place) {
    let world = World::of(place, 2).await;
    let id = world.attempt(1);
    batch(&world, b"one", &[b"a1"], false, true).await;
    let mut unit = world.store.begin().await.unwrap();
    let stale = change(id, 0, b"stale", &[b"fork"]);
    let refused = unit.save_seats(&[stale]).await;
    assert!(
        matches!(refused, Err(exam::ports::StoreError::Stale(_))),
        "{refused:?}"
    );
    drop(unit);
    check(&world, "a stale batch").await;
    assert_eq!(world.store.journal(id).await.unwrap(), [b"a1".to_vec()]);
}
