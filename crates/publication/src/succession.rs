//! Whether one version of a list follows another.

use lexicon::Digest;

use crate::document::Header;
use crate::fault::Fault;

/// A version in a series: its header, and the digest of its whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// [`crate::document_digest`] of its bytes.
    pub document: Digest,
    /// Its header.
    pub header: Header,
}

/// What keeps `next` from being the version after `before`; nothing if it is.
#[must_use]
pub fn check_succession(before: &Version, next: &Version) -> Vec<Fault> {
    let (old, new) = (&before.header.content.subject, &next.header.content.subject);
    let checks = [
        ("digest", new.previous == Some(before.document)),
        ("version", old.version.checked_add(1) == Some(new.version)),
        ("selection", old.selection.id == new.selection.id),
        ("stage", old.stage == new.stage),
        ("as-of", old.as_of_ms <= new.as_of_ms),
    ];
    let broken = checks.into_iter().filter(|(_, holds)| !holds);
    broken
        .map(|(broken, _)| Fault::ChainBroken {
            version: new.version,
            broken,
        })
        .collect()
}
