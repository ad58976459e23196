//! Units of work: whole or nothing.

use core::pin::pin;

use exam::ports::{RoomLock, Store};

use super::Place;
use super::fixture::{World, attempt_id, change};

pub(super) async fn what_is_committed_is_seen(place: &impl Place) {
    let world = World::of(place, 3).await;
    let id = world.attempt(1);
    let mut unit = world.store.begin().await.unwrap();
    unit.seats(&[id]).await.unwrap();
    unit.save_seats(&[change(id, 0, b"new", &[b"event"])])
        .await
        .unwrap();
    // Not before the commit.
    let (before, _) = world.store.seat(id).await.unwrap().unwrap();
    assert_eq!(before.state, [1, 0]);
    unit.commit().await.unwrap();
    let (after, room) = world.store.seat(id).await.unwrap().unwrap();
    assert_eq!(after.state, b"new");
    assert!(after.last_row > 0);
    assert_eq!(room.id, world.sitting);
    assert_eq!(world.store.journal(id).await.unwrap(), [b"event".to_vec()]);
}

pub(super) async fn what_is_dropped_leaves_nothing(place: &impl Place) {
    let world = World::of(place, 2).await;
    let id = world.attempt(0);
    for _ in 0..3 {
        let mut unit = world.store.begin().await.unwrap();
        unit.seats(&[id]).await.unwrap();
        unit.save_seats(&[change(id, 0, b"dropped", &[b"one", b"two"])])
            .await
            .unwrap();
        drop(unit);
    }
    let (seat, _) = world.store.seat(id).await.unwrap().unwrap();
    assert_eq!((seat.last_row, seat.state.as_slice()), (0, &[1, 0][..]));
    world.append(id, None, &[b"after"]).await;
    assert_eq!(world.store.journal(id).await.unwrap(), [b"after".to_vec()]);
}

/// A client that goes away takes its future with it, at any await.
pub(super) async fn a_unit_cut_off_anywhere_is_whole_or_nothing(place: &impl Place) {
    let world = World::of(place, 2).await;
    let id = world.attempt(0);
    let mut kept = 0_usize;
    let mut whole = false;
    for polls in 1..400 {
        whole = {
            let mut work = pin!(append_once(&*world.store, &world));
            polled(polls, work.as_mut()).await.is_some()
        };
        let events = world.store.journal(id).await.unwrap().len();
        assert!(events == kept || events == kept + 2, "half a unit is there");
        assert!(!whole || events == kept + 2, "an acknowledged unit is gone");
        kept = events;
        if whole {
            break;
        }
    }
    assert!(whole, "never came to its end");
}

async fn append_once(store: &dyn Store, world: &World) {
    let id = world.attempt(0);
    let mut unit = store.begin().await.unwrap();
    unit.rooms(&[(world.sitting, RoomLock::Read)])
        .await
        .unwrap();
    let locked = unit.seats(&[id]).await.unwrap();
    let [seat] = locked.seats.as_slice() else {
        panic!("the attempt is held by a unit that was cut off");
    };
    unit.save_seats(&[change(id, seat.last_row, b"state", &[b"a1", b"a2"])])
        .await
        .unwrap();
    unit.commit().await.unwrap();
}

/// Polls a future so many times, then gives it up.
pub(super) async fn polled<F: Future>(
    times: usize,
    mut work: core::pin::Pin<&mut F>,
) -> Option<F::Output> {
    let mut left = times;
    futures::future::poll_fn(|context| {
        if left == 0 {
            return core::task::Poll::Ready(None);
        }
        left -= 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}

pub(super) async fn unknown_attempts_are_left_out(place: &impl Place) {
    let world = World::of(place, 4).await;
    let mut unit = world.store.begin().await.unwrap();
    let asked = [
        world.attempt(3),
        attempt_id(99),
        world.attempt(1),
        world.attempt(3),
    ];
    let locked = unit.seats(&asked).await.unwrap();
    let ids: Vec<_> = locked.seats.iter().map(|seat| seat.id).collect();
    assert_eq!(
        ids,
        [world.attempt(1), world.attempt(3)],
        "in order of the id"
    );
    assert_eq!(locked.held, []);
    let seat = locked.seats.first().unwrap();
    assert_eq!((seat.form, seat.formation), (world.form, world.formation));
    assert_eq!((seat.sitting, seat.seed), (world.sitting, [9; 32]));
    assert_eq!(seat.variant, question_bank::Variant::Blind);
    assert!(unit.seats(&[]).await.unwrap().seats.is_empty());
    assert!(
        unit.seats(&[attempt_id(98)])
            .await
            .unwrap()
            .seats
            .is_empty()
    );
}

/// Who ignores an error must not commit the rest.
pub(super) async fn a_unit_with_a_refused_step_cannot_commit(place: &impl Place) {
    let world = World::of(place, 2).await;
    let (one, two) = (world.attempt(0), world.attempt(1));
    let bad = [
        change(one, 0, b"", &[b"event"]),
        change(one, 7, b"state", &[b"event"]),
    ];
    for refused in bad {
        let mut unit = world.store.begin().await.unwrap();
        unit.seats(&[one, two]).await.unwrap();
        unit.save_seats(&[change(two, 0, b"state", &[b"event"])])
            .await
            .unwrap();
        unit.save_seats(&[refused]).await.unwrap_err();
        unit.save_seats(&[change(two, 1, b"more", &[b"event"])])
            .await
            .unwrap_err();
        unit.commit().await.unwrap_err();
        assert!(world.store.journal(two).await.unwrap().is_empty());
    }
    // A step that was given up in the middle counts as refused. It may be over before it can be given up; then
    // again.
    let mut cut_off = false;
    while !cut_off {
        let mut unit = world.store.begin().await.unwrap();
        let changes = [change(two, 0, b"state", &[b"event"])];
        cut_off = {
            let mut save = pin!(unit.save_seats(&changes));
            polled(1, save.as_mut()).await.is_none()
        };
        if cut_off {
            unit.commit().await.unwrap_err();
        }
    }
    assert!(world.store.journal(two).await.unwrap().is_empty());
}
