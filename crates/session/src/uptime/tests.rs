//! Settling, alone and in a fleet.

use proptest::prelude::*;

use super::*;

const ME: ProcessId = ProcessId(1);

fn row(from: i64, to: i64) -> UptimeRow {
    UptimeRow {
        process: ME,
        from: Instant(from),
        to: Instant(to),
    }
}

const FLEET: Company = Company::Fleet {
    born: Instant(10_000),
};

/// What is settled when one must be.
fn settle_at(company: Company, own: Option<UptimeRow>, latest: Option<i64>, now: i64) -> Settled {
    settle(ME, company, (own, latest.map(Instant)), Instant(now)).unwrap()
}

fn outage(settled: Settled) -> Option<(i64, i64)> {
    let span = settled.settlement.outage?;
    Some((span.from.0, span.to?.0))
}

#[test]
fn a_living_process_extends_its_row() {
    for company in [Company::Alone, FLEET] {
        let settled = settle_at(company, Some(row(0, 10_000)), Some(10_000), 12_000);
        assert_eq!(settled.settlement.row, row(0, 12_000));
        assert_eq!((outage(settled), settled.cut), (None, None));
    }
}

#[test]
fn a_stall_is_an_outage_unless_another_process_was_up() {
    let own = Some(row(0, 10_000));
    let alone = settle_at(Company::Alone, own, Some(10_000), 12_001);
    assert_eq!(outage(alone), Some((10_000, 12_001)));
    assert_eq!(alone.settlement.row, row(12_001, 12_001));
    assert_eq!(alone.cut, None, "nobody was better off");
    let accompanied = settle_at(FLEET, own, Some(11_500), 12_001);
    assert_eq!(outage(accompanied), None);
    let cut = Span::closed(Instant(10_000), Instant(12_001));
    assert_eq!(accompanied.cut, Some(cut));
}

/// Cut off first, then everybody was: what others missed too is the outage, the rest is its own.
#[test]
fn a_cut_ends_where_the_outage_begins() {
    let settled = settle_at(FLEET, Some(row(0, 10_000)), Some(15_000), 20_000);
    assert_eq!(outage(settled), Some((15_000, 20_000)));
    let cut = Span::closed(Instant(10_000), Instant(15_000));
    assert_eq!(settled.cut, Some(cut));
    let nearly = settle_at(FLEET, Some(row(0, 10_000)), Some(12_000), 20_000);
    assert_eq!((outage(nearly), nearly.cut), (Some((12_000, 20_000)), None));
}

#[test]
fn a_start_alone_counts_from_the_last_sign_of_life() {
    let restart = settle_at(Company::Alone, None, Some(10_000), 10_400);
    assert_eq!(outage(restart), Some((10_000, 10_400)));
    assert_eq!(outage(settle_at(Company::Alone, None, None, 5)), None);
}

#[test]
fn a_start_in_a_living_fleet_is_no_outage() {
    // Somebody was last seen before the birth: a pulse lies about a second back.
    let ask = |latest, now| settle(ME, FLEET, (None, Some(Instant(latest))), Instant(now));
    assert_eq!(ask(9_200, 10_000), None);
    assert_eq!(ask(9_200, 12_000), None);
    // Its next pulse comes.
    assert_eq!(outage(ask(10_000, 10_050).unwrap()), None);
    assert_eq!(outage(ask(10_200, 10_250).unwrap()), None);
}

#[test]
fn a_start_in_a_dead_fleet_is_the_end_of_an_outage() {
    let settled = settle_at(FLEET, None, Some(9_200), 12_001);
    assert_eq!(outage(settled), Some((9_200, 12_001)));
    // Two of them: the second one to settle finds the first one up.
    let second = settle_at(FLEET, None, Some(12_001), 12_050);
    assert_eq!(outage(second), None);
}

#[test]
fn the_first_start_of_a_fleet_waits_for_nobody() {
    assert_eq!(outage(settle_at(FLEET, None, None, 10_000)), None);
}

/// A store set back to an earlier commit: the row is gone while the process lives.
#[test]
fn a_lost_row_in_a_living_fleet_is_no_outage() {
    let lost = settle_at(FLEET, None, Some(99_000), 99_500);
    assert_eq!(outage(lost), None);
    let all_lost = settle_at(FLEET, None, Some(90_000), 99_500);
    assert_eq!(outage(all_lost), Some((90_000, 99_500)));
}

#[test]
fn a_clock_that_seems_to_stand_never_shortens_a_row() {
    let settled = settle_at(Company::Alone, Some(row(0, 10_000)), Some(10_000), 9_990);
    assert_eq!(settled.settlement.row, row(0, 10_000));
}

/// A life of several processes: when each of them commits, in any order.
fn lives() -> impl Strategy<Value = Vec<(u64, i64)>> {
    let step = (
        0_u64..3,
        prop_oneof![3 => 1_i64..1_500, 1 => 1_500_i64..9_000],
    );
    prop::collection::vec(step, 1..80)
}

proptest! {
    /// Outages and uptime fill the time between them: wherever nobody had committed for longer than a stall lies an
    /// outage, and nowhere else, whoever was born or cut off meanwhile.
    #[test]
    fn outages_are_the_complement_of_the_union(steps in lives()) {
        let mut rows: Vec<UptimeRow> = Vec::new();
        let mut commits: Vec<i64> = Vec::new();
        let mut outages: Vec<(i64, i64)> = Vec::new();
        let mut born = [None; 3];
        let mut now = 100_000;
        for (number, after) in steps {
            now += after;
            let process = ProcessId(number);
            let born = *born[number as usize].get_or_insert(Instant(now));
            let own = rows.iter().rposition(|row| row.process == process);
            let latest = rows.iter().map(|row| row.to).max();
            let known = (own.map(|at| rows[at]), latest);
            let Some(settled) = settle(process, Company::Fleet { born }, known, Instant(now)) else {
                continue;
            };
            let row = settled.settlement.row;
            match own {
                Some(at) if rows[at].from == row.from => rows[at] = row,
                _ => rows.push(row),
            }
            outages.extend(outage(settled));
            commits.push(now);
        }
        let silences = commits.windows(2).filter(|pair| pair[1] - pair[0] > STALL.0);
        let silences: Vec<(i64, i64)> = silences.map(|pair| (pair[0], pair[1])).collect();
        prop_assert_eq!(outages, silences);
    }
}

#[test]
fn short_outages_add_up_within_five_minutes() {
    let span = |from: i64, to: i64| Span::closed(Instant(from), Instant(to));
    let start = Instant(0);
    assert_eq!(outage_pause(&[span(0, 60_000)], start), None);
    assert_eq!(outage_pause(&[span(0, 60_001)], start), Some(Instant(0)));
    let near = [span(0, 40_000), span(340_000, 370_000)];
    assert_eq!(outage_pause(&near, start), Some(Instant(340_000)));
    let far = [span(0, 40_000), span(340_001, 370_001)];
    assert_eq!(outage_pause(&far, start), None);
    assert_eq!(
        outage_pause(&near, Instant(50_000)),
        None,
        "resumed in between"
    );
}
