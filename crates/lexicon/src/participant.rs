//! The 17-digit number by which a candidate is known in a selection.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A participant number: exactly 17 ASCII digits (domain: the number on the exam card).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParticipantNo([u8; 17]);

/// Why a text is not a participant number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParticipantNoError {
    /// A spreadsheet turned the number into floating point and dropped its last digits.
    #[error("a spreadsheet has rounded the number; format the column as text and enter it again")]
    RuinedBySpreadsheet,
    /// Not 17 digits.
    #[error("a participant number has exactly 17 digits")]
    NotSeventeenDigits,
}

impl ParticipantNo {
    /// The seventeen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The only constructor admits ASCII digits, so this never takes the default.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for ParticipantNo {
    type Err = ParticipantNoError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let looks_numeric = text.starts_with(|c: char| c.is_ascii_digit());
        if looks_numeric && text.contains(['e', 'E', '.', ',']) {
            return Err(ParticipantNoError::RuinedBySpreadsheet);
        }
        let digits: [u8; 17] = text
            .as_bytes()
            .try_into()
            .map_err(|_| ParticipantNoError::NotSeventeenDigits)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(ParticipantNoError::NotSeventeenDigits);
        }
        Ok(Self(digits))
    }
}

impl fmt::Display for ParticipantNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ParticipantNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParticipantNo({self})")
    }
}

impl Serialize for ParticipantNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ParticipantNo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventeen_digits_and_nothing_else() {
        assert!("24400710110000123".parse::<ParticipantNo>().is_ok());
        for bad in [
            "",
            "2440071011000012",
            "244007101100001234",
            "2440071011000012x",
        ] {
            assert_eq!(
                bad.parse::<ParticipantNo>(),
                Err(ParticipantNoError::NotSeventeenDigits)
            );
        }
    }

    #[test]
    fn a_rounded_number_is_told_apart() {
        for bad in ["2.44007E+16", "2,44007E+16", "24400710110000123.0"] {
            assert_eq!(
                bad.parse::<ParticipantNo>(),
                Err(ParticipantNoError::RuinedBySpreadsheet)
            );
        }
    }
}
