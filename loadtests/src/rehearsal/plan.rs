//! What is rehearsed: how many, how fast, on which material.

use std::collections::BTreeMap;

use crate::bank::BankSource;
use crate::checker::Quota;

/// A member of staff by name and password.
#[derive(Clone, Debug)]
pub struct Account {
    /// Log-in name.
    pub name: String,
    /// Password.
    pub password: String,
}

/// The material of a rehearsal.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Formations as CSV.
    pub formations: &'a [u8],
    /// The bank.
    pub bank: BankSource<'a>,
    /// First names, one a line.
    pub first_names: &'a str,
    /// Last names, one a line.
    pub last_names: &'a str,
}

/// A timed block, before it is divided.
#[derive(Clone, Copy, Debug)]
pub struct BlockTime {
    /// What everybody has, ms.
    pub ms: i64,
    /// What blind candidates have, ms.
    pub blind_ms: i64,
}

/// A rehearsal as it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// So many candidates are on the list.
    pub candidates: u32,
    /// The policy's minutes are divided by this; no clock is scaled.
    pub speed: u32,
    /// The same seed makes the same candidates.
    pub seed: u64,
    /// Whether the day has mishaps of its own: absentees, lost connections, moved seats, a pause of the room.
    pub mishaps: bool,
    /// Without such mishaps: of so many pages the browser loses its storage in the middle.
    pub wiped: u32,
    /// The policy's timed blocks, at least one.
    pub blocks: &'a [BlockTime],
    /// The policy as TOML.
    pub policy: &'a str,
    /// The material.
    pub source: Source<'a>,
}

impl Plan<'_> {
    /// What everybody has in each block, or what blind candidates have, ms.
    pub(crate) fn blocks_ms(&self, blind: bool) -> Vec<i64> {
        let divided = |ms: i64| {
            // A block of less than ten seconds shows nothing.
            (ms / i64::from(self.speed.max(1))).max(10_000)
        };
        let blocks = self.blocks.iter();
        blocks
            .map(|block| divided(if blind { block.blind_ms } else { block.ms }))
            .collect()
    }

    /// What everybody has altogether, ms.
    #[must_use]
    pub fn duration_ms(&self) -> i64 {
        self.blocks_ms(false).iter().sum()
    }

    /// What blind candidates have altogether, ms.
    #[must_use]
    pub fn blind_duration_ms(&self) -> i64 {
        self.blocks_ms(true).iter().sum()
    }

    /// A day's span of `ms`, as long as it takes at this speed; at least `least` ms.
    pub(crate) fn scaled(&self, ms: u64, least: u64) -> u64 {
        (ms / u64::from(self.speed.max(1))).max(least)
    }

    /// The formations by code.
    pub(crate) fn quotas(&self) -> Result<BTreeMap<String, Quota>, String> {
        let mut reader = csv::Reader::from_reader(self.source.formations);
        let header = reader.headers().map_err(|e| e.to_string())?.clone();
        let mut quotas = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|e| e.to_string())?;
            let field = |name: &str| {
                let at = header.iter().position(|column| column == name);
                at.and_then(|at| record.get(at)).unwrap_or_default()
            };
            let quota = field("quota")
                .parse()
                .map_err(|_| format!("{}: the quota is no number", field("code")))?;
            let formation = Quota {
                category: field("category").to_owned(),
                position_group: field("position_group").to_owned(),
                quota,
            };
            quotas.insert(field("code").to_owned(), formation);
        }
        Ok(quotas)
    }
}
