//! Golden vectors: what stands in journals, on receipts and on PIN slips of past sittings must read the
//! same for ever. A change here is never a new value in this file, but a new version beside the old one.

use data_encoding::HEXLOWER;
use lexicon::{
    ApplicationId, AttemptId, Digest, FormItemId, Instant, Millis, OptionId, Points, SittingId,
    UserId,
};
use session::{
    Attempt, Chain, DeviceId, EndReason, Event, ItemPoints, JournalEvent, Kind, LedgerEntry,
    PauseReason, PinKey, PointsTable, Room, RoomAct, Sanction, SeatAct, genesis, link, short_code,
};

const AT: Instant = Instant(1_700_000_000_000);
const TO: Instant = Instant(1_700_000_060_000);
const BY: UserId = UserId::from_bytes([0x11; 16]);

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn click(kind: Kind) -> Event {
    Event {
        seq: 300,
        id: 0xFEDC_BA98_7654_3210,
        item: FormItemId(0x0123_4567_89AB_CDEF),
        kind,
        rebase: false,
        client_ms: 61_000,
    }
}

fn accepted(event: Event) -> JournalEvent {
    JournalEvent::Accepted {
        at: AT,
        epoch: 1,
        event,
    }
}

fn seat(act: SeatAct) -> JournalEvent {
    JournalEvent::Seat {
        at: AT,
        by: BY,
        reason: "listrik".into(),
        act,
    }
}

/// Every variant, in the order of the wire format.
fn variants() -> Vec<JournalEvent> {
    let answer = click(Kind::Answer(OptionId(0x1F)));
    let plain = vec![
        JournalEvent::CheckedIn {
            at: AT,
            by: BY,
            pin_issue: 2,
            reason: "hilang".into(),
        },
        JournalEvent::LoggedIn {
            at: AT,
            epoch: 1,
            device: DeviceId(0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10),
        },
        JournalEvent::Started {
            at: AT,
            block: 0,
            entitlement: Millis::from_mins(100),
            room_pos: 3,
        },
        accepted(answer),
        accepted(click(Kind::Clear)),
        accepted(click(Kind::Flag)),
        accepted(Event {
            rebase: true,
            ..click(Kind::Unflag)
        }),
        JournalEvent::RoomNoted {
            at: AT,
            pos: 4,
            head: Digest([0xAB; 32]),
        },
        JournalEvent::OutageNoted {
            at: TO,
            from: AT,
            to: TO,
        },
        JournalEvent::BlockEnded {
            at: AT,
            block: 0,
            by: EndReason::Time,
        },
        JournalEvent::Finished {
            at: AT,
            by: EndReason::Candidate,
            last_seq: 300,
            totals: vec![Points(150), Points(0), Points(-5)],
        },
        JournalEvent::Admitted {
            at: TO,
            received: AT,
            epoch: 1,
            event: answer,
        },
    ];
    let seats = [
        SeatAct::Pause,
        SeatAct::Interrupt,
        SeatAct::Resume,
        SeatAct::Release,
        SeatAct::Incident { from: AT, to: TO },
        SeatAct::Grant {
            length: Millis::from_mins(5),
        },
        SeatAct::End,
        SeatAct::Cancel,
        SeatAct::Absent,
        SeatAct::Void,
        SeatAct::Reopen { from: AT, to: TO },
        SeatAct::Admit { second: BY },
    ];
    let later = [JournalEvent::SeatOutage {
        at: TO,
        from: AT,
        to: TO,
    }];
    let seats = seats.map(seat).into_iter();
    plain.into_iter().chain(seats).chain(later).collect()
}

#[test]
fn the_wire_format_of_the_journal_never_changes() {
    let now: Vec<String> = variants()
        .iter()
        .map(|event| hex(&event.encode()))
        .collect();
    let golden: Vec<&str> = include_str!("golden/journal.hex").lines().collect();
    assert_eq!(now, golden);
}

#[test]
fn what_was_written_reads_as_it_was() {
    let golden = include_str!("golden/journal.hex").lines();
    let read: Vec<JournalEvent> = golden
        .map(|line| JournalEvent::decode(&HEXLOWER.decode(line.as_bytes()).unwrap()).unwrap())
        .collect();
    assert_eq!(read, variants());
}

#[test]
fn the_chain_of_a_short_run() {
    let start = genesis(&[1; 16], &Digest([2; 32]));
    assert_eq!(
        start.to_string(),
        "80bb967d987b2e039170e55d67d66f581c353d62fd8baee50cc739b97b537751"
    );
    assert_eq!(
        link(start, b"").to_string(),
        "562d2aa03e3c9094672f89ecbecd2608e7a41ffb78662d68f4fc467b71426db0"
    );
    let mut chain = Chain {
        head: start,
        pos: 0,
    };
    for event in &variants()[..24] {
        chain.push(event);
    }
    assert_eq!(chain.pos, 24);
    assert_eq!(
        chain.head.to_string(),
        "f6ef67d9f4c89d1fb1d1143c9e4bd469604fa23e659d17a38ee7551763b72af4"
    );
}

#[test]
fn the_ledger_of_a_short_sitting() {
    let mut room = Room::planned(genesis(&[3; 16], &Digest::default()));
    let acts = [
        RoomAct::Open,
        RoomAct::Pause {
            reason: PauseReason::Proctor,
            from: AT,
        },
        RoomAct::Resume,
        RoomAct::Incident { from: AT, to: TO },
        RoomAct::Release,
        RoomAct::Close,
        RoomAct::Seal,
        RoomAct::Sanction {
            attempt: AttemptId::from_bytes([4; 16]),
            sanction: Sanction::Disqualified,
        },
    ];
    let mut at = AT;
    for act in acts {
        let entry = LedgerEntry {
            at,
            by: Some(BY),
            reason: "listrik padam".into(),
            act,
        };
        room.apply(&entry, 0).unwrap();
        at = TO;
    }
    assert_eq!(room.pos, 8);
    assert_eq!(
        room.head.to_string(),
        "e17933376c94c701793865b652db057a233a11ce90b5c550489e8c2ca63e2b7a"
    );
}

#[test]
fn the_code_on_a_receipt() {
    let totals = [Points(95), Points(130), Points(180)];
    assert_eq!(short_code(&Digest([5; 32]), &totals), "BMRZRJ7CV6T0");
    assert_ne!(
        short_code(&Digest([5; 32]), &totals[..2]),
        short_code(&Digest([5; 32]), &totals)
    );
}

#[test]
fn the_pin_on_a_slip() {
    let key = PinKey::new([6; 32]);
    let pin = |issue| {
        let sitting = SittingId::from_bytes([7; 16]);
        key.pin(sitting, ApplicationId::from_bytes([8; 16]), issue)
    };
    assert_eq!(pin(1).as_str(), "MJ7Z5GYA");
    assert_eq!(pin(2).as_str(), "UFHKHYBH");
}

#[test]
fn the_row_of_an_attempt() {
    let points = PointsTable::new(
        vec![("twk".parse().unwrap(), 0)],
        vec![ItemPoints {
            id: FormItemId(1),
            sub_test: 0,
            options: vec![(OptionId(2), Points(5))],
        }],
    )
    .unwrap();
    let row = Attempt::assigned(&[Millis::from_mins(100)], &points, Digest([9; 32]));
    let bytes = row.encode();
    assert_eq!(
        hex(&bytes),
        "03000000000000000180b6dc0500000000000009090909090909090909090909090909090909090909090909090909090909090000ffffffffffffffffff0100010001000100000000000000"
    );
    assert_eq!(Attempt::decode(&bytes).as_ref(), Ok(&row));
    // As the versions before wrote it.
    let old = [
        "02000000000000000180b6dc0500000000000009090909090909090909090909090909090909090909090909090909090909090000ffffffffffffffffff01000100010001000000000000",
        "01000000000000000180b6dc0500000000000009090909090909090909090909090909090909090909090909090909090909090000ffffffffffffffffff010001000100010000000000",
    ];
    for old in old {
        let old = HEXLOWER.decode(old.as_bytes()).unwrap();
        assert_eq!(Attempt::decode(&old).as_ref(), Ok(&row));
    }
}
