//! What a node does beside the exam: it keeps the boards true, notes who was last heard when, and looks at its
//! clock.
//!
//! None of it is on the answer path: whatever fails here is logged and tried again.

mod clock;
mod contacts;
mod repair;

use std::sync::Arc;
use std::time::Duration;

use lexicon::SittingId;
use session::RoomStatus;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::ports::StoreError;
use crate::recorder::Ports;

pub use clock::ClockWatch;
pub(crate) use clock::{ClockStep, clock_steps};
pub use contacts::LastContacts;
pub(crate) use contacts::decode as decode_contacts;
pub use repair::{Repair, Repaired};

/// How often the boards are compared with the attempt rows.
const REPAIR_EVERY: Duration = Duration::from_secs(5);
/// How often last contacts go to the store: a restart forgets at most so much of them.
const NOTE_CONTACTS_EVERY: Duration = Duration::from_secs(15);

/// The running upkeep; it ends when this is dropped.
pub struct Upkeep {
    contacts: Arc<Mutex<LastContacts>>,
    tasks: [JoinHandle<()>; 2],
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Upkeep {
    /// Fills the boards from the attempt rows and from the last contacts in the store, as far as they are not filled
    /// already, then goes on in the background. Boards that are away are filled when they are back.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn start(ports: Ports) -> Result<Self, StoreError> {
        let mut repair = Repair::new(ports.clone());
        if repair.step().await? == Repaired::Away {
            tracing::warn!("the boards do not answer; the exam goes on without them");
        }
        let contacts = LastContacts::open(ports.clone()).await?;
        let contacts = Arc::new(Mutex::new(contacts));
        Ok(Self {
            contacts: Arc::clone(&contacts),
            tasks: [
                tokio::spawn(run(repair, ClockWatch::new(ports))),
                tokio::spawn(note_contacts(contacts)),
            ],
        })
    }

    /// Ends, and notes the last contacts once more: an orderly restart forgets none of them.
    pub async fn stop(self) {
        note(&self.contacts).await;
    }
}

async fn note_contacts(contacts: Arc<Mutex<LastContacts>>) {
    let mut ticks = interval(NOTE_CONTACTS_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        note(&contacts).await;
    }
}

async fn note(contacts: &Mutex<LastContacts>) {
    if let Err(error) = contacts.lock().await.note().await {
        tracing::warn!(%error, "last contacts are not in the store yet");
    }
}

async fn run(mut repair: Repair, mut clock: ClockWatch) {
    let mut ticks = interval(REPAIR_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is at once, and the boards have just been filled.
    ticks.tick().await;
    loop {
        ticks.tick().await;
        if let Err(error) = clock.look().await {
            tracing::warn!(%error, "the clock's step is not in the log yet");
        }
        if let Err(error) = repair.step().await {
            tracing::warn!(%error, "the boards could not be compared with the store");
        }
    }
}

async fn sittings(
    ports: &Ports,
    wanted: fn(RoomStatus) -> bool,
) -> Result<Vec<SittingId>, StoreError> {
    let mut found = Vec::new();
    for selection in ports.store.selections().await? {
        let sittings = ports.store.sittings(selection.id).await?;
        found.extend(
            sittings
                .iter()
                .filter(|row| wanted(row.status))
                .map(|row| row.id),
        );
    }
    Ok(found)
}
