//! Selections, formations, applications, items, forms.

use exam::ports::{BlobRow, FormationRow, ItemRow, StoreError};
use lexicon::{Digest, FormId, FormationId, ItemId, SelectionId};

use super::Place;
use super::fixture::{
    World, act, application_id, application_row, form_row, formation_row, number, selection_row,
    uuid,
};

pub(super) async fn selections_are_told_apart_by_code(place: &impl Place) {
    let store = place.open().await;
    let rows = [selection_row(1), selection_row(2)];
    for row in &rows {
        store
            .create_selection(row, &act("selection"))
            .await
            .unwrap();
    }
    let mut double = selection_row(3);
    double.code.clone_from(&rows[0].code);
    let refused = store.create_selection(&double, &act("selection")).await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    let [one, two] = rows;
    assert_eq!(
        store.selections().await.unwrap(),
        [two.clone(), one],
        "newest first"
    );
    assert_eq!(store.selection(two.id).await.unwrap(), Some(two));
    assert_eq!(store.selection(double.id).await.unwrap(), None);
}

pub(super) async fn rows_come_back_in_their_order(place: &impl Place) {
    let world = World::of(place, 0).await;
    let store = &world.store;
    let mut formations: Vec<FormationRow> = (2..6).map(formation_row).collect();
    formations[1].position_group = Some("medis".parse().unwrap());
    formations[2].quota = u32::MAX;
    let mut shuffled = formations.clone();
    shuffled.reverse();
    store
        .import_formations(world.selection, &shuffled, &act("formations"))
        .await
        .unwrap();
    let listed = store.formations(world.selection).await.unwrap();
    assert_eq!(listed[0], formation_row(1));
    assert_eq!(listed[1..], formations);
    for row in listed {
        let found = store.formation(row.id).await.unwrap();
        assert_eq!(found, Some(row));
    }
    let nowhere = FormationId(uuid(2, 99));
    assert_eq!(store.formation(nowhere).await.unwrap(), None);

    let rows: Vec<_> = [3, 1, 2]
        .map(|of| application_row(of, formations[0].id))
        .into();
    store
        .import_applications(world.selection, &rows, &act("applications"))
        .await
        .unwrap();
    let listed = store.applications(world.selection).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|row| row.id).collect();
    assert_eq!(ids, [1, 2, 3].map(application_id), "by participant number");
    assert_eq!(
        store.application(application_id(3)).await.unwrap().as_ref(),
        rows.first()
    );
    let found = store.application_by_number(number(2)).await.unwrap();
    assert_eq!(found, Some((world.selection, rows[2].clone())));
    assert_eq!(store.application_by_number(number(9)).await.unwrap(), None);
    assert_eq!(store.application(application_id(9)).await.unwrap(), None);
    assert!(
        store
            .applications(SelectionId(uuid(1, 9)))
            .await
            .unwrap()
            .is_empty()
    );
}

pub(super) async fn a_formation_of_another_selection_is_refused(place: &impl Place) {
    let world = World::of(place, 0).await;
    let store = &world.store;
    let other = selection_row(2);
    store
        .create_selection(&other, &act("selection"))
        .await
        .unwrap();
    for formation in [world.formation, FormationId(uuid(2, 99))] {
        let rows = [application_row(1, formation)];
        let refused = store
            .import_applications(other.id, &rows, &act("applications"))
            .await;
        assert!(matches!(refused, Err(StoreError::Data(_))), "{refused:?}");
    }
    let nowhere = SelectionId(uuid(1, 99));
    let refused = store
        .import_formations(nowhere, &[formation_row(7)], &act("formations"))
        .await;
    assert!(matches!(refused, Err(StoreError::Data(_))), "{refused:?}");
    assert!(store.applications(other.id).await.unwrap().is_empty());
}

fn item(id: u64, code: &str, version: u32) -> ItemRow {
    ItemRow {
        id: ItemId(uuid(6, id)),
        code: code.to_owned(),
        version,
        digest: Digest([u8::try_from(id).unwrap(); 32]),
        content: vec![u8::try_from(id).unwrap(); 300],
    }
}

pub(super) async fn the_latest_version_of_an_item_is_listed(place: &impl Place) {
    let world = World::of(place, 0).await;
    let store = &world.store;
    let picture = BlobRow {
        digest: Digest([1; 32]),
        media_type: "image/png".to_owned(),
        bytes: vec![0; 70_000],
    };
    let first = [item(1, "B", 1), item(2, "A", 1), item(3, "B", 2)];
    let pictures = [picture.clone()];
    store
        .import_items(world.selection, &first, &pictures, &act("items"))
        .await
        .unwrap();
    // The same picture again stays; a version that is there already is refused.
    let second = [item(4, "A", 10)];
    store
        .import_items(world.selection, &second, &pictures, &act("items"))
        .await
        .unwrap();
    let again = [item(5, "C", 1), item(6, "A", 10)];
    let refused = store
        .import_items(world.selection, &again, &[], &act("items"))
        .await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    let items = store.items(world.selection).await.unwrap();
    assert_eq!(items, [item(4, "A", 10), item(3, "B", 2)]);
    assert_eq!(store.blob(picture.digest).await.unwrap(), Some(picture));
    assert_eq!(store.blob(Digest([2; 32])).await.unwrap(), None);
}

pub(super) async fn forms_come_back_as_they_were(place: &impl Place) {
    let world = World::of(place, 0).await;
    let second = form_row(2, world.selection);
    world
        .store
        .create_form(&second, &act("form"))
        .await
        .unwrap();
    let refused = world.store.create_form(&second, &act("form")).await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    let forms = world.store.forms(world.selection).await.unwrap();
    assert_eq!(
        forms,
        [second.clone(), form_row(1, world.selection)],
        "newest first"
    );
    assert_eq!(world.store.form(second.id).await.unwrap(), Some(second));
    assert_eq!(world.store.form(FormId(uuid(4, 9))).await.unwrap(), None);
}
