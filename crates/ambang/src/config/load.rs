//! File and environment to settings.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, bail};
use toml::{Table, Value};

use super::hidden::{HIDDEN, take_from_files};
use super::keys::{KEYS, Key};
use super::{Config, FILE};

/// Variables that are not settings: the configuration's own place, and what the project's tests are told by.
const OTHERS: [&str; 10] = [
    "AMBANG_CONFIG",
    "AMBANG_BINARY",
    "AMBANG_LIBFAKETIME",
    "AMBANG_LOADTESTS",
    "AMBANG_NO_INSTALL",
    "AMBANG_SCREENSHOTS",
    "AMBANG_SERVER",
    "AMBANG_SIM_SEED",
    "AMBANG_SIM_SEEDS",
    "AMBANG_UPDATE",
];

/// Reads the named file, or `ambang.toml` if there is one, or nothing; then the environment.
pub(crate) fn load(file: Option<&Path>) -> anyhow::Result<Config> {
    let text = match file {
        Some(file) => std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the configuration {}", file.display()))?,
        None => match std::fs::read_to_string(FILE) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read the configuration {FILE}"));
            }
        },
    };
    let name = file.map_or_else(|| FILE.to_owned(), |file| file.display().to_string());
    merge(&name, &text, std::env::vars_os())
}

/// The file's text, checked by itself first so that a fault has its line there; then what the environment puts over it.
fn merge(
    name: &str,
    text: &str,
    environment: impl Iterator<Item = (OsString, OsString)>,
) -> anyhow::Result<Config> {
    let _: Config = toml::from_str(text).with_context(|| format!("in {name}"))?;
    let mut table: Table = toml::from_str(text).with_context(|| format!("in {name}"))?;
    let mut over = Table::new();
    for (variable, value) in environment {
        let Some(variable) = variable.to_str().filter(|name| name.starts_with("AMBANG_")) else {
            continue;
        };
        let Some(key) = KEYS.iter().find(|key| key.variable() == variable) else {
            if !OTHERS.contains(&variable) {
                bail!(unknown(variable));
            }
            continue;
        };
        let Some(value) = value.to_str() else {
            bail!("{variable} in the environment is not text");
        };
        over.insert(key.name.to_owned(), typed(key, variable, value)?);
    }
    // A value lies also over the file that the configuration names for it, and the other way round.
    for (key, file_key) in HIDDEN {
        for (one, other) in [(key, file_key), (file_key, key)] {
            if over.contains_key(one) && !over.contains_key(other) {
                table.remove(other);
            }
        }
    }
    table.extend(over);
    take_from_files(&mut table)?;
    Value::Table(table).try_into().context("in the environment")
}

/// A variable that nothing reads would be a setting that somebody believes in.
fn unknown(variable: &str) -> String {
    let names = KEYS.iter().map(Key::variable);
    let names = names.chain(OTHERS.iter().map(|name| (*name).to_owned()));
    let nearest = names.min_by_key(|name| distance(variable, name));
    let nearest = nearest.unwrap_or_default();
    format!("{variable} in the environment is no setting of Ambang; did you mean {nearest}?")
}

/// How many letters must be put in, left out or replaced to make one text of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, byte) in one.bytes().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (cell, known) in row.iter_mut().skip(1).zip(other.bytes()) {
            let replaced = diagonal + usize::from(byte != known);
            diagonal = *cell;
            left = replaced.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The value in the type that the key has.
fn typed(key: &Key, variable: &str, value: &str) -> anyhow::Result<Value> {
    let defaults = Table::try_from(Config::default())?;
    Ok(match defaults.get(key.name) {
        Some(Value::Boolean(_)) => Value::Boolean(match value {
            "true" | "1" | "yes" => true,
            "false" | "0" | "no" => false,
            _ => bail!("{variable} is true or false, not {value:?}"),
        }),
        Some(Value::Integer(_)) => Value::Integer(
            value
                .parse()
                .with_context(|| format!("{variable} is a whole number, not {value:?}"))?,
        ),
        Some(Value::Array(_)) => {
            let items = value
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
        _ => Value::String(value.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, environment: &[(&str, &str)]) -> anyhow::Result<Config> {
        let environment = environment
            .iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value)));
        merge("ambang.toml", text, environment)
    }

    #[test]
    fn the_environment_lies_over_the_file_and_the_file_over_the_defaults() {
        let config = with(
            "listen = \"127.0.0.1:9000\"\nworkers = 2\n",
            &[
                ("AMBANG_WORKERS", "3"),
                ("AMBANG_BEHIND_TLS", "true"),
                ("AMBANG_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
                ("AMBANG_SIM_SEED", "1"),
            ],
        )
        .unwrap();
        assert_eq!(config.listen.port(), 9000);
        assert_eq!((config.workers, config.behind_tls), (3, true));
        assert_eq!(config.trusted_proxies, ["10.0.0.0/8", "::1"]);
        assert_eq!(config.database, "sqlite:ambang.db");
    }

    #[test]
    fn what_holds_a_password_can_come_from_a_file_of_its_own() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("database");
        std::fs::write(&file, "postgres://a:s3cret@db/a\n").unwrap();
        let mode = |mode| {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        let text = format!("database_file = {file:?}\n");
        mode(0o644);
        let open = format!("{:#}", with(&text, &[]).unwrap_err());
        assert!(
            open.contains("chmod 600") && open.contains("database_file"),
            "{open}"
        );
        mode(0o440);
        let config = with(&text, &[]).unwrap();
        assert_eq!(config.database, "postgres://a:s3cret@db/a");
        let printed = super::super::print(&config).unwrap();
        assert!(!printed.contains("s3cret"), "{printed}");
        assert_eq!(with(&printed, &[]).unwrap(), config);
        let both = format!("{text}database = \"sqlite:a.db\"\n");
        let refused = with(&both, &[]).unwrap_err().to_string();
        assert!(refused.contains("both set"), "{refused}");
        // The environment lies over either form.
        let over = [("AMBANG_DATABASE", "sqlite:b.db")];
        assert_eq!(with(&text, &over).unwrap().database, "sqlite:b.db");
        let path = file.to_str().unwrap();
        let over = [("AMBANG_DATABASE_FILE", path)];
        let config = with("database = \"sqlite:a.db\"", &over).unwrap();
        assert_eq!(config.database, "postgres://a:s3cret@db/a");
        mode(0o600);
        for bad in ["", "\n", "a\nb s3cret\n"] {
            std::fs::write(&file, bad).unwrap();
            let refused = format!("{:#}", with(&text, &[]).unwrap_err());
            assert!(refused.contains("one line") && !refused.contains("s3cret"));
        }
        std::fs::remove_file(&file).unwrap();
        assert!(with(&text, &[]).is_err());
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let error = format!("{:#}", with("workers = 2\nworker = 3\n", &[]).unwrap_err());
        assert!(error.contains("ambang.toml"), "{error}");
        assert!(
            error.contains("line 2") && error.contains("`worker`"),
            "{error}"
        );
    }

    #[test]
    fn an_unknown_variable_is_refused_with_the_nearest_one() {
        for (variable, nearest) in [
            ("AMBANG_LISTN", "AMBANG_LISTEN"),
            ("AMBANG_TLS_CERTIFICATE", "AMBANG_TLS_CERT"),
            ("AMBANG_", "AMBANG_LOG"),
        ] {
            let error = with("", &[(variable, "1")]).unwrap_err().to_string();
            let told = format!("did you mean {nearest}?");
            assert!(
                error.starts_with(variable) && error.ends_with(&told),
                "{error}"
            );
        }
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!((distance("", "abc"), distance("abc", "")), (3, 3));
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        for (text, environment) in [
            ("workers = \"many\"", &[][..]),
            ("", &[("AMBANG_WORKERS", "many")]),
            ("", &[("AMBANG_ALLOW_PLAIN_HTTP", "perhaps")]),
            ("", &[("AMBANG_LISTEN", "everywhere")]),
        ] {
            assert!(with(text, environment).is_err(), "{text} {environment:?}");
        }
    }
}
