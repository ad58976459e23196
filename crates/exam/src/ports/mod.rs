//! What the use cases need from outside.

mod catalogue;
mod clock;
mod failures;
mod live;
mod results;
mod rng;
mod seats;
mod signer;
mod staff;
mod store;
mod transfer;
mod unit;

pub use catalogue::{
    ApplicationRow, BlobRow, Catalogue, FormRow, FormationRow, ItemRow, NewSeat, NewSitting,
    SelectionRow, SittingRow,
};
pub use clock::Clock;
pub use failures::{DoorLimits, Failures, Limit, Lockouts, Visitor};
pub use live::{Correction, Generation, Live, LiveError, SeatUpdate, Standing};
pub use results::{DraftRow, DraftStatus, PublicationRow, Results, ScoredRow};
pub use rng::Rng;
pub use seats::{SeatList, SeatRow, SeatSummary, Seats};
pub use signer::Signer;
pub use staff::{AuditEntry, AuditRow, Grant, Role, Scope, Staff, UserRow};
pub use store::{Store, StoreError, Unfit};
pub use transfer::{Cell, Destination, Origin, Shape};
pub use unit::{
    Columns, Loaded, LockedSeats, RoomChange, RoomLock, RoomRow, SeatChange, Unit, UptimeState,
    Wanted,
};
