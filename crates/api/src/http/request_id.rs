//! The number of a request: in the header `x-request-id` of its answer, in its problem, and in the lines that are
//! logged while it is served. It counts within one run of the server; with the log's time that is enough to find one.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};

tokio::task_local! {
    static CURRENT: u64;
}

/// Serves a request under a number of its own.
pub(super) fn numbered<F: Future>(number: u64, served: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(number, served)
}

pub(super) fn next() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A number as people are told it.
pub(super) fn text(number: u64) -> String {
    format!("{number:012x}")
}

/// The id of the request that is being served, for the log: a task-local, so that no answer pays for a span.
#[must_use]
pub fn request_id() -> Option<String> {
    CURRENT.try_with(|number| text(*number)).ok()
}

/// The same, or a new one where a problem arises outside of any request.
pub(super) fn current_or_next() -> String {
    request_id().unwrap_or_else(|| text(next()))
}
