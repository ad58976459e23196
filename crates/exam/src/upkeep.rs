//! What a node does beside the exam: it keeps the boards true, notes who was last heard when, and looks at its
//! clock.
//!
//! None of it is on the answer path: whatever fails here is logged and tried again.

mod clock;
mod contacts;

use std::sync::Arc;
use std::time::Duration;

use lexicon::SittingId;
use session::{Attempt, RoomStatus};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::ports::{SeatRow, SeatUpdate, StoreError};
use crate::recorder::{Ports, seat_update};

pub use clock::ClockWatch;
pub(crate) use clock::{ClockStep, clock_steps};
pub use contacts::LastContacts;

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
    /// Fills the boards from the attempt rows of every sitting and from the last contacts in the store, then goes on in
    /// the background. Where there are more attempts than boards hold, those of sealed sittings are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn start(ports: Ports) -> Result<Self, StoreError> {
        let at_work: fn(RoomStatus) -> bool = |status| status != RoomStatus::Sealed;
        for wanted in [at_work, |status| status == RoomStatus::Sealed] {
            for sitting in sittings(&ports, wanted).await? {
                repair(&ports, sitting).await?;
            }
        }
        let contacts = LastContacts::open(ports.clone()).await?;
        let contacts = Arc::new(Mutex::new(contacts));
        Ok(Self {
            contacts: Arc::clone(&contacts),
            tasks: [
                tokio::spawn(run(ports)),
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

async fn run(ports: Ports) {
    let mut ticks = interval(REPAIR_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is at once, and the boards have just been filled.
    ticks.tick().await;
    let mut clock = ClockWatch::new(ports.clone());
    loop {
        ticks.tick().await;
        if let Err(error) = clock.look().await {
            tracing::warn!(%error, "the clock's step is not in the log yet");
        }
        if let Err(error) = repair_open(&ports).await {
            tracing::warn!(%error, "the boards could not be compared with the store");
        }
    }
}

async fn repair_open(ports: &Ports) -> Result<(), StoreError> {
    for sitting in sittings(ports, |status| status == RoomStatus::Open).await? {
        repair(ports, sitting).await?;
    }
    Ok(())
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

/// Feeds the absolute state of every seat; the boards drop what is not newer than what they have.
async fn repair(ports: &Ports, sitting: SittingId) -> Result<(), StoreError> {
    let Some(list) = ports.store.seats_of(sitting).await? else {
        return Ok(());
    };
    let mut updates = Vec::with_capacity(list.seats.len());
    for summary in &list.seats {
        updates.push(state_of(ports, &summary.seat).await?);
    }
    ports.live.feed(updates);
    Ok(())
}

async fn state_of(ports: &Ports, row: &SeatRow) -> Result<SeatUpdate, StoreError> {
    let form = ports
        .forms
        .get(&*ports.store, row.form, row.variant)
        .await?;
    let attempt = Attempt::decode(&row.state)
        .map_err(|_| StoreError::Data(format!("row of attempt {}", row.id)))?;
    Ok(seat_update(row, &attempt, &form, None))
}
