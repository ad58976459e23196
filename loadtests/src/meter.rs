//! Counts requests and measures their times, by route.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hdrhistogram::Histogram;

/// One minute, in microseconds: nothing waits longer.
const MICROS_MAX: u64 = 60_000_000;

/// What was seen of one route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteStats {
    /// Method and path.
    pub route: &'static str,
    /// Requests that were answered.
    pub answered: u64,
    /// Requests without an answer: connection refused, broken off, out of time.
    pub lost: u64,
    /// Median of the answered ones, in microseconds.
    pub p50_us: u64,
    /// 99th percentile, in microseconds.
    pub p99_us: u64,
    /// Answers by HTTP status.
    pub statuses: BTreeMap<u16, u64>,
}

struct Seen {
    times: Histogram<u64>,
    lost: u64,
    statuses: BTreeMap<u16, u64>,
}

/// A meter that many tasks write to.
#[derive(Default)]
pub struct Meter {
    routes: Mutex<BTreeMap<&'static str, Seen>>,
}

impl Meter {
    /// Notes an answer.
    pub fn answered(&self, route: &'static str, status: u16, took: Duration) {
        self.note(route, |seen| {
            let micros = u64::try_from(took.as_micros()).unwrap_or(MICROS_MAX);
            seen.times.saturating_record(micros.clamp(1, MICROS_MAX));
            *seen.statuses.entry(status).or_default() += 1;
        });
    }

    /// Notes a request that found no answer.
    pub fn lost(&self, route: &'static str) {
        self.note(route, |seen| seen.lost += 1);
    }

    fn note(&self, route: &'static str, write: impl FnOnce(&mut Seen)) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = routes.get_mut(route) {
            write(seen);
        } else if let Ok(times) = Histogram::new_with_bounds(1, MICROS_MAX, 3) {
            let mut seen = Seen {
                times,
                lost: 0,
                statuses: BTreeMap::new(),
            };
            write(&mut seen);
            routes.insert(route, seen);
        }
    }

    /// What was seen so far, by route.
    #[must_use]
    pub fn stats(&self) -> Vec<RouteStats> {
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let row = |(route, seen): (&&'static str, &Seen)| RouteStats {
            route,
            answered: seen.times.len(),
            lost: seen.lost,
            p50_us: seen.times.value_at_quantile(0.5),
            p99_us: seen.times.value_at_quantile(0.99),
            statuses: seen.statuses.clone(),
        };
        routes.iter().map(row).collect()
    }
}
