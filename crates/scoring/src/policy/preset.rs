//! The policies that ship with the program.

use super::{Policy, PolicyFaults};

/// Name and text, newest CPNS first.
const PRESETS: [(&str, &str); 5] = [
    ("cpns-2024", include_str!("../../presets/cpns-2024.toml")),
    ("cpns-2023", include_str!("../../presets/cpns-2023.toml")),
    ("cpns-2021", include_str!("../../presets/cpns-2021.toml")),
    ("cpns-2019", include_str!("../../presets/cpns-2019.toml")),
    (
        "sekolah-kedinasan-2022",
        include_str!("../../presets/sekolah-kedinasan-2022.toml"),
    ),
];

/// The names of the presets.
pub fn preset_names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// The text of a preset, to be copied and changed by a committee.
#[must_use]
pub fn preset_text(name: &str) -> Option<&'static str> {
    let preset = PRESETS.iter().find(|(known, _)| *known == name);
    preset.map(|(_, text)| *text)
}

/// The preset of this name, or `None` if there is none.
///
/// # Errors
/// Never for the presets that ship; a test parses them all.
#[must_use]
pub fn preset(name: &str) -> Option<Result<Policy, PolicyFaults>> {
    preset_text(name).map(Policy::parse)
}
