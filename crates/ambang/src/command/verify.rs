//! `ambang verify`: a published list, a certificate or the answer of a result page, offline.

mod saved;
mod words;

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, bail};
use lexicon::Digest;
use publication::{
    Claim, Fingerprint, PublicKey, Report, SignOff, Trust, verify, verify_certificate,
};
use serde_json::Value;

pub(crate) use saved::NothingSigned;
use saved::{Saved, recognise};
use words::{Named, date, shown};

/// Verifies a published list, the certificate of one row, or the answer of a result page. It needs no server, no database
/// and no network.
///
/// It ends with 0 when everything holds, with 1 when something does not, and with 3 for a file that is nothing of the kind.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file as it was published
    file: PathBuf,
    /// The office's key or its fingerprint, from the minutes or the printed announcement
    #[arg(long, value_name = "KEY|FINGERPRINT")]
    key: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let bytes = std::fs::read(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    let saved = recognise(&bytes).with_context(|| args.file.display().to_string())?;
    let bytes = match &saved {
        Saved::Answer { certificate, .. } => certificate.as_slice(),
        Saved::List | Saved::Certificate => bytes.as_slice(),
    };
    let own = own_key(bytes);
    let trust = match &args.key {
        Some(text) => trust(text)?,
        // The signature is checked against the key in the file, and the user is told to compare that.
        None => Trust::Fingerprints(own.iter().map(PublicKey::fingerprint).collect()),
    };
    let report = match &saved {
        Saved::List => verify(bytes, &trust),
        Saved::Certificate | Saved::Answer { .. } => verify_certificate(bytes, &trust),
    };
    let beside = match &saved {
        Saved::Answer { beside, .. } => {
            say(format_args!(
                "the answer of a result page; its certificate:"
            ))?;
            *beside
        }
        _ => None,
    };
    // What stands in an answer was not written in canonical form: this program has brought it into that.
    let as_written = !matches!(saved, Saved::Answer { .. });
    // A list may be long: it is taken apart once more only where its rows are to be named.
    let named = match &saved {
        Saved::Certificate | Saved::Answer { .. } => Named::certificate(bytes),
        Saved::List if !report.is_valid() => Named::list(bytes),
        Saved::List => Named::Nothing,
    };
    show(&report, &named, as_written)?;
    if let Some(fault) = beside {
        eprintln!("FAULT {fault}");
    }
    if !report.is_valid() || beside.is_some() {
        let more = report.faults_left_off + u64::from(beside.is_some());
        let count = report.faults.len() as u64 + more;
        let faults = words::faults(count);
        bail!("{} does not hold: {faults}", args.file.display());
    }
    match (&args.key, own) {
        (None, Some(key)) => say(format_args!(
            "holds, IF this is the office's key: compare it with the printed announcement, or give --key\n{}",
            key.fingerprint().groups()
        )),
        _ => say(format_args!("holds")),
    }
}

fn show(report: &Report, named: &Named, as_written: bool) -> anyhow::Result<()> {
    say(format_args!("sha256 {}", report.document))?;
    if let Some(header) = &report.header {
        let subject = &header.content.subject;
        say(format_args!(
            "{} ({}), version {}, as of {}",
            shown(&subject.selection.name),
            shown(&subject.stage),
            subject.version,
            date(subject.as_of_ms)
        ))?;
        let offs = &header.sign_offs;
        say(format_args!(
            "drafted by {}, approved by {}",
            signed_off(&offs.drafted),
            signed_off(&offs.approved)
        ))?;
    }
    if let Some(result) = named.result() {
        let holds = if report.is_valid() {
            "the signed list holds"
        } else {
            "the file claims"
        };
        say(format_args!("{holds}: {result}"))?;
    }
    let claims = report.proved.iter();
    for claim in claims.filter(|claim| as_written || **claim != Claim::Canonical) {
        say(format_args!(
            "proved: {}",
            words::claim(claim, report.header.as_ref())
        ))?;
    }
    for fault in &report.faults {
        eprintln!("FAULT {}", named.fault(fault));
    }
    Ok(())
}

/// `Petugas Satu (Sekretaris Panitia) on 2024-11-05 02:01:00 UTC`
fn signed_off(off: &SignOff) -> String {
    let (name, role) = (shown(&off.officer.name), shown(&off.officer.role));
    format!("{name} ({role}) on {}", date(off.at_ms))
}

/// A line of the report. Whoever reads no further (`| head`) ends the command as any error does.
fn say(line: core::fmt::Arguments<'_>) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}").context("the report cannot be written")
}

fn trust(text: &str) -> anyhow::Result<Trust> {
    let text = text.trim();
    if let Ok(key) = text.parse::<PublicKey>() {
        return Ok(Trust::Key(key));
    }
    let fingerprint: Fingerprint = text
        .parse()
        .context("a key is `ed25519:` and 64 hexadecimal digits, a fingerprint 64 digits")?;
    // The same 64 digits may be the bare key, as the server's /public/key gives it.
    let Fingerprint(Digest(bytes)) = fingerprint;
    let bare = PublicKey::from_bytes(&bytes).ok();
    let mut trusted = vec![fingerprint];
    trusted.extend(bare.map(|key| key.fingerprint()));
    Ok(Trust::Fingerprints(trusted))
}

fn own_key(bytes: &[u8]) -> Option<PublicKey> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    value
        .pointer("/signature/public_key")?
        .as_str()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_in_every_form_that_is_printed() {
        let key = publication::SigningKey::from_seed(&[7; 32]).public_key();
        let hex = key.to_string().replace("ed25519:", "");
        assert_eq!(trust(&key.to_string()).unwrap(), Trust::Key(key));
        for text in [
            hex,
            key.fingerprint().groups(),
            key.fingerprint().to_string(),
        ] {
            let Trust::Fingerprints(trusted) = trust(&text).unwrap() else {
                panic!("a fingerprint");
            };
            assert!(trusted.contains(&key.fingerprint()), "{text}");
        }
        assert!(trust("something").is_err());
    }
}
