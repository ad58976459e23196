//! Afterwards: the list, drafted by one, approved by another, published; the export for the auditor.

use data_encoding::HEXLOWER;
use lexicon::SelectionId;
use serde_json::{Value, json};

use super::{Staff, field};

/// A published list, downloaded.
#[derive(Clone, Debug)]
pub struct Published {
    /// The file.
    pub document: Vec<u8>,
    /// The office's key, as the server names it.
    pub public_key: [u8; 32],
    /// Rows of the list.
    pub rows: u64,
}

impl Staff {
    /// Drafts the list of a selection, lets `second` approve it, publishes and downloads it.
    ///
    /// # Errors
    /// When the server refuses, or stays away.
    pub async fn publish(
        &self,
        selection: SelectionId,
        second: &Self,
    ) -> Result<Published, String> {
        let path = format!("/api/v1/selections/{selection}/drafts");
        let draft = self
            .post("POST selections/drafts", &path, &json!({}), &[])
            .await?;
        let (id, digest) = (field(&draft, "id")?, field(&draft, "digest")?);
        let rows: Value = draft.json()?;
        let approve = format!("/api/v1/drafts/{id}/approve");
        let body = json!({ "digest": digest });
        second
            .post("POST drafts/approve", &approve, &body, &[])
            .await?;
        let publish = format!("/api/v1/drafts/{id}/publish");
        self.post("POST drafts/publish", &publish, &json!({}), &[])
            .await?;
        let document = format!("/api/v1/public/publications/{id}");
        let document = self.get("GET public/publications", &document).await?;
        Ok(Published {
            document: document.body,
            public_key: self.public_key().await?,
            rows: rows.get("rows").and_then(Value::as_u64).unwrap_or_default(),
        })
    }

    async fn public_key(&self) -> Result<[u8; 32], String> {
        let answer = self.get("GET public/key", "/api/v1/public/key").await?;
        let text = field(&answer, "public_key")?;
        let hex = text.strip_prefix("ed25519:").unwrap_or(&text);
        let bytes = HEXLOWER.decode(hex.as_bytes()).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| format!("{text:?} is no key"))
    }

    /// The raw journal of a selection, as one export.
    ///
    /// # Errors
    /// As above.
    pub async fn export(&self, selection: SelectionId) -> Result<Vec<u8>, String> {
        let path = format!("/api/v1/selections/{selection}/journal");
        let answer = self.get("GET selections/journal", &path).await?;
        Ok(answer.body)
    }
}
