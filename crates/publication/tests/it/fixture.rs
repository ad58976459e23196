//! One small list with everything in it: ties at the cut, absentees, a formation nobody applied for.

use std::collections::BTreeMap;

use lexicon::{Digest, Instant, Points, SelectionId, SubTest, UserId};
use publication::{
    Act, Cut, Document, Fingerprint, Formation, List, Nonce, Officer, PolicyRef, Progress, Row,
    SelectionRef, SigningKey, Subject, Trust, Unsigned,
};
use uuid::Uuid;

pub(crate) fn key() -> SigningKey {
    SigningKey::from_seed(&[0x5a; 32])
}

pub(crate) fn fingerprint() -> Fingerprint {
    key().public_key().fingerprint()
}

pub(crate) fn trust() -> Trust {
    Trust::Fingerprints(vec![fingerprint()])
}

pub(crate) fn officer(number: u128, name: &str, role: &str) -> Officer {
    Officer {
        id: UserId(Uuid::from_u128(number)),
        name: name.to_owned(),
        role: role.to_owned(),
    }
}

pub(crate) fn drafter() -> Officer {
    officer(1, "Petugas Satu", "Sekretaris Panitia")
}

pub(crate) fn approver() -> Officer {
    officer(2, "Petugas Dua", "Ketua Panitia")
}

fn sub_test(name: &str) -> SubTest {
    name.parse().unwrap()
}

pub(crate) fn subject() -> Subject {
    Subject {
        admitted_codes: vec!["P/L".to_owned()],
        as_of_ms: Instant(1_730_772_000_000),
        correction: None,
        policy: PolicyRef {
            digest: Digest([0x11; 32]),
            name: "cpns-2024".to_owned(),
        },
        previous: None,
        selection: SelectionRef {
            id: SelectionId(Uuid::from_u128(0x5e1ec7)),
            name: "CPNS 2024 Badan Contoh Nusantara".to_owned(),
        },
        stage: "skd".to_owned(),
        sub_tests: ["twk", "tiu", "tkp"].map(sub_test).to_vec(),
        version: 1,
    }
}

pub(crate) fn formation(code: &str, quota: u32, cut: Option<Cut>) -> Formation {
    Formation {
        agency: None,
        category: "umum".parse().unwrap(),
        code: code.to_owned(),
        cut,
        location: "Kota Contoh".to_owned(),
        position: "Analis Kebijakan — Ahli Pertama".to_owned(),
        position_group: None,
        qualification: "S-1 Administrasi Negara".to_owned(),
        quota,
    }
}

pub(crate) fn row(number: u8, formation: &str, rank: Option<u32>, code: &str) -> Row {
    Row {
        code: code.to_owned(),
        formation: formation.to_owned(),
        head: None,
        nonce: Nonce([number; 16]),
        participant: format!("244007101100{number:05}").parse().unwrap(),
        rank,
        reasons: Vec::new(),
        receipt: None,
        scores: None,
        total: None,
    }
}

/// The row with the scores of an attempt: TKP, TIU, TWK.
pub(crate) fn scored(mut row: Row, [tkp, tiu, twk]: [i32; 3]) -> Row {
    let points = [("tkp", tkp), ("tiu", tiu), ("twk", twk)];
    let scores: BTreeMap<SubTest, Points> = points
        .map(|(name, points)| (sub_test(name), Points(points)))
        .into();
    row.total = Some(scores.values().copied().sum());
    row.scores = Some(scores);
    row.head = Some(Digest([row.nonce.0[0]; 32]));
    row.receipt = Some("7Q2M9XK4T0VB".to_owned());
    row
}

fn cut(places: u32, ranked: u32, admitted: u32, last_total: Option<i32>) -> Option<Cut> {
    Some(Cut {
        admitted,
        last_total: last_total.map(Points),
        places,
        ranked,
    })
}

pub(crate) fn formations() -> Vec<Formation> {
    vec![
        // The official case of 2020 at quota 1, and four who tie at the border.
        formation("F-01", 1, cut(3, 7, 3, Some(367))),
        formation("F-02", 1, cut(3, 5, 4, Some(350))),
        formation("F-03", 2, cut(6, 0, 0, None)),
        formation("F-04", 1, cut(3, 0, 0, None)),
    ]
}

pub(crate) fn rows() -> Vec<Row> {
    let ranked = |number, formation, rank, code| row(number, formation, Some(rank), code);
    let mut rows = vec![
        scored(ranked(1, "F-01", 1, "P/L"), [150, 110, 135]),
        scored(ranked(2, "F-01", 2, "P/L"), [148, 125, 115]),
        scored(ranked(3, "F-01", 3, "P/L"), [147, 115, 105]),
        scored(ranked(5, "F-01", 4, "P"), [146, 112, 109]),
        scored(ranked(4, "F-01", 5, "P"), [145, 105, 117]),
        scored(ranked(19, "F-01", 6, "P"), [146, 115, 95]),
        scored(ranked(6, "F-01", 7, "P"), [146, 110, 100]),
        scored(ranked(20, "F-02", 1, "P/L"), [180, 100, 80]),
        scored(ranked(21, "F-02", 2, "P/L"), [170, 100, 80]),
        scored(ranked(22, "F-02", 2, "P/L"), [170, 100, 80]),
        scored(ranked(23, "F-02", 2, "P/L"), [170, 100, 80]),
        scored(ranked(24, "F-02", 5, "P"), [170, 95, 85]),
        scored(row(30, "F-03", None, "TL"), [166, 75, 70]),
        row(31, "F-03", None, "TH"),
        scored(row(32, "F-03", None, "DIS"), [190, 120, 100]),
    ];
    let reasons = [
        (3, "rank 4>3"),
        (8, "tie at cut"),
        (12, "below tiu<80"),
        (14, "decision SK-01/2024 \"remote\""),
    ];
    for (index, reason) in reasons {
        rows[index].reasons = vec![reason.to_owned()];
    }
    rows
}

pub(crate) fn list() -> List {
    List::compile(subject(), formations(), rows()).unwrap()
}

/// Drafts, approves and signs.
pub(crate) fn sign(list: List) -> Document {
    let content = list.content().digest().unwrap();
    let at = list.content().subject.as_of_ms.0;
    let progress = Progress::draft(drafter(), content, Instant(at + 60_000))
        .unwrap()
        .apply(
            approver(),
            Act::Approve { content },
            Instant(at + 3_600_000),
        )
        .unwrap();
    let unsigned = Unsigned::new(list, &progress).unwrap();
    let value = key().sign(unsigned.message());
    unsigned.attach(key().public_key(), value).unwrap()
}

pub(crate) fn document() -> Document {
    sign(list())
}
