//! From an approved draft to a signed, published document.

use lexicon::{ParticipantNo, PublicationId};
use publication::{Act, Document, List, Progress, PublicKey, Signature, Unsigned, document_digest};
use serde_json::json;

use super::draft::{DraftContent, authorised, officer_of, progress_error};
use super::public::PublicationView;
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{DraftRow, DraftStatus, PublicationRow};
use crate::staff::audit::entry;
use crate::staff::{Caller, Permission};

/// Signs an approved draft and publishes it. Nothing is overwritten: a correction is a new version.
///
/// # Errors
/// [`ExamError::Stale`] when the draft is not approved, or another version was published since it was made.
pub async fn publish_draft(
    app: &App,
    caller: &Caller,
    id: PublicationId,
) -> Result<PublicationView, ExamError> {
    let (row, content) = authorised(app, caller, Permission::PublishResults, id).await?;
    caller.named()?;
    check_previous(app, &row, &content.list).await?;
    let progress = approved(app, &row, &content).await?;
    let document = sign(app, content.list, &progress)?;
    let bytes = document
        .to_bytes()
        .map_err(|error| ExamError::Internal(error.to_string()))?;
    let now = app.clock.now();
    let publication = PublicationRow {
        id,
        selection: row.selection,
        version: row.version,
        digest: document_digest(&bytes),
        document: bytes,
        published: now,
    };
    let numbers: Vec<ParticipantNo> = document.rows.iter().map(|row| row.participant).collect();
    let detail = json!({ "version": publication.version, "digest": publication.digest });
    let audit = entry(now, caller, "results.published", id, &detail);
    app.store.publish(&publication, &numbers, &audit).await?;
    Ok(PublicationView::from(&publication))
}

/// The list names the one before it by its digest; in the meantime it may no longer be the newest.
async fn check_previous(app: &App, row: &DraftRow, list: &List) -> Result<(), ExamError> {
    let published = app.store.publications(row.selection, false).await?;
    let newest = published.first().map(|publication| publication.digest);
    if newest == list.content().subject.previous {
        Ok(())
    } else {
        Err(ExamError::Stale("the published list".to_owned()))
    }
}

/// Both officers' words, as the rows have them.
async fn approved(
    app: &App,
    row: &DraftRow,
    content: &DraftContent,
) -> Result<Progress, ExamError> {
    let (Some(by), Some(at), DraftStatus::Approved) = (row.approved_by, row.approved, row.status)
    else {
        return Err(ExamError::Stale("the draft".to_owned()));
    };
    let user = app.store.user(by).await?;
    let user = user.ok_or(ExamError::NotFound("user"))?;
    let officer = officer_of(&user, Permission::ApproveResults, row.selection);
    let approve = Act::Approve {
        content: row.digest,
    };
    content
        .progress
        .apply(officer, approve, at)
        .map_err(progress_error)
}

fn sign(app: &App, list: List, progress: &Progress) -> Result<Document, ExamError> {
    let internal = |error: &dyn core::fmt::Display| ExamError::Internal(error.to_string());
    let unsigned = Unsigned::new(list, progress).map_err(|error| internal(&error))?;
    let key = PublicKey::from_bytes(&app.signer.public_key()).map_err(|error| internal(&error))?;
    let signature = Signature(app.signer.sign(unsigned.message()));
    unsigned
        .attach(key, signature)
        .map_err(|error| internal(&error))
}
