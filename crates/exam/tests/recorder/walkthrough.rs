//! One candidate from the desk to the receipt.

use exam::ExamError;
use exam::candidate;
use exam::ports::Live;
use lexicon::Points;
use session::{Receipt, RoomAct, Status, Submitted, Verdict, ViewPhase};

use crate::hall::{Hall, Place, attempt_of, secs, verdicts, verify};

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);

#[tokio::test]
async fn from_the_desk_to_the_receipt() {
    let hall = Hall::new(1).await;
    let server = hall.start().await;
    let mut page = server.page(0);

    // Before the desk has seen the candidate no PIN is right.
    let early = page.log_in(&server).await;
    assert!(matches!(early, Err(ExamError::WrongCredentials)));
    page.check_in(&server).await;
    let logged_in = page.log_in(&server).await.unwrap();
    assert_eq!(logged_in.view.phase, ViewPhase::Waiting);
    let closed = page.start(&server).await.err().unwrap();
    assert!(matches!(
        closed,
        ExamError::Refused(session::Refusal::NotOpen)
    ));

    server.act(RoomAct::Open).await.unwrap();
    let paper = page.start(&server).await.unwrap();
    assert_eq!(paper.view.phase, ViewPhase::Running);

    // Right, then wrong, then graded: twk 5, tiu 0, tkp 4.
    let clicks = [page.click(0, 0), page.click(4, 0), page.click(8, 3)];
    let (view, rulings) = page.send(&server, clicks).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED; 3]);
    assert_eq!(view.last_seq, 3);

    // A changed mind: tiu right now.
    server.live_for(secs(10)).await;
    let changed = page.click(4, 1);
    page.send(&server, [changed]).await.unwrap();

    // The answer is lost on the way: the page sends again and hears the first verdict.
    let lost = page.click(1, 0);
    hall.stage.fail(Place::Committed);
    let answer = page.send(&server, [lost]).await;
    assert!(matches!(answer, Err(ExamError::Unavailable)));
    let (_, again) = page.send(&server, [lost]).await.unwrap();
    let duplicate = Verdict::Duplicate(Submitted::Accepted);
    assert_eq!(verdicts(&again), [duplicate]);

    let ended = page.finish(&server).await.unwrap();
    let receipt = ended.receipt.unwrap();
    assert_eq!(receipt.totals, [Points(10), Points(5), Points(4)]);
    assert_eq!(ended.view.phase, ViewPhase::Finished);
    let read = candidate::receipt(&server.app, page.seat).await.unwrap();
    assert_eq!(read, receipt);
    let again = page.finish(&server).await.unwrap();
    assert_eq!(again.receipt, Some(receipt.clone()));

    verify(&hall, &server, &page).await;
    let attempt = hall.attempt(attempt_of(0)).await;
    assert_eq!(Receipt::of(&attempt), Some(receipt));
    assert_eq!(attempt.status, Status::Finished);
}

#[tokio::test]
async fn the_boards_are_told_absolute_totals() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let page = &mut pages[0];
    for (item, option) in [(0, 0), (1, 0), (0, 1)] {
        let click = page.click(item, option);
        page.send(&server, [click]).await.unwrap();
    }
    server.settle().await;
    let told = hall.boards.of(page.attempt());
    let twk: Vec<_> = told.iter().map(|update| update.totals[0].0).collect();
    assert_eq!(
        twk,
        [0, 0, 0, 5, 10, 5],
        "desk, log-in, start, three clicks"
    );
    assert!(told.is_sorted_by_key(|update| update.revision));
    let last = told.last().unwrap();
    assert_eq!((last.answered, last.contact), (2, Some(server.now())));
    let ranking = hall.boards.ranking(last.formation, 0, 10).await.unwrap();
    assert_eq!(ranking.as_slice(), core::slice::from_ref(last));
    let attempt = hall.attempt(page.attempt()).await;
    assert_eq!(
        (last.revision, &last.totals),
        (attempt.pos, &attempt.totals)
    );
}

#[tokio::test]
async fn the_desk_is_not_the_candidates_page() {
    let hall = Hall::new(1).await;
    let server = hall.start().await;
    server.page(0).check_in(&server).await;
    server.settle().await;
    let told = hall.boards.of(attempt_of(0));
    assert_eq!(told[0].contact, None);
}

#[tokio::test]
async fn another_device_waits_for_the_release() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let mut other = server.page(0);
    other.check_in(&server).await;
    other.device = session::DeviceId(77);
    let refused = other.log_in(&server).await.err().unwrap();
    assert!(matches!(
        refused,
        ExamError::Refused(session::Refusal::HeldElsewhere)
    ));
    server
        .staff(attempt_of(0), session::StaffAct::Release)
        .await
        .unwrap();
    assert!(other.log_in(&server).await.unwrap().moved);
    // The old device is fenced off with all it still holds.
    let click = pages[0].click(0, 0);
    let fenced = pages[0].send(&server, [click]).await.err().unwrap();
    assert!(matches!(
        fenced,
        ExamError::Refused(session::Refusal::StaleEpoch { current: 2 })
    ));
    let click = other.click(0, 0);
    let (_, rulings) = other.send(&server, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
    verify(&hall, &server, &other).await;
}
