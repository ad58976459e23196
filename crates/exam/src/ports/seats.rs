//! Attempts as they are read outside the unit of work.

use async_trait::async_trait;
use lexicon::{
    ApplicationId, AttemptId, FormId, FormationId, Instant, ParticipantNo, SelectionId, SittingId,
};
use question_bank::Variant;
use session::Status;

use super::{Loaded, RoomRow, StoreError, Wanted};

/// An attempt row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatRow {
    /// Which attempt.
    pub id: AttemptId,
    /// In which sitting.
    pub sitting: SittingId,
    /// Whose.
    pub application: ApplicationId,
    /// For which formation.
    pub formation: FormationId,
    /// On which form.
    pub form: FormId,
    /// Which of the form's two papers.
    pub variant: Variant,
    /// Seed of the paper; secret until the sitting closes.
    pub seed: [u8; 32],
    /// Last journal row, 0 for none.
    pub last_row: i64,
    /// Encoded [`session::Attempt`].
    pub state: Vec<u8>,
}

/// A seat as desk and proctor list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatSummary {
    /// The attempt.
    pub seat: SeatRow,
    /// Name of the workstation or chair, may be empty.
    pub place: String,
    /// The participant number.
    pub participant_no: ParticipantNo,
    /// The candidate's name.
    pub name: String,
    /// Where it stands (as beside the blob).
    pub status: Status,
}

/// The seats of a sitting with its room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatList {
    /// The room.
    pub room: RoomRow,
    /// Its seats, by place, then participant number.
    pub seats: Vec<SeatSummary>,
}

/// Reads of attempts.
#[async_trait]
pub trait Seats {
    /// An attempt with its room.
    async fn seat(&self, id: AttemptId) -> Result<Option<(SeatRow, RoomRow)>, StoreError>;

    /// Attempts, rooms and outages as [`Unit::load`](super::Unit::load) gives them, all of one moment, but locks
    /// nothing and leaves nothing out for a lock: the locks that are wanted mean nothing here.
    async fn look(&self, wanted: Wanted<'_>) -> Result<Loaded, StoreError>;

    /// The attempt that a participant number may log in to: the one of a sitting that is not sealed and whose
    /// status is not voided, cancelled or absent; the sitting planned latest wins. Selections are told apart by the
    /// number itself, which is unique over the store.
    async fn seat_of(
        &self,
        participant_no: ParticipantNo,
    ) -> Result<Option<(SeatRow, RoomRow)>, StoreError>;

    /// All seats of a sitting.
    async fn seats_of(&self, sitting: SittingId) -> Result<Option<SeatList>, StoreError>;

    /// All seats of all sittings of a selection (ranking, export, publication), without voided ones.
    async fn seats_of_selection(
        &self,
        selection: SelectionId,
    ) -> Result<Vec<SeatSummary>, StoreError>;

    /// Running attempts whose noted deadline lies before `before`, in sittings that are not paused; at most `limit`.
    /// Those of a closed sitting too: a reopened attempt runs on there.
    async fn due(
        &self,
        before: Instant,
        limit: u32,
    ) -> Result<Vec<(SittingId, AttemptId)>, StoreError>;

    /// The journal of an attempt from its beginning: encoded events.
    async fn journal(&self, attempt: AttemptId) -> Result<Vec<Vec<u8>>, StoreError>;

    /// The strays of an attempt, by (epoch, seq).
    async fn strays_of(&self, attempt: AttemptId) -> Result<Vec<session::Stray>, StoreError>;
}
