//! Who may do what where: one table from roles to permissions, one function that asks it.

use lexicon::{SelectionId, SittingId, UserId};

use crate::error::ExamError;
use crate::ports::{Grant, Role, Scope, UserRow};

/// Something that a role may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Make users, change their grants and passwords.
    ManageUsers,
    /// Read the log of staff acts.
    ReadAudit,
    /// Make selections.
    MakeSelections,
    /// See a selection, its formations and its sittings' names.
    ReadSelection,
    /// Import formations and candidates.
    ImportCandidates,
    /// Import items.
    ImportItems,
    /// Draw and lock forms.
    LockForms,
    /// Make sittings and their seats.
    MakeSittings,
    /// See a sitting with its seats.
    WatchSitting,
    /// Check candidates in and print PINs.
    CheckIn,
    /// Open, pause, resume, release and close a room.
    RunRoom,
    /// Sign the minutes of a sitting.
    SealRoom,
    /// Help, pause, warn and end a seat, and give it time.
    ActOnSeat,
    /// Disqualify a candidate, annul an attempt.
    Sanction,
    /// See points while they are still moving.
    ReadRanking,
    /// Make drafts of the results.
    DraftResults,
    /// See drafts.
    ReadDrafts,
    /// Approve a draft that somebody else has made.
    ApproveResults,
    /// Publish an approved draft.
    PublishResults,
    /// Take the raw journal, key and answers included, out of the server.
    ExportJournal,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 20] = [
        Self::ManageUsers,
        Self::ReadAudit,
        Self::MakeSelections,
        Self::ReadSelection,
        Self::ImportCandidates,
        Self::ImportItems,
        Self::LockForms,
        Self::MakeSittings,
        Self::WatchSitting,
        Self::CheckIn,
        Self::RunRoom,
        Self::SealRoom,
        Self::ActOnSeat,
        Self::Sanction,
        Self::ReadRanking,
        Self::DraftResults,
        Self::ReadDrafts,
        Self::ApproveResults,
        Self::PublishResults,
        Self::ExportJournal,
    ];
}

/// What a role may do. Sanctions and results are the committee's, not the technician's.
#[must_use]
pub const fn permissions(role: Role) -> &'static [Permission] {
    use Permission as P;
    match role {
        Role::Admin => &[
            P::ManageUsers,
            P::ReadAudit,
            P::MakeSelections,
            P::ReadSelection,
            P::ImportCandidates,
            P::ImportItems,
            P::LockForms,
            P::MakeSittings,
            P::WatchSitting,
            P::CheckIn,
            P::RunRoom,
            P::SealRoom,
            P::ActOnSeat,
            P::ReadRanking,
            P::ReadDrafts,
            P::ExportJournal,
        ],
        Role::Author => &[P::ReadSelection, P::ImportItems],
        Role::Reviewer => &[P::ReadSelection, P::LockForms],
        Role::Registrar => &[
            P::ReadSelection,
            P::ImportCandidates,
            P::MakeSittings,
            P::WatchSitting,
            P::CheckIn,
        ],
        Role::Proctor => &[
            P::ReadSelection,
            P::WatchSitting,
            P::CheckIn,
            P::RunRoom,
            P::SealRoom,
            P::ActOnSeat,
        ],
        Role::Examiner => &[P::ReadSelection],
        Role::Committee => &[
            P::ReadSelection,
            P::WatchSitting,
            P::SealRoom,
            P::Sanction,
            P::ReadRanking,
            P::DraftResults,
            P::ReadDrafts,
            P::ApproveResults,
            P::PublishResults,
        ],
        Role::Auditor => &[
            P::ReadAudit,
            P::ReadSelection,
            P::WatchSitting,
            P::ReadRanking,
            P::ReadDrafts,
            P::ExportJournal,
        ],
    }
}

/// Where something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the whole installation.
    System,
    /// In a selection.
    Selection(SelectionId),
    /// In a sitting of a selection.
    Sitting(SelectionId, SittingId),
}

impl Scope {
    /// Whether what holds in this scope holds at `place`.
    #[must_use]
    pub fn covers(self, place: Place) -> bool {
        match (self, place) {
            (Self::System, _) => true,
            (Self::Selection(own), Place::Selection(asked) | Place::Sitting(asked, _)) => {
                own == asked
            }
            (Self::Sitting(own), Place::Sitting(_, asked)) => own == asked,
            _ => false,
        }
    }
}

/// A member of staff who is logged in, or the command line, which may do everything that needs no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    who: Option<UserId>,
    grants: Vec<Grant>,
}

impl Caller {
    /// The member of staff, with the grants of this moment.
    #[must_use]
    pub fn of(user: &UserRow) -> Self {
        Self {
            who: Some(user.id),
            grants: user.grants.clone(),
        }
    }

    /// This user as if these were the grants.
    pub(super) const fn with(who: Option<UserId>, grants: Vec<Grant>) -> Self {
        Self { who, grants }
    }

    /// Whoever may read and write the server's files: the operator at its command line.
    #[must_use]
    pub const fn operator() -> Self {
        Self {
            who: None,
            grants: Vec::new(),
        }
    }

    /// The user, for logs; `None` for the command line.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        self.who
    }

    /// The user, where an act must bear a name.
    ///
    /// # Errors
    /// [`ExamError::Forbidden`] for the command line.
    pub fn named(&self) -> Result<UserId, ExamError> {
        self.who.ok_or(ExamError::Forbidden)
    }

    /// Whether the caller may do this there.
    #[must_use]
    pub fn may(&self, permission: Permission, place: Place) -> bool {
        self.who.is_none()
            || self.grants.iter().any(|grant| {
                grant.scope.covers(place) && permissions(grant.role).contains(&permission)
            })
    }

    /// Goes on only if the caller may do this there: the first line of every use case.
    ///
    /// # Errors
    /// [`ExamError::Forbidden`].
    pub fn authorise(&self, permission: Permission, place: Place) -> Result<(), ExamError> {
        if self.may(permission, place) {
            Ok(())
        } else {
            Err(ExamError::Forbidden)
        }
    }

    /// The first of the caller's roles that carries this permission there: the office under which an
    /// announcement names them.
    #[must_use]
    pub fn role_for(&self, permission: Permission, place: Place) -> Option<Role> {
        let carries = |grant: &&Grant| {
            grant.scope.covers(place) && permissions(grant.role).contains(&permission)
        };
        self.grants.iter().find(carries).map(|grant| grant.role)
    }

    /// The caller's grants.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }
}

#[cfg(test)]
mod tests;
