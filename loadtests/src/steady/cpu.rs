//! Processor time of two processes and of the machine, from Linux's own counts.

/// The kernel counts in hundredths of a second, whatever its own tick (`USER_HZ`).
const TICK_MS: u64 = 10;

/// Processor time so far, or between two readings, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Of the server.
    pub server_ms: u64,
    /// Of the load itself: this process.
    pub client_ms: u64,
    /// Of nobody: time in which a processor had nothing to do.
    pub idle_ms: u64,
}

impl Shares {
    pub(super) fn read(server: u32) -> Result<Self, String> {
        Ok(Self {
            server_ms: used(&server.to_string())?,
            client_ms: used("self")?,
            idle_ms: idle()?,
        })
    }

    pub(super) const fn since(&self, before: &Self) -> Self {
        Self {
            server_ms: self.server_ms.saturating_sub(before.server_ms),
            client_ms: self.client_ms.saturating_sub(before.client_ms),
            idle_ms: self.idle_ms.saturating_sub(before.idle_ms),
        }
    }
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
