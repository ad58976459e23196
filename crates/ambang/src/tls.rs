//! The server's own TLS: certificate and key from files, checked before anything listens.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, RootCertStore, ServerConfig, SignatureScheme};

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

/// The certificates in a PEM file as those that are trusted.
///
/// # Errors
/// In words: none is in it, or one is not understood.
pub(crate) fn roots(pem: &[u8]) -> anyhow::Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for cert in CertificateDer::pem_slice_iter(pem) {
        roots.add(cert.context("no certificate")?)?;
    }
    if roots.is_empty() {
        bail!("it holds no certificate in PEM form");
    }
    Ok(roots)
}

/// Trust in whoever listens at an address of this machine, whatever names stand in its certificate: only for questions
/// that carry no secret.
pub(crate) fn own_machine() -> Arc<dyn ServerCertVerifier> {
    Arc::new(OwnMachine(provider()))
}

#[derive(Debug)]
struct OwnMachine(Arc<CryptoProvider>);

impl ServerCertVerifier for OwnMachine {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, cert, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, cert, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
