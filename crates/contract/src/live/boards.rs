//! States of seats and last contacts.

use exam::ports::{Live, SeatUpdate};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, Points, SittingId};
use scoring::{Chain, Key, Measure, Sheet};
use session::Status;
use uuid::Uuid;

use super::feed;

pub(super) const FORMATION: FormationId = FormationId(Uuid::from_u128(1));

pub(super) const fn sitting(number: u128) -> SittingId {
    SittingId(Uuid::from_u128(number))
}

pub(super) const fn attempt(number: u128) -> AttemptId {
    AttemptId(Uuid::from_u128(number))
}

pub(super) const fn application(number: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(number))
}

pub(super) fn key(total: i32) -> Key {
    let chain = Chain::new(vec![Measure::Total]).unwrap();
    chain.key(&Sheet::new(&[Points(total)]).unwrap())
}

/// The state of attempt `number`, which is application `number`'s.
pub(super) fn state(number: u128, revision: u32, total: i32) -> SeatUpdate {
    SeatUpdate {
        attempt: attempt(number),
        sitting: sitting(1),
        application: application(number),
        formation: FORMATION,
        revision,
        status: Status::Running,
        answered: 1,
        totals: vec![Points(total)],
        rank_key: key(total),
        contact: None,
    }
}

pub(super) async fn the_newest_revision_stands(live: &impl Live) {
    // Out of order, doubled, and one after the other.
    for revision in [3, 1, 3, 5, 4, 2] {
        feed(
            live,
            vec![state(1, revision, i32::try_from(revision).unwrap())],
        )
        .await;
    }
    assert_eq!(live.seats(sitting(1)).await.unwrap(), [state(1, 5, 5)]);
    feed(live, vec![state(1, 7, 7), state(1, 6, 6), state(2, 0, 0)]).await;
    assert_eq!(
        live.seats(sitting(1)).await.unwrap(),
        [state(1, 7, 7), state(2, 0, 0)]
    );
    assert_eq!(
        live.ranking(FORMATION, 0, 9).await.unwrap(),
        [state(1, 7, 7), state(2, 0, 0)]
    );
}

/// To annul a finished attempt adds nothing to its chain.
pub(super) async fn an_annulled_attempt_is_the_newer_at_the_same_revision(live: &impl Live) {
    let finished = SeatUpdate {
        status: Status::Finished,
        ..state(1, 5, 5)
    };
    let mut annulled = SeatUpdate {
        status: Status::Cancelled,
        contact: Some(Instant(7)),
        ..finished.clone()
    };
    feed(live, vec![finished.clone()]).await;
    feed(live, vec![annulled.clone()]).await;
    assert_eq!(live.seats(sitting(1)).await.unwrap(), [annulled.clone()]);
    assert!(live.ranking(FORMATION, 0, 9).await.unwrap().is_empty());
    // Read from the store before, fed after: only its contact counts.
    let late = SeatUpdate {
        contact: Some(Instant(9)),
        ..finished
    };
    feed(live, vec![late]).await;
    annulled.contact = Some(Instant(9));
    assert_eq!(live.seats(sitting(1)).await.unwrap(), [annulled]);
    assert!(live.ranking(FORMATION, 0, 9).await.unwrap().is_empty());
}

pub(super) async fn a_revision_rises_with_every_change_of_its_sitting(live: &impl Live) {
    let known = live.revision(sitting(1)).await.unwrap();
    feed(live, vec![state(1, 2, 10)]).await;
    let first = live.revision(sitting(1)).await.unwrap();
    assert!(first > known);
    feed(live, vec![state(1, 2, 10), state(1, 1, 5)]).await;
    live.contact(sitting(1), attempt(1), Instant(5));
    live.settled().await;
    assert_eq!(
        live.revision(sitting(1)).await.unwrap(),
        first,
        "nothing has changed"
    );
    let mut elsewhere = state(2, 1, 0);
    elsewhere.sitting = sitting(2);
    feed(live, vec![elsewhere]).await;
    assert_eq!(
        live.revision(sitting(1)).await.unwrap(),
        first,
        "another sitting"
    );
    feed(live, vec![state(3, 1, 0), state(1, 3, 15)]).await;
    assert!(live.revision(sitting(1)).await.unwrap() > first);
}

pub(super) async fn contacts_only_move_forward(live: &impl Live) {
    live.contact(sitting(1), attempt(1), Instant(1));
    live.settled().await;
    feed(live, vec![state(1, 1, 0), state(2, 1, 0)]).await;
    live.contact(sitting(1), attempt(1), Instant(20));
    live.settled().await;
    live.contact(sitting(1), attempt(1), Instant(10));
    live.settled().await;
    assert_eq!(
        live.contacts(sitting(1)).await.unwrap(),
        [(attempt(1), Instant(20))]
    );
    let mut old = state(1, 0, 0);
    old.contact = Some(Instant(30));
    let mut new = state(2, 2, 5);
    new.contact = Some(Instant(5));
    feed(live, vec![old, new]).await;
    feed(live, vec![state(1, 9, 0)]).await;
    let contacts = live.contacts(sitting(1)).await.unwrap();
    let expected = [(attempt(1), Instant(30)), (attempt(2), Instant(5))];
    assert_eq!(contacts, expected, "an old state may bring a new contact");
}

pub(super) async fn seats_are_found_by_sitting(live: &impl Live) {
    let mut elsewhere = state(3, 1, 0);
    elsewhere.sitting = sitting(2);
    feed(
        live,
        vec![state(2, 1, 0), elsewhere.clone(), state(1, 1, 0)],
    )
    .await;
    assert_eq!(
        live.seats(sitting(1)).await.unwrap(),
        [state(1, 1, 0), state(2, 1, 0)],
        "by attempt"
    );
    assert_eq!(live.seats(sitting(2)).await.unwrap(), [elsewhere]);
}

pub(super) async fn what_is_not_known_is_empty(live: &impl Live) {
    assert!(live.seats(sitting(1)).await.unwrap().is_empty());
    assert!(live.contacts(sitting(1)).await.unwrap().is_empty());
    assert!(live.ranking(FORMATION, 0, 10).await.unwrap().is_empty());
    assert_eq!(live.rank_of(FORMATION, application(1)).await.unwrap(), None);
    feed(live, Vec::new()).await;
    feed(live, vec![state(1, 1, 1)]).await;
    assert!(live.ranking(FORMATION, 1, 10).await.unwrap().is_empty());
    assert!(live.ranking(FORMATION, 0, 0).await.unwrap().is_empty());
    assert!(
        live.ranking(FORMATION, usize::MAX, usize::MAX)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(live.rank_of(FORMATION, application(2)).await.unwrap(), None);
}

pub(super) async fn a_drawing_is_kept_unless_another_was_faster(live: &impl Live) {
    let drawn = async |number| live.drawn(sitting(number)).await.unwrap();
    let draw = async |number, before: Option<&[u8]>, drawn: &[u8]| {
        let before = before.map(<[u8]>::to_vec);
        live.draw(sitting(number), before, drawn.to_vec())
            .await
            .unwrap()
    };
    assert_eq!(drawn(1).await, None);
    assert!(!draw(1, Some(b"a"), b"b").await, "there was none");
    assert!(draw(1, None, b"").await);
    assert_eq!(drawn(1).await, Some(Vec::new()));
    assert!(!draw(1, None, b"b").await, "there is one, if an empty one");
    assert!(draw(1, Some(b""), &[0, 255, 10]).await);
    assert!(!draw(1, Some(b""), b"b").await);
    assert_eq!(drawn(1).await, Some(vec![0, 255, 10]));
    assert_eq!(drawn(2).await, None);
}
