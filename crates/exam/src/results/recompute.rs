//! Everything once more from the journals, compared with all that was stored and published.

use core::fmt::Write as _;
use std::collections::HashMap;

use lexicon::{Digest, ParticipantNo, SelectionId};
use publication::{Document, List, Nonce, PublicKey, Row, Trust, verify};
use scoring::Policy;

use super::Progress;
use super::collect::{Collected, Need, collect};
use super::difference::{Difference, DifferenceKind};
use super::draft::{changes, read};
use super::list::compile;
use crate::app::App;
use crate::error::ExamError;
use crate::ports::PublicationRow;
use crate::staff::{Caller, Permission, Place};

/// A list recomputed, and where it does not agree with what was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recomputed {
    /// The list as CSV, the same bytes on every machine: `formation,rank,participant_no,` the sub-tests,
    /// `total,code,reasons,head,receipt`.
    pub csv: String,
    /// How many rows.
    pub rows: usize,
    /// Version of the publication that it was compared with.
    pub published: Option<u32>,
    /// Everything that does not agree.
    pub differences: Vec<Difference>,
}

/// Replays all journals of a selection; compares them with the attempts' rows and receipts, and the list with
/// the newest publication. Changes nothing.
///
/// # Errors
/// [`ExamError::SittingOpen`] while an attempt is running.
pub async fn recompute(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    progress: Progress<'_>,
) -> Result<Recomputed, ExamError> {
    caller.authorise(Permission::ExportJournal, Place::Selection(selection))?;
    let collected = collect(app, selection, Need::Any, progress).await?;
    let published = app.store.publications(selection, true).await?;
    let published = published.into_iter().next();
    let cut = match &published {
        Some(row) => app
            .store
            .draft(row.id)
            .await?
            .as_ref()
            .map(read)
            .transpose()?,
        None => None,
    };
    let cut = cut.and_then(|draft| draft.cut);
    let public_key = app.signer.public_key();
    tokio::task::spawn_blocking(move || compare(collected, published.as_ref(), cut, &public_key))
        .await
        .map_err(|error| ExamError::Internal(error.to_string()))?
}

fn compare(
    mut collected: Collected,
    published: Option<&PublicationRow>,
    cut: Option<u32>,
    public_key: &[u8; 32],
) -> Result<Recomputed, ExamError> {
    let mut differences = core::mem::take(&mut collected.differences);
    let mut differ = |kind, text: String| differences.push(Difference::new(kind, text));
    let document = match published.map(|row| Document::from_bytes(&row.document)) {
        Some(Ok(document)) => Some(document),
        Some(Err(fault)) => {
            differ(DifferenceKind::Publication, fault.to_string());
            None
        }
        None => None,
    };
    let nonces: HashMap<ParticipantNo, Nonce> = document
        .iter()
        .flat_map(|document| &document.rows)
        .map(|row| (row.participant, row.nonce))
        .collect();
    let nonce = |no| nonces.get(&no).copied().unwrap_or(Nonce([0; 16]));
    let compiled = compile(&collected, cut, nonce)?;
    let csv = csv(&collected.policy, &compiled.rows);
    let rows = compiled.rows.len();
    if let (Some(row), Some(document)) = (published, &document) {
        hold_signature(row, public_key, &mut differ);
        hold_rows(document, &compiled.rows, &mut differ);
        hold_content(document, compiled, &mut differ);
    }
    Ok(Recomputed {
        csv,
        rows,
        published: published.map(|row| row.version),
        differences,
    })
}

fn hold_signature(
    row: &PublicationRow,
    public_key: &[u8; 32],
    differ: &mut impl FnMut(DifferenceKind, String),
) {
    match PublicKey::from_bytes(public_key) {
        Ok(key) => {
            for fault in verify(&row.document, &Trust::Key(key)).faults {
                differ(DifferenceKind::Publication, fault.to_string());
            }
        }
        Err(error) => differ(DifferenceKind::Publication, error.to_string()),
    }
    let digest = publication::document_digest(&row.document);
    if digest != row.digest {
        differ(
            DifferenceKind::Publication,
            format!("its digest is {digest}, the row says {}", row.digest),
        );
    }
}

fn hold_rows(document: &Document, rows: &[Row], differ: &mut impl FnMut(DifferenceKind, String)) {
    for change in changes(&document.rows, rows) {
        let row = change.after.as_ref().or(change.before.as_ref());
        let Some(row) = row else { continue };
        let say = |row: &Option<Row>| {
            row.as_ref().map_or_else(
                || "nothing".to_owned(),
                |row| {
                    let rank = row
                        .rank
                        .map_or_else(|| "-".to_owned(), |rank| rank.to_string());
                    let total = row
                        .total
                        .map_or_else(|| "-".to_owned(), |total| total.to_string());
                    format!("{} rank {rank} total {total}", row.code)
                },
            )
        };
        let text = format!(
            "published {}, recomputed {}",
            say(&change.before),
            say(&change.after)
        );
        differ(DifferenceKind::Row(row.participant), text);
    }
}

/// With the published subject and nonces the same content must come out, byte for byte.
fn hold_content(
    document: &Document,
    compiled: super::list::Compiled,
    differ: &mut impl FnMut(DifferenceKind, String),
) {
    let subject = document.header.content.subject.clone();
    match List::compile(subject, compiled.formations, compiled.rows) {
        Ok(list) if *list.content() == document.header.content => {}
        Ok(list) => differ(
            DifferenceKind::Publication,
            format!(
                "the rows lead to {}, signed is {}",
                list.content().rows_root,
                document.header.content.rows_root
            ),
        ),
        Err(faults) => differ(DifferenceKind::Publication, faults.to_string()),
    }
}

/// No cell can hold a comma or a quotation mark but a formation's code, which is quoted then.
fn csv(policy: &Policy, rows: &[Row]) -> String {
    let mut text = String::from("formation,rank,participant_no");
    for spec in &policy.sub_tests {
        text.push(',');
        text.push_str(spec.code.as_str());
    }
    text.push_str(",total,code,reasons,head,receipt\n");
    for row in rows {
        let rank = row.rank.map_or_else(String::new, |rank| rank.to_string());
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{},{rank},{}",
            quoted(&row.formation),
            row.participant
        );
        for spec in &policy.sub_tests {
            let points = row
                .scores
                .as_ref()
                .and_then(|scores| scores.get(&spec.code));
            let points = points.map_or_else(String::new, ToString::to_string);
            let _ = write!(text, ",{points}");
        }
        let total = row
            .total
            .map_or_else(String::new, |total| total.to_string());
        let head = row
            .head
            .as_ref()
            .map_or_else(String::new, Digest::to_string);
        let receipt = row.receipt.as_deref().unwrap_or_default();
        let reasons = quoted(&row.reasons.join("; "));
        let code = quoted(&row.code);
        let _ = writeln!(text, ",{total},{code},{reasons},{head},{receipt}");
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
