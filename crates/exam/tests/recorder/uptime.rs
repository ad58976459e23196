//! Outages: what the server was not there for is nobody's loss.

use exam::ports::{Clock, Store};
use futures::poll;
use lexicon::{Instant, Millis};
use session::{PauseReason, RoomAct, Span, Submitted, Verdict, ViewPhase, clock_check};

use crate::hall::{Hall, Page, Place, Server, TIME, secs, verdicts, verify};

const ACCEPTED: Verdict = Verdict::First(Submitted::Accepted);

/// The deadline as the page hears it.
async fn deadline(server: &Server, page: &Page) -> Instant {
    page.state(server).await.deadline.unwrap()
}

/// A click that must count.
async fn answer(server: &Server, page: &mut Page) {
    let click = page.click(0, 0);
    let (_, rulings) = page.send(server, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
}

async fn outages(hall: &Hall) -> Vec<Span> {
    Store::outages_since(&*hall.store, Instant(0))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_restart_gives_its_time_back() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.live_for(secs(60)).await;
    let before = deadline(&server, &pages[0]).await;
    drop(server);
    hall.clock.advance(secs(10));
    let server = hall.start().await;
    assert_eq!(deadline(&server, &pages[0]).await, before + secs(10));
    assert!(
        !hall.room().await.is_paused(),
        "ten seconds need no proctor"
    );
    answer(&server, &mut pages[0]).await;
    verify(&hall, &server, &pages[0]).await;
}

#[tokio::test]
async fn no_deadline_is_near_after_a_restart() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.live_for(TIME - secs(5)).await;
    drop(server);
    hall.clock.advance(secs(10));
    let server = hall.start().await;
    assert_eq!(deadline(&server, &pages[0]).await, server.now() + secs(30));
    server.live_for(secs(29)).await;
    answer(&server, &mut pages[0]).await;
    server.live_for(secs(4)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 1);
    verify(&hall, &server, &pages[0]).await;
}

#[tokio::test]
async fn half_a_second_counts_when_the_process_was_gone() {
    let (hall, server, pages) = Hall::running(1).await;
    server.live_for(secs(60)).await;
    let before = deadline(&server, &pages[0]).await;
    drop(server);
    let gone = hall.clock.now();
    let back = hall.clock.advance(Millis(500));
    let server = hall.start().await;
    assert_eq!(outages(&hall).await, [Span::closed(gone, back)]);
    assert_eq!(deadline(&server, &pages[0]).await, before + Millis(500));
}

/// The store stalls for 30 seconds around the deadline: nobody is closed early, and what was received before
/// and during the stall counts.
#[tokio::test]
async fn a_stall_around_the_deadline() {
    for place in [Place::Begin, Place::Lock, Place::Commit] {
        let (hall, server, mut pages) = Hall::running(3).await;
        server.live_for(TIME - secs(10)).await;
        let clicks: Vec<_> = pages.iter_mut().map(|page| page.click(0, 0)).collect();
        // Long enough for a settlement to be due.
        hall.clock.advance(Millis(300));
        let stalled = hall.stage.stop(place);
        let mut first = Box::pin(pages[0].send(&server, &clicks[..1]));
        assert!(poll!(&mut first).is_pending());
        stalled.reached().await;
        hall.clock.advance(secs(5));
        let mut before = Box::pin(pages[1].send(&server, &clicks[1..2]));
        assert!(poll!(&mut before).is_pending());
        hall.clock.advance(secs(20));
        let mut after = Box::pin(pages[2].send(&server, &clicks[2..]));
        let mut closer = Box::pin(server.helpers.close_due());
        assert!(poll!(&mut after).is_pending());
        assert!(poll!(&mut closer).is_pending());
        hall.clock.advance(secs(5));
        stalled.go();
        for answer in [first.await, before.await, after.await] {
            assert_eq!(verdicts(&answer.unwrap().1), [ACCEPTED], "{place:?}");
        }
        assert_eq!(closer.await.unwrap(), 0, "{place:?}: closed early");
        for page in &pages {
            let left = deadline(&server, page).await - server.now();
            assert!(left >= secs(30), "{place:?}: {left:?}");
            verify(&hall, &server, page).await;
        }
    }
}

#[tokio::test]
async fn a_long_outage_pauses_the_room_from_its_start() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.live_for(secs(60)).await;
    let left = deadline(&server, &pages[0]).await - server.now();
    drop(server);
    let gone = hall.clock.now();
    hall.clock.advance(secs(61));
    let server = hall.start().await;
    let room = hall.room().await;
    assert_eq!(room.pauses.len(), 1);
    assert_eq!(room.pauses[0].reason, PauseReason::Outage);
    assert_eq!(room.pauses[0].span, Span::open(gone));
    // The page keeps its clicks; the closer keeps away.
    let click = pages[0].click(0, 0);
    let page = &pages[0];
    let (view, rulings) = page.send(&server, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [Verdict::NotRunning]);
    assert_eq!(
        (view.phase, view.remaining),
        (ViewPhase::Paused, Some(left))
    );
    server.live_for(TIME + secs(60)).await;
    assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    server.act(RoomAct::Resume).await.unwrap();
    assert_eq!(deadline(&server, page).await, server.now() + left);
    let (_, rulings) = page.send(&server, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
    verify(&hall, &server, page).await;
}

#[tokio::test]
async fn short_outages_add_up() {
    for (between, pauses) in [(240, true), (301, false)] {
        let (hall, mut server, pages) = Hall::running(1).await;
        for away in [40, 25] {
            server
                .live_for(secs(if away == 40 { 30 } else { between }))
                .await;
            drop(server);
            hall.clock.advance(secs(away));
            server = hall.start().await;
        }
        assert_eq!(hall.room().await.is_paused(), pauses, "{between} s between");
        if !pauses {
            let end = deadline(&server, &pages[0]).await;
            assert_eq!(end, crate::hall::MORNING + TIME + secs(65));
        }
    }
}

/// What a proctor has resumed is dealt with: it does not add up with the next one.
#[tokio::test]
async fn a_resumed_outage_is_dealt_with() {
    let (hall, server, _pages) = Hall::running(1).await;
    server.live_for(secs(30)).await;
    drop(server);
    hall.clock.advance(secs(70));
    let server = hall.start().await;
    server.act(RoomAct::Resume).await.unwrap();
    server.live_for(secs(10)).await;
    drop(server);
    hall.clock.advance(secs(20));
    let _server = hall.start().await;
    assert!(!hall.room().await.is_paused());
}

/// The server dies right after the opening or the resume, before the uptime would have been extended by
/// itself: the outage still lies after them, and pauses the room.
#[tokio::test]
async fn a_crash_right_after_the_proctors_act() {
    for resume in [false, true] {
        let hall = Hall::new(1).await;
        let mut server = hall.start().await;
        hall.clock.advance(Millis(100));
        server.act(RoomAct::Open).await.unwrap();
        if resume {
            server.live_for(secs(10)).await;
            server.pause().await.unwrap();
            server.live_for(secs(10)).await;
            hall.clock.advance(Millis(100));
            server.act(RoomAct::Resume).await.unwrap();
        }
        drop(server);
        hall.clock.advance(secs(300));
        server = hall.start().await;
        assert!(hall.room().await.is_paused(), "resume: {resume}");
        drop(server);
    }
}

/// The same with a clock that went back: the pause until an officer confirms must not begin in the future.
#[tokio::test]
async fn a_crash_right_after_the_opening_and_a_clock_set_back() {
    let hall = Hall::new(1).await;
    let server = hall.start().await;
    hall.clock.advance(Millis(100));
    server.act(RoomAct::Open).await.unwrap();
    drop(server);
    let wall = hall.clock.now() - secs(3_600);
    let _server = restart_at(&hall, wall).await;
    assert!(hall.room().await.is_paused());
}

/// A process begins with the wall clock at `wall`, as the program does it.
async fn restart_at(hall: &Hall, wall: Instant) -> Server {
    let last = hall.store.last_uptime().await.unwrap();
    let check = clock_check(wall, last);
    hall.clock.set(check.now);
    let distrusted = last.filter(|_| check.needs_confirmation);
    hall.start_distrusting(distrusted).await
}

#[tokio::test]
async fn a_clock_set_back_ten_years_or_forward_a_day() {
    let ten_years = Millis(-10 * 365 * 86_400_000);
    for step in [ten_years, Millis(86_400_000)] {
        let (hall, server, mut pages) = Hall::running(1).await;
        answer(&server, &mut pages[0]).await;
        server.live_for(secs(60)).await;
        let left = deadline(&server, &pages[0]).await - server.now();
        drop(server);
        let (gone, wall) = (hall.clock.now(), hall.clock.now() + secs(1) + step);
        let server = restart_at(&hall, wall).await;
        assert!(server.now() >= gone, "time went backwards");
        let room = hall.room().await;
        assert!(room.is_paused(), "{step:?}");
        let clock = room
            .pauses
            .iter()
            .find(|pause| pause.reason == PauseReason::Clock);
        assert_eq!(clock.unwrap().span, Span::open(gone));
        let page = &mut pages[0];
        assert_eq!(page.state(&server).await.remaining, Some(left));
        server.live_for(secs(20)).await;
        assert_eq!(server.helpers.close_due().await.unwrap(), 0);
        // An officer confirms: one act for the room.
        server.act(RoomAct::Resume).await.unwrap();
        assert_eq!(deadline(&server, page).await, server.now() + left);
        answer(&server, page).await;
        verify(&hall, &server, page).await;
    }
}

/// A small step of the clock is nothing.
#[tokio::test]
async fn a_clock_a_little_behind() {
    let (hall, server, pages) = Hall::running(1).await;
    server.live_for(secs(60)).await;
    let before = deadline(&server, &pages[0]).await;
    drop(server);
    let wall = hall.clock.now() - secs(5);
    let server = restart_at(&hall, wall).await;
    assert!(!hall.room().await.is_paused());
    assert_eq!(deadline(&server, &pages[0]).await, before);
}

#[tokio::test]
async fn heartbeats_extend_the_uptime() {
    let (hall, server, pages) = Hall::running(1).await;
    let before = deadline(&server, &pages[0]).await;
    for _ in 0..10 {
        hall.clock.advance(secs(1));
        let commits = hall.stage.commits();
        server.helpers.beat();
        hall.stage.committed_after(commits).await;
    }
    assert_eq!(hall.store.last_uptime().await.unwrap(), Some(server.now()));
    assert_eq!(outages(&hall).await, []);
    assert_eq!(deadline(&server, &pages[0]).await, before);
}

/// Commits move the uptime by themselves, but not each of them.
#[tokio::test]
async fn commits_extend_the_uptime_now_and_then() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.settle().await;
    let start = server.now();
    for (step, expected) in [(100, 0), (100, 0), (50, 250), (100, 250), (150, 500)] {
        hall.clock.advance(Millis(step));
        answer(&server, &mut pages[0]).await;
        let reached = hall.store.last_uptime().await.unwrap().unwrap() - start;
        assert_eq!(reached, Millis(expected));
    }
}

/// The revision by which a page orders what it hears only rises.
#[tokio::test]
async fn the_revision_of_time_only_rises() {
    let (hall, mut server, mut pages) = Hall::running(1).await;
    let mut seen = Vec::new();
    let page = &mut pages[0];
    for round in 0..4 {
        seen.push(page.state(&server).await.time_revision);
        server.pause().await.unwrap();
        seen.push(page.state(&server).await.time_revision);
        server.act(RoomAct::Resume).await.unwrap();
        let click = page.click(round, 0);
        seen.push(page.send(&server, [click]).await.unwrap().0.time_revision);
        server.live_for(secs(5)).await;
        drop(server);
        hall.clock.advance(secs(4));
        server = hall.start().await;
        seen.push(page.state(&server).await.time_revision);
    }
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(seen.last() > seen.first());
}

/// A disk with room for a heartbeat but not for answers: the server was not there for anybody.
#[tokio::test]
async fn a_heartbeat_does_not_claim_what_answers_were_refused() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.live_for(secs(60)).await;
    let before = deadline(&server, &pages[0]).await;
    let last = server.now();
    hall.stage.fail(Place::Commit);
    let click = pages[0].click(0, 0);
    pages[0].send(&server, [click]).await.unwrap_err();
    for _ in 0..9 {
        hall.clock.advance(secs(1));
        server.helpers.beat();
    }
    let (_, rulings) = pages[0].send(&server, [click]).await.unwrap();
    assert_eq!(verdicts(&rulings), [ACCEPTED]);
    assert_eq!(outages(&hall).await, [Span::closed(last, server.now())]);
    assert_eq!(deadline(&server, &pages[0]).await, before + secs(9));
}

/// Whoever was refused has gone: the uptime goes on by itself.
#[tokio::test]
async fn heartbeats_count_again_when_nobody_asks_any_more() {
    let (hall, server, mut pages) = Hall::running(1).await;
    server.live_for(secs(60)).await;
    hall.stage.fail(Place::Commit);
    let click = pages[0].click(0, 0);
    pages[0].send(&server, [click]).await.unwrap_err();
    let before = hall.stage.commits();
    hall.clock.advance(secs(10));
    server.helpers.beat();
    hall.stage.committed_after(before).await;
    let last = hall.store.last_uptime().await.unwrap();
    assert_eq!(last, Some(server.now()));
}
