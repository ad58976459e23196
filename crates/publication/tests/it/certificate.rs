//! A row proved alone.

use publication::{
    Certificate, Certifier, Claim, Fault, Part, SigningKey, Trust, verify_certificate,
};

use crate::fixture;

fn certificate(row: usize) -> Certificate {
    let document = fixture::document();
    let certifier = Certifier::of(&document).unwrap();
    certifier.certificate(&document, row).unwrap()
}

fn faults(certificate: &Certificate) -> Vec<Fault> {
    verify_certificate(&certificate.to_bytes().unwrap(), &fixture::trust()).faults
}

#[test]
fn every_row_can_be_proved_alone() {
    let document = fixture::document();
    let certifier = Certifier::of(&document).unwrap();
    for row in 0..document.rows.len() {
        let certificate = certifier.certificate(&document, row).unwrap();
        let bytes = certificate.to_bytes().unwrap();
        let report = verify_certificate(&bytes, &fixture::trust());
        assert_eq!(report.faults, [], "row {row}");
        let claim = Claim::RowIncluded { row: row as u64 };
        assert!(report.proved.contains(&claim));
    }
    assert!(certifier.certificate(&document, 15).is_none());
}

#[test]
fn another_row_or_place_is_not_proved() {
    let wrong = [Fault::PathWrong { part: Part::Rows }];
    let mut other = certificate(3);
    other.row.element.rank = Some(1);
    assert_eq!(faults(&other), wrong);
    let mut other = certificate(3);
    other.row.index = 4;
    assert_eq!(faults(&other), wrong);
    let mut other = certificate(3);
    other.row.element = certificate(4).row.element;
    assert_eq!(faults(&other), wrong);
    let mut other = certificate(3);
    other.row.path.pop();
    assert_eq!(faults(&other), wrong);
}

#[test]
fn the_formation_shown_is_the_rows_own() {
    let mut other = certificate(3);
    other.formation = certificate(8).formation;
    assert_eq!(faults(&other), [Fault::OtherFormation]);
    let mut other = certificate(3);
    other.formation.element.formation.quota = 9;
    let part = Part::Formations;
    assert_eq!(faults(&other), [Fault::PathWrong { part }]);
}

#[test]
fn header_key_and_spelling_are_checked_as_in_a_document() {
    let mut other = certificate(3);
    other.header.sign_offs.approved.officer.name = "Orang Lain".to_owned();
    assert_eq!(faults(&other), [Fault::SignatureWrong]);

    let bytes = certificate(3).to_bytes().unwrap();
    let stranger = SigningKey::from_seed(&[9; 32]).public_key();
    let report = verify_certificate(&bytes, &Trust::Key(stranger));
    let key_id = fixture::fingerprint();
    assert_eq!(report.faults, [Fault::KeyUnknown { key_id }]);

    let mut spaced = bytes.clone();
    spaced.push(b' ');
    let report = verify_certificate(&spaced, &fixture::trust());
    assert_eq!(report.faults, [Fault::NotCanonical { byte: bytes.len() }]);
}

#[test]
fn a_document_is_no_certificate() {
    let bytes = fixture::document().to_bytes().unwrap();
    let report = verify_certificate(&bytes, &fixture::trust());
    assert!(!report.is_valid());
    let bytes = certificate(3).to_bytes().unwrap();
    assert!(!publication::verify(&bytes, &fixture::trust()).is_valid());
}
