//! Short names that are data, not code: sub-tests, categories, position groups.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

/// The text is not a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name is 1 to 32 lower-case letters, digits and inner hyphens")]
pub struct SlugError;

fn is_slug(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !text.starts_with('-')
        && !text.ends_with('-')
}

macro_rules! slug {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = SlugError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if is_slug(text) { Ok(Self(text.to_owned())) } else { Err(SlugError) }
            }
        }

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

slug! {
    /// A sub-test: `twk`, `tiu`, `tkp`, …
    SubTest,
    /// A category of formations: `umum`, `cumlaude`, … Which exist is the policy's word.
    Category,
    /// A group of positions with a grade of its own: `medis`, `pelaut`. Which exist is the policy's word.
    PositionGroup,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_strict() {
        assert!("daerah-tertinggal".parse::<Category>().is_ok());
        for bad in ["", "Umum", "-umum", "umum-", "ümum", "a b"] {
            assert_eq!(bad.parse::<Category>(), Err(SlugError), "{bad}");
        }
    }
}
