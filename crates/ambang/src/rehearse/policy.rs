//! The policy by which a sitting is rehearsed.

use anyhow::Context;
use loadtests::rehearsal::BlockTime;
use scoring::{Policy, PolicyFaults, preset_text};

/// A policy's text, and how long its blocks are.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) text: String,
    pub(super) blocks: Vec<BlockTime>,
}

/// The preset of this name, or else the policy in the file of this name.
pub(super) fn read(name: &str) -> anyhow::Result<Rules> {
    let text = match preset_text(name) {
        Some(text) => text.to_owned(),
        None => std::fs::read_to_string(name)
            .with_context(|| format!("{name} is no preset, and as a file it cannot be read"))?,
    };
    let policy = Policy::parse(&text).map_err(|PolicyFaults(faults)| {
        let lines: Vec<String> = faults.iter().map(|f| format!("{name}: {f}")).collect();
        anyhow::anyhow!(lines.join("\n"))
    })?;
    let ms = |minutes: u32| i64::from(minutes) * 60_000;
    let blocks = policy.blocks.iter().map(|block| BlockTime {
        ms: ms(block.minutes),
        blind_ms: ms(block.blind_minutes.unwrap_or(block.minutes)),
    });
    let blocks = blocks.collect();
    Ok(Rules { text, blocks })
}
