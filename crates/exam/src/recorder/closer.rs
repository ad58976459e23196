//! The closer: ends attempts whose time is up and whose page has not said so.

use std::time::Duration;

use futures::future::join_all;
use lexicon::{Instant, Millis};
use session::{Command, GRACE};
use tokio::time::{MissedTickBehavior, interval};

use super::{Job, Ports, Recorder, Work};

/// How often it looks.
const EVERY: Duration = Duration::from_millis(250);
/// At most this many at once: a room's worth.
const AT_ONCE_MAX: u32 = 1_000;
/// Uptime is extended at least this often, sittings or none.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Looks for due attempts until the recorder is gone.
pub(super) async fn run(recorder: Recorder, ports: Ports) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if recorder.queue.is_closed() {
            return;
        }
        close_due(&recorder, &ports).await;
    }
}

async fn close_due(recorder: &Recorder, ports: &Ports) {
    let now = ports.clock.now();
    let due = match ports.store.due(now - GRACE - Millis(1), AT_ONCE_MAX).await {
        Ok(due) => due,
        Err(error) => {
            tracing::warn!(%error, "the closer could not look");
            return;
        }
    };
    // Each is judged again under its lock: a deadline that has moved is simply not due.
    let closing = due.into_iter().map(|(sitting, attempt)| {
        recorder.seat((sitting, attempt), Command::CloseDue, ports.clock.now())
    });
    for result in join_all(closing).await {
        if let Err(error) = result {
            tracing::warn!(%error, "an attempt could not be closed yet");
        }
    }
}

/// Keeps the uptime moving.
pub(super) async fn heartbeat(recorder: Recorder, ports: Ports) {
    let mut ticks = interval(HEARTBEAT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if recorder.queue.is_closed() {
            return;
        }
        let job = Job {
            sitting: nowhere(),
            received: now(&ports),
            work: Work::Heartbeat,
        };
        // A full queue moves the uptime by itself.
        drop(recorder.queue.try_send(job));
    }
}

fn now(ports: &Ports) -> Instant {
    ports.clock.now()
}

/// A heartbeat belongs to no sitting.
fn nowhere() -> lexicon::SittingId {
    lexicon::SittingId::from_bytes([0; 16])
}
