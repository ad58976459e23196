//! The demo selection, read from its folder.

use std::path::Path;

use super::plan::{BlockTime, Plan, Source};
use crate::bank::BankSource;
use crate::staff::Picture;

/// The timed block of the policy that the demo follows.
const BLOCKS: [BlockTime; 1] = [BlockTime {
    ms: 100 * 60_000,
    blind_ms: 130 * 60_000,
}];

/// Formations, bank and names of a demo selection.
#[derive(Clone, Debug)]
pub struct Demo {
    formations: Vec<u8>,
    items: Vec<u8>,
    pictures: Vec<(String, Vec<u8>)>,
    first_names: String,
    last_names: String,
}

impl Demo {
    /// Reads the folder of a demo selection.
    ///
    /// # Errors
    /// When one of its files cannot be read; with its path.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let told = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|e| told(&path, e))
        };
        let text = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|e| told(&path, e))
        };
        let mut pictures = Vec::new();
        let names = folder.join("pictures");
        for entry in std::fs::read_dir(&names).map_err(|e| told(&names, e))? {
            let path = entry.map_err(|e| told(&names, e))?.path();
            if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
                let bytes = std::fs::read(&path).map_err(|e| told(&path, e))?;
                pictures.push((name.to_owned(), bytes));
            }
        }
        Ok(Self {
            formations: read("formations.csv")?,
            items: read("items.csv")?,
            pictures,
            first_names: text("names_first.txt")?,
            last_names: text("names_last.txt")?,
        })
    }

    /// The pictures of the bank, for [`Self::plan`].
    #[must_use]
    pub fn pictures(&self) -> Vec<Picture<'_>> {
        let pictures = self.pictures.iter();
        pictures
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect()
    }

    /// A rehearsal of one candidate at full length, on this selection and without mishaps.
    #[must_use]
    pub fn plan<'a>(&'a self, pictures: &'a [Picture<'a>]) -> Plan<'a> {
        Plan {
            candidates: 1,
            speed: 1,
            seed: 1,
            mishaps: false,
            wiped: 0,
            blocks: &BLOCKS,
            policy: "cpns-2024",
            source: Source {
                formations: &self.formations,
                bank: BankSource {
                    items: &self.items,
                    pictures,
                },
                first_names: &self.first_names,
                last_names: &self.last_names,
            },
        }
    }
}
