//! `ambang cert`: a site's own certificate authority, the server's certificate, and how to install them.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use exam::ports::Clock as _;

use crate::site_ca::{Name, Notes, Pair, fingerprint, issue, new_ca};
use crate::system::SystemClock;

const CA_CERT: &str = "site-ca.crt";
const CA_KEY: &str = "site-ca.key";
const CERT: &str = "server.crt";
const KEY: &str = "server.key";
/// Readable by everybody, and by its owner alone.
const OPEN: u32 = 0o644;
const SECRET: u32 = 0o600;

/// Makes the certificate under which browsers trust this server: a site CA once, a server certificate every year.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A host name or address that people type; repeat it for more
    #[arg(long = "name", required = true, value_name = "NAME")]
    names: Vec<Name>,
    /// The folder for the files; a site CA that is there already is kept
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let now = SystemClock::for_command().now();
    let out = &args.out;
    fs::create_dir_all(out).with_context(|| format!("cannot make the folder {}", out.display()))?;
    let known = existing(out)?;
    let kept = known.is_some();
    let ca = known.map_or_else(|| new_ca(&args.names, now), Ok)?;
    let server = issue(&ca, &args.names, now)?;
    if !kept {
        write(&out.join(CA_KEY), &ca.key, SECRET)?;
        write(&out.join(CA_CERT), &ca.cert, OPEN)?;
    }
    write(&out.join(KEY), &server.key, SECRET)?;
    write(&out.join(CERT), &server.cert, OPEN)?;
    let fingerprint = fingerprint(&ca.cert);
    let notes = Notes {
        names: &args.names,
        fingerprint: &fingerprint,
    };
    write(&out.join("PASANG.txt"), &notes.indonesian(), OPEN)?;
    write(&out.join("INSTALL.txt"), &notes.english(), OPEN)?;
    report(out, kept, &fingerprint);
    Ok(())
}

fn report(out: &Path, kept: bool, fingerprint: &str) {
    let at = |name: &str| out.join(name).display().to_string();
    let made = if kept { "kept" } else { "new" };
    println!(
        "site CA      {} ({made}; install it on every PC)",
        at(CA_CERT)
    );
    println!("  SHA-256    {fingerprint}");
    println!("certificate  {} (a year)", at(CERT));
    println!("how to       {}, {}", at("PASANG.txt"), at("INSTALL.txt"));
    println!();
    println!("ambang.toml:");
    println!("tls_cert = {:?}", at(CERT));
    println!("tls_key = {:?}", at(KEY));
}

/// The site CA of an earlier run.
fn existing(out: &Path) -> anyhow::Result<Option<Pair>> {
    let read = |name: &str| match fs::read_to_string(out.join(name)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(error).with_context(|| format!("cannot read {}", out.join(name).display()))
        }
    };
    match (read(CA_CERT)?, read(CA_KEY)?) {
        (Some(cert), Some(key)) => Ok(Some(Pair { cert, key })),
        (None, None) => Ok(None),
        (Some(_), None) => bail!(
            "{CA_CERT} is in {} and {CA_KEY} is not: put the key back to renew the certificate, or take an empty \
             folder for a new site CA",
            out.display()
        ),
        (None, Some(_)) => bail!(
            "{CA_KEY} is in {} and {CA_CERT} is not: put the certificate back, or take an empty folder for a \
             new site CA",
            out.display()
        ),
    }
}

/// The file appears whole or not at all, and is never readable by more people than it should be.
fn write(path: &Path, text: &str, mode: u32) -> anyhow::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let wrote = || -> std::io::Result<()> {
        match fs::remove_file(&new) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(mode).open(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    wrote().with_context(|| format!("cannot write {}", path.display()))
}
