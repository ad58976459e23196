//! The closer ends what is due, and nothing else.

use exam::ExamError;
use lexicon::Millis;
use session::{Command, EndReason, Refusal, RoomAct, StaffAct, Status};

use crate::hall::{Hall, TIME, replayed, secs, verify};

#[tokio::test]
async fn not_before_deadline_and_grace() {
    let (hall, server, pages) = Hall::running(2).await;
    server.live_for(TIME + secs(2)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    let early = server.command(pages[0].attempt(), Command::CloseDue).await;
    assert_eq!(early.unwrap().reply, Err(Refusal::NotDue));
    hall.clock.advance(Millis(2));
    assert_eq!(server.helpers.close_due().await.unwrap(), 2);
    for page in &pages {
        let attempt = hall.attempt(page.attempt()).await;
        assert_eq!(attempt.status, Status::Finished);
        assert_eq!(attempt.ended_by, Some(EndReason::Time));
        verify(&hall, &server, page).await;
    }
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
}

#[tokio::test]
async fn a_paused_room_is_left_alone_and_looked_at_again() {
    let (hall, server, pages) = Hall::running(1).await;
    server.live_for(TIME - secs(60)).await;
    server.pause().await.unwrap();
    server.live_for(secs(120)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    server.act(RoomAct::Resume).await.unwrap();
    // The deadline that stands in the column is the one from before the pause: it is only looked at.
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    server.live_for(secs(62)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    hall.clock.advance(Millis(2));
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
    verify(&hall, &server, &pages[0]).await;
}

#[tokio::test]
async fn a_paused_seat_is_left_alone() {
    let (hall, server, pages) = Hall::running(2).await;
    server.live_for(TIME - secs(60)).await;
    let seat = pages[0].attempt();
    server.staff(seat, StaffAct::Pause).await.unwrap();
    server.live_for(secs(63)).await;
    assert_eq!(
        server.helpers.close_due().await.unwrap(),
        1,
        "the other one"
    );
    server.staff(seat, StaffAct::Resume).await.unwrap();
    server.live_for(secs(62)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    hall.clock.advance(Millis(2));
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
    assert_eq!(hall.attempt(seat).await.status, Status::Finished);
}

/// A seat that is paused within a paused room: neither resume alone brings the closer.
#[tokio::test]
async fn a_paused_seat_in_a_paused_room() {
    let (_hall, server, pages) = Hall::running(1).await;
    server.live_for(TIME - secs(60)).await;
    let seat = pages[0].attempt();
    server.pause().await.unwrap();
    server.staff(seat, StaffAct::Pause).await.unwrap();
    server.live_for(secs(100)).await;
    server.staff(seat, StaffAct::Resume).await.unwrap();
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    server.act(RoomAct::Resume).await.unwrap();
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    server.live_for(secs(63)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
}

/// Time on top moves the deadline; the column follows.
#[tokio::test]
async fn granted_time_is_waited_for() {
    let (_hall, server, pages) = Hall::running(1).await;
    let grant = StaffAct::Grant { length: secs(30) };
    server.staff(pages[0].attempt(), grant).await.unwrap();
    server.live_for(TIME + secs(32)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    server.live_for(secs(1)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
}

#[tokio::test]
async fn a_store_that_is_away_for_a_while() {
    let (hall, server, pages) = Hall::running(2).await;
    server.live_for(TIME + secs(3)).await;
    hall.stage.down(true);
    for _ in 0..3 {
        let away = server.helpers.close_due().await;
        assert!(matches!(away, Err(ExamError::Unavailable)));
        hall.clock.advance(secs(1));
    }
    hall.stage.down(false);
    // Three seconds without a commit are an outage, and nobody was running out of it.
    assert_eq!(server.helpers.close_due().await.unwrap(), 2);
    for page in &pages {
        verify(&hall, &server, page).await;
    }
}

#[tokio::test]
async fn a_thousand_at_once() {
    let (hall, server, pages) = Hall::running(1_001).await;
    server.live_for(TIME + secs(3)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 1_000);
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
    let left = hall.store.due(server.now(), 10).await.unwrap();
    assert_eq!(left, []);
    verify(&hall, &server, &pages[1_000]).await;
}

/// The page says that its time is up: a request, and the closer waits no longer than it has to.
#[tokio::test]
async fn the_page_may_end_it_at_the_deadline() {
    let (hall, server, pages) = Hall::running(1).await;
    let page = &pages[0];
    server.live_for(TIME - Millis(1)).await;
    let early = page.time_up(&server).await.err().unwrap();
    assert!(matches!(early, ExamError::Refused(Refusal::NotDue)));
    hall.clock.advance(Millis(1));
    let receipt = page.time_up(&server).await.unwrap().receipt;
    assert!(receipt.is_some());
    server.live_for(secs(3)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    assert_eq!(page.time_up(&server).await.unwrap().receipt, receipt);
    verify(&hall, &server, page).await;
}

/// The close ends nothing: whoever was reopened afterwards has time, pauses and an end like everybody.
#[tokio::test]
async fn a_reopened_attempt_runs_and_ends_in_a_closed_room() {
    let (hall, server, pages) = Hall::running(1).await;
    let (page, start) = (&pages[0], server.now());
    server.live_for(TIME + secs(3)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
    server.act(RoomAct::Close).await.unwrap();
    let reopen = StaffAct::Reopen {
        from: start + secs(60),
        to: start + secs(180),
        late: Vec::new(),
        journal: Box::new(replayed(&hall, &server, page).await),
    };
    server.staff(page.attempt(), reopen).await.unwrap();
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);

    // Two minutes were given back; half way the server is away for longer than it mends by itself.
    server.live_for(secs(60)).await;
    hall.clock.advance(secs(90));
    server.settle().await;
    assert!(hall.room().await.is_paused());
    server.live_for(secs(300)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    server.act(RoomAct::Resume).await.unwrap();
    server.live_for(secs(58)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    server.live_for(secs(6)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
    server.act(RoomAct::Seal).await.unwrap();
    verify(&hall, &server, page).await;
}
