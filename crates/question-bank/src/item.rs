//! An item of the bank: its code, version and content.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::ItemContent;

/// One version of an item. A changed content under the same code is a new version; an old one
/// stays as it is, for forms that hold it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The code, unique in the bank.
    pub code: ItemCode,
    /// Counts from 1.
    pub version: u32,
    /// What the item asks.
    pub content: ItemContent,
}

/// The name by which authors know an item: 1 to 32 ASCII letters, digits, `.`, `_`, `-`,
/// beginning with a letter or digit (so that no spreadsheet takes it for a formula).
/// Candidates never see it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ItemCode(String);

/// The text is not an item code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a code is 1 to 32 letters, digits, dots, underscores and hyphens, beginning with a letter or digit"
)]
pub struct ItemCodeError;

/// What an item is about. Levels are divided by `/`: `figural/serial`, `bela negara`.
///
/// Kept in lower case with single spaces, so that two authors' spellings meet; at most 64
/// characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Topic(String);

/// The text is not a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a topic is 1 to 64 characters, its levels divided by `/`, none of them empty, beginning with a letter or digit"
)]
pub struct TopicError;

const CODE_LEN_MAX: usize = 32;
const TOPIC_LEN_MAX: usize = 64;

impl ItemCode {
    /// The code itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ItemCode {
    type Err = ItemCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && (1..=CODE_LEN_MAX).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(ItemCodeError)
        }
    }
}

impl Topic {
    /// The topic itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this topic or one below it: `figural` covers `figural/serial`.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other
            .0
            .strip_prefix(&self.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().any(char::is_control) {
            return Err(TopicError);
        }
        let levels: Vec<String> = text.split('/').map(squeeze).collect();
        let topic = levels.join("/");
        let fits = topic.starts_with(char::is_alphanumeric)
            && levels.iter().all(|level| !level.is_empty())
            && topic.chars().count() <= TOPIC_LEN_MAX;
        if fits {
            Ok(Self(topic))
        } else {
            Err(TopicError)
        }
    }
}

fn squeeze(level: &str) -> String {
    let words: Vec<&str> = level.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

macro_rules! text_form {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

text_form!(ItemCode, Topic);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_strict() {
        assert!("TWK-2024.001_a".parse::<ItemCode>().is_ok());
        for bad in ["", "-a", "a b", "é", "a/b", "a\u{0}", &"x".repeat(33)] {
            assert_eq!(bad.parse::<ItemCode>(), Err(ItemCodeError), "{bad}");
        }
    }

    #[test]
    fn spellings_of_a_topic_meet() {
        let topic: Topic = "  Bela   Negara ".parse().unwrap();
        assert_eq!(topic.as_str(), "bela negara");
        assert_eq!(
            "Figural / Serial".parse::<Topic>().unwrap().as_str(),
            "figural/serial"
        );
        for bad in ["", "=a", " ", "a//b", "/a", "a\u{0}b", &"x".repeat(65)] {
            assert_eq!(bad.parse::<Topic>(), Err(TopicError), "{bad:?}");
        }
    }

    #[test]
    fn a_topic_covers_what_is_below_it() {
        let topic = |text: &str| text.parse::<Topic>().unwrap();
        assert!(topic("figural").covers(&topic("figural")));
        assert!(topic("figural").covers(&topic("figural/serial")));
        assert!(!topic("figural").covers(&topic("figuralis")));
        assert!(!topic("figural/serial").covers(&topic("figural")));
    }
}
