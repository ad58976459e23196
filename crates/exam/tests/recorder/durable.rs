//! An acknowledgement leaves only after the durable commit, and says no more than is known.

use exam::ExamError;
use futures::poll;
use session::{StaffAct, Submitted, Verdict};

use crate::hall::{Hall, Place, journal, verdicts, verify};

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);

#[tokio::test]
async fn nobody_hears_of_what_is_not_committed() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.settle().await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let told = hall.boards.of(page.attempt()).len();
    let held = hall.stage.stop(Place::Commit);
    let mut answer = Box::pin(page.send(&server, [click]));
    assert!(poll!(&mut answer).is_pending());
    held.reached().await;
    assert!(poll!(&mut answer).is_pending(), "the answer left too early");
    assert_eq!(hall.boards.of(page.attempt()).len(), told);
    assert_eq!(hall.attempt(page.attempt()).await.last_seq, 0);
    held.go();
    assert_eq!(verdicts(&answer.await.unwrap().1), [ACCEPTED]);
    assert_eq!(hall.attempt(page.attempt()).await.last_seq, 1);
}

#[tokio::test]
async fn a_commit_that_fails_gives_no_verdict() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    hall.stage.fail(Place::Commit);
    let failed = page.send(&server, [click]).await;
    assert!(matches!(failed, Err(ExamError::Unavailable)));
    assert_eq!(hall.attempt(page.attempt()).await.last_seq, 0);
    let (_, rulings) = page.send(&server, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
    verify(&hall, &server, page).await;
}

#[tokio::test]
async fn a_commit_that_lied_is_found_out_by_sending_again() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let (click, next) = (pages[0].click(0, 0), pages[0].click(1, 0));
    let page = &pages[0];
    hall.stage.fail(Place::Committed);
    let failed = page.send(&server, [click]).await;
    assert!(matches!(failed, Err(ExamError::Unavailable)));
    let (_, rulings) = page.send(&server, [click, next]).await.unwrap();
    let duplicate = Verdict::Duplicate(Submitted::Accepted);
    assert_eq!(verdicts(&rulings), [duplicate, ACCEPTED]);
    verify(&hall, &server, page).await;
}

/// The page gives up and sends again while the first copy still waits for its commit.
#[tokio::test]
async fn a_copy_that_overlaps_the_first_one() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let held = hall.stage.stop(Place::Commit);
    let mut given_up = Box::pin(page.send(&server, [click]));
    assert!(poll!(&mut given_up).is_pending());
    held.reached().await;
    drop(given_up);
    let (again, ()) = tokio::join!(page.send(&server, [click]), async { held.go() });
    let duplicate = Verdict::Duplicate(Submitted::Accepted);
    assert_eq!(verdicts(&again.unwrap().1), [duplicate]);
    verify(&hall, &server, page).await;
}

/// A crash between the commit and the answer, and one before the commit.
#[tokio::test]
async fn a_crash_around_the_commit() {
    for place in [Place::Commit, Place::Committed] {
        let (hall, server, mut pages) = Hall::running(1).await;
        let click = pages[0].click(0, 0);
        let page = &pages[0];
        let held = hall.stage.stop(place);
        let mut answer = Box::pin(page.send(&server, [click]));
        assert!(poll!(&mut answer).is_pending());
        held.reached().await;
        drop(answer);
        drop(server);
        let server = hall.start().await;
        let (_, rulings) = page.send(&server, [click]).await.unwrap();
        let expected = match place {
            Place::Commit => ACCEPTED,
            _ => Verdict::Duplicate(Submitted::Accepted),
        };
        assert_eq!(verdicts(&rulings), [expected], "{place:?}");
        verify(&hall, &server, page).await;
    }
}

/// An act whose commit failed has left nothing, neither in the seat nor in the room's ledger.
#[tokio::test]
async fn a_sanction_is_in_seat_and_ledger_or_in_neither() {
    let (hall, server, pages) = Hall::running(1).await;
    let seat = pages[0].attempt();
    let before = hall.room().await;
    hall.stage.fail(Place::Commit);
    let failed = server.staff(seat, StaffAct::Disqualify).await;
    assert!(matches!(failed, Err(ExamError::Unavailable)));
    assert_eq!(hall.room().await, before);
    assert!(!hall.attempt(seat).await.disqualified);
    server.staff(seat, StaffAct::Disqualify).await.unwrap();
    assert_eq!(hall.room().await.pos, before.pos + 1);
    assert!(hall.attempt(seat).await.disqualified);
    assert!(!journal(&hall, seat).await.is_empty());
}
