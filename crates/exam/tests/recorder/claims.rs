//! What goes on by itself in a fleet is done once: by the process whose claim is its row of uptime, or by whoever comes
//! first, under a lock or a key of the store.

use exam::ports::{Clock as _, Live as _};
use exam::{Repaired, Upkeep};
use lexicon::Millis;
use session::{
    EndReason, JournalEvent, LEASE, LedgerEntry, PauseReason, RoomAct, Span, Status, Submitted,
    Verdict,
};

use crate::fleet::{fleet, live_for, outages};
use crate::hall::{Engine, Hall, Page, SITTING, Server, TIME, journal, secs, verdicts, verify};
use crate::upkeep::ports;

/// Its upkeep, by hand.
async fn upkeep(server: &Server) -> Upkeep {
    let upkeep = Upkeep::start_by_hand(ports(server)).await.unwrap();
    upkeep.follow(server.recorder());
    upkeep
}

fn leads(servers: &[&Server]) -> Vec<bool> {
    let leads = |server: &&Server| server.recorder().leads(server.now());
    servers.iter().map(leads).collect()
}

async fn ledger(hall: &Hall) -> Vec<LedgerEntry> {
    let rows = hall.store.ledger(SITTING).await.unwrap();
    rows.iter()
        .map(|row| LedgerEntry::decode(row).unwrap())
        .collect()
}

/// How often time has ended this page's attempt.
async fn ends(hall: &Hall, page: &Page) -> usize {
    let rows = journal(hall, page.attempt()).await;
    let ended = rows.iter().filter(|row| {
        matches!(
            row,
            JournalEvent::Finished {
                by: EndReason::Time,
                ..
            }
        )
    });
    ended.count()
}

/// When each page was last heard, as the store has it.
async fn noted(hall: &Hall) -> Vec<u8> {
    hall.store.contacts(SITTING).await.unwrap().unwrap()
}

async fn who_is_up_longest_leads(engine: &Engine) {
    let (hall, [first, second], _) = fleet(engine, 1).await;
    live_for(&hall, secs(5), &[&first, &second]).await;
    assert_eq!(leads(&[&first, &second]), [true, false]);
    let (third, ()) = tokio::join!(hall.node(), async {
        hall.clock.advance(Millis(400));
        first.settle().await;
        second.settle().await;
    });
    live_for(&hall, secs(5), &[&first, &second, &third]).await;
    assert_eq!(leads(&[&first, &second, &third]), [true, false, false]);
    // Nobody for the rest of the lease: what the first one has begun comes to its end.
    drop(first);
    let gone = hall.clock.now();
    live_for(&hall, LEASE - Millis(1), &[&second, &third]).await;
    assert_eq!(leads(&[&second, &third]), [false, false]);
    live_for(&hall, Millis(1), &[&second, &third]).await;
    assert_eq!(leads(&[&second, &third]), [true, false]);
    assert_eq!(hall.clock.now(), gone + LEASE);
}

async fn what_is_due_is_ended_by_one(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 3).await;
    live_for(&hall, TIME + secs(3), &[&first, &second]).await;
    let before = second.stage.commits();
    assert_eq!(second.helpers.close_due().await.unwrap(), 0);
    assert_eq!(second.stage.commits(), before, "it has not even tried");
    assert_eq!(first.helpers.close_due().await.unwrap(), 3);
    live_for(&hall, secs(20), &[&first, &second]).await;
    for server in [&first, &second] {
        assert_eq!(server.helpers.close_due().await.unwrap(), 0);
    }
    for page in &pages {
        assert_eq!(ends(&hall, page).await, 1);
        verify(&hall, &second, page).await;
    }
}

/// Two that think the same of themselves do no harm: each attempt is judged again under its lock.
async fn what_two_closers_end_at_once_is_ended_once(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 50).await;
    live_for(&hall, TIME + secs(2), &[&first, &second]).await;
    live_for(&hall, LEASE + secs(1), &[&first, &second]).await;
    let (one, other) = tokio::join!(first.helpers.close_due(), second.helpers.close_due());
    assert!(one.unwrap().max(other.unwrap()) > 0);
    for page in &pages {
        assert_eq!(hall.attempt(page.attempt()).await.status, Status::Finished);
        assert_eq!(ends(&hall, page).await, 1);
        verify(&hall, &second, page).await;
    }
}

/// It commits, but its closer does not get to it (its reads hang, say): another one does what it has left.
async fn what_the_leader_leaves_is_done_within_a_lease(engine: &Engine) {
    let (hall, [first, second], _) = fleet(engine, 2).await;
    live_for(&hall, TIME + secs(3), &[&first, &second]).await;
    live_for(&hall, LEASE - secs(2), &[&first, &second]).await;
    assert_eq!(second.helpers.close_due().await.unwrap(), 0);
    live_for(&hall, secs(2), &[&first, &second]).await;
    assert_eq!(leads(&[&first, &second]), [true, false]);
    assert_eq!(second.helpers.close_due().await.unwrap(), 2);
}

/// The one that would end them dies right at the end: nobody has to wait longer than for its lease and the time that
/// is given back for it.
async fn the_next_one_ends_what_a_dead_one_has_left(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 2).await;
    live_for(&hall, TIME + Millis(1_000), &[&first, &second]).await;
    let gone = hall.clock.now();
    drop(first);
    live_for(&hall, LEASE, &[&second]).await;
    assert_eq!(leads(&[&second]), [true]);
    assert_eq!(second.helpers.close_due().await.unwrap(), 0);
    let given = pages[0].state(&second).await.deadline.unwrap();
    assert_eq!(given, gone + LEASE + secs(30), "what was missed is given");
    live_for(&hall, secs(33), &[&second]).await;
    assert_eq!(second.helpers.close_due().await.unwrap(), 2);
    for page in &pages {
        assert_eq!(ends(&hall, page).await, 1);
        verify(&hall, &second, page).await;
    }
}

async fn boards_and_contacts_are_kept_by_one(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 2).await;
    let (one, other) = (upkeep(&first).await, upkeep(&second).await);
    live_for(&hall, secs(20), &[&first, &second]).await;
    assert_eq!(one.repair().await.unwrap(), Some(Repaired::Compared));
    assert_eq!(other.repair().await.unwrap(), None);
    pages[0].state(&second).await;
    assert_eq!(other.note().await.unwrap(), None);
    assert_eq!(one.note().await.unwrap(), Some(1));
    let known = noted(&hall).await;
    let heard = hall.clock.now();
    // Boards that forget everything, and the one who knew dies: what it has noted stays.
    hall.boards.lose();
    drop((first, one));
    live_for(&hall, LEASE, &[&second]).await;
    assert_eq!(other.repair().await.unwrap(), Some(Repaired::Filled));
    pages[1].state(&second).await;
    assert_eq!(other.note().await.unwrap(), Some(1));
    assert_ne!(noted(&hall).await, known);
    let contacts = hall.boards.contacts(SITTING).await.unwrap();
    assert_eq!(contacts[0], (pages[0].attempt(), heard));
    assert_eq!(contacts[1], (pages[1].attempt(), hall.clock.now()));
}

/// The one whose turn it is does not reach the boards, but others do.
async fn lost_boards_are_filled_within_a_lease(engine: &Engine) {
    let (hall, [first, second], _) = fleet(engine, 2).await;
    let other = upkeep(&second).await;
    live_for(&hall, secs(5), &[&first, &second]).await;
    hall.boards.lose();
    assert_eq!(other.repair().await.unwrap(), None);
    live_for(&hall, LEASE - secs(1), &[&first, &second]).await;
    assert_eq!(other.repair().await.unwrap(), None);
    live_for(&hall, secs(1), &[&first, &second]).await;
    assert_eq!(leads(&[&first, &second]), [true, false]);
    assert_eq!(other.repair().await.unwrap(), Some(Repaired::Filled));
    assert_eq!(other.repair().await.unwrap(), None);
    assert_eq!(hall.boards.seats(SITTING).await.unwrap().len(), 2);
}

async fn who_was_cut_off_does_nothing_twice(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 2).await;
    let (one, other) = (upkeep(&first).await, upkeep(&second).await);
    live_for(&hall, TIME - secs(30), &[&first, &second]).await;
    assert_eq!(one.note().await.unwrap(), Some(1));
    first.stage.down(true);
    live_for(&hall, secs(3), &[&second]).await;
    // Cut off, it knows within a stall that it is not its turn, and asks nobody.
    assert_eq!(leads(&[&first, &second]), [false, false]);
    assert_eq!(one.repair().await.unwrap(), None);
    assert_eq!(one.note().await.unwrap(), None);
    assert!(first.helpers.close_due().await.is_err());
    live_for(&hall, secs(30), &[&second]).await;
    pages[0].state(&second).await;
    assert_eq!(other.note().await.unwrap(), Some(1));
    assert_eq!(second.helpers.close_due().await.unwrap(), 2);
    let (known, commits) = (noted(&hall).await, first.stage.commits());
    first.stage.down(false);
    first.settle().await;
    live_for(&hall, secs(5), &[&first, &second]).await;
    assert_eq!(leads(&[&first, &second]), [false, true]);
    let settled = first.stage.commits();
    assert!(settled > commits);
    assert_eq!(first.helpers.close_due().await.unwrap(), 0);
    assert_eq!(one.repair().await.unwrap(), None);
    assert_eq!(one.note().await.unwrap(), None);
    assert_eq!(first.stage.commits(), settled);
    assert_eq!(noted(&hall).await, known);
    for page in &pages {
        assert_eq!(ends(&hall, page).await, 1);
    }
    // And when its turn comes again it knows what was noted meanwhile.
    drop((second, other));
    live_for(&hall, LEASE, &[&first]).await;
    assert_eq!(one.note().await.unwrap(), Some(0));
    assert_eq!(noted(&hall).await, known);
}

/// Both come back from a stall of the store at the same moment: one outage, and one pause of the room.
async fn an_outage_is_noted_once(engine: &Engine) {
    let (hall, [first, second], _) = fleet(engine, 1).await;
    live_for(&hall, secs(30), &[&first, &second]).await;
    let gone = hall.clock.now();
    for server in [&first, &second] {
        server.stage.down(true);
    }
    hall.clock.advance(secs(90));
    for server in [&first, &second] {
        server.stage.down(false);
    }
    tokio::join!(first.settle(), second.settle());
    assert_eq!(outages(&hall).await, [Span::closed(gone, gone + secs(90))]);
    let pauses = ledger(&hall).await.into_iter().filter(|entry| {
        let outage = PauseReason::Outage;
        matches!(entry.act, RoomAct::Pause { reason, from } if reason == outage && from == gone)
    });
    assert_eq!(pauses.count(), 1);
    assert_eq!(hall.room().await.pauses.len(), 1);
}

/// Minutes are signed on two nodes at once: one of them seals.
async fn a_room_is_sealed_once(engine: &Engine) {
    let (hall, [first, second], pages) = fleet(engine, 1).await;
    pages[0].finish(&first).await.unwrap();
    first.act(RoomAct::Close).await.unwrap();
    let (one, other) = tokio::join!(first.act(RoomAct::Seal), second.act(RoomAct::Seal));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let seals = ledger(&hall).await;
    let seals = seals.iter().filter(|entry| entry.act == RoomAct::Seal);
    assert_eq!(seals.count(), 1);
}

/// A batch settles first, and that must not depend on a reader's connection: readers may all be taken.
async fn starved_readers_keep_no_answer_waiting(engine: &Engine) {
    let (hall, [first, second], mut pages) = fleet(engine, 1).await;
    live_for(&hall, secs(10), &[&first, &second]).await;
    for server in [&first, &second] {
        server.stage.starve(true);
    }
    for round in 0..3 {
        live_for(&hall, secs(1), &[&first, &second]).await;
        let click = pages[0].click(round, 0);
        let sent = pages[0].send(&second, [click]);
        let sent = tokio::time::timeout(core::time::Duration::from_secs(5), sent);
        let rulings = sent.await.unwrap().unwrap().1;
        assert_eq!(verdicts(&rulings), [Verdict::First(Submitted::Accepted)]);
    }
    assert_eq!(outages(&hall).await, []);
}

cases! {
    who_is_up_longest_leads,
    what_is_due_is_ended_by_one,
    what_two_closers_end_at_once_is_ended_once,
    what_the_leader_leaves_is_done_within_a_lease,
    the_next_one_ends_what_a_dead_one_has_left,
    boards_and_contacts_are_kept_by_one,
    lost_boards_are_filled_within_a_lease,
    who_was_cut_off_does_nothing_twice,
    an_outage_is_noted_once,
    a_room_is_sealed_once,
    starved_readers_keep_no_answer_waiting,
}
