//! What a verification found. Texts for screens live with the translations.

use lexicon::Digest;
use serde::Serialize;

use crate::document::Header;
use crate::fault::{Fault, Faults};
use crate::key::{Fingerprint, PublicKey};

/// Which keys the verifier trusts. They come from outside the document: minutes, printed announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// This key.
    Key(PublicKey),
    /// Any key with one of these fingerprints.
    Fingerprints(Vec<Fingerprint>),
}

impl Trust {
    pub(crate) fn covers(&self, key: &PublicKey) -> bool {
        match self {
            Self::Key(trusted) => trusted == key,
            Self::Fingerprints(trusted) => trusted.contains(&key.fingerprint()),
        }
    }
}

/// Something that was proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "claim", rename_all = "kebab-case")]
pub enum Claim {
    /// The bytes are the one spelling of their values.
    Canonical,
    /// Every formation leads to the signed root.
    FormationsIntact {
        /// How many.
        formations: u64,
    },
    /// Every row leads to the signed root and to that of its formation.
    RowsIntact {
        /// How many.
        rows: u64,
    },
    /// Counts, order, ranks, sums and cuts follow from the rows; nobody stands twice.
    Consistent,
    /// Two different officers stand for exactly this content.
    TwoOfficers,
    /// The header was signed with a trusted key.
    Signed {
        /// The key.
        key_id: Fingerprint,
    },
    /// The list follows the one before it.
    Follows {
        /// Digest of the one before.
        previous: Digest,
    },
    /// In a certificate: the row stands in the signed list at this place.
    RowIncluded {
        /// From 0.
        row: u64,
    },
    /// In a certificate: the formation stands in the signed list at this place.
    FormationIncluded {
        /// From 0.
        formation: u64,
    },
}

/// The outcome of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// [`crate::document_digest`] of the bytes given.
    pub document: Digest,
    /// What the document says of itself; none where it cannot be read.
    pub header: Option<Header>,
    /// What was proved.
    pub proved: Vec<Claim>,
    /// What failed, the first hundred.
    pub faults: Vec<Fault>,
    /// How many more faults there are.
    pub faults_left_off: u64,
}

impl Report {
    pub(crate) fn unreadable(document: Digest, fault: Fault) -> Self {
        let mut faults = Faults::default();
        faults.add(fault);
        Self::new(document, None, Vec::new(), faults)
    }

    pub(crate) fn new(
        document: Digest,
        header: Option<Header>,
        proved: Vec<Claim>,
        faults: Faults,
    ) -> Self {
        Self {
            document,
            header,
            proved,
            faults: faults.kept,
            faults_left_off: faults.left_off,
        }
    }

    /// Whether nothing failed.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Runs checks and keeps the claim if they added no fault.
pub(crate) struct Findings {
    pub(crate) proved: Vec<Claim>,
    pub(crate) faults: Faults,
}

impl Findings {
    pub(crate) fn new() -> Self {
        Self {
            proved: Vec::new(),
            faults: Faults::default(),
        }
    }

    pub(crate) fn prove(&mut self, claim: Claim, check: impl FnOnce(&mut Faults)) {
        let before = self.faults.count();
        check(&mut self.faults);
        if self.faults.count() == before {
            self.proved.push(claim);
        }
    }
}
