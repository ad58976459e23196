//! Measures the store's side of the answer path: `begin`, `settle`, `load`, `save_and_commit`, one event per
//! attempt and batch. Arguments: `sqlite`, `postgres` (a throw-away server of its own) or the address of a PostgreSQL
//! database; attempts in the store, attempts per batch, seconds, nodes (on PostgreSQL; each with attempts of its own).

#![allow(clippy::unwrap_used, reason = "a measurement")]

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use contract::store::{Place, World};
use exam::ports::{SeatChange, SeatRow, Store, Wanted};
use lexicon::AttemptId;
use servers::postgres::Server;
use session::{ProcessId, Settlement, UptimeRow};
use store::{Nodes, PostgresOptions, PostgresStore, SqliteOptions, SqliteStore};
use tokio::task::JoinSet;

/// About as long as an encoded attempt with 110 items.
const STATE_LEN: usize = 320;
/// About as many batches as go by in a quarter of a second.
const SETTLE_EVERY: u64 = 50;
/// About as long as an encoded answer.
const EVENT_LEN: usize = 40;

/// Where the measured store is.
enum Engine {
    Sqlite(PathBuf),
    Postgres(String),
}

#[async_trait]
impl Place for Engine {
    async fn open(&self) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(path) => {
                let store = SqliteStore::open(path, SqliteOptions::default()).await;
                Arc::new(store.unwrap())
            }
            Self::Postgres(url) => {
                let options = PostgresOptions {
                    nodes: Nodes::Several,
                    ..PostgresOptions::default()
                };
                Arc::new(PostgresStore::open(url, options).await.unwrap())
            }
        }
    }

    fn backup_target(&self) -> Option<String> {
        None
    }

    async fn open_backup(&self, _: &str) -> Arc<dyn Store> {
        self.open().await
    }
}

#[derive(Clone, Copy)]
struct Plan {
    batch: usize,
    length: Duration,
}

/// What a node has done.
struct Done {
    events: usize,
    batches: u64,
    longest: Duration,
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let engine = arguments.next().unwrap_or_else(|| "sqlite".to_owned());
    let mut numbers = arguments.map(|text| text.parse::<usize>().unwrap());
    let attempts = numbers.next().unwrap_or(256);
    let batch = numbers.next().unwrap_or(256);
    let length = Duration::from_secs(numbers.next().unwrap_or(5) as u64);
    let nodes = numbers.next().unwrap_or(1);
    let folder = tempfile::tempdir_in(".").unwrap();
    let server = (engine == "postgres").then(|| Server::start(&[]).unwrap());
    let place = match (&server, &*engine) {
        (Some(server), _) => Engine::Postgres(server.url("postgres")),
        (None, "sqlite") => Engine::Sqlite(folder.path().join("batch.db")),
        (None, address) => Engine::Postgres(address.to_owned()),
    };
    let world = World::of(&place, attempts as u64).await;
    let mut stores = vec![Arc::clone(&world.store)];
    while stores.len() < nodes {
        stores.push(place.open().await);
    }
    let (begun, busy) = (now(), cpu_ticks());
    let mut tasks = JoinSet::new();
    let plan = Plan { batch, length };
    let shares = world.attempts.chunks(attempts.div_ceil(nodes));
    for (number, (store, share)) in stores.into_iter().zip(shares).enumerate() {
        let share = share.to_vec();
        tasks.spawn(async move { node(&*store, &share, plan, number as u64).await });
    }
    let done = tasks.join_all().await;
    let seconds = begun.elapsed().as_secs_f64();
    let cpu_us = (cpu_ticks() - busy) as f64 * 10_000.0;
    let events: usize = done.iter().map(|node| node.events).sum();
    let batches: u64 = done.iter().map(|node| node.batches).sum();
    let longest = done.iter().map(|node| node.longest).max();
    println!(
        "{attempts} attempts, {nodes} nodes, {batch} per batch: {:.0} events/s, {:.2} ms per batch, longest {longest:?}, {:.1} µs of this process's processor per event",
        events as f64 / seconds,
        seconds * 1e3 * nodes as f64 / batches as f64,
        cpu_us / events as f64,
    );
}

/// Batch after batch until the time is over.
async fn node(store: &dyn Store, attempts: &[AttemptId], plan: Plan, number: u64) -> Done {
    let begun = now();
    let mut done = Done {
        events: 0,
        batches: 0,
        longest: Duration::ZERO,
    };
    let mut at = 0;
    while begun.elapsed() < plan.length {
        // Strided, so that a batch's attempts lie apart, as they do when everybody answers.
        let ids = (0..plan.batch).map(|n| attempts[(at + n * 7_919) % attempts.len()]);
        let ids: BTreeSet<_> = ids.collect();
        at += 31;
        let one = now();
        done.events += run(store, ids, number, done.batches).await;
        done.longest = done.longest.max(one.elapsed());
        done.batches += 1;
    }
    done
}

async fn run(store: &dyn Store, ids: BTreeSet<AttemptId>, node: u64, time: u64) -> usize {
    let sorted: Vec<_> = ids.into_iter().collect();
    let mut unit = store.begin().await.unwrap();
    let process = ProcessId(node);
    let (from, to) = (lexicon::Instant(0), lexicon::Instant(time.cast_signed()));
    // As the recorder does: not with every batch.
    if time.is_multiple_of(SETTLE_EVERY) {
        unit.uptime(process).await.unwrap();
        let row = UptimeRow { process, from, to };
        let settlement = Settlement { row, outage: None };
        unit.settle(&settlement).await.unwrap();
    }
    let wanted = Wanted {
        rooms: &[],
        outages_since: from,
        seats: &sorted,
    };
    let loaded = unit.load(wanted).await.unwrap();
    let changes: Vec<_> = loaded.seats.iter().map(change).collect();
    unit.save_and_commit(&changes).await.unwrap();
    changes.len()
}

fn change(seat: &SeatRow) -> SeatChange {
    SeatChange {
        id: seat.id,
        last_row: seat.last_row,
        state: vec![seat.last_row.to_le_bytes()[0]; STATE_LEN],
        columns: None,
        events: vec![vec![7; EVENT_LEN]],
        strays: Vec::new(),
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement takes the time")]
fn now() -> Instant {
    Instant::now()
}

/// Processor time of this process in hundredths of a second, where the system tells.
fn cpu_ticks() -> u64 {
    let stat = read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks = after_name.split(' ').skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}
