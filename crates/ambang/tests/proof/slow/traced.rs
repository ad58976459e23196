//! A crash of the program keeps what the system has in memory; a power cut does not. So a traced run must see,
//! for every answer that is acknowledged, the store's log synced after the answer was written to it and before
//! the first byte of the acknowledgement leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::common::sitting::Size;
use crate::room::Room;
use crate::trace::{Call, calls, launch};

const SIZE: Size = Size {
    candidates: 5,
    seconds: 15,
    wiped: 0,
};

/// A request with answers and what the server said.
#[derive(Debug, Default)]
struct Exchange {
    request: Vec<u8>,
    reply: Vec<u8>,
    /// When the reply's first byte left, as a line of the trace.
    replied: Option<usize>,
}

impl Exchange {
    /// The ids of the answers that the reply calls accepted, now or before.
    fn accepted(&self) -> Vec<u64> {
        let is_events = self.request.starts_with(b"POST /api/v1/candidate/events ");
        if !is_events || !self.reply.starts_with(b"HTTP/1.1 200 ") {
            return Vec::new();
        }
        let (request, reply) = (body(&self.request), body(&self.reply));
        let mut ids = BTreeMap::new();
        for event in request["events"].as_array().unwrap() {
            let id = event["id"].as_str().unwrap();
            let id = u64::from_str_radix(id, 16).unwrap();
            ids.insert(event["seq"].as_u64().unwrap(), id);
        }
        let verdicts = reply["verdicts"].as_array().unwrap().iter();
        let accepted = verdicts
            .filter(|told| told["verdict"] == "accepted" || told["first"] == "accepted")
            .map(|told| ids[&told["seq"].as_u64().unwrap()]);
        accepted.collect()
    }
}

fn body(message: &[u8]) -> Value {
    let gap = message.windows(4).position(|four| four == b"\r\n\r\n");
    let told = || String::from_utf8_lossy(message).into_owned();
    serde_json::from_slice(&message[gap.unwrap() + 4..])
        .unwrap_or_else(|e| panic!("{e}: {}", told()))
}

/// Requests and replies of every connection: on a connection one follows the other.
fn exchanges(calls: &[Call], port: u16) -> Vec<Exchange> {
    let server = format!("TCP:[127.0.0.1:{port}->");
    let mut open: BTreeMap<&str, Exchange> = BTreeMap::new();
    let mut done = Vec::new();
    let on_wire = calls.iter().filter(|call| call.file.starts_with(&server));
    for call in on_wire.filter(|call| call.returned > 0) {
        let exchange = open.entry(&call.file).or_default();
        if call.is_write() {
            exchange.replied = exchange.replied.or(Some(call.begun));
            exchange.reply.extend(&call.bytes);
        } else {
            if exchange.replied.is_some() {
                done.push(std::mem::take(exchange));
            }
            exchange.request.extend(&call.bytes);
        }
    }
    done.extend(open.into_values());
    done
}

/// The store's log: what was written to it and when it was synced.
struct Log<'a> {
    writes: Vec<&'a Call>,
    syncs: Vec<&'a Call>,
}

impl<'a> Log<'a> {
    fn of(calls: &'a [Call], file: &str) -> Self {
        let on_log = calls.iter().filter(|call| call.file == file);
        let (syncs, writes) = on_log.partition(|call| call.is_sync());
        Self { writes, syncs }
    }

    /// In which write each of these answers first stands.
    fn places(&self, ids: &BTreeSet<u64>) -> BTreeMap<u64, usize> {
        let spelt = ids.iter().map(|id| (*id, leb128(*id)));
        let by_head: BTreeMap<Vec<u8>, (u64, Vec<u8>)> = spelt
            .map(|(id, bytes)| (bytes[..HEAD].to_vec(), (id, bytes)))
            .collect();
        let mut places = BTreeMap::new();
        for (at, write) in self.writes.iter().enumerate() {
            for (from, head) in write.bytes.windows(HEAD).enumerate() {
                if let Some((id, bytes)) = by_head.get(head)
                    && write.bytes[from..].starts_with(bytes)
                {
                    places.entry(*id).or_insert(at);
                }
            }
        }
        places
    }

    /// From when on the answer in this write was on disk, as a line of the trace: the first sync that began
    /// after the last write of its transaction.
    fn safe_from(&self, place: usize) -> Option<usize> {
        // A frame is a header and a page; in the last header of a transaction stands the length of the file.
        let mut frames = self.writes[place - 1..].chunks_exact(2);
        let last = frames.find(|frame| {
            let header = &frame[0].bytes;
            assert_eq!(header.len(), 24, "a frame's header");
            header[4..8] != [0; 4]
        })?;
        let synced = self.syncs.iter().find(|sync| sync.begun > last[1].ended)?;
        (synced.returned == 0).then_some(synced.ended)
    }
}

/// Bytes of a number that are enough to look it up.
const HEAD: usize = 5;

/// A number as the journal's format writes it.
fn leb128(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// The whole trace: the tracer goes on for a moment after the server has ended.
async fn read(trace: &Path) -> String {
    loop {
        let text = std::fs::read_to_string(trace).unwrap();
        let ended = text.lines().next_back();
        if ended.is_some_and(|line| line.contains("+++ killed by SIGKILL")) {
            return text;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_synced_before_an_answer_is_acknowledged() {
    let room = Room::open(|folder| launch(&folder.join("trace"))).await;
    let verdict = room.play(SIZE, async {}).await;
    room.server.kill().await.unwrap();
    verdict.assert_nothing_lost();
    let trace = read(&room.workplace.folder().join("trace")).await;
    let calls = calls(&trace);
    let store = room.workplace.store();
    let log = Log::of(&calls, &format!("{}-wal", store.display()));
    let mut told = BTreeMap::new();
    for exchange in exchanges(&calls, room.workplace.address().port()) {
        let replied = exchange.replied.unwrap_or(usize::MAX);
        told.extend(exchange.accepted().into_iter().map(|id| (id, replied)));
    }
    let proved: BTreeSet<u64> = told.keys().copied().collect();
    let places = log.places(&proved);
    for (id, replied) in told {
        let place = places
            .get(&id)
            .expect("an acknowledged answer was not written");
        let safe = log
            .safe_from(*place)
            .expect("an acknowledged answer was never synced");
        assert!(
            safe < replied,
            "acknowledged at line {replied}, on disk at line {safe}"
        );
    }
    let acknowledged = verdict.accepted().into_iter().map(|(_, id)| id);
    let acknowledged: BTreeSet<u64> = acknowledged.collect();
    let unseen = acknowledged.difference(&proved).count();
    assert_eq!(unseen, 0, "of {} acknowledged answers", acknowledged.len());
    let syncs = log.syncs.len();
    println!("{} answers, {syncs} syncs of the log", proved.len());
    assert!(
        proved.len() > 500 && syncs > 50,
        "{} answers, {syncs} syncs",
        proved.len()
    );
}
