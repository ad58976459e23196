//! Boards that are lost: flushed, gone back, dropped for want of room.

use exam::ports::{Live, LiveError, SeatUpdate, Standing};

use crate::server::Server;
use crate::{FORMATION, SITTING, feed, fill, soon, state, until};

async fn lost_everything(live: &impl Live) {
    assert_eq!(live.seats(SITTING).await, Err(LiveError::Filling));
    let ranking = live.ranking(FORMATION, 0, 9).await;
    assert_eq!(ranking, Err(LiveError::Filling));
    let rank = live.rank_of(FORMATION, state(1, 1, 1).application).await;
    assert_eq!(rank, Err(LiveError::Filling));
}

#[tokio::test]
async fn a_flushed_server_has_no_boards_until_they_are_filled() {
    let server = Server::start();
    let (one, other) = (server.node().await, server.node().await);
    feed(&one, vec![state(1, 5, 10), state(2, 5, 20)]).await;
    fill(&one, Vec::new()).await;
    let known = one.revision(SITTING).await.unwrap();
    let _: String = server.ask(&["FLUSHALL"]).await;
    // What one node feeds makes no board with one line on the other.
    feed(&one, vec![state(1, 6, 15)]).await;
    lost_everything(&one).await;
    lost_everything(&other).await;
    let Standing::Lost(generation) = other.standing().await else {
        panic!("lost");
    };
    assert_ne!(
        one.revision(SITTING).await.unwrap(),
        known,
        "streams notice"
    );
    // Flushed again while it is being filled: that filling means nothing.
    let _: String = server.ask(&["FLUSHALL"]).await;
    other.fill(vec![state(1, 6, 15)]).await.unwrap();
    other.filled(generation).await.unwrap();
    lost_everything(&one).await;
    fill(
        &other,
        vec![state(1, 5, 10), state(1, 6, 15), state(2, 5, 20)],
    )
    .await;
    for node in [&one, &other] {
        let seats = node.seats(SITTING).await.unwrap();
        assert_eq!(seats, [state(1, 6, 15), state(2, 5, 20)]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flush_amid_feeding_leaves_nothing_out() {
    const SEATS: u32 = 700;
    let server = Server::start();
    let (one, other) = (server.node().await, server.node().await);
    fill(&one, Vec::new()).await;
    for revision in 1..=20_u32 {
        let states: Vec<SeatUpdate> = (0..SEATS).map(|seat| state(seat, revision, 5)).collect();
        let (even, odd) = states
            .into_iter()
            .partition(|it| it.application.0.as_u128() % 2 == 0);
        one.feed(even);
        other.feed(odd);
        if revision == 10 {
            let _: String = server.ask(&["FLUSHALL"]).await;
        }
    }
    soon(one.settled()).await;
    soon(other.settled()).await;
    let rows: Vec<SeatUpdate> = (0..SEATS).map(|seat| state(seat, 20, 5)).collect();
    fill(&one, rows.clone()).await;
    assert_eq!(other.seats(SITTING).await.unwrap(), rows);
    let order = other.ranking(FORMATION, 0, usize::MAX).await.unwrap();
    assert_eq!(order, rows);
}

/// A server that comes back with what it had saved earlier: an older state of a closed sitting would stay for ever.
#[tokio::test]
async fn a_server_that_went_back_is_filled_again() {
    let mut server = Server::start();
    let node = server.node().await;
    feed(&node, vec![state(1, 5, 10)]).await;
    fill(&node, Vec::new()).await;
    let _: String = server.ask(&["SAVE"]).await;
    feed(&node, vec![state(1, 6, 20)]).await;
    server.kill();
    server.start_again();
    until(async || matches!(node.standing().await, Standing::Lost(_))).await;
    let keys: i64 = server.ask(&["DBSIZE"]).await;
    assert!(keys > 3, "it came back with them");
    lost_everything(&node).await;
    fill(&node, vec![state(1, 6, 20)]).await;
    assert_eq!(node.seats(SITTING).await.unwrap(), [state(1, 6, 20)]);
}

/// More waits than there is room for: what was dropped may be of a sitting that nobody compares any more.
#[tokio::test]
async fn dropped_states_make_another_filling() {
    const TOO_MANY: u32 = 65_536 + 1_000;
    let mut server = Server::start();
    let node = server.node().await;
    fill(&node, Vec::new()).await;
    let _: String = server.ask(&["SAVE"]).await;
    server.kill();
    until(async || node.standing().await == Standing::Away).await;
    node.feed((0..TOO_MANY).map(|seat| state(seat, 1, 5)).collect());
    server.start_again();
    soon(node.settled()).await;
    assert!(matches!(node.standing().await, Standing::Lost(_)));
}

/// The same on a server that was never away.
#[tokio::test]
async fn dropped_states_are_known_without_a_loss_of_the_connection() {
    let server = Server::start();
    let node = server.node().await;
    fill(&node, Vec::new()).await;
    server.signal("STOP");
    // The task cannot take anything out between these, on one thread.
    node.feed((0..65_536 + 1_000).map(|seat| state(seat, 1, 5)).collect());
    server.signal("CONT");
    soon(node.settled()).await;
    until(async || matches!(node.standing().await, Standing::Lost(_))).await;
}
