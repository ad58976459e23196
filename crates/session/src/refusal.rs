//! Why a command on an attempt is refused.

use crate::attempt::Status;

/// A refused command. The attempt is as it was, but for notes of what had happened around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not checked in at the desk.
    #[error("the candidate has not been checked in")]
    NotCheckedIn,
    /// The attempt's status forbids it.
    #[error("the candidate {0}")]
    Status(Status),
    /// Another device holds the attempt, and no proctor has released it.
    #[error("another device holds the attempt")]
    HeldElsewhere,
    /// The sender's epoch is over: another device has taken the lease.
    #[error("the lease has moved; the epoch is now {current}")]
    StaleEpoch {
        /// The epoch in force.
        current: u32,
    },
    /// The sender's page has logged out.
    #[error("the page has logged out")]
    LoggedOut,
    /// The sitting is not open.
    #[error("the sitting is not open")]
    NotOpen,
    /// The room or the seat is paused.
    #[error("the sitting is paused")]
    Paused,
    /// Events are missing before the end.
    #[error("events from {expected} on are missing")]
    MissingSeq {
        /// The next sequence number the server takes.
        expected: u32,
    },
    /// The sender does not know of events that the server has.
    #[error("the server has events up to {last_seq}")]
    Conflict {
        /// Last sequence number that has a verdict.
        last_seq: u32,
    },
    /// The time is not up: the page unlocks.
    #[error("the time is not up")]
    NotDue,
    /// A reason is missing or too long.
    #[error("a reason is needed, of at most 500 characters")]
    Reason,
    /// The stretch is empty, lies before the start or is not over.
    #[error("the stretch must lie between the start and now, and begin before it ends")]
    Span,
    /// Somebody has acted on the seat since the officer saw it.
    #[error("the seat has changed since it was seen; look again, and decide anew")]
    Changed {
        /// [`crate::revision`] now.
        revision: u32,
    },
    /// The seat is not paused, or already is.
    #[error("the seat is already so")]
    AlreadySo,
    /// Two officers are needed.
    #[error("a second officer is needed")]
    SecondOfficer,
    /// The minutes are signed.
    #[error("the minutes are signed")]
    Sealed,
    /// The candidate is disqualified.
    #[error("the candidate is disqualified")]
    Disqualified,
    /// The attempt was in contact after its deadline, or time did not end it.
    #[error("only for an attempt that was out of contact when its time ended")]
    InContact,
    /// More acts than a seat can hold.
    #[error("too many acts on this seat")]
    TooMany,
}
