//! Lists that must not come into being.

use publication::{Correction, Decision, DecisionKind, Fault, Formation, List, Part, Row, Subject};

use crate::fixture;

fn faults(edit: impl FnOnce(&mut Subject, &mut Vec<Formation>, &mut Vec<Row>)) -> Vec<Fault> {
    let (mut subject, mut formations, mut rows) =
        (fixture::subject(), fixture::formations(), fixture::rows());
    edit(&mut subject, &mut formations, &mut rows);
    List::compile(subject, formations, rows).map_or_else(|error| error.faults, |_| Vec::new())
}

#[test]
fn the_fixture_itself_has_no_fault() {
    assert_eq!(faults(|_, _, _| {}), []);
}

#[test]
fn nobody_stands_twice() {
    let found = faults(|_, _, rows| rows[14].participant = rows[1].participant);
    let participant = fixture::rows()[1].participant;
    assert_eq!(
        found,
        [Fault::ParticipantDoubled {
            participant,
            first: 1,
            row: 14
        }]
    );
}

#[test]
fn ranks_follow_from_places() {
    let found = faults(|_, _, rows| rows[11].rank = Some(3));
    assert_eq!(
        found,
        [Fault::RankWrong {
            row: 11,
            stated: 3,
            expected: 5
        }]
    );
    // Equal ranks by participant number, the ranked before the others.
    let found = faults(|_, _, rows| rows.swap(9, 10));
    assert_eq!(found, [Fault::OrderWrong { row: 10 }]);
    let found = faults(|_, _, rows| rows[3].rank = None);
    assert_eq!(found.first(), Some(&Fault::OrderWrong { row: 4 }));
}

#[test]
fn formations_stand_in_order_and_are_known() {
    let found = faults(|_, formations, _| formations.swap(0, 1));
    assert_eq!(found, [Fault::OrderWrong { row: 7 }]);
    let found = faults(|_, _, rows| rows[14].formation = "F-99".to_owned());
    let formation = "F-99".to_owned();
    assert_eq!(found, [Fault::FormationUnknown { row: 14, formation }]);
    let found = faults(|_, formations, _| formations[3].code = "F-01".to_owned());
    assert_eq!(found, [Fault::FormationDoubled { first: 0, index: 3 }]);
}

#[test]
fn scores_are_whole_and_sum_up() {
    let found = faults(|_, _, rows| rows[0].total = Some(lexicon::Points(396)));
    assert_eq!(found, [Fault::TotalWrong { row: 0 }]);
    let found = faults(|_, _, rows| rows[12].scores = None);
    assert_eq!(found, [Fault::ScoresWrong { row: 12 }]);
    let found = faults(|subject, _, _| {
        subject.sub_tests.pop();
    });
    // Thirteen rows have scores; those without any fit every list.
    assert_eq!(found.len(), 14);
}

#[test]
fn the_cut_follows_from_ranks_and_places() {
    let found = faults(|_, _, rows| rows[3].code = "P/L".to_owned());
    let count = Fault::CountWrong {
        what: "admitted in F-01".to_owned(),
        stated: 3,
        found: 4,
    };
    assert_eq!(found, [Fault::CutWrong { row: 3 }, count]);
    // One of those tied at the border is left out.
    let found = faults(|_, _, rows| rows[10].code = "P".to_owned());
    assert_eq!(found.first(), Some(&Fault::CutWrong { row: 10 }));
    let found = faults(|_, formations, _| formations[2].cut.as_mut().unwrap().ranked = 1);
    assert!(matches!(found.as_slice(), [Fault::CountWrong { .. }]));
    let found = faults(|_, formations, _| formations[0].cut.as_mut().unwrap().last_total = None);
    assert_eq!(found, [Fault::LastTotalWrong { formation: 0 }]);
}

#[test]
fn a_policy_without_cut_is_possible() {
    let found = faults(|_, formations, rows| {
        formations[0].cut = None;
        rows[3].code = "P/L".to_owned();
    });
    assert_eq!(found, []);
}

#[test]
fn texts_are_lines() {
    let found = faults(|subject, formations, rows| {
        subject.stage = String::new();
        formations[1].position = "a\nb".to_owned();
        rows[4].reasons = vec!["x".repeat(65)];
    });
    let expected = [
        (Part::Header, 0, "stage"),
        (Part::Formations, 1, "position"),
        (Part::Rows, 4, "reasons"),
    ]
    .map(|(part, index, field)| Fault::BadField { part, index, field });
    assert_eq!(found, expected);
}

#[test]
fn exactly_later_versions_cite_a_list_and_a_decision() {
    let decision = Decision {
        kind: DecisionKind::Erratum,
        reference: "SK-02/2024".to_owned(),
    };
    let correction = Correction {
        decisions: vec![decision],
        reason: "Kunci soal dikoreksi".to_owned(),
    };
    let cases = [(1, true), (2, false), (0, false)];
    for (version, cites) in cases {
        let found = faults(|subject, _, _| {
            subject.version = version;
            subject.correction = cites.then(|| correction.clone());
        });
        assert_eq!(found, [Fault::CorrectionMismatch { version }]);
    }
}

#[test]
fn the_first_hundred_faults_are_kept_and_the_rest_counted() {
    let mut rows = Vec::new();
    for number in 0..150 {
        rows.push(fixture::row(number, "F-99", Some(1), "TH"));
    }
    let error = List::compile(fixture::subject(), fixture::formations(), rows).unwrap_err();
    assert_eq!(error.faults.len(), 100);
    assert!(error.left_off >= 50, "{}", error.left_off);
}
