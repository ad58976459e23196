//! An exam day: desk, room, seats, close.

use exam::ExamError;
use exam::ports::{Role, Scope};
use exam::staff::{self, Page, RoomOrder, SeatOrder};
use session::{Command, DeviceId, Refusal, RoomRefusal, RoomStatus, Status};

use crate::fixture::{Office, number};

#[tokio::test]
async fn desk_room_and_close() {
    let office = Office::open().await;
    let prepared = office.prepared(4).await;
    let sitting = office.sitting(&prepared, 4).await;
    let app = &office.app;
    let proctor = office
        .person(
            "proctor",
            Role::Proctor,
            Scope::Selection(prepared.selection),
        )
        .await;
    let room = |order| staff::act_on_room(app, &proctor, sitting, order);

    let pin = staff::check_in(app, &proctor, sitting, number(1))
        .await
        .unwrap();
    let again = staff::check_in(app, &proctor, sitting, number(1))
        .await
        .unwrap();
    assert_eq!((&pin, pin.issue, pin.pin.len()), (&again, 1, 8));
    let seat = (sitting, pin.attempt);
    let other = staff::reissue_pin(app, &proctor, seat, "hilang")
        .await
        .unwrap();
    assert_eq!(other.issue, 2);
    assert_ne!(other.pin, pin.pin);
    let reasonless = staff::reissue_pin(app, &proctor, seat, "  ").await;
    assert!(matches!(
        reasonless,
        Err(ExamError::Refused(Refusal::Reason))
    ));
    let stranger = staff::check_in(app, &proctor, sitting, number(9)).await;
    assert!(matches!(stranger, Err(ExamError::NotFound("seat"))));

    let early = room(RoomOrder::Close {
        reason: String::new(),
    })
    .await;
    assert!(matches!(
        early,
        Err(ExamError::Room(RoomRefusal::Status(RoomStatus::Planned)))
    ));
    room(RoomOrder::Open {
        reason: String::new(),
    })
    .await
    .unwrap();
    staff::check_in(app, &proctor, sitting, number(2))
        .await
        .unwrap();
    let device = DeviceId(1);
    office
        .command(seat, Command::Login { device })
        .await
        .unwrap();
    office
        .command(seat, Command::Start { epoch: 1 })
        .await
        .unwrap();

    let reasonless = room(RoomOrder::Pause {
        reason: String::new(),
    })
    .await;
    assert!(matches!(
        reasonless,
        Err(ExamError::Room(RoomRefusal::Reason))
    ));
    room(RoomOrder::Pause {
        reason: "listrik".to_owned(),
    })
    .await
    .unwrap();
    let view = staff::sitting(app, &proctor, sitting).await.unwrap();
    assert!(view.paused && view.seats[0].paused && view.seats[0].deadline.is_none());
    room(RoomOrder::Resume {
        reason: String::new(),
    })
    .await
    .unwrap();
    let view = staff::sitting(app, &proctor, sitting).await.unwrap();
    assert!(!view.paused && view.seats[0].deadline.is_some());
    assert_eq!(view.seats[0].status, Status::Running);

    // Nobody is cut short, and nobody is marked absent in a room that cannot be closed.
    let running = room(RoomOrder::Close {
        reason: String::new(),
    })
    .await;
    assert!(matches!(
        running,
        Err(ExamError::Room(RoomRefusal::StillRunning(1)))
    ));
    let view = staff::sitting(app, &proctor, sitting).await.unwrap();
    assert_eq!(view.seats[2].status, Status::Assigned);

    staff::act_on_seat(app, &proctor, seat, SeatOrder::End, "sakit")
        .await
        .unwrap();
    // One sits there who has not begun: to be absent is final, so the close asks why.
    let unsaid = room(RoomOrder::Close {
        reason: " ".to_owned(),
    })
    .await;
    assert!(
        matches!(
            unsaid,
            Err(ExamError::Invalid {
                field: "reason",
                ..
            })
        ),
        "{unsaid:?}"
    );
    let view = staff::sitting(app, &proctor, sitting).await.unwrap();
    assert_eq!(view.summary.status, RoomStatus::Open);
    room(RoomOrder::Close {
        reason: "pulang".to_owned(),
    })
    .await
    .unwrap();
    let view = staff::sitting(app, &proctor, sitting).await.unwrap();
    let status: Vec<Status> = view.seats.iter().map(|seat| seat.status).collect();
    use Status::{Absent, Finished};
    assert_eq!(status, [Finished, Absent, Absent, Absent]);
    assert_eq!(view.summary.status, RoomStatus::Closed);
    room(RoomOrder::Seal).await.unwrap();
}

#[tokio::test]
async fn the_ranking_follows_the_answers() {
    let office = Office::open().await;
    let prepared = office.prepared(4).await;
    let sitting = office.sitting(&prepared, 4).await;
    let app = &office.app;
    let admin = office.person("admin", Role::Admin, Scope::System).await;
    staff::act_on_room(
        app,
        &admin,
        sitting,
        RoomOrder::Open {
            reason: String::new(),
        },
    )
    .await
    .unwrap();
    for (index, right) in [(1, 2), (2, 6), (3, 2)] {
        let pin = staff::check_in(app, &admin, sitting, number(index))
            .await
            .unwrap();
        office
            .take(prepared.form, (sitting, pin.attempt), |item| item < right)
            .await;
    }
    let page = staff::ranking(app, &admin, prepared.selection, "F1", (Page::From(0), 10))
        .await
        .unwrap();
    let mut rows: Vec<(usize, u32)> = page
        .rows
        .iter()
        .map(|row| {
            let index = row.participant_no.as_str()[11..].parse().unwrap();
            (row.rank, index)
        })
        .collect();
    // Equals stand in no order that means anything.
    rows.sort_unstable();
    assert_eq!(rows, [(1, 2), (2, 1), (2, 3)]);
    let totals: Vec<i32> = page.rows.iter().map(|row| row.total.0).collect();
    // Two of twk, two of tiu at 5, two of tkp at 5; or two of twk at 5 and tkp at 1.
    assert_eq!(totals, [30, 12, 12]);
    let second = staff::ranking(app, &admin, prepared.selection, "F1", (Page::From(1), 1))
        .await
        .unwrap();
    assert_eq!(second.rows, page.rows[1..2]);
    let unknown = staff::ranking(app, &admin, prepared.selection, "F9", (Page::From(0), 1)).await;
    assert!(matches!(unknown, Err(ExamError::NotFound("formation"))));
}
