use lexicon::{Digest, UserId};
use session::PointsTable;

use super::*;

const OFFICER: UserId = UserId::from_bytes([1; 16]);
const START: Instant = Instant(1_000_000);
const MINUTE: i64 = 60_000;

fn at(minutes: i64) -> Instant {
    Instant(START.0 + minutes * MINUTE)
}

/// An attempt that has begun at `START`, with 100 minutes.
fn running() -> Attempt {
    let points = PointsTable::new(vec![("twk".parse().unwrap(), 0)], Vec::new()).unwrap();
    let mut attempt = Attempt::assigned(&[Millis::from_mins(100)], &points, Digest::default());
    attempt.status = Status::Running;
    attempt.blocks[0].started = Some(START);
    attempt
}

fn entry(minute: i64, by: Option<UserId>, reason: &str, act: RoomAct) -> LedgerEntry {
    LedgerEntry {
        at: at(minute),
        by,
        reason: reason.to_owned(),
        act,
    }
}

fn pause(minute: i64, reason: PauseReason) -> RoomAct {
    RoomAct::Pause {
        reason,
        from: at(minute),
    }
}

fn act(minute: i64, reason: &str, act: SeatAct) -> JournalEvent {
    JournalEvent::Seat {
        at: at(minute),
        by: OFFICER,
        reason: reason.to_owned(),
        act,
    }
}

fn told(why: &Why) -> Vec<(Cause, i64, Option<&str>)> {
    let changes = why.changes.iter();
    changes
        .map(|change| (change.cause, change.by.0 / MINUTE, change.words.as_deref()))
        .collect()
}

/// A room that is paused at minute 50, beside what `history` tells.
fn paused_room() -> Room {
    let mut room = Room::planned(Digest::default());
    for (minute, what) in [(0, RoomAct::Open), (50, pause(50, PauseReason::Proctor))] {
        let entry = entry(minute, Some(OFFICER), "x", what);
        room.apply(&entry, 0).unwrap();
    }
    room
}

#[test]
fn every_change_has_its_cause_its_length_and_its_words() {
    let mut history = History::default();
    let officer = Some(OFFICER);
    // Before the start: nobody's time has moved.
    history.room(entry(-9, officer, "x", pause(-9, PauseReason::Proctor)));
    history.room(entry(-5, officer, "", RoomAct::Resume));
    history.room(entry(
        10,
        officer,
        "listrik padam",
        pause(10, PauseReason::Proctor),
    ));
    history.room(entry(13, officer, "", RoomAct::Resume));
    let incident = RoomAct::Incident {
        from: at(2),
        to: at(4),
    };
    history.room(entry(20, officer, "alarm", incident));
    history.seat(act(
        30,
        "netra",
        SeatAct::Grant {
            length: Millis::from_mins(5),
        },
    ));
    history.seat(act(31, "PC rusak", SeatAct::Pause));
    history.seat(act(38, "", SeatAct::Resume));
    history.outages(&[Span::closed(at(40), at(41)), Span::closed(at(11), at(12))]);
    history.room(entry(50, officer, "gempa", pause(50, PauseReason::Proctor)));
    let mut attempt = running();
    attempt.time_changes = 3;
    let why = history.told(&attempt, &paused_room(), at(55));
    let expected = [
        (Cause::Outage, 1, None),
        (Cause::Room, 2, Some("listrik padam")),
        (Cause::Incident, 2, Some("alarm")),
        (Cause::Grant, 5, Some("netra")),
        (Cause::Seat, 7, Some("PC rusak")),
        (Cause::Outage, 1, None),
    ];
    assert_eq!(told(&why), expected);
    let pause = why.pause.unwrap();
    assert_eq!((pause.cause, pause.since), (Cause::Room, at(50)));
    assert_eq!(pause.words.as_deref(), Some("gempa"));
}

#[test]
fn the_servers_own_pause_has_no_words() {
    let mut history = History::default();
    history.room(entry(10, None, "", pause(10, PauseReason::Outage)));
    let why = history.told(&running(), &paused_room(), at(55));
    let pause = why.pause.unwrap();
    assert_eq!((pause.cause, pause.words), (Cause::Outage, None));
}

#[test]
fn the_latest_are_kept() {
    let mut history = History::default();
    for minute in 0..60 {
        let length = Millis::from_mins(minute);
        history.seat(act(minute, "x", SeatAct::Grant { length }));
    }
    let why = history.told(&running(), &Room::planned(Digest::default()), at(60));
    assert_eq!(why.pause, None);
    assert_eq!(why.changes.len(), CHANGES_MAX);
    assert_eq!(why.changes.last().unwrap().by, Millis::from_mins(59));
}
