//! A grant reaches as far as its scope.

use exam::ExamError;
use exam::ports::{Role, Scope};
use exam::staff::{self, RoomOrder, SeatOrder};

use crate::fixture::{Office, number};

#[tokio::test]
async fn a_proctor_of_one_room_runs_that_room_only() {
    let office = Office::open().await;
    let prepared = office.prepared(3).await;
    let sitting = office.sitting(&prepared, 3).await;
    let app = &office.app;
    let own = office
        .person("own", Role::Proctor, Scope::Sitting(sitting))
        .await;
    let elsewhere = lexicon::SittingId::from_bytes([7; 16]);
    let other = office
        .person("other", Role::Proctor, Scope::Sitting(elsewhere))
        .await;
    let auditor = office.person("auditor", Role::Auditor, Scope::System).await;

    let forbidden = |result: Result<(), ExamError>| {
        assert!(matches!(result, Err(ExamError::Forbidden)), "{result:?}");
    };
    for caller in [&other, &auditor] {
        let opened = staff::act_on_room(
            app,
            caller,
            sitting,
            RoomOrder::Open {
                reason: String::new(),
            },
        )
        .await;
        forbidden(opened.map(drop));
        forbidden(
            staff::check_in(app, caller, sitting, number(1))
                .await
                .map(drop),
        );
    }
    forbidden(staff::sitting(app, &other, sitting).await.map(drop));
    assert_eq!(
        staff::sitting(app, &auditor, sitting)
            .await
            .unwrap()
            .seats
            .len(),
        3
    );
    assert!(staff::selections(app, &other).await.unwrap().is_empty());
    assert_eq!(staff::selections(app, &own).await.unwrap().len(), 1);
    assert_eq!(
        staff::sittings(app, &own, prepared.selection)
            .await
            .unwrap()
            .len(),
        1
    );

    let pin = staff::check_in(app, &own, sitting, number(1))
        .await
        .unwrap();
    let seat = (sitting, pin.attempt);
    let disqualified = staff::act_on_seat(app, &own, seat, SeatOrder::Disqualify, "joki").await;
    forbidden(disqualified.map(drop));
    assert!(
        staff::act_on_seat(app, &own, seat, SeatOrder::Warn { seen: 0 }, "menoleh")
            .await
            .is_ok()
    );
    forbidden(
        exam::results::export_journal(app, &own, prepared.selection)
            .await
            .map(drop),
    );
}
