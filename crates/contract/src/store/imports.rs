//! Imports: all or nothing, also in slices, also after a crash.

use core::pin::pin;

use exam::ports::StoreError;

use super::Place;
use super::fixture::{World, act, application_row, attempt_id, new_seat, new_sitting};
use super::units::polled;

const ROWS: u64 = 900;

pub(super) async fn many_rows_come_at_once(place: &impl Place) {
    let world = World::of(place, 0).await;
    let rows: Vec<_> = (0..ROWS)
        .map(|of| application_row(of, world.formation))
        .collect();
    world
        .store
        .import_applications(world.selection, &rows, &act("import"))
        .await
        .unwrap();
    assert_eq!(
        world.store.applications(world.selection).await.unwrap(),
        rows
    );
    let chairs = (0..ROWS).map(|of| new_seat(of, world.form)).collect();
    let sitting = new_sitting(2, world.selection, chairs);
    world
        .store
        .create_sitting(&sitting, &act("sitting"))
        .await
        .unwrap();
    let seats = world
        .store
        .seats_of(sitting.sitting.id)
        .await
        .unwrap()
        .unwrap()
        .seats;
    assert!(
        seats
            .iter()
            .map(|seat| seat.seat.id)
            .eq((0..ROWS).map(attempt_id))
    );
}

pub(super) async fn a_doubled_row_refuses_the_whole(place: &impl Place) {
    let world = World::of(place, 1).await;
    let mut rows: Vec<_> = (1..ROWS)
        .map(|of| application_row(of, world.formation))
        .collect();
    rows.push(application_row(0, world.formation));
    let acts = world.store.audit_log(1, 100).await.unwrap().len();
    let refused = world
        .store
        .import_applications(world.selection, &rows, &act("import"))
        .await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    assert_eq!(
        world
            .store
            .applications(world.selection)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(world.store.audit_log(1, 100).await.unwrap().len(), acts);
    // Nothing is left in the way of the mended file.
    rows.pop();
    world
        .store
        .import_applications(world.selection, &rows, &act("import"))
        .await
        .unwrap();
    assert_eq!(
        world
            .store
            .applications(world.selection)
            .await
            .unwrap()
            .len() as u64,
        ROWS
    );
}

/// A crash between slices, played by giving the import up after ever more steps and opening the store again.
pub(super) async fn an_import_cut_off_anywhere_leaves_nothing(place: &impl Place) {
    let world = World::of(place, 0).await;
    let (selection, formation) = (world.selection, world.formation);
    let rows: Vec<_> = (0..ROWS).map(|of| application_row(of, formation)).collect();
    let mut store = world.store.clone();
    drop(world);
    for polls in 1.. {
        let done = {
            let entry = act("import");
            let mut import = pin!(store.import_applications(selection, &rows, &entry));
            polled(polls, import.as_mut()).await
        };
        let there = store.applications(selection).await.unwrap().len() as u64;
        assert!(
            there == 0 || there == ROWS,
            "{there} rows after {polls} polls"
        );
        if let Some(done) = done {
            done.unwrap();
            assert_eq!(there, ROWS);
            return;
        }
        if there == ROWS {
            // Cut off between commit and answer.
            return;
        }
        if polls % 5 == 0 {
            drop(store);
            store = place.open().await;
            assert!(store.applications(selection).await.unwrap().is_empty());
        }
    }
}
