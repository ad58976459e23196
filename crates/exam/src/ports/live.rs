//! The live state: rank order, totals, seat states, last contacts. It may be lost at any moment and is
//! rebuilt from attempt rows.

use async_trait::async_trait;
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, Points, SittingId};
use session::Status;

/// Absolute state of a seat after a commit; older revisions are dropped by the adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatUpdate {
    /// Which attempt.
    pub attempt: AttemptId,
    /// In which sitting.
    pub sitting: SittingId,
    /// Whose.
    pub application: ApplicationId,
    /// For which formation the points rank.
    pub formation: FormationId,
    /// Chain length: the revision that is compared.
    pub revision: u32,
    /// Where it stands. One that is disqualified stands here as cancelled: neither has a place.
    pub status: Status,
    /// How many items have an answer.
    pub answered: u16,
    /// Points per sub-test, in the order of the form.
    pub totals: Vec<Points>,
    /// By what the formation orders it.
    pub rank_key: scoring::Key,
    /// Last contact, if this update came from the candidate's page.
    pub contact: Option<Instant>,
}

impl SeatUpdate {
    /// Whether this state comes after `known`, of the same attempt: by its revision, and at the same one when it
    /// annuls what was finished, which adds nothing to the chain. A board that goes by it never goes back.
    #[must_use]
    pub fn supersedes(&self, known: &Self) -> bool {
        (self.revision, self.is_annulled()) > (known.revision, known.is_annulled())
    }

    /// Whether the two say the same of the same attempt, whenever it was last heard.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let contact = self.contact;
        *self
            == Self {
                contact,
                ..other.clone()
            }
    }

    /// Whether it says that the attempt counts no more.
    #[must_use]
    pub const fn is_annulled(&self) -> bool {
        matches!(self.status, Status::Cancelled | Status::Voided)
    }

    /// Whether the attempt stands in the order of its formation: only who has opened the paper and may still be
    /// counted does.
    #[must_use]
    pub const fn is_ranked(&self) -> bool {
        matches!(self.status, Status::Running | Status::Finished)
    }
}

/// A state that the store has gone back behind: what was fed after a commit that is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The state as the boards have it.
    pub seen: SeatUpdate,
    /// What the attempt row says; none where the row is lost too.
    pub row: Option<SeatUpdate>,
}

/// One filling of the boards. When they are lost another one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generation(pub u64);

/// What can be said of the boards as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They have been filled, and have lost nothing since.
    Whole,
    /// Something is missing, or everything: whoever repairs feeds the states of all attempts, and says
    /// [`Live::filled`] of this generation.
    Lost(Generation),
    /// They do not answer.
    Away,
}

/// Why the boards say nothing. Whoever shows them goes on showing what they said last, with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LiveError {
    /// They do not answer.
    #[error("the boards do not answer")]
    Away,
    /// They were lost, and are being filled again.
    #[error("the boards are being filled")]
    Filling,
}

/// The live state, one for all nodes. Nothing on the answer path waits for it: `feed` and `contact` queue and
/// return, dropping the oldest when their bounded queue is full (the repair mends that). Everything else answers
/// within a second or two, with an error if need be.
#[async_trait]
pub trait Live: Send + Sync + 'static {
    /// Takes in states after a commit. One that does not supersede what is known of its attempt
    /// ([`SeatUpdate::supersedes`]) brings at most a later contact.
    fn feed(&self, updates: Vec<SeatUpdate>);

    /// Notes a contact of a candidate's page. Of an attempt that is not known it may be forgotten.
    fn contact(&self, sitting: SittingId, attempt: AttemptId, at: Instant);

    /// The last contact of each attempt of a sitting, as far as known, by attempt.
    ///
    /// # Errors
    /// [`LiveError::Away`].
    async fn contacts(&self, sitting: SittingId) -> Result<Vec<(AttemptId, Instant)>, LiveError>;

    /// The states of a sitting's seats, as far as known, by attempt.
    ///
    /// # Errors
    /// [`LiveError`]: a board with gaps is none.
    async fn seats(&self, sitting: SittingId) -> Result<Vec<SeatUpdate>, LiveError>;

    /// A number that is another one when the state of a seat of the sitting has changed since it was asked for, on
    /// whichever node; contacts alone do not count. It says nothing across a restart.
    ///
    /// # Errors
    /// [`LiveError::Away`].
    async fn revision(&self, sitting: SittingId) -> Result<u64, LiveError>;

    /// The live rank order of a formation: states from place `from` (0-based) on, at most `limit`.
    ///
    /// # Errors
    /// [`LiveError`]: an order with gaps is none.
    async fn ranking(
        &self,
        formation: FormationId,
        from: usize,
        limit: usize,
    ) -> Result<Vec<SeatUpdate>, LiveError>;

    /// Rank (from 1, equals share it) of an application in its formation.
    ///
    /// # Errors
    /// [`LiveError`].
    async fn rank_of(
        &self,
        formation: FormationId,
        application: ApplicationId,
    ) -> Result<Option<usize>, LiveError>;

    /// What was drawn last of a sitting's hall board, on whichever node; the bytes are the drawer's own.
    ///
    /// # Errors
    /// [`LiveError::Away`].
    async fn drawn(&self, sitting: SittingId) -> Result<Option<Vec<u8>>, LiveError>;

    /// Keeps what was drawn in place of `before`; false where that has changed meanwhile: another node was faster.
    ///
    /// # Errors
    /// [`LiveError::Away`].
    async fn draw(
        &self,
        sitting: SittingId,
        before: Option<Vec<u8>>,
        drawn: Vec<u8>,
    ) -> Result<bool, LiveError>;

    /// Whether anything has to be fed again. To ask begins the filling of boards that are empty.
    async fn standing(&self) -> Standing;

    /// Takes in states like `feed`, and waits until they are there: for the repair.
    ///
    /// # Errors
    /// [`LiveError::Away`]: some of them may be there.
    async fn fill(&self, updates: Vec<SeatUpdate>) -> Result<(), LiveError>;

    /// Sets states back, against their revisions, and waits until they are there: for the repair, when the store was set
    /// back. One that has changed since it was seen stays as it is.
    ///
    /// # Errors
    /// [`LiveError::Away`]: some of them may be there.
    async fn set_back(&self, corrections: Vec<Correction>) -> Result<(), LiveError>;

    /// Says that since `generation` was asked for the states of all attempts have been fed. It means nothing when
    /// the boards were lost again meanwhile.
    ///
    /// # Errors
    /// [`LiveError::Away`].
    async fn filled(&self, generation: Generation) -> Result<(), LiveError>;

    /// Waits until nothing waits any more of what was fed here, for an orderly end. It waits as long as the boards
    /// are away: whoever asks sets a limit.
    async fn settled(&self);
}
