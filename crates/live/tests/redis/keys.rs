//! What stands on the server: names, lifetimes, and nothing else.

use std::collections::BTreeSet;

use exam::ports::Live as _;
use lexicon::Instant;
use live::{Redis, RedisOptions};

use crate::server::Server;
use crate::{FORMATION, SITTING, feed, fill, state};

const DAY_S: i64 = 24 * 3_600;

#[tokio::test]
async fn every_key_has_the_prefix_and_ends_some_day() {
    let server = Server::start();
    let node = server.node().await;
    node.contact(SITTING, state(1, 1, 1).attempt, Instant(7));
    feed(&node, vec![state(1, 1, 1)]).await;
    fill(&node, Vec::new()).await;
    node.draw(SITTING, None, vec![1]).await.unwrap();
    let keys: BTreeSet<String> = server.ask(&["KEYS", "*"]).await;
    let kinds: Vec<&str> = keys
        .iter()
        .map(|key| key.split(':').nth(2).unwrap())
        .collect();
    let expected = [
        "contacts", "drawing", "epoch", "filled", "order", "places", "revision", "run", "seats",
    ];
    assert_eq!(kinds, expected);
    for key in &keys {
        assert!(key.starts_with("ambang:1:"), "{key}");
        let left: i64 = server.ask(&["TTL", key]).await;
        // Ranks and all that they are read with outlive the selection.
        let short = [":contacts:", ":revision:", ":drawing:"]
            .iter()
            .any(|kind| key.contains(kind));
        let least = if short { 29 } else { 399 };
        assert!(
            (least * DAY_S..=400 * DAY_S).contains(&left),
            "{key}: {left} s"
        );
    }
    // A change lengthens the life of what it touches, and of the marks.
    for key in &keys {
        let _: bool = server.ask(&["EXPIRE", key, "1000"]).await;
    }
    feed(&node, vec![state(1, 2, 2)]).await;
    for key in &keys {
        let left: i64 = server.ask(&["TTL", key]).await;
        let longer = left > 1_000 || key.ends_with(":run") || key.contains(":drawing:");
        assert!(longer, "{key}: {left} s");
    }
}

#[tokio::test]
async fn installations_on_one_server_do_not_meet() {
    let server = Server::start();
    let node = server.node().await;
    feed(&node, vec![state(1, 1, 1)]).await;
    fill(&node, Vec::new()).await;
    let other = RedisOptions {
        prefix: "other".to_owned(),
        ..server.options()
    };
    let redis = Redis::open(&other).unwrap();
    redis.connected().await;
    let other = live::RedisLive::new(&redis);
    fill(&other, Vec::new()).await;
    assert!(other.seats(SITTING).await.unwrap().is_empty());
    assert_eq!(node.seats(SITTING).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_evicted_alone_comes_back_with_the_repair() {
    let server = Server::start();
    let node = server.node().await;
    let states = vec![state(1, 1, 10), state(2, 1, 20)];
    feed(&node, states.clone()).await;
    fill(&node, Vec::new()).await;
    let order = node.ranking(FORMATION, 0, 9).await.unwrap();
    for kind in ["order", "places", "seats"] {
        let key = if kind == "seats" {
            format!("ambang:1:{kind}:{SITTING}")
        } else {
            format!("ambang:1:{kind}:{FORMATION}")
        };
        let gone: usize = server.ask(&["DEL", &key]).await;
        assert_eq!(gone, 1, "{kind}");
        node.fill(states.clone()).await.unwrap();
        assert_eq!(
            node.ranking(FORMATION, 0, 9).await.unwrap(),
            order,
            "{kind}"
        );
        for seat in &states {
            let rank = node.rank_of(FORMATION, seat.application).await.unwrap();
            assert_eq!(
                rank,
                Some(if seat.revision == 1 && seat.totals[0].0 == 20 {
                    1
                } else {
                    2
                })
            );
        }
    }
}

#[tokio::test]
async fn scripts_that_the_server_has_forgotten_are_loaded_again() {
    let server = Server::start();
    let node = server.node().await;
    fill(&node, Vec::new()).await;
    for revision in 1..4 {
        let _: String = server.ask(&["SCRIPT", "FLUSH"]).await;
        feed(&node, vec![state(1, revision, 1)]).await;
        assert_eq!(node.seats(SITTING).await.unwrap(), [state(1, revision, 1)]);
    }
}

#[test]
fn a_url_and_its_password_are_never_said() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _inside = runtime.enter();
    let options = RedisOptions {
        url: "http://someone:s3cret@localhost".to_owned(),
        prefix: "ambang".to_owned(),
        authority: None,
    };
    let refused = Redis::open(&options).err().unwrap();
    let unreachable = RedisOptions {
        url: "redis://someone:s3cret@127.0.0.1:1".to_owned(),
        ..options.clone()
    };
    let away = runtime.block_on(Redis::check(&unreachable)).unwrap_err();
    for said in [
        format!("{refused} {refused:?}"),
        format!("{away} {away:?}"),
        format!("{options:?}"),
    ] {
        assert!(!said.contains("s3cret"), "{said}");
    }
}
