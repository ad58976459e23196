//! What a measurement says.

use core::fmt;

use super::load::Measured;

/// Echo and durable answers over the same number of connections.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Connections.
    pub connections: u32,
    /// The server's HTTP with the token check, answering at once.
    pub echo: Measured,
    /// Durable answers.
    pub answers: Measured,
}

impl Comparison {
    /// Answers per hundred echoes.
    #[must_use]
    pub fn percent(&self) -> u64 {
        self.answers.rate() * 100 / self.echo.rate().max(1)
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
    if percent(cpu.server_ms + cpu.client_ms) < 70 {
        return "other processes of this machine: measure again".into();
    }
    let side = if cpu.server_ms >= cpu.client_ms {
        "the server's processor time"
    } else {
        "the load's own processor time"
    };
    format!("{side} ({cores} cores, both sides share them)")
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
        writeln!(f, "{} connections", self.connections)?;
        writeln!(
            f,
            "  {:16} {:>9} {:>8} {:>9} {:>9} {:>7} {:>7}  bound by",
            "", "per s", "failed", "p50 ms", "p99 ms", "server", "load"
        )?;
        for (name, measured) in [
            ("echo with token", &self.echo),
            ("durable answers", &self.answers),
        ] {
            let elapsed = u64::try_from(measured.elapsed.as_millis())
                .unwrap_or(1)
                .max(1);
            let percent = |ms: u64| format!("{} %", ms * 100 / elapsed);
            writeln!(
                f,
                "  {name:16} {:>9} {:>8} {:>9} {:>9} {:>7} {:>7}  {}",
                measured.rate(),
                measured.failed,
                millis(measured.p50_us),
                millis(measured.p99_us),
                percent(measured.cpu.server_ms),
                percent(measured.cpu.client_ms),
                bound(measured, cores)
            )?;
        }
        writeln!(
            f,
            "  answers per echo: {}.{:02}",
            self.percent() / 100,
            self.percent() % 100
        )
    }
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
            },
        }
    }

    #[test]
    fn rates_ratio_and_bound() {
        let comparison = Comparison {
            connections: 64,
            echo: measured(900_000, (11_000, 8_000, 500)),
            answers: measured(630_000, (6_000, 4_000, 9_000)),
        };
        assert_eq!(comparison.answers.rate(), 63_000);
        assert_eq!(comparison.percent(), 70);
        assert!(bound(&comparison.echo, 2).starts_with("the server's"));
        assert!(bound(&comparison.answers, 2).starts_with("waiting"));
        assert!(bound(&measured(1, (4_000, 15_000, 900)), 2).starts_with("the load's"));
        assert!(bound(&measured(1, (4_000, 4_000, 900)), 2).starts_with("other processes"));
    }
}
