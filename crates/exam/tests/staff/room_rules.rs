//! What a room lets its officers do only with a word, or not at all; and an absence that is taken back.

use exam::ExamError;
use exam::ports::{Role, Scope};
use exam::results;
use exam::staff::{self, NewSeatRequest, NewSittingRequest, RoomOrder, SeatOrder};
use exam::{Ports, Upkeep};
use lexicon::Millis;
use session::{PauseReason, Refusal, RoomRefusal, RoomStatus, Status};

use crate::fixture::{Office, START, number};

const OPEN: fn(&str) -> RoomOrder = |reason| RoomOrder::Open {
    reason: reason.to_owned(),
};
const CLOSE: fn(&str) -> RoomOrder = |reason| RoomOrder::Close {
    reason: reason.to_owned(),
};
const RESUME: fn() -> RoomOrder = || RoomOrder::Resume {
    reason: "genset menyala".to_owned(),
};
const PAUSE: fn() -> RoomOrder = || RoomOrder::Pause {
    reason: "listrik padam".to_owned(),
};

#[tokio::test]
async fn an_opening_well_before_the_hour_asks_why() {
    let office = Office::open().await;
    let prepared = office.prepared(2).await;
    let app = &office.app;
    let admin = office.person("admin", Role::Admin, Scope::System).await;
    let sitting = async |candidate: u32, minutes: i64| {
        let new = NewSittingRequest {
            name: "Sesi".to_owned(),
            place: "Ruang 1".to_owned(),
            starts: START + Millis::from_mins(minutes),
            forms: vec![prepared.form],
            block_ms: None,
            blind_block_ms: None,
            seats: vec![NewSeatRequest {
                participant_no: number(candidate),
                place: String::new(),
            }],
        };
        let made = staff::create_sitting(app, &admin, prepared.selection, new).await;
        made.unwrap().id
    };
    let soon = sitting(1, 15).await;
    staff::act_on_room(app, &admin, soon, OPEN(""))
        .await
        .unwrap();
    let later = sitting(2, 120).await;
    let refused = staff::act_on_room(app, &admin, later, OPEN("  ")).await;
    let Err(ExamError::Invalid {
        field: "reason",
        reason,
    }) = refused
    else {
        panic!("{refused:?}")
    };
    assert!(
        reason.contains("in 119 minutes") && reason.contains("papers"),
        "{reason}"
    );
    let view = staff::sitting(app, &admin, later).await.unwrap();
    assert_eq!(view.summary.status, RoomStatus::Planned);
    let opened = staff::act_on_room(app, &admin, later, OPEN("gladi")).await;
    assert_eq!(opened.unwrap().status, RoomStatus::Open);
}

#[tokio::test]
async fn a_room_that_is_over_is_not_paused() {
    let office = Office::open().await;
    let prepared = office.prepared(1).await;
    let sitting = office.sitting(&prepared, 1).await;
    let app = &office.app;
    let admin = office.person("admin", Role::Admin, Scope::System).await;
    let room = |order| staff::act_on_room(app, &admin, sitting, order);
    room(OPEN("")).await.unwrap();
    room(PAUSE()).await.unwrap();
    let view = staff::sitting(app, &admin, sitting).await.unwrap();
    let pause = view.pause.unwrap();
    assert_eq!(pause.reasons, [PauseReason::Proctor]);
    assert_eq!(pause.words.as_deref(), Some("listrik padam"));
    assert!(pause.since >= view.opened.unwrap());
    room(RESUME()).await.unwrap();
    assert_eq!(
        staff::sitting(app, &admin, sitting).await.unwrap().pause,
        None
    );
    room(CLOSE("selesai")).await.unwrap();
    let refused = room(PAUSE()).await.unwrap_err();
    assert_eq!(refused.to_string(), "the sitting is closed");
    assert!(matches!(
        refused,
        ExamError::Room(RoomRefusal::Status(RoomStatus::Closed))
    ));
    room(RoomOrder::Seal).await.unwrap();
    let refused = room(PAUSE()).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the sitting is sealed: its minutes are signed"
    );
}

#[tokio::test]
async fn a_grant_has_sensible_bounds_and_a_pause_shows_what_is_left() {
    let office = Office::open().await;
    let prepared = office.prepared(1).await;
    let sitting = office.sitting(&prepared, 1).await;
    let app = &office.app;
    let admin = office.person("admin", Role::Admin, Scope::System).await;
    staff::act_on_room(app, &admin, sitting, OPEN(""))
        .await
        .unwrap();
    let pin = staff::check_in(app, &admin, sitting, number(1))
        .await
        .unwrap();
    let seat = (sitting, pin.attempt);
    office.begin(seat).await;
    let act = |order| staff::act_on_seat(app, &admin, seat, order, "sakit");
    let seen = async || staff::sitting(app, &admin, sitting).await.unwrap().seats[0].revision;
    for length in [
        Millis(999),
        Millis::ZERO,
        Millis(-1),
        Millis(8 * 3_600_000 + 1),
    ] {
        let refused = act(SeatOrder::Grant { length, seen: 0 }).await;
        let told = matches!(
            refused,
            Err(ExamError::Invalid {
                field: "length_ms",
                ..
            })
        );
        assert!(told, "{length:?}: {refused:?}");
    }
    let before = act(SeatOrder::Warn { seen: 0 })
        .await
        .unwrap()
        .deadline
        .unwrap();
    for length in [Millis(1_000), Millis(8 * 3_600_000)] {
        let seen = seen().await;
        act(SeatOrder::Grant { length, seen }).await.unwrap();
    }
    act(SeatOrder::Pause).await.unwrap();
    let view = staff::sitting(app, &admin, sitting).await.unwrap();
    let left = view.seats[0].remaining_ms.unwrap();
    let all = before - view.opened.unwrap() + Millis(1_000 + 8 * 3_600_000);
    assert!(view.seats[0].paused && view.seats[0].deadline.is_none());
    assert!(
        (all.0 - 1_000..=all.0).contains(&left.0),
        "{left:?} of {all:?}"
    );
}

#[tokio::test]
async fn an_absence_is_taken_back_until_the_close() {
    let office = Office::open().await;
    let prepared = office.prepared(3).await;
    let sitting = office.sitting(&prepared, 3).await;
    let app = &office.app;
    let admin = office.person("admin", Role::Admin, Scope::System).await;
    let room = |order| staff::act_on_room(app, &admin, sitting, order);
    room(OPEN("")).await.unwrap();
    let pin = staff::check_in(app, &admin, sitting, number(1))
        .await
        .unwrap();
    let seats = staff::sitting(app, &admin, sitting).await.unwrap().seats;
    let act = |seat: usize, order| {
        let seat = (sitting, seats[seat].attempt);
        staff::act_on_seat(app, &admin, seat, order, "salah orang")
    };
    let refused = act(0, SeatOrder::Recall).await.unwrap_err();
    assert!(matches!(
        refused,
        ExamError::Refused(Refusal::Status(Status::Present))
    ));
    assert_eq!(
        refused.to_string(),
        "the candidate has been checked in and has not begun"
    );
    for seat in 0..3 {
        act(seat, SeatOrder::Absent).await.unwrap();
    }
    let gone = staff::check_in(app, &admin, sitting, number(1)).await;
    assert!(matches!(
        gone,
        Err(ExamError::Refused(Refusal::Status(Status::Absent)))
    ));
    for seat in 0..2 {
        act(seat, SeatOrder::Recall).await.unwrap();
    }
    let status = |view: staff::SittingView| -> Vec<Status> {
        view.seats.iter().map(|seat| seat.status).collect()
    };
    let view = staff::sitting(app, &admin, sitting).await.unwrap();
    assert_eq!(
        status(view),
        [Status::Present, Status::Assigned, Status::Absent]
    );
    // The same PIN still opens the seat.
    let again = staff::check_in(app, &admin, sitting, number(1))
        .await
        .unwrap();
    assert_eq!(again, pin);
    let seat = (sitting, pin.attempt);
    office.take(prepared.form, seat, |_| true).await;
    act(1, SeatOrder::Absent).await.unwrap();
    act(1, SeatOrder::Recall).await.unwrap();
    room(CLOSE("pulang")).await.unwrap();
    let late = act(2, SeatOrder::Recall).await;
    assert!(
        matches!(late, Err(ExamError::Refused(Refusal::NotOpen))),
        "{late:?}"
    );
    room(RoomOrder::Seal).await.unwrap();
    let told = results::recompute(
        app,
        &staff::Caller::operator(),
        prepared.selection,
        results::UNWATCHED,
    )
    .await;
    assert!(told.unwrap().differences.is_empty());
}

#[tokio::test]
async fn a_restart_knows_the_points_of_a_sealed_room() {
    let office = Office::open().await;
    let prepared = office.prepared(2).await;
    let sitting = office.sitting(&prepared, 2).await;
    let app = &office.app;
    let admin = office.person("admin", Role::Admin, Scope::System).await;
    let room = |order| staff::act_on_room(app, &admin, sitting, order);
    room(OPEN("")).await.unwrap();
    let pin = staff::check_in(app, &admin, sitting, number(1))
        .await
        .unwrap();
    office
        .take(prepared.form, (sitting, pin.attempt), |_| true)
        .await;
    room(CLOSE("")).await.unwrap();
    room(RoomOrder::Seal).await.unwrap();
    let known = app.live.seats(sitting).await.unwrap();
    let ports = Ports {
        live: std::sync::Arc::new(live::MemoryLive::new()),
        store: app.store.clone(),
        clock: app.clock.clone(),
        forms: app.forms.clone(),
    };
    let upkeep = Upkeep::start(ports.clone()).await.unwrap();
    let rebuilt = ports.live.seats(sitting).await.unwrap();
    assert_eq!(rebuilt.len(), 2);
    let points = |seats: &[exam::ports::SeatUpdate]| {
        let finished = seats.iter().find(|seat| seat.attempt == pin.attempt);
        finished.map(|seat| (seat.totals.clone(), seat.status))
    };
    assert_eq!(points(&rebuilt), points(&known));
    let formation = known[0].formation;
    let ranking = ports.live.ranking(formation, 0, 10).await.unwrap();
    assert_eq!(ranking.len(), 1);
    upkeep.stop().await;
}
