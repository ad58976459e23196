//! Columns of a row, by position, as the words of the domain.

use core::str::FromStr;

use exam::ports::StoreError;
use lexicon::{Digest, Instant};
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row, Sqlite, Type};

use crate::error::broken;

/// Reads columns one after the other.
pub(crate) struct Columns<'r> {
    row: &'r SqliteRow,
    next: usize,
}

impl<'r> Columns<'r> {
    /// From the first column on.
    pub(crate) const fn of(row: &'r SqliteRow) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    pub(crate) fn value<T: Decode<'r, Sqlite> + Type<Sqlite>>(&mut self) -> Result<T, StoreError> {
        let value = self.row.try_get(self.next);
        self.next += 1;
        value.map_err(|error| broken(&format!("a stored value ({error})")))
    }

    /// The next column: this many bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        let bytes: &[u8] = self.value()?;
        bytes.try_into().map_err(|_| broken("a stored id"))
    }

    /// The next column: an id, made by its `from_bytes`.
    pub(crate) fn id<T>(&mut self, make: fn([u8; 16]) -> T) -> Result<T, StoreError> {
        self.array().map(make)
    }

    /// The next column: an id, if there is one.
    pub(crate) fn maybe_id<T>(&mut self, make: fn([u8; 16]) -> T) -> Result<Option<T>, StoreError> {
        let bytes: Option<&[u8]> = self.value()?;
        let id = bytes.map(TryInto::try_into).transpose();
        id.map(|id| id.map(make)).map_err(|_| broken("a stored id"))
    }

    /// The next column: an instant.
    pub(crate) fn instant(&mut self) -> Result<Instant, StoreError> {
        self.value().map(Instant)
    }

    /// The next column: a hash value.
    pub(crate) fn digest(&mut self) -> Result<Digest, StoreError> {
        self.array().map(Digest)
    }

    /// The next column: a whole number that is not negative and fits.
    pub(crate) fn number(&mut self) -> Result<u32, StoreError> {
        let number: i64 = self.value()?;
        number.try_into().map_err(|_| broken("a stored number"))
    }

    /// The next column: a word that parses.
    pub(crate) fn word<T: FromStr>(&mut self) -> Result<T, StoreError> {
        let text: &str = self.value()?;
        text.parse().map_err(|_| broken("a stored word"))
    }

    /// The next column: a word that parses, if there is one.
    pub(crate) fn maybe_word<T: FromStr>(&mut self) -> Result<Option<T>, StoreError> {
        let text: Option<&str> = self.value()?;
        let word = text.map(str::parse).transpose();
        word.map_err(|_| broken("a stored word"))
    }
}

/// A row of one column of bytes.
pub(crate) fn bytes(row: &SqliteRow) -> Result<Vec<u8>, StoreError> {
    Columns::of(row).value()
}

/// A row of one column of text.
pub(crate) fn text(row: &SqliteRow) -> Result<String, StoreError> {
    Columns::of(row).value()
}

/// A row of one number.
pub(crate) fn integer(row: &SqliteRow) -> Result<i64, StoreError> {
    Columns::of(row).value()
}
