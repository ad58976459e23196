//! A small selection to work on.

use std::sync::Arc;

use exam::ports::{
    ApplicationRow, AuditEntry, Columns, FormRow, FormationRow, NewSeat, NewSitting, RoomChange,
    SeatChange, SelectionRow, SittingRow, Store, UserRow,
};
use lexicon::{
    ApplicationId, AttemptId, Digest, FormId, FormationId, Instant, ParticipantNo, SelectionId,
    SittingId, UserId,
};
use question_bank::Variant;
use session::{RoomStatus, Status};
use uuid::Uuid;

use super::Place;

/// A store with a selection, one formation, one form and one planned sitting.
#[derive(Clone)]
pub struct World {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The selection.
    pub selection: SelectionId,
    /// The formation of every application.
    pub formation: FormationId,
    /// The form of every seat.
    pub form: FormId,
    /// The sitting.
    pub sitting: SittingId,
    /// Its attempts, by id.
    pub attempts: Vec<AttemptId>,
}

/// An id that is told apart by kind and number, in order of the number.
pub(super) fn uuid(kind: u8, number: u64) -> Uuid {
    Uuid::from_u128(u128::from(kind) << 64 | u128::from(number))
}

pub(super) fn attempt_id(number: u64) -> AttemptId {
    AttemptId(uuid(7, number))
}

pub(super) fn application_id(number: u64) -> ApplicationId {
    ApplicationId(uuid(3, number))
}

pub(super) fn sitting_id(number: u64) -> SittingId {
    SittingId(uuid(5, number))
}

pub(super) fn number(number: u64) -> ParticipantNo {
    format!("{:017}", 24_400_000_000_000_000 + number)
        .parse()
        .unwrap()
}

pub(super) fn act(name: &str) -> AuditEntry {
    AuditEntry {
        at: Instant(1_700_000_000_000),
        by: None,
        act: name.to_owned(),
        subject: "contract".to_owned(),
        detail: "{}".to_owned(),
    }
}

pub(super) fn selection_row(number: u64) -> SelectionRow {
    SelectionRow {
        id: SelectionId(uuid(1, number)),
        code: format!("selection-{number}"),
        name: "Seleksi".to_owned(),
        agency: "Badan".to_owned(),
        policy: "[policy]".to_owned(),
        created: Instant(number.try_into().unwrap()),
    }
}

pub(super) fn formation_row(number: u64) -> FormationRow {
    FormationRow {
        id: FormationId(uuid(2, number)),
        code: format!("F{number:05}"),
        agency: "Badan".to_owned(),
        position: "Analis".to_owned(),
        qualification: "S-1".to_owned(),
        location: "Pusat".to_owned(),
        category: "umum".parse().unwrap(),
        position_group: None,
        quota: 3,
        ordinal: number.try_into().unwrap(),
    }
}

pub(super) fn application_row(of: u64, formation: FormationId) -> ApplicationRow {
    ApplicationRow {
        id: application_id(of),
        participant_no: number(of),
        name: format!("Peserta {of}"),
        formation,
        blind: of % 2 == 1,
    }
}

pub(super) fn form_row(number: u64, selection: SelectionId) -> FormRow {
    FormRow {
        id: FormId(uuid(4, number)),
        selection,
        name: format!("Naskah {number}"),
        content: vec![4; 64],
        nonce: [5; 32],
        commitment: Digest([6; 32]),
        locked: Instant(number.try_into().unwrap()),
    }
}

pub(super) fn user_row(number: u64) -> UserRow {
    UserRow {
        id: UserId(uuid(8, number)),
        name: format!("user-{number}"),
        full_name: "Petugas".to_owned(),
        password_hash: "$argon2id$".to_owned(),
        grants: Vec::new(),
        enabled: true,
    }
}

pub(super) fn new_seat(of: u64, form: FormId) -> NewSeat {
    NewSeat {
        id: attempt_id(of),
        application: application_id(of),
        form,
        variant: if of % 2 == 1 {
            Variant::Blind
        } else {
            Variant::Standard
        },
        seed: [9; 32],
        place: format!("PC-{of:05}"),
        state: vec![1, 0],
    }
}

pub(super) fn new_sitting(number: u64, selection: SelectionId, seats: Vec<NewSeat>) -> NewSitting {
    NewSitting {
        sitting: SittingRow {
            id: sitting_id(number),
            selection,
            name: format!("Sesi {number}"),
            place: "Ruang 1".to_owned(),
            starts: Instant(1_000 * i64::try_from(number).unwrap()),
            late_start_until_end: false,
            status: RoomStatus::Planned,
        },
        room: vec![1, 0],
        seats,
    }
}

/// A change that appends these events.
pub(super) fn change(id: AttemptId, last_row: i64, state: &[u8], events: &[&[u8]]) -> SeatChange {
    SeatChange {
        id,
        last_row,
        state: state.to_vec(),
        columns: None,
        events: events.iter().map(|event| event.to_vec()).collect(),
        strays: Vec::new(),
    }
}

pub(super) fn running(deadline: i64) -> Option<Columns> {
    Some(Columns {
        status: Status::Running,
        deadline: Some(Instant(deadline)),
    })
}

impl World {
    /// Opens the place and fills it with a sitting of `seats` attempts.
    ///
    /// # Panics
    /// When the store refuses any of it.
    pub async fn of(place: &dyn Place, seats: u64) -> Self {
        let store = place.open().await;
        let selection = selection_row(1);
        let formation = formation_row(1);
        let form = form_row(1, selection.id);
        store
            .create_selection(&selection, &act("selection"))
            .await
            .unwrap();
        let formations = [formation];
        let [formation] = &formations;
        store
            .import_formations(selection.id, &formations, &act("formations"))
            .await
            .unwrap();
        let rows: Vec<_> = (0..seats)
            .map(|of| application_row(of, formation.id))
            .collect();
        store
            .import_applications(selection.id, &rows, &act("applications"))
            .await
            .unwrap();
        store.create_form(&form, &act("form")).await.unwrap();
        let chairs = (0..seats).map(|of| new_seat(of, form.id)).collect();
        let sitting = new_sitting(1, selection.id, chairs);
        store
            .create_sitting(&sitting, &act("sitting"))
            .await
            .unwrap();
        Self {
            store,
            selection: selection.id,
            formation: formation.id,
            form: form.id,
            sitting: sitting.sitting.id,
            attempts: (0..seats).map(attempt_id).collect(),
        }
    }

    /// The attempt with this place in the list.
    pub(super) fn attempt(&self, place: usize) -> AttemptId {
        *self.attempts.get(place).unwrap()
    }

    /// Writes changes in a unit of their own.
    pub(super) async fn save(&self, changes: &[SeatChange]) {
        let mut unit = self.store.begin().await.unwrap();
        let ids: Vec<_> = changes.iter().map(|change| change.id).collect();
        assert_eq!(unit.seats(&ids).await.unwrap().held, []);
        unit.save_seats(changes).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// Appends events to an attempt as it stands now, and sets its columns.
    pub(super) async fn append(&self, id: AttemptId, columns: Option<Columns>, events: &[&[u8]]) {
        let (seat, _) = self.store.seat(id).await.unwrap().unwrap();
        let change = SeatChange {
            columns,
            ..change(id, seat.last_row, &seat.state, events)
        };
        self.save(&[change]).await;
    }

    /// Writes a room's status and pause.
    pub(super) async fn set_room(&self, id: SittingId, status: RoomStatus, paused: bool) {
        let mut unit = self.store.begin().await.unwrap();
        let change = RoomChange {
            id,
            state: vec![1, 1],
            status,
            paused,
            entries: Vec::new(),
        };
        unit.save_rooms(&[change]).await.unwrap();
        unit.commit().await.unwrap();
    }
}
