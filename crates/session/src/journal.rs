//! The journal of an attempt: the only truth about what was answered and when.

use lexicon::{Digest, Instant, Millis, Points, UserId};
use serde::{Deserialize, Serialize};

use crate::attempt::{DecodeError, DeviceId, EndReason};
use crate::event::Event;
use crate::wire;

/// An officer's words, at most; a chain is not a place for essays.
pub const REASON_LEN_MAX: usize = 500;

/// First byte of an encoded event.
const VERSION: u8 = 1;

/// One event of an attempt's chain. The order of the variants and of their fields is the wire format
/// (postcard) and never changes: new variants go to the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalEvent {
    /// Seen at the desk, or given a new PIN; `pin_issue` is the number of the PIN in force.
    CheckedIn {
        /// When.
        at: Instant,
        /// By whom.
        by: UserId,
        /// Number of the PIN.
        pin_issue: u16,
        /// Why a new one; empty at the first.
        reason: String,
    },
    /// A device took the lease.
    LoggedIn {
        /// When.
        at: Instant,
        /// Epoch from now on.
        epoch: u32,
        /// The device.
        device: DeviceId,
    },
    /// A block's paper was first served; its clock runs.
    Started {
        /// When.
        at: Instant,
        /// Index of the block.
        block: u8,
        /// What the candidate is entitled to in it.
        entitlement: Millis,
        /// Ledger length at that moment.
        room_pos: u32,
    },
    /// An event of the candidate was accepted.
    Accepted {
        /// When it was received.
        at: Instant,
        /// Under which epoch.
        epoch: u32,
        /// What.
        event: Event,
    },
    /// The chain takes note of the sitting's ledger: whoever holds a receipt also holds the ledger to it.
    RoomNoted {
        /// When.
        at: Instant,
        /// Length of the ledger.
        pos: u32,
        /// Its head.
        head: Digest,
    },
    /// The chain takes note of an outage.
    OutageNoted {
        /// When.
        at: Instant,
        /// The outage's first instant.
        from: Instant,
        /// The instant after its last.
        to: Instant,
    },
    /// A proctor's act on this seat.
    Seat {
        /// When.
        at: Instant,
        /// By whom.
        by: UserId,
        /// In their words.
        reason: String,
        /// What.
        act: SeatAct,
    },
    /// A block ended and the next one began.
    BlockEnded {
        /// When.
        at: Instant,
        /// Index of the block that ended.
        block: u8,
        /// By whom.
        by: EndReason,
    },
    /// The run is over.
    Finished {
        /// When.
        at: Instant,
        /// By whom.
        by: EndReason,
        /// Last sequence number that has a verdict.
        last_seq: u32,
        /// Points per sub-test.
        totals: Vec<Points>,
    },
    /// A late event counts after all: the attempt was reopened, or two officers admitted it.
    Admitted {
        /// When it was admitted.
        at: Instant,
        /// When it had been received.
        received: Instant,
        /// Under which epoch.
        epoch: u32,
        /// What.
        event: Event,
    },
    /// A process of the fleet could not commit while others did, and this seat was not served by them: an outage of
    /// this seat alone.
    SeatOutage {
        /// When it was found.
        at: Instant,
        /// The process's last commit before.
        from: Instant,
        /// Its return, or the end of its lease.
        to: Instant,
    },
}

/// What a proctor can do to one seat's run. Warnings and disqualifications are not here: they stand in the
/// sitting's ledger ([`crate::Sanction`]), so that a chain ends with its finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatAct {
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
    /// Time on top.
    Grant {
        /// How much.
        length: Millis,
    },
    /// The run is ended by the proctor.
    End,
    /// Annulled (TMS) before its end; afterwards only the ledger says so.
    Cancel,
    /// Did not come (TH).
    Absent,
    /// Replaced by another attempt before its end; afterwards only the ledger says so.
    Void,
    /// Opened again after time had ended it, for a stretch that was lost.
    Reopen {
        /// The stretch's first instant.
        from: Instant,
        /// The instant after its last.
        to: Instant,
    },
    /// Late events are admitted by two officers.
    Admit {
        /// The second officer.
        second: UserId,
    },
    /// Not absent after all, until the sitting is closed.
    Recall,
}

impl JournalEvent {
    /// The row's bytes: a version byte, then postcard.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(VERSION, self, 64)
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// For any other bytes, bytes left over included.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let body = bytes.strip_prefix(&[VERSION]).ok_or(DecodeError)?;
        match postcard::take_from_bytes(body) {
            Ok((event, [])) => Ok(event),
            _ => Err(DecodeError),
        }
    }

    /// When the server took it in.
    #[must_use]
    pub const fn at(&self) -> Instant {
        match self {
            Self::CheckedIn { at, .. }
            | Self::LoggedIn { at, .. }
            | Self::Started { at, .. }
            | Self::Accepted { at, .. }
            | Self::RoomNoted { at, .. }
            | Self::OutageNoted { at, .. }
            | Self::Seat { at, .. }
            | Self::BlockEnded { at, .. }
            | Self::Finished { at, .. }
            | Self::Admitted { at, .. }
            | Self::SeatOutage { at, .. } => *at,
        }
    }
}
