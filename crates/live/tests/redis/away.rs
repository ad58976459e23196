//! A server that is away: killed, hanging, full.

use std::time::Duration;

use exam::ports::{Live as _, LiveError, Standing};
use lexicon::Instant;

use crate::server::Server;
use crate::{FORMATION, SITTING, feed, fill, soon, state, until};

#[tokio::test]
async fn nobody_waits_for_a_dead_server_and_what_waits_arrives() {
    let mut server = Server::start();
    let node = server.node().await;
    feed(&node, vec![state(1, 1, 5)]).await;
    fill(&node, Vec::new()).await;
    server.kill();
    // Feeding does not notice; reading hears at once that there is nothing.
    for revision in 2..=1_000 {
        node.feed(vec![state(1, revision, 5)]);
    }
    node.feed(vec![state(2, 1, 5)]);
    node.contact(SITTING, state(2, 1, 5).attempt, Instant(9));
    assert_eq!(node.seats(SITTING).await, Err(LiveError::Away));
    let soon_enough = Duration::from_millis(200);
    let answers = tokio::time::timeout(soon_enough, async {
        for _ in 0..100 {
            assert_eq!(node.seats(SITTING).await, Err(LiveError::Away));
            assert_eq!(node.contacts(SITTING).await, Err(LiveError::Away));
            assert_eq!(node.revision(SITTING).await, Err(LiveError::Away));
            let ranking = node.ranking(FORMATION, 0, 9).await;
            assert_eq!(ranking, Err(LiveError::Away));
            assert_eq!(node.standing().await, Standing::Away);
            assert_eq!(node.fill(vec![state(1, 1, 1)]).await, Err(LiveError::Away));
        }
    });
    answers.await.expect("600 answers within 0.2 s");

    server.start_again();
    soon(node.settled()).await;
    fill(&node, Vec::new()).await;
    let mut second = state(2, 1, 5);
    second.contact = Some(Instant(9));
    let seats = node.seats(SITTING).await.unwrap();
    assert_eq!(seats, [state(1, 1_000, 5), second]);
}

/// It holds the connection and says nothing: one request waits for its second, nobody after it.
#[tokio::test]
async fn a_hanging_server_is_given_up_and_found_again_whole() {
    let server = Server::start();
    let node = server.node().await;
    feed(&node, vec![state(1, 1, 5)]).await;
    fill(&node, Vec::new()).await;
    server.signal("STOP");
    node.feed(vec![state(1, 2, 10)]);
    let answer = tokio::time::timeout(Duration::from_secs(5), node.seats(SITTING)).await;
    assert_eq!(answer.expect("a bound"), Err(LiveError::Away));
    let answer = tokio::time::timeout(Duration::from_millis(100), node.seats(SITTING)).await;
    assert_eq!(answer.expect("at once"), Err(LiveError::Away));
    server.signal("CONT");
    soon(node.settled()).await;
    // The same run, nothing dropped: nothing has to be filled.
    until(async || node.standing().await == Standing::Whole).await;
    assert_eq!(node.seats(SITTING).await.unwrap(), [state(1, 2, 10)]);
}

/// A server without room answers questions and takes nothing: its boards would stand still as if they were of now.
#[tokio::test]
async fn a_full_server_is_as_good_as_away() {
    let server = Server::start();
    let node = server.node().await;
    feed(&node, vec![state(1, 1, 5)]).await;
    fill(&node, Vec::new()).await;
    let _: String = server.ask(&["CONFIG", "SET", "maxmemory", "1"]).await;
    node.feed(vec![state(1, 2, 10)]);
    until(async || node.seats(SITTING).await == Err(LiveError::Away)).await;
    let _: String = server.ask(&["CONFIG", "SET", "maxmemory", "0"]).await;
    soon(node.settled()).await;
    until(async || node.standing().await == Standing::Whole).await;
    assert_eq!(node.seats(SITTING).await.unwrap(), [state(1, 2, 10)]);
}

/// A node may start while the server is away.
#[tokio::test]
async fn a_node_starts_without_the_server() {
    let mut server = Server::start();
    server.kill();
    let redis = server.redis();
    let node = live::RedisLive::new(&redis);
    assert_eq!(node.standing().await, Standing::Away);
    node.feed(vec![state(1, 1, 5)]);
    server.start_again();
    soon(node.settled()).await;
    fill(&node, Vec::new()).await;
    assert_eq!(node.seats(SITTING).await.unwrap(), [state(1, 1, 5)]);
}

#[tokio::test]
async fn a_quiet_connection_is_tried_and_kept() {
    let server = Server::start();
    let node = server.node().await;
    let before = held(&server).await;
    until(async || {
        let stats: String = server.ask(&["INFO", "commandstats"]).await;
        let pings = stats
            .lines()
            .find_map(|line| line.strip_prefix("cmdstat_ping:calls="));
        let calls = pings.and_then(|rest| rest.split(',').next());
        calls.is_some_and(|calls| calls.parse::<u32>().unwrap() >= 2)
    })
    .await;
    assert_eq!(held(&server).await, before);
    assert_eq!(before.len(), 1, "{before:?}");
    drop(node);
}

/// Numbers of the connections that others hold.
async fn held(server: &Server) -> Vec<String> {
    let clients: String = server.ask(&["CLIENT", "LIST"]).await;
    let others = clients.lines().filter(|line| !line.contains("cmd=client"));
    let number = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    others.map(number).collect()
}
