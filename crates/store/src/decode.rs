//! Columns of a row, by position, as the words of the domain.

use core::str::FromStr;

use exam::ports::StoreError;
use lexicon::{Digest, Instant};
use sqlx::{ColumnIndex, Decode, Row, Type};

use crate::engine::Engine;
use crate::error::broken;

/// Reads columns one after the other.
pub(crate) struct Columns<'r, E: Engine> {
    row: &'r E::Row,
    next: usize,
}

impl<'r, E: Engine> Columns<'r, E>
where
    usize: ColumnIndex<E::Row>,
{
    /// From the first column on.
    pub(crate) const fn of(row: &'r E::Row) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    pub(crate) fn value<T: Decode<'r, E> + Type<E>>(&mut self) -> Result<T, StoreError> {
        let value = self.row.try_get(self.next);
        self.next += 1;
        value.map_err(|error| broken(&format!("a stored value ({error})")))
    }

    /// Leaves so many columns out.
    pub(crate) const fn skip(&mut self, columns: usize) {
        self.next += columns;
    }

    /// The next column: an id, made by its `from_bytes`.
    pub(crate) fn id<T>(&mut self, make: fn([u8; 16]) -> T) -> Result<T, StoreError> {
        let id = self.maybe_id(make)?;
        id.ok_or_else(|| broken("a stored id"))
    }

    /// The next column: an id, if there is one.
    pub(crate) fn maybe_id<T>(&mut self, make: fn([u8; 16]) -> T) -> Result<Option<T>, StoreError> {
        let id = E::id(self.row, self.next).map_err(|_| broken("a stored id"));
        self.next += 1;
        Ok(id?.map(make))
    }

    /// The next column: this many bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], StoreError>
    where
        &'r [u8]: Decode<'r, E> + Type<E>,
    {
        let bytes: &[u8] = self.value()?;
        bytes
            .try_into()
            .map_err(|_| broken("a stored value of fixed length"))
    }

    /// The next column: a hash value.
    pub(crate) fn digest(&mut self) -> Result<Digest, StoreError>
    where
        &'r [u8]: Decode<'r, E> + Type<E>,
    {
        self.array().map(Digest)
    }

    /// The next column: an instant.
    pub(crate) fn instant(&mut self) -> Result<Instant, StoreError>
    where
        i64: Decode<'r, E> + Type<E>,
    {
        self.value().map(Instant)
    }

    /// The next column: a whole number that is not negative and fits.
    pub(crate) fn number(&mut self) -> Result<u32, StoreError>
    where
        i64: Decode<'r, E> + Type<E>,
    {
        let number: i64 = self.value()?;
        number.try_into().map_err(|_| broken("a stored number"))
    }

    /// The next column: 0 or 1.
    pub(crate) fn flag(&mut self) -> Result<bool, StoreError>
    where
        i64: Decode<'r, E> + Type<E>,
    {
        match self.value::<i64>()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(broken("a stored flag")),
        }
    }

    /// The next column: a word that parses.
    pub(crate) fn word<T: FromStr>(&mut self) -> Result<T, StoreError>
    where
        &'r str: Decode<'r, E> + Type<E>,
    {
        let text: &str = self.value()?;
        text.parse().map_err(|_| broken("a stored word"))
    }

    /// The next column: a word that parses, if there is one.
    pub(crate) fn maybe_word<T: FromStr>(&mut self) -> Result<Option<T>, StoreError>
    where
        &'r str: Decode<'r, E> + Type<E>,
    {
        let text: Option<&str> = self.value()?;
        let word = text.map(str::parse).transpose();
        word.map_err(|_| broken("a stored word"))
    }
}
