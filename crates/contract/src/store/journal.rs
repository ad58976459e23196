//! The journal: chained, walked, append-only.

use exam::ports::StoreError;

use super::Place;
use super::fixture::{World, attempt_id, change};

pub(super) async fn rows_chain_and_are_walked(place: &impl Place) {
    let world = World::of(place, 2).await;
    let (one, two) = (world.attempt(0), world.attempt(1));
    // Interleaved in the table, apart in their chains.
    world
        .save(&[
            change(one, 0, b"s1", &[b"a1", b"a2"]),
            change(two, 0, b"s2", &[b"b1"]),
        ])
        .await;
    world.append(two, None, &[b"b2", b"b3"]).await;
    world.append(one, None, &[b"a3"]).await;
    world.append(one, None, &[]).await;
    let expected = |events: &[&[u8]]| {
        events
            .iter()
            .map(|event| event.to_vec())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        world.store.journal(one).await.unwrap(),
        expected(&[b"a1", b"a2", b"a3"])
    );
    assert_eq!(
        world.store.journal(two).await.unwrap(),
        expected(&[b"b1", b"b2", b"b3"])
    );
    assert!(
        world
            .store
            .journal(attempt_id(99))
            .await
            .unwrap()
            .is_empty()
    );
}

pub(super) async fn a_row_that_is_refused_leaves_nothing(place: &impl Place) {
    let world = World::of(place, 2).await;
    let mut unit = world.store.begin().await.unwrap();
    let good = change(world.attempt(0), 0, b"good", &[b"event"]);
    let bad = change(world.attempt(1), 0, b"bad", &[b""]);
    let refused = unit.save_seats(&[good.clone(), bad]).await;
    assert!(matches!(refused, Err(StoreError::Data(_))), "{refused:?}");
    drop(unit);
    assert!(
        world
            .store
            .journal(world.attempt(0))
            .await
            .unwrap()
            .is_empty()
    );
    world.save(&[good]).await;
    assert_eq!(
        world.store.journal(world.attempt(0)).await.unwrap().len(),
        1
    );
}

pub(super) async fn a_change_on_an_old_row_is_stale(place: &impl Place) {
    let world = World::of(place, 2).await;
    let id = world.attempt(0);
    world.append(id, None, &[b"first"]).await;
    let mut unit = world.store.begin().await.unwrap();
    let stale = unit
        .save_seats(&[change(id, 0, b"state", &[b"fork"])])
        .await;
    assert!(matches!(stale, Err(StoreError::Stale(_))), "{stale:?}");
    drop(unit);
    let mut unit = world.store.begin().await.unwrap();
    let unknown = unit
        .save_seats(&[change(attempt_id(99), 0, b"state", &[b"event"])])
        .await;
    assert!(matches!(unknown, Err(StoreError::Stale(_))), "{unknown:?}");
    drop(unit);
    let mut unit = world.store.begin().await.unwrap();
    let one = change(world.attempt(1), 0, b"state", &[b"event"]);
    let twice = unit.save_seats(&[one.clone(), one]).await;
    assert!(matches!(twice, Err(StoreError::Data(_))), "{twice:?}");
    drop(unit);
    assert_eq!(world.store.journal(id).await.unwrap(), [b"first".to_vec()]);
}

pub(super) async fn walking_back_in_pages(place: &impl Place) {
    let world = World::of(place, 2).await;
    let id = world.attempt(0);
    for event in 10..17_u8 {
        world.append(world.attempt(1), None, &[b"other"]).await;
        world.append(id, None, &[&[event, event]]).await;
    }
    let (seat, _) = world.store.seat(id).await.unwrap().unwrap();
    let mut unit = world.store.begin().await.unwrap();
    let (mut from, mut walked) = (seat.last_row, Vec::new());
    while from != 0 {
        let (page, next) = unit.journal_back(from, 3).await.unwrap();
        assert!(page.len() == 3 || next == 0);
        assert!(page.len() <= 3 && !page.is_empty());
        walked.extend(page);
        from = next;
    }
    let newest_first: Vec<_> = (10..17_u8).rev().map(|event| vec![event, event]).collect();
    assert_eq!(walked, newest_first);
    assert_eq!(unit.journal_back(0, 3).await.unwrap(), (Vec::new(), 0));
}
