//! Steady answers: how many durable answers a second a server takes from candidates that never think, and
//! how far that is from what its HTTP alone could do.

mod cpu;
mod fleet;
mod load;
mod report;
mod seats;
mod wire;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::rehearsal::Plan;
use crate::throwaway::{Mode, Server, create_accounts};
use cpu::{Shares, Watched};
use fleet::Fleet;
use load::Ask;

pub use load::Measured;
pub use report::{Comparison, bound};

/// Attempts that answers come from, however few connections bring them.
const SEATS: u32 = 256;
/// Before a measurement: connections warm, caches full.
const WARM_UP: Duration = Duration::from_secs(2);

/// What is to be measured.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The server's program.
    pub program: PathBuf,
    /// Connections at the same time, one measurement each.
    pub connections: Vec<u32>,
    /// How many nodes of a fleet, one measurement each; none measures the embedded server.
    pub nodes: Vec<u32>,
    /// Whether states are asked for, too.
    pub states: bool,
    /// How long each measurement lasts.
    pub length: Duration,
}

/// Measures the echo of the server's HTTP and its durable answers, on the same machine, one after the other.
///
/// # Errors
/// When the server cannot be set up or breaks off, or PostgreSQL or Redis are not installed.
pub async fn run(wanted: &Wanted, plan: &Plan<'_>) -> Result<Vec<Comparison>, String> {
    let mut fleet = Fleet::new(wanted)?;
    let first = fleet.first();
    let accounts = create_accounts(&first).await?;
    fleet.grow(1).await?;
    let plan = Plan {
        candidates: SEATS,
        speed: 1,
        ..*plan
    };
    let mut seats = seats::take(&first.base(), &accounts[0], &plan).await?;
    let mut sizes = wanted.nodes.clone();
    sizes.sort_unstable();
    sizes.dedup();
    let (mut answers, mut states) = (Vec::new(), Vec::new());
    for size in steps(&sizes) {
        fleet.grow(size.unwrap_or(1)).await?;
        for connections in &wanted.connections {
            let mut run = Run {
                watched: fleet.watched().await?,
                nodes: fleet.addresses(),
                ask: Ask::Answer,
                connections: *connections,
                length: wanted.length,
            };
            answers.push((*connections, size, run.measure(&mut seats).await?));
            if wanted.states {
                run.ask = Ask::State;
                states.push((*connections, size, run.measure(&mut seats).await?));
            }
        }
    }
    fleet.end().await?;
    let mut compared = Vec::new();
    let echo = Server::start(Arc::clone(&first), Mode::Echo).await?;
    for connections in &wanted.connections {
        let run = Run {
            watched: Watched {
                nodes: vec![pid(&echo).await?],
                ..Watched::default()
            },
            nodes: vec![first.address()],
            ask: Ask::Echo,
            connections: *connections,
            length: wanted.length,
        };
        let echo = run.measure(&mut seats).await?;
        compared.push(Comparison {
            connections: *connections,
            echo,
            answers: with(*connections, &answers),
            states: with(*connections, &states),
        });
    }
    echo.kill().await?;
    Ok(compared)
}

/// What was measured with so many connections, by size of the fleet.
fn with(connections: u32, all: &[(u32, Option<u32>, Measured)]) -> Vec<(Option<u32>, Measured)> {
    let these = all.iter().filter(|(with, _, _)| *with == connections);
    these.map(|(_, size, got)| (*size, got.clone())).collect()
}

/// The sizes of a fleet, or the embedded server alone.
fn steps(sizes: &[u32]) -> Vec<Option<u32>> {
    if sizes.is_empty() {
        return vec![None];
    }
    sizes.iter().copied().map(Some).collect()
}

async fn pid(server: &Server) -> Result<u32, String> {
    server
        .pid()
        .await
        .ok_or_else(|| "the server has ended".into())
}

struct Run {
    watched: Watched,
    nodes: Vec<SocketAddr>,
    ask: Ask,
    connections: u32,
    length: Duration,
}

impl Run {
    async fn measure(&self, seats: &mut Vec<seats::Seat>) -> Result<Measured, String> {
        let target = load::Target {
            nodes: &self.nodes,
            ask: self.ask,
            connections: self.connections,
        };
        let (_, back) = load::drive(&target, core::mem::take(seats), WARM_UP).await?;
        let before = Shares::read(&self.watched)?;
        let (mut measured, back) = load::drive(&target, back, self.length).await?;
        measured.cpu = Shares::read(&self.watched)?.since(&before);
        *seats = back;
        Ok(measured)
    }
}
