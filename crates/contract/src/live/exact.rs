//! What is fed comes back as it was.

use exam::ports::{Live, SeatUpdate};
use lexicon::{Instant, Points};
use scoring::{Chain, Key, Measure, Sheet};
use session::Status;

use super::boards::{FORMATION, application, sitting, state};
use super::feed;

const STATUSES: [Status; 7] = [
    Status::Assigned,
    Status::Present,
    Status::Running,
    Status::Finished,
    Status::Absent,
    Status::Cancelled,
    Status::Voided,
];

pub(super) async fn a_state_comes_back_as_it_was_fed(live: &impl Live) {
    let totals: [&[i32]; 3] = [&[], &[i32::MIN, -1, 0, 1, i32::MAX], &[7; 8]];
    let mut states = Vec::new();
    for (status, number) in STATUSES.into_iter().zip(1_u8..) {
        for (points, tens) in totals.iter().zip([10, 20, 30_u8]) {
            let mut seat = state(u128::from(number + tens), u32::MAX, 0);
            seat.status = status;
            seat.answered = u16::MAX;
            seat.totals = points.iter().map(|points| Points(*points)).collect();
            seat.rank_key = key(&[tens.into(), number.into()]);
            seat.contact = Some(Instant(1_800_000_000_000 + i64::from(number)));
            states.push(seat);
        }
    }
    states.sort_by_key(|seat| seat.attempt);
    feed(live, states.iter().rev().cloned().collect()).await;
    assert_eq!(live.seats(sitting(1)).await.unwrap(), states);
}

/// A key of these points, by the first first.
fn key(points: &[i32]) -> Key {
    let links = (0..points.len()).map(Measure::SubTest).collect();
    let points: Vec<Points> = points.iter().map(|points| Points(*points)).collect();
    Chain::new(links)
        .unwrap()
        .key(&Sheet::new(&points).unwrap())
}

/// Better is the greater key, link by link; equals stand by application and share their rank.
pub(super) async fn every_link_of_a_key_decides(live: &impl Live) {
    let values = [0, 1, 127, 128, 255, 256, 9_999];
    let mut states: Vec<SeatUpdate> = Vec::new();
    for link in 0..8 {
        for value in values {
            // Twice the same: equals.
            for _ in 0..2 {
                let mut points = [0; 8];
                points[link] = value;
                let number = u128::try_from(states.len()).unwrap();
                let mut seat = state(0xff00 - number, 1, 0);
                seat.rank_key = key(&points);
                states.push(seat);
            }
        }
    }
    feed(live, states.clone()).await;
    states.sort_by_key(|seat| (core::cmp::Reverse(seat.rank_key), seat.application));
    let listed = live.ranking(FORMATION, 0, usize::MAX).await.unwrap();
    assert_eq!(listed, states);
    for seat in &states {
        let better = states.iter().filter(|other| other.rank_key > seat.rank_key);
        let rank = live.rank_of(FORMATION, seat.application).await.unwrap();
        assert_eq!(rank, Some(1 + better.count()));
    }
    let nobody = live.rank_of(FORMATION, application(1)).await;
    assert_eq!(nobody.unwrap(), None);
}

/// More than any batch holds, of more sittings than one.
pub(super) async fn a_large_feed_arrives_whole(live: &impl Live) {
    let mut states: Vec<SeatUpdate> = (0..4_000).map(|number| state(number, 2, 5)).collect();
    for (seat, number) in states.iter_mut().zip(0_u128..) {
        seat.sitting = sitting(1 + number % 7);
    }
    // Each twice, the older one after the newer, and of some a third.
    let mut told: Vec<SeatUpdate> = states.clone();
    told.extend((0..4_000).map(|number| state(number, 1, 0)).map(|seat| {
        let number = seat.attempt.0.as_u128();
        SeatUpdate {
            sitting: sitting(1 + number % 7),
            ..seat
        }
    }));
    told.extend(states.iter().step_by(3).cloned());
    feed(live, told).await;
    let mut found = Vec::new();
    for number in 1..=7 {
        found.extend(live.seats(sitting(number)).await.unwrap());
    }
    found.sort_by_key(|seat| seat.attempt);
    assert_eq!(found, states);
    let listed = live.ranking(FORMATION, 1_234, 1_000).await.unwrap();
    assert_eq!(listed, states[1_234..2_234]);
}
