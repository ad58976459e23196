//! Failed log-ins while the server is away, and what is left of them on it.

use std::collections::{BTreeSet, HashSet};

use exam::ports::{DoorLimits, Failures as _, Limit, Visitor};
use lexicon::{Instant, Millis};
use live::{Redis, RedisFailures};

use crate::server::Server;
use crate::{soon, until};

const NOW: Instant = Instant(1_800_000_000_000);
const LIMIT: Limit = Limit {
    free: 2,
    forget: Millis::from_mins(5),
    lockout: Millis::from_secs(10),
};
const DOOR: DoorLimits = DoorLimits {
    name: "seat",
    per_subject: LIMIT,
    per_address: Limit { free: 99, ..LIMIT },
};

fn visitor() -> Visitor {
    Visitor {
        subject: "1".to_owned(),
        address: "192.0.2.7".to_owned(),
    }
}

async fn node(server: &Server) -> RedisFailures {
    let redis: std::sync::Arc<Redis> = server.redis();
    soon(redis.connected()).await;
    RedisFailures::new(&redis)
}

#[tokio::test]
async fn without_the_server_each_node_counts_for_itself() {
    let mut server = Server::start();
    let (one, other) = (node(&server).await, node(&server).await);
    one.failed(&DOOR, &visitor(), NOW).await;
    server.kill();
    // What this node has counted before is not forgotten.
    let lockouts = one.failed(&DOOR, &visitor(), NOW).await;
    assert_eq!(lockouts.subject, Millis::from_secs(10));
    let wait = one.wait(&DOOR, &visitor(), NOW).await;
    assert_eq!(wait, Some(Millis::from_secs(10)));
    assert_eq!(other.wait(&DOOR, &visitor(), NOW).await, None);
    one.lift(&DOOR, &HashSet::from(["1".to_owned()])).await;
    assert_eq!(one.wait(&DOOR, &visitor(), NOW).await, None);
    // Back, and empty: the counters of all begin again.
    server.start_again();
    until(async || {
        other.failed(&DOOR, &visitor(), NOW).await;
        one.wait(&DOOR, &visitor(), NOW).await.is_some()
    })
    .await;
}

#[tokio::test]
async fn every_counter_is_forgotten_some_day_and_the_rest_is_bounded() {
    let server = Server::start();
    let it = node(&server).await;
    for number in 0..200 {
        let address = format!("192.0.2.{number}");
        let visitor = Visitor {
            address,
            ..visitor()
        };
        it.failed(&DOOR, &visitor, NOW).await;
        it.failed(&DOOR, &visitor, NOW).await;
        it.wait(&DOOR, &visitor, NOW).await;
    }
    let tried: i64 = server.ask(&["SCARD", "ambang:1:tried:seat:1"]).await;
    assert_eq!(tried, 64);
    let keys: BTreeSet<String> = server.ask(&["KEYS", "ambang:1:*"]).await;
    assert_eq!(
        keys.len(),
        401 + 2,
        "counters, addresses, the set; epoch and run"
    );
    let of_failures = keys.iter().filter(|key| key.contains(":seat:"));
    for key in of_failures {
        let left: i64 = server.ask(&["TTL", key]).await;
        assert!((1..=300).contains(&left), "{key}: {left} s");
    }
    let all: BTreeSet<String> = server.ask(&["KEYS", "*"]).await;
    assert_eq!(all, keys);
}
