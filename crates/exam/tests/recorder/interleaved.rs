//! An answer and whatever ends or stops its attempt, in both orders, while the commit is held.

use exam::candidate;
use session::{Command, Refusal, Reply, RoomAct, StaffAct, Status, Submitted, Verdict, ViewPhase};

use crate::hall::{Hall, Place, TIME, secs, verdicts, verify};

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);
const LATE: Verdict = Verdict::First(Submitted::Late);

/// The answer's commit is held while the attempt is ended: the answer counts, and the receipt knows it.
#[tokio::test]
async fn an_answer_then_the_end() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let held = hall.stage.stop(Place::Commit);
    let (answer, end, ()) = tokio::join!(
        page.send(&server, [click]),
        server.staff(page.attempt(), StaffAct::End),
        async {
            held.reached().await;
            held.go();
        },
    );
    assert_eq!(verdicts(&answer.unwrap().1), [ACCEPTED]);
    let Reply::Receipt(receipt) = end.unwrap() else {
        panic!("no receipt");
    };
    assert_eq!(receipt.totals[0].0, 5);
    verify(&hall, &server, page).await;
}

/// The end's commit is held while an answer arrives: it is late, and the receipt does not know it.
#[tokio::test]
async fn the_end_then_an_answer() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let held = hall.stage.stop(Place::Commit);
    let (end, answer) = tokio::join!(server.staff(page.attempt(), StaffAct::End), async {
        held.reached().await;
        let sent = page.send(&server, [click]);
        tokio::join!(sent, async { held.go() }).0
    });
    assert!(end.is_ok());
    assert_eq!(verdicts(&answer.unwrap().1), [LATE]);
    let receipt = candidate::receipt(&server.app, page.seat).await.unwrap();
    assert_eq!(receipt.totals[0].0, 0);
    verify(&hall, &server, page).await;
}

/// What had arrived in time counts, though the closer's turn comes while it waits for the writer.
#[tokio::test]
async fn an_answer_in_the_grace_before_the_closer() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.live_for(TIME).await;
    let (click, late) = (pages[0].click(0, 0), pages[0].click(1, 0));
    let page = &pages[0];
    server.live_for(secs(2)).await;
    let in_time = server.now();
    let after = hall.clock.advance(lexicon::Millis(1));
    let seat = (page.seat.sitting, page.attempt());
    let held = hall.stage.stop(Place::Begin);
    let (first, close, second, ()) = tokio::join!(
        page.send_at(&server, [click], in_time),
        server.recorder().seat(seat, Command::CloseDue, after),
        page.send_at(&server, [late], after),
        async {
            held.reached().await;
            held.go();
        },
    );
    assert_eq!(verdicts(&first.unwrap().1), [ACCEPTED]);
    assert!(matches!(close.unwrap().reply, Ok(Reply::Receipt(_))));
    assert_eq!(verdicts(&second.unwrap().1), [LATE]);
    verify(&hall, &server, page).await;
}

/// The same page answers and finishes: what it sent before counts.
#[tokio::test]
async fn an_answer_then_the_candidates_finish() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let held = hall.stage.stop(Place::Commit);
    let (answer, finish, ()) =
        tokio::join!(page.send(&server, [click]), page.finish(&server), async {
            held.reached().await;
            held.go();
        },);
    assert_eq!(verdicts(&answer.unwrap().1), [ACCEPTED]);
    assert_eq!(finish.unwrap().receipt.unwrap().totals[0].0, 5);
    verify(&hall, &server, page).await;
}

/// A finish that overtakes its own answer ends nothing.
#[tokio::test]
async fn a_finish_that_overtakes_an_answer() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let (finish, answer) = tokio::join!(page.finish(&server), page.send(&server, [click]));
    let refused = finish.err().unwrap();
    assert!(matches!(
        refused,
        exam::ExamError::Refused(Refusal::MissingSeq { expected: 1 })
    ));
    assert_eq!(verdicts(&answer.unwrap().1), [ACCEPTED]);
    assert!(page.finish(&server).await.unwrap().receipt.is_some());
    verify(&hall, &server, page).await;
}

/// An answer before the pause counts; one after it is kept by the page and counts when time goes on.
#[tokio::test]
async fn an_answer_and_the_rooms_pause() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let (before, after) = (pages[0].click(0, 0), pages[0].click(1, 0));
    let page = &pages[0];
    let held = hall.stage.stop(Place::Commit);
    let (first, paused, second, ()) = tokio::join!(
        page.send(&server, [before]),
        async {
            hall.clock.advance(secs(1));
            server.pause().await
        },
        async {
            hall.clock.advance(secs(1));
            page.send(&server, [after]).await
        },
        async {
            held.reached().await;
            held.go();
        },
    );
    assert_eq!(verdicts(&first.unwrap().1), [ACCEPTED]);
    assert!(paused.unwrap().is_paused());
    let (view, rulings) = second.unwrap();
    assert_eq!(verdicts(&rulings), [Verdict::NotRunning]);
    assert_eq!(view.phase, ViewPhase::Paused);
    server.act(RoomAct::Resume).await.unwrap();
    let (_, rulings) = page.send(&server, [after]).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
    verify(&hall, &server, page).await;
}

/// Disqualified while the answer's commit is held: the answer is in the record, the next one is not.
#[tokio::test]
async fn an_answer_and_the_disqualification() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let (before, after) = (pages[0].click(0, 0), pages[0].click(1, 0));
    let page = &pages[0];
    let held = hall.stage.stop(Place::Commit);
    let (first, out, second, ()) = tokio::join!(
        page.send(&server, [before]),
        server.staff(page.attempt(), StaffAct::Disqualify),
        page.send(&server, [after]),
        async {
            held.reached().await;
            held.go();
        },
    );
    assert_eq!(verdicts(&first.unwrap().1), [ACCEPTED]);
    assert!(out.is_ok());
    assert_eq!(verdicts(&second.unwrap().1), [LATE]);
    let attempt = hall.attempt(page.attempt()).await;
    assert_eq!(
        (attempt.status, attempt.disqualified),
        (Status::Finished, true)
    );
    verify(&hall, &server, page).await;
}
