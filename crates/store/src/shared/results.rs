//! Drafts and publications.

use async_trait::async_trait;
use exam::ports::{AuditEntry, DraftRow, PublicationRow, Results, ScoredRow, StoreError};
use lexicon::{Digest, Instant, ParticipantNo, PublicationId, SelectionId, UserId};
use serde_json::Value;
use sqlx::Executor;

use super::import::SLICE_LEN;
use super::{Adapter, Columns, Db, Row, audit};
use crate::sql::results as sql;
use crate::tokens::Token;

#[async_trait]
impl Results for Adapter {
    async fn create_draft(&self, row: &DraftRow, audit: &AuditEntry) -> Result<(), StoreError> {
        let create = || {
            sql::CREATE_DRAFT
                .call()
                .id(row.id.as_bytes())
                .id(row.selection.as_bytes())
                .with(i64::from(row.version))
                .text(row.status.word())
                .bytes(&row.content)
                .bytes(&row.digest.0)
                .id(row.drafted_by.as_bytes())
                .with(row.drafted.0)
                .maybe_id(row.approved_by.as_ref().map(UserId::as_bytes))
                .with(row.approved.map(|at| at.0))
        };
        self.create(create, audit).await
    }

    async fn draft(&self, id: PublicationId) -> Result<Option<DraftRow>, StoreError> {
        let found = sql::DRAFT.call().id(id.as_bytes());
        found.first(self.readers().await, draft).await
    }

    async fn drafts(&self, selection: SelectionId) -> Result<Vec<DraftRow>, StoreError> {
        let drafts = sql::DRAFTS.call().id(selection.as_bytes());
        drafts.list(self.readers().await, draft).await
    }

    async fn approve_draft(
        &self,
        id: PublicationId,
        digest: Digest,
        by: UserId,
        at: Instant,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        self.again(move || async move {
            let mut txn = self.write().await?;
            let approve = sql::APPROVE
                .call()
                .id(id.as_bytes())
                .bytes(&digest.0)
                .id(by.as_bytes())
                .with(at.0);
            if approve.run(txn.connection()?).await? == 0 {
                return Err(StoreError::Stale("the draft".to_owned()));
            }
            audit::append(&mut txn, audit).await?;
            txn.commit().await
        })
        .await
    }

    async fn publish(
        &self,
        row: &PublicationRow,
        numbers: &[ParticipantNo],
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let _turn = self.turn().await?;
        publishable(row, self.readers().await).await?;
        self.take_rows_back(row.id).await?;
        let published = match self.lay_out(row, numbers).await {
            Ok(()) => self.publish_row(row, audit).await,
            Err(error) => Err(error),
        };
        if published.is_err()
            && let Err(error) = self.take_rows_back(row.id).await
        {
            tracing::warn!(%error, "rows of a refused publication are not swept yet");
        }
        published
    }

    async fn publications(
        &self,
        selection: SelectionId,
        documents: bool,
    ) -> Result<Vec<PublicationRow>, StoreError> {
        if documents {
            let all = sql::PUBLICATIONS.call().id(selection.as_bytes());
            all.list(self.readers().await, |row| publication(row, true))
                .await
        } else {
            let all = sql::PUBLICATIONS_BRIEF.call().id(selection.as_bytes());
            all.list(self.readers().await, |row| publication(row, false))
                .await
        }
    }

    async fn publication(&self, id: PublicationId) -> Result<Option<PublicationRow>, StoreError> {
        let found = sql::PUBLICATION.call().id(id.as_bytes());
        found
            .first(self.readers().await, |row| publication(row, true))
            .await
    }

    async fn published_row(&self, no: ParticipantNo) -> Result<Option<ScoredRow>, StoreError> {
        let found = sql::PUBLISHED_ROW.call().text(no.as_str());
        found
            .first(self.readers().await, |row| {
                let mut columns = Columns::of(row);
                Ok(ScoredRow {
                    publication: columns.id(PublicationId::from_bytes)?,
                    index: columns.number()?,
                })
            })
            .await
    }
}

impl Adapter {
    /// Lays out the index by number in slices; it is seen only with its publication.
    async fn lay_out(
        &self,
        row: &PublicationRow,
        numbers: &[ParticipantNo],
    ) -> Result<(), StoreError> {
        for (slice, index) in numbers.chunks(SLICE_LEN).zip((0_i64..).step_by(SLICE_LEN)) {
            let list = slice.iter().map(|no| Value::from(no.as_str())).collect();
            let mut txn = self.write().await?;
            let call = sql::PUBLISH_ROWS
                .call()
                .id(row.id.as_bytes())
                .with(Value::Array(list).to_string())
                .with(index);
            call.run(txn.connection()?).await?;
            txn.commit().await?;
        }
        Ok(())
    }

    async fn publish_row(
        &self,
        row: &PublicationRow,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut txn = self.write().await?;
        publishable(row, txn.connection()?).await?;
        let mark = sql::MARK_PUBLISHED.call().id(row.id.as_bytes());
        mark.run(txn.connection()?).await?;
        let publish = sql::PUBLISH
            .call()
            .id(row.id.as_bytes())
            .id(row.selection.as_bytes())
            .with(i64::from(row.version))
            .bytes(&row.document)
            .bytes(&row.digest.0)
            .with(row.published.0);
        publish.run(txn.connection()?).await?;
        audit::append(&mut txn, audit).await?;
        txn.commit().await
    }
}

async fn publishable<'c>(
    row: &PublicationRow,
    on: impl Executor<'c, Database = Db>,
) -> Result<(), StoreError> {
    let found = sql::PUBLISHABLE
        .call()
        .id(row.id.as_bytes())
        .id(row.selection.as_bytes())
        .with(i64::from(row.version));
    if found.rows(on).await?.is_empty() {
        return Err(StoreError::Stale("the draft or the version".to_owned()));
    }
    Ok(())
}

fn draft(row: &Row) -> Result<DraftRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(DraftRow {
        id: columns.id(PublicationId::from_bytes)?,
        selection: columns.id(SelectionId::from_bytes)?,
        version: columns.number()?,
        status: Token::from_word(columns.value()?)?,
        content: columns.value()?,
        digest: columns.digest()?,
        drafted_by: columns.id(UserId::from_bytes)?,
        drafted: columns.instant()?,
        approved_by: columns.maybe_id(UserId::from_bytes)?,
        approved: columns.value::<Option<i64>>()?.map(Instant),
    })
}

fn publication(row: &Row, with_document: bool) -> Result<PublicationRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(PublicationRow {
        id: columns.id(PublicationId::from_bytes)?,
        selection: columns.id(SelectionId::from_bytes)?,
        version: columns.number()?,
        document: if with_document {
            columns.value()?
        } else {
            Vec::new()
        },
        digest: columns.digest()?,
        published: columns.instant()?,
    })
}
