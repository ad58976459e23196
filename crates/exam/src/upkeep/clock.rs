//! Steps of the wall clock: node time does not follow them, and a proctor is told.

use lexicon::{Instant, Millis};
use serde::{Deserialize, Serialize};

use crate::ports::{AuditEntry, AuditRow, Store, StoreError};
use crate::recorder::Ports;

/// A wall clock that has moved further than this away from node time is worth a word.
const DRIFT_MAX: Millis = Millis(2_000);
/// The token in the log.
const ACT: &str = "clock.stepped";
/// More steps than this of one sitting are not listed: the clock is broken, and the latest say so.
const STEPS_MAX: u32 = 100;

/// A jump of the wall clock against the clock that is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClockStep {
    /// When it was seen, in node time: at most some seconds after it happened.
    pub(crate) at: Instant,
    /// How far, forward if positive.
    pub(crate) by: Millis,
}

#[derive(Serialize, Deserialize)]
struct Detail {
    step_ms: i64,
}

/// Looks at the wall clock, one look at a time.
pub struct ClockWatch {
    ports: Ports,
    known: Millis,
}

impl ClockWatch {
    /// A step is one away from node time as it was fixed at the start.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self {
            ports,
            known: Millis::ZERO,
        }
    }

    /// Logs a step of the wall clock, once per step; true if there was one.
    ///
    /// # Errors
    /// When it could not be logged: the next look sees it again.
    pub async fn look(&mut self) -> Result<bool, StoreError> {
        let drift = self.ports.clock.wall_drift();
        let step = drift - self.known;
        if step <= DRIFT_MAX && step >= Millis(-DRIFT_MAX.0) {
            return Ok(false);
        }
        tracing::warn!(
            step_ms = step.0,
            "the wall clock was moved; node time does not follow"
        );
        let detail = Detail { step_ms: step.0 };
        let entry = AuditEntry {
            at: self.ports.clock.now(),
            by: None,
            act: ACT.to_owned(),
            subject: "wall clock".to_owned(),
            detail: serde_json::to_string(&detail).unwrap_or_default(),
        };
        self.ports.store.audit(&entry).await?;
        self.known = drift;
        Ok(true)
    }
}

/// The steps that were seen between two instants, in order, the latest hundred at most; no end means now.
pub(crate) async fn clock_steps(
    store: &dyn Store,
    from: Instant,
    to: Option<Instant>,
) -> Result<Vec<ClockStep>, StoreError> {
    let rows = store.acts_since(ACT, from, STEPS_MAX).await?;
    let steps = rows.iter().filter_map(step);
    Ok(steps
        .filter(|step| to.is_none_or(|to| step.at <= to))
        .collect())
}

fn step(row: &AuditRow) -> Option<ClockStep> {
    let detail: Detail = serde_json::from_str(&row.entry.detail).ok()?;
    Some(ClockStep {
        at: row.entry.at,
        by: Millis(detail.step_ms),
    })
}
