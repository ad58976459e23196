//! Two nodes on the same boards.

use exam::ports::{Live, Standing};
use lexicon::Instant;
use session::Status;

use super::boards::{FORMATION, application, attempt, sitting, state};
use super::feed;

pub(super) async fn what_one_node_is_told_the_other_says<L: Live>((one, other): &(L, L)) {
    feed(one, vec![state(1, 1, 10), state(2, 1, 30)]).await;
    feed(other, vec![state(3, 1, 20)]).await;
    let order = [state(2, 1, 30), state(3, 1, 20), state(1, 1, 10)];
    for node in [one, other] {
        let seats = node.seats(sitting(1)).await.unwrap();
        assert_eq!(seats, [state(1, 1, 10), state(2, 1, 30), state(3, 1, 20)]);
        assert_eq!(node.ranking(FORMATION, 0, 9).await.unwrap(), order);
        let rank = node.rank_of(FORMATION, application(1)).await;
        assert_eq!(rank.unwrap(), Some(3));
    }
    one.contact(sitting(1), attempt(1), Instant(9));
    one.settled().await;
    let heard = other.contacts(sitting(1)).await.unwrap();
    assert_eq!(heard, [(attempt(1), Instant(9))]);
}

/// A candidate's answers may go to one node and the next to another; their feeds may come in any order.
pub(super) async fn the_newest_revision_stands_whoever_brings_it<L: Live>((one, other): &(L, L)) {
    feed(other, vec![state(1, 8, 40)]).await;
    feed(one, vec![state(1, 7, 35), state(1, 8, 40)]).await;
    let mut annulled = state(1, 8, 40);
    annulled.status = Status::Voided;
    feed(one, vec![annulled.clone()]).await;
    feed(other, vec![state(1, 8, 40), state(1, 6, 30)]).await;
    for node in [one, other] {
        let seats = node.seats(sitting(1)).await.unwrap();
        assert_eq!(seats, core::slice::from_ref(&annulled));
        assert!(node.ranking(FORMATION, 0, 9).await.unwrap().is_empty());
    }
    feed(one, vec![state(2, 1, 5)]).await;
    other.contact(sitting(1), attempt(2), Instant(20));
    other.settled().await;
    one.contact(sitting(1), attempt(2), Instant(10));
    one.settled().await;
    let heard = one.contacts(sitting(1)).await.unwrap();
    assert_eq!(heard, [(attempt(2), Instant(20))]);
}

/// By this a node's event streams hear of what another node has recorded.
pub(super) async fn a_change_is_seen_on_the_other_node<L: Live>((one, other): &(L, L)) {
    let known = other.revision(sitting(1)).await.unwrap();
    feed(one, vec![state(1, 1, 5)]).await;
    let changed = other.revision(sitting(1)).await.unwrap();
    assert_ne!(known, changed);
    assert_eq!(one.revision(sitting(1)).await.unwrap(), changed);
    feed(other, vec![state(1, 2, 5)]).await;
    assert_ne!(one.revision(sitting(1)).await.unwrap(), changed);
}

pub(super) async fn what_one_node_has_filled_is_whole_on_the_other<L: Live>((one, other): &(L, L)) {
    assert_eq!(one.standing().await, Standing::Whole);
    assert_eq!(other.standing().await, Standing::Whole);
}

pub(super) async fn of_two_drawings_one_is_kept<L: Live>((one, other): &(L, L)) {
    let (first, second) = futures::join!(
        one.draw(sitting(1), None, vec![1]),
        other.draw(sitting(1), None, vec![2]),
    );
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_ne!(first, second);
    let kept = vec![if first { 1 } else { 2 }];
    assert_eq!(one.drawn(sitting(1)).await.unwrap(), Some(kept.clone()));
    assert_eq!(other.drawn(sitting(1)).await.unwrap(), Some(kept));
}
