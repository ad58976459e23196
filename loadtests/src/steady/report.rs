//! What a measurement says.

use core::fmt;

use super::load::Measured;

/// Echo and durable answers over the same number of connections.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Connections.
    pub connections: u32,
    /// The server's HTTP with the token check, answering at once; one process.
    pub echo: Measured,
    /// Durable answers: of so many nodes, or of the embedded server.
    pub answers: Vec<(Option<u32>, Measured)>,
    /// States asked for, likewise; empty unless wanted.
    pub states: Vec<(Option<u32>, Measured)>,
}

impl Comparison {
    /// Answers per hundred echoes.
    #[must_use]
    pub fn percent(&self, answers: &Measured) -> u64 {
        answers.rate() * 100 / self.echo.rate().max(1)
    }

    /// What the largest fleet takes per hundred answers of the smallest; none where there is one size.
    #[must_use]
    pub fn growth_percent(&self) -> Option<u64> {
        let [(_, smallest), .., (_, largest)] = self.answers.as_slice() else {
            return None;
        };
        Some(largest.rate() * 100 / smallest.rate().max(1))
    }
}

/// What bounds a measurement, as far as processor time tells.
#[must_use]
pub fn bound(measured: &Measured, cores: u64) -> String {
    let whole = cores.max(1)
        * u64::try_from(measured.elapsed.as_millis())
            .unwrap_or(1)
            .max(1);
    let cpu = measured.cpu;
    let percent = |ms: u64| ms * 100 / whole;
    if percent(cpu.idle_ms) > 15 {
        return "waiting: for the commit, or for each other".into();
    }
    if percent(cpu.busy_ms()) < 70 {
        return "other processes of this machine: measure again".into();
    }
    let sides = [
        (cpu.client_ms, "the load's own processor time"),
        (cpu.live_ms, "Redis' processor time"),
        (cpu.database_ms, "PostgreSQL's processor time"),
        (cpu.server_ms, "the server's processor time"),
    ];
    let most = sides.into_iter().max_by_key(|(ms, _)| *ms);
    let side = most.map_or("", |(_, side)| side);
    format!("{side} ({cores} cores, all sides share them)")
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
        writeln!(f, "{} connections", self.connections)?;
        writeln!(
            f,
            "  {:24} {:>8} {:>7} {:>8} {:>8} {:>7} {:>7} {:>7} {:>7}  bound by",
            "", "per s", "failed", "p50 ms", "p99 ms", "server", "store", "live", "load"
        )?;
        line(f, cores, "echo with token", &self.echo)?;
        for (what, all) in [
            ("durable answers", &self.answers),
            ("states asked", &self.states),
        ] {
            for (nodes, measured) in all {
                let name = match nodes {
                    None => what.to_owned(),
                    Some(1) => format!("{what}, 1 node"),
                    Some(nodes) => format!("{what}, {nodes} nodes"),
                };
                line(f, cores, &name, measured)?;
            }
        }
        let ratios = self.answers.iter().map(|(_, answers)| {
            let percent = self.percent(answers);
            format!("{}.{:02}", percent / 100, percent % 100)
        });
        let ratios: Vec<String> = ratios.collect();
        writeln!(f, "  answers per echo: {}", ratios.join(", "))?;
        if let Some(percent) = self.growth_percent() {
            let (whole, rest) = (percent / 100, percent % 100);
            writeln!(f, "  largest fleet to smallest: {whole}.{rest:02}")?;
        }
        Ok(())
    }
}

fn line(f: &mut fmt::Formatter<'_>, cores: u64, name: &str, measured: &Measured) -> fmt::Result {
    let elapsed = u64::try_from(measured.elapsed.as_millis()).unwrap_or(1);
    let percent = |ms: u64| format!("{} %", ms * 100 / elapsed.max(1));
    writeln!(
        f,
        "  {name:24} {:>8} {:>7} {:>8} {:>8} {:>7} {:>7} {:>7} {:>7}  {}",
        measured.rate(),
        measured.failed,
        millis(measured.p50_us),
        millis(measured.p99_us),
        percent(measured.cpu.server_ms),
        percent(measured.cpu.database_ms),
        percent(measured.cpu.live_ms),
        percent(measured.cpu.client_ms),
        bound(measured, cores)
    )
}

fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steady::cpu::Shares;
    use std::time::Duration;

    fn measured(done: u64, (server_ms, client_ms, idle_ms): (u64, u64, u64)) -> Measured {
        Measured {
            done,
            failed: 0,
            elapsed: Duration::from_secs(10),
            p50_us: 900,
            p99_us: 2_500,
            cpu: Shares {
                server_ms,
                client_ms,
                idle_ms,
                ..Shares::default()
            },
        }
    }

    #[test]
    fn rates_ratio_and_bound() {
        let comparison = Comparison {
            connections: 64,
            echo: measured(900_000, (11_000, 8_000, 500)),
            answers: vec![
                (Some(1), measured(630_000, (6_000, 4_000, 9_000))),
                (Some(2), measured(598_500, (6_000, 4_000, 9_000))),
            ],
            states: Vec::new(),
        };
        let (_, one) = &comparison.answers[0];
        assert_eq!(one.rate(), 63_000);
        assert_eq!(comparison.percent(one), 70);
        assert_eq!(comparison.growth_percent(), Some(95));
        assert!(bound(&comparison.echo, 2).starts_with("the server's"));
        assert!(bound(one, 2).starts_with("waiting"));
        assert!(bound(&measured(1, (4_000, 15_000, 900)), 2).starts_with("the load's"));
        assert!(bound(&measured(1, (4_000, 4_000, 900)), 2).starts_with("other processes"));
        let mut database = measured(1, (6_000, 4_000, 900));
        database.cpu.database_ms = 8_000;
        assert!(bound(&database, 2).starts_with("PostgreSQL's"));
    }
}
