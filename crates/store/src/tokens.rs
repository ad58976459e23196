//! Enumerations as the words that stand in columns. A word never changes its meaning: rows are kept for years.

use exam::ports::{DraftStatus, Role, StoreError};
use question_bank::Variant;
use session::{RoomStatus, Status};

use crate::error::broken;

/// A value that stands as a word in a column.
pub(crate) trait Token: Copy + Sized + 'static {
    /// Every value with its word.
    const WORDS: &'static [(Self, &'static str)];

    /// Its word.
    fn word(self) -> &'static str;

    /// The value of this word.
    fn from_word(word: &str) -> Result<Self, StoreError> {
        let known = Self::WORDS.iter().find(|(_, known)| *known == word);
        known
            .map(|(value, _)| *value)
            .ok_or_else(|| broken("a stored word"))
    }
}

macro_rules! tokens {
    ($type:ident { $($value:ident = $word:literal),+ $(,)? }) => {
        impl Token for $type {
            const WORDS: &'static [(Self, &'static str)] = &[$((Self::$value, $word)),+];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$value => $word),+
                }
            }
        }
    };
}

tokens!(Status {
    Assigned = "assigned",
    Present = "present",
    Running = "running",
    Finished = "finished",
    Absent = "absent",
    Cancelled = "cancelled",
    Voided = "voided",
});

tokens!(RoomStatus {
    Planned = "planned",
    Open = "open",
    Closed = "closed",
    Sealed = "sealed",
});

tokens!(Variant {
    Standard = "standard",
    Blind = "blind",
});

tokens!(DraftStatus {
    Draft = "draft",
    Approved = "approved",
    Published = "published",
});

tokens!(Role {
    Admin = "admin",
    Author = "author",
    Reviewer = "reviewer",
    Registrar = "registrar",
    Proctor = "proctor",
    Examiner = "examiner",
    Committee = "committee",
    Auditor = "auditor",
});

#[cfg(test)]
mod tests {
    use super::*;

    fn round<T: Token + PartialEq + core::fmt::Debug>() {
        for (value, word) in T::WORDS {
            assert_eq!(value.word(), *word);
            assert_eq!(T::from_word(word).as_ref(), Ok(value));
        }
        assert!(T::from_word("other").is_err());
    }

    #[test]
    fn every_word_is_read_as_it_was_written() {
        round::<Status>();
        round::<RoomStatus>();
        round::<Variant>();
        round::<DraftStatus>();
        round::<Role>();
    }
}
