//! The server's own TLS: certificate and key from files, checked before anything listens.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::Config;

/// The one provider of cryptography.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// What the configuration asks for; `None` for plain HTTP.
///
/// # Errors
/// In words: a file that cannot be read, no certificate in it, a key that is not the certificate's.
pub(crate) fn of(config: &Config) -> anyhow::Result<Option<ServerConfig>> {
    match (config.tls_cert.as_str(), config.tls_key.as_str()) {
        ("", "") => Ok(None),
        ("", _) => bail!("tls_key is set and tls_cert is not: both, or neither"),
        (_, "") => bail!("tls_cert is set and tls_key is not: both, or neither"),
        (cert, key) => load(Path::new(cert), Path::new(key)).map(Some),
    }
}

fn load(cert: &Path, key: &Path) -> anyhow::Result<ServerConfig> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(cert)
        .with_context(|| format!("cannot read the certificate {}", cert.display()))?
        .collect();
    let chain = chain.with_context(|| format!("in the certificate {}", cert.display()))?;
    if chain.is_empty() {
        bail!("{} holds no certificate in PEM form", cert.display());
    }
    let mode = std::fs::metadata(key).map_or(0, |file| file.permissions().mode());
    if mode & 0o007 != 0 {
        bail!(
            "the key {} can be read by everybody: chmod 600 it",
            key.display()
        );
    }
    let private = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("cannot read the key {}", key.display()))?;
    ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .context("no protocol version")?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .with_context(|| {
            format!(
                "certificate {} and key {} do not go together",
                cert.display(),
                key.display()
            )
        })
}
