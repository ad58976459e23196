//! Rank orders.

use exam::ports::Live;
use session::Status;

use super::boards::{FORMATION, application, attempt, state};
use super::feed;

/// A small generator, so that the same states come on every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

pub(super) async fn ranks_equal_a_sorted_list(live: &impl Live) {
    const CANDIDATES: u64 = 300;
    let mut draw = Draw(42);
    let mut totals = vec![None; usize::try_from(CANDIDATES).unwrap()];
    for revision in 1..3_000_u32 {
        let who = draw.below(CANDIDATES);
        let total = i32::try_from(draw.below(60)).unwrap();
        feed(live, vec![state(u128::from(who), revision, total)]).await;
        totals[usize::try_from(who).unwrap()] = Some(total);
    }
    let mut sorted: Vec<(i32, u128)> = (0..)
        .zip(&totals)
        .filter_map(|(who, t)| Some((-(*t)?, who)))
        .collect();
    sorted.sort_unstable();
    let listed = live.ranking(FORMATION, 0, usize::MAX).await.unwrap();
    let found: Vec<_> = listed
        .iter()
        .map(|seat| (-seat.totals[0].0, seat.attempt))
        .collect();
    let expected: Vec<_> = sorted
        .iter()
        .map(|(total, who)| (*total, attempt(*who)))
        .collect();
    assert_eq!(found, expected);
    let page = live.ranking(FORMATION, 100, 7).await.unwrap();
    assert_eq!(page, listed[100..107]);
    for (total, who) in &sorted {
        let rank = 1 + sorted.iter().filter(|(other, _)| other < total).count();
        assert_eq!(
            live.rank_of(FORMATION, application(*who)).await.unwrap(),
            Some(rank)
        );
    }
}

pub(super) async fn only_who_counts_is_ranked(live: &impl Live) {
    let statuses = [
        (Status::Assigned, false),
        (Status::Present, false),
        (Status::Running, true),
        (Status::Finished, true),
        (Status::Absent, false),
        (Status::Cancelled, false),
        (Status::Voided, false),
    ];
    feed(live, vec![state(9, 1, 1)]).await;
    for ((status, counts), revision) in statuses.into_iter().zip(1..) {
        let mut update = state(1, revision, 10);
        update.status = status;
        feed(live, vec![update]).await;
        let rank = live.rank_of(FORMATION, application(1)).await.unwrap();
        assert_eq!(rank, counts.then_some(1), "{status:?}");
        let others = live.rank_of(FORMATION, application(9)).await.unwrap();
        assert_eq!(others, Some(if counts { 2 } else { 1 }), "{status:?}");
    }
}

pub(super) async fn a_new_attempt_takes_the_place_of_a_voided_one(live: &impl Live) {
    feed(live, vec![state(1, 5, 50), state(2, 5, 30)]).await;
    let mut again = state(3, 1, 20);
    again.application = application(1);
    // The new attempt's state may come before the old one's last.
    feed(live, vec![again.clone()]).await;
    let mut voided = state(1, 6, 50);
    voided.status = Status::Voided;
    feed(live, vec![voided]).await;
    assert_eq!(
        live.ranking(FORMATION, 0, 9).await.unwrap(),
        [state(2, 5, 30), again]
    );
    assert_eq!(
        live.rank_of(FORMATION, application(1)).await.unwrap(),
        Some(2)
    );
}
