//! Measures what one Redis takes: states of seats told by one node, a script of 512 after the other. Arguments: seats,
//! seats of a sitting, seconds.

#![allow(clippy::unwrap_used, reason = "a measurement")]

use std::time::{Duration, Instant};

use exam::ports::{Live as _, SeatUpdate};
use lexicon::{ApplicationId, AttemptId, FormationId, Points, SittingId};
use live::{Redis, RedisLive, RedisOptions};
use servers::redis::Server;
use session::Status;
use uuid::Uuid;

/// Formations that compete for the places, as many as an agency has.
const FORMATIONS: u32 = 50;

fn bytes(number: u32) -> [u8; 16] {
    *Uuid::from_u128(u128::from(number)).as_bytes()
}

fn state(number: u32, revision: u32, room: u32) -> SeatUpdate {
    let points = i32::try_from((number * 7 + revision * 5) % 550).unwrap();
    let mut key = [0; scoring::Key::BYTES_LEN];
    key[..4].copy_from_slice(&points.to_be_bytes());
    SeatUpdate {
        attempt: AttemptId::from_bytes(bytes(number)),
        sitting: SittingId::from_bytes(bytes(number / room)),
        application: ApplicationId::from_bytes(bytes(number)),
        formation: FormationId::from_bytes(bytes(number % FORMATIONS)),
        revision,
        status: Status::Running,
        answered: u16::try_from(revision % 110).unwrap(),
        totals: vec![Points(points); 3],
        rank_key: scoring::Key::from_bytes(&key),
        contact: None,
    }
}

#[allow(clippy::disallowed_methods, reason = "it measures")]
#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = |usual: u32| arguments.next().map_or(usual, |text| text.parse().unwrap());
    let (seats, room, seconds) = (next(10_000), next(400), next(10));
    let server = Server::start().unwrap();
    let options = RedisOptions {
        url: server.url(),
        prefix: "ambang".to_owned(),
        authority: None,
    };
    let redis = Redis::open(&options).unwrap();
    redis.connected().await;
    let live = RedisLive::new(&redis);
    let (began, length) = (Instant::now(), Duration::from_secs(seconds.into()));
    let (mut told, mut revision) = (0_u64, 0);
    while began.elapsed() < length {
        revision += 1;
        let updates: Vec<SeatUpdate> = (0..seats).map(|at| state(at, revision, room)).collect();
        live.fill(updates).await.unwrap();
        told += u64::from(seats);
    }
    let rate = told * 1_000 / u64::try_from(began.elapsed().as_millis()).unwrap();
    println!("{seats} seats in sittings of {room}: {rate} states a second");
}
