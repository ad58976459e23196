use core::time::Duration;

/// When a commit counts as done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// When it is on the server's disk.
    #[default]
    Local,
    /// When it is on a standby's disk too. A server without a standby that it waits for is refused.
    Replicated,
}

/// Who writes to the database beside this process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nodes {
    /// Nobody: the process holds a lock in the database, and without it takes no writes. For live state in memory.
    #[default]
    One,
    /// Other nodes of the fleet, and no single one.
    Several,
}

/// How a store on PostgreSQL is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostgresOptions {
    /// How many connections read at the same time.
    pub readers_max: u32,
    /// How many connections write at the same time: the recorder's, and acts of staff beside it.
    pub writers_max: u32,
    /// How long anybody waits for a connection, its opening included, before `Unavailable`.
    pub wait_max: Duration,
    /// Whether a standby has to have every commit.
    pub durability: Durability,
    /// Whether other nodes write too.
    pub nodes: Nodes,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            readers_max: 8,
            writers_max: 4,
            wait_max: Duration::from_secs(5),
            durability: Durability::Local,
            nodes: Nodes::One,
        }
    }
}
