//! The queue has an end, and says so.

use exam::ExamError;
use futures::future::join_all;
use futures::poll;
use session::{Event, Submitted, Verdict};

use crate::hall::{Hall, Place, verify};

/// More than the queue can hold of events: the rest is told to come again, and nothing is lost.
#[tokio::test]
async fn a_full_queue_turns_away_and_loses_nothing() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let page = &mut pages[0];
    let held = hall.stage.stop(Place::Begin);
    let mut settling = Box::pin(server.settle());
    assert!(poll!(&mut settling).is_pending());
    held.reached().await;
    // One more than there are places; each sends the same first event.
    let click = [page.click(0, 0)];
    let page = &*page;
    let mut turned_away = 0;
    let mut waiting = Vec::new();
    for _ in 0..=65_536 {
        let mut sending = Box::pin(page.send(&server, click));
        match poll!(&mut sending) {
            core::task::Poll::Pending => waiting.push(sending),
            core::task::Poll::Ready(answer) => {
                assert!(matches!(answer, Err(ExamError::Overloaded)));
                turned_away += 1;
            }
        }
    }
    assert_eq!((waiting.len(), turned_away), (65_536, 1));
    held.go();
    settling.await;
    let answers = join_all(waiting).await;
    let mut first = 0;
    for answer in answers {
        match answer.unwrap().1[0].verdict {
            Verdict::First(Submitted::Accepted) => first += 1,
            Verdict::Duplicate(Submitted::Accepted) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(first, 1);
    assert!(
        page.send(&server, click).await.is_ok(),
        "places are free again"
    );
    verify(&hall, &server, page).await;
}

/// Few requests with many events each: memory has an end before the places have.
#[tokio::test]
async fn events_are_counted_too() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let page = &mut pages[0];
    let clicks: Vec<Event> = (0..200).map(|_| page.click(0, 0)).collect();
    let page = &*page;
    let held = hall.stage.stop(Place::Begin);
    let mut settling = Box::pin(server.settle());
    assert!(poll!(&mut settling).is_pending());
    held.reached().await;
    let mut waiting = Vec::new();
    for _ in 0..5_300 {
        let mut sending = Box::pin(page.send(&server, clicks.clone()));
        if poll!(&mut sending).is_pending() {
            waiting.push(sending);
        }
    }
    assert_eq!(waiting.len(), (1 << 20) / 200);
    // Whoever has waited in vain is gone; the places come back all the same.
    drop(waiting);
    held.go();
    settling.await;
    server.settle().await;
    assert!(page.send(&server, clicks.clone()).await.is_ok());
    verify(&hall, &server, page).await;
}

/// A writer that is gone is not an overload: nothing will ever be recorded.
#[tokio::test]
async fn a_server_that_has_stopped_says_so() {
    let (_hall, server, mut pages) = Hall::running(1).await;
    let click = [pages[0].click(0, 0)];
    assert!(server.recorder().is_up());
    let crate::hall::Server { running, app, .. } = server;
    drop(running);
    tokio::task::yield_now().await;
    assert!(!app.recorder.is_up());
    let sent = exam::candidate::submit(
        &app,
        pages[0].seat,
        (1, click.to_vec()),
        crate::hall::MORNING,
    );
    assert!(matches!(sent.await, Err(ExamError::Unavailable)));
}

/// A drained server has recorded all that waited.
#[tokio::test]
async fn draining_records_what_waits() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let held = hall.stage.stop(Place::Begin);
    let mut sending = Box::pin(page.send(&server, [click]));
    assert!(poll!(&mut sending).is_pending());
    held.reached().await;
    held.go();
    drop(sending);
    let crate::hall::Server {
        running,
        app,
        helpers,
        ..
    } = server;
    drop((app, helpers));
    running.drain().await;
    assert_eq!(hall.attempt(page.attempt()).await.last_seq, 1);
}
