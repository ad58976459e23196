//! Imports name every fault, and with any fault nothing changes.

use exam::ExamError;
use exam::staff::NewSittingRequest;
use exam::staff::{self, ItemsImported, NewForm, NewSeatRequest, NewSelection};
use lexicon::{Instant, Millis};
use session::Attempt;

use crate::fixture::{
    FORMATIONS, OPERATOR, Office, START, candidate_table, counts, file, items, number,
};

/// Lines and columns of all faults.
fn faults(error: ExamError) -> Vec<(u64, String)> {
    match error {
        ExamError::Faults(faults) => faults
            .into_iter()
            .map(|fault| (fault.line, fault.column))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn at(faults: &[(u64, &str)]) -> Vec<(u64, String)> {
    faults
        .iter()
        .map(|(line, column)| (*line, (*column).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_policy_is_a_preset_or_faultless() {
    let office = Office::open().await;
    let make = async |code: &str, policy: &str| {
        let new = NewSelection {
            code: code.to_owned(),
            name: "Seleksi".to_owned(),
            agency: "Instansi".to_owned(),
            policy: policy.to_owned(),
        };
        staff::create_selection(&office.app, &OPERATOR, &new).await
    };
    assert_eq!(make("a", "cpns-2024").await.unwrap().policy, "cpns-2024");
    assert!(matches!(
        make("a", "cpns-2021").await,
        Err(ExamError::Exists(_))
    ));
    assert!(matches!(
        make("b", "cpns-1999").await,
        Err(ExamError::Invalid { .. })
    ));
    assert!(!faults(make("b", "format = 1\nfoo = 2").await.unwrap_err()).is_empty());
}

#[tokio::test]
async fn formations_with_faults_change_nothing() {
    let office = Office::open().await;
    let selection = office.selection().await;
    let import = |text: &str| {
        let file = file("formasi.csv", text);
        staff::import_formations(&office.app, &OPERATOR, selection, file)
    };
    let wrong = "\
code,category,position_group,quota,position,qualification,location
F1,umum,,1,Analis,S-1,Pusat
F1,umum,,1,Analis,S-1,Pusat
F2,jauh,medis,0,,S-1,Pusat
";
    let expected = at(&[
        (3, "code"),
        (4, "category"),
        (4, "position_group"),
        (4, "quota"),
        (4, "position"),
    ]);
    assert_eq!(faults(import(wrong).await.unwrap_err()), expected);
    let caller = &OPERATOR;
    let known = staff::formations(&office.app, caller, selection)
        .await
        .unwrap();
    assert!(known.is_empty());

    assert_eq!(import(FORMATIONS).await.unwrap(), 2);
    let twice = at(&[(2, "code"), (3, "code")]);
    assert_eq!(faults(import(FORMATIONS).await.unwrap_err()), twice);
    let known = staff::formations(&office.app, caller, selection)
        .await
        .unwrap();
    let ordinals: Vec<u32> = known.iter().map(|row| row.ordinal).collect();
    assert_eq!(
        (ordinals, known[0].agency.as_str()),
        (vec![0, 1], "Instansi Uji")
    );
}

#[tokio::test]
async fn candidates_with_faults_change_nothing() {
    let office = Office::open().await;
    let selection = office.selection().await;
    let caller = &OPERATOR;
    staff::import_formations(&office.app, caller, selection, file("f.csv", FORMATIONS))
        .await
        .unwrap();
    let import = |text: &str| {
        let file = file("peserta.csv", text);
        staff::import_candidates(&office.app, &OPERATOR, selection, file)
    };
    let one = number(1);
    let wrong = format!(
        "participant_no,name,formation,blind\n{one},Satu,F1,\n2.44007E+16,Dua,F1,\n{one},Tiga,F9,mungkin\n"
    );
    let expected = at(&[
        (3, "participant_no"),
        (4, "participant_no"),
        (4, "formation"),
        (4, "blind"),
    ]);
    assert_eq!(faults(import(&wrong).await.unwrap_err()), expected);
    assert!(
        office
            .app
            .store
            .applications(selection)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(import(&candidate_table(3)).await.unwrap(), 3);
    assert_eq!(
        faults(import(&candidate_table(1)).await.unwrap_err()).len(),
        1
    );
}

#[tokio::test]
async fn items_carry_the_points_of_the_policy_and_change_by_version() {
    let office = Office::open().await;
    let selection = office.selection().await;
    let import = |text: String| {
        let file = file("soal.csv", &text);
        let caller = &OPERATOR;
        staff::import_items(&office.app, caller, selection, file, Vec::new())
    };
    let wrong = items().replace(
        "twk-2,twk,umum,Soal twk 2,satu,dua,tiga,empat,lima,5",
        "twk-2,twk,umum,Soal twk 2,satu,dua,tiga,empat,lima,4",
    );
    assert_eq!(
        faults(import(wrong).await.unwrap_err()),
        at(&[(3, "points_a")])
    );
    let imported = |new, changed, same| ItemsImported { new, changed, same };
    assert_eq!(import(items()).await.unwrap(), imported(9, 0, 0));
    let mended = items().replace("Soal tiu 1", "Soal tiu satu");
    assert_eq!(import(mended).await.unwrap(), imported(0, 1, 8));

    let lock = async |counts| {
        let new = NewForm {
            name: "Paket".to_owned(),
            counts,
        };
        staff::create_form(&office.app, &OPERATOR, selection, &new).await
    };
    let form = lock(Some(counts())).await.unwrap();
    assert_eq!((form.items, form.blind), (6, true));
    // The policy's own numbers, for which this bank is too small.
    assert!(matches!(lock(None).await, Err(ExamError::Invalid { .. })));
    let listed = staff::forms(&office.app, &OPERATOR, selection)
        .await
        .unwrap();
    assert_eq!(listed, [form]);
}

#[tokio::test]
async fn every_fault_of_items_is_told_at_once() {
    let office = Office::open().await;
    let selection = office.selection().await;
    let table = "\
code,sub_test,topic,stem,picture,option_a,option_b,option_c,option_d,option_e,points_a,points_b,points_c,points_d,points_e
a,twk,umum,Satu?,dalam.svg,1,2,3,4,5,5,0,5,0,0
b,tpu,umum,Dua?,,1,2,3,4,5,5,0,0,0,0
c,twk,umum,,tiada.svg,1,2,3,4,5,5,0,0,0,0
d,tkp,umum,Empat?,,1,2,3,4,5,1,2,3,4,x
e,tkp,umum,![x](dalam.svg),,1,2,3,4,5,1,2,3,4,4
";
    let levels = 300;
    let deep = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\">{}{}</svg>",
        "<g>".repeat(levels),
        "</g>".repeat(levels)
    );
    let pictures = vec![file("dalam.svg", &deep)];
    let error = staff::import_items(
        &office.app,
        &OPERATOR,
        selection,
        file("soal.csv", table),
        pictures,
    )
    .await
    .unwrap_err();
    let told = error.to_string();
    assert!(
        told.starts_with("the import has 6 faults, first dalam.svg: the SVG has elements nested"),
        "{told}"
    );
    let expected = at(&[
        (0, ""),
        (2, "points_c"),
        (3, "sub_test"),
        (4, "picture"),
        (5, "points_e"),
        (6, "points_e"),
    ]);
    assert_eq!(faults(error), expected);
    let kept = office.app.store.items(selection).await.unwrap();
    assert!(kept.is_empty());
}

#[tokio::test]
async fn only_blindness_in_its_category_gives_longer_time() {
    let office = Office::open().await;
    let prepared = office.prepared(3).await;
    let sitting = office.sitting(&prepared, 3).await;
    let list = office.app.store.seats_of(sitting).await.unwrap().unwrap();
    let mut seeds = Vec::new();
    for (seat, minutes) in list.seats.iter().zip([10, 10, 13]) {
        let attempt = Attempt::decode(&seat.seat.state).unwrap();
        let bases: Vec<Millis> = attempt.blocks.iter().map(|block| block.base).collect();
        assert_eq!(
            bases,
            [Millis::from_mins(minutes)],
            "{}",
            seat.participant_no
        );
        seeds.push(seat.seat.seed);
    }
    seeds.sort_unstable();
    seeds.dedup();
    assert_eq!(seeds.len(), 3, "every paper has a seed of its own");
}

#[tokio::test]
async fn a_sitting_names_every_seat_that_cannot_be() {
    let office = Office::open().await;
    let prepared = office.prepared(2).await;
    let make = async |numbers: &[u32], starts| {
        let seats = numbers.iter().map(|index| NewSeatRequest {
            participant_no: number(*index),
            place: String::new(),
        });
        let new = NewSittingRequest {
            name: "Sesi 1".to_owned(),
            place: "Titik A".to_owned(),
            starts,
            forms: vec![prepared.form],
            block_ms: None,
            blind_block_ms: None,
            seats: seats.collect(),
        };
        staff::create_sitting(&office.app, &OPERATOR, prepared.selection, new).await
    };
    let column = "participant_no";
    assert_eq!(
        faults(make(&[1, 9, 1], START).await.unwrap_err()),
        at(&[(2, column), (3, column)])
    );
    assert!(matches!(
        make(&[1], Instant(-1)).await,
        Err(ExamError::Invalid { .. })
    ));
    assert_eq!(make(&[1, 2], START).await.unwrap().seats, 2);
    assert!(matches!(make(&[1], START).await, Err(ExamError::Exists(_))));
}
