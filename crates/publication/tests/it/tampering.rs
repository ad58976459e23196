//! Whoever changes anything is found, also one who mends counts and roots afterwards.

use lexicon::{Digest, Points};
use proptest::prelude::*;
use publication::{Document, Fault, List, Nonce, Part, Signature, SigningKey, verify};

use crate::fixture;

fn faults(document: &Document) -> Vec<Fault> {
    verify(&document.to_bytes().unwrap(), &fixture::trust()).faults
}

/// One change to one row, by number.
fn change(document: &mut Document, row: usize, which: usize) {
    let row = &mut document.rows[row];
    match which {
        0 => row.code.push('X'),
        1 => {
            row.formation = if row.formation == "F-01" {
                "F-02"
            } else {
                "F-01"
            }
            .to_owned()
        }
        2 => row.head = Some(Digest([0xee; 32])),
        3 => row.nonce = Nonce([0xee; 16]),
        4 => row.participant = "99999999999999999".parse().unwrap(),
        5 => row.rank = Some(row.rank.map_or(1, |rank| rank + 1)),
        6 => row.reasons.push("favour".to_owned()),
        7 => row.receipt = Some("000000000000".to_owned()),
        8 => match &mut row.scores {
            // Sum kept: points moved from one sub-test to another.
            Some(scores) => {
                for (points, by) in scores.values_mut().zip([5, -5]) {
                    *points += Points(by);
                }
            }
            None => row.total = Some(Points(0)),
        },
        _ => row.total = Some(row.total.unwrap_or(Points(0)) + Points(5)),
    }
}

proptest! {
    #[test]
    fn a_changed_row_is_found(row in 0_usize..15, which in 0_usize..10) {
        let mut document = fixture::document();
        change(&mut document, row, which);
        let root = Fault::RootWrong { part: Part::Rows };
        prop_assert!(faults(&document).contains(&root));
    }

    #[test]
    fn a_dropped_row_is_found(row in 0_usize..15) {
        let mut document = fixture::document();
        document.rows.remove(row);
        let found = faults(&document);
        let root = Fault::RootWrong { part: Part::Rows };
        prop_assert!(found.contains(&root));
        let count = Fault::CountWrong { what: "rows".to_owned(), stated: 15, found: 14 };
        prop_assert!(found.contains(&count));
    }

    #[test]
    fn swapped_rows_are_found(a in 0_usize..15, b in 0_usize..15) {
        prop_assume!(a != b);
        let mut document = fixture::document();
        document.rows.swap(a, b);
        let root = Fault::RootWrong { part: Part::Rows };
        prop_assert!(faults(&document).contains(&root));
    }

    #[test]
    fn a_doubled_row_is_found(from in 0_usize..15, to in 0_usize..=15) {
        let mut document = fixture::document();
        let row = document.rows[from].clone();
        document.rows.insert(to, row);
        let found = faults(&document);
        let doubled = |fault: &Fault| matches!(fault, Fault::ParticipantDoubled { .. });
        prop_assert!(found.iter().any(doubled));
    }

    /// The forger has everything but the key.
    #[test]
    fn mended_roots_and_counts_do_not_help(row in 0_usize..12, which in 2_usize..4) {
        let original = fixture::document();
        let mut forged = original.clone();
        change(&mut forged, row, which);
        let formations = forged.formations.iter().map(|e| e.formation.clone()).collect();
        let list = List::compile(fixture::subject(), formations, forged.rows).unwrap();
        let mut forged = fixture::sign(list);
        forged.signature = original.signature;
        prop_assert_eq!(faults(&forged), [Fault::SignatureWrong]);
    }

    #[test]
    fn any_changed_byte_is_found(at in any::<prop::sample::Index>(), by in 1_u8..=255) {
        let mut bytes = fixture::document().to_bytes().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        prop_assert!(!verify(&bytes, &fixture::trust()).is_valid());
    }

    #[test]
    fn bytes_of_any_kind_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(!verify(&bytes, &fixture::trust()).is_valid());
    }
}

#[test]
fn a_changed_row_is_traced_to_its_formation() {
    let mut document = fixture::document();
    document.rows[9].nonce = Nonce([0xee; 16]);
    assert_eq!(
        faults(&document),
        [
            Fault::RootWrong { part: Part::Rows },
            Fault::FormationRootWrong {
                formation: 1,
                first_row: 7,
                end_row: 12
            }
        ]
    );
}

#[test]
fn a_changed_quota_is_found() {
    let mut document = fixture::document();
    document.formations[2].formation.quota = 3;
    assert_eq!(
        faults(&document),
        [Fault::RootWrong {
            part: Part::Formations
        }]
    );
}

#[test]
fn a_foreign_signature_is_found() {
    let mut document = fixture::document();
    document.signature.value = Signature([1; 64]);
    assert_eq!(faults(&document), [Fault::SignatureWrong]);

    // Signed again with another key under the old key id.
    let mut document = fixture::document();
    let stranger = SigningKey::from_seed(&[9; 32]);
    document.signature.public_key = stranger.public_key();
    let found = faults(&document);
    let key_id = stranger.public_key().fingerprint();
    assert_eq!(
        found,
        [
            Fault::KeyIdWrong,
            Fault::KeyUnknown { key_id },
            Fault::SignatureWrong
        ]
    );
}

#[test]
fn sign_offs_are_of_two_people_for_this_content() {
    let mut document = fixture::document();
    let offs = &mut document.header.sign_offs;
    offs.approved.officer = offs.drafted.officer.clone();
    offs.approved.at_ms = lexicon::Instant(0);
    offs.drafted.content = Digest([0; 32]);
    assert_eq!(
        faults(&document),
        [
            Fault::SamePerson,
            Fault::SignedOffBackwards,
            Fault::OtherContentSigned,
            Fault::SignatureWrong
        ]
    );
}
