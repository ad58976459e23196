//! What is queried beside the blob.

use exam::ports::{Columns, SeatChange};
use lexicon::Instant;
use session::{RoomStatus, Status};

use super::Place;
use super::fixture::{
    World, act, application_row, attempt_id, change, new_seat, new_sitting, running,
};

pub(super) async fn columns_change_only_when_asked(place: &impl Place) {
    let world = World::of(place, 3).await;
    let id = world.attempt(0);
    world.append(id, running(100), &[b"start"]).await;
    world.append(id, None, &[b"answer"]).await;
    let list = world.store.seats_of(world.sitting).await.unwrap().unwrap();
    let status: Vec<_> = list.seats.iter().map(|seat| seat.status).collect();
    assert_eq!(
        status,
        [Status::Running, Status::Assigned, Status::Assigned]
    );
    let mut unit = world.store.begin().await.unwrap();
    assert_eq!(unit.running(world.sitting).await.unwrap(), 1);
    drop(unit);
    let finished = Columns {
        status: Status::Finished,
        deadline: None,
    };
    world.append(id, Some(finished), &[b"finish"]).await;
    let mut unit = world.store.begin().await.unwrap();
    assert_eq!(unit.running(world.sitting).await.unwrap(), 0);
}

pub(super) async fn due_are_the_running_ones_past_their_deadline(place: &impl Place) {
    let world = World::of(place, 5).await;
    let due = async |before: i64, limit: u32| {
        let due = world.store.due(Instant(before), limit).await.unwrap();
        due.into_iter()
            .map(|(_, attempt)| attempt)
            .collect::<Vec<_>>()
    };
    for (at, deadline) in [(0, 300), (1, 100), (2, 200)] {
        world
            .append(world.attempt(at), running(deadline), &[b"start"])
            .await;
    }
    world.set_room(world.sitting, RoomStatus::Open, false).await;
    assert_eq!(due(300, 10).await, [world.attempt(1), world.attempt(2)]);
    assert_eq!(due(301, 2).await, [world.attempt(1), world.attempt(2)]);
    assert_eq!(due(301, 10).await.len(), 3);
    world.set_room(world.sitting, RoomStatus::Open, true).await;
    assert!(due(1_000, 10).await.is_empty(), "the sitting is paused");
    world.set_room(world.sitting, RoomStatus::Open, false).await;
    let finished = Columns {
        status: Status::Finished,
        deadline: Some(Instant(100)),
    };
    world
        .append(world.attempt(1), Some(finished), &[b"finish"])
        .await;
    assert_eq!(due(1_000, 10).await, [world.attempt(2), world.attempt(0)]);
}

pub(super) async fn due_works_among_ten_thousand(place: &impl Place) {
    const SITTINGS: u64 = 20;
    const SEATS: u64 = 500;
    let world = World::of(place, 1).await;
    let store = &world.store;
    let others = 1..=SITTINGS * SEATS;
    let rows: Vec<_> = others
        .map(|of| application_row(of, world.formation))
        .collect();
    store
        .import_applications(world.selection, &rows, &act("applications"))
        .await
        .unwrap();
    for sitting in 0..SITTINGS {
        let seats: Vec<u64> = (sitting * SEATS + 1..=(sitting + 1) * SEATS).collect();
        let chairs = seats.iter().map(|of| new_seat(*of, world.form)).collect();
        let new = new_sitting(10 + sitting, world.selection, chairs);
        store.create_sitting(&new, &act("sitting")).await.unwrap();
        world
            .set_room(new.sitting.id, RoomStatus::Open, false)
            .await;
        let start = |of: &u64| SeatChange {
            columns: running(i64::try_from(*of).unwrap()),
            ..change(attempt_id(*of), 0, b"running", &[b"start"])
        };
        world
            .save(&seats.iter().map(start).collect::<Vec<_>>())
            .await;
    }
    let due = store.due(Instant(4_001), 5_000).await.unwrap();
    assert_eq!(due.len(), 4_000);
    assert!(
        due.iter()
            .map(|(_, id)| *id)
            .eq((1..=4_000).map(attempt_id))
    );
    let mut unit = store.begin().await.unwrap();
    let asked: Vec<_> = (1..=2_048).map(|of| attempt_id(of * 4)).collect();
    let locked = unit.seats(&asked).await.unwrap();
    assert!(locked.seats.iter().map(|seat| seat.id).eq(asked));
    let everyone = store.seats_of_selection(world.selection).await.unwrap();
    assert_eq!(everyone.len(), 10_001);
}
