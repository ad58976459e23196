//! A certificate authority for one site, and the certificate that its server shows.
//!
//! The authority can sign for the names that it was made for and nothing else: whoever installs it trusts the exam
//! server, not its keeper with the rest of the world.

mod names;
mod notes;

use std::time::Duration;

use anyhow::{Context, bail};
use lexicon::Instant;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use time::OffsetDateTime;

pub(crate) use names::Name;
pub(crate) use notes::{Notes, fingerprint};

const DAY_S: i64 = 24 * 3_600;
/// Browsers take no server certificate that is good for much more than a year.
const SERVER_DAYS: i64 = 365;
const CA_DAYS: i64 = 5 * 365;
/// Clocks of exam PCs are wrong, and mostly slow.
const BEFORE_DAYS: i64 = 2;

/// A certificate and its key, both as PEM.
pub(crate) struct Pair {
    pub(crate) cert: String,
    pub(crate) key: String,
}

/// A new authority for these names.
pub(crate) fn new_ca(names: &[Name], now: Instant) -> anyhow::Result<Pair> {
    let first = names.first().context("a certificate needs a name")?;
    let mut params = params(now, CA_DAYS, &format!("Ambang site CA {first}"))?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: names::permitted(names),
        excluded_subtrees: names::excluded(names),
    });
    let key = KeyPair::generate()?;
    Ok(Pair {
        cert: params.self_signed(&key)?.pem(),
        key: key.serialize_pem(),
    })
}

/// A certificate for these names, signed by the authority and proved as a browser would.
///
/// # Errors
/// When the authority is not for one of the names, or not good any more.
pub(crate) fn issue(ca: &Pair, names: &[Name], now: Instant) -> anyhow::Result<Pair> {
    let first = names.first().context("a certificate needs a name")?;
    let ca_key = KeyPair::from_pem(&ca.key).context("in the key of the site CA")?;
    let issuer = Issuer::from_ca_cert_pem(&ca.cert, ca_key).context("in the site CA")?;
    let mut params = params(now, SERVER_DAYS, &first.to_string())?;
    params.subject_alt_names = names.iter().map(Name::san).collect::<Result<_, _>>()?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let pair = Pair {
        cert: params.signed_by(&key, &issuer)?.pem(),
        key: key.serialize_pem(),
    };
    prove(ca, &pair, names, now)?;
    Ok(pair)
}

fn params(now: Instant, days: i64, name: &str) -> anyhow::Result<CertificateParams> {
    let now_s = now.0.div_euclid(1_000);
    let at = |s| OffsetDateTime::from_unix_timestamp(s).context("the clock is far off");
    let mut params = CertificateParams::default();
    params.not_before = at(now_s - BEFORE_DAYS * DAY_S)?;
    params.not_after = at(now_s + (days - BEFORE_DAYS) * DAY_S)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

/// Verifies the certificate for every name against the authority alone.
fn prove(ca: &Pair, server: &Pair, names: &[Name], now: Instant) -> anyhow::Result<()> {
    let mut roots = RootCertStore::empty();
    roots
        .add(der(&ca.cert)?)
        .context("the site CA is no root for a browser")?;
    let verifier =
        WebPkiServerVerifier::builder_with_provider(roots.into(), crate::tls::provider())
            .build()
            .context("the site CA cannot be used")?;
    let certificate = der(&server.cert)?;
    let seconds = u64::try_from(now.0.div_euclid(1_000)).unwrap_or(0);
    let now = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    for name in names {
        let asked = ServerName::try_from(name.to_string()).context("a name")?;
        if let Err(error) = verifier.verify_server_cert(&certificate, &[], &asked, &[], now) {
            bail!(
                "the site CA cannot vouch for {name}: {error}. It is good for the names that it was made for \
                 and for a number of years; make another one in an empty folder, and install it on every PC"
            );
        }
    }
    Ok(())
}

fn der(pem: &str) -> anyhow::Result<CertificateDer<'static>> {
    CertificateDer::from_pem_slice(pem.as_bytes()).context("no certificate in PEM form")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn names(texts: &[&str]) -> Vec<Name> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn the_certificate_is_good_for_its_names_for_a_year() {
        let names = names(&["exam.local", "10.0.0.5", "fd00::5"]);
        let ca = new_ca(&names, NOW).unwrap();
        let server = issue(&ca, &names, NOW).unwrap();
        prove(&ca, &server, &names, NOW).unwrap();
        let days = |days: i64| Instant(NOW.0 + days * DAY_S * 1_000);
        prove(&ca, &server, &names, days(360)).unwrap();
        assert!(prove(&ca, &server, &names, days(364)).is_err());
        assert!(prove(&ca, &server, &names, days(-3)).is_err());
        assert!(prove(&ca, &server, &super::tests::names(&["other.local"]), NOW).is_err());
    }

    #[test]
    fn the_authority_can_vouch_for_nothing_else() {
        let both = names(&["exam.local", "10.0.0.5"]);
        let ca = new_ca(&both, NOW).unwrap();
        assert!(issue(&ca, &names(&["ruang1.exam.local"]), NOW).is_ok());
        for other in ["bank.example", "10.0.0.6", "fd00::5"] {
            assert!(issue(&ca, &names(&[other]), NOW).is_err(), "{other}");
        }
        let only_name = new_ca(&names(&["exam.local"]), NOW).unwrap();
        assert!(issue(&only_name, &names(&["10.0.0.5"]), NOW).is_err());
        let only_address = new_ca(&names(&["10.0.0.5"]), NOW).unwrap();
        assert!(issue(&only_address, &names(&["exam.local"]), NOW).is_err());
    }

    #[test]
    fn another_authority_vouches_for_nothing_of_this_one() {
        let names = names(&["exam.local"]);
        let (one, two) = (new_ca(&names, NOW).unwrap(), new_ca(&names, NOW).unwrap());
        let server = issue(&one, &names, NOW).unwrap();
        assert!(prove(&two, &server, &names, NOW).is_err());
    }
}
