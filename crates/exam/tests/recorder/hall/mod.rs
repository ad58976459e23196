//! An exam hall: a store with one sitting, a server on it that can be stopped and started, and pages.

mod boards;
mod clock;
mod engine;
mod page;
mod seed;
mod server;
mod store;
mod verify;

pub(crate) use boards::Boards;
pub(crate) use clock::FakeClock;
pub(crate) use engine::Engine;
pub(crate) use page::{Page, verdicts};
pub(crate) use seed::{ITEMS, OFFICER, SITTING, TIME, attempt_of};
pub(crate) use server::{Hall, Server};
pub(crate) use store::{Crime, Place};
pub(crate) use verify::{journal, replayed, verify};

use lexicon::{Instant, Millis};

/// When every hall begins: 2030-01-01 01:00 UTC.
pub(crate) const MORNING: Instant = Instant(1_893_459_600_000);

/// So many seconds.
pub(crate) const fn secs(secs: i64) -> Millis {
    Millis::from_secs(secs)
}
