//! Pages that ask for their seats: together where they ask together, and none at the cost of another.

use exam::candidate::{self, Seat};
use exam::{App, ExamError};
use futures::future::join_all;
use futures::poll;
use lexicon::{Instant, SittingId};
use session::View;

use crate::hall::{Crime, Hall, Page, Place, Server};

async fn ask(server: &Server, page: &Page) -> Result<View, ExamError> {
    candidate::state(&server.app, page.seat, server.now()).await
}

#[tokio::test]
async fn who_asks_at_the_same_time_is_answered_by_one_look() {
    let (hall, server, mut pages) = Hall::running(9).await;
    let before = hall.stage.looks();
    let held = hall.stage.stop(Place::Look);
    let (first, others) = pages.split_first_mut().unwrap();
    let mut asking = Box::pin(ask(&server, first));
    assert!(poll!(&mut asking).is_pending());
    held.reached().await;
    // What is committed while the first look goes on, the second one has to see.
    for page in others.iter_mut() {
        let click = page.click(0, 0);
        page.send(&server, [click]).await.unwrap();
    }
    let mut together = Box::pin(join_all(others.iter().map(|page| ask(&server, page))));
    assert!(poll!(&mut together).is_pending());
    held.go();
    assert_eq!(asking.await.unwrap().last_seq, 0);
    for view in together.await {
        assert_eq!(view.unwrap().last_seq, 1);
    }
    assert_eq!(hall.stage.looks() - before, 2);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_its_own_seats_fault() {
    let (hall, server, pages) = Hall::running(5).await;
    let culprit = 3;
    let unreadable = Some(Crime::Unreadable);
    hall.stage.culprit(pages[culprit].attempt(), unreadable);
    let held = hall.stage.stop(Place::Look);
    let mut asking = Box::pin(join_all(pages.iter().map(|page| ask(&server, page))));
    assert!(poll!(&mut asking).is_pending());
    held.reached().await;
    held.go();
    for (number, view) in asking.await.into_iter().enumerate() {
        match view {
            Ok(_) => assert_ne!(number, culprit),
            Err(error) => {
                assert!(matches!(error, ExamError::Internal(_)), "{error:?}");
                assert_eq!(number, culprit);
            }
        }
    }
}

#[tokio::test]
async fn a_store_that_is_away_is_said_to_be_and_asked_again() {
    let (hall, server, pages) = Hall::running(2).await;
    hall.stage.fail(Place::Look);
    let away = ask(&server, &pages[0]).await;
    assert!(matches!(away, Err(ExamError::Unavailable)), "{away:?}");
    ask(&server, &pages[0]).await.unwrap();
}

#[tokio::test]
async fn a_seat_of_another_sitting_is_none() {
    let (_hall, server, pages) = Hall::running(1).await;
    let app: &App = &server.app;
    let elsewhere = Seat {
        sitting: SittingId::from_bytes([9; 16]),
        ..pages[0].seat
    };
    let answer = candidate::state(app, elsewhere, Instant(0)).await;
    assert!(matches!(answer, Err(ExamError::NotFound(_))), "{answer:?}");
}
