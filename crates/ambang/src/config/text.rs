//! The configuration as a commented file.

use core::fmt::Write as _;

use toml::{Table, Value};

use super::Config;
use super::hidden::{HIDDEN, masked};
use super::keys::KEYS;

/// These settings as `ambang.toml`, every key with its words; passwords are not shown.
pub(crate) fn print(config: &Config) -> anyhow::Result<String> {
    let values = Table::try_from(config)?;
    let mut text = String::from(
        "# Ambang's configuration. Every key can be left out, and every key can be set in the environment as\n\
         # AMBANG_<KEY>, which lies over this file. Paths are relative to the folder in which the server starts.\n",
    );
    for key in &KEYS {
        text.push('\n');
        for line in key.words {
            writeln!(text, "# {line}")?;
        }
        if let Some(value) = values.get(key.name) {
            writeln!(text, "{}", line(key.name, value, &values))?;
        }
    }
    Ok(text)
}

fn line(name: &str, value: &Value, values: &Table) -> String {
    let hidden = HIDDEN.iter().find(|(key, _)| *key == name);
    let (Some((_, file_key)), Value::String(text)) = (hidden, value) else {
        return format!("{name} = {value}");
    };
    let from_file = values.get(*file_key).and_then(Value::as_str);
    if from_file.is_some_and(|file| !file.is_empty()) {
        return format!("# {name} is in the file that {file_key} names");
    }
    format!("{name} = {}", Value::String(masked(name, text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_file_is_the_configuration_and_names_every_key() {
        let config = Config {
            workers: 7,
            ..Config::default()
        };
        let text = print(&config).unwrap();
        assert_eq!(toml::from_str::<Config>(&text).unwrap(), config);
        let keys: Vec<String> = Table::try_from(&config).unwrap().keys().cloned().collect();
        assert_eq!(keys.len(), KEYS.len());
        for key in keys {
            assert!(KEYS.iter().any(|known| known.name == key), "{key}");
        }
    }

    #[test]
    fn a_printed_configuration_tells_no_password() {
        let config = Config {
            database: "postgres://a:s3cret@db/a".to_owned(),
            live: "redis://:s3cret@live".to_owned(),
            metrics_token: "s3cret-s3cret-s3cret".to_owned(),
            ..Config::default()
        };
        let text = print(&config).unwrap();
        assert!(
            !text.contains("cret-") && !text.contains("s3cret"),
            "{text}"
        );
        assert!(
            text.contains("database = \"postgres://a:***@db/a\""),
            "{text}"
        );
    }
}
