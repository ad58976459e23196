//! Drafts as the committee sees them.

use std::collections::BTreeMap;

use lexicon::{Digest, Instant, ParticipantNo, PublicationId, SelectionId, UserId};
use publication::{List, Row};
use serde::Serialize;

use crate::app::App;
use crate::error::ExamError;
use crate::ports::{DraftRow, DraftStatus};

/// A draft in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DraftView {
    /// Its id; the publication keeps it.
    pub id: PublicationId,
    /// Of which selection.
    pub selection: SelectionId,
    /// Version, from 1.
    pub version: u32,
    /// `draft`, `approved` or `published`.
    pub status: &'static str,
    /// What an approval must name.
    pub digest: Digest,
    /// How many rows.
    pub rows: usize,
    /// Who made it.
    pub drafted_by: UserId,
    /// Their name on documents.
    pub drafted_by_name: String,
    /// When.
    pub drafted: Instant,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// Their name on documents.
    pub approved_by_name: Option<String>,
    /// When.
    pub approved: Option<Instant>,
}

/// A row that differs from the newest publication's; the nonce does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedRow {
    /// As it is published.
    pub before: Option<Row>,
    /// As it is drafted.
    pub after: Option<Row>,
}

/// A draft with its list.
#[derive(Clone, Debug, Serialize)]
pub struct DraftPreview {
    /// As in a list.
    #[serde(flatten)]
    pub view: DraftView,
    /// Content, formations and rows, as they would be published.
    pub list: List,
    /// Who stands behind the numbers of the selection, for those who check the list; no part of what is published.
    pub names: BTreeMap<ParticipantNo, String>,
    /// What it changes in the newest publication; none where there is no publication.
    pub changes: Option<Vec<ChangedRow>>,
}

/// The names of a selection's candidates, by participant number.
pub(super) async fn names(
    app: &App,
    selection: SelectionId,
) -> Result<BTreeMap<ParticipantNo, String>, ExamError> {
    let applications = app.store.applications(selection).await?.into_iter();
    Ok(applications
        .map(|row| (row.participant_no, row.name))
        .collect())
}

/// The draft's row with the officers' names of today.
pub(super) async fn view(app: &App, row: &DraftRow, rows: usize) -> Result<DraftView, ExamError> {
    let approved_by_name = match row.approved_by {
        Some(id) => Some(name(app, id).await?),
        None => None,
    };
    Ok(DraftView {
        id: row.id,
        selection: row.selection,
        version: row.version,
        status: match row.status {
            DraftStatus::Draft => "draft",
            DraftStatus::Approved => "approved",
            DraftStatus::Published => "published",
        },
        digest: row.digest,
        rows,
        drafted_by: row.drafted_by,
        drafted_by_name: name(app, row.drafted_by).await?,
        drafted: row.drafted,
        approved_by: row.approved_by,
        approved_by_name,
        approved: row.approved,
    })
}

async fn name(app: &App, id: UserId) -> Result<String, ExamError> {
    let user = app.store.user(id).await?;
    Ok(user.ok_or(ExamError::NotFound("user"))?.full_name)
}
