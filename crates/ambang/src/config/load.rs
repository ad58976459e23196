//! File and environment to settings.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, bail};
use toml::{Table, Value};

use super::keys::{KEYS, Key};
use super::{Config, FILE};

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
    for (variable, value) in environment {
        let Some(variable) = variable.to_str().filter(|name| name.starts_with("AMBANG_")) else {
            continue;
        };
        let Some(key) = KEYS.iter().find(|key| key.variable() == variable) else {
            continue;
        };
        let Some(value) = value.to_str() else {
            bail!("{variable} in the environment is not text");
        };
        table.insert(key.name.to_owned(), typed(key, variable, value)?);
    }
    Value::Table(table).try_into().context("in the environment")
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
    fn an_unknown_key_is_refused_with_its_line() {
        let error = format!("{:#}", with("workers = 2\nworker = 3\n", &[]).unwrap_err());
        assert!(error.contains("ambang.toml"), "{error}");
        assert!(
            error.contains("line 2") && error.contains("`worker`"),
            "{error}"
        );
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
