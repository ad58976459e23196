//! What can be asked of an attempt, and what surrounds it.

use lexicon::{Instant, Millis, UserId};

use crate::attempt::{Attempt, DeviceId};
use crate::event::Event;
use crate::judge::Past;
use crate::points::PointsTable;
use crate::replay::Replay;
use crate::room::Room;
use crate::span::{Span, Stop, StopKind};

/// What surrounds an attempt when a command is judged.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Its form.
    pub points: &'a PointsTable,
    /// Its room.
    pub room: &'a Room,
    /// All outages of the server since the room was opened, at least.
    pub outages: &'a [Span],
    /// When processes of the fleet were away, the others up ([`crate::absences`]); none for a process alone.
    pub absences: &'a [Span],
    /// Whether who starts late runs only until the others' end (policy `late_start`).
    pub late_start_until_end: bool,
}

impl Surroundings<'_> {
    /// Everything that makes time stand still for the whole room.
    pub fn stops(&self) -> impl Iterator<Item = Stop> {
        let outages = self.outages.iter().map(|span| Stop {
            span: *span,
            kind: StopKind::Outage,
        });
        self.room.stops().chain(outages)
    }

    /// The time account of the block that runs, or ran last; `None` before the start.
    #[must_use]
    pub fn clockwork(&self, attempt: &Attempt) -> Option<crate::Clockwork> {
        attempt.clockwork(self.stops())
    }
}

/// An event that came too late, as the side table keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateEvent {
    /// When it was received.
    pub received: Instant,
    /// Under which epoch.
    pub epoch: u32,
    /// What.
    pub event: Event,
}

/// A request to an attempt.
#[derive(Clone, Debug)]
pub enum Command {
    /// The desk has seen the candidate: present, first PIN.
    CheckIn {
        /// By whom.
        by: UserId,
    },
    /// A new PIN; the old one is void.
    ReissuePin {
        /// By whom.
        by: UserId,
        /// Why.
        reason: String,
    },
    /// A device asks for the lease (the PIN has been checked).
    Login {
        /// Which.
        device: DeviceId,
    },
    /// The page logs out: what was given to it before opens nothing any more. The lease stays with the device.
    Logout {
        /// The sender's epoch.
        epoch: u32,
    },
    /// The page asks for the paper; the first time starts the clock.
    Start {
        /// The sender's epoch.
        epoch: u32,
    },
    /// The page sends events.
    Submit {
        /// The sender's epoch.
        epoch: u32,
        /// In order of their sequence numbers.
        events: Vec<Event>,
        /// What the store knows of events up to `last_seq` among them.
        past: Vec<Past>,
    },
    /// The candidate ends the block.
    Finish {
        /// The sender's epoch.
        epoch: u32,
        /// Which block ([`crate::View::block`]): sent twice, it must not end the next one.
        block: u8,
        /// Last sequence number the page has used.
        last_seq: u32,
    },
    /// The page says that its time is up: a request, not an order.
    TimeUp {
        /// The sender's epoch.
        epoch: u32,
        /// Last sequence number the page has used.
        last_seq: u32,
    },
    /// The closer found the attempt due.
    CloseDue,
    /// A process that comes back to its fleet was the last to hear of the attempt: it was not served.
    Outage {
        /// The process's last commit before.
        from: Instant,
        /// Its return, or the end of its lease.
        to: Instant,
    },
    /// A member of staff acts on the seat.
    Staff {
        /// Who.
        by: UserId,
        /// In their words.
        reason: String,
        /// [`crate::revision`] of the seat as they saw it, where the act would be done twice by two who saw the same.
        seen: Option<u32>,
        /// What.
        act: StaffAct,
    },
}

/// What staff can do to one seat.
#[derive(Clone, Debug)]
pub enum StaffAct {
    /// Time stands still.
    Pause,
    /// The run is interrupted, to go on another time.
    Interrupt,
    /// Time goes on.
    Resume,
    /// Another device may take the lease.
    Release,
    /// Time is given back for a stretch that is over.
    Incident {
        /// Its first instant.
        from: Instant,
        /// The instant after its last.
        to: Instant,
    },
    /// Time on top of the running block.
    Grant {
        /// How much.
        length: Millis,
    },
    /// The attempt is ended by the proctor.
    End,
    /// A warning.
    Warn,
    /// Disqualified.
    Disqualify,
    /// Annulled.
    Cancel,
    /// Marked absent.
    Absent,
    /// Not absent after all.
    Recall,
    /// Replaced by a new attempt on another form.
    Void,
    /// Opened again after time had ended it.
    Reopen {
        /// The lost stretch's first instant.
        from: Instant,
        /// The instant after its last.
        to: Instant,
        /// Late events of the attempt.
        late: Vec<LateEvent>,
        /// The attempt's journal, replayed.
        journal: Box<Replay>,
    },
    /// Late events are admitted.
    Admit {
        /// The second officer.
        second: UserId,
        /// When the attempt was last in contact.
        last_contact: Instant,
        /// The late events.
        late: Vec<LateEvent>,
        /// The attempt's journal, replayed.
        journal: Box<Replay>,
    },
}
