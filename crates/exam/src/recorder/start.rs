//! The order of a start: the first settlement, then the writer, then heartbeat and closer. Only after that may
//! anybody be answered.

use std::collections::VecDeque;

use lexicon::Instant;
use session::ProcessId;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::batch::Batch;
use super::settler::{Settler, pause_for_clock};
use super::writer::Writer;
use super::{Ports, QUEUE_LEN_MAX, Recorder, closer};
use crate::ports::StoreError;

/// A running recorder with its tasks.
pub struct Running {
    /// The way in.
    pub recorder: Recorder,
    writer: JoinHandle<()>,
    helpers: [JoinHandle<()>; 2],
}

impl Running {
    /// Settles once, then starts. `distrusted_since` is the last instant at which any process was up, when the
    /// clock needs an officer's word ([`session::clock_check`]): open sittings are then paused from there.
    ///
    /// # Errors
    /// When the store does not take the first settlement: the server must not start.
    pub async fn start(
        ports: Ports,
        process: ProcessId,
        distrusted_since: Option<Instant>,
    ) -> Result<Self, StoreError> {
        let mut settler = Settler::new(process);
        first_settlement(&ports, &mut settler, distrusted_since).await?;
        let (sender, queue) = mpsc::channel(QUEUE_LEN_MAX);
        let recorder = Recorder { queue: sender };
        let writer = Writer {
            ports: ports.clone(),
            settler,
            queue,
            waiting: VecDeque::new(),
        };
        let helpers = [
            tokio::spawn(closer::heartbeat(recorder.clone(), ports.clone())),
            tokio::spawn(closer::run(recorder.clone(), ports)),
        ];
        Ok(Self {
            recorder,
            writer: tokio::spawn(writer.run()),
            helpers,
        })
    }

    /// Ends heartbeat and closer, lets the writer record what still waits, and returns when it has. Every other
    /// clone of the recorder must be gone, or this waits for them.
    pub async fn drain(self) {
        for helper in &self.helpers {
            helper.abort();
        }
        for helper in self.helpers {
            drop(helper.await);
        }
        drop(self.recorder);
        drop(self.writer.await);
    }
}

async fn first_settlement(
    ports: &Ports,
    settler: &mut Settler,
    distrusted_since: Option<Instant>,
) -> Result<(), StoreError> {
    let mut unit = ports.store.begin().await?;
    let now = ports.clock.now();
    let mut batch = Batch::new(ports, now);
    let settled = settler.settle(&mut *unit, &mut batch.rooms, now).await?;
    if let Some(since) = distrusted_since {
        pause_for_clock(&mut *unit, &mut batch.rooms, since, now).await?;
    }
    let changes = batch.rooms.changes();
    if !changes.is_empty() {
        unit.save_rooms(&changes).await?;
    }
    unit.commit().await?;
    settler.committed(settled);
    Ok(())
}
