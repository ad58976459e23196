//! A copy of the whole store.

use exam::ports::StoreError;

use super::Place;
use super::fixture::{World, act, running};

pub(super) async fn a_copy_holds_the_same(place: &impl Place) {
    let world = World::of(place, 3).await;
    world
        .append(world.attempt(1), running(100), &[b"start", b"answer"])
        .await;
    let Some(target) = place.backup_target() else {
        return;
    };
    // A unit on its way is not in the copy, and does not keep the copy waiting.
    let mut unit = world.store.begin().await.unwrap();
    unit.seats(&[world.attempt(1)]).await.unwrap();
    world.store.backup(&target).await.unwrap();
    drop(unit);
    let copy = place.open_backup(&target).await;
    let log = world.store.audit_log(1, 100).await.unwrap();
    world.append(world.attempt(1), None, &[b"later"]).await;
    world.store.audit(&act("later")).await.unwrap();
    let events = copy.journal(world.attempt(1)).await.unwrap();
    assert_eq!(events, [b"start".to_vec(), b"answer".to_vec()]);
    assert_eq!(copy.audit_log(1, 100).await.unwrap(), log);
    let seats = copy.seats_of_selection(world.selection).await.unwrap();
    assert_eq!(seats.len(), 3);
    assert_eq!(
        seats.first(),
        world
            .store
            .seats_of_selection(world.selection)
            .await
            .unwrap()
            .first()
    );
}

pub(super) async fn nothing_is_written_over(place: &impl Place) {
    let world = World::of(place, 1).await;
    let Some(target) = place.backup_target() else {
        return;
    };
    world.store.backup(&target).await.unwrap();
    let refused = world.store.backup(&target).await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    let copy = place.open_backup(&target).await;
    assert_eq!(
        copy.seats_of_selection(world.selection)
            .await
            .unwrap()
            .len(),
        1
    );
}

/// Also a store that never copies itself must not look as if it had.
pub(super) async fn who_does_not_copy_says_what_to_do(place: &impl Place) {
    if place.backup_target().is_some() {
        return;
    }
    let store = place.open().await;
    match store.backup("copy").await {
        Err(StoreError::Data(why)) => assert!(why.contains("backed up"), "{why}"),
        other => panic!("{other:?}"),
    }
}
