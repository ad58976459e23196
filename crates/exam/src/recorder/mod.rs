//! The recorder: a bounded queue in front of the one writer of attempts and rooms.
//!
//! It takes all that waits and makes one store call of it; meanwhile the next batch gathers. There is no
//! timer and no artificial wait. An answer leaves only after the durable commit.

mod batch;
mod feed;
mod fleet;
mod give_back;
mod heard;
mod helpers;
mod past;
mod post;
mod rooms;
mod seat;
mod set_back;
mod settler;
mod start;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use lexicon::{AttemptId, Instant, SittingId, UserId};
use session::{Command, LedgerEntry, ProcessId, Refusal, Reply, Room, RoomAct, View};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::error::ExamError;
use crate::forms::FormCache;
use crate::measures::{Measured, Measures};
use crate::ports::{Clock, Live, Store};

pub(crate) use fleet::Fleet;
use post::{Letter, Mailbox, Round};

pub(crate) use feed::seat_update;
pub use fleet::Node;
pub use helpers::Helpers;
pub(crate) use rooms::relevant;
pub(crate) use set_back::set_backs;
pub use start::Running;

/// Places in the queue: more than a node can have attempts running.
const QUEUE_LEN_MAX: usize = 65_536;
/// Candidates' events in the queue: 50 MB. A room of pages that send again what an outage has kept needs a
/// hundredth of it.
const QUEUE_EVENTS_MAX: usize = 1 << 20;
/// Candidates' events in one store call.
const BATCH_EVENTS_MAX: usize = 2_048;

/// What the recorder works with.
#[derive(Clone)]
pub struct Ports {
    /// What is true.
    pub store: Arc<dyn Store>,
    /// The boards, told after the commit.
    pub live: Arc<dyn Live>,
    /// The server's clock.
    pub clock: Arc<dyn Clock>,
    /// Locked forms.
    pub forms: Arc<FormCache>,
}

/// The way in. Cheap to clone.
#[derive(Clone)]
pub struct Recorder {
    queue: mpsc::Sender<Job>,
    events: Arc<Semaphore>,
    measures: Arc<Measures>,
    fleet: Arc<Fleet>,
}

/// What a command on a seat came to, after the commit.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The attempt machine's reply.
    pub reply: Result<Reply, Refusal>,
    /// The state of the attempt right after.
    pub view: View,
    /// Number of the PIN in force right after.
    pub pin_issue: u16,
    /// Log-outs right after: what a token that is given now names.
    pub log_outs: u32,
}

/// A command of a candidate's page under the token that it holds.
#[derive(Clone, Debug)]
pub struct FromPage {
    /// What is asked.
    pub command: Command,
    /// Log-outs of the attempt when the token was given; after another one it opens nothing any more.
    pub log_outs: u32,
}

/// What waits in the queue.
pub(crate) struct Job {
    pub(crate) sitting: SittingId,
    pub(crate) received: Instant,
    pub(crate) work: Work,
    /// Where its answer goes.
    pub(crate) mailbox: Arc<Mailbox>,
    /// The job's share of the events that may wait; given back when the job is done.
    pub(crate) _share: Option<OwnedSemaphorePermit>,
}

impl Job {
    /// Tells the sender that nothing was recorded of it.
    fn fail(self, error: ExamError, round: &mut Round) {
        match self.work {
            Work::Seat { reply, .. } => round.post(self.mailbox, Letter::Seat(reply, Err(error))),
            Work::Room { reply, .. } => round.post(self.mailbox, Letter::Room(reply, Err(error))),
            Work::Heartbeat => {}
        }
    }

    const fn is_heartbeat(&self) -> bool {
        matches!(self.work, Work::Heartbeat)
    }

    fn attempt(&self) -> Option<AttemptId> {
        match self.work {
            Work::Seat { attempt, .. } => Some(attempt),
            Work::Room { .. } | Work::Heartbeat => None,
        }
    }
}

pub(crate) enum Work {
    Seat {
        attempt: AttemptId,
        command: Command,
        /// Of the sender's token, where there is one.
        log_outs: Option<u32>,
        reply: oneshot::Sender<Result<Answer, ExamError>>,
    },
    Room {
        entry: LedgerEntry,
        reply: oneshot::Sender<Result<Room, ExamError>>,
    },
    /// Nothing but a settlement of the uptime.
    Heartbeat,
}

impl Work {
    fn events(&self) -> usize {
        match self {
            Self::Seat {
                command: Command::Submit { events, .. },
                ..
            } => events.len(),
            _ => 1,
        }
    }

    fn is_abandoned(&self) -> bool {
        match self {
            Self::Seat { reply, .. } => reply.is_closed(),
            Self::Room { reply, .. } => reply.is_closed(),
            Self::Heartbeat => false,
        }
    }
}

impl Recorder {
    fn new(fleet: Arc<Fleet>) -> (Self, mpsc::Receiver<Job>) {
        let (queue, jobs) = mpsc::channel(QUEUE_LEN_MAX);
        let events = Arc::new(Semaphore::new(QUEUE_EVENTS_MAX));
        let measures = Arc::default();
        let recorder = Self {
            queue,
            events,
            measures,
            fleet,
        };
        (recorder, jobs)
    }

    /// A recorder without a writer, for a process that serves nobody (imports, exports): whatever is asked of it
    /// is refused as `Unavailable`. It settles no uptime, which such a process must not.
    #[must_use]
    pub fn idle() -> Self {
        Self::new(Fleet::new(Node::alone(ProcessId(0)))).0
    }

    /// A command on a seat, received at `received`.
    ///
    /// # Errors
    /// `NotFound` for an unknown seat; `Overloaded` when the queue is full or the commit takes too long,
    /// `Unavailable` when the store fails (in both the outcome is unknown and the same command may be sent
    /// again); a refusal by the attempt machine is not an error but part of the answer.
    pub async fn seat(
        &self,
        (sitting, attempt): (SittingId, AttemptId),
        command: Command,
        received: Instant,
    ) -> Result<Answer, ExamError> {
        self.send((sitting, attempt), (command, None), received)
            .await
    }

    /// The same for a page under its token: refused as [`Refusal::LoggedOut`] once that page has logged out, by the
    /// row that the batch reads anyway.
    ///
    /// # Errors
    /// As [`Self::seat`].
    pub async fn page(
        &self,
        (sitting, attempt): (SittingId, AttemptId),
        FromPage { command, log_outs }: FromPage,
        received: Instant,
    ) -> Result<Answer, ExamError> {
        self.send((sitting, attempt), (command, Some(log_outs)), received)
            .await
    }

    async fn send(
        &self,
        (sitting, attempt): (SittingId, AttemptId),
        (command, log_outs): (Command, Option<u32>),
        received: Instant,
    ) -> Result<Answer, ExamError> {
        if seat::is_from_page(&command) {
            self.fleet.heard(sitting, attempt, received);
        }
        let (reply, answer) = oneshot::channel();
        let work = Work::Seat {
            attempt,
            command,
            log_outs,
            reply,
        };
        self.enqueue(sitting, received, work)?;
        wait(answer, self.fleet.patience(received)).await
    }

    /// An act for a whole room.
    ///
    /// # Errors
    /// As [`Self::seat`]; what the room's state forbids is [`ExamError::Room`].
    pub async fn room(
        &self,
        sitting: SittingId,
        (by, reason): (Option<UserId>, String),
        act: RoomAct,
        received: Instant,
    ) -> Result<Room, ExamError> {
        let (reply, answer) = oneshot::channel();
        let entry = LedgerEntry {
            at: received,
            by,
            reason,
            act,
        };
        self.enqueue(sitting, received, Work::Room { entry, reply })?;
        wait(answer, self.fleet.patience(received)).await
    }

    /// What it has done so far, and how much waits.
    #[must_use]
    pub fn measured(&self) -> Measured {
        let waiting = self.queue.max_capacity() - self.queue.capacity();
        self.measures.measured(waiting)
    }

    /// What this process knows of its fleet.
    pub(crate) const fn fleet(&self) -> &Arc<Fleet> {
        &self.fleet
    }

    /// The counters themselves.
    pub(crate) fn measures(&self) -> &Arc<Measures> {
        &self.measures
    }

    /// Whether the writer lives. Once it is gone nothing can be recorded any more.
    #[must_use]
    pub fn is_up(&self) -> bool {
        !self.queue.is_closed()
    }

    /// Whether something was committed within the length of a stall: a process that is no longer does not serve.
    #[must_use]
    pub fn is_committing(&self, now: Instant) -> bool {
        self.fleet.is_committing(now)
    }

    /// Whether this process does what one of its fleet need do for all: ending what is due, repairing the boards, noting
    /// last contacts ([`session::leads`]). A process alone does everything.
    #[must_use]
    pub fn leads(&self, now: Instant) -> bool {
        self.fleet.leads(now)
    }

    /// Notes that a page was heard by this process, where it asks for something that is not recorded.
    pub fn heard(&self, (sitting, attempt): (SittingId, AttemptId), at: Instant) {
        self.fleet.heard(sitting, attempt, at);
    }

    fn enqueue(&self, sitting: SittingId, received: Instant, work: Work) -> Result<(), ExamError> {
        let events = u32::try_from(work.events()).map_err(|_| ExamError::Overloaded)?;
        let share = Arc::clone(&self.events).try_acquire_many_owned(events);
        let job = Job {
            sitting,
            received,
            work,
            mailbox: Mailbox::here(),
            _share: Some(share.map_err(|_| ExamError::Overloaded)?),
        };
        self.queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => ExamError::Overloaded,
            TrySendError::Closed(_) => ExamError::Unavailable,
        })
    }
}

async fn wait<T>(
    answer: oneshot::Receiver<Result<T, ExamError>>,
    patience: Duration,
) -> Result<T, ExamError> {
    match tokio::time::timeout(patience, answer).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(ExamError::Unavailable),
        Err(_) => Err(ExamError::Overloaded),
    }
}
