//! Versions of a list: the chain between them, and what changed.

use lexicon::{Digest, Instant};
use publication::{
    Claim, Correction, Decision, DecisionKind, Document, Fault, FormationDiff, List, Nonce,
    RowField, Subject, diff, document_digest, verify_series,
};

use crate::fixture;

fn bytes(document: &Document) -> Vec<u8> {
    document.to_bytes().unwrap()
}

/// The next version: row 2 disqualified, the next one moves up.
fn next(before: &Document) -> Document {
    edited(before, |_| {})
}

fn edited(before: &Document, edit: impl FnOnce(&mut Subject)) -> Document {
    let old = &before.header.content.subject;
    let mut subject = Subject {
        as_of_ms: Instant(old.as_of_ms.0 + 86_400_000),
        correction: Some(Correction {
            decisions: vec![Decision {
                kind: DecisionKind::Disqualification,
                reference: "SK-07/2024".to_owned(),
            }],
            reason: "Peserta didiskualifikasi".to_owned(),
        }),
        previous: Some(document_digest(&bytes(before))),
        version: old.version + 1,
        ..fixture::subject()
    };
    edit(&mut subject);
    let (mut formations, mut rows) = (fixture::formations(), fixture::rows());
    let mut fallen = rows.remove(2);
    fallen.rank = None;
    fallen.code = "DIS".to_owned();
    rows.insert(6, fallen);
    for (row, rank) in rows.iter_mut().zip(1..7) {
        row.rank = Some(rank);
        row.nonce = Nonce([0xa0; 16]);
    }
    rows[2].code = "P/L".to_owned();
    rows[2].reasons.clear();
    let cut = formations[0].cut.as_mut().unwrap();
    cut.ranked = 6;
    fixture::sign(List::compile(subject, formations, rows).unwrap())
}

#[test]
fn a_true_series_is_proved_link_by_link() {
    let first = fixture::document();
    let second = next(&first);
    let third = next(&second);
    let all = [bytes(&first), bytes(&second), bytes(&third)];
    let views: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    let reports = verify_series(&views, &fixture::trust());
    for (report, before) in reports.iter().zip([None, Some(0), Some(1)]) {
        assert_eq!(report.faults, []);
        let follows = before.map(|index: usize| Claim::Follows {
            previous: document_digest(&all[index]),
        });
        let claimed = report
            .proved
            .iter()
            .find(|c| matches!(c, Claim::Follows { .. }));
        assert_eq!(claimed, follows.as_ref());
    }
}

#[test]
fn a_broken_link_says_what_does_not_fit() {
    let first = fixture::document();
    let broken = |second: &Document| -> Vec<&'static str> {
        let (a, b) = (bytes(&first), bytes(second));
        let reports = verify_series(&[&a, &b], &fixture::trust());
        let faults = reports[1].faults.iter();
        faults
            .filter_map(|fault| match fault {
                Fault::ChainBroken { broken, .. } => Some(*broken),
                _ => None,
            })
            .collect()
    };
    assert_eq!(broken(&next(&first)), Vec::<&str>::new());
    let other = edited(&first, |s| s.previous = Some(Digest([3; 32])));
    assert_eq!(broken(&other), ["digest"]);
    assert_eq!(broken(&edited(&first, |s| s.version = 3)), ["version"]);
    assert_eq!(
        broken(&edited(&first, |s| s.stage = "skb".to_owned())),
        ["stage"]
    );
    assert_eq!(
        broken(&edited(&first, |s| s.as_of_ms = Instant(0))),
        ["as-of"]
    );
    assert_eq!(broken(&first), ["digest", "version"]);
}

#[test]
fn nothing_follows_what_cannot_be_read() {
    let second = bytes(&next(&fixture::document()));
    let reports = verify_series(&[b"{}", &second], &fixture::trust());
    let fault = Fault::ChainBroken {
        version: 2,
        broken: "digest",
    };
    assert_eq!(reports[1].faults, [fault]);
}

#[test]
fn the_difference_names_people_and_fields() {
    let first = fixture::document();
    assert!(diff(&first, &first).is_empty());
    let second = next(&first);
    let found = diff(&first, &second);
    assert!(found.added.is_empty() && found.removed.is_empty());
    let changed: Vec<(String, &[RowField])> = found
        .changed
        .iter()
        .map(|row| (row.new.participant.to_string(), row.fields.as_slice()))
        .collect();
    let number = |n: u8| format!("244007101100{n:05}");
    assert_eq!(
        changed,
        [
            (
                number(5),
                &[RowField::Rank, RowField::Code, RowField::Reasons][..]
            ),
            (number(4), &[RowField::Rank]),
            (number(19), &[RowField::Rank]),
            (number(6), &[RowField::Rank]),
            (number(3), &[RowField::Rank, RowField::Code]),
        ]
    );
    assert!(matches!(
        found.formations.as_slice(),
        [FormationDiff::Changed { old, new }] if old.code == "F-01" && new.code == "F-01"
    ));
}

#[test]
fn who_came_and_who_went_is_named() {
    let first = fixture::document();
    let mut second = first.clone();
    let gone = second.rows.remove(0);
    let mut came = gone.clone();
    came.participant = "24400710110099999".parse().unwrap();
    second.rows.push(came.clone());
    let entry = second.formations.remove(3);
    let found = diff(&first, &second);
    assert_eq!(found.added, [&came]);
    assert_eq!(found.removed, [&gone]);
    assert_eq!(found.formations, [FormationDiff::Removed(&entry.formation)]);
    let back = diff(&second, &first);
    assert_eq!(back.formations, [FormationDiff::Added(&entry.formation)]);
}
