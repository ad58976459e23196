//! Several processes on one store: one that comes or goes is no outage, and one that is cut off costs nobody time.

use std::time::Duration;

use exam::ExamError;
use exam::ports::{Clock, Staff, Store};
use lexicon::{Instant, Millis};
use session::{
    EndReason, JournalEvent, RoomAct, Span, StaffAct, Status, Submitted, Verdict, ViewPhase,
};

use crate::hall::{Engine, Hall, Page, Place, Server, TIME, journal, secs, verdicts, verify};

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);
const LATE: Verdict = Verdict::First(Submitted::Late);

/// Two processes, and candidates whose papers the first one has served.
pub(crate) async fn fleet(engine: &Engine, seats: usize) -> (Hall, [Server; 2], Vec<Page>) {
    let hall = Hall::on(engine, seats).await;
    let first = hall.node().await;
    first.act(RoomAct::Open).await.unwrap();
    let pages = first.seat_all(seats).await;
    hall.clock.advance(Millis(300));
    first.settle().await;
    let second = hall.node().await;
    (hall, [first, second], pages)
}

/// Lets time pass for those who are there.
pub(crate) async fn live_for(hall: &Hall, length: Millis, alive: &[&Server]) {
    let end = hall.clock.now() + length;
    while hall.clock.now() < end {
        // As long as nothing is at stake they may beat as slowly as is no stall.
        let left = end - hall.clock.now();
        let step = if left > secs(60) {
            secs(2)
        } else {
            left.min(secs(1))
        };
        hall.clock.advance(step);
        for server in alive {
            server.settle().await;
        }
    }
}

pub(crate) async fn outages(hall: &Hall) -> Vec<Span> {
    Store::outages_since(&*hall.store, Instant(0))
        .await
        .unwrap()
}

async fn deadline(server: &Server, page: &Page) -> Instant {
    page.state(server).await.deadline.unwrap()
}

async fn sent(server: &Server, page: &Page, click: session::Event) -> Verdict {
    let (_, rulings) = page.send(server, [click]).await.unwrap();
    verdicts(&rulings)[0]
}

async fn given(hall: &Hall, page: &Page) -> Vec<(Instant, Instant)> {
    let rows = journal(hall, page.attempt()).await;
    let given = rows.into_iter().filter_map(|row| match row {
        JournalEvent::SeatOutage { from, to, .. } => Some((from, to)),
        _ => None,
    });
    given.collect()
}

async fn a_rolling_update_is_no_outage(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    live_for(&hall, secs(60), &[&first, &second]).await;
    let before = deadline(&first, &pages[0]).await;
    let click = pages[0].click(0, 0);
    assert_eq!(sent(&first, &pages[0], click).await, ACCEPTED);
    drop(first);
    live_for(&hall, Millis(700), &[&second]).await;
    // The new one finds nobody at its birth, and hears the other one before it serves.
    let (third, ()) = tokio::join!(hall.node(), async {
        hall.clock.advance(Millis(400));
        second.settle().await;
    });
    drop(second);
    live_for(&hall, secs(5), &[&third]).await;
    assert_eq!(outages(&hall).await, []);
    assert_eq!(deadline(&third, &pages[0]).await, before);
    let click = pages[0].click(1, 0);
    assert_eq!(sent(&third, &pages[0], click).await, ACCEPTED);
    verify(&hall, &third, &pages[0]).await;
}

async fn a_fleet_that_comes_back_at_once_was_away_once(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 1).await;
    live_for(&hall, secs(60), &[&first, &second]).await;
    let before = deadline(&first, &pages[0]).await;
    let gone = hall.clock.now();
    drop((first, second));
    hall.clock.advance(secs(10));
    // Neither finds anybody within the length of a stall.
    let (third, fourth, ()) = tokio::join!(hall.node(), hall.node(), async {
        hall.clock.advance(Millis(2_001));
    });
    let noted = outages(&hall).await;
    assert_eq!(noted, [Span::closed(gone, hall.clock.now())]);
    for server in [&third, &fourth] {
        let after = before + Millis(12_001);
        assert_eq!(deadline(server, &pages[0]).await, after);
    }
}

async fn a_stall_of_the_store_is_everybodys_outage(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 2).await;
    live_for(&hall, TIME - secs(5), &[&first, &second]).await;
    let gone = hall.clock.now();
    for server in [&first, &second] {
        server.stage.down(true);
    }
    let clicks = [pages[0].click(0, 0), pages[1].click(0, 0)];
    hall.clock.advance(secs(3));
    assert!(pages[0].send(&first, [clicks[0]]).await.is_err());
    hall.clock.advance(secs(7));
    for server in [&first, &second] {
        server.stage.down(false);
    }
    // Long after their deadline; who settles first makes it good for both.
    assert_eq!(sent(&first, &pages[0], clicks[0]).await, ACCEPTED);
    hall.clock.advance(Millis(100));
    assert_eq!(sent(&second, &pages[1], clicks[1]).await, ACCEPTED);
    assert_eq!(outages(&hall).await, [Span::closed(gone, gone + secs(10))]);
    for server in [&first, &second] {
        assert_eq!(server.helpers.close_due().await.unwrap(), 0);
        for page in &pages {
            assert_eq!(deadline(server, page).await, gone + secs(40));
            assert_eq!(given(&hall, page).await, []);
        }
    }
}

/// What one process has noted, the next batch of another one knows, whether or not its own settlement is due.
async fn a_pause_by_one_holds_for_all(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    live_for(&hall, secs(30), &[&first, &second]).await;
    hall.clock.advance(Millis(10));
    first.pause().await.unwrap();
    hall.clock.advance(Millis(10));
    let click = pages[0].click(0, 0);
    assert_eq!(sent(&second, &pages[0], click).await, Verdict::NotRunning);
    first.act(RoomAct::Resume).await.unwrap();
    assert_eq!(sent(&second, &pages[0], click).await, ACCEPTED);
}

/// The page's requests go here and there.
async fn a_page_is_served_by_whoever_it_asks(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    for round in 0..6 {
        live_for(&hall, Millis(400), &[&first, &second]).await;
        let click = pages[0].click(round, 0);
        let (here, there) = match round % 2 {
            0 => (&first, &second),
            _ => (&second, &first),
        };
        assert_eq!(sent(here, &pages[0], click).await, ACCEPTED);
        let again = sent(there, &pages[0], click).await;
        assert_eq!(again, Verdict::Duplicate(Submitted::Accepted));
    }
    let receipt = pages[0].finish(&second).await.unwrap().receipt;
    assert_eq!(pages[0].finish(&first).await.unwrap().receipt, receipt);
    verify(&hall, &first, &pages[0]).await;
}

async fn a_process_that_was_cut_off_gives_back_what_its_seats_have_lost(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 3).await;
    live_for(&hall, secs(60), &[&first, &second]).await;
    for page in &mut pages[..2] {
        let click = page.click(0, 0);
        assert_eq!(sent(&second, page, click).await, ACCEPTED);
    }
    let before = deadline(&first, &pages[2]).await;
    let gone = hall.clock.now();
    live_for(&hall, secs(1), &[&first]).await;
    second.stage.down(true);
    let lost = [pages[0].click(1, 0), pages[1].click(1, 0)];
    for (page, click) in pages.iter().zip(lost) {
        assert!(page.send(&second, [click]).await.is_err());
    }
    live_for(&hall, secs(6), &[&first]).await;
    // One of them has asked the other process meanwhile.
    assert_eq!(sent(&first, &pages[1], lost[1]).await, ACCEPTED);
    second.stage.down(false);
    second.settle().await;
    assert_eq!(second.helpers.give_back().await.unwrap(), 1);
    assert_eq!(given(&hall, &pages[0]).await, [(gone, gone + secs(7))]);
    for page in &pages[1..] {
        assert_eq!(given(&hall, page).await, []);
        assert_eq!(deadline(&first, page).await, before);
    }
    assert_eq!(deadline(&first, &pages[0]).await, before + secs(7));
    assert_eq!(outages(&hall).await, []);
    assert_eq!(second.helpers.give_back().await.unwrap(), 0, "once");
    assert_eq!(sent(&second, &pages[0], lost[0]).await, ACCEPTED);
    verify(&hall, &second, &pages[0]).await;
    let log = Staff::acts_since(&*hall.store, "process.cut_off", gone, 9);
    let log = log.await.unwrap();
    assert_eq!(log.len(), 1);
    let expected = format!(
        r#"{{"from":{},"to":{},"given":1,"ended":[]}}"#,
        gone.0,
        (gone + secs(7)).0
    );
    assert_eq!(log[0].entry.detail, expected);
}

/// A lease is all that anybody waits for, and all that is given back.
async fn a_long_cut_gives_back_a_lease(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 1).await;
    live_for(&hall, secs(60), &[&first, &second]).await;
    let gone = hall.clock.now();
    pages[0].state(&second).await;
    second.stage.down(true);
    live_for(&hall, secs(25), &[&first]).await;
    second.stage.down(false);
    second.settle().await;
    assert_eq!(second.helpers.give_back().await.unwrap(), 1);
    assert_eq!(given(&hall, &pages[0]).await, [(gone, gone + secs(10))]);
}

/// The page stays with the process that was cut off: its request is the very one with which that one returns.
async fn the_first_request_after_the_return(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    live_for(&hall, TIME - Millis(1_300), &[&first, &second]).await;
    second.stage.down(true);
    let click = pages[0].click(0, 0);
    live_for(&hall, secs(6), &[&first]).await;
    second.stage.down(false);
    assert_eq!(sent(&second, &pages[0], click).await, ACCEPTED);
    assert_eq!(
        deadline(&first, &pages[0]).await,
        hall.clock.now() + secs(30)
    );
    verify(&hall, &first, &pages[0]).await;
}

async fn what_could_not_be_given_back_is_given_later(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 1).await;
    live_for(&hall, secs(60), &[&first, &second]).await;
    pages[0].state(&second).await;
    second.stage.down(true);
    live_for(&hall, secs(4), &[&first]).await;
    second.stage.down(false);
    second.settle().await;
    second.stage.fail(Place::Commit);
    assert!(second.helpers.give_back().await.is_err());
    assert_eq!(second.helpers.give_back().await.unwrap(), 1);
    assert_eq!(given(&hall, &pages[0]).await.len(), 1);
}

/// The last second's answers go to a process that is cut off; it comes back within its lease.
async fn cut_off_at_the_deadline_and_back(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 2).await;
    live_for(&hall, TIME - Millis(1_300), &[&first, &second]).await;
    let end = deadline(&first, &pages[0]).await;
    let gone = hall.clock.now();
    assert_eq!(end - gone, secs(1));
    second.stage.down(true);
    let click = pages[0].click(0, 0);
    assert!(pages[0].send(&second, [click]).await.is_err());
    live_for(&hall, secs(5), &[&first]).await;
    // The closer leaves both open, and what comes now is kept.
    assert_eq!(first.helpers.close_due().await.unwrap(), 0);
    let (view, rulings) = pages[0].send(&first, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [Verdict::NotRunning]);
    assert_eq!(view.phase, ViewPhase::TimeUp);
    let refused = pages[0].time_up(&first).await.err().unwrap();
    assert!(matches!(refused, ExamError::Refused(_)));
    // Who has nothing left to send need not wait.
    assert!(pages[1].time_up(&first).await.unwrap().receipt.is_some());
    live_for(&hall, secs(1), &[&first]).await;
    second.stage.down(false);
    second.settle().await;
    let back = hall.clock.now();
    live_for(&hall, Millis(300), &[&first, &second]).await;
    assert_eq!(sent(&first, &pages[0], click).await, ACCEPTED);
    assert_eq!(deadline(&first, &pages[0]).await, back + secs(30));
    assert_eq!(given(&hall, &pages[0]).await, [(gone, back)]);
    let elsewhere = second.helpers.give_back().await.unwrap();
    assert_eq!(elsewhere, 0, "the other one has heard of it since");
    assert_eq!(given(&hall, &pages[0]).await.len(), 1, "once");
    live_for(&hall, secs(33), &[&first, &second]).await;
    assert_eq!(first.helpers.close_due().await.unwrap(), 1);
    verify(&hall, &first, &pages[0]).await;
}

/// The same process never comes back: its lease is waited for, no longer, and then nobody has lost anything either.
async fn killed_at_the_deadline(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    live_for(&hall, TIME - Millis(1_300), &[&first, &second]).await;
    let gone = hall.clock.now();
    drop(second);
    let click = pages[0].click(0, 0);
    live_for(&hall, Millis(9_900), &[&first]).await;
    assert_eq!(sent(&first, &pages[0], click).await, Verdict::NotRunning);
    assert_eq!(first.helpers.close_due().await.unwrap(), 0);
    live_for(&hall, Millis(100), &[&first]).await;
    assert_eq!(first.helpers.close_due().await.unwrap(), 0);
    assert_eq!(given(&hall, &pages[0]).await, [(gone, gone + secs(10))]);
    assert_eq!(deadline(&first, &pages[0]).await, gone + secs(40));
    assert_eq!(sent(&first, &pages[0], click).await, ACCEPTED);
    live_for(&hall, secs(33), &[&first]).await;
    assert_eq!(first.helpers.close_due().await.unwrap(), 1);
    let ended = hall.attempt(pages[0].attempt()).await;
    assert_eq!(
        (ended.status, ended.ended_by),
        (Status::Finished, Some(EndReason::Time))
    );
    verify(&hall, &first, &pages[0]).await;
}

/// Whoever stays away beyond its lease and comes back to attempts that were ended leaves a word for the proctor.
async fn back_after_the_end(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 2).await;
    live_for(&hall, TIME - Millis(1_300), &[&first, &second]).await;
    let gone = hall.clock.now();
    pages[0].state(&second).await;
    second.stage.down(true);
    live_for(&hall, secs(10), &[&first]).await;
    assert_eq!(
        first.helpers.close_due().await.unwrap(),
        0,
        "what was missed is given"
    );
    live_for(&hall, secs(33), &[&first]).await;
    assert_eq!(first.helpers.close_due().await.unwrap(), 2);
    second.stage.down(false);
    second.settle().await;
    assert_eq!(second.helpers.give_back().await.unwrap(), 0);
    let log = Staff::acts_since(&*hall.store, "process.cut_off", gone, 9);
    let log = log.await.unwrap();
    let named = format!(r#""given":0,"ended":["{}"]"#, pages[0].attempt());
    assert!(log[0].entry.detail.contains(&named), "{:?}", log[0]);
}

/// In a whole fleet the end comes when everybody was seen after the grace: at the next pulse.
async fn the_closer_of_a_whole_fleet(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 2).await;
    live_for(&hall, TIME + Millis(1_600), &[&first, &second]).await;
    let late = pages[0].click(0, 0);
    hall.clock.advance(Millis(400));
    first.settle().await;
    assert_eq!(first.helpers.close_due().await.unwrap(), 0);
    assert_eq!(sent(&first, &pages[0], late).await, Verdict::NotRunning);
    hall.clock.advance(Millis(300));
    second.settle().await;
    hall.clock.advance(Millis(300));
    assert_eq!(sent(&first, &pages[0], late).await, LATE);
    let (one, other) = tokio::join!(first.helpers.close_due(), second.helpers.close_due());
    one.unwrap();
    other.unwrap();
    for page in &pages {
        let rows = journal(&hall, page.attempt()).await;
        let ends = |row: &&JournalEvent| matches!(row, JournalEvent::Finished { .. });
        assert_eq!(rows.iter().filter(ends).count(), 1);
        verify(&hall, &first, page).await;
    }
}

/// A process that cannot commit says so at once, and does not keep its candidates waiting.
async fn a_process_that_hangs_answers_soon(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    live_for(&hall, secs(10), &[&first, &second]).await;
    let hangs = second.stage.stop(Place::Begin);
    hall.clock.advance(secs(2));
    assert!(second.recorder().is_committing(hall.clock.now()));
    hall.clock.advance(Millis(1));
    assert!(!second.recorder().is_committing(hall.clock.now()));
    let click = pages[0].click(0, 0);
    let answer = tokio::time::timeout(Duration::from_secs(2), pages[0].send(&second, [click]));
    assert!(matches!(answer.await.unwrap(), Err(ExamError::Overloaded)));
    hangs.go();
    second.settle().await;
    assert!(second.recorder().is_committing(hall.clock.now()));
}

/// Staff are not kept from anything by a process that is away.
async fn an_officer_may_end_what_is_waited_for(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 1).await;
    live_for(&hall, TIME, &[&first, &second]).await;
    drop(second);
    live_for(&hall, secs(4), &[&first]).await;
    assert_eq!(first.helpers.close_due().await.unwrap(), 0);
    first
        .staff(pages[0].attempt(), StaffAct::End)
        .await
        .unwrap();
    verify(&hall, &first, &pages[0]).await;
}

cases! {
    a_rolling_update_is_no_outage,
    a_fleet_that_comes_back_at_once_was_away_once,
    a_stall_of_the_store_is_everybodys_outage,
    a_pause_by_one_holds_for_all,
    a_page_is_served_by_whoever_it_asks,
    a_process_that_was_cut_off_gives_back_what_its_seats_have_lost,
    a_long_cut_gives_back_a_lease,
    the_first_request_after_the_return,
    what_could_not_be_given_back_is_given_later,
    cut_off_at_the_deadline_and_back,
    killed_at_the_deadline,
    back_after_the_end,
    the_closer_of_a_whole_fleet,
    a_process_that_hangs_answers_soon,
    an_officer_may_end_what_is_waited_for,
}
