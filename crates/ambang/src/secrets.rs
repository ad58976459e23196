//! The secrets of an installation, in a file that only its owner can read.

mod file;

use std::path::Path;

use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use exam::ports::{AuditEntry, Clock as _, Rng, Store};
use sha2::{Digest as _, Sha256};

use crate::config::Config;
use crate::system::{FileSigner, SystemClock};

/// Names under which the store remembers which secrets it was made with.
const PIN_FINGERPRINT: &str = "secrets.pin";
const SIGNING_FINGERPRINT: &str = "secrets.signing";
/// Unlike the others these keys may be replaced, but never on one node of several.
const TOKENS_FINGERPRINT: &str = "secrets.tokens";

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
    /// When others can read the file, when it is gone although the store was made with one, when it holds other secrets
    /// than the store was made with, and, in a fleet, other token keys than the other nodes have.
    pub(crate) async fn of_store(
        config: &Config,
        store: &dyn Store,
        rng: &dyn Rng,
    ) -> anyhow::Result<Self> {
        let path = &config.secrets;
        let secrets = match Self::that_fit(config, store).await? {
            Some(secrets) => secrets,
            None => {
                let secrets = Self::make(path, rng)?;
                tracing::info!(file = %path.display(), "made new secrets; keep a copy apart from the database");
                secrets
            }
        };
        for (name, own) in secrets.fingerprints() {
            let noted = store.set_once(name, &own).await?;
            check_fingerprint(path, (name, &own), &noted)?;
        }
        let noted = store
            .set_once(TOKENS_FINGERPRINT, &secrets.token_fingerprints())
            .await?;
        if noted != secrets.token_fingerprints() {
            // One process has the store, so nobody else hands out tokens of the old keys.
            secrets.check_tokens(config, &noted)?;
            secrets.adopt(store).await?;
            tracing::info!("the token keys have been replaced; everybody logs in again");
        }
        Ok(secrets)
    }

    /// The secrets in the file, if they are those of this store; none where neither has ever been started. Changes
    /// nothing.
    ///
    /// # Errors
    /// As [`Self::of_store`].
    pub(crate) async fn that_fit(
        config: &Config,
        store: &dyn Store,
    ) -> anyhow::Result<Option<Self>> {
        let Some(secrets) = Self::made_with(&config.secrets, store).await? else {
            return Ok(None);
        };
        if let Some(noted) = store.setting(TOKENS_FINGERPRINT).await? {
            secrets.check_tokens(config, &noted)?;
        }
        Ok(Some(secrets))
    }

    /// As [`Self::that_fit`], whatever the token keys are.
    ///
    /// # Errors
    /// As there, but for token keys.
    pub(crate) async fn made_with(path: &Path, store: &dyn Store) -> anyhow::Result<Option<Self>> {
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

    /// Makes a file with new secrets.
    ///
    /// # Errors
    /// When there is a file already, or none can be made.
    pub(crate) fn make(path: &Path, rng: &dyn Rng) -> anyhow::Result<Self> {
        let secrets = Self::fresh(rng);
        file::create(path, &secrets)
            .with_context(|| format!("cannot make the secrets file {}", path.display()))?;
        Ok(secrets)
    }

    /// From now on these token keys are those of all nodes.
    pub(crate) async fn adopt(&self, store: &dyn Store) -> anyhow::Result<()> {
        let ids: Vec<&str> = self.tokens.iter().map(|(id, _)| id.as_str()).collect();
        let entry = AuditEntry {
            at: SystemClock::for_command().now(),
            by: None,
            act: "secrets.tokens".to_owned(),
            subject: ids.join(", "),
            detail: "{}".to_owned(),
        };
        let own = self.token_fingerprints();
        Ok(store.set(TOKENS_FINGERPRINT, &own, &entry).await?)
    }

    fn check_tokens(&self, config: &Config, noted: &str) -> anyhow::Result<()> {
        let own = self.token_fingerprints();
        if own == noted || !config.is_of_fleet() {
            return Ok(());
        }
        bail!(
            "the token keys in {} are not those of the other nodes ({own}; theirs are {noted}): copy the secrets file of \
             a node that runs to this one; or, if they were replaced on purpose, run `ambang secrets adopt` once with \
             the new file and start every node with it",
            config.secrets.display()
        )
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

    /// What can be told of the secrets without telling them, by name; these belong to the store for ever.
    pub(crate) fn fingerprints(&self) -> [(&'static str, String); 2] {
        use exam::ports::Signer as _;
        let public = FileSigner::new(&self.signing).public_key();
        [
            (
                PIN_FINGERPRINT,
                hash(&[b"ambang/fingerprint/pin/1", &self.pin]),
            ),
            // That of the public key, as announcements print it.
            (SIGNING_FINGERPRINT, hash(&[&public])),
        ]
    }

    /// Every token key's id with its fingerprint, in order of the ids: which one comes first in the file is one node's
    /// business, which ones it takes is everybody's.
    pub(crate) fn token_fingerprints(&self) -> String {
        let prints = self.tokens.iter().map(|(id, key)| {
            let length = (id.len() as u64).to_be_bytes();
            let print = hash(&[b"ambang/fingerprint/token/1", &length, id.as_bytes(), key]);
            format!("{id}:{}", print.get(..32).unwrap_or_default())
        });
        let mut prints: Vec<String> = prints.collect();
        prints.sort_unstable();
        prints.join(" ")
    }
}

fn hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    HEXLOWER.encode(&hash.finalize())
}

fn check_fingerprint(path: &Path, (name, own): (&str, &str), noted: &str) -> anyhow::Result<()> {
    if noted == own {
        return Ok(());
    }
    bail!(
        "the secrets in {} are not those that the database was made with ({name}: {own}, the database says {noted}); \
         put the copy that was kept in its place, or the file of another node",
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(tokens: &[(&str, u8)]) -> String {
        let tokens = tokens
            .iter()
            .map(|(id, key)| ((*id).to_owned(), [*key; 32]));
        let secrets = Secrets {
            pin: [1; 32],
            signing: [2; 32],
            tokens: tokens.collect(),
        };
        secrets.token_fingerprints()
    }

    #[test]
    fn token_keys_are_told_apart_by_id_and_key_and_not_by_their_order() {
        let both = with(&[("a", 3), ("b", 4)]);
        assert_eq!(both, with(&[("b", 4), ("a", 3)]));
        for other in [
            with(&[("a", 3)]),
            with(&[("a", 4), ("b", 3)]),
            with(&[("a", 3), ("c", 4)]),
        ] {
            assert_ne!(both, other);
        }
    }
}
