use std::sync::Arc;

use futures::FutureExt as _;
use lexicon::{AttemptId, Instant, SelectionId, SittingId};
use session::{RoomStatus, Status};

use super::room::{EVERY, Pace, Step, WatchedRoom};
use crate::staff::{Counters, SeatView, SittingSummary, SittingView, Standing};

/// A room with two seats, of which the first has this many answers and was heard at this time.
fn view(answered: usize, heard: i64) -> SittingView {
    let seat = |number: u8| SeatView {
        attempt: AttemptId::from_bytes([number; 16]),
        participant_no: format!("9000000000000000{number}").parse().unwrap(),
        name: "Ani Contoh".to_owned(),
        place: String::new(),
        status: Status::Running,
        standing: Standing::Answering,
        disqualified: false,
        warnings: 0,
        answered: if number == 1 { answered } else { 0 },
        items: 110,
        epoch: 1,
        deadline: None,
        paused: false,
        remaining_ms: None,
        last_contact: Some(Instant(if number == 1 { heard } else { 0 })),
        released: false,
        rebased: 0,
        revision: 0,
    };
    SittingView {
        summary: SittingSummary {
            id: SittingId::from_bytes([1; 16]),
            name: "Sesi 1".to_owned(),
            place: "Ruang 1".to_owned(),
            starts: Instant(0),
            status: RoomStatus::Open,
        },
        selection: SelectionId::from_bytes([1; 16]),
        paused: false,
        pause: None,
        opened: None,
        outages: Vec::new(),
        clock_steps: Vec::new(),
        set_backs: Vec::new(),
        now: Instant(heard),
        counters: Counters::default(),
        seats: vec![seat(1), seat(2)],
    }
}

#[tokio::test]
async fn only_what_has_changed_is_told() {
    let room = Arc::new(WatchedRoom::new(7, view(0, 0)));
    let mut watching = room.join(None);
    let Some(Step::Snapshot(start, whole)) = watching.next().await else {
        panic!("the room comes first");
    };
    assert_eq!(whole.seats.len(), 2);
    room.update(view(0, 9_999));
    room.update(view(1, 12_345));
    let Some(Step::Changed(cursor, change)) = watching.next().await else {
        panic!("then its changes");
    };
    assert_eq!(change.seats.len(), 1);
    assert_eq!(change.seats[0].answered, 1);
    assert_eq!(change.seats[0].last_contact, Some(Instant(10_000)));
    let mut again = room.join(Some(start));
    assert!(matches!(again.next().await, Some(Step::Changed(at, _)) if at == cursor));
    assert_eq!(cursor.to_string().parse(), Ok(cursor));
}

#[tokio::test]
async fn whoever_is_slow_gets_the_room_again_and_holds_up_nobody() {
    let room = Arc::new(WatchedRoom::new(7, view(0, 0)));
    let mut slow = room.join(None);
    let mut quick = room.join(None);
    slow.next().await;
    quick.next().await;
    for answered in 1..=500 {
        room.update(view(answered, 0));
        let Some(Step::Changed(_, change)) = quick.next().await else {
            panic!("the quick one misses nothing");
        };
        assert_eq!(change.seats[0].answered, answered);
    }
    let Some(Step::Snapshot(cursor, whole)) = slow.next().await else {
        panic!("too far behind");
    };
    assert_eq!(whole.seats[0].answered, 500);
    room.update(view(501, 0));
    assert!(matches!(slow.next().await, Some(Step::Changed(..))));
    drop((slow, quick));
    assert_eq!(room.watchers(), 0);
    let mut late = room.join(Some(cursor));
    assert!(matches!(late.next().await, Some(Step::Changed(..))));
}

/// What an officer does is seen within a second by whoever watches, also where no seat tells of it.
#[tokio::test(start_paused = true)]
async fn a_quiet_room_is_read_within_a_second_and_a_busy_one_twice_in_it() {
    let room = WatchedRoom::new(7, view(0, 0));
    let mut pace = Pace::new(0);
    let mut reads = Vec::new();
    for (look, revision) in [vec![0; 12], (1..=12).collect()]
        .concat()
        .iter()
        .enumerate()
    {
        pace.tick(&room).await;
        if pace.is_due(Some(*revision)) {
            reads.push(look);
        }
    }
    let after = |pair: &[usize]| EVERY.as_millis() * (pair[1] - pair[0]) as u128;
    let gaps: Vec<u128> = reads.windows(2).map(after).collect();
    assert_eq!(gaps[..3], [750; 3], "quiet: {reads:?}");
    assert_eq!(gaps[4..], [500; 5], "busy: {reads:?}");
}

#[tokio::test(start_paused = true)]
async fn a_room_in_which_somebody_acts_is_read_at_once() {
    let room = WatchedRoom::new(7, view(0, 0));
    let mut pace = Pace::new(0);
    pace.tick(&room).await;
    assert!(!pace.is_due(Some(0)));
    assert_eq!(pace.tick(&room).now_or_never(), None, "it waits");
    room.outdate();
    assert_eq!(pace.tick(&room).now_or_never(), Some(()));
    assert!(pace.is_due(Some(0)));
}
