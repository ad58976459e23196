//! The words the pure crates share: ids, participant numbers, sub-tests, instants, points, digests.
//!
//! Knows nothing of exams beyond these words: no rule lives here, and no clock, randomness or IO.

mod digest;
mod hidden;
mod id;
mod participant;
mod points;
mod slug;
mod time;

pub use digest::{Digest, DigestError};
pub use hidden::is_hidden;
pub use id::{
    AgencyId, ApplicationId, AttemptId, CandidateId, FormId, FormItemId, FormationId, ItemId,
    OpaqueIdError, OptionId, PublicationId, SelectionId, SittingId, UserId,
};
pub use participant::{ParticipantNo, ParticipantNoError};
pub use points::Points;
pub use slug::{Category, PositionGroup, SlugError, SubTest};
pub use time::{Instant, Millis};
