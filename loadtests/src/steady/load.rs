//! The closed loop: each connection sends an answer, waits for its verdict, and sends the next.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use super::cpu::Shares;
use super::seats::Seat;
use super::wire::Connection;
use crate::clock::Stopwatch;

/// In the verdict on an answer beyond what an attempt takes.
const FULL: &[u8] = b"\"too_many\"";
const MICROS_MAX: u64 = 60_000_000;

/// What the load asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// The yardstick: an answer's body, its token checked, nothing done.
    Echo,
    /// An answer, made durable.
    Answer,
    /// The state of the seat, as a page asks for when nobody clicks.
    State,
}

impl Ask {
    const fn line(self) -> &'static str {
        match self {
            Self::Echo => "POST /echo",
            Self::Answer => "POST /api/v1/candidate/events",
            Self::State => "GET /api/v1/candidate/state",
        }
    }

    /// What the answer to a good request holds.
    const fn good(self) -> &'static [u8] {
        match self {
            Self::Echo => b"\"events\":",
            Self::Answer => b"\"accepted\"",
            Self::State => b"\"last_seq\":",
        }
    }
}

/// Where the load goes.
pub(super) struct Target<'a> {
    /// The nodes; connections are dealt out to them in turn.
    pub(super) nodes: &'a [SocketAddr],
    pub(super) ask: Ask,
    pub(super) connections: u32,
}

/// One measurement.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Answers that came with the right content.
    pub done: u64,
    /// Answers without it: refused, busy. They are sent again.
    pub failed: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// Median, in microseconds.
    pub p50_us: u64,
    /// 99th percentile, in microseconds.
    pub p99_us: u64,
    /// Processor time of server and load meanwhile.
    pub cpu: Shares,
}

impl Measured {
    /// Per second.
    #[must_use]
    pub fn rate(&self) -> u64 {
        let ms = self.elapsed.as_millis().max(1);
        u64::try_from(u128::from(self.done) * 1_000 / ms).unwrap_or(u64::MAX)
    }
}

struct Worker {
    seats: Vec<Seat>,
    heads: Vec<Vec<u8>>,
    ask: Ask,
    address: SocketAddr,
    until: (Stopwatch, Duration),
    times: Histogram<u64>,
    done: u64,
    failed: u64,
}

/// Drives `seats` over the target's connections for so long; the seats come back with their numbers.
pub(super) async fn drive(
    target: &Target<'_>,
    seats: Vec<Seat>,
    length: Duration,
) -> Result<(Measured, Vec<Seat>), String> {
    let connections = usize::try_from(target.connections.max(1)).unwrap_or(usize::MAX);
    let mut shares: Vec<Vec<Seat>> = Vec::new();
    shares.resize_with(connections.min(seats.len()), Vec::new);
    let count = shares.len();
    for (at, seat) in seats.into_iter().enumerate() {
        if let Some(share) = shares.get_mut(at % count) {
            share.push(seat);
        }
    }
    let watch = Stopwatch::start();
    let mut workers = JoinSet::new();
    for (seats, node) in shares.into_iter().zip(target.nodes.iter().cycle()) {
        workers.spawn(Worker::new((target, *node), seats, (watch, length))?.work());
    }
    let mut whole = histogram()?;
    let (mut seats, mut done, mut failed) = (Vec::new(), 0, 0);
    while let Some(worker) = workers.join_next().await {
        let worker = worker
            .map_err(|e| e.to_string())?
            .map_err(|e| format!("a connection broke: {e}"))?;
        whole.add(&worker.times).map_err(|e| e.to_string())?;
        done += worker.done;
        failed += worker.failed;
        seats.extend(worker.seats);
    }
    let measured = Measured {
        done,
        failed,
        elapsed: watch.elapsed(),
        p50_us: whole.value_at_quantile(0.5),
        p99_us: whole.value_at_quantile(0.99),
        cpu: Shares::default(),
    };
    Ok((measured, seats))
}

fn histogram() -> Result<Histogram<u64>, String> {
    Histogram::new_with_bounds(1, MICROS_MAX, 3).map_err(|e| e.to_string())
}

impl Worker {
    fn new(
        (target, address): (&Target<'_>, SocketAddr),
        seats: Vec<Seat>,
        until: (Stopwatch, Duration),
    ) -> Result<Self, String> {
        let head = |seat: &Seat| {
            format!(
                "{} HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\n",
                target.ask.line(),
                seat.cookie
            )
            .into_bytes()
        };
        Ok(Self {
            heads: seats.iter().map(head).collect(),
            seats,
            ask: target.ask,
            address,
            until,
            times: histogram()?,
            done: 0,
            failed: 0,
        })
    }

    async fn work(mut self) -> std::io::Result<Self> {
        let mut connection = Connection::open(self.address).await?;
        let (mut body, mut request) = (Vec::new(), Vec::new());
        let (watch, length) = self.until;
        let mut sent = watch.elapsed();
        while sent < length {
            for (seat, head) in self.seats.iter_mut().zip(&self.heads) {
                request.clear();
                request.extend_from_slice(head);
                if self.ask == Ask::State {
                    request.extend_from_slice(b"\r\n");
                } else {
                    write_answer(seat, &mut body, &mut request)?;
                }
                let (status, answer) = connection.ask(&request).await?;
                let good = status == 200 && holds(answer, self.ask.good());
                let now = watch.elapsed();
                let took = u64::try_from((now - sent).as_micros()).unwrap_or(MICROS_MAX);
                sent = now;
                if good {
                    seat.seq += u32::from(self.ask != Ask::State);
                    self.done += 1;
                    self.times.saturating_record(took.max(1));
                } else if holds(answer, FULL) {
                    let why = "an attempt takes no more answers: measure for fewer seconds";
                    return Err(std::io::Error::other(why));
                } else {
                    self.failed += 1;
                }
            }
        }
        Ok(self)
    }
}

/// The next answer of a seat: another item, another option, the next number.
fn write_answer(seat: &mut Seat, body: &mut Vec<u8>, request: &mut Vec<u8>) -> std::io::Result<()> {
    let id = seat.dice.u64();
    let Some((item, options)) = seat.dice.pick(&seat.items) else {
        return Err(std::io::ErrorKind::InvalidInput.into());
    };
    let option = seat.dice.pick(options).map_or("", String::as_str);
    body.clear();
    write!(
        body,
        "{{\"epoch\":{},\"events\":[{{\"seq\":{},\"id\":\"{id:016x}\",\"kind\":\"answer\",\
         \"item\":\"{item}\",\"option\":\"{option}\",\"client_ms\":1}}]}}",
        seat.epoch,
        seat.seq + 1
    )?;
    write!(
        request,
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )?;
    request.extend_from_slice(body);
    Ok(())
}

fn holds(answer: &[u8], good: &[u8]) -> bool {
    answer.windows(good.len()).any(|part| part == good)
}
