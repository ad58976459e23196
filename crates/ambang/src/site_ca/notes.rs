//! How to install the site's authority, for whoever sets up the PCs.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use sha2::{Digest as _, Sha256};

use super::Name;

/// What the notes are about.
pub(crate) struct Notes<'a> {
    /// The names of the server's certificate.
    pub(crate) names: &'a [Name],
    /// Fingerprint of the authority.
    pub(crate) fingerprint: &'a str,
}

/// SHA-256 of a certificate as browsers show it: pairs of digits with colons.
pub(crate) fn fingerprint(pem: &str) -> String {
    let Ok(der) = CertificateDer::from_pem_slice(pem.as_bytes()) else {
        return String::new();
    };
    let pairs: Vec<String> = Sha256::digest(&der)
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    pairs.join(":")
}

impl Notes<'_> {
    /// In Indonesian.
    pub(crate) fn indonesian(&self) -> String {
        self.fill(include_str!("install.id.txt"))
    }

    /// In English.
    pub(crate) fn english(&self) -> String {
        self.fill(include_str!("install.en.txt"))
    }

    fn fill(&self, text: &str) -> String {
        let names: Vec<String> = self.names.iter().map(Name::to_string).collect();
        let first = self.names.first().map_or_else(String::new, Name::in_url);
        text.replace("{names}", &names.join(", "))
            .replace("{first}", &first)
            .replace("{fingerprint}", self.fingerprint)
    }
}
