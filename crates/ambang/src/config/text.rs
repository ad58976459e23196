//! The configuration as a commented file.

use core::fmt::Write as _;

use toml::Table;

use super::Config;
use super::keys::KEYS;

/// These settings as `ambang.toml`, every key with its words.
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
            writeln!(text, "{} = {value}", key.name)?;
        }
    }
    Ok(text)
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
}
