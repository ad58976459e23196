//! Values at and beyond their bounds.

use exam::ports::{AuditEntry, Columns, SeatChange, StoreError};
use lexicon::Instant;
use session::Status;

use super::Place;
use super::fixture::{
    World, act, application_row, change, form_row, formation_row, new_seat, new_sitting,
    selection_row, user_row,
};

fn refused<T: core::fmt::Debug>(what: &str, outcome: Result<T, StoreError>) {
    assert!(
        matches!(outcome, Err(StoreError::Data(_))),
        "{what}: {outcome:?}"
    );
}

pub(super) async fn a_text_with_a_zero_character_is_refused(place: &impl Place) {
    let world = World::of(place, 0).await;
    let store = &world.store;
    let zero = "a\0b".to_owned();
    let mut selection = selection_row(2);
    selection.name.clone_from(&zero);
    refused(
        "selection",
        store.create_selection(&selection, &act("zero")).await,
    );
    let mut formation = formation_row(2);
    formation.position.clone_from(&zero);
    let imported = store
        .import_formations(world.selection, &[formation], &act("zero"))
        .await;
    refused("formation", imported);
    let mut application = application_row(2, world.formation);
    application.name.clone_from(&zero);
    let rows = [application_row(1, world.formation), application];
    refused(
        "application",
        store
            .import_applications(world.selection, &rows, &act("zero"))
            .await,
    );
    assert!(
        store
            .applications(world.selection)
            .await
            .unwrap()
            .is_empty()
    );
    let mut user = user_row(1);
    user.full_name.clone_from(&zero);
    refused("user", store.create_user(&user, &act("zero")).await);
    let mut form = form_row(2, world.selection);
    form.name.clone_from(&zero);
    refused("form", store.create_form(&form, &act("zero")).await);
    let mut seat = new_seat(1, world.form);
    seat.place.clone_from(&zero);
    let sitting = new_sitting(2, world.selection, vec![seat]);
    refused("seat", store.create_sitting(&sitting, &act("zero")).await);
    let entry = AuditEntry {
        subject: zero.clone(),
        ..act("zero")
    };
    refused("act", store.audit(&entry).await);
    refused("setting", store.set_once("name", &zero).await);
    refused("name of a setting", store.set_once(&zero, "value").await);
}

pub(super) async fn sizes_have_bounds(place: &impl Place) {
    let world = World::of(place, 1).await;
    let store = &world.store;
    let id = world.attempt(0);
    let good = change(id, 0, b"state", &[b"event"]);
    let bad = [
        ("state", change(id, 0, &vec![1; 10_000_000], &[])),
        ("empty state", change(id, 0, b"", &[])),
        ("event", change(id, 0, b"state", &[&vec![1; 10_000_000]])),
        ("empty event", change(id, 0, b"state", &[b""])),
    ];
    for (what, change) in bad {
        let mut unit = store.begin().await.unwrap();
        refused(what, unit.save_seats(&[change]).await);
    }
    world.save(&[good]).await;
    let mut selection = selection_row(2);
    selection.name = "n".repeat(100_000);
    refused(
        "name",
        store.create_selection(&selection, &act("long")).await,
    );
    let mut formation = formation_row(2);
    formation.quota = 0;
    let imported = store
        .import_formations(world.selection, &[formation], &act("quota"))
        .await;
    refused("quota", imported);
}

pub(super) async fn large_values_come_back_as_they_were(place: &impl Place) {
    let world = World::of(place, 2).await;
    let id = world.attempt(0);
    let every_byte: Vec<u8> = (0..=255).cycle().take(60_000).collect();
    let columns = Some(Columns {
        status: Status::Running,
        deadline: Some(Instant(i64::MAX)),
    });
    let large = SeatChange {
        columns,
        ..change(
            id,
            0,
            &every_byte,
            &[&every_byte[..50_000], &[0, 0], &[255; 40_000]],
        )
    };
    world
        .save(&[large, change(world.attempt(1), 0, &[0, 0], &[&[0, 0]])])
        .await;
    let (seat, _) = world.store.seat(id).await.unwrap().unwrap();
    assert_eq!(seat.state, every_byte);
    let events = world.store.journal(id).await.unwrap();
    assert_eq!(
        events,
        [every_byte[..50_000].to_vec(), vec![0, 0], vec![255; 40_000]]
    );
    assert!(
        world
            .store
            .due(Instant(i64::MAX), 1)
            .await
            .unwrap()
            .is_empty()
    );
    let earliest = Some(Columns {
        status: Status::Running,
        deadline: Some(Instant(i64::MIN)),
    });
    world.append(id, earliest, &[]).await;
    world
        .set_room(world.sitting, session::RoomStatus::Open, false)
        .await;
    assert_eq!(
        world.store.due(Instant(0), 9).await.unwrap(),
        [(world.sitting, id)]
    );
    let mut form = form_row(2, world.selection);
    form.content = vec![7; 3_000_000];
    world.store.create_form(&form, &act("form")).await.unwrap();
    assert_eq!(world.store.form(form.id).await.unwrap(), Some(form));
}
