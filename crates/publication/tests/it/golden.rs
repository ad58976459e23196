//! Format 1 for ever: committed bytes that every later version of this crate must make and accept.

use publication::{Certifier, Claim, Document, Trust, document_digest, verify, verify_certificate};

use crate::fixture;

const DOCUMENT: &[u8] = include_bytes!("../golden/skd-result.json");
const CERTIFICATE: &[u8] = include_bytes!("../golden/skd-result-row.json");
const DIGEST: &str = "00f7f7df802d71cc9e2fd6bda412081ad2cf83737c62e10b79ba1691ce6d3093";

#[test]
fn the_same_list_and_key_make_the_same_bytes() {
    let document = fixture::document();
    assert!(document.to_bytes().unwrap() == DOCUMENT);
    let certifier = Certifier::of(&document).unwrap();
    let certificate = certifier.certificate(&document, 8).unwrap();
    assert!(certificate.to_bytes().unwrap() == CERTIFICATE);
}

#[test]
fn the_committed_document_verifies_in_every_respect() {
    assert_eq!(document_digest(DOCUMENT).to_string(), DIGEST);
    let report = verify(DOCUMENT, &fixture::trust());
    assert_eq!(report.faults, []);
    let key_id = fixture::fingerprint();
    assert_eq!(
        report.proved,
        [
            Claim::Canonical,
            Claim::FormationsIntact { formations: 4 },
            Claim::RowsIntact { rows: 15 },
            Claim::Consistent,
            Claim::TwoOfficers,
            Claim::Signed { key_id },
        ]
    );
    let trust = Trust::Key(fixture::key().public_key());
    assert!(verify(DOCUMENT, &trust).is_valid());
}

#[test]
fn the_committed_certificate_verifies_alone() {
    let report = verify_certificate(CERTIFICATE, &fixture::trust());
    assert_eq!(report.faults, []);
    assert!(report.proved.contains(&Claim::RowIncluded { row: 8 }));
}

#[test]
fn the_document_is_rfc_8785_as_a_whole() {
    let document = Document::from_bytes(DOCUMENT).unwrap();
    // Written piece by piece in the crate; here the whole goes through the canonicalizer at once.
    let whole = publication::canonical_bytes(&document).unwrap();
    assert!(whole == DOCUMENT);
}
