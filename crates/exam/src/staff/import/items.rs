//! The table of items with its pictures.

use std::collections::{BTreeMap, BTreeSet};

use lexicon::{Digest, ItemId, Points, SelectionId, SubTest};
use question_bank::{Change, KnownVersion, MediaType, PictureFile, Revision};
use scoring::Policy;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{File, apart, refuse, unless_faulty};
use crate::app::App;
use crate::error::{ExamError, ImportFault};
use crate::ports::{BlobRow, ItemRow};
use crate::staff::audit::entry;
use crate::staff::item_rules::misfits;
use crate::staff::selections::{load, policy_of};
use crate::staff::text::invalid;
use crate::staff::{Caller, Permission, Place};

/// Pictures of one import, at most.
const PICTURES_MAX: usize = 20_000;

/// What an import of items came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemsImported {
    /// Codes that the selection did not have.
    pub new: usize,
    /// New versions of known codes.
    pub changed: usize,
    /// Items that are there already, unchanged.
    pub same: usize,
}

/// Adds the items of a table, with the pictures that it names, to the bank of a selection. A known code with
/// another content becomes a new version; forms that hold the old one keep it.
///
/// # Errors
/// [`ExamError::Faults`] with everything wrong in table and pictures.
pub async fn import_items(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    file: File,
    pictures: Vec<File>,
) -> Result<ItemsImported, ExamError> {
    caller.authorise(Permission::ImportItems, Place::Selection(selection))?;
    file.check("items")?;
    if pictures.len() > PICTURES_MAX {
        let reason = format!("more than {PICTURES_MAX} pictures; divide the import");
        return Err(invalid("picture", reason));
    }
    let policy = policy_of(&load(app, selection).await?)?;
    let known = known(app.store.items(selection).await?)?;
    let name = file.name.clone();
    let (revisions, blobs) = apart(move || read(&file, pictures, &policy, &known)).await?;
    let now = app.clock.now();
    let mut done = ItemsImported::default();
    let mut rows = Vec::new();
    for revision in revisions {
        match revision.change {
            Change::New => done.new += 1,
            Change::Changed { .. } => done.changed += 1,
            Change::Same => {
                done.same += 1;
                continue;
            }
        }
        rows.push(row(ItemId(app.rng.row_id(now)), &revision)?);
    }
    let detail = json!({ "file": name, "new": done.new, "changed": done.changed });
    let audit = entry(now, caller, "items.imported", selection, &detail);
    app.store
        .import_items(selection, &rows, &blobs, &audit)
        .await?;
    Ok(done)
}

fn known(rows: Vec<ItemRow>) -> Result<BTreeMap<question_bank::ItemCode, KnownVersion>, ExamError> {
    rows.into_iter()
        .map(|row| {
            let code = row
                .code
                .parse()
                .map_err(|_| ExamError::Internal(format!("an item has the code {:?}", row.code)))?;
            let known = KnownVersion {
                version: row.version,
                digest: row.digest,
            };
            Ok((code, known))
        })
        .collect()
}

fn row(id: ItemId, revision: &Revision) -> Result<ItemRow, ExamError> {
    let content = serde_json::to_vec(&revision.item)
        .map_err(|error| ExamError::Internal(error.to_string()))?;
    Ok(ItemRow {
        id,
        code: revision.item.code.to_string(),
        version: revision.item.version,
        digest: revision.digest,
        content,
    })
}

fn read(
    file: &File,
    pictures: Vec<File>,
    policy: &Policy,
    known: &BTreeMap<question_bank::ItemCode, KnownVersion>,
) -> Result<(Vec<Revision>, Vec<BlobRow>), ExamError> {
    let (checked, mut faults) = check_pictures(&pictures);
    let fits = |sub_test: &SubTest, points: Option<&[Points]>| misfits(policy, sub_test, points);
    let items = match question_bank::import_fitting(&file.name, &file.bytes, &checked, &fits) {
        Ok(items) => items,
        Err(found) => {
            // Both the table's and the pictures' faults, in one answer.
            let table = unless_faulty((), &found);
            if let Err(ExamError::Faults(mut listed)) = table {
                faults.append(&mut listed);
            }
            Vec::new()
        }
    };
    refuse(faults)?;
    let used: BTreeSet<Digest> = items
        .iter()
        .flat_map(|item| item.content.pictures())
        .map(|picture| picture.digest)
        .collect();
    let blobs = blobs(pictures, &checked, used);
    let revisions = question_bank::revise(items, known)
        .map_err(|error| ExamError::Internal(error.to_string()))?;
    Ok((revisions, blobs))
}

/// The pictures by name, and what is wrong with them. A refused one has a stand-in of its own, so that rows which
/// name it are read as if it were there: one fault, told once.
fn check_pictures(files: &[File]) -> (BTreeMap<String, PictureFile>, Vec<ImportFault>) {
    let mut pictures = BTreeMap::new();
    let mut faults = Vec::new();
    for file in files {
        let fault = match PictureFile::check(&file.bytes) {
            Ok(picture) => match pictures.insert(file.name.clone(), picture) {
                Some(earlier) if earlier != picture => {
                    "two different pictures have this name".to_owned()
                }
                _ => continue,
            },
            Err(fault) => {
                pictures
                    .entry(file.name.clone())
                    .or_insert_with(|| stand_in(&file.bytes));
                fault.to_string()
            }
        };
        faults.push(ImportFault {
            file: file.name.clone(),
            line: 0,
            column: String::new(),
            reason: fault,
        });
    }
    (pictures, faults)
}

/// With a fault told no row is kept, so this reaches no bank.
fn stand_in(bytes: &[u8]) -> PictureFile {
    PictureFile {
        digest: Digest(Sha256::digest(bytes).into()),
        media: MediaType::Svg,
    }
}

/// Each picture that an item shows, once; the others were sent for nothing.
fn blobs(
    files: Vec<File>,
    checked: &BTreeMap<String, PictureFile>,
    mut used: BTreeSet<Digest>,
) -> Vec<BlobRow> {
    files
        .into_iter()
        .filter_map(|file| {
            let picture = checked.get(&file.name)?;
            used.remove(&picture.digest).then(|| BlobRow {
                digest: picture.digest,
                media_type: picture.media.as_str().to_owned(),
                bytes: file.bytes,
            })
        })
        .collect()
}
