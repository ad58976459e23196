//! Verifying a published document from its bytes.

mod read;
mod signed;

use crate::canonical::Comparison;
use crate::document::{Document, Leaves, document_digest};
use crate::fault::{Fault, Faults, Part};
use crate::merkle::root_of;
use crate::report::{Claim, Findings, Report, Trust};
use crate::rules::{
    FormationIndex, Spans, check_counts, check_cuts, check_formations, check_rows, check_subject,
    count, spans,
};
use crate::succession::{Version, check_succession};

pub(crate) use read::{read, read_certificate};
pub(crate) use signed::{check_sign_offs, check_signature};

/// Takes a document apart and reports what it proves under the given trust.
///
/// Strict: an unknown, missing or doubled field and any byte that is not canonical are faults. Time and
/// memory grow in proportion to the document.
#[must_use]
pub fn verify(bytes: &[u8], trust: &Trust) -> Report {
    let digest = document_digest(bytes);
    let document = match read(bytes) {
        Ok(document) => document,
        Err(fault) => return Report::unreadable(digest, fault),
    };
    let mut findings = Findings::new();
    let leaves = match check_canonical(bytes, &document, &mut findings) {
        Ok(leaves) => leaves,
        Err(fault) => return Report::unreadable(digest, fault),
    };
    let formations = document.formations.iter().map(|entry| &entry.formation);
    let mut consistency = Faults::default();
    let index = check_formations(formations, &mut consistency);
    let spans = spans(&document.rows, &index, document.formations.len());
    check_roots(&document, &leaves, &spans, &mut findings);
    findings.prove(Claim::Consistent, |faults| {
        consistency
            .kept
            .drain(..)
            .for_each(|fault| faults.add(fault));
        faults.left_off += consistency.left_off;
        check_consistency(&document, &index, &spans, faults);
    });
    let header = &document.header;
    findings.prove(Claim::TwoOfficers, |faults| check_sign_offs(header, faults));
    check_signature(header, &document.signature, trust, &mut findings);
    let header = document.header;
    Report::new(digest, Some(header), findings.proved, findings.faults)
}

fn check_canonical(
    bytes: &[u8],
    document: &Document,
    findings: &mut Findings,
) -> Result<Leaves, Fault> {
    let mut comparison = Comparison::with(bytes);
    let leaves = document.put(&mut comparison)?;
    findings.prove(Claim::Canonical, |faults| {
        if let Some(byte) = comparison.first_difference() {
            faults.add(Fault::NotCanonical { byte });
        }
    });
    Ok(leaves)
}

fn check_roots(document: &Document, leaves: &Leaves, spans: &Spans, findings: &mut Findings) {
    let content = &document.header.content;
    let claim = Claim::FormationsIntact {
        formations: leaves.formations.len() as u64,
    };
    findings.prove(claim, |faults| {
        let part = Part::Formations;
        let wrong = root_of(&leaves.formations) != content.formations_root;
        faults.add_if(wrong, || Fault::RootWrong { part });
    });
    let claim = Claim::RowsIntact {
        rows: leaves.rows.len() as u64,
    };
    findings.prove(claim, |faults| {
        let part = Part::Rows;
        let wrong = root_of(&leaves.rows) != content.rows_root;
        faults.add_if(wrong, || Fault::RootWrong { part });
        for (formation, (entry, span)) in document.formations.iter().zip(spans).enumerate() {
            let own = leaves.rows.get(span.clone()).unwrap_or_default();
            let same = own.len() as u64 == entry.rows && root_of(own) == entry.rows_root;
            faults.add_if(!same, || Fault::FormationRootWrong {
                formation,
                first_row: span.start,
                end_row: span.end,
            });
        }
    });
}

fn check_consistency(
    document: &Document,
    index: &FormationIndex<'_>,
    spans: &Spans,
    faults: &mut Faults,
) {
    let content = &document.header.content;
    let subject = &content.subject;
    check_subject(subject, faults);
    check_rows(&document.rows, &subject.sub_tests, index, faults);
    let found = count(document.formations.len(), &document.rows);
    check_counts(content, &found, faults);
    let formations = document.formations.iter().map(|entry| &entry.formation);
    check_cuts(
        formations,
        &document.rows,
        spans,
        &subject.admitted_codes,
        faults,
    );
}

/// Verifies the versions of one list, oldest first, each by itself and after the one before it.
///
/// A first document that is not version 1 lacks [`Claim::Follows`], which is no fault.
#[must_use]
pub fn verify_series(documents: &[&[u8]], trust: &Trust) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::with_capacity(documents.len());
    let mut before: Option<Version> = None;
    for (index, bytes) in documents.iter().enumerate() {
        let mut report = verify(bytes, trust);
        let version = report.header.clone().map(|header| Version {
            document: report.document,
            header,
        });
        match (&before, &version) {
            (Some(before), Some(version)) => match check_succession(before, version) {
                faults if faults.is_empty() => report.proved.push(Claim::Follows {
                    previous: before.document,
                }),
                faults => report.faults.extend(faults),
            },
            // After an unreadable document nothing is known to follow.
            (None, Some(version)) if index > 0 => report.faults.push(Fault::ChainBroken {
                version: version.header.content.subject.version,
                broken: "digest",
            }),
            _ => {}
        }
        before = version;
        reports.push(report);
    }
    reports
}
