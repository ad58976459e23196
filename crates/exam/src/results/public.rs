//! What anybody may ask: published lists, a row with its certificate, the key.

use std::collections::VecDeque;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use lexicon::{Digest, Instant, ParticipantNo, PublicationId, SelectionId};
use publication::{Certificate, Certifier, Document, PublicKey, Row, SelectionRef};
use serde::Serialize;
use tokio::sync::Mutex;

use crate::app::App;
use crate::error::ExamError;
use crate::ports::PublicationRow;
use crate::staff::selections::load;

/// Documents that are kept ready, at most.
const READY_MAX: usize = 4;

/// A publication in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicationView {
    /// Its id.
    pub id: PublicationId,
    /// Of which selection.
    pub selection: SelectionId,
    /// Version, from 1.
    pub version: u32,
    /// SHA-256 of the document.
    pub digest: Digest,
    /// When.
    pub published: Instant,
}

impl From<&PublicationRow> for PublicationView {
    fn from(row: &PublicationRow) -> Self {
        Self {
            id: row.id,
            selection: row.selection,
            version: row.version,
            digest: row.digest,
            published: row.published,
        }
    }
}

/// The office's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicKeyView {
    /// Always `ed25519`.
    pub algorithm: &'static str,
    /// 32 bytes in hexadecimal digits.
    pub public_key: String,
    /// As printed on announcements: groups of four digits.
    pub fingerprint: String,
}

/// A candidate's newest published row with all that proves it.
#[derive(Clone, Debug, Serialize)]
pub struct PublicResult {
    /// In which publication.
    pub publication: PublicationId,
    /// Its version.
    pub version: u32,
    /// Of which selection.
    pub selection: SelectionRef,
    /// The row.
    pub row: Row,
    /// Verifiable without the list.
    pub certificate: Certificate,
}

/// The publications of a selection, newest first.
///
/// # Errors
/// [`ExamError::NotFound`].
pub async fn publications(
    app: &App,
    selection: SelectionId,
) -> Result<Vec<PublicationView>, ExamError> {
    load(app, selection).await?;
    let rows = app.store.publications(selection, false).await?;
    Ok(rows.iter().map(PublicationView::from).collect())
}

/// A published document, byte for byte.
///
/// # Errors
/// [`ExamError::NotFound`].
pub async fn publication(app: &App, id: PublicationId) -> Result<PublicationRow, ExamError> {
    let row = app.store.publication(id).await?;
    row.ok_or(ExamError::NotFound("publication"))
}

/// The key that signs publications.
///
/// # Errors
/// [`ExamError::Internal`] when the signer has no usable key.
pub fn public_key(app: &App) -> Result<PublicKeyView, ExamError> {
    let key = PublicKey::from_bytes(&app.signer.public_key())
        .map_err(|error| ExamError::Internal(error.to_string()))?;
    Ok(PublicKeyView {
        algorithm: "ed25519",
        public_key: HEXLOWER.encode(key.as_bytes()),
        fingerprint: key.fingerprint().groups(),
    })
}

/// A document ready to give certificates.
struct Ready {
    document: Document,
    certifier: Certifier,
}

/// Keeps the newest documents ready: on the day of an announcement everybody asks for a row of the same one.
#[derive(Default)]
pub struct Published {
    ready: Mutex<VecDeque<(PublicationId, Arc<Ready>)>>,
}

impl core::fmt::Debug for Published {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Published")
    }
}

impl Published {
    /// The newest published row of a participant.
    ///
    /// # Errors
    /// [`ExamError::NotFound`] for a number that no publication has.
    pub async fn result(&self, app: &App, no: ParticipantNo) -> Result<PublicResult, ExamError> {
        let place = app.store.published_row(no).await?;
        let place = place.ok_or(ExamError::NotFound("result"))?;
        let ready = self.ready(app, place.publication).await?;
        let index = usize::try_from(place.index).unwrap_or(usize::MAX);
        let row = ready.document.rows.get(index);
        let row = row.filter(|row| row.participant == no).ok_or_else(|| {
            ExamError::Internal(format!("the index of publication {}", place.publication))
        })?;
        let certificate = ready.certifier.certificate(&ready.document, index);
        let subject = &ready.document.header.content.subject;
        Ok(PublicResult {
            publication: place.publication,
            version: subject.version,
            selection: subject.selection.clone(),
            row: row.clone(),
            certificate: certificate.ok_or(ExamError::NotFound("result"))?,
        })
    }

    /// One load at a time: who asks for the same document waits for the first.
    async fn ready(&self, app: &App, id: PublicationId) -> Result<Arc<Ready>, ExamError> {
        let mut ready = self.ready.lock().await;
        if let Some((_, known)) = ready.iter().find(|(known, _)| *known == id) {
            return Ok(Arc::clone(known));
        }
        let row = publication(app, id).await?;
        let loaded = tokio::task::spawn_blocking(move || -> Result<Ready, ExamError> {
            let internal = |error: &dyn core::fmt::Display| ExamError::Internal(error.to_string());
            let document = Document::from_bytes(&row.document).map_err(|fault| internal(&fault))?;
            let certifier = Certifier::of(&document).map_err(|error| internal(&error))?;
            Ok(Ready {
                document,
                certifier,
            })
        })
        .await
        .map_err(|error| ExamError::Internal(error.to_string()))??;
        let loaded = Arc::new(loaded);
        if ready.len() >= READY_MAX {
            ready.pop_front();
        }
        ready.push_back((id, Arc::clone(&loaded)));
        Ok(loaded)
    }
}
