//! Drafts of a result list, and the second officer's word for them.

use std::collections::BTreeMap;

use lexicon::{Digest, Instant, ParticipantNo, PublicationId, SelectionId};
use publication::{
    Act, Correction, Document, List, Nonce, Officer, PolicyRef, Row, SelectionRef, Subject,
};
use scoring::Code;
use serde::{Deserialize, Serialize};
use serde_json::json;
use session::Refusal;
use sha2::{Digest as _, Sha256};

mod correction;
mod view;

pub use view::{ChangedRow, DraftPreview, DraftView};
use view::{names, view};

use super::Progress;
use super::collect::{Collected, Need, collect};
use super::list::compile;
use crate::app::App;
use crate::error::ExamError;
use crate::ports::{DraftRow, DraftStatus, PublicationRow, UserRow};
use crate::staff::audit::entry;
use crate::staff::selections::load;
use crate::staff::text::invalid;
use crate::staff::{Caller, Permission, Place};

/// The stage that a list is about.
const STAGE: &str = "skd";

/// What a draft's row holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DraftContent {
    /// How many times the quota goes on, where the policy's number was replaced.
    pub(super) cut: Option<u32>,
    /// The list.
    pub(super) list: List,
    /// The drafter's word for it.
    pub(super) progress: publication::Progress,
}

/// What is asked for a draft.
#[derive(Clone, Debug, Default)]
pub struct NewDraft {
    /// From the second version on: why it replaces the one before.
    pub correction: Option<Correction>,
    /// How many times the quota goes on, in place of the policy's number.
    pub cut: Option<u32>,
}

/// Makes a draft: every journal of the selection is replayed, every formation ranked and cut.
///
/// # Errors
/// [`ExamError::SittingOpen`] while the minutes of a sitting are not signed; [`ExamError::Internal`] when a
/// journal and its row do not agree (`recompute` tells which).
pub async fn create_draft(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    new: NewDraft,
    progress: Progress<'_>,
) -> Result<DraftView, ExamError> {
    caller.authorise(Permission::DraftResults, Place::Selection(selection))?;
    new.correction.as_ref().map_or(Ok(()), correction::check)?;
    let by = officer(app, caller, Permission::DraftResults, selection).await?;
    let collected = collect(app, selection, Need::Sealed, progress).await?;
    if let Some(difference) = collected.differences.first() {
        return Err(ExamError::Internal(difference.to_string()));
    }
    let before = app.store.publications(selection, false).await?;
    let now = app.clock.now();
    let subject = subject(&collected, before.first(), new.correction, now)?;
    let version = subject.version;
    let drafted_by = by.id;
    let app_rng = std::sync::Arc::clone(&app.rng);
    let content = tokio::task::spawn_blocking(move || -> Result<DraftContent, ExamError> {
        let compiled = compile(&collected, new.cut, |_| {
            let mut nonce = [0; 16];
            app_rng.fill(&mut nonce);
            Nonce(nonce)
        })?;
        let list = List::compile(subject, compiled.formations, compiled.rows)
            .map_err(|faults| list_error(&faults))?;
        let progress = publication::Progress::draft(by, content_digest(&list)?, now)
            .map_err(|refusal| invalid("name", refusal.to_string()))?;
        Ok(DraftContent {
            cut: new.cut,
            list,
            progress,
        })
    })
    .await
    .map_err(|error| ExamError::Internal(error.to_string()))??;
    let row = DraftRow {
        id: PublicationId(app.rng.row_id(now)),
        selection,
        version,
        status: DraftStatus::Draft,
        digest: content_digest(&content.list)?,
        content: serde_json::to_vec(&content)
            .map_err(|error| ExamError::Internal(error.to_string()))?,
        drafted_by,
        drafted: now,
        approved_by: None,
        approved: None,
    };
    let rows = content.list.rows().len();
    let detail = json!({ "version": version, "digest": row.digest, "rows": rows });
    let audit = entry(now, caller, "draft.created", row.id, &detail);
    app.store.create_draft(&row, &audit).await?;
    view(app, &row, rows).await
}

fn list_error(faults: &publication::ListFaults) -> ExamError {
    let first = faults.faults.first().map(ToString::to_string);
    invalid("list", format!("{faults}: {}", first.unwrap_or_default()))
}

pub(super) fn content_digest(list: &List) -> Result<Digest, ExamError> {
    list.content()
        .digest()
        .map_err(|error| ExamError::Internal(error.to_string()))
}

fn subject(
    collected: &Collected,
    before: Option<&PublicationRow>,
    correction: Option<Correction>,
    now: Instant,
) -> Result<Subject, ExamError> {
    match (before, &correction) {
        (Some(_), None) => {
            let reason = "a list is published already: name the decisions that this one rests on";
            return Err(invalid("correction", reason));
        }
        (None, Some(_)) => {
            return Err(invalid(
                "correction",
                "nothing is published that could be corrected",
            ));
        }
        _ => {}
    }
    let policy = &collected.policy;
    let selection = &collected.selection;
    Ok(Subject {
        admitted_codes: vec![policy.codes.text(Code::Within).to_owned()],
        as_of_ms: now,
        correction,
        policy: PolicyRef {
            digest: Digest(Sha256::digest(selection.policy.as_bytes()).into()),
            name: policy.name.clone(),
        },
        previous: before.map(|row| row.digest),
        selection: SelectionRef {
            id: selection.id,
            name: selection.name.clone(),
        },
        stage: STAGE.to_owned(),
        sub_tests: policy
            .sub_tests
            .iter()
            .map(|spec| spec.code.clone())
            .collect(),
        version: before.map_or(1, |row| row.version.saturating_add(1)),
    })
}

/// The caller as a document names them.
async fn officer(
    app: &App,
    caller: &Caller,
    permission: Permission,
    selection: SelectionId,
) -> Result<Officer, ExamError> {
    let user = app.store.user(caller.named()?).await?;
    let user = user.ok_or(ExamError::Unauthenticated)?;
    Ok(officer_of(&user, permission, selection))
}

/// A user as a document names them: with the role that carries the permission.
pub(super) fn officer_of(
    user: &UserRow,
    permission: Permission,
    selection: SelectionId,
) -> Officer {
    let role = Caller::of(user).role_for(permission, Place::Selection(selection));
    let role = role.and_then(|role| serde_json::to_value(role).ok());
    Officer {
        id: user.id,
        name: user.full_name.clone(),
        role: role
            .as_ref()
            .and_then(|role| role.as_str())
            .unwrap_or("committee")
            .to_owned(),
    }
}

/// The draft's row, for a caller who may do this in its selection.
pub(super) async fn authorised(
    app: &App,
    caller: &Caller,
    permission: Permission,
    id: PublicationId,
) -> Result<(DraftRow, DraftContent), ExamError> {
    let row = app.store.draft(id).await?;
    let row = row.ok_or(ExamError::NotFound("draft"))?;
    caller.authorise(permission, Place::Selection(row.selection))?;
    let content = read(&row)?;
    Ok((row, content))
}

pub(super) fn read(row: &DraftRow) -> Result<DraftContent, ExamError> {
    serde_json::from_slice(&row.content)
        .map_err(|error| ExamError::Internal(format!("draft {}: {error}", row.id)))
}

/// The drafts of a selection, newest first.
///
/// # Errors
/// [`ExamError::NotFound`], [`ExamError::Forbidden`].
pub async fn drafts(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
) -> Result<Vec<DraftView>, ExamError> {
    caller.authorise(Permission::ReadDrafts, Place::Selection(selection))?;
    load(app, selection).await?;
    let mut drafts = Vec::new();
    for row in app.store.drafts(selection).await? {
        drafts.push(view(app, &row, read(&row)?.list.rows().len()).await?);
    }
    Ok(drafts)
}

/// A draft with its list, and with what it changes in the newest publication.
///
/// # Errors
/// [`ExamError::NotFound`], [`ExamError::Forbidden`].
pub async fn draft(
    app: &App,
    caller: &Caller,
    id: PublicationId,
) -> Result<DraftPreview, ExamError> {
    let (row, content) = authorised(app, caller, Permission::ReadDrafts, id).await?;
    let published = app.store.publications(row.selection, true).await?;
    let changes = match published
        .iter()
        .find(|published| published.version < row.version)
    {
        Some(published) => {
            let document = Document::from_bytes(&published.document)
                .map_err(|fault| ExamError::Internal(fault.to_string()))?;
            Some(changes(&document.rows, content.list.rows()))
        }
        None => None,
    };
    Ok(DraftPreview {
        view: view(app, &row, content.list.rows().len()).await?,
        list: content.list,
        names: names(app, row.selection).await?,
        changes,
    })
}

pub(super) fn changes(before: &[Row], after: &[Row]) -> Vec<ChangedRow> {
    let mut left: BTreeMap<ParticipantNo, &Row> =
        before.iter().map(|row| (row.participant, row)).collect();
    let mut changed = Vec::new();
    for row in after {
        let before = left.remove(&row.participant);
        let same = before.is_some_and(|before| {
            *before
                == Row {
                    nonce: before.nonce,
                    ..row.clone()
                }
        });
        if !same {
            changed.push(ChangedRow {
                before: before.cloned(),
                after: Some(row.clone()),
            });
        }
    }
    changed.extend(left.into_values().map(|row| ChangedRow {
        before: Some(row.clone()),
        after: None,
    }));
    changed
}

/// The second officer's word for exactly the list that they were shown.
///
/// # Errors
/// [`ExamError::Refused`] with `SecondOfficer` for the drafter, [`ExamError::Stale`] when the digest is another
/// or the draft is approved already.
pub async fn approve_draft(
    app: &App,
    caller: &Caller,
    id: PublicationId,
    digest: Digest,
) -> Result<DraftView, ExamError> {
    let (mut row, content) = authorised(app, caller, Permission::ApproveResults, id).await?;
    let by = officer(app, caller, Permission::ApproveResults, row.selection).await?;
    if row.status != DraftStatus::Draft {
        return Err(ExamError::Stale("the draft".to_owned()));
    }
    let now = app.clock.now();
    let approver = by.id;
    content
        .progress
        .apply(by, Act::Approve { content: digest }, now)
        .map_err(progress_error)?;
    let audit = entry(
        now,
        caller,
        "draft.approved",
        id,
        &json!({ "digest": digest }),
    );
    app.store
        .approve_draft(id, digest, approver, now, &audit)
        .await?;
    row.status = DraftStatus::Approved;
    row.approved_by = Some(approver);
    row.approved = Some(now);
    view(app, &row, content.list.rows().len()).await
}

pub(super) fn progress_error(refusal: publication::Refusal) -> ExamError {
    match refusal {
        publication::Refusal::SamePerson => Refusal::SecondOfficer.into(),
        publication::Refusal::OtherContent
        | publication::Refusal::WrongState
        | publication::Refusal::Backwards => ExamError::Stale("the draft".to_owned()),
        publication::Refusal::BadText => invalid("full_name", refusal.to_string()),
    }
}
