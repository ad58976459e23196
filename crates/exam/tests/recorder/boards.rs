//! Boards that are lost, and boards that are away.

use exam::ports::{Live as _, LiveError};
use exam::public::Boards;
use exam::staff::{self, Caller};
use exam::{ExamError, LastContacts, Repair, Repaired};
use lexicon::Millis;

use crate::hall::{Hall, SITTING, secs};
use crate::upkeep::ports;

#[tokio::test]
async fn lost_boards_are_filled_from_the_attempt_rows() {
    let (hall, server, mut pages) = Hall::running(3).await;
    let click = pages[1].click(0, 0);
    pages[1].send(&server, [click]).await.unwrap();
    server.settle().await;
    let mut noting = LastContacts::open(ports(&server)).await.unwrap();
    noting.note().await.unwrap();
    let before = hall.boards.seats(SITTING).await.unwrap();
    let order = hall.boards.ranking(before[0].formation, 0, 9).await;
    assert_eq!(order.as_ref().map(Vec::len), Ok(3));

    hall.boards.lose();
    // What comes in before the filling makes no board of three with one line.
    let click = pages[1].click(1, 0);
    pages[1].send(&server, [click]).await.unwrap();
    server.settle().await;
    assert_eq!(hall.boards.seats(SITTING).await, Err(LiveError::Filling));
    let mut repair = Repair::new(ports(&server));
    assert_eq!(repair.step().await.unwrap(), Repaired::Filled);
    let after = hall.boards.seats(SITTING).await.unwrap();
    assert_eq!((&after[0], &after[2]), (&before[0], &before[2]));
    assert!(before[0].contact.is_some(), "also when it was last heard");
    assert_eq!(after[1].answered, 2);
    let order = hall.boards.ranking(before[0].formation, 0, 9).await;
    assert_eq!(order.map(|order| order[0].attempt), Ok(pages[1].attempt()));
    assert_eq!(repair.step().await.unwrap(), Repaired::Compared);
}

#[tokio::test]
async fn answering_goes_on_without_boards_and_what_was_shown_keeps_its_time() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.settle().await;
    let mut noting = LastContacts::open(ports(&server)).await.unwrap();
    noting.note().await.unwrap();
    let halls = Boards::default();
    let app = &server.app;
    let first = halls.board(app, SITTING).await.unwrap();
    let heard = server.now();

    hall.boards.away(true);
    hall.clock.advance(secs(60));
    let click = pages[0].click(0, 0);
    pages[0].send(&server, [click]).await.unwrap();
    let shown = halls.board(app, SITTING).await.unwrap();
    assert_eq!((shown.as_of, &shown.rows), (first.as_of, &first.rows));
    let retry = shown.next - server.now();
    assert!(retry > Millis::ZERO && retry <= secs(5), "{retry:?}");
    let nothing = Boards::default().board(app, SITTING).await;
    assert!(matches!(nothing, Err(ExamError::Overloaded)));
    // The proctor sees who was last heard when, as it was noted.
    let proctor = Caller::operator();
    let view = staff::sitting(app, &proctor, SITTING);
    assert_eq!(view.await.unwrap().seats[0].last_contact, Some(heard));
    assert_eq!(noting.note().await.unwrap(), 0);
    let mut repair = Repair::new(ports(&server));
    assert_eq!(repair.step().await.unwrap(), Repaired::Away);

    hall.boards.away(false);
    hall.clock.advance(secs(5));
    let back = halls.board(app, SITTING).await.unwrap();
    assert_eq!(back.as_of, server.now());
}

/// Two boards that moved at different moments would together tell what neither does.
#[tokio::test]
async fn all_nodes_show_the_same_hall_board() {
    let (hall, server, mut pages) = Hall::running(1).await;
    let app = &server.app;
    let (one, other) = (Boards::default(), Boards::default());
    let shown = |board: &exam::public::BoardView| board.rows[0].total.0;
    let mut take = async |items: core::ops::Range<usize>| {
        for item in items {
            let click = pages[0].click(item, 0);
            pages[0].send(&server, [click]).await.unwrap();
        }
        server.settle().await;
    };
    take(0..5).await;
    let first = one.board(app, SITTING).await.unwrap();
    let now = server.now();
    assert_eq!(first.as_of, now);
    assert!(shown(&first) > 0);
    take(5..8).await;
    hall.clock.advance(first.next - now - Millis(1));
    let same = other.board(app, SITTING).await.unwrap();
    assert_eq!(same, first, "what the other has drawn in this tick");
    hall.clock.advance(secs(2));
    let second = other.board(app, SITTING).await.unwrap();
    assert_eq!(second.as_of, server.now());
    assert_eq!(shown(&second), shown(&first), "three answers tell nothing");
    take(8..10).await;
    assert_eq!(one.board(app, SITTING).await.unwrap(), second);
    // What is lost with the boards is still known to whoever has shown it.
    hall.boards.lose();
    Repair::new(ports(&server)).step().await.unwrap();
    hall.clock.advance(second.next - server.now());
    let third = one.board(app, SITTING).await.unwrap();
    assert!(shown(&third) > shown(&first), "five answers more");
    assert_eq!(other.board(app, SITTING).await.unwrap(), third);
}
