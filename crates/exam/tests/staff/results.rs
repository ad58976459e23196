//! From sealed minutes to a published list, its correction, and the audit.

use exam::ExamError;
use exam::ports::{Role, Scope};
use exam::results::{self, NewDraft, Published, UNWATCHED};
use exam::staff::{self, Caller, RoomOrder, SeatOrder};
use lexicon::{AttemptId, SittingId};
use publication::{Correction, Decision, DecisionKind, PublicKey, Trust};
use session::Refusal;

use crate::fixture::{Office, Prepared, number};

/// Four candidates: 1 answers all well, 2 half, 3 is absent; 4 (F2) answers all well.
pub(crate) struct Day {
    pub(crate) office: Office,
    pub(crate) prepared: Prepared,
    pub(crate) sitting: SittingId,
    pub(crate) attempts: Vec<AttemptId>,
    pub(crate) admin: Caller,
    pub(crate) first: Caller,
    pub(crate) second: Caller,
}

impl Day {
    pub(crate) async fn held() -> Self {
        let office = Office::open().await;
        let prepared = office.prepared(4).await;
        let sitting = office.sitting(&prepared, 4).await;
        let admin = office.person("admin", Role::Admin, Scope::System).await;
        let scope = Scope::Selection(prepared.selection);
        let first = office.person("first", Role::Committee, scope).await;
        let second = office.person("second", Role::Committee, scope).await;
        staff::act_on_room(
            &office.app,
            &admin,
            sitting,
            RoomOrder::Open {
                reason: String::new(),
            },
        )
        .await
        .unwrap();
        let mut attempts = Vec::new();
        for (index, right) in [(1, 6), (2, 3), (4, 6)] {
            let pin = staff::check_in(&office.app, &admin, sitting, number(index))
                .await
                .unwrap();
            let seat = (sitting, pin.attempt);
            office.take(prepared.form, seat, |item| item < right).await;
            attempts.push(pin.attempt);
        }
        Self {
            office,
            prepared,
            sitting,
            attempts,
            admin,
            first,
            second,
        }
    }

    pub(crate) async fn seal(&self) {
        for order in [
            RoomOrder::Close {
                reason: "nobody else comes".to_owned(),
            },
            RoomOrder::Seal,
        ] {
            staff::act_on_room(&self.office.app, &self.admin, self.sitting, order)
                .await
                .unwrap();
        }
    }

    async fn draft(&self, new: NewDraft) -> Result<results::DraftView, ExamError> {
        let selection = self.prepared.selection;
        results::create_draft(&self.office.app, &self.first, selection, new, UNWATCHED).await
    }

    pub(crate) async fn publish(&self, new: NewDraft) -> results::PublicationView {
        let app = &self.office.app;
        let draft = self.draft(new).await.unwrap();
        results::approve_draft(app, &self.second, draft.id, draft.digest)
            .await
            .unwrap();
        results::publish_draft(app, &self.second, draft.id)
            .await
            .unwrap()
    }

    pub(crate) async fn recompute(&self) -> results::Recomputed {
        let selection = self.prepared.selection;
        results::recompute(&self.office.app, &self.admin, selection, UNWATCHED)
            .await
            .unwrap()
    }

    async fn codes(&self) -> Vec<String> {
        let published = results::publications(&self.office.app, self.prepared.selection)
            .await
            .unwrap();
        let row = results::publication(&self.office.app, published[0].id)
            .await
            .unwrap();
        let document = publication::Document::from_bytes(&row.document).unwrap();
        let rows = document.rows.iter();
        rows.map(|row| format!("{} {}", &row.participant.as_str()[16..], row.code))
            .collect()
    }
}

#[tokio::test]
async fn a_list_needs_sealed_minutes_and_two_officers() {
    let day = Day::held().await;
    let app = &day.office.app;
    assert!(matches!(
        day.draft(NewDraft::default()).await,
        Err(ExamError::SittingOpen)
    ));
    day.seal().await;
    let own_cut = NewDraft {
        correction: None,
        cut: Some(4),
    };
    let beside_policy = day.draft(own_cut).await;
    assert!(
        matches!(beside_policy, Err(ExamError::Invalid { field: "cut", .. })),
        "{beside_policy:?}"
    );
    let draft = day.draft(NewDraft::default()).await.unwrap();
    assert_eq!((draft.version, draft.rows), (1, 4));

    let approve = |caller, digest| results::approve_draft(app, caller, draft.id, digest);
    let own = approve(&day.first, draft.digest).await;
    assert!(matches!(
        own,
        Err(ExamError::Refused(Refusal::SecondOfficer))
    ));
    let other = approve(&day.second, lexicon::Digest([1; 32])).await;
    assert!(matches!(other, Err(ExamError::Stale(_))));
    let technician = approve(&day.admin, draft.digest).await;
    assert!(matches!(technician, Err(ExamError::Forbidden)));
    let early = results::publish_draft(app, &day.second, draft.id).await;
    assert!(matches!(early, Err(ExamError::Stale(_))));
    approve(&day.second, draft.digest).await.unwrap();
    results::publish_draft(app, &day.first, draft.id)
        .await
        .unwrap();
    let twice = results::publish_draft(app, &day.first, draft.id).await;
    assert!(matches!(twice, Err(ExamError::Stale(_))));
    // No passing grade is within reach of six items.
    assert_eq!(day.codes().await, ["1 TL", "2 TL", "3 TH", "4 TL"]);
}

#[tokio::test]
async fn anybody_can_prove_a_published_row() {
    let day = Day::held().await;
    day.seal().await;
    day.publish(NewDraft::default()).await;
    let app = &day.office.app;
    let published = Published::default();
    let result = published.result(app, number(1)).await.unwrap();
    assert_eq!(result.row.total.map(|total| total.0), Some(30));
    let key = PublicKey::from_bytes(&app.signer.public_key()).unwrap();
    let bytes = result.certificate.to_bytes().unwrap();
    let report = publication::verify_certificate(&bytes, &Trust::Key(key));
    assert!(report.is_valid(), "{:?}", report.faults);
    assert!(published.result(app, number(2)).await.is_ok());
    assert!(matches!(
        published.result(app, number(9)).await,
        Err(ExamError::NotFound(_))
    ));
    let shown = results::public_key(app).unwrap();
    assert_eq!(format!("ed25519:{}", shown.public_key), key.to_string());
}

#[tokio::test]
async fn recompute_finds_the_same_bytes_again() {
    let day = Day::held().await;
    day.seal().await;
    let before = day.recompute().await;
    assert_eq!((before.published, before.rows), (None, 4));
    day.publish(NewDraft::default()).await;
    let after = day.recompute().await;
    assert_eq!(after.differences, []);
    assert_eq!((after.published, &after.csv), (Some(1), &before.csv));
    assert!(
        after
            .csv
            .starts_with("formation,rank,participant_no,twk,tiu,tkp,total,code,")
    );
    assert_eq!(after.csv.lines().count(), 5);
}

#[tokio::test]
async fn a_correction_is_a_new_version_that_cites_a_decision() {
    let day = Day::held().await;
    day.seal().await;
    day.publish(NewDraft::default()).await;
    let app = &day.office.app;
    let seat = (day.sitting, day.attempts[0]);
    staff::act_on_seat(app, &day.first, seat, SeatOrder::Disqualify, "joki")
        .await
        .unwrap();
    let drifted = day.recompute().await;
    assert!(
        !drifted.differences.is_empty(),
        "the published list is out of date"
    );

    let silent = day.draft(NewDraft::default()).await;
    assert!(matches!(
        silent,
        Err(ExamError::Invalid {
            field: "correction",
            ..
        })
    ));
    let correction = Correction {
        decisions: vec![Decision {
            kind: DecisionKind::Disqualification,
            reference: "BA-12/2026".to_owned(),
        }],
        reason: "Peserta didiskualifikasi".to_owned(),
    };
    let faulty = async |change: fn(&mut Correction)| {
        let mut correction = correction.clone();
        change(&mut correction);
        let correction = Some(correction);
        let cut = None;
        match day.draft(NewDraft { correction, cut }).await {
            Err(ExamError::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(faulty(|it| it.reason.clear()).await, "correction.reason");
    assert_eq!(
        faulty(|it| it.decisions.clear()).await,
        "correction.decisions"
    );
    assert_eq!(
        faulty(|it| it.decisions[0].reference.push(' ')).await,
        "correction.decisions.reference"
    );
    let new = NewDraft {
        correction: Some(correction),
        cut: None,
    };
    let draft = day.draft(new.clone()).await.unwrap();
    assert_eq!(draft.drafted_by_name, "Petugas first");
    assert_eq!(draft.approved_by_name, None);
    let preview = results::draft(app, &day.second, draft.id).await.unwrap();
    let changes = preview.changes.unwrap();
    assert_eq!(changes.len(), 1);
    let after = changes[0].after.as_ref().unwrap();
    assert_eq!(
        (after.code.as_str(), after.total.map(|total| total.0)),
        ("DIS", Some(30))
    );
    let second = day.publish(new).await;
    assert_eq!(second.version, 2);
    assert_eq!(day.codes().await, ["2 TL", "1 DIS", "3 TH", "4 TL"]);
    assert_eq!(day.recompute().await.differences, []);
    // The draft beside it was made for the version that is no longer the newest.
    let approved = results::approve_draft(app, &day.second, draft.id, draft.digest).await;
    let approved = approved.unwrap();
    assert_eq!(approved.approved_by_name.as_deref(), Some("Petugas second"));
    let late = results::publish_draft(app, &day.second, draft.id).await;
    assert!(matches!(late, Err(ExamError::Stale(_))));
    assert_eq!(
        Published::default()
            .result(app, number(1))
            .await
            .unwrap()
            .version,
        2
    );
}

#[tokio::test]
async fn the_raw_export_waits_for_the_end_and_counts_its_lines() {
    let day = Day::held().await;
    let app = &day.office.app;
    let selection = day.prepared.selection;
    let open = results::export_journal(app, &day.admin, selection).await;
    assert!(matches!(open, Err(ExamError::SittingOpen)));
    day.seal().await;
    let mut export = results::export_journal(app, &day.admin, selection)
        .await
        .unwrap();
    let mut text = Vec::new();
    while let Some(chunk) = export.next(app).await.unwrap() {
        text.extend(chunk);
    }
    let lines: Vec<serde_json::Value> = String::from_utf8(text)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let count = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
    assert_eq!(
        (count("selection"), count("form"), count("sitting")),
        (1, 1, 1)
    );
    assert_eq!((count("ledger"), count("attempt")), (3, 4));
    // Checked in, logged in, started, room noted at the latest, six answers, the end; the absent one's mark.
    assert!(count("event") > 3 * 10, "{}", count("event"));
    let end = lines.last().unwrap();
    assert_eq!(
        (&end["kind"], end["lines"].as_u64()),
        (&"end".into(), Some(lines.len() as u64))
    );
    let attempt = lines.iter().find(|line| line["kind"] == "attempt").unwrap();
    for field in [
        "id",
        "sitting",
        "form",
        "genesis",
        "head",
        "pos",
        "totals",
        "disqualified",
    ] {
        assert!(!attempt[field].is_null(), "{field}");
    }
}
