//! Bytes that carry the right values in another shape are refused.

use publication::{Fault, Trust, verify};

use crate::fixture;

fn text() -> String {
    String::from_utf8(fixture::document().to_bytes().unwrap()).unwrap()
}

fn faults(text: &str) -> Vec<Fault> {
    verify(text.as_bytes(), &fixture::trust()).faults
}

/// Replaces the first occurrence, which must exist.
fn replaced(from: &str, to: &str) -> String {
    let text = text();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn white_space_key_order_and_escapes_are_not_canonical() {
    let spaced = format!("{}\n", text());
    let end = text().len();
    assert_eq!(faults(&spaced), [Fault::NotCanonical { byte: end }]);
    for (from, to) in [
        ("\"quota\":1", "\"quota\": 1"),
        ("Contoh", "\\u0043ontoh"),
        (
            "\"location\":\"Kota Contoh\",\"position\":\"Analis",
            "\"position\":\"Analis",
        ),
    ] {
        assert!(!faults(&replaced(from, to)).is_empty(), "{to}");
    }
    let at = text().find("\"quota\":1").unwrap() + "\"quota\":".len();
    assert_eq!(
        faults(&replaced("\"quota\":1", "\"quota\": 1")),
        [Fault::NotCanonical { byte: at }]
    );
}

#[test]
fn unknown_doubled_and_missing_fields_are_refused() {
    for (from, to) in [
        ("\"quota\":1", "\"quota\":1,\"quote\":1"),
        ("\"quota\":1", "\"quota\":1,\"quota\":1"),
        (",\"quota\":1", ""),
        ("\"rank\":1", "\"rank\":1.5"),
        ("\"rank\":1", "\"rank\":-1"),
    ] {
        let found = faults(&replaced(from, to));
        assert!(
            matches!(found.as_slice(), [Fault::Unreadable { .. }]),
            "{to}: {found:?}"
        );
    }
    // A doubled key in a map reads as one, so only the bytes tell.
    let doubled = replaced("\"tiu\":110,", "\"tiu\":110,\"tiu\":110,");
    assert!(matches!(
        faults(&doubled).as_slice(),
        [Fault::NotCanonical { .. }]
    ));
    // A missing null reads as null.
    let missing = replaced(",\"position_group\":null", "");
    assert!(matches!(
        faults(&missing).as_slice(),
        [Fault::NotCanonical { .. }]
    ));
}

#[test]
fn a_newer_format_is_told_from_a_broken_one() {
    let newer = replaced("\"format\":1", "\"format\":2,\"novelty\":true");
    let format = [Fault::UnknownFormat {
        format: 2,
        kind: "skd-result".to_owned(),
    }];
    assert_eq!(faults(&newer), format);
    assert_eq!(faults(&replaced("\"format\":1", "\"format\":2")), format);
    let other = replaced("\"kind\":\"skd-result\"", "\"kind\":\"skb-result\"");
    assert_eq!(
        faults(&other),
        [Fault::UnknownFormat {
            format: 1,
            kind: "skb-result".to_owned()
        }]
    );
}

#[test]
fn what_is_no_document_is_reported_not_feared() {
    for bytes in [&b""[..], b"null", b"[]", b"{", b"\xff\xfe", b"{\"rows\":0}"] {
        let report = verify(bytes, &fixture::trust());
        assert!(matches!(
            report.faults.as_slice(),
            [Fault::Unreadable { .. }]
        ));
        assert!(report.proved.is_empty() && report.header.is_none());
    }
    let deep = "[".repeat(100_000);
    assert!(!faults(&deep).is_empty());
}

#[test]
fn a_key_is_trusted_from_outside_only() {
    let stranger = publication::SigningKey::from_seed(&[9; 32]).public_key();
    let bytes = fixture::document().to_bytes().unwrap();
    let key_id = fixture::fingerprint();
    for trust in [
        Trust::Key(stranger),
        Trust::Fingerprints(vec![stranger.fingerprint()]),
        Trust::Fingerprints(vec![]),
    ] {
        let report = verify(&bytes, &trust);
        assert_eq!(report.faults, [Fault::KeyUnknown { key_id }]);
    }
}
