//! Events beyond what an attempt takes, and verdicts that the store has not kept.

use std::collections::BTreeMap;

use lexicon::{FormItemId, OptionId};
use proptest::prelude::*;
use session::{
    EVENTS_MAX, EVENTS_PER_REQUEST_MAX, Event, JournalEvent, Kind, Past, REFUSED_KEPT_MAX,
    RefusedReason, Reply, Stray, StrayKind, Submitted, Verdict,
};

use crate::story::{ACCEPTED, PC, Story, receipt, refused};

/// What journal and side table hold: all accepted events, refused ones, of late ones the last per item.
fn forget(s: &mut Story) {
    let past = |event: &Event, verdict| Past {
        seq: event.seq,
        id: event.id,
        verdict,
    };
    let accepted = s.journal.iter().filter_map(|row| match row {
        JournalEvent::Accepted { event, .. } => Some(past(event, Submitted::Accepted)),
        _ => None,
    });
    let refused = s.strays.iter().filter_map(|stray| match stray.kind {
        StrayKind::Refused(reason) => Some(past(&stray.event, Submitted::Refused(reason))),
        StrayKind::Late => None,
    });
    let late: BTreeMap<FormItemId, &Stray> = s
        .strays
        .iter()
        .filter(|stray| stray.kind == StrayKind::Late)
        .map(|stray| (stray.event.item, stray))
        .collect();
    let late = late
        .values()
        .map(|stray| past(&stray.event, Submitted::Late));
    let kept = accepted.chain(refused).chain(late);
    s.known = kept.map(|past| (past.seq, past)).collect();
}

#[test]
fn an_attempt_that_is_full_takes_only_its_end() {
    for by_time in [false, true] {
        let mut s = Story::skd_running();
        s.at(99);
        for _ in 0..EVENTS_MAX.div_ceil(EVENTS_PER_REQUEST_MAX as u32) {
            let clicks = (0..EVENTS_PER_REQUEST_MAX as u64).map(|n| s.click(0, n % 2));
            let clicks: Vec<Event> = clicks.collect();
            let verdicts = s.sends(&clicks).unwrap();
            assert!(verdicts.iter().all(|verdict| *verdict == ACCEPTED));
        }
        let rows = s.rows();
        let more = s.click(1, 0);
        let full = RefusedReason::TooMany;
        assert_eq!(s.sends_one(more), refused(full));
        let again = Verdict::Duplicate(Submitted::Refused(full));
        assert_eq!(s.sends_one(more), again);
        assert_eq!((s.rows(), s.chosen(1)), (rows, None));
        let ended = if by_time {
            s.at(100).says_time_up()
        } else {
            s.finishes()
        };
        assert_eq!(receipt(ended).last_seq, EVENTS_MAX + 1);
    }
}

#[test]
fn a_refused_event_that_was_only_counted_is_refused_again() {
    let mut s = Story::skd_running();
    s.at(1);
    let poison: Vec<Event> = (0..REFUSED_KEPT_MAX + 20)
        .map(|n| match n % 2 {
            0 => s.clicks(0, Kind::Answer(OptionId(1))),
            _ => s.clicks(99, Kind::Clear),
        })
        .collect();
    let first: Vec<Verdict> = poison.iter().map(|event| s.sends_one(*event)).collect();
    forget(&mut s);
    assert_eq!(s.known.len(), REFUSED_KEPT_MAX as usize);
    for (event, first) in poison.iter().zip(first) {
        let Verdict::First(first) = first else {
            unreachable!("sent for the first time")
        };
        assert!(matches!(first, Submitted::Refused(_)));
        assert_eq!(s.sends_one(*event), Verdict::Duplicate(first));
    }
}

/// Refused as of another block, uncounted, and repeated when that block runs: nobody knows any more, and
/// nobody says "late".
#[test]
fn what_is_not_on_record_is_called_so() {
    let mut s = Story::pppk();
    s.logs_in(PC).unwrap();
    s.opens_the_paper().unwrap();
    s.attempt.refused = REFUSED_KEPT_MAX;
    let early = s.at(1).click(2, 0);
    assert_eq!(s.sends_one(early), refused(RefusedReason::OtherBlock));
    assert_eq!(s.finishes(), Ok(Reply::NextBlock));
    forget(&mut s);
    let again = Submitted::Refused(RefusedReason::NotOnRecord);
    assert_eq!(s.sends_one(early), Verdict::Duplicate(again));
}

/// One thing that a page sends: what, and on which item.
fn acts() -> impl Strategy<Value = Vec<(u8, u64)>> {
    prop::collection::vec((0_u8..8, 0_u64..6), 1..60)
}

fn act(s: &mut Story, (what, on): (u8, u64)) -> Option<(Event, Verdict)> {
    let event = match what {
        0..=2 => s.click(on, 1),
        3 => s.clicks(on, Kind::Clear),
        4 => s.clicks(77, Kind::Flag),
        5 => s.clicks(on, Kind::Answer(OptionId(1))),
        6 => {
            let limit = s.view().remaining.unwrap_or_default();
            s.now = s.now + limit;
            return None;
        }
        _ => {
            s.seq = s.attempt.last_seq;
            drop(s.finishes());
            return None;
        }
    };
    Some((event, s.sends_one(event)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Near both bounds at once: nothing is accepted beyond the last event, and whatever the store has
    /// forgotten, a repeat has its first verdict, or says that nobody knows; never that it counts.
    #[test]
    fn a_repeat_is_honest_whatever_was_forgotten(
        acts in acts(), blocks: bool, near in 0_u32..60, kept in 0_u32..30,
    ) {
        let mut s = if blocks { Story::pppk() } else { Story::skd() };
        s.logs_in(PC).unwrap();
        s.opens_the_paper().unwrap();
        s.attempt.last_seq = EVENTS_MAX - near;
        s.attempt.refused = REFUSED_KEPT_MAX - kept;
        s.seq = s.attempt.last_seq;
        let mut told = Vec::new();
        for step in acts {
            if let Some((event, verdict)) = act(&mut s, step) {
                let Verdict::First(first) = verdict else { unreachable!("in order: {verdict:?}") };
                told.push((event, first));
            }
        }
        forget(&mut s);
        for (event, first) in told {
            prop_assert!(event.seq <= EVENTS_MAX || matches!(first, Submitted::Refused(_)));
            let again = s.sends_one(event);
            let unknown = Verdict::Duplicate(Submitted::Refused(RefusedReason::NotOnRecord));
            let honest = again == Verdict::Duplicate(first)
                || (blocks && first != Submitted::Accepted && again == unknown);
            prop_assert!(honest, "{event:?}: {first:?}, then {again:?}");
        }
        s.seq = s.attempt.last_seq;
        prop_assert!(s.finishes().is_ok());
    }
}
