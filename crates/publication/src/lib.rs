//! Canonical signed result lists, `format: 1`: what is published, and how anyone proves it later.
//!
//! A [`List`] (content, formations, rows) is drafted, approved by another person ([`Progress`]), and signed
//! into a [`Document`]: RFC 8785 JSON whose header holds RFC 6962 Merkle roots, both sign-offs and the hash
//! of the publication before. [`verify`] takes the bytes apart again, strictly; a [`Certificate`] proves one
//! row alone. FORMAT.md beside this crate describes the bytes for those who check them without this code.
//!
//! The crate knows no policy, clock, randomness, file or network: ranks, codes, instants and nonces are
//! given to it, and the private key stays with whoever calls it.

mod canonical;
mod certificate;
mod content;
mod diff;
mod document;
mod fault;
mod formation;
mod key;
mod list;
mod merkle;
mod nonce;
mod progress;
mod report;
mod row;
mod rules;
mod signature;
mod signing;
mod succession;
mod text;
mod verify;

pub use canonical::canonical_bytes;
pub use certificate::{Certificate, Certifier, Included, verify_certificate};
pub use content::{
    Content, Correction, Counts, Decision, DecisionKind, FORMAT, Kind, PolicyRef, SelectionRef,
    Subject,
};
pub use diff::{ChangedRow, Diff, FormationDiff, RowField, diff};
pub use document::{Document, Header, SignOff, SignOffs, document_digest};
pub use fault::{Fault, Part};
pub use formation::{Cut, Formation, FormationEntry};
pub use key::{Fingerprint, KeyTextError, PublicKey};
pub use list::{List, ListFaults};
pub use merkle::{Tree, leaf_hash, verify_inclusion};
pub use nonce::{Nonce, NonceError};
pub use progress::{Act, Officer, Progress, Refusal, WhoWhen};
pub use report::{Claim, Report, Trust};
pub use row::Row;
pub use signature::{Signature, SignatureBlock, SignatureError};
pub use signing::{SigningError, SigningKey, Unsigned};
pub use succession::{Version, check_succession};
pub use verify::{verify, verify_series};

/// The most rows one document may hold.
pub const ROWS_MAX: usize = 10_000_000;

/// The most formations one document may hold.
pub const FORMATIONS_MAX: usize = 1_000_000;
