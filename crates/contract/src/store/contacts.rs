//! Last contacts, as one byte string per sitting.

use exam::ports::StoreError;

use super::Place;
use super::fixture::{World, act, new_sitting, sitting_id};

pub(super) async fn last_contacts_are_replaced(place: &impl Place) {
    let world = World::of(place, 1).await;
    let second = new_sitting(2, world.selection, Vec::new());
    let store = &world.store;
    store
        .create_sitting(&second, &act("sitting"))
        .await
        .unwrap();
    let (one, two) = (world.sitting, second.sitting.id);
    assert_eq!(store.contacts(one).await.unwrap(), None);
    let large = vec![7; 300_000];
    let both = [(two, large.clone()), (one, vec![0, 1])];
    store.save_contacts(&both).await.unwrap();
    store.save_contacts(&[(one, vec![0, 0xff])]).await.unwrap();
    store.save_contacts(&[]).await.unwrap();
    assert_eq!(store.contacts(one).await.unwrap(), Some(vec![0, 0xff]));
    assert_eq!(store.contacts(two).await.unwrap(), Some(large));
    assert_eq!(store.contacts(sitting_id(9)).await.unwrap(), None);
}

pub(super) async fn last_contacts_of_an_unknown_sitting_leave_nothing(place: &impl Place) {
    let world = World::of(place, 1).await;
    let good = (world.sitting, vec![1, 2]);
    let unknown = (sitting_id(9), vec![1, 2]);
    let empty = (world.sitting, Vec::new());
    for bad in [vec![good, unknown], vec![empty]] {
        let refused = world.store.save_contacts(&bad).await;
        assert!(matches!(refused, Err(StoreError::Data(_))), "{refused:?}");
        assert_eq!(world.store.contacts(world.sitting).await.unwrap(), None);
    }
}
