//! What goes on by itself: the closer ends attempts whose time is up and whose page has not said so, and the
//! heartbeat keeps the uptime moving.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::future::join_all;
use lexicon::{AttemptId, Instant, Millis, SittingId};
use session::{Command, GRACE, LEASE, Reply, witnessed};
use tokio::time::{MissedTickBehavior, interval};

use super::post::Mailbox;
use super::{Job, Ports, Recorder, Work};
use crate::error::ExamError;

/// How often the closer looks.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// At most this many at once: a room's worth.
pub(super) const AT_ONCE_MAX: u32 = 1_000;
/// An attempt whose row the store refuses is left alone for so long: each try splits the batch it is in.
const LEAVE_ALONE: Millis = Millis::from_mins(1);
/// Uptime is extended at least this often, sittings or none.
const BEAT_EVERY: Duration = Duration::from_secs(1);

/// Closer and heartbeat, one step at a time.
pub struct Helpers {
    pub(super) recorder: Recorder,
    pub(super) ports: Ports,
    /// Attempts that could not be closed for a fault of their own, and when that was.
    faulty: Mutex<BTreeMap<AttemptId, Instant>>,
}

impl Helpers {
    pub(super) fn new(recorder: Recorder, ports: Ports) -> Self {
        Self {
            recorder,
            ports,
            faulty: Mutex::default(),
        }
    }

    /// Looks once for attempts that are due, and ends them; how many it has ended. In a fleet one process does; the
    /// others end what it has left for as long as a lease.
    ///
    /// # Errors
    /// When the store could not be asked, or one of them could not be ended yet: it is looked at again.
    pub async fn close_due(&self) -> Result<usize, ExamError> {
        let now = self.ports.clock.now();
        // What no process of the fleet was seen after is not over, and need not be looked at.
        let absences = self
            .recorder
            .fleet
            .absences(&*self.ports.store, now)
            .await?;
        let left_for = match self.recorder.leads(now) {
            true => Millis::ZERO,
            false => LEASE,
        };
        let before = witnessed(&absences, now) - GRACE - Millis(1) - left_for;
        let mut due = self.ports.store.due(before, AT_ONCE_MAX).await?;
        self.leave_out_faulty(&mut due, now);
        // Each is judged again under its lock: a deadline that has moved is simply not due.
        let closing = due.iter().map(|(sitting, attempt)| {
            let at = self.ports.clock.now();
            self.recorder
                .seat((*sitting, *attempt), Command::CloseDue, at)
        });
        let mut closed = 0;
        let mut first_error = None;
        for ((_, attempt), answer) in due.iter().zip(join_all(closing).await) {
            match answer.map(|answer| answer.reply) {
                Ok(Ok(Reply::Receipt(_) | Reply::NextBlock)) => closed += 1,
                Ok(_) => {}
                Err(error) => {
                    if matches!(error, ExamError::Internal(_)) {
                        tracing::error!(%attempt, "an attempt cannot be closed");
                        self.faulty().insert(*attempt, now);
                    }
                    first_error = first_error.or(Some(error));
                }
            }
        }
        first_error.map_or(Ok(closed), Err)
    }

    fn leave_out_faulty(&self, due: &mut Vec<(SittingId, AttemptId)>, now: Instant) {
        let mut faulty = self.faulty();
        faulty.retain(|_, since| now - *since < LEAVE_ALONE);
        due.retain(|(_, attempt)| !faulty.contains_key(attempt));
    }

    fn faulty(&self) -> std::sync::MutexGuard<'_, BTreeMap<AttemptId, Instant>> {
        self.faulty.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a settlement of the uptime. A full queue moves the uptime by itself.
    pub fn beat(&self) {
        let job = Job {
            // A heartbeat belongs to no sitting.
            sitting: SittingId::from_bytes([0; 16]),
            received: self.ports.clock.now(),
            work: Work::Heartbeat,
            mailbox: Mailbox::here(),
            _share: None,
        };
        drop(self.recorder.queue.try_send(job));
    }

    /// Closes what is due until the recorder is gone. A store that is away is complained of once.
    pub(super) async fn keep_closing(&self) {
        let mut ticks = interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failing = false;
        while self.recorder.is_up() {
            ticks.tick().await;
            let looked = self.close_due().await;
            let looked = looked.and(self.give_back().await);
            let told = self.tell_of_set_backs().await;
            let looked = looked.and(told.map_err(ExamError::from));
            match &looked {
                Err(error) if !failing => tracing::warn!(%error, "the closer cannot work"),
                Ok(_) if failing => tracing::info!("the closer works again"),
                _ => {}
            }
            failing = looked.is_err();
        }
    }

    /// Keeps the uptime moving until the recorder is gone.
    pub(super) async fn keep_beating(&self) {
        let mut ticks = interval(BEAT_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while self.recorder.is_up() {
            ticks.tick().await;
            self.beat();
        }
    }
}
