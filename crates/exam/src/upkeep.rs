//! What a node does beside the exam: it keeps the boards true, and looks at its clock.
//!
//! None of it is on the answer path: whatever fails here is logged and tried again.

use std::time::Duration;

use lexicon::{Millis, SittingId};
use session::{Attempt, RoomStatus};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::ports::{AuditEntry, SeatRow, SeatUpdate, StoreError};
use crate::recorder::{Ports, seat_update};

/// How often the boards are compared with the attempt rows.
const REPAIR_EVERY: Duration = Duration::from_secs(5);
/// A wall clock that has moved further than this away from node time is worth a word.
const DRIFT_MAX: Millis = Millis(2_000);

/// The running upkeep; it ends when this is dropped.
pub struct Upkeep {
    task: JoinHandle<()>,
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Upkeep {
    /// Fills the boards from the attempt rows of every sitting that is not sealed, then goes on in the
    /// background.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn start(ports: Ports) -> Result<Self, StoreError> {
        let sittings = sittings(&ports, |status| status != RoomStatus::Sealed).await?;
        for sitting in sittings {
            repair(&ports, sitting).await?;
        }
        Ok(Self {
            task: tokio::spawn(run(ports)),
        })
    }
}

async fn run(ports: Ports) {
    let mut ticks = interval(REPAIR_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is at once, and the boards have just been filled.
    ticks.tick().await;
    let mut known_drift = Millis::ZERO;
    loop {
        ticks.tick().await;
        known_drift = watch_clock(&ports, known_drift).await;
        if let Err(error) = repair_open(&ports).await {
            tracing::warn!(%error, "the boards could not be compared with the store");
        }
    }
}

async fn repair_open(ports: &Ports) -> Result<(), StoreError> {
    for sitting in sittings(ports, |status| status == RoomStatus::Open).await? {
        repair(ports, sitting).await?;
    }
    Ok(())
}

async fn sittings(
    ports: &Ports,
    wanted: fn(RoomStatus) -> bool,
) -> Result<Vec<SittingId>, StoreError> {
    let mut found = Vec::new();
    for selection in ports.store.selections().await? {
        let sittings = ports.store.sittings(selection.id).await?;
        found.extend(
            sittings
                .iter()
                .filter(|row| wanted(row.status))
                .map(|row| row.id),
        );
    }
    Ok(found)
}

/// Feeds the absolute state of every seat; the boards drop what is not newer than what they have.
async fn repair(ports: &Ports, sitting: SittingId) -> Result<(), StoreError> {
    let Some(list) = ports.store.seats_of(sitting).await? else {
        return Ok(());
    };
    let mut updates = Vec::with_capacity(list.seats.len());
    for summary in &list.seats {
        updates.push(state_of(ports, &summary.seat).await?);
    }
    ports.live.feed(updates);
    Ok(())
}

async fn state_of(ports: &Ports, row: &SeatRow) -> Result<SeatUpdate, StoreError> {
    let form = ports
        .forms
        .get(&*ports.store, row.form, row.variant)
        .await?;
    let attempt = Attempt::decode(&row.state)
        .map_err(|_| StoreError::Data(format!("row of attempt {}", row.id)))?;
    Ok(seat_update(row, &attempt, &form, None))
}

/// Logs a step of the wall clock, once per step: node time does not follow it, and a proctor may want to know.
async fn watch_clock(ports: &Ports, known: Millis) -> Millis {
    let drift = ports.clock.wall_drift();
    let step = drift - known;
    if step <= DRIFT_MAX && step >= Millis(-DRIFT_MAX.0) {
        return known;
    }
    tracing::warn!(
        step_ms = step.0,
        "the wall clock was moved; node time does not follow"
    );
    let entry = AuditEntry {
        at: ports.clock.now(),
        by: None,
        act: "clock.stepped".to_owned(),
        subject: "wall clock".to_owned(),
        detail: serde_json::json!({ "step_ms": step.0 }).to_string(),
    };
    match ports.store.audit(&entry).await {
        Ok(()) => drift,
        Err(error) => {
            tracing::warn!(%error, "the clock's step is not in the log yet");
            known
        }
    }
}
