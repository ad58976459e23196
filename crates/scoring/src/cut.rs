//! How many of those who meet the grade go on.

/// The size of the cut, before ties at the border are admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cut {
    /// This many times the formation's quota (CPNS: 3).
    Multiple(u32),
    /// This many per formation whatever its quota (open selections: the top three).
    Fixed(u32),
}

impl Cut {
    /// The places for a formation with this quota.
    #[must_use]
    pub const fn places(self, quota: u32) -> u32 {
        match self {
            Self::Multiple(factor) => quota.saturating_mul(factor),
            Self::Fixed(places) => places,
        }
    }

    /// The same kind of cut with another number.
    #[must_use]
    pub const fn with_number(self, number: u32) -> Self {
        match self {
            Self::Multiple(_) => Self::Multiple(number),
            Self::Fixed(_) => Self::Fixed(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_multiple_follows_the_quota_and_a_fixed_number_does_not() {
        assert_eq!(Cut::Multiple(3).places(2), 6);
        assert_eq!(Cut::Multiple(3).places(u32::MAX), u32::MAX);
        assert_eq!(Cut::Fixed(3).places(7), 3);
        assert_eq!(Cut::Fixed(3).with_number(5), Cut::Fixed(5));
        assert_eq!(Cut::Multiple(3).with_number(5), Cut::Multiple(5));
    }
}
