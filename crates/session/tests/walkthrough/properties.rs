//! Rules that hold whatever is done to a seat, in whatever order.

use lexicon::{Digest, FormItemId, Instant, Millis, OptionId, Points, UserId};
use proptest::prelude::*;
use session::{
    Attempt, Chain, Command, EndReason, Event, JournalEvent, Kind, PauseReason, ReplayError,
    RoomAct, SeatAct, Span, StaffAct, Status, replay,
};

use crate::story::{OTHER_PC, PC, PROCTOR, SECOND_OFFICER, Story, item, option};

/// What is done, with a number to vary it.
type Step = (u8, u32);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0_u8..26, any::<u32>()), 1..60)
}

fn lived(steps: &[Step], blocks: bool) -> Story {
    let mut s = if blocks { Story::pppk() } else { Story::skd() };
    s.late_start_until_end = steps.len().is_multiple_of(2);
    // Most stories begin with an open paper: little happens without one.
    if !steps.len().is_multiple_of(4) {
        s.logs_in(PC).unwrap();
        s.opens_the_paper().unwrap();
    }
    for (what, vary) in steps {
        step(&mut s, *what, *vary);
        s.check_deadline();
    }
    s
}

/// One thing that somebody does; whether it is allowed is the question.
fn step(s: &mut Story, what: u8, vary: u32) {
    let ago = Millis(i64::from(vary % 900_000));
    let (now, epoch) = (s.now, s.epoch.max(vary % 3));
    match what {
        0..=2 => s.now = now + Millis(i64::from(vary % 600_000)),
        3 => drop(s.logs_in([PC, OTHER_PC][vary as usize % 2])),
        4 => drop(s.asks(Command::Start { epoch })),
        5..=9 => submit(s, vary),
        10 => drop(s.finishes_block((vary % 2) as u8)),
        11 => drop(s.says_time_up()),
        12 => drop(s.closer_comes()),
        13 => outage(s, Millis(i64::from(vary % 90_000) + 1)),
        14..=16 => drop(s.in_the_room(room_act(now, ago, vary))),
        17 => drop(s.reopens(minutes_of(now - ago), minutes_of(now))),
        18 => drop(s.admits([PROCTOR, SECOND_OFFICER][vary as usize % 2], 90)),
        24 => peer(s),
        25 => drop(s.asks(Command::Outage {
            from: now - ago,
            to: now,
        })),
        _ => drop(s.proctor(staff_act(now, ago, vary))),
    }
}

/// Another process of the fleet is gone, or there again.
fn peer(s: &mut Story) {
    match s.absences.iter_mut().find(|away| away.to.is_none()) {
        Some(away) => away.to = Some(s.now),
        None => s.absences.push(Span::open(s.now)),
    }
}

fn minutes_of(at: Instant) -> i64 {
    (at - crate::story::EIGHT).0 / 60_000
}

/// Some clicks behind, at or beyond the number that is due, some of them foreign.
fn submit(s: &mut Story, vary: u32) {
    s.seq = (s.attempt.last_seq + vary % 3).saturating_sub(1);
    let mut events = Vec::new();
    for n in 0..vary % 4 {
        let at = u64::from((vary >> 3).wrapping_add(n) % 7);
        let kind = match (vary >> 5).wrapping_add(n) % 6 {
            0 => Kind::Clear,
            1 => Kind::Flag,
            2 => Kind::Answer(OptionId(u64::from(vary))),
            choice => Kind::Answer(option(at, u64::from(choice))),
        };
        let id = u64::from(vary % 5);
        events.push(Event {
            id,
            ..s.clicks(at, kind)
        });
    }
    drop(s.sends(&events));
}

fn outage(s: &mut Story, length: Millis) {
    s.outages.push(Span::closed(s.now, s.now + length));
    s.now = s.now + length;
}

fn room_act(now: Instant, ago: Millis, vary: u32) -> RoomAct {
    match vary % 7 {
        0 => RoomAct::Pause {
            reason: PauseReason::Proctor,
            from: now,
        },
        1..=3 => RoomAct::Resume,
        4 => RoomAct::Incident {
            from: now - ago,
            to: now,
        },
        5 => RoomAct::Release,
        _ => RoomAct::Close,
    }
}

fn staff_act(now: Instant, ago: Millis, vary: u32) -> StaffAct {
    let rarely = vary.is_multiple_of(5);
    match vary % 16 {
        0 => StaffAct::Pause,
        1 => StaffAct::Interrupt,
        2..=4 => StaffAct::Resume,
        5..=6 => StaffAct::Release,
        7 => StaffAct::Incident {
            from: now - ago,
            to: now,
        },
        8 => StaffAct::Grant {
            length: ago - Millis(1_000),
        },
        9 if rarely => StaffAct::End,
        10 => StaffAct::Warn,
        11 if rarely => StaffAct::Disqualify,
        12 if rarely => StaffAct::Cancel,
        13 => StaffAct::Absent,
        14 if rarely => StaffAct::Void,
        _ => StaffAct::Warn,
    }
}

/// A run that is certain to have some answers and an end.
fn finished(steps: &[Step]) -> Story {
    let mut s = Story::skd_running();
    for (what, vary) in steps {
        step(&mut s, 5 + what % 5, *vary);
    }
    s.seq = s.attempt.last_seq;
    s.answers(0, 0);
    s.answers(1, 1);
    s.finishes().unwrap();
    assert_eq!(s.attempt.status, Status::Finished);
    s
}

fn any_event() -> impl Strategy<Value = JournalEvent> {
    let at = any::<i64>().prop_map(Instant);
    let kind = prop_oneof![
        any::<u64>().prop_map(|option| Kind::Answer(OptionId(option))),
        Just(Kind::Clear),
        Just(Kind::Flag),
        Just(Kind::Unflag)
    ];
    let click = (any::<(u32, u64, u64, bool, u32)>(), kind).prop_map(|(numbers, kind)| {
        let (seq, id, item, rebase, client_ms) = numbers;
        Event {
            seq,
            id,
            item: FormItemId(item),
            kind,
            rebase,
            client_ms,
        }
    });
    let totals = prop::collection::vec(any::<i32>().prop_map(Points), 0..5);
    (
        at,
        any::<[u8; 16]>(),
        ".{0,40}",
        click,
        totals,
        any::<u32>(),
        0_u8..8,
    )
        .prop_map(
            |(at, by, reason, event, totals, number, variant)| match variant {
                0 => JournalEvent::CheckedIn {
                    at,
                    by: UserId::from_bytes(by),
                    pin_issue: number as u16,
                    reason,
                },
                1 => JournalEvent::Accepted {
                    at,
                    epoch: number,
                    event,
                },
                2 => JournalEvent::Admitted {
                    at,
                    received: at,
                    epoch: number,
                    event,
                },
                3 => JournalEvent::Finished {
                    at,
                    by: EndReason::Time,
                    last_seq: number,
                    totals,
                },
                4 => JournalEvent::RoomNoted {
                    at,
                    pos: number,
                    head: Digest([number as u8; 32]),
                },
                6 => JournalEvent::SeatOutage {
                    at,
                    from: at,
                    to: Instant(i64::from(number)),
                },
                5 => JournalEvent::Started {
                    at,
                    block: number as u8,
                    entitlement: Millis(at.0),
                    room_pos: number,
                },
                _ => JournalEvent::Seat {
                    at,
                    by: UserId::from_bytes(by),
                    reason,
                    act: SeatAct::Incident { from: at, to: at },
                },
            },
        )
}

fn head_of(s: &Story, rows: &[Vec<u8>]) -> Chain {
    let mut chain = Chain {
        head: s.genesis,
        pos: 0,
    };
    for row in rows {
        chain.push_bytes(row);
    }
    chain
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The story itself checks after each command: a refusal changes nothing but notes, the row equals
    /// the journal replayed, `last_seq` only grows, the deadline never comes nearer, the row survives
    /// its bytes.
    #[test]
    fn whatever_happens_the_row_is_what_the_journal_adds_up_to(steps in steps(), blocks: bool) {
        let s = lived(&steps, blocks);
        prop_assert!(s.strays.len() <= 60 * 3);
    }

    #[test]
    fn a_receipt_convicts_every_touched_journal(
        steps in prop::collection::vec((0_u8..5, any::<u32>()), 0..12),
        how in 0_u8..5,
        which: prop::sample::Index,
        byte: prop::sample::Index,
        flip in 1_u8..,
    ) {
        let s = finished(&steps);
        let rows: Vec<Vec<u8>> = s.journal.iter().map(JournalEvent::encode).collect();
        let receipt = session::Receipt::of(&s.attempt).unwrap();
        prop_assert_eq!(head_of(&s, &rows).head, receipt.head);
        let (mut touched, at) = (rows.clone(), which.index(rows.len()));
        match how {
            0 => {
                let byte = byte.index(touched[at].len());
                touched[at][byte] ^= flip;
            }
            1 => drop(touched.remove(at)),
            2 => touched.insert(at, rows[at].clone()),
            3 => touched.rotate_left(1),
            _ => {
                let other = byte.index(rows.len());
                prop_assume!(rows[at] != rows[other]);
                touched.swap(at, other);
            }
        }
        prop_assert_ne!(head_of(&s, &touched).head, receipt.head);
    }

    #[test]
    fn an_event_survives_its_bytes(event in any_event()) {
        prop_assert_eq!(JournalEvent::decode(&event.encode()), Ok(event));
    }

    #[test]
    fn bytes_that_mean_nothing_are_refused_quietly(
        event in any_event(),
        noise in prop::collection::vec(any::<u8>(), 0..80),
        at: prop::sample::Index,
        flip in 1_u8..,
    ) {
        let mut bytes = event.encode();
        bytes.push(0);
        prop_assert!(JournalEvent::decode(&bytes).is_err(), "left over");
        bytes.truncate(at.index(bytes.len() - 1));
        prop_assert!(JournalEvent::decode(&bytes).is_err(), "cut short");
        let mut bytes = event.encode();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        drop(JournalEvent::decode(&bytes));
        let with_version = [vec![1], noise.clone()].concat();
        for bytes in [noise, with_version] {
            drop(JournalEvent::decode(&bytes));
            drop(Attempt::decode(&bytes));
        }
    }
}

#[test]
fn a_journal_that_cannot_be_is_named_at_its_place() {
    let s = finished(&[]);
    let rows: Vec<Vec<u8>> = s.journal.iter().map(JournalEvent::encode).collect();
    let told = |rows: &[Vec<u8>]| {
        replay(s.genesis, rows.iter().map(Vec::as_slice), &s.points, true).map(|r| r.accepted)
    };
    assert_eq!(told(&rows), Ok(2));
    let last = rows.len() as u32;
    let mut unreadable = rows.clone();
    unreadable[1].clear();
    assert_eq!(told(&unreadable), Err(ReplayError::Unreadable(2)));
    let mut forged = s.journal.clone();
    let is_click = |row: &JournalEvent| matches!(row, JournalEvent::Accepted { .. });
    let click = forged.iter().position(is_click).unwrap();
    let JournalEvent::Accepted { at, epoch, event } = forged[click].clone() else {
        unreachable!("found as such")
    };
    let put = |forged: &mut Vec<JournalEvent>, event| {
        forged[click] = JournalEvent::Accepted { at, epoch, event };
        forged.iter().map(JournalEvent::encode).collect::<Vec<_>>()
    };
    let worse = Event {
        kind: Kind::Answer(option(0, 4)),
        ..event
    };
    assert_eq!(
        told(&put(&mut forged, worse)),
        Err(ReplayError::Points(last))
    );
    let foreign = Event {
        item: item(99),
        ..event
    };
    let place = click as u32 + 1;
    assert_eq!(
        told(&put(&mut forged, foreign)),
        Err(ReplayError::Foreign(place))
    );
}
