//! Where attempts and sittings stand, in words for people.

use core::fmt;

use crate::attempt::Status;
use crate::room::RoomStatus;

impl fmt::Display for RoomStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Planned => "not open yet",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Sealed => "sealed: its minutes are signed",
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Assigned => "has not been checked in",
            Self::Present => "has been checked in and has not begun",
            Self::Running => "is writing",
            Self::Finished => "has finished",
            Self::Absent => "is marked absent",
            Self::Cancelled => "is annulled",
            Self::Voided => "is replaced by another attempt",
        })
    }
}
