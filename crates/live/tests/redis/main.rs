//! The boards on a real Redis server: the contract suite, and what only a server of its own can do to them.
//!
//! Each test starts a throw-away server on a socket in a folder of its own; without the program it fails.
//! `AMBANG_TEST_REDIS` points the contract suite at another server (`redis://…`), where it keeps to prefixes of its own.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)] // helpers of tests

mod away;
mod failures;
mod keys;
mod lost;
mod server;
mod suite;
mod tls;

use std::time::Duration;

use exam::ports::{Live, SeatUpdate, Standing};
use lexicon::{ApplicationId, AttemptId, FormationId, Points, SittingId};
use scoring::{Chain, Measure, Sheet};
use session::Status;
use uuid::Uuid;

const FORMATION: FormationId = FormationId(Uuid::from_u128(1));
const SITTING: SittingId = SittingId(Uuid::from_u128(2));

/// The state of attempt `number`.
fn state(number: u32, revision: u32, total: i32) -> SeatUpdate {
    let chain = Chain::new(vec![Measure::Total]).unwrap();
    SeatUpdate {
        attempt: AttemptId(Uuid::from_u128(number.into())),
        sitting: SITTING,
        application: ApplicationId(Uuid::from_u128(number.into())),
        formation: FORMATION,
        revision,
        status: Status::Running,
        answered: 1,
        totals: vec![Points(total)],
        rank_key: chain.key(&Sheet::new(&[Points(total)]).unwrap()),
        contact: None,
    }
}

async fn feed(live: &impl Live, updates: Vec<SeatUpdate>) {
    live.feed(updates);
    soon(live.settled()).await;
}

/// Feeds everything again and says so, as the repair does.
async fn fill(live: &impl Live, updates: Vec<SeatUpdate>) {
    let Standing::Lost(generation) = live.standing().await else {
        panic!("nothing is lost");
    };
    live.fill(updates).await.unwrap();
    live.filled(generation).await.unwrap();
    assert_eq!(live.standing().await, Standing::Whole);
}

/// What must come, and soon.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(30);
    let came = tokio::time::timeout(limit, what).await;
    came.expect("it did not come within 30 s")
}

/// Looks until it is so.
async fn until(is_so: impl AsyncFn() -> bool) {
    let mut looks = tokio::time::interval(Duration::from_millis(10));
    soon(async {
        while !is_so().await {
            looks.tick().await;
        }
    })
    .await;
}
