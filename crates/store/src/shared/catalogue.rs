//! Selections, formations, applications, items, forms. Sittings have a file of their own.

use async_trait::async_trait;
use exam::ports::{
    ApplicationRow, AuditEntry, BlobRow, Catalogue, FormRow, FormationRow, ItemRow, NewSitting,
    SelectionRow, SittingRow, StoreError,
};
use lexicon::{
    ApplicationId, Digest, FormId, FormationId, ItemId, ParticipantNo, SelectionId, SittingId,
};
use serde_json::{Value, json};

use super::import::{SLICE_BYTES, SLICE_LEN, text};
use super::{Adapter, Call, Columns, Row, sittings};
use crate::pack::hex;
use crate::sql::catalogue as sql;

#[async_trait]
impl Catalogue for Adapter {
    async fn create_selection(
        &self,
        row: &SelectionRow,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let create = || {
            sql::CREATE_SELECTION
                .call()
                .id(row.id.as_bytes())
                .text(&row.code)
                .text(&row.name)
                .text(&row.agency)
                .text(&row.policy)
                .with(row.created.0)
        };
        self.create(create, audit).await
    }

    async fn selections(&self) -> Result<Vec<SelectionRow>, StoreError> {
        sql::SELECTIONS
            .call()
            .list(self.readers().await, selection)
            .await
    }

    async fn selection(&self, id: SelectionId) -> Result<Option<SelectionRow>, StoreError> {
        let found = sql::SELECTION.call().id(id.as_bytes());
        found.first(self.readers().await, selection).await
    }

    async fn import_formations(
        &self,
        selection: SelectionId,
        rows: &[FormationRow],
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let import = self.begin_import(selection, audit.at).await?;
        let id = import.id();
        let slices = rows.chunks(SLICE_LEN).map(move |slice| {
            let rows = slice.iter().map(formation_json).collect::<Result<_, _>>()?;
            let call = sql::IMPORT_FORMATIONS.call().id(selection.as_bytes());
            Ok(vec![call.with(id).with(Value::Array(rows).to_string())])
        });
        import.run(slices, audit).await
    }

    async fn formations(&self, selection: SelectionId) -> Result<Vec<FormationRow>, StoreError> {
        let formations = sql::FORMATIONS.call().id(selection.as_bytes());
        formations.list(self.readers().await, formation).await
    }

    async fn formation(&self, id: FormationId) -> Result<Option<FormationRow>, StoreError> {
        let found = sql::FORMATION.call().id(id.as_bytes());
        found.first(self.readers().await, formation).await
    }

    async fn import_applications(
        &self,
        selection: SelectionId,
        rows: &[ApplicationRow],
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let import = self.begin_import(selection, audit.at).await?;
        let id = import.id();
        let slices = rows.chunks(SLICE_LEN).map(move |slice| {
            let rows = slice
                .iter()
                .map(application_json)
                .collect::<Result<_, _>>()?;
            let call = sql::IMPORT_APPLICATIONS.call().id(selection.as_bytes());
            Ok(vec![call.with(id).with(Value::Array(rows).to_string())])
        });
        import.run(slices, audit).await
    }

    async fn applications(
        &self,
        selection: SelectionId,
    ) -> Result<Vec<ApplicationRow>, StoreError> {
        let applications = sql::APPLICATIONS.call().id(selection.as_bytes());
        applications.list(self.readers().await, application).await
    }

    async fn application(&self, id: ApplicationId) -> Result<Option<ApplicationRow>, StoreError> {
        let found = sql::APPLICATION.call().id(id.as_bytes());
        found.first(self.readers().await, application).await
    }

    async fn application_by_number(
        &self,
        no: ParticipantNo,
    ) -> Result<Option<(SelectionId, ApplicationRow)>, StoreError> {
        let found = sql::APPLICATION_BY_NUMBER.call().text(no.as_str());
        found
            .first(self.readers().await, |row| {
                let mut columns = Columns::of(row);
                let application = application_columns(&mut columns)?;
                Ok((columns.id(SelectionId::from_bytes)?, application))
            })
            .await
    }

    async fn import_items(
        &self,
        selection: SelectionId,
        rows: &[ItemRow],
        pictures: &[BlobRow],
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let import = self.begin_import(selection, audit.at).await?;
        let calls = item_calls(selection, import.id(), rows, pictures);
        import.run(by_size(calls), audit).await
    }

    async fn items(&self, selection: SelectionId) -> Result<Vec<ItemRow>, StoreError> {
        let items = sql::ITEMS.call().id(selection.as_bytes());
        items.list(self.readers().await, item).await
    }

    async fn blob(&self, digest: Digest) -> Result<Option<BlobRow>, StoreError> {
        let found = sql::BLOB.call().bytes(&digest.0);
        found
            .first(self.readers().await, |row| {
                let mut columns = Columns::of(row);
                Ok(BlobRow {
                    digest: columns.digest()?,
                    media_type: columns.value()?,
                    bytes: columns.value()?,
                })
            })
            .await
    }

    async fn create_form(&self, row: &FormRow, audit: &AuditEntry) -> Result<(), StoreError> {
        let create = || {
            sql::CREATE_FORM
                .call()
                .id(row.id.as_bytes())
                .id(row.selection.as_bytes())
                .text(&row.name)
                .bytes(&row.content)
                .bytes(&row.nonce)
                .bytes(&row.commitment.0)
                .with(row.locked.0)
        };
        self.create(create, audit).await
    }

    async fn form(&self, id: FormId) -> Result<Option<FormRow>, StoreError> {
        let found = sql::FORM.call().id(id.as_bytes());
        found.first(self.readers().await, form).await
    }

    async fn forms(&self, selection: SelectionId) -> Result<Vec<FormRow>, StoreError> {
        let forms = sql::FORMS.call().id(selection.as_bytes());
        forms.list(self.readers().await, form).await
    }

    async fn create_sitting(&self, new: &NewSitting, audit: &AuditEntry) -> Result<(), StoreError> {
        self.make_sitting(new, audit).await
    }

    async fn sittings(&self, selection: SelectionId) -> Result<Vec<SittingRow>, StoreError> {
        let found = sql::SITTINGS.call().id(selection.as_bytes());
        found.list(self.readers().await, sittings::sitting).await
    }

    async fn sitting(&self, id: SittingId) -> Result<Option<SittingRow>, StoreError> {
        let found = sql::SITTING.call().id(id.as_bytes());
        found.first(self.readers().await, sittings::sitting).await
    }
}

impl Adapter {
    /// Writes one row and its entry in the log.
    pub(super) async fn create(
        &self,
        row: impl Fn() -> Call + Send + Sync,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let row = &row;
        self.again(move || async move {
            let mut txn = self.write().await?;
            row().run(txn.connection()?).await?;
            super::audit::append(&mut txn, audit).await?;
            txn.commit().await
        })
        .await
    }
}

/// A statement per picture and per item, with its size. Boxed: the compiler cannot name the closures' lifetimes
/// across an await.
fn item_calls<'r>(
    selection: SelectionId,
    import: i64,
    rows: &'r [ItemRow],
    pictures: &'r [BlobRow],
) -> Box<dyn Iterator<Item = (usize, Call)> + Send + 'r> {
    let pictures = pictures.iter().map(|blob| {
        let call = sql::IMPORT_BLOB.call().bytes(&blob.digest.0);
        let call = call.text(&blob.media_type).bytes(&blob.bytes);
        (blob.bytes.len(), call)
    });
    let items = rows.iter().map(move |item| {
        let call = sql::IMPORT_ITEM
            .call()
            .id(selection.as_bytes())
            .with(import)
            .id(item.id.as_bytes())
            .text(&item.code)
            .with(i64::from(item.version))
            .bytes(&item.digest.0)
            .bytes(&item.content);
        (item.content.len(), call)
    });
    Box::new(pictures.chain(items))
}

/// Cuts statements of known size into slices.
fn by_size(
    calls: impl Iterator<Item = (usize, Call)>,
) -> impl Iterator<Item = Result<Vec<Call>, StoreError>> {
    let mut calls = calls.peekable();
    core::iter::from_fn(move || {
        let mut slice = Vec::new();
        let mut bytes = 0;
        while let Some((len, call)) = calls.next_if(|(len, _)| {
            slice.is_empty() || (slice.len() < SLICE_LEN && bytes + len <= SLICE_BYTES)
        }) {
            bytes += len;
            slice.push(call);
        }
        (!slice.is_empty()).then_some(Ok(slice))
    })
}

fn formation_json(row: &FormationRow) -> Result<Value, StoreError> {
    Ok(json!([
        hex(row.id.as_bytes()),
        text(&row.code)?,
        text(&row.agency)?,
        text(&row.position)?,
        text(&row.qualification)?,
        text(&row.location)?,
        row.category.as_str(),
        row.position_group.as_ref().map(|group| group.as_str()),
        row.quota,
        row.ordinal,
    ]))
}

fn application_json(row: &ApplicationRow) -> Result<Value, StoreError> {
    Ok(json!([
        hex(row.id.as_bytes()),
        row.participant_no.as_str(),
        text(&row.name)?,
        hex(row.formation.as_bytes()),
        u8::from(row.blind),
    ]))
}

fn selection(row: &Row) -> Result<SelectionRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(SelectionRow {
        id: columns.id(SelectionId::from_bytes)?,
        code: columns.value()?,
        name: columns.value()?,
        agency: columns.value()?,
        policy: columns.value()?,
        created: columns.instant()?,
    })
}

fn formation(row: &Row) -> Result<FormationRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(FormationRow {
        id: columns.id(FormationId::from_bytes)?,
        code: columns.value()?,
        agency: columns.value()?,
        position: columns.value()?,
        qualification: columns.value()?,
        location: columns.value()?,
        category: columns.word()?,
        position_group: columns.maybe_word()?,
        quota: columns.number()?,
        ordinal: columns.number()?,
    })
}

fn application(row: &Row) -> Result<ApplicationRow, StoreError> {
    application_columns(&mut Columns::of(row))
}

fn application_columns(columns: &mut Columns<'_>) -> Result<ApplicationRow, StoreError> {
    Ok(ApplicationRow {
        id: columns.id(ApplicationId::from_bytes)?,
        participant_no: columns.word()?,
        name: columns.value()?,
        formation: columns.id(FormationId::from_bytes)?,
        blind: columns.flag()?,
    })
}

fn item(row: &Row) -> Result<ItemRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(ItemRow {
        id: columns.id(ItemId::from_bytes)?,
        code: columns.value()?,
        version: columns.number()?,
        digest: columns.digest()?,
        content: columns.value()?,
    })
}

fn form(row: &Row) -> Result<FormRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(FormRow {
        id: columns.id(FormId::from_bytes)?,
        selection: columns.id(SelectionId::from_bytes)?,
        name: columns.value()?,
        content: columns.value()?,
        nonce: columns.array()?,
        commitment: columns.digest()?,
        locked: columns.instant()?,
    })
}
