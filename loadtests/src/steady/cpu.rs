//! Processor time of the processes of a measurement and of the machine, from Linux's own counts.

/// The kernel counts in hundredths of a second, whatever its own tick (`USER_HZ`).
const TICK_MS: u64 = 10;

/// Processor time so far, or between two readings, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Of the server; of all nodes together.
    pub server_ms: u64,
    /// Of PostgreSQL, with all its processes.
    pub database_ms: u64,
    /// Of Redis.
    pub live_ms: u64,
    /// Of the load itself: this process.
    pub client_ms: u64,
    /// Of nobody: time in which a processor had nothing to do.
    pub idle_ms: u64,
}

/// The processes whose time is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Watched {
    pub(super) nodes: Vec<u32>,
    pub(super) database: Option<u32>,
    pub(super) live: Option<u32>,
}

impl Shares {
    pub(super) fn read(watched: &Watched) -> Result<Self, String> {
        let mut server_ms = 0;
        for node in &watched.nodes {
            server_ms += used(&node.to_string())?;
        }
        let live = watched.live.map(|live| used(&live.to_string()));
        Ok(Self {
            server_ms,
            database_ms: watched.database.map_or(Ok(0), family)?,
            live_ms: live.unwrap_or(Ok(0))?,
            client_ms: used("self")?,
            idle_ms: idle()?,
        })
    }

    pub(super) const fn since(&self, before: &Self) -> Self {
        Self {
            server_ms: self.server_ms.saturating_sub(before.server_ms),
            database_ms: self.database_ms.saturating_sub(before.database_ms),
            live_ms: self.live_ms.saturating_sub(before.live_ms),
            client_ms: self.client_ms.saturating_sub(before.client_ms),
            idle_ms: self.idle_ms.saturating_sub(before.idle_ms),
        }
    }

    /// Of everything that belongs to the measurement.
    pub(super) const fn busy_ms(&self) -> u64 {
        self.server_ms + self.database_ms + self.live_ms + self.client_ms
    }
}

/// A process and its children: PostgreSQL has one for each session. A child that ends while it is looked at had little
/// to do with the measurement.
fn family(first: u32) -> Result<u64, String> {
    let file = format!("/proc/{first}/task/{first}/children");
    let children = std::fs::read_to_string(&file).map_err(|e| format!("{file}: {e}"))?;
    let children = children.split_ascii_whitespace();
    let theirs: u64 = children.filter_map(|child| used(child).ok()).sum();
    Ok(used(&first.to_string())? + theirs)
}

fn idle() -> Result<u64, String> {
    let file = "/proc/stat";
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    parse_idle(&text).ok_or_else(|| format!("{file} has no line of all processors"))
}

/// Fields 4 and 5 of the first line: idle, and idle while the disk works.
fn parse_idle(stat: &str) -> Option<u64> {
    let line = stat.lines().find_map(|line| line.strip_prefix("cpu "))?;
    let mut fields = line.split_ascii_whitespace().skip(3);
    let idle: u64 = fields.next()?.parse().ok()?;
    let disk: u64 = fields.next()?.parse().ok()?;
    Some((idle + disk) * TICK_MS)
}

fn used(process: &str) -> Result<u64, String> {
    let file = format!("/proc/{process}/stat");
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{file}: {e}"))?;
    parse(&text).ok_or_else(|| format!("{file} reads {text:?}"))
}

/// Fields 14 and 15, user and system time; the second field may hold blanks and parentheses.
fn parse(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some((user + system) * TICK_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_system_time_are_found_behind_a_strange_name() {
        let stat = "42 (a b) c) S 1 1 1 0 -1 4194560 100 0 0 0 7 5 0 0 20 0 1 0 9 9 9";
        assert_eq!(parse(stat), Some(120));
        assert_eq!(parse("42 (a) S 1"), None);
        assert_eq!(parse_idle("cpu  1 2 3 40 5 6\ncpu0 9 9 9 9 9"), Some(450));
    }
}
