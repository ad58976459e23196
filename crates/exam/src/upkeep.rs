//! What a node does beside the exam: it keeps the boards true, notes who was last heard when, and looks at its
//! clock.
//!
//! None of it is on the answer path: whatever fails here is logged and tried again.

mod clock;
mod contacts;
mod repair;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use lexicon::SittingId;
use session::RoomStatus;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::ports::StoreError;
use crate::recorder::{Fleet, Ports, Recorder};

pub use clock::ClockWatch;
pub(crate) use clock::{ClockStep, clock_steps};
pub use contacts::LastContacts;
pub(crate) use contacts::decode as decode_contacts;
pub use repair::{Repair, Repaired};

/// How often the boards are compared with the attempt rows.
const REPAIR_EVERY: Duration = Duration::from_secs(5);
/// How often last contacts go to the store: a restart forgets at most so much of them.
const NOTE_CONTACTS_EVERY: Duration = Duration::from_secs(15);

/// What keeps boards and last contacts. In a fleet every process has one, and the one that leads
/// ([`Recorder::leads`]) does the work; a process alone does everything. Dropped, it ends.
pub struct Upkeep {
    chores: Arc<Chores>,
    tasks: Vec<JoinHandle<()>>,
}

/// The work itself, one step at a time.
struct Chores {
    ports: Ports,
    /// Known once the recorder runs; before that no process of a fleet is among the others yet.
    fleet: OnceLock<Arc<Fleet>>,
    repair: Mutex<Repair>,
    /// None while another process writes them: what the store has of them is read anew when this one's turn comes.
    contacts: Mutex<Option<LastContacts>>,
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
        let mut upkeep = Self::start_by_hand(ports.clone()).await?;
        let clock = ClockWatch::new(ports);
        upkeep.tasks = vec![
            tokio::spawn(keep_boards(Arc::clone(&upkeep.chores), clock)),
            tokio::spawn(keep_contacts(Arc::clone(&upkeep.chores))),
        ];
        Ok(upkeep)
    }

    /// As [`Upkeep::start`], but the background waits for the caller's hand.
    ///
    /// # Errors
    /// As [`Upkeep::start`].
    pub async fn start_by_hand(ports: Ports) -> Result<Self, StoreError> {
        let mut repair = Repair::new(ports.clone());
        if repair.step().await? == Repaired::Away {
            tracing::warn!("the boards do not answer; the exam goes on without them");
        }
        let contacts = LastContacts::open(ports.clone()).await?;
        let chores = Chores {
            ports,
            fleet: OnceLock::new(),
            repair: Mutex::new(repair),
            contacts: Mutex::new(Some(contacts)),
        };
        Ok(Self {
            chores: Arc::new(chores),
            tasks: Vec::new(),
        })
    }

    /// From here on it goes by what this recorder knows of its fleet.
    pub fn follow(&self, recorder: &Recorder) {
        let _ = self.chores.fleet.set(Arc::clone(recorder.fleet()));
    }

    /// Repairs the boards, if that is this process's turn, or if whoever's turn it is has left them lost for a lease.
    ///
    /// # Errors
    /// As [`Repair::step`].
    pub async fn repair(&self) -> Result<Option<Repaired>, StoreError> {
        self.chores.repair().await
    }

    /// Notes last contacts, if that is this process's turn; in how many sittings they have changed.
    ///
    /// # Errors
    /// As [`LastContacts::note`].
    pub async fn note(&self) -> Result<Option<usize>, StoreError> {
        self.chores.note().await
    }

    /// Ends, and notes the last contacts once more: an orderly restart forgets none of them.
    pub async fn stop(self) {
        if self.chores.fleet.get().is_none() || self.chores.leads() {
            self.chores.note_now().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "last contacts are not in the store yet");
                0
            });
        }
    }
}

impl Chores {
    fn leads(&self) -> bool {
        let now = self.ports.clock.now();
        self.fleet.get().is_some_and(|fleet| fleet.leads(now))
    }

    async fn repair(&self) -> Result<Option<Repaired>, StoreError> {
        let mut repair = self.repair.lock().await;
        match self.leads() {
            true => repair.step().await.map(Some),
            false => repair.look().await,
        }
    }

    async fn note(&self) -> Result<Option<usize>, StoreError> {
        if !self.leads() {
            *self.contacts.lock().await = None;
            return Ok(None);
        }
        self.note_now().await.map(Some)
    }

    async fn note_now(&self) -> Result<usize, StoreError> {
        let mut contacts = self.contacts.lock().await;
        let known = match contacts.take() {
            Some(known) => known,
            None => LastContacts::open(self.ports.clone()).await?,
        };
        contacts.insert(known).note().await
    }
}

async fn keep_contacts(chores: Arc<Chores>) {
    let mut ticks = interval(NOTE_CONTACTS_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = chores.note().await {
            tracing::warn!(%error, "last contacts are not in the store yet");
        }
    }
}

async fn keep_boards(chores: Arc<Chores>, mut clock: ClockWatch) {
    let mut ticks = interval(REPAIR_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is at once, and the boards have just been filled.
    ticks.tick().await;
    loop {
        ticks.tick().await;
        // Every machine has a clock of its own.
        if let Err(error) = clock.look().await {
            tracing::warn!(%error, "the clock's step is not in the log yet");
        }
        if let Err(error) = chores.repair().await {
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
