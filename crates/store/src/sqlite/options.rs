use core::time::Duration;

/// How a store is run. The defaults fit an exam room and a nation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqliteOptions {
    /// How many connections read at the same time.
    pub readers_max: u32,
    /// How long anybody waits for the writer before `Unavailable`.
    pub wait_max: Duration,
    /// How long anybody waits for a reading connection before `Unavailable`.
    pub read_wait_max: Duration,
    /// How often the log is folded into the file beside the writer.
    pub checkpoint_every: Duration,
    /// From this length on, in bytes, the writer is held for a moment so that the log begins anew.
    pub log_len_max: u64,
    /// With less room on the disk than this, in bytes, the store calls itself unfit; it goes on as long as it can.
    pub free_min: u64,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            readers_max: 4,
            wait_max: Duration::from_secs(5),
            read_wait_max: Duration::from_secs(5),
            checkpoint_every: Duration::from_secs(1),
            log_len_max: 64 << 20,
            free_min: 32 << 20,
        }
    }
}
