//! The store is set back to an earlier commit: pages hear what is missing, and nothing hangs.

use exam::ports::Live as _;
use exam::staff::{self, Caller};
use exam::{Repair, Repaired};
use session::{Event, RoomAct, Submitted, Verdict};

use crate::hall::{Engine, Hall, SITTING, Server, secs, verdicts, verify};
use crate::upkeep::ports;

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);

/// A hall whose store is set back to where the page had sent `kept` of its clicks; with all of them.
async fn set_back(
    engine: &Engine,
    (kept, sent): (usize, usize),
) -> (Hall, Server, crate::hall::Page, Vec<Event>) {
    let (hall, server, mut pages) = Hall::running_on(engine, 1).await;
    let mut page = pages.remove(0);
    let clicks: Vec<Event> = (0..sent).map(|n| page.click(n % 12, n % 5)).collect();
    page.send(&server, &clicks[..kept]).await.unwrap();
    let copy = hall.copy(engine).await;
    page.send(&server, &clicks[kept..]).await.unwrap();
    server.live_for(secs(5)).await;
    drop(server);
    let hall = hall.moved_to(copy).await;
    hall.clock.advance(secs(20));
    let server = hall.start().await;
    (hall, server, page, clicks)
}

/// The page still has its events: it sends from where the server asks, and all it was ever told is true again.
async fn a_page_that_kept_its_events(engine: &Engine) {
    let (hall, server, mut page, clicks) = set_back(engine, (5, 30)).await;
    let next = page.click(3, 0);
    let (view, rulings) = page.send(&server, [next]).await.unwrap();
    let Verdict::MissingSeq { expected } = rulings[0].verdict else {
        panic!("{rulings:?}");
    };
    assert_eq!((expected, view.last_seq), (6, 5));
    let again: Vec<Event> = clicks[5..].iter().copied().chain([next]).collect();
    let (_, rulings) = page.send(&server, again).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED; 26]);
    assert!(page.finish(&server).await.unwrap().receipt.is_some());
    // Every answer that was acknowledged before, lost or not, is in the result.
    assert!(page.told().len() > 26);
    verify(&hall, &server, &page).await;
}

/// The boards know of commits that are lost: they follow the rows, and then the page's answers once more.
async fn boards_that_are_ahead_of_the_rows(engine: &Engine) {
    let (hall, server, page, clicks) = set_back(engine, (5, 30)).await;
    let board = async || hall.boards.seats(SITTING).await.unwrap().remove(0);
    let attempt = async || hall.attempt(page.attempt()).await;
    let row = attempt().await;
    assert!(board().await.revision > row.pos);
    let mut repair = Repair::new(ports(&server));
    repair.step().await.unwrap();
    assert_eq!(repair.step().await.unwrap(), Repaired::SetBack(1));
    let shown = board().await;
    assert_eq!((shown.revision, &shown.totals), (row.pos, &row.totals));
    let ranked = hall.boards.ranking(shown.formation, 0, 9).await.unwrap();
    assert_eq!(ranked[0].totals, row.totals);
    assert_eq!(repair.step().await.unwrap(), Repaired::Compared);
    // What comes now is shown again, although it has a lower revision than what was lost.
    page.send(&server, &clicks[5..9]).await.unwrap();
    server.settle().await;
    let row = attempt().await;
    let shown = board().await;
    assert_eq!((shown.revision, &shown.totals), (row.pos, &row.totals));
    assert_eq!(repair.step().await.unwrap(), Repaired::Compared);
    // A process tells of a lost commit only now.
    let late = hall.boards.of(page.attempt()).into_iter();
    let late = late.max_by_key(|told| told.revision).unwrap();
    assert!(late.revision > row.pos);
    hall.boards.feed(vec![late]);
    assert_eq!(repair.step().await.unwrap(), Repaired::SetBack(1));
    assert_eq!(board().await.revision, row.pos);
}

/// A finish cannot skip what was lost.
async fn a_finish_asks_for_what_is_missing(engine: &Engine) {
    let (_hall, server, page, _) = set_back(engine, (5, 30)).await;
    let refused = page.finish(&server).await.err().unwrap();
    assert!(matches!(
        refused,
        exam::ExamError::Refused(session::Refusal::MissingSeq { expected: 6 })
    ));
}

/// The page has lost its events too: it sends its current answers as new events, from the number that the
/// server asks for.
async fn a_page_that_was_wiped_rebases(engine: &Engine) {
    let (hall, server, page, _) = set_back(engine, (5, 30)).await;
    let mut wiped = server.page(0);
    wiped.check_in(&server).await;
    let logged_in = wiped.log_in(&server).await.unwrap();
    assert_eq!((logged_in.view.last_seq, wiped.epoch), (5, page.epoch));
    let (_, known) = exam::candidate::answers(&server.app, wiped.seat, server.now())
        .await
        .unwrap();
    assert_eq!(known.len(), 5);
    let rebased: Vec<Event> = (0..12)
        .map(|item| Event {
            rebase: true,
            ..wiped.click(item, 0)
        })
        .collect();
    let (_, rulings) = wiped.send(&server, rebased).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED; 12]);
    let proctor = Caller::operator();
    let room = staff::sitting(&server.app, &proctor, SITTING);
    assert_eq!(
        room.await.unwrap().seats[0].rebased,
        12,
        "the proctor is told"
    );
    assert!(wiped.finish(&server).await.unwrap().receipt.is_some());
    verify(&hall, &server, &wiped).await;
}

/// A wiped page of an intact store cannot fake an acknowledgement: its new events meet the old numbers.
async fn a_wiped_page_that_counts_from_one(engine: &Engine) {
    let (hall, server, mut pages) = Hall::running_on(engine, 1).await;
    let clicks: Vec<Event> = (0..3).map(|n| pages[0].click(n, 0)).collect();
    pages[0].send(&server, clicks).await.unwrap();
    let page = &pages[0];
    let new: Vec<Event> = (1..=4)
        .map(|seq| Event {
            id: 1_000 + u64::from(seq),
            ..page.event(seq, 5, 0)
        })
        .collect();
    let (view, rulings) = page.send(&server, new).await.unwrap();
    assert_eq!(verdicts(&rulings), [Verdict::Conflict; 4]);
    assert_eq!(view.last_seq, 3, "it renumbers from here");
    verify(&hall, &server, page).await;
}

/// The copy is so old that the room has to wait for the proctor; time since then is given back.
async fn an_old_copy_waits_for_the_proctor(engine: &Engine) {
    let (hall, server, mut pages) = Hall::running_on(engine, 1).await;
    server.live_for(secs(60)).await;
    let copy = hall.copy(engine).await;
    let left = pages[0].state(&server).await.remaining;
    server.live_for(secs(120)).await;
    drop(server);
    let hall = hall.moved_to(copy).await;
    let server = hall.start().await;
    let page = &mut pages[0];
    assert!(hall.room().await.is_paused());
    assert_eq!(page.state(&server).await.remaining, left);
    server.act(RoomAct::Resume).await.unwrap();
    let click = page.click(0, 0);
    let (_, rulings) = page.send(&server, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
    verify(&hall, &server, page).await;
}

cases! {
    boards_that_are_ahead_of_the_rows,
    a_page_that_kept_its_events,
    a_finish_asks_for_what_is_missing,
    a_page_that_was_wiped_rebases,
    a_wiped_page_that_counts_from_one,
    an_old_copy_waits_for_the_proctor,
}
