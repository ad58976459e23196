//! The secrets of an installation, in a file that only its owner can read.

mod file;

use std::path::Path;

use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use exam::ports::{Rng, Store};
use sha2::{Digest as _, Sha256};

use crate::system::FileSigner;

/// Names under which the store remembers which secrets it was made with.
const PIN_FINGERPRINT: &str = "secrets.pin";
const SIGNING_FINGERPRINT: &str = "secrets.signing";

/// Keys behind PINs, tokens and signatures.
pub(crate) struct Secrets {
    /// Behind PINs.
    pub(crate) pin: [u8; 32],
    /// Seed of the key that signs publications.
    pub(crate) signing: [u8; 32],
    /// Behind tokens, by key id; the first is used for new ones.
    pub(crate) tokens: Vec<(String, [u8; 32])>,
}

impl core::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// The secrets of this store: read from the file, or made at the first start.
    ///
    /// # Errors
    /// When others can read the file, when it is gone although the store was made with one, and when it holds
    /// other secrets than the store was made with.
    pub(crate) async fn of_store(
        path: &Path,
        store: &dyn Store,
        rng: &dyn Rng,
    ) -> anyhow::Result<Self> {
        let secrets = match Self::that_fit(path, store).await? {
            Some(secrets) => secrets,
            None => {
                let secrets = Self::fresh(rng);
                file::create(path, &secrets)
                    .with_context(|| format!("cannot make the secrets file {}", path.display()))?;
                tracing::info!(file = %path.display(), "made new secrets; keep a copy apart from the database");
                secrets
            }
        };
        for (name, own) in secrets.fingerprints() {
            let noted = store.set_once(name, &own).await?;
            check_fingerprint(path, (name, &own), &noted)?;
        }
        Ok(secrets)
    }

    /// The secrets in the file, if they are those of this store; none where neither has ever been started. Changes
    /// nothing.
    ///
    /// # Errors
    /// As [`Self::of_store`].
    pub(crate) async fn that_fit(path: &Path, store: &dyn Store) -> anyhow::Result<Option<Self>> {
        let Some(secrets) = file::read(path)? else {
            if store.setting(PIN_FINGERPRINT).await?.is_some() {
                bail!(
                    "the secrets file {} is gone, but the database was made with one: put the copy back \
                     (without it no PIN that was printed fits any more)",
                    path.display()
                );
            }
            return Ok(None);
        };
        for (name, own) in secrets.fingerprints() {
            if let Some(noted) = store.setting(name).await? {
                check_fingerprint(path, (name, &own), &noted)?;
            }
        }
        Ok(Some(secrets))
    }

    /// The secrets of an installation that has been started before.
    ///
    /// # Errors
    /// When the file is not there or not fit.
    pub(crate) fn existing(path: &Path) -> anyhow::Result<Self> {
        file::read(path)?
            .with_context(|| format!("the secrets file {} is not there", path.display()))
    }

    /// What can be told of the file without the store: whether it is there and fit.
    pub(crate) fn check(path: &Path) -> anyhow::Result<bool> {
        Ok(file::read(path)?.is_some())
    }

    fn fresh(rng: &dyn Rng) -> Self {
        Self {
            pin: rng.bytes32(),
            signing: rng.bytes32(),
            tokens: vec![(format!("{:08x}", rng.u64() >> 32), rng.bytes32())],
        }
    }

    fn fingerprints(&self) -> [(&'static str, String); 2] {
        use exam::ports::Signer as _;
        let of = |domain: &[u8], secret: &[u8]| {
            let hash = Sha256::new().chain_update(domain).chain_update(secret);
            HEXLOWER.encode(&hash.finalize())
        };
        let public = FileSigner::new(&self.signing).public_key();
        [
            (PIN_FINGERPRINT, of(b"ambang/fingerprint/pin/1", &self.pin)),
            // That of the public key, as announcements print it.
            (SIGNING_FINGERPRINT, of(b"", &public)),
        ]
    }
}

fn check_fingerprint(path: &Path, (name, own): (&str, &str), noted: &str) -> anyhow::Result<()> {
    if noted == own {
        return Ok(());
    }
    bail!(
        "the secrets in {} are not those that the database was made with ({name}: {own}, the database says {noted}); \
         put the right file in its place",
        path.display()
    )
}
