//! The policy named on the command line.

use std::path::Path;

use anyhow::{Context, bail};
use scoring::{Cut, Policy, PolicyFaults, preset, preset_names};

use super::read_file;

/// The preset of this name, or else the policy in the file of this name.
pub(super) fn load(name: &str) -> anyhow::Result<Policy> {
    if let Some(preset) = preset(name) {
        return preset.with_context(|| format!("the preset {name} is broken"));
    }
    let path = Path::new(name);
    if !path.exists() {
        let names: Vec<_> = preset_names().collect();
        bail!(
            "there is no preset and no file {name}; the presets are {}",
            names.join(", ")
        );
    }
    let bytes = read_file(path)?;
    let text = str::from_utf8(&bytes).with_context(|| format!("{name} is not UTF-8"))?;
    Policy::parse(text).map_err(|PolicyFaults(faults)| {
        let lines: Vec<_> = faults
            .iter()
            .map(|fault| format!("{name}: {fault}"))
            .collect();
        anyhow::anyhow!(lines.join("\n"))
    })
}

/// The policy's cut with the number given on the command line, which a policy without a cut needs.
pub(super) fn cut(policy: &Policy, number: Option<u32>) -> anyhow::Result<Cut> {
    match (policy.cut, number) {
        (Some(cut), None) => Ok(cut),
        (Some(cut), Some(number)) => Ok(cut.with_number(number)),
        (None, Some(number)) => Ok(Cut::Multiple(number)),
        (None, None) => bail!(
            "the policy {} has no cut of its own; give --cut N for the multiple of the quota that goes on",
            policy.name
        ),
    }
}
