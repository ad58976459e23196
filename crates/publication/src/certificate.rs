//! One row with all that proves it, small enough for a printed code or a message.

use std::collections::HashMap;

use lexicon::Digest;
use serde::{Deserialize, Serialize};

use crate::canonical::{Comparison, Sink, canonical_bytes};
use crate::document::{Document, Header, document_digest};
use crate::fault::{Fault, Faults, Part};
use crate::formation::FormationEntry;
use crate::merkle::{Tree, leaf_hash, verify_inclusion};
use crate::report::{Claim, Findings, Report, Trust};
use crate::row::Row;
use crate::signature::SignatureBlock;
use crate::verify::{check_sign_offs, check_signature, read_certificate};

pub(crate) const CERTIFICATE_KIND: &str = "skd-result-row";

/// The kind of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum CertificateKind {
    #[serde(rename = "skd-result-row")]
    Row,
}

/// An element with its place in its tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Included<T> {
    /// The element.
    pub element: T,
    /// Its place, from 0.
    pub index: u64,
    /// Audit path, nearest sibling first.
    pub path: Vec<Digest>,
}

/// A row, its formation, and the signed header that both lead to. Verifiable without the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The row's formation, with its quota and cut.
    pub formation: Included<FormationEntry>,
    /// What the key signed.
    pub header: Header,
    kind: CertificateKind,
    /// The row.
    pub row: Included<Row>,
    /// The signature over the header.
    pub signature: SignatureBlock,
}

impl Certificate {
    /// The canonical bytes, for [`verify_certificate`].
    ///
    /// # Errors
    /// None for certificates that serde can write; the type says so because the writer does.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        canonical_bytes(self)
    }
}

/// Makes certificates for the rows of one document; each costs no more than its own size.
#[derive(Clone, Debug)]
pub struct Certifier {
    formation_index: HashMap<String, usize>,
    formations: Tree,
    rows: Tree,
}

impl Certifier {
    /// Hashes the document once. Memory: about 64 bytes per row.
    ///
    /// # Errors
    /// None for documents that serde can write; the type says so because the writer does.
    pub fn of(document: &Document) -> Result<Self, serde_json::Error> {
        let leaves = document.put(&mut Nowhere)?;
        let codes = document.formations.iter().map(|e| &e.formation.code);
        Ok(Self {
            formation_index: codes.cloned().zip(0..).collect(),
            formations: Tree::over(leaves.formations),
            rows: Tree::over(leaves.rows),
        })
    }

    /// The certificate of a row of the same document; none where it has no such row or formation.
    #[must_use]
    pub fn certificate(&self, document: &Document, row: usize) -> Option<Certificate> {
        let element = document.rows.get(row)?;
        let formation = *self.formation_index.get(&element.formation)?;
        Some(Certificate {
            formation: Included {
                element: document.formations.get(formation)?.clone(),
                index: formation as u64,
                path: self.formations.proof(formation)?,
            },
            header: document.header.clone(),
            kind: CertificateKind::Row,
            row: Included {
                element: element.clone(),
                index: row as u64,
                path: self.rows.proof(row)?,
            },
            signature: document.signature,
        })
    }
}

/// Takes bytes whose hashes alone are wanted.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&mut self, _: &[u8]) {}
}

/// Verifies a certificate from its bytes: what it proves of this one row, under the given trust.
#[must_use]
pub fn verify_certificate(bytes: &[u8], trust: &Trust) -> Report {
    let digest = document_digest(bytes);
    let certificate = match read_certificate(bytes) {
        Ok(certificate) => certificate,
        Err(fault) => return Report::unreadable(digest, fault),
    };
    let mut findings = Findings::new();
    findings.prove(Claim::Canonical, |faults| {
        let mut comparison = Comparison::with(bytes);
        match certificate.to_bytes() {
            Ok(canonical) => comparison.put(&canonical),
            Err(error) => return faults.add(error.into()),
        }
        if let Some(byte) = comparison.first_difference() {
            faults.add(Fault::NotCanonical { byte });
        }
    });
    prove_inclusion(&certificate, &mut findings);
    let header = certificate.header;
    findings.prove(Claim::TwoOfficers, |f| check_sign_offs(&header, f));
    check_signature(&header, &certificate.signature, trust, &mut findings);
    Report::new(digest, Some(header), findings.proved, findings.faults)
}

fn prove_inclusion(certificate: &Certificate, findings: &mut Findings) {
    let content = &certificate.header.content;
    let (row, formation) = (&certificate.row, &certificate.formation);
    let claim = Claim::FormationIncluded {
        formation: formation.index,
    };
    findings.prove(claim, |faults| {
        let of = (content.counts.formations, &content.formations_root);
        check_path(formation, of, Part::Formations, faults);
        let same = row.element.formation == formation.element.formation.code;
        faults.add_if(!same, || Fault::OtherFormation);
    });
    findings.prove(Claim::RowIncluded { row: row.index }, |faults| {
        let of = (content.counts.rows, &content.rows_root);
        check_path(row, of, Part::Rows, faults);
    });
}

fn check_path<T: Serialize>(
    included: &Included<T>,
    (count, root): (u64, &Digest),
    part: Part,
    faults: &mut Faults,
) {
    let leads = canonical_bytes(&included.element).is_ok_and(|bytes| {
        let leaf = leaf_hash(&bytes);
        verify_inclusion(leaf, included.index, count, &included.path, root)
    });
    faults.add_if(!leads, || Fault::PathWrong { part });
}
