//! One watched room: its state, the last changes, and those who are told.

use core::fmt;
use core::str::FromStr;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender, channel};
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::change::{between, coarse};
use crate::staff::SittingView;

/// Changes that a reader may be behind, and that can be given again: half a minute of a busy room.
const BEHIND_MAX: usize = 64;
/// How often a room is looked at.
pub(super) const EVERY: Duration = Duration::from_millis(250);
/// A busy room is read in every second look.
const REST_LOOKS: u32 = 2;
/// In this many looks a room is read even if no seat has changed: silence shows by time alone, and so do acts on the
/// room as a whole that another node was asked for. Less than a second.
const READ_AFTER: u32 = 3;
/// After this many looks at a room that nobody watches it is forgotten.
const FORGET_AFTER: u32 = 40;

/// A place in the changes of a room. Valid as long as this node keeps watching the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    instance: u64,
    seq: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}-{}", self.instance, self.seq)
    }
}

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no cursor")]
pub struct CursorError;

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (instance, seq) = text.split_once('-').ok_or(CursorError)?;
        Ok(Self {
            instance: u64::from_str_radix(instance, 16).map_err(|_| CursorError)?,
            seq: seq.parse().map_err(|_| CursorError)?,
        })
    }
}

/// What whoever watches is told.
#[derive(Clone, Debug)]
pub enum Step {
    /// The whole room: forget what was before.
    Snapshot(Cursor, Arc<SittingView>),
    /// The room, with those seats only that have changed.
    Changed(Cursor, Arc<SittingView>),
}

pub(super) struct WatchedRoom {
    instance: u64,
    state: Mutex<State>,
    sender: Sender<Step>,
    acted: Notify,
}

struct State {
    seq: u64,
    view: Arc<SittingView>,
    past: VecDeque<Step>,
}

impl WatchedRoom {
    pub(super) fn new(instance: u64, view: SittingView) -> Self {
        Self {
            instance,
            state: Mutex::new(State {
                seq: 0,
                view: Arc::new(coarse(view)),
                past: VecDeque::new(),
            }),
            sender: channel(BEHIND_MAX).0,
            acted: Notify::new(),
        }
    }

    /// An officer has done something in it: it is read at once.
    pub(super) fn outdate(&self) {
        self.acted.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn watchers(&self) -> usize {
        self.sender.receiver_count()
    }

    /// The room as it is now; who watches is told what has changed.
    pub(super) fn update(&self, view: SittingView) {
        let view = coarse(view);
        let mut state = self.state();
        let Some(change) = between(&state.view, &view) else {
            return;
        };
        state.seq += 1;
        state.view = Arc::new(view);
        let cursor = Cursor {
            instance: self.instance,
            seq: state.seq,
        };
        let step = Step::Changed(cursor, Arc::new(change));
        if state.past.len() >= BEHIND_MAX {
            state.past.pop_front();
        }
        state.past.push_back(step.clone());
        // Nobody watches any more: no loss.
        drop(self.sender.send(step));
    }

    /// Somebody who has seen everything up to `after`, or nothing. Under the lock, so that no change falls between
    /// what they get at once and what they are told later.
    pub(super) fn join(self: &Arc<Self>, after: Option<Cursor>) -> Watching {
        let state = self.state();
        Watching {
            at_once: self.missed(&state, after),
            receiver: self.sender.subscribe(),
            room: Arc::clone(self),
        }
    }

    fn missed(&self, state: &State, after: Option<Cursor>) -> VecDeque<Step> {
        let known = state.seq - state.past.len() as u64;
        if let Some(after) = after
            && after.instance == self.instance
            && (known..=state.seq).contains(&after.seq)
        {
            let seen = usize::try_from(after.seq - known).unwrap_or(usize::MAX);
            return state.past.iter().skip(seen).cloned().collect();
        }
        let cursor = Cursor {
            instance: self.instance,
            seq: state.seq,
        };
        VecDeque::from([Step::Snapshot(cursor, Arc::clone(&state.view))])
    }
}

/// Somebody who watches a room.
pub struct Watching {
    at_once: VecDeque<Step>,
    receiver: Receiver<Step>,
    room: Arc<WatchedRoom>,
}

impl fmt::Debug for Watching {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watching")
    }
}

impl Watching {
    /// What comes next. Whoever has fallen too far behind gets the whole room again.
    pub async fn next(&mut self) -> Option<Step> {
        if let Some(step) = self.at_once.pop_front() {
            return Some(step);
        }
        match self.receiver.recv().await {
            Ok(step) => Some(step),
            Err(RecvError::Lagged(_)) => {
                *self = self.room.join(None);
                self.at_once.pop_front()
            }
            Err(RecvError::Closed) => None,
        }
    }
}

/// When a room is looked at, and when it is read.
pub(super) struct Pace {
    ticks: Interval,
    known: u64,
    since_read: u32,
    idle: u32,
}

impl Pace {
    pub(super) fn new(known: u64) -> Self {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            ticks,
            known,
            since_read: 0,
            idle: 0,
        }
    }

    /// The next look at the room: soon, or at once when somebody has acted in it.
    pub(super) async fn tick(&mut self, room: &WatchedRoom) {
        tokio::select! {
            _ = self.ticks.tick() => {
                self.since_read += 1;
                self.idle += 1;
            }
            () = room.acted.notified() => self.again(),
        }
    }

    /// Nobody has watched for a while.
    pub(super) const fn is_idle_long(&self) -> bool {
        self.idle >= FORGET_AFTER
    }

    /// Whether the room is to be read now that its seats have this revision, if anybody knows.
    pub(super) fn is_due(&mut self, revision: Option<u64>) -> bool {
        self.idle = 0;
        let revision = revision.unwrap_or(self.known);
        let rested = self.since_read >= REST_LOOKS;
        let due = (rested && revision != self.known) || self.since_read >= READ_AFTER;
        if due {
            self.known = revision;
            self.since_read = 0;
        }
        due
    }

    /// It is read in this look, or in the next one after a reading that failed.
    pub(super) const fn again(&mut self) {
        self.since_read = READ_AFTER;
    }
}
