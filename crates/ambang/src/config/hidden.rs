//! Values that hold passwords: shown without them, and read from files of their own.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::{Context, bail};
use toml::{Table, Value};

/// Keys whose values may hold a password, each with the key that names a file with the value instead.
pub(super) const HIDDEN: [(&str, &str); 3] = [
    ("database", "database_file"),
    ("live", "live_file"),
    ("metrics_token", "metrics_token_file"),
];

/// Ample for an address.
const LEN_MAX: usize = 10_000;
const MASK: &str = "***";

/// Takes the values from the files that are named.
///
/// # Errors
/// In words, and never with what a file holds: both keys of a pair are set, the file cannot be read, everybody can read
/// it, or there is nothing in it.
pub(super) fn take_from_files(table: &mut Table) -> anyhow::Result<()> {
    for (key, file_key) in HIDDEN {
        let file = table.get(file_key).and_then(Value::as_str);
        let Some(file) = file.filter(|file| !file.is_empty()) else {
            continue;
        };
        let set = table.get(key).and_then(Value::as_str);
        if set.is_some_and(|value| !value.is_empty()) {
            bail!("{key} and {file_key} are both set: leave one of them out");
        }
        let value = read(Path::new(file)).with_context(|| format!("{file_key} = {file:?}"))?;
        table.insert(key.to_owned(), Value::String(value));
    }
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<String> {
    let mode = fs::metadata(file).context("cannot read it")?.permissions();
    if mode.mode() & 0o007 != 0 {
        bail!("the file can be read by everybody: chmod 600 it");
    }
    let text = fs::read_to_string(file).context("cannot read it")?;
    let value = text.trim();
    if value.is_empty() || value.len() > LEN_MAX || value.contains('\n') {
        bail!("the file is to hold one line, and nothing else");
    }
    Ok(value.to_owned())
}

/// A value of one of these keys as it may be shown.
pub(super) fn masked(key: &str, value: &str) -> String {
    match key {
        "metrics_token" if value.is_empty() => String::new(),
        "metrics_token" => MASK.to_owned(),
        _ => masked_url(value),
    }
}

/// An address without its password, also where a slip keeps it from being one.
fn masked_url(url: &str) -> String {
    let (place, query) = match url.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => (url, None),
    };
    let mut shown = match place.rsplit_once('@') {
        None => place.to_owned(),
        Some((before, host)) => {
            let (scheme, user) = before.split_once("://").unwrap_or(("", before));
            let name = user.split_once(':').map_or(user, |(name, _)| name);
            let mask = if name == user { "" } else { MASK };
            match (scheme, mask) {
                // Nothing says where the password begins.
                ("", _) => format!("{MASK}@{host}"),
                (_, "") => format!("{scheme}://{name}@{host}"),
                (_, mask) => format!("{scheme}://{name}:{mask}@{host}"),
            }
        }
    };
    if let Some(query) = query {
        let parts = query.split('&').map(|part| match part.split_once('=') {
            Some((name, _)) if name.contains("password") => format!("{name}={MASK}"),
            _ => part.to_owned(),
        });
        shown.push('?');
        shown.push_str(&parts.collect::<Vec<_>>().join("&"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        for (url, shown) in [
            ("sqlite:ambang.db", "sqlite:ambang.db"),
            ("memory", "memory"),
            (
                "postgres://ambang:s3cret@db:5432/a?sslmode=verify-full",
                "postgres://ambang:***@db:5432/a?sslmode=verify-full",
            ),
            (
                "postgres://ambang:s3@cret@db/a",
                "postgres://ambang:***@db/a",
            ),
            (
                "postgres://ambang@db/a?password=s3cret&sslpassword=s3cret&x=1",
                "postgres://ambang@db/a?password=***&sslpassword=***&x=1",
            ),
            ("rediss://:s3cret@live:6379/0", "rediss://:***@live:6379/0"),
            ("redis:/:s3cret@live", "***@live"),
            ("postgres//ambang:s3cret@db/a", "***@db/a"),
        ] {
            assert_eq!(masked("database", url), shown);
            assert!(!shown.contains("cret"));
        }
        assert_eq!(masked("metrics_token", "s3cret-s3cret-s3cret"), "***");
        assert_eq!(masked("metrics_token", ""), "");
    }
}
