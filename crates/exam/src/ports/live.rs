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
    /// Where it stands.
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
        let annulled = |state: &Self| matches!(state.status, Status::Cancelled | Status::Voided);
        (self.revision, annulled(self)) > (known.revision, annulled(known))
    }
}

/// The live state. Nothing on the answer path waits for it: `feed` queues and returns, dropping the oldest
/// when its bounded queue is full (the repair pass mends that).
#[async_trait]
pub trait Live: Send + Sync + 'static {
    /// Takes in states after a commit. One that does not supersede what is known of its attempt
    /// ([`SeatUpdate::supersedes`]) brings at most a later contact.
    fn feed(&self, updates: Vec<SeatUpdate>);

    /// Notes a contact of a candidate's page.
    fn contact(&self, attempt: AttemptId, at: Instant);

    /// The last contact of each attempt of a sitting, as far as known.
    async fn contacts(&self, sitting: SittingId) -> Vec<(AttemptId, Instant)>;

    /// The states of a sitting's seats, as far as known.
    async fn seats(&self, sitting: SittingId) -> Vec<SeatUpdate>;

    /// A number that has risen when the state of a seat of the sitting has changed since it was asked for; contacts
    /// alone do not count. It says nothing across a restart.
    async fn revision(&self, sitting: SittingId) -> u64;

    /// The live rank order of a formation: states from rank `from` (0-based) on, at most `limit`.
    async fn ranking(&self, formation: FormationId, from: usize, limit: usize) -> Vec<SeatUpdate>;

    /// Rank (from 1, equals share it) of an application in its formation.
    async fn rank_of(&self, formation: FormationId, application: ApplicationId) -> Option<usize>;
}
