//! The writer: one task that drains the queue.

use std::collections::VecDeque;

use tokio::sync::mpsc;

use super::batch::{Batch, Judged, Outcome};
use super::settler::Settler;
use super::{BATCH_EVENTS_MAX, Job, Ports, Work};
use crate::error::ExamError;
use crate::ports::StoreError;

/// Drains the queue until every sender is gone.
pub(super) struct Writer {
    pub(super) ports: Ports,
    pub(super) settler: Settler,
    pub(super) queue: mpsc::Receiver<Job>,
    /// Taken from the queue, not yet judged, in order of arrival.
    pub(super) waiting: VecDeque<Job>,
}

impl Writer {
    pub(super) async fn run(mut self) {
        while self.gather().await {
            let batch = self.next_batch();
            self.record(batch).await;
        }
    }

    /// Takes all that waits; waits itself only when there is nothing at all.
    async fn gather(&mut self) -> bool {
        if self.waiting.len() >= BATCH_EVENTS_MAX {
            return true;
        }
        let mut taken = Vec::with_capacity(64);
        if self.waiting.is_empty() {
            if self.queue.recv_many(&mut taken, BATCH_EVENTS_MAX).await == 0 {
                return false;
            }
        } else {
            while taken.len() < BATCH_EVENTS_MAX
                && let Ok(job) = self.queue.try_recv()
            {
                taken.push(job);
            }
        }
        self.waiting.extend(taken);
        true
    }

    fn next_batch(&mut self) -> Vec<Job> {
        let mut events = 0;
        let mut batch = Vec::new();
        while let Some(job) = self.waiting.front() {
            events += job.work.events();
            if !batch.is_empty() && events > BATCH_EVENTS_MAX {
                break;
            }
            batch.extend(self.waiting.pop_front());
        }
        batch
    }

    /// Records a batch. Only data errors split it, until the culprit alone has its error; after any other
    /// error the outcome is unknown, and nobody gets a verdict.
    async fn record(&mut self, batch: Vec<Job>) {
        let mut pieces = VecDeque::from([batch]);
        while let Some(mut piece) = pieces.pop_front() {
            match self.attempt(&piece).await {
                Ok(judged) => self.tell(piece, judged),
                Err(StoreError::Data(text)) if piece.len() > 1 => {
                    tracing::error!(error = text, jobs = piece.len(), "splitting a batch");
                    let rest = piece.split_off(piece.len() / 2);
                    pieces.push_front(rest);
                    pieces.push_front(piece);
                }
                Err(StoreError::Data(text)) => {
                    tracing::error!(error = text, "a job that the store refuses");
                    for job in piece {
                        job.work.fail(ExamError::Internal(text.clone()));
                    }
                }
                Err(error) => {
                    tracing::error!(%error, jobs = piece.len(), "a batch was not recorded");
                    for job in piece.into_iter().chain(pieces.drain(..).flatten()) {
                        job.work.fail(ExamError::Unavailable);
                    }
                }
            }
        }
    }

    async fn attempt(&mut self, jobs: &[Job]) -> Result<Judged, StoreError> {
        let mut unit = self.ports.store.begin().await?;
        let now = self.ports.clock.now();
        let mut batch = Batch::new(&self.ports, now);
        let settled = self
            .settler
            .settle(&mut *unit, &mut batch.rooms, now)
            .await?;
        let judged = batch.judge(&mut *unit, jobs).await?;
        unit.commit().await?;
        self.settler.committed(settled);
        Ok(judged)
    }

    fn tell(&mut self, jobs: Vec<Job>, judged: Judged) {
        let mut held = Vec::new();
        for (job, outcome) in jobs.into_iter().zip(judged.outcomes) {
            match (job.work, outcome) {
                (work, Outcome::Held) => {
                    held.push(Job {
                        sitting: job.sitting,
                        received: job.received,
                        work,
                    });
                }
                // A sender that has gone away needs no answer.
                (Work::Seat { reply, .. }, Outcome::Seat(answer)) => drop(reply.send(answer)),
                (Work::Room { reply, .. }, Outcome::Room(answer)) => drop(reply.send(answer)),
                _ => {}
            }
        }
        for job in held.into_iter().rev() {
            self.waiting.push_front(job);
        }
        if !judged.updates.is_empty() {
            self.ports.live.feed(judged.updates);
        }
    }
}
