//! Rooms and their ledger.

use exam::ports::{Columns, RoomChange, RoomLock, StoreError};
use lexicon::Instant;
use session::{RoomStatus, Status};

use super::Place;
use super::fixture::{World, act, new_sitting, running, sitting_id};

pub(super) async fn rooms_come_in_order_without_unknown_ones(place: &impl Place) {
    let world = World::of(place, 1).await;
    for number in [3, 2] {
        let new = new_sitting(number, world.selection, Vec::new());
        world
            .store
            .create_sitting(&new, &act("sitting"))
            .await
            .unwrap();
    }
    let asked = [
        (sitting_id(3), RoomLock::Read),
        (sitting_id(9), RoomLock::Exclusive),
        (sitting_id(1), RoomLock::Share),
    ];
    let mut unit = world.store.begin().await.unwrap();
    let rooms = unit.rooms(&asked).await.unwrap();
    let ids: Vec<_> = rooms.iter().map(|room| room.id).collect();
    assert_eq!(ids, [sitting_id(1), sitting_id(3)]);
    assert!(rooms.iter().all(|room| room.selection == world.selection));
    assert!(unit.open_rooms().await.unwrap().is_empty());
    drop(unit);
    world.set_room(sitting_id(3), RoomStatus::Open, false).await;
    world.set_room(sitting_id(2), RoomStatus::Open, true).await;
    let mut unit = world.store.begin().await.unwrap();
    let open = unit.open_rooms().await.unwrap();
    let ids: Vec<_> = open.iter().map(|room| room.id).collect();
    assert_eq!(ids, [sitting_id(2), sitting_id(3)]);
}

/// A reopened attempt runs on after the close.
pub(super) async fn a_closed_room_counts_as_open_while_an_attempt_runs(place: &impl Place) {
    let world = World::of(place, 2).await;
    let open = async || {
        let mut unit = world.store.begin().await.unwrap();
        let rooms = unit.open_rooms().await.unwrap();
        rooms.iter().map(|room| room.id).collect::<Vec<_>>()
    };
    let id = world.sitting;
    world.set_room(id, RoomStatus::Closed, false).await;
    assert!(open().await.is_empty());
    let seat = world.attempt(1);
    world.append(seat, running(100), &[b"reopened"]).await;
    assert_eq!(open().await, [id]);
    let due = world.store.due(Instant(101), 9).await.unwrap();
    assert_eq!(due, [(id, seat)], "the closer sees it");
    let finished = Columns {
        status: Status::Finished,
        deadline: None,
    };
    world.append(seat, Some(finished), &[b"finished"]).await;
    assert!(open().await.is_empty());
}

fn opened(pos: u32) -> RoomChange {
    RoomChange {
        id: sitting_id(1),
        state: vec![1, 2, 3],
        status: RoomStatus::Open,
        paused: false,
        entries: vec![(pos, vec![b'e', u8::try_from(pos).unwrap()])],
    }
}

pub(super) async fn a_saved_room_and_its_ledger(place: &impl Place) {
    let world = World::of(place, 1).await;
    for pos in [1, 2] {
        let mut unit = world.store.begin().await.unwrap();
        unit.save_rooms(&[opened(pos)]).await.unwrap();
        unit.commit().await.unwrap();
    }
    let list = world.store.seats_of(world.sitting).await.unwrap().unwrap();
    assert_eq!(list.room.state, [1, 2, 3]);
    let sitting = world.store.sitting(world.sitting).await.unwrap().unwrap();
    assert_eq!(sitting.status, RoomStatus::Open);
    let ledger = world.store.ledger(world.sitting).await.unwrap();
    assert_eq!(ledger, [vec![b'e', 1], vec![b'e', 2]]);
    assert!(world.store.ledger(sitting_id(9)).await.unwrap().is_empty());
    assert_eq!(world.store.seats_of(sitting_id(9)).await.unwrap(), None);
}

pub(super) async fn a_ledger_entry_stands_once(place: &impl Place) {
    let world = World::of(place, 1).await;
    let mut unit = world.store.begin().await.unwrap();
    unit.save_rooms(&[opened(1)]).await.unwrap();
    unit.commit().await.unwrap();
    let mut unit = world.store.begin().await.unwrap();
    let again = unit.save_rooms(&[opened(1)]).await;
    assert!(matches!(again, Err(StoreError::Exists(_))), "{again:?}");
    drop(unit);
    let mut unit = world.store.begin().await.unwrap();
    let unknown = RoomChange {
        id: sitting_id(9),
        ..opened(2)
    };
    let unknown = unit.save_rooms(&[unknown]).await;
    assert!(matches!(unknown, Err(StoreError::Stale(_))), "{unknown:?}");
    drop(unit);
    assert_eq!(world.store.ledger(world.sitting).await.unwrap().len(), 1);
}
