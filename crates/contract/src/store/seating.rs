//! Sittings with their seats, and who sits where.

use exam::ports::{Columns, StoreError};
use session::{RoomStatus, Status};

use super::Place;
use super::fixture::{
    World, act, application_id, application_row, attempt_id, new_seat, new_sitting, number,
    running, sitting_id,
};

pub(super) async fn a_sitting_has_its_seats(place: &impl Place) {
    let world = World::of(place, 4).await;
    let new = new_sitting(1, world.selection, Vec::new());
    let store = &world.store;
    assert_eq!(
        store.sitting(new.sitting.id).await.unwrap(),
        Some(new.sitting.clone())
    );
    assert_eq!(
        store.sittings(world.selection).await.unwrap(),
        [new.sitting]
    );
    let list = store.seats_of(world.sitting).await.unwrap().unwrap();
    assert_eq!((list.room.id, list.room.state), (world.sitting, vec![1, 0]));
    let places: Vec<_> = list.seats.iter().map(|seat| seat.place.as_str()).collect();
    assert_eq!(places, ["PC-00000", "PC-00001", "PC-00002", "PC-00003"]);
    let seat = list.seats.get(2).unwrap();
    assert_eq!(
        (seat.participant_no, seat.name.as_str()),
        (number(2), "Peserta 2")
    );
    assert_eq!(
        (seat.seat.id, seat.seat.application),
        (attempt_id(2), application_id(2))
    );
    assert_eq!((seat.status, seat.seat.last_row), (Status::Assigned, 0));
    assert_eq!(
        store.seat(attempt_id(2)).await.unwrap().unwrap().0,
        seat.seat
    );
    assert_eq!(store.seat(attempt_id(9)).await.unwrap(), None);
    assert_eq!(
        store.seats_of_selection(world.selection).await.unwrap(),
        list.seats
    );
}

fn columns(status: Status) -> Option<Columns> {
    Some(Columns {
        status,
        deadline: None,
    })
}

pub(super) async fn one_attempt_counts_per_application(place: &impl Place) {
    let world = World::of(place, 2).await;
    let store = &world.store;
    let mut again = new_seat(50, world.form);
    again.application = application_id(1);
    let second = new_sitting(2, world.selection, vec![again]);
    let refused = store.create_sitting(&second, &act("sitting")).await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    assert_eq!(store.sitting(sitting_id(2)).await.unwrap(), None);
    world
        .append(world.attempt(1), columns(Status::Voided), &[b"voided"])
        .await;
    store
        .create_sitting(&second, &act("sitting"))
        .await
        .unwrap();
    let listed = store.seats_of_selection(world.selection).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|seat| seat.seat.id).collect();
    assert_eq!(
        ids,
        [attempt_id(0), attempt_id(50)],
        "without the voided one"
    );
}

pub(super) async fn a_refused_sitting_leaves_nothing(place: &impl Place) {
    let world = World::of(place, 1).await;
    let store = &world.store;
    // Nobody has an application with this number.
    let unknown = new_sitting(2, world.selection, vec![new_seat(77, world.form)]);
    let refused = store.create_sitting(&unknown, &act("sitting")).await;
    assert!(matches!(refused, Err(StoreError::Data(_))), "{refused:?}");
    assert_eq!(store.sitting(sitting_id(2)).await.unwrap(), None);
    let before = store.audit_log(1, 100).await.unwrap().len();
    let refused = store.create_sitting(&unknown, &act("sitting")).await;
    assert!(refused.is_err());
    assert_eq!(store.audit_log(1, 100).await.unwrap().len(), before);
}

/// However many seats it has, and wherever in them the fault is.
pub(super) async fn a_large_sitting_is_whole_or_nothing(place: &impl Place) {
    let world = World::of(place, 1).await;
    let store = &world.store;
    let rows: Vec<_> = (500..950)
        .map(|of| application_row(of, world.formation))
        .collect();
    store
        .import_applications(world.selection, &rows, &act("applications"))
        .await
        .unwrap();
    let seats = || (500..950).map(|of| new_seat(of, world.form));
    let unknown = seats().chain([new_seat(2_000, world.form)]).collect();
    let unknown = new_sitting(2, world.selection, unknown);
    let refused = store.create_sitting(&unknown, &act("sitting")).await;
    assert!(matches!(refused, Err(StoreError::Data(_))), "{refused:?}");
    assert_eq!(store.sitting(sitting_id(2)).await.unwrap(), None);
    assert_eq!(store.seat(attempt_id(500)).await.unwrap(), None);
    assert_eq!(store.seat_of(number(500)).await.unwrap(), None);
    let whole = new_sitting(2, world.selection, seats().collect());
    store.create_sitting(&whole, &act("sitting")).await.unwrap();
    let list = store.seats_of(sitting_id(2)).await.unwrap().unwrap();
    assert_eq!(list.seats.len(), 450);
    // The same again is refused, and takes nothing of the first away.
    let again = store.create_sitting(&whole, &act("sitting")).await;
    assert!(matches!(again, Err(StoreError::Exists(_))), "{again:?}");
    let list = store.seats_of(sitting_id(2)).await.unwrap().unwrap();
    assert_eq!(list.seats.len(), 450);
}

pub(super) async fn the_seat_to_log_in_to(place: &impl Place) {
    let world = World::of(place, 1).await;
    let store = &world.store;
    let seat_of = async || {
        let found = store.seat_of(number(0)).await.unwrap();
        found.map(|(seat, room)| (seat.id, room.id))
    };
    let first = Some((attempt_id(0), sitting_id(1)));
    assert_eq!(seat_of().await, first);
    assert_eq!(store.seat_of(number(9)).await.unwrap(), None);
    world
        .append(world.attempt(0), running(5), &[b"start"])
        .await;
    assert_eq!(seat_of().await, first);
    for status in [Status::Absent, Status::Cancelled, Status::Voided] {
        world
            .append(world.attempt(0), columns(status), &[b"act"])
            .await;
        assert_eq!(seat_of().await, None, "{status:?}");
    }
    let mut again = new_seat(50, world.form);
    again.application = application_id(0);
    let second = new_sitting(2, world.selection, vec![again]);
    store
        .create_sitting(&second, &act("sitting"))
        .await
        .unwrap();
    assert_eq!(seat_of().await, Some((attempt_id(50), sitting_id(2))));
    world
        .set_room(sitting_id(2), RoomStatus::Closed, false)
        .await;
    assert!(
        seat_of().await.is_some(),
        "a closed sitting still shows the end screen"
    );
    world
        .set_room(sitting_id(2), RoomStatus::Sealed, false)
        .await;
    assert_eq!(seat_of().await, None);
}
