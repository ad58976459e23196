//! The order of a start: the boards, the first settlement, the writer, heartbeat and closer. Only after that may anybody
//! be answered.

use std::sync::Arc;
use std::time::Duration;

use lexicon::Instant;
use tokio::task::JoinHandle;

use super::fleet::{Fleet, Node};
use super::helpers::Helpers;
use super::rooms::Rooms;
use super::settler::{Found, Settler, pause_for_clock};
use super::writer::Writer;
use super::{Ports, Recorder};
use crate::ports::StoreError;
use crate::upkeep::Upkeep;

/// How often a process of a fleet looks whether the others are up, before its first settlement.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A running recorder with its tasks. Dropped without [`Running::drain`], it ends them where they stand: what
/// was not committed is as if it had not been sent.
pub struct Running {
    /// The way in.
    pub recorder: Recorder,
    writer: Task,
    helpers: Vec<Task>,
}

/// A task that does not outlive its owner.
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Running {
    /// Settles once, then starts. In a fleet it may wait for as long as a stall before it knows whether others are up.
    /// From here on uptime is claimed, so everything that a served request needs comes
    /// before: the boards are filled. `distrusted_since` is the last instant at which any process was up, when the
    /// clock needs an officer's word ([`session::clock_check`]): open sittings are then paused from there.
    ///
    /// # Errors
    /// When the store does not take the first settlement: the server must not start.
    pub async fn start(
        ports: Ports,
        node: impl Into<Node>,
        distrusted_since: Option<Instant>,
        filled: &Upkeep,
    ) -> Result<Self, StoreError> {
        let (mut running, helpers) = Self::start_by_hand(ports, node, distrusted_since).await?;
        filled.follow(&running.recorder);
        let closer = Arc::new(helpers);
        let heart = Arc::clone(&closer);
        running.helpers = vec![
            Task(tokio::spawn(async move { closer.keep_closing().await })),
            Task(tokio::spawn(async move { heart.keep_beating().await })),
        ];
        Ok(running)
    }

    /// As [`Running::start`], but closer and heartbeat wait for the caller's hand.
    ///
    /// # Errors
    /// As [`Running::start`].
    pub async fn start_by_hand(
        ports: Ports,
        node: impl Into<Node>,
        distrusted_since: Option<Instant>,
    ) -> Result<(Self, Helpers), StoreError> {
        let fleet = Fleet::new(node.into());
        let mut settler = Settler::new(Arc::clone(&fleet));
        while !first_settlement(&ports, &mut settler, distrusted_since).await? {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let (recorder, queue) = Recorder::new(Arc::clone(&fleet));
        let writer = Writer::new(
            ports.clone(),
            (fleet, settler),
            queue,
            Arc::clone(recorder.measures()),
        );
        let running = Self {
            recorder: recorder.clone(),
            writer: Task(tokio::spawn(writer.run())),
            helpers: Vec::new(),
        };
        Ok((running, Helpers::new(recorder, ports)))
    }

    /// Ends heartbeat and closer: whoever comes from now on finds the door shut, and no uptime is claimed for that.
    /// What is still under way is recorded.
    pub async fn rest(&mut self) {
        for mut helper in core::mem::take(&mut self.helpers) {
            helper.0.abort();
            drop((&mut helper.0).await);
        }
    }

    /// Rests, lets the writer record what still waits, and returns when it has. Every other clone of the recorder
    /// must be gone, or this waits for them.
    pub async fn drain(mut self) {
        self.rest().await;
        let Self {
            recorder,
            mut writer,
            ..
        } = self;
        drop(recorder);
        drop((&mut writer.0).await);
    }
}

/// False when it has to wait for a sign of the fleet.
async fn first_settlement(
    ports: &Ports,
    settler: &mut Settler,
    distrusted_since: Option<Instant>,
) -> Result<bool, StoreError> {
    let mut unit = ports.store.begin().await?;
    let mut rooms = Rooms::default();
    let settle = settler.settle(&mut *unit, &mut rooms, ports, true);
    let (now, found) = settle.await?;
    if matches!(found, Found::Wait) {
        return Ok(false);
    }
    if let Some(since) = distrusted_since {
        pause_for_clock(&mut *unit, &mut rooms, since, now).await?;
    }
    let changes = rooms.changes();
    if !changes.is_empty() {
        unit.save_rooms(&changes).await?;
    }
    unit.commit().await?;
    settler.committed(now, found);
    Ok(true)
}
