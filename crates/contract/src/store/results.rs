//! Drafts and publications.

use exam::ports::{DraftRow, DraftStatus, PublicationRow, ScoredRow, StoreError};
use lexicon::{Digest, Instant, ParticipantNo, PublicationId};

use super::Place;
use super::fixture::{World, act, number, user_row, uuid};

fn draft(id: u64, world: &World, version: u32) -> DraftRow {
    DraftRow {
        id: PublicationId(uuid(9, id)),
        selection: world.selection,
        version,
        status: DraftStatus::Draft,
        content: vec![u8::try_from(id).unwrap(); 100],
        digest: Digest([u8::try_from(id).unwrap(); 32]),
        drafted_by: user_row(1).id,
        drafted: Instant(id.try_into().unwrap()),
        approved_by: None,
        approved: None,
    }
}

fn publication(draft: &DraftRow) -> PublicationRow {
    PublicationRow {
        id: draft.id,
        selection: draft.selection,
        version: draft.version,
        document: vec![7; 5_000],
        digest: Digest([8; 32]),
        published: Instant(99),
    }
}

async fn officers(place: &impl Place) -> World {
    let world = World::of(place, 3).await;
    for number in [1, 2] {
        world
            .store
            .create_user(&user_row(number), &act("user"))
            .await
            .unwrap();
    }
    world
}

async fn approve(world: &World, row: &DraftRow, by: u64) -> Result<(), StoreError> {
    let by = user_row(by).id;
    let (at, entry) = (Instant(50), act("approve"));
    world
        .store
        .approve_draft(row.id, row.digest, by, at, &entry)
        .await
}

fn is_stale(outcome: &Result<(), StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Stale(_)))
}

pub(super) async fn an_approval_names_what_it_approves(place: &impl Place) {
    let world = officers(place).await;
    let row = draft(1, &world, 1);
    world.store.create_draft(&row, &act("draft")).await.unwrap();
    let mut other = row.clone();
    other.digest = Digest([99; 32]);
    assert!(is_stale(&approve(&world, &other, 2).await));
    assert!(is_stale(&approve(&world, &draft(5, &world, 1), 2).await));
    assert_eq!(world.store.draft(row.id).await.unwrap(), Some(row.clone()));
    approve(&world, &row, 2).await.unwrap();
    assert!(
        is_stale(&approve(&world, &row, 2).await),
        "it is approved already"
    );
    let approved = DraftRow {
        status: DraftStatus::Approved,
        approved_by: Some(user_row(2).id),
        approved: Some(Instant(50)),
        ..row
    };
    let newer = draft(2, &world, 1);
    world
        .store
        .create_draft(&newer, &act("draft"))
        .await
        .unwrap();
    let drafts = world.store.drafts(world.selection).await.unwrap();
    assert_eq!(drafts, [newer, approved], "newest first");
}

pub(super) async fn two_persons_are_needed(place: &impl Place) {
    let world = officers(place).await;
    let row = draft(1, &world, 1);
    world.store.create_draft(&row, &act("draft")).await.unwrap();
    let own = approve(&world, &row, 1).await;
    assert!(matches!(own, Err(StoreError::Data(_))), "{own:?}");
    let early = world
        .store
        .publish(&publication(&row), &[], &act("publish"))
        .await;
    assert!(is_stale(&early), "{early:?}");
    let acts = world.store.audit_log(1, 100).await.unwrap();
    assert_eq!(acts.last().unwrap().entry.act, "draft");
}

async fn publish(world: &World, row: &DraftRow, numbers: &[ParticipantNo]) {
    world.store.create_draft(row, &act("draft")).await.unwrap();
    approve(world, row, 2).await.unwrap();
    world
        .store
        .publish(&publication(row), numbers, &act("publish"))
        .await
        .unwrap();
}

/// A list of two officers' making, of these participants.
pub(super) async fn published(world: &World, numbers: &[ParticipantNo]) {
    publish(world, &draft(1, world, 1), numbers).await;
}

pub(super) async fn nothing_published_is_overwritten(place: &impl Place) {
    let world = officers(place).await;
    let row = draft(1, &world, 1);
    publish(&world, &row, &[number(0)]).await;
    let stored = world.store.draft(row.id).await.unwrap().unwrap();
    assert_eq!(stored.status, DraftStatus::Published);
    let mut again = publication(&row);
    again.document = vec![0; 10];
    let refused = world.store.publish(&again, &[], &act("publish")).await;
    assert!(is_stale(&refused), "{refused:?}");
    // Another draft of the same version comes too late.
    let late = draft(2, &world, 1);
    world
        .store
        .create_draft(&late, &act("draft"))
        .await
        .unwrap();
    approve(&world, &late, 2).await.unwrap();
    let refused = world
        .store
        .publish(&publication(&late), &[number(1)], &act("publish"))
        .await;
    assert!(is_stale(&refused), "{refused:?}");
    assert!(is_stale(&approve(&world, &row, 2).await));
    assert_eq!(
        world.store.publication(row.id).await.unwrap(),
        Some(publication(&row))
    );
    assert_eq!(world.store.publication(late.id).await.unwrap(), None);
    assert!(
        world
            .store
            .published_row(number(0))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(world.store.published_row(number(1)).await.unwrap(), None);
}

pub(super) async fn a_row_is_found_in_the_newest_publication(place: &impl Place) {
    let world = officers(place).await;
    assert_eq!(world.store.published_row(number(0)).await.unwrap(), None);
    let (first, second) = (draft(1, &world, 1), draft(2, &world, 2));
    let many: Vec<_> = (0..1_000).map(number).collect();
    publish(&world, &first, &many).await;
    let at = |draft: &DraftRow, index| {
        Some(ScoredRow {
            publication: draft.id,
            index,
        })
    };
    assert_eq!(
        world.store.published_row(number(2)).await.unwrap(),
        at(&first, 2)
    );
    publish(&world, &second, &[number(2), number(0)]).await;
    assert_eq!(
        world.store.published_row(number(2)).await.unwrap(),
        at(&second, 0)
    );
    assert_eq!(
        world.store.published_row(number(1)).await.unwrap(),
        None,
        "in the first one only"
    );
    let with = world
        .store
        .publications(world.selection, true)
        .await
        .unwrap();
    assert_eq!(with, [publication(&second), publication(&first)]);
    let without = world
        .store
        .publications(world.selection, false)
        .await
        .unwrap();
    assert!(without.iter().all(|row| row.document.is_empty()));
    assert_eq!(without.first().map(|row| row.digest), Some(Digest([8; 32])));
}
