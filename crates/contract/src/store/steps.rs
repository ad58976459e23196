//! Several steps of a unit taken at once come to what they come to one by one.

use core::pin::pin;

use exam::ports::{RoomLock, SeatChange, Store, StoreError, Wanted};
use lexicon::Instant;
use session::{ProcessId, Settlement, Span, UptimeRow};

use super::Place;
use super::fixture::{World, attempt_id, change};
use super::units::polled;

async fn outages(store: &dyn Store) {
    for (from, to) in [(10, 20), (40, 50), (30, 35)] {
        let mut unit = store.begin().await.unwrap();
        let row = UptimeRow {
            process: ProcessId(1),
            from: Instant(0),
            to: Instant(to),
        };
        let outage = Some(Span::closed(Instant(from), Instant(to)));
        unit.settle(&Settlement { row, outage }).await.unwrap();
        unit.commit().await.unwrap();
    }
}

/// Also with ids in between that nobody knows, and with nothing wanted at all.
pub(super) async fn loading_at_once_is_loading_one_by_one(place: &impl Place) {
    let world = World::of(place, 40).await;
    outages(&*world.store).await;
    // A state with every byte there is: nothing may be taken for an end or another encoding.
    let bytes: Vec<u8> = (0..=255).rev().collect();
    world
        .save(&[change(world.attempt(7), 0, &bytes, &[b"event"])])
        .await;
    let rooms = [(world.sitting, RoomLock::Share)];
    let mut some = world.attempts.clone();
    some.push(attempt_id(999));
    some.sort_unstable();
    for (rooms, since, seats) in [
        (&rooms[..], 20, &some[..]),
        (&rooms[..], 0, &[]),
        (&[], i64::MAX, &some[..1]),
        (&[], 100, &[]),
    ] {
        let wanted = Wanted {
            rooms,
            outages_since: Instant(since),
            seats,
        };
        let mut unit = world.store.begin().await.unwrap();
        let loaded = unit.load(wanted).await.unwrap();
        assert_eq!(loaded.rooms, unit.rooms(rooms).await.unwrap());
        assert_eq!(
            loaded.outages,
            unit.outages_since(Instant(since)).await.unwrap()
        );
        assert_eq!(loaded.seats, unit.seats(seats).await.unwrap().seats);
        assert_eq!(loaded.held, []);
        // While the unit holds them, and without a lock of its own.
        let looked = world.store.look(wanted).await.unwrap();
        assert_eq!(looked.rooms, loaded.rooms);
        assert_eq!(looked.outages, loaded.outages);
        assert_eq!(looked.seats, loaded.seats);
        assert_eq!(looked.held, []);
        drop(unit);
    }
    let found = world.store.seat(world.attempt(7)).await.unwrap();
    assert_eq!(found.unwrap().0.state, bytes);
}

async fn save_and_commit(store: &dyn Store, changes: &[SeatChange]) -> Result<(), StoreError> {
    let ids: Vec<_> = changes.iter().map(|change| change.id).collect();
    let mut unit = store.begin().await.unwrap();
    unit.seats(&ids).await.unwrap();
    unit.save_and_commit(changes).await
}

pub(super) async fn saved_with_the_commit_is_saved(place: &impl Place) {
    let world = World::of(place, 3).await;
    let (one, two) = (world.attempt(0), world.attempt(2));
    let changes = [
        change(one, 0, b"first", &[b"a1", b"a2", b"a3"]),
        change(two, 0, b"without events", &[]),
    ];
    save_and_commit(&*world.store, &changes).await.unwrap();
    let events = world.store.journal(one).await.unwrap();
    assert_eq!(events, [b"a1".to_vec(), b"a2".to_vec(), b"a3".to_vec()]);
    let (seat, _) = world.store.seat(two).await.unwrap().unwrap();
    assert_eq!(
        (seat.last_row, seat.state.as_slice()),
        (0, &b"without events"[..])
    );
    // Nothing to write is a commit too.
    save_and_commit(&*world.store, &[]).await.unwrap();
}

pub(super) async fn a_refused_save_keeps_the_commit_from_happening(place: &impl Place) {
    let world = World::of(place, 3).await;
    let (good, bad) = (world.attempt(0), world.attempt(1));
    world.append(bad, None, &[b"first"]).await;
    let long = vec![7; 70_000];
    let refusals = [
        ("stale", change(bad, 0, b"state", &[b"fork"])),
        ("unknown", change(attempt_id(99), 0, b"state", &[b"event"])),
        ("twice", change(good, 0, b"state", &[b"again"])),
        ("too long", change(world.attempt(2), 0, b"state", &[&long])),
        ("too short", change(world.attempt(2), 0, b"", &[b"event"])),
    ];
    for (what, bad) in refusals {
        let both = [change(good, 0, b"state", &[b"event"]), bad];
        let refused = save_and_commit(&*world.store, &both).await;
        let named = match what {
            "stale" | "unknown" => matches!(refused, Err(StoreError::Stale(_))),
            _ => matches!(refused, Err(StoreError::Data(_))),
        };
        assert!(named, "{what}: {refused:?}");
        assert!(
            world.store.journal(good).await.unwrap().is_empty(),
            "{what}"
        );
    }
    world.append(good, None, &[b"after"]).await;
    assert_eq!(
        world.store.journal(good).await.unwrap(),
        [b"after".to_vec()]
    );
}

pub(super) async fn steps_at_once_cut_off_anywhere_are_whole_or_nothing(place: &impl Place) {
    let world = World::of(place, 1).await;
    let mut kept = 0_usize;
    let mut whole = false;
    for polls in 1..400 {
        whole = {
            let mut work = pin!(append_at_once(&world));
            polled(polls, work.as_mut()).await.is_some()
        };
        let events = world.store.journal(world.attempt(0)).await.unwrap().len();
        assert!(events == kept || events == kept + 2, "half a unit is there");
        assert!(!whole || events == kept + 2, "an acknowledged unit is gone");
        kept = events;
        if whole {
            break;
        }
    }
    assert!(whole, "never came to its end");
}

async fn append_at_once(world: &World) {
    let mut unit = world.store.begin().await.unwrap();
    let wanted = Wanted {
        rooms: &[(world.sitting, RoomLock::Read)],
        outages_since: Instant(0),
        seats: &[world.attempt(0)],
    };
    let loaded = unit.load(wanted).await.unwrap();
    let [seat] = loaded.seats.as_slice() else {
        panic!("the attempt is held by a unit that was cut off");
    };
    let change = change(seat.id, seat.last_row, b"state", &[b"a1", b"a2"]);
    unit.save_and_commit(&[change]).await.unwrap();
}
