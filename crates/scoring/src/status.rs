//! Why a candidate takes part in no ranking, and the outcome of those who do.

use core::fmt;
use core::str::FromStr;

/// Something that keeps a candidate out of the ranking. None of these holds a place (domain, the cut
/// from SKD to SKB).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Did not appear (TH).
    Absent,
    /// Not eligible, also when the attempt was cancelled (TMS).
    Ineligible,
    /// Disqualified, also after the ranking (DIS).
    Disqualified,
    /// Withdrew (APS).
    Withdrew,
}

/// The text is none of TH, TMS, DIS, APS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a status is empty or one of TH, TMS, DIS, APS")]
pub struct UnknownStatus;

impl Status {
    /// The word used in input files and traces, whatever a policy prints.
    #[must_use]
    pub const fn token(self) -> &'static str {
        match self {
            Self::Absent => "TH",
            Self::Ineligible => "TMS",
            Self::Disqualified => "DIS",
            Self::Withdrew => "APS",
        }
    }
}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [
            Self::Absent,
            Self::Ineligible,
            Self::Disqualified,
            Self::Withdrew,
        ]
        .into_iter()
        .find(|status| status.token() == text)
        .ok_or(UnknownStatus)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.token())
    }
}

/// What the list says of a candidate. How it is printed is the policy's word (`Codes`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Meets the grade and is inside the cut (P/L).
    Within,
    /// Meets the grade, outside the cut (P).
    Passed,
    /// Below the grade (TL).
    Below,
    /// Not ranked.
    Out(Status),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_tokens_and_no_other() {
        for token in ["TH", "TMS", "DIS", "APS"] {
            assert_eq!(token.parse::<Status>().unwrap().token(), token);
        }
        for bad in ["", "th", "P/L", "TL"] {
            assert_eq!(bad.parse::<Status>(), Err(UnknownStatus), "{bad}");
        }
    }
}
