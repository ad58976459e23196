//! Measures the store's side of the answer path: `begin`, `settle`, `load`, `save_and_commit`, one event per
//! attempt and batch. Arguments: attempts in the store, attempts per batch, seconds.

#![allow(clippy::unwrap_used, reason = "a measurement")]

use std::fs::read_to_string;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use contract::store::{Place, World};
use exam::ports::{SeatChange, SeatRow, Store, Wanted};
use session::{ProcessId, Settlement, UptimeRow};
use store::{SqliteOptions, SqliteStore};

/// About as long as an encoded attempt with 110 items.
const STATE_LEN: usize = 320;
/// About as long as an encoded answer.
const EVENT_LEN: usize = 40;

struct File(PathBuf);

#[async_trait]
impl Place for File {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(
            SqliteStore::open(&self.0, SqliteOptions::default())
                .await
                .unwrap(),
        )
    }

    fn backup_target(&self) -> String {
        String::new()
    }

    async fn open_backup(&self, _: &str) -> Arc<dyn Store> {
        self.open().await
    }
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|text| text.parse::<u64>().unwrap());
    let attempts = arguments.next().unwrap_or(256);
    let batch = usize::try_from(arguments.next().unwrap_or(256)).unwrap();
    let length = Duration::from_secs(arguments.next().unwrap_or(5));
    let folder = tempfile::tempdir_in(".").unwrap();
    let world = World::of(&File(folder.path().join("batch.db")), attempts).await;
    let (begun, busy) = (now(), cpu_ticks());
    let (mut events, mut batches, mut at) = (0, 0_u64, 0);
    let mut longest = Duration::ZERO;
    while begun.elapsed() < length {
        // Strided, so that a batch's attempts lie apart, as they do when everybody answers.
        let ids = (0..batch).map(|n| world.attempts[(at + n * 7_919) % world.attempts.len()]);
        let ids: Vec<_> = ids.collect();
        at += 31;
        let one = now();
        events += run(&*world.store, &ids, i64::try_from(batches).unwrap()).await;
        longest = longest.max(one.elapsed());
        batches += 1;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let cpu_us = (cpu_ticks() - busy) as f64 * 10_000.0;
    println!(
        "{attempts} attempts, {batch} per batch: {:.0} events/s, {:.2} ms per batch, longest {longest:?}, {:.1} µs of processor per event",
        events as f64 / seconds,
        seconds * 1e3 / batches as f64,
        cpu_us / events as f64,
    );
}

async fn run(store: &dyn Store, ids: &[lexicon::AttemptId], time: i64) -> usize {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    let mut unit = store.begin().await.unwrap();
    let process = ProcessId(1);
    unit.uptime(process).await.unwrap();
    let (from, to) = (lexicon::Instant(0), lexicon::Instant(time));
    let row = UptimeRow { process, from, to };
    unit.settle(&Settlement { row, outage: None })
        .await
        .unwrap();
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
