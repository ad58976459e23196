//! What a test sees of the sitting while it runs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use loadtests::rehearsal::Progress;
use loadtests::staff::{SetBack, SittingView};
use tokio::sync::watch;

/// Nothing that a test waits for takes longer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// The sitting as its proctor last saw it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// How often the proctor has looked.
    pub(crate) looks: u64,
    /// Answers that candidates were told of.
    pub(crate) acknowledged: u64,
}

/// The progress of a rehearsal, to wait on.
pub(crate) struct Sight {
    seen: watch::Sender<Seen>,
    may_resume: AtomicBool,
    /// What the proctor was told that the store has lost, and how many answers pages have repeated.
    lost: Mutex<(Vec<SetBack>, u32)>,
}

impl Default for Sight {
    fn default() -> Self {
        Self {
            seen: watch::Sender::new(Seen::default()),
            may_resume: AtomicBool::new(true),
            lost: Mutex::default(),
        }
    }
}

impl Sight {
    /// Lets the proctor go on with a room that the server has paused, or not.
    pub(crate) fn let_resume(&self, may: bool) {
        self.may_resume.store(may, Ordering::Relaxed);
    }

    /// What the proctor was told that the store has lost, and how many answers pages have repeated.
    pub(crate) fn lost(&self) -> (Vec<SetBack>, u32) {
        self.lost.lock().unwrap().clone()
    }

    pub(crate) fn seen(&self) -> Seen {
        *self.seen.borrow()
    }

    async fn until(&self, what: &str, wanted: impl Fn(Seen) -> bool) {
        let mut seen = self.seen.subscribe();
        let seen = seen.wait_for(|seen| wanted(*seen));
        let waited = tokio::time::timeout(PATIENCE, seen).await;
        waited.expect(what).unwrap();
    }

    /// Waits until so many more answers are acknowledged.
    pub(crate) async fn until_answered(&self, more: u64) {
        let before = self.seen().acknowledged;
        self.until("answers", |seen| seen.acknowledged >= before + more)
            .await;
    }

    /// Waits until the proctor has looked so many times more.
    pub(crate) async fn until_looked(&self, more: u64) {
        let before = self.seen().looks;
        self.until("looks", |seen| seen.looks >= before + more)
            .await;
    }
}

impl Progress for Sight {
    fn step(&self, _: &str) {}

    fn sitting(&self, _: u64, _: u64, acknowledged: u64) {
        self.seen.send_modify(|seen| {
            seen.looks += 1;
            seen.acknowledged = acknowledged;
        });
    }

    fn room(&self, view: &SittingView) {
        let repeated = view.seats.iter().map(|seat| seat.rebased).sum();
        *self.lost.lock().unwrap() = (view.set_backs.clone(), repeated);
    }

    fn finish(&self) {}

    fn may_resume(&self) -> bool {
        self.may_resume.load(Ordering::Relaxed)
    }
}
