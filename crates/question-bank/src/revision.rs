//! What an import changes in the bank.

use std::collections::BTreeMap;

use lexicon::Digest;

use crate::{ImportedItem, Item, ItemCode};

/// The latest version of an item in the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownVersion {
    /// Its number, from 1.
    pub version: u32,
    /// [`crate::ItemContent::digest`] of its content.
    pub digest: Digest,
}

/// What an imported item is to the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A code that the bank does not have.
    New,
    /// A known code with other content: a new version.
    Changed {
        /// The latest version before.
        from: u32,
    },
    /// A known code with the same content: nothing to store.
    Same,
}

/// An imported item with its place in the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// What it changes.
    pub change: Change,
    /// The item under its version number: 1 where new, the known one where the same.
    pub item: Item,
    /// The digest of its content.
    pub digest: Digest,
}

/// Compares imported items with the latest versions in the bank, in the order of the import.
///
/// # Errors
/// The JSON writer's own, which no content is known to cause.
pub fn revise(
    imported: Vec<ImportedItem>,
    known: &BTreeMap<ItemCode, KnownVersion>,
) -> Result<Vec<Revision>, serde_json::Error> {
    imported
        .into_iter()
        .map(|ImportedItem { code, content, .. }| {
            let digest = content.digest()?;
            let (change, version) = match known.get(&code) {
                None => (Change::New, 1),
                Some(latest) if latest.digest == digest => (Change::Same, latest.version),
                Some(latest) => (
                    Change::Changed {
                        from: latest.version,
                    },
                    latest.version.saturating_add(1),
                ),
            };
            Ok(Revision {
                change,
                item: Item {
                    code,
                    version,
                    content,
                },
                digest,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::item;

    #[test]
    fn codes_are_new_changed_or_the_same() {
        let imported = |code: &str| {
            let item = item(code, "twk", "integritas");
            ImportedItem {
                line: 2,
                code: item.code,
                content: item.content,
            }
        };
        let code = |text: &str| text.parse::<ItemCode>().unwrap();
        let same = KnownVersion {
            version: 3,
            digest: imported("B").content.digest().unwrap(),
        };
        let other = KnownVersion {
            version: 7,
            digest: Digest([0; 32]),
        };
        let known = BTreeMap::from([(code("B"), same), (code("C"), other), (code("D"), other)]);
        let rows = vec![imported("A"), imported("B"), imported("C")];
        let told: Vec<(String, Change, u32)> = revise(rows, &known)
            .unwrap()
            .into_iter()
            .map(|revision| {
                (
                    revision.item.code.to_string(),
                    revision.change,
                    revision.item.version,
                )
            })
            .collect();
        let expected = [
            ("A".to_owned(), Change::New, 1),
            ("B".to_owned(), Change::Same, 3),
            ("C".to_owned(), Change::Changed { from: 7 }, 8),
        ];
        assert_eq!(told, expected);
    }
}
