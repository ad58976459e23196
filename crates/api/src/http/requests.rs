//! How many requests were answered how: plain counters, made before the first request.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::StatusCode;

use super::known;

/// Statuses that the API answers with; all others count together.
const STATUSES: [u16; 17] = [
    200, 201, 204, 304, 400, 401, 403, 404, 405, 409, 412, 413, 422, 429, 500, 503, 0,
];

/// Counts by operation and status.
pub(crate) struct Requests(Vec<[AtomicU64; STATUSES.len()]>);

impl Default for Requests {
    fn default() -> Self {
        let places = known::operations().len() + 1;
        Self((0..places).map(|_| Default::default()).collect())
    }
}

impl Requests {
    /// `(method, route, status, how many)` of everything that was answered at least once; no route for what is none.
    pub(crate) fn counted(&self) -> Vec<(&'static str, &'static str, u16, u64)> {
        let mut named = known::operations();
        named.push(("", ""));
        let mut counted = Vec::new();
        for ((method, route), row) in named.into_iter().zip(&self.0) {
            for (status, counter) in STATUSES.into_iter().zip(row) {
                let count = counter.load(Ordering::Relaxed);
                if count > 0 {
                    counted.push((method, route, status, count));
                }
            }
        }
        counted
    }

    pub(super) fn count(&self, place: usize, status: StatusCode) {
        let known = STATUSES.iter().position(|known| *known == status.as_u16());
        let at = known.unwrap_or(STATUSES.len() - 1);
        if let Some(counter) = self.0.get(place).and_then(|row| row.get(at)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }
}
