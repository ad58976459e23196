//! What a process knows of itself and of the fleet around it, shared by the way in, the writer and the helpers.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lexicon::{AttemptId, Instant, Millis, SittingId};
use session::{ABSENCES_SINCE, Company, ProcessId, STALL, Span, UptimeRow, absences, leads};

use super::heard::Heard;
use crate::ports::{Store, StoreError, Unit};

/// Alone, there is nobody else to ask: a request waits so long for its commit before its sender is told to try again.
const PATIENCE_ALONE: Duration = Duration::from_secs(10);
/// In a fleet another process may do better.
const PATIENCE: Duration = Duration::from_secs(3);
/// And sooner where nothing has been committed for longer than a stall.
const PATIENCE_LOST: Duration = Duration::from_millis(500);
/// So long after a failure a heartbeat proves nothing.
const REFUSED_FOR_ALONE: Millis = Millis(10_000);
/// In a fleet the others go on, and nobody waits longer than a lease for a process that only seems to be away.
const REFUSED_FOR: Millis = Millis(3_000);
/// A transaction without an answer for so long is given up in a fleet: its outcome is unknown.
const COMMIT_MAX: Duration = Duration::from_secs(5);
/// Cuts that wait to be made good, and losses to be told of; more are in the log.
const CUTS_MAX: usize = 16;

/// A process that records.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its number.
    pub process: ProcessId,
    /// Whether there may be others.
    pub company: Company,
}

impl Node {
    /// The only process on its store.
    #[must_use]
    pub const fn alone(process: ProcessId) -> Self {
        Self {
            process,
            company: Company::Alone,
        }
    }

    /// One of a fleet. `born` is an instant before it began to read anything.
    #[must_use]
    pub const fn of_fleet(process: ProcessId, born: Instant) -> Self {
        Self {
            process,
            company: Company::Fleet { born },
        }
    }

    pub(crate) const fn has_company(&self) -> bool {
        matches!(self.company, Company::Fleet { .. })
    }
}

/// The state that is shared.
pub(crate) struct Fleet {
    pub(crate) node: Node,
    /// The last instant at which this process committed.
    pulse: AtomicI64,
    /// Pages that this process has heard of.
    pub(super) heard: Heard,
    cuts: Mutex<Vec<Span>>,
    set_backs: Mutex<Vec<Span>>,
    /// Who was up when this process last settled, itself included.
    up: Mutex<Vec<UptimeRow>>,
}

/// What a settlement reads of the fleet.
#[derive(Default)]
pub(super) struct Others {
    pub(super) rows: Vec<UptimeRow>,
    /// When they were away.
    pub(super) absences: Vec<Span>,
}

impl Fleet {
    pub(super) fn new(node: Node) -> Arc<Self> {
        Arc::new(Self {
            node,
            pulse: AtomicI64::new(i64::MIN),
            heard: Heard::default(),
            cuts: Mutex::default(),
            set_backs: Mutex::default(),
            up: Mutex::default(),
        })
    }

    /// A commit, of a unit that began at `at`.
    pub(super) fn committed(&self, at: Instant) {
        self.pulse.fetch_max(at.0, Ordering::Relaxed);
    }

    /// Whether this process has committed within the length of a stall.
    pub(crate) fn is_committing(&self, now: Instant) -> bool {
        let pulse = self.pulse.load(Ordering::Relaxed);
        now.0.saturating_sub(pulse) <= STALL.0
    }

    /// How long a request that comes now waits for its commit.
    pub(super) fn patience(&self, now: Instant) -> Duration {
        match (self.node.has_company(), self.is_committing(now)) {
            (false, _) => PATIENCE_ALONE,
            (true, true) => PATIENCE,
            (true, false) => PATIENCE_LOST,
        }
    }

    /// How long a transaction may take; alone it may take whatever the disk takes.
    pub(super) fn commit_max(&self) -> Option<Duration> {
        self.node.has_company().then_some(COMMIT_MAX)
    }

    pub(super) const fn refused_for(&self) -> Millis {
        match self.node.has_company() {
            true => REFUSED_FOR,
            false => REFUSED_FOR_ALONE,
        }
    }

    /// What the settlement of this unit has to know of the others; nothing for a process alone.
    pub(super) async fn others(
        &self,
        unit: &mut dyn Unit,
        now: Instant,
    ) -> Result<Others, StoreError> {
        if !self.node.has_company() {
            return Ok(Others::default());
        }
        let rows = unit.uptime_since(now - ABSENCES_SINCE).await?;
        let absences = absences(&rows, self.node.process);
        Ok(Others { rows, absences })
    }

    /// A settlement was committed that wrote `own` and read `others`.
    pub(super) fn settled(&self, own: UptimeRow, others: Vec<UptimeRow>) {
        let mut rows = others;
        rows.retain(|row| row.process != own.process);
        rows.push(own);
        *self.up.lock().unwrap_or_else(PoisonError::into_inner) = rows;
    }

    /// Whether this process does what one of the fleet need do for all: by what it knew when it last settled. Alone it
    /// does everything.
    pub(crate) fn leads(&self, now: Instant) -> bool {
        let up = self.up.lock().unwrap_or_else(PoisonError::into_inner);
        !self.node.has_company() || leads(&up, self.node.process, now)
    }

    /// When the processes of the fleet were away, as the store has it; nothing for a process alone.
    pub(super) async fn absences(
        &self,
        store: &dyn Store,
        now: Instant,
    ) -> Result<Vec<Span>, StoreError> {
        if !self.node.has_company() {
            return Ok(Vec::new());
        }
        let rows = store.uptime_since(now - ABSENCES_SINCE).await?;
        Ok(absences(&rows, self.node.process))
    }

    /// A page of this attempt was heard here, whatever became of what it sent.
    pub(crate) fn heard(&self, sitting: SittingId, attempt: AttemptId, at: Instant) {
        if self.node.has_company() {
            self.heard.note(sitting, attempt, at);
        }
    }

    /// This process could not commit in `cut` while others did.
    pub(super) fn was_cut(&self, cut: Span) {
        let mut cuts = self.cuts();
        if cuts.len() < CUTS_MAX {
            cuts.push(cut);
        }
    }

    /// The cuts that nobody has made good yet.
    pub(super) fn take_cuts(&self) -> Vec<Span> {
        core::mem::take(&mut *self.cuts())
    }

    /// What this process had committed in `span` the store has no more.
    pub(super) fn was_set_back(&self, span: Span) {
        let mut set_backs = self.set_backs();
        if set_backs.len() < CUTS_MAX {
            set_backs.push(span);
        }
    }

    /// What was lost and nobody was told of yet.
    pub(super) fn take_set_backs(&self) -> Vec<Span> {
        core::mem::take(&mut *self.set_backs())
    }

    fn set_backs(&self) -> MutexGuard<'_, Vec<Span>> {
        self.set_backs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn cuts(&self) -> MutexGuard<'_, Vec<Span>> {
        self.cuts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<ProcessId> for Node {
    /// Alone.
    fn from(process: ProcessId) -> Self {
        Self::alone(process)
    }
}
