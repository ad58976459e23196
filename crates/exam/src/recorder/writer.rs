//! The writer: one task that drains the queue.

use std::collections::{BTreeSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use lexicon::{AttemptId, Instant};
use tokio::sync::mpsc;

use super::batch::{Batch, Judged, Outcome};
use super::fleet::Fleet;
use super::post::{Letter, Round};
use super::rooms::Rooms;
use super::settler::{Found, Settler};
use super::{BATCH_EVENTS_MAX, Job, Ports, Work};
use crate::error::ExamError;
use crate::measures::Measures;
use crate::ports::{Live, SeatUpdate, StoreError};

/// Drains the queue until every sender is gone.
pub(super) struct Writer {
    ports: Ports,
    fleet: Arc<Fleet>,
    settler: Settler,
    queue: mpsc::Receiver<Job>,
    /// Taken from the queue, not yet judged, in order of arrival.
    waiting: VecDeque<Job>,
    /// Judged in vain, since another unit holds their attempts: they come first in the next batch.
    held: Vec<Job>,
    /// As early as the earliest opening of any room met so far: outages before it concern nobody.
    horizon: Instant,
    /// Whether the last batch could not be recorded: a store that is away is complained of once.
    failing: bool,
    /// What the boards have not been told yet.
    untold: Vec<SeatUpdate>,
    /// When the last batch failed that held more than heartbeats, if the last one did.
    refused: Option<Instant>,
    measures: Arc<Measures>,
}

impl Writer {
    pub(super) fn new(
        ports: Ports,
        (fleet, settler): (Arc<Fleet>, Settler),
        queue: mpsc::Receiver<Job>,
        measures: Arc<Measures>,
    ) -> Self {
        Self {
            ports,
            fleet,
            settler,
            queue,
            waiting: VecDeque::new(),
            held: Vec::new(),
            horizon: Instant(i64::MAX),
            failing: false,
            untold: Vec::new(),
            refused: None,
            measures,
        }
    }

    pub(super) async fn run(mut self) {
        while self.gather().await {
            let batch = self.next_batch();
            if !self.is_hollow(&batch) {
                self.record(batch).await;
            }
        }
    }

    /// Takes all that waits; waits itself only when there is nothing at all.
    async fn gather(&mut self) -> bool {
        // Whoever has given up will send again.
        self.held.retain(|job| !job.work.is_abandoned());
        if self.waiting.len() >= BATCH_EVENTS_MAX {
            return true;
        }
        let mut taken = Vec::with_capacity(64);
        if self.waiting.is_empty() && self.held.is_empty() {
            if self.queue.is_empty() {
                feed(&*self.ports.live, core::mem::take(&mut self.untold));
            }
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

    /// Whether the batch would only claim uptime while nothing can be recorded: a disk with no room for answers may
    /// still have some for that. Who is refused sends again within seconds; once nobody does, there is nothing to
    /// claim against.
    fn is_hollow(&self, jobs: &[Job]) -> bool {
        let lately = |failed| self.ports.clock.now() - failed < self.fleet.refused_for();
        jobs.iter().all(Job::is_heartbeat) && self.refused.is_some_and(lately)
    }

    fn next_batch(&mut self) -> Vec<Job> {
        let mut events = 0;
        let mut batch = core::mem::take(&mut self.held);
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
        while let Some(piece) = pieces.pop_front() {
            let mut piece = self.without_held(piece);
            if piece.is_empty() {
                continue;
            }
            let began = self.ports.clock.now();
            let recorded = self.attempt(&piece).await;
            self.measure(&piece, began, recorded.is_ok());
            self.note(&piece, &recorded);
            match recorded {
                Ok(judged) => self.tell(piece, judged),
                Err(Failure::Data(text)) if piece.len() > 1 => {
                    tracing::error!(error = text, jobs = piece.len(), "splitting a batch");
                    let rest = piece.split_off(piece.len() / 2);
                    pieces.push_front(rest);
                    pieces.push_front(piece);
                }
                Err(Failure::Data(text)) => {
                    tracing::error!(error = text, "a job that the store refuses");
                    let mut round = Round::default();
                    for job in piece {
                        job.fail(ExamError::Internal(text.clone()), &mut round);
                    }
                }
                Err(Failure::Unknown(_)) => {
                    let mut round = Round::default();
                    for job in piece.into_iter().chain(pieces.drain(..).flatten()) {
                        job.fail(ExamError::Unavailable, &mut round);
                    }
                }
            }
        }
    }

    /// One transaction. A panic over a job is that job's fault, like a row that the store refuses: the unit is
    /// gone by then, and nothing of it stays.
    async fn attempt(&mut self, jobs: &[Job]) -> Result<Judged, Failure> {
        let limit = self.fleet.commit_max();
        let attempt = AssertUnwindSafe(self.commit(jobs)).catch_unwind();
        let attempt = match limit {
            None => attempt.await,
            Some(limit) => match tokio::time::timeout(limit, attempt).await {
                Ok(attempt) => attempt,
                Err(_) => Ok(Err(StoreError::Unavailable("no answer".to_owned()))),
            },
        };
        match attempt {
            Ok(Ok(judged)) => Ok(judged),
            // A broken constraint of either kind would be broken again.
            Ok(Err(error @ (StoreError::Data(_) | StoreError::Exists(_)))) => {
                Err(Failure::Data(error.to_string()))
            }
            Ok(Err(error)) => Err(Failure::Unknown(error)),
            Err(_) => Err(Failure::Data("a panic".to_owned())),
        }
    }

    async fn commit(&mut self, jobs: &[Job]) -> Result<Judged, StoreError> {
        let mut unit = self.ports.store.begin().await?;
        let mut rooms = Rooms::default();
        // An outage is weighed from the last opening or resume on: the uptime must reach to it.
        let must = jobs.iter().any(|job| matches!(job.work, Work::Room { .. }));
        let settle = self
            .settler
            .settle(&mut *unit, &mut rooms, &self.ports, must);
        let (now, found) = settle.await?;
        if matches!(found, Found::Wait) {
            let why = "whether the fleet is up is not known yet";
            return Err(StoreError::Unavailable(why.to_owned()));
        }
        let absences = self.settler.absences(&found);
        let mut batch = Batch::new(&self.ports, (rooms, absences), now, self.horizon);
        let judged = batch.judge(&mut *unit, jobs).await?;
        let horizon = batch.horizon;
        drop(batch);
        let untold = core::mem::take(&mut self.untold);
        let live = &self.ports.live;
        // While the engine writes this batch, the boards are told of the one before.
        let meanwhile = async move { feed(&**live, untold) };
        let (saved, ()) = futures::join!(unit.save_and_commit(&judged.changes), meanwhile);
        saved?;
        self.horizon = horizon;
        self.settler.committed(now, found);
        Ok(judged)
    }

    fn measure(&self, jobs: &[Job], began: Instant, recorded: bool) {
        let jobs = jobs.iter().filter(|job| !job.is_heartbeat());
        let events: usize = jobs.map(|job| job.work.events()).sum();
        if events > 0 {
            let took = self.ports.clock.now() - began;
            self.measures.batch(events, took, recorded);
        }
    }

    fn note(&mut self, jobs: &[Job], recorded: &Result<Judged, Failure>) {
        if !jobs.iter().all(Job::is_heartbeat) {
            let unknown = matches!(recorded, Err(Failure::Unknown(_)));
            self.refused = unknown.then(|| self.ports.clock.now());
        }
        match recorded {
            Err(Failure::Unknown(error)) if !self.failing => {
                tracing::error!(%error, "nothing can be recorded");
                self.failing = true;
            }
            Ok(_) if self.failing => {
                tracing::info!("recording again");
                self.failing = false;
            }
            _ => {}
        }
    }

    /// Answers the senders, then tells the boards; keeps what has to wait.
    fn tell(&mut self, jobs: Vec<Job>, judged: Judged) {
        let mut round = Round::default();
        for (job, outcome) in jobs.into_iter().zip(judged.outcomes) {
            match (job.work, outcome) {
                (work, Outcome::Held) => self.hold(Job { work, ..job }),
                (Work::Seat { reply, .. }, Outcome::Seat(answer)) => {
                    round.post(job.mailbox, Letter::Seat(reply, answer));
                }
                (Work::Room { reply, .. }, Outcome::Room(answer)) => {
                    round.post(job.mailbox, Letter::Room(reply, answer));
                }
                _ => {}
            }
        }
        drop(round);
        self.untold.extend(judged.updates);
    }

    fn hold(&mut self, job: Job) {
        if self.held.len() < BATCH_EVENTS_MAX {
            self.held.push(job);
        } else {
            job.fail(ExamError::Overloaded, &mut Round::default());
        }
    }

    /// What comes after a job that has to wait must not overtake it.
    fn without_held(&mut self, jobs: Vec<Job>) -> Vec<Job> {
        if self.held.is_empty() {
            return jobs;
        }
        let waits: BTreeSet<AttemptId> = self.held.iter().filter_map(Job::attempt).collect();
        let mut free = Vec::with_capacity(jobs.len());
        for job in jobs {
            match job.attempt() {
                Some(attempt) if waits.contains(&attempt) => self.hold(job),
                _ => free.push(job),
            }
        }
        free
    }
}

/// Tells the boards of what was committed. Their fault is not the answers'.
fn feed(live: &dyn Live, updates: Vec<SeatUpdate>) {
    if updates.is_empty() {
        return;
    }
    let fed = std::panic::catch_unwind(AssertUnwindSafe(|| live.feed(updates)));
    if fed.is_err() {
        tracing::error!("the boards were not told; their repair will");
    }
}

/// Why a batch was not recorded.
enum Failure {
    /// It, or something in it, would be refused again.
    Data(String),
    /// Nothing is known, not even whether it was recorded after all.
    Unknown(StoreError),
}
