//! Who was there at the end.

use proptest::prelude::*;

use super::*;

const ME: ProcessId = ProcessId(1);
const DEADLINE: Instant = Instant(100_000);

fn row(process: u64, from: i64, to: i64) -> UptimeRow {
    UptimeRow {
        process: ProcessId(process),
        from: Instant(from),
        to: Instant(to),
    }
}

/// The attendance with another process that has these rows.
fn with(rows: &[(i64, i64)], now: i64) -> Attendance {
    let other = rows.iter().map(|(from, to)| row(2, *from, *to));
    let mut rows: Vec<UptimeRow> = other.collect();
    rows.push(row(1, 0, now));
    attendance(&absences(&rows, ME), DEADLINE, Instant(now))
}

fn missed(from: i64, to: i64) -> Attendance {
    Attendance::Missed {
        from: Instant(from),
        to: Instant(to),
    }
}

#[test]
fn nobody_else_need_be_seen_by_a_process_alone() {
    assert_eq!(attendance(&[], DEADLINE, Instant(102_001)), Attendance::All);
}

#[test]
fn a_living_process_is_waited_for_until_its_pulse_is_past_the_grace() {
    assert_eq!(with(&[(0, 101_999)], 102_001), Attendance::Awaited);
    assert_eq!(with(&[(0, 102_000)], 102_001), Attendance::All);
}

/// Its own row is extended now and then only; that it judges shows that it is there.
#[test]
fn a_process_does_not_wait_for_itself() {
    let rows = [row(1, 0, 101_900), row(2, 0, 102_050)];
    let absences = absences(&rows, ME);
    let now = Instant(102_100);
    assert_eq!(attendance(&absences, DEADLINE, now), Attendance::All);
    assert_eq!(witnessed(&absences, now), Instant(102_050));
}

#[test]
fn a_silent_process_is_waited_for_as_long_as_its_lease_runs() {
    assert_eq!(with(&[(0, 99_000)], 108_999), Attendance::Awaited);
    assert_eq!(with(&[(0, 99_000)], 109_000), missed(99_000, 109_000));
}

#[test]
fn a_process_that_came_back_was_away_for_the_gap_and_at_most_its_lease() {
    assert_eq!(
        with(&[(0, 99_000), (104_000, 104_500)], 105_000),
        missed(99_000, 104_000)
    );
    assert_eq!(
        with(&[(0, 99_000), (150_000, 150_500)], 150_600),
        missed(99_000, 109_000)
    );
}

#[test]
fn who_was_back_before_the_page_had_to_ask_elsewhere_missed_nothing() {
    assert_eq!(
        with(&[(0, 90_000), (94_999, 102_500)], 103_000),
        Attendance::All
    );
    assert_eq!(
        with(&[(0, 90_000), (95_001, 102_500)], 103_000),
        missed(90_000, 95_001)
    );
}

#[test]
fn a_process_that_is_long_gone_is_waited_for_by_nobody() {
    assert_eq!(with(&[(0, 85_000)], 102_001), Attendance::All);
    assert_eq!(with(&[(0, 85_001)], 102_001), missed(85_001, 95_001));
}

#[test]
fn a_process_that_left_after_the_grace_changes_nothing() {
    assert_eq!(with(&[(0, 102_000)], 150_000), Attendance::All);
    assert_eq!(
        with(&[(0, 103_000), (120_000, 121_000)], 150_000),
        Attendance::All
    );
}

#[test]
fn the_slowest_pulse_is_as_far_as_anybody_can_see() {
    let rows = [
        row(1, 0, 9_900),
        row(2, 0, 9_000),
        row(3, 0, 9_500),
        row(4, 0, 100),
    ];
    let seen = |now| witnessed(&absences(&rows, ME), Instant(now));
    assert_eq!(seen(10_000), Instant(100));
    assert_eq!(
        seen(10_100),
        Instant(9_000),
        "the lease of the fourth is over"
    );
    assert_eq!(seen(30_000), Instant(30_000));
}

/// Who leads at this instant, of processes 1 to 3.
fn leaders(rows: &[UptimeRow], now: i64) -> Vec<u64> {
    let leads = |process: &u64| leads(rows, ProcessId(*process), Instant(now));
    (1..=3).filter(leads).collect()
}

#[test]
fn the_one_that_is_up_longest_leads() {
    let rows = [row(3, 0, 20_000), row(1, 500, 20_000), row(2, 500, 20_000)];
    assert_eq!(leaders(&rows, 20_500), [3]);
    assert_eq!(leaders(&rows[1..], 20_500), [1], "of equals the lower");
    assert_eq!(leaders(&[], 20_500), []);
}

/// Between the two nobody leads: what the first one has begun has come to its end.
#[test]
fn who_stops_committing_is_replaced_at_the_end_of_its_lease() {
    let until = |others: i64| [row(1, 0, 10_000), row(2, 5_000, others)];
    assert_eq!(leaders(&until(12_000), 12_000), [1]);
    assert_eq!(leaders(&until(12_001), 12_001), []);
    assert_eq!(leaders(&until(19_999), 19_999), []);
    assert_eq!(leaders(&until(20_000), 20_000), [2]);
}

#[test]
fn who_comes_back_stands_behind_the_others() {
    let rows = [
        row(1, 0, 10_000),
        row(2, 5_000, 15_500),
        row(1, 15_000, 15_500),
    ];
    assert_eq!(leaders(&rows, 15_600), [2]);
    assert_eq!(leaders(&rows[..1], 15_600), [], "alone with its old row");
}

#[test]
fn who_is_new_waits_until_everybody_has_read_of_it() {
    let rows = [row(1, 10_000, 11_900)];
    assert_eq!(leaders(&rows, 11_999), []);
    assert_eq!(leaders(&rows, 12_000), [1]);
}

fn rows() -> impl Strategy<Value = Vec<UptimeRow>> {
    let life = (
        2_u64..5,
        prop::collection::vec((0_i64..30_000, 2_001_i64..30_000), 1..4),
    );
    let lives = prop::collection::vec(life, 0..4);
    lives.prop_map(|lives| {
        let mut rows = Vec::new();
        for (process, stretches) in lives {
            let mut at = 60_000;
            for (up, away) in stretches {
                rows.push(row(process, at, at + up));
                at += up + away;
            }
        }
        rows
    })
}

proptest! {
    /// However many were away: each stretch that is given lies around the deadline, carries it beyond itself, and in
    /// the end the time is over.
    #[test]
    fn the_wait_ends(rows in rows()) {
        let absences = absences(&rows, ME);
        let (mut deadline, mut now) = (DEADLINE, DEADLINE + GRACE + Millis(1));
        for _ in 0..100 {
            now = now.max(deadline + GRACE + Millis(1));
            match attendance(&absences, deadline, now) {
                Attendance::All => return Ok(()),
                Attendance::Awaited => now = now + Millis(250),
                Attendance::Missed { from, to } => {
                    prop_assert!(from < deadline + GRACE && to - from > STALL && to - from <= LEASE);
                    deadline = (deadline + (to - from)).max(to + crate::FLOOR);
                }
            }
        }
        prop_assert!(false, "waits for ever");
    }

    /// Each goes by what it read when it last committed, at most a stall ago: never do two lead at once.
    #[test]
    fn two_never_lead_at_once(rows in rows(), now in 60_000_i64..200_000, read in [0_i64..=2_000, 0..=2_000, 0..=2_000]) {
        let known = |at: i64| -> Vec<UptimeRow> {
            let begun = rows.iter().filter(|row| row.from.0 <= at);
            begun.map(|row| UptimeRow { to: Instant(row.to.0.min(at)), ..*row }).collect()
        };
        let leaders = (2_u64..5).zip(read).filter(|(process, ago)| {
            leads(&known(now - ago), ProcessId(*process), Instant(now))
        });
        prop_assert!(leaders.count() <= 1);
    }

    /// Nothing is over before every process that is waited for was seen after it, and looking again later never takes
    /// back that it is over.
    #[test]
    fn what_is_over_stays_over(rows in rows(), after in 2_001_i64..40_000, later in 1_i64..40_000) {
        let now = DEADLINE + Millis(after);
        let known = |now: Instant| -> Vec<Span> {
            let begun = rows.iter().filter(|row| row.from <= now);
            let rows: Vec<UptimeRow> = begun.map(|row| UptimeRow { to: row.to.min(now), ..*row }).collect();
            absences(&rows, ME)
        };
        let first = attendance(&known(now), DEADLINE, now);
        let over = witnessed(&known(now), now) >= DEADLINE + GRACE;
        prop_assert_eq!(first == Attendance::Awaited, !over);
        if first == Attendance::All {
            let later = now + Millis(later);
            prop_assert_eq!(attendance(&known(later), DEADLINE, later), Attendance::All);
        }
    }
}
