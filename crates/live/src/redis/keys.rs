//! Names of what is kept. Each begins with the prefix and the number of the format: other programs and other
//! installations may use the same server, and a release with another format keeps its own boards beside these.

use lexicon::{FormationId, SittingId};

/// Raised with the form of anything that is kept.
const FORMAT: &str = "1";

/// How long boards outlive their last change: a selection with all its stages, objections and publications is over
/// within a year.
pub(super) const BOARDS_S: u32 = 400 * 24 * 3_600;
/// How long contacts and revisions of a sitting do: by then its minutes are signed.
pub(super) const CONTACTS_S: u32 = 30 * 24 * 3_600;

/// The names under one prefix.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    prefix: String,
    /// Which filling this is; whoever finds none begins one.
    pub(super) epoch: String,
    /// The filling that is complete.
    pub(super) filled: String,
    /// The run of the server in which the boards were whole.
    pub(super) run: String,
}

impl Keys {
    pub(super) fn new(prefix: &str) -> Self {
        let prefix = format!("{prefix}:{FORMAT}");
        Self {
            epoch: format!("{prefix}:epoch"),
            filled: format!("{prefix}:filled"),
            run: format!("{prefix}:run"),
            prefix,
        }
    }

    /// Hash: attempt → its state.
    pub(super) fn seats(&self, sitting: SittingId) -> String {
        format!("{}:seats:{sitting}", self.prefix)
    }

    /// Hash: attempt → its last contact, in decimal milliseconds.
    pub(super) fn contacts(&self, sitting: SittingId) -> String {
        format!("{}:contacts:{sitting}", self.prefix)
    }

    /// A number that rises with each batch that changes a seat of the sitting.
    pub(super) fn revision(&self, sitting: SittingId) -> String {
        format!("{}:revision:{sitting}", self.prefix)
    }

    /// Sorted set, all scores 0: the places of a formation, best first.
    pub(super) fn order(&self, formation: FormationId) -> String {
        format!("{}:order:{formation}", self.prefix)
    }

    /// Hash: application → its place in the order.
    pub(super) fn places(&self, formation: FormationId) -> String {
        format!("{}:places:{formation}", self.prefix)
    }
}
