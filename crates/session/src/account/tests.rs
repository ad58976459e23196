//! The account, tested by cutting the time line into parts and asking in each.

use lexicon::{Instant, Millis};
use proptest::prelude::*;

use super::*;
use crate::span::Span;

const START: Instant = Instant(1_000_000);
const HOUR: Millis = Millis(3_600_000);

fn clockwork(stops: Vec<Stop>) -> Clockwork {
    Clockwork {
        account: Account {
            entitlement: HOUR,
            start: START,
            reopened: None,
        },
        stops,
    }
}

fn stop(kind: StopKind, from: Millis, to: Option<Millis>) -> Stop {
    Stop {
        span: Span {
            from: START + from,
            to: to.map(|to| START + to),
        },
        kind,
    }
}

fn minutes(mins: i64) -> Millis {
    Millis::from_mins(mins)
}

#[test]
fn without_stops_the_deadline_is_start_plus_entitlement() {
    let clock = clockwork(vec![]);
    let deadline = START + HOUR;
    assert_eq!(clock.phase(START), Phase::Running { deadline });
    assert_eq!(clock.phase(deadline), Phase::Running { deadline });
    assert_eq!(
        clock.phase(deadline + Millis(1)),
        Phase::TimeUp { deadline }
    );
    assert!(clock.accepts(deadline + GRACE));
    assert!(!clock.accepts(deadline + GRACE + Millis(1)));
}

#[test]
fn a_pause_stops_the_clock_and_gives_its_length_back() {
    let open = clockwork(vec![stop(StopKind::Pause, minutes(10), None)]);
    let since = START + minutes(10);
    assert_eq!(
        open.phase(START + minutes(9)),
        Phase::Running {
            deadline: START + HOUR
        }
    );
    assert_eq!(
        open.phase(START + minutes(500)),
        Phase::Paused {
            remaining: minutes(50),
            since
        }
    );
    let over = clockwork(vec![stop(StopKind::Pause, minutes(10), Some(minutes(15)))]);
    let deadline = START + minutes(65);
    assert_eq!(over.phase(START + minutes(15)), Phase::Running { deadline });
    assert!(
        !over.accepts(START + minutes(12)),
        "received while paused: keep and send again"
    );
}

#[test]
fn what_arrived_during_an_outage_counts_when_it_is_judged_afterwards() {
    let clock = clockwork(vec![stop(StopKind::Outage, minutes(10), Some(minutes(11)))]);
    assert_eq!(
        clock.phase(START + minutes(10) + Millis(5)),
        Phase::Running {
            deadline: START + minutes(61)
        }
    );
}

#[test]
fn overlapping_stops_are_given_back_once() {
    let clock = clockwork(vec![
        stop(StopKind::Pause, minutes(10), Some(minutes(20))),
        stop(StopKind::Incident, minutes(15), Some(minutes(25))),
    ]);
    assert_eq!(
        clock.phase(START + minutes(30)),
        Phase::Running {
            deadline: START + minutes(75)
        }
    );
}

#[test]
fn an_outage_around_the_deadline_leaves_thirty_seconds() {
    let just_before = stop(StopKind::Outage, HOUR - Millis(5), Some(HOUR + minutes(1)));
    let back = START + HOUR + minutes(1);
    assert_eq!(
        clockwork(vec![just_before]).phase(back),
        Phase::Running {
            deadline: back + FLOOR
        }
    );
    let in_the_grace = stop(
        StopKind::Outage,
        HOUR + Millis(1_500),
        Some(HOUR + minutes(1)),
    );
    assert!(clockwork(vec![in_the_grace]).accepts(back));
    let after = stop(
        StopKind::Outage,
        HOUR + GRACE + Millis(1),
        Some(HOUR + minutes(1)),
    );
    assert!(
        !clockwork(vec![after]).accepts(back),
        "the time was over before the outage"
    );
}

#[test]
fn a_reopened_block_has_thirty_seconds_at_least() {
    let mut clock = clockwork(vec![]);
    let reopened = START + minutes(90);
    clock.account.reopened = Some(reopened);
    assert_eq!(
        clock.phase(reopened),
        Phase::Running {
            deadline: reopened + FLOOR
        }
    );
    clock.stops.push(stop(
        StopKind::Pause,
        minutes(90) + Millis(10_000),
        Some(minutes(95)),
    ));
    assert_eq!(
        clock.phase(START + minutes(95)),
        Phase::Running {
            deadline: START + minutes(95) + FLOOR
        }
    );
}

#[test]
fn a_pause_before_the_reopening_does_not_hide_one_after_it() {
    let mut clock = clockwork(vec![
        stop(StopKind::Pause, minutes(70), Some(minutes(75))),
        stop(
            StopKind::Pause,
            minutes(90) + Millis(12_000),
            Some(minutes(95)),
        ),
    ]);
    clock.account.reopened = Some(START + minutes(90));
    let deadline = START + minutes(95) + FLOOR;
    assert_eq!(
        clock.phase(START + minutes(95)),
        Phase::Running { deadline }
    );
}

#[test]
fn a_block_reopened_in_a_pause_has_thirty_seconds_after_it() {
    let mut clock = clockwork(vec![stop(StopKind::Pause, minutes(70), Some(minutes(95)))]);
    clock.account.reopened = Some(START + minutes(90));
    let back = START + minutes(95);
    let deadline = back + FLOOR;
    assert_eq!(clock.phase(back), Phase::Running { deadline });
    clock.stops = vec![stop(StopKind::Pause, minutes(70), None)];
    assert!(matches!(clock.phase(back), Phase::Paused { .. }));
}

#[test]
fn a_pause_that_touches_an_incident_does_not_reach_back_into_it() {
    let clock = clockwork(vec![
        stop(StopKind::Incident, minutes(10), Some(minutes(15))),
        stop(StopKind::Pause, minutes(14), None),
    ]);
    assert!(clock.accepts(START + minutes(12)));
    assert!(!clock.accepts(START + minutes(14)));
}

fn any_stop() -> impl Strategy<Value = Stop> {
    let kind = prop_oneof![
        Just(StopKind::Outage),
        Just(StopKind::Pause),
        Just(StopKind::Incident)
    ];
    (kind, -600_000_i64..7_200_000, 0_i64..900_000)
        .prop_map(|(kind, from, length)| stop(kind, Millis(from), Some(Millis(from + length))))
}

/// Milliseconds of `[START, until]` that lie in no stop, counted the slow way: at every edge.
fn running_time(stops: &[Stop], until: Instant) -> Millis {
    let mut edges: Vec<Instant> = stops
        .iter()
        .flat_map(|s| [Some(s.span.from), s.span.to])
        .flatten()
        .collect();
    edges.extend([START, until]);
    edges.retain(|edge| (START..=until).contains(edge));
    edges.sort_unstable();
    edges
        .windows(2)
        .filter(|pair| !stops.iter().any(|stop| stop.span.contains(pair[0])))
        .map(|pair| pair[1] - pair[0])
        .sum()
}

proptest! {
    #[test]
    fn nobody_has_less_than_the_entitlement(stops in prop::collection::vec(any_stop(), 0..6)) {
        let clock = clockwork(stops.clone());
        // Long after everything: the deadline is final.
        if let Phase::TimeUp { deadline } = clock.phase(START + Millis(100_000_000)) {
            prop_assert!(running_time(&stops, deadline) >= HOUR);
        } else {
            prop_assert!(false, "nothing is open, so time must be up");
        }
    }

    #[test]
    fn more_stops_never_bring_the_deadline_nearer(
        stops in prop::collection::vec(any_stop(), 0..5),
        more in any_stop(),
    ) {
        let end = START + Millis(100_000_000);
        let before = clockwork(stops.clone()).phase(end);
        let after = clockwork([stops, vec![more]].concat()).phase(end);
        match (before, after) {
            (Phase::TimeUp { deadline: a }, Phase::TimeUp { deadline: b }) => prop_assert!(b >= a),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn the_order_of_the_stops_says_nothing(mut stops in prop::collection::vec(any_stop(), 0..6), at in 0_i64..9_000_000) {
        let at = START + Millis(at);
        let forward = clockwork(stops.clone()).phase(at);
        stops.reverse();
        prop_assert_eq!(forward, clockwork(stops).phase(at));
    }
}
