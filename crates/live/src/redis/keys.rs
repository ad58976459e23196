//! Names of what is kept. Each begins with the prefix and the number of the format: other programs and other
//! installations may use the same server, and a release with another format keeps its own boards beside these.

use exam::ports::Visitor;
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

    /// What was drawn last of the sitting's hall board.
    pub(super) fn drawing(&self, sitting: SittingId) -> String {
        format!("{}:drawing:{sitting}", self.prefix)
    }

    /// Hash: failures of a visitor at a door, the last one, and until when it is locked.
    pub(super) fn failures(&self, door: &str, visitor: &Visitor) -> String {
        // With its length, so that no two visitors share a name.
        let Visitor { subject, address } = visitor;
        let len = subject.len();
        format!("{}:failures:{door}:{len}:{subject}:{address}", self.prefix)
    }

    /// The same of a whole address.
    pub(super) fn address(&self, door: &str, address: &str) -> String {
        format!("{}:address:{door}:{address}", self.prefix)
    }

    /// Set: the addresses from which a subject has tried lately.
    pub(super) fn tried_from(&self, door: &str, subject: &str) -> String {
        format!("{}:tried:{door}:{subject}", self.prefix)
    }

    /// Hash: application → its place in the order.
    pub(super) fn places(&self, formation: FormationId) -> String {
        format!("{}:places:{formation}", self.prefix)
    }
}
