//! Identifiers. Rows of the store are named by UUIDv7; what a candidate sees is named by random bits.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The sixteen bytes as they stand in the store.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The id with these sixteen bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

row_id! {
    /// An agency that recruits.
    AgencyId,
    /// One campaign of an agency.
    SelectionId,
    /// Position × qualification × location × category, with a quota.
    FormationId,
    /// A person.
    CandidateId,
    /// A candidate's claim on one formation.
    ApplicationId,
    /// One site or room in one time slot.
    SittingId,
    /// One candidate's run in a sitting.
    AttemptId,
    /// A locked set of items.
    FormId,
    /// An item of the question bank (not what a candidate sees: that is [`FormItemId`]).
    ItemId,
    /// A member of staff.
    UserId,
    /// A published document.
    PublicationId,
}

macro_rules! opaque_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// 64 random bits: neither creation order nor position can be read from it. Text form: 16
        /// lower-case hexadecimal digits, also in JSON (a browser's numbers end at 53 bits).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = OpaqueIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                parse_opaque(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    serializer.serialize_u64(self.0)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    deserializer.deserialize_str(OpaqueVisitor).map(Self)
                } else {
                    u64::deserialize(deserializer).map(Self)
                }
            }
        }
    )+};
}

opaque_id! {
    /// An item as one locked form shows it.
    FormItemId,
    /// An option of an item as one locked form shows it.
    OptionId,
}

struct OpaqueVisitor;

impl serde::de::Visitor<'_> for OpaqueVisitor {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("16 lower-case hexadecimal digits")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<u64, E> {
        parse_opaque(text).map_err(E::custom)
    }
}

/// The text is not 16 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is 16 lower-case hexadecimal digits")]
pub struct OpaqueIdError;

fn parse_opaque(text: &str) -> Result<u64, OpaqueIdError> {
    let canonical =
        text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !canonical {
        return Err(OpaqueIdError);
    }
    u64::from_str_radix(text, 16).map_err(|_| OpaqueIdError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opaque_id_has_one_text_form() {
        let id = OptionId(0x00ab);
        assert_eq!(id.to_string(), "00000000000000ab");
        assert_eq!("00000000000000ab".parse(), Ok(id));
        for other in [
            "ab",
            "00000000000000AB",
            "+0000000000000ab",
            "00000000000000abc",
            "",
        ] {
            assert_eq!(other.parse::<OptionId>(), Err(OpaqueIdError), "{other}");
        }
    }

    #[test]
    fn a_row_id_survives_its_bytes() {
        let id = AttemptId(Uuid::from_u128(7));
        assert_eq!(AttemptId::from_bytes(*id.as_bytes()), id);
        assert_eq!(id.to_string().parse(), Ok(id));
    }
}
