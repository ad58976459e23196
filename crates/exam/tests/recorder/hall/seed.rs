//! What is there before the day: a selection, a locked form, a sitting with its seats.

use exam::points_table;
use exam::ports::{
    ApplicationRow, AuditEntry, FormRow, FormationRow, NewSeat, NewSitting, SelectionRow,
    SittingRow, Store,
};
use lexicon::{
    ApplicationId, AttemptId, Digest, FormId, FormationId, Millis, Points, SelectionId, SittingId,
    UserId,
};
use question_bank::{
    Block, Form, FormItem, FormSection, Inline, Item, ItemContent, ItemOption, RichText, Seed,
    Variant, lock,
};
use scoring::Policy;
use session::{Attempt, PinKey, Room, RoomStatus, genesis};
use uuid::Uuid;

use super::MORNING;

/// How much time each candidate has.
pub(crate) const TIME: Millis = Millis::from_mins(10);
/// Items of the form: this many in each of three sub-tests.
const PER_SUB_TEST: usize = 4;
/// Items of the form.
pub(crate) const ITEMS: usize = 3 * PER_SUB_TEST;

const SELECTION: SelectionId = SelectionId(Uuid::from_u128(1));
const FORMATION: FormationId = FormationId(Uuid::from_u128(2));
pub(crate) const FORM: FormId = FormId(Uuid::from_u128(3));
/// The one sitting.
pub(crate) const SITTING: SittingId = SittingId(Uuid::from_u128(4));
/// Who opens, pauses, and disqualifies.
pub(crate) const OFFICER: UserId = UserId(Uuid::from_u128(5));

/// The secret behind PINs.
pub(crate) fn pin_key() -> PinKey {
    PinKey::new([7; 32])
}

/// The attempt of the candidate with this number, from 0.
pub(crate) fn attempt_of(number: usize) -> AttemptId {
    AttemptId(Uuid::from_u128(0x1_0000 + number as u128))
}

/// Everything, with `seats` candidates.
pub(crate) async fn seed(store: &dyn Store, seats: usize) {
    let policy = scoring::preset_text("cpns-2024").unwrap();
    let selection = SelectionRow {
        id: SELECTION,
        code: "s".into(),
        name: "Seleksi".into(),
        agency: "Badan".into(),
        policy: policy.into(),
        created: MORNING,
    };
    let act = act();
    store.create_selection(&selection, &act).await.unwrap();
    let formations = [formation()];
    let imported = store.import_formations(SELECTION, &formations, &act);
    imported.await.unwrap();
    let applications: Vec<ApplicationRow> = (0..seats).map(application).collect();
    let imported = store.import_applications(SELECTION, &applications, &act);
    imported.await.unwrap();
    let sealed = lock(&form(), [3; 32], &Seed([4; 32])).unwrap();
    let row = FormRow {
        id: FORM,
        selection: SELECTION,
        name: "Paket".into(),
        content: sealed.bytes,
        nonce: sealed.nonce,
        commitment: sealed.commitment,
        locked: MORNING,
    };
    store.create_form(&row, &act).await.unwrap();
    let policy = Policy::parse(policy).unwrap();
    let points = points_table(&sealed.form, Variant::Standard, &policy).unwrap();
    let seats = (0..seats).map(|number| {
        let start = genesis(attempt_of(number).as_bytes(), &sealed.commitment);
        NewSeat {
            id: attempt_of(number),
            application: applications[number].id,
            form: FORM,
            variant: Variant::Standard,
            seed: [9; 32],
            place: String::new(),
            state: Attempt::assigned(&[TIME], &points, start).encode(),
        }
    });
    let sitting = NewSitting {
        sitting: sitting(),
        room: Room::planned(genesis(SITTING.as_bytes(), &Digest::default())).encode(),
        seats: seats.collect(),
    };
    store.create_sitting(&sitting, &act).await.unwrap();
}

fn act() -> AuditEntry {
    AuditEntry {
        at: MORNING,
        by: None,
        act: "test".into(),
        subject: String::new(),
        detail: "{}".into(),
    }
}

fn formation() -> FormationRow {
    FormationRow {
        id: FORMATION,
        code: "F".into(),
        agency: String::new(),
        position: "Analis".into(),
        qualification: "S-1".into(),
        location: "Pusat".into(),
        category: "umum".parse().unwrap(),
        position_group: None,
        quota: 1,
        ordinal: 0,
    }
}

fn application(number: usize) -> ApplicationRow {
    ApplicationRow {
        id: ApplicationId(Uuid::from_u128(0x2_0000 + number as u128)),
        participant_no: format!("2430000000{number:07}").parse().unwrap(),
        name: format!("Peserta {number}"),
        formation: FORMATION,
        blind: false,
    }
}

fn sitting() -> SittingRow {
    SittingRow {
        id: SITTING,
        selection: SELECTION,
        name: "Sesi 1".into(),
        place: "Aula".into(),
        starts: MORNING,
        late_start_until_end: false,
        status: RoomStatus::Planned,
    }
}

fn form() -> Form {
    let section = |sub_test: &str, points: [i32; 5]| FormSection {
        sub_test: sub_test.parse().unwrap(),
        items: (0..PER_SUB_TEST)
            .map(|number| item(sub_test, number, points))
            .collect(),
    };
    Form {
        sections: vec![
            section("twk", [5, 0, 0, 0, 0]),
            section("tiu", [0, 5, 0, 0, 0]),
            section("tkp", [1, 2, 3, 4, 5]),
        ],
    }
}

fn item(sub_test: &str, number: usize, points: [i32; 5]) -> FormItem {
    let option = |(index, points): (usize, i32)| ItemOption {
        text: plain(&format!("Pilihan {index}")),
        picture: None,
        points: Points(points),
    };
    let content = ItemContent {
        sub_test: sub_test.parse().unwrap(),
        topic: "umum".parse().unwrap(),
        stem: plain(&format!("Soal {sub_test} {number}")),
        picture: None,
        options: points.into_iter().enumerate().map(option).collect(),
    };
    FormItem {
        item: Item {
            code: format!("{sub_test}-{number}").parse().unwrap(),
            version: 1,
            content,
        },
        blind: None,
    }
}

fn plain(text: &str) -> RichText {
    let children = vec![Inline::Text {
        text: text.to_owned(),
    }];
    RichText(vec![Block::Paragraph { children }])
}
