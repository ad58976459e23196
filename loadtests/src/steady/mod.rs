//! Steady answers: how many durable answers a second a server takes from candidates that never think, and
//! how far that is from what its HTTP alone could do.

mod cpu;
mod load;
mod report;
mod seats;
mod wire;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::rehearsal::Plan;
use crate::throwaway::{Mode, Server, Workplace, create_accounts};

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
    /// How long each measurement lasts.
    pub length: Duration,
}

/// Measures the echo of the server's HTTP and its durable answers, on the same machine, one after the other.
///
/// # Errors
/// When the server cannot be set up or breaks off.
pub async fn run(wanted: &Wanted, plan: &Plan<'_>) -> Result<Vec<Comparison>, String> {
    let workplace = Arc::new(Workplace::new(wanted.program.clone(), None)?);
    let accounts = create_accounts(&workplace).await?;
    let plan = Plan {
        candidates: SEATS,
        speed: 1,
        ..*plan
    };
    let address = workplace.address();
    let exam = Server::start(Arc::clone(&workplace), Mode::Exam).await?;
    let mut seats = seats::take(&workplace.base(), &accounts[0], &plan).await?;
    let mut answers = Vec::new();
    for connections in &wanted.connections {
        let run = Run {
            server: &exam,
            address,
            path: "/api/v1/candidate/events",
            connections: *connections,
            length: wanted.length,
        };
        answers.push(run.measure(&mut seats).await?);
    }
    exam.kill().await?;
    let echo = Server::start(Arc::clone(&workplace), Mode::Echo).await?;
    let mut compared = Vec::new();
    for (connections, answers) in wanted.connections.iter().zip(answers) {
        let run = Run {
            server: &echo,
            address,
            path: "/echo",
            connections: *connections,
            length: wanted.length,
        };
        let echo = run.measure(&mut seats).await?;
        compared.push(Comparison {
            connections: *connections,
            echo,
            answers,
        });
    }
    echo.kill().await?;
    Ok(compared)
}

struct Run<'a> {
    server: &'a Server,
    address: SocketAddr,
    path: &'static str,
    connections: u32,
    length: Duration,
}

impl Run<'_> {
    async fn measure(&self, seats: &mut Vec<seats::Seat>) -> Result<Measured, String> {
        let pid = self.server.pid().await.ok_or("the server has ended")?;
        let target = load::Target {
            address: self.address,
            path: self.path,
            connections: self.connections,
        };
        let (_, back) = load::drive(&target, core::mem::take(seats), WARM_UP).await?;
        let before = cpu::Shares::read(pid)?;
        let (mut measured, back) = load::drive(&target, back, self.length).await?;
        measured.cpu = cpu::Shares::read(pid)?.since(&before);
        *seats = back;
        Ok(measured)
    }
}
