//! Moving a whole store, row by row, into another one.
//!
//! Both sides name their tables and order their rows alike, whatever the engine, so that what was read here and what
//! was written there can be compared by one sum.

use async_trait::async_trait;

use super::StoreError;

/// A value of a row, as no engine has it and every engine can take it. An id is its sixteen bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// None.
    Nothing,
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A table, as far as whoever moves its rows has to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// So many of a row's first cells tell it from every other one; rows are ordered by them.
    pub key_len: usize,
}

/// A store that is read whole: one snapshot, and nobody serves it meanwhile.
#[async_trait]
pub trait Origin: Send {
    /// All tables; what a row refers to stands in an earlier one.
    fn tables(&self) -> Vec<Shape>;

    /// How many rows a table has.
    async fn count(&mut self, table: Shape) -> Result<u64, StoreError>;

    /// The rows that follow this key, in order of their keys, as many as are wieldy; none when there are no more.
    async fn page(
        &mut self,
        table: Shape,
        after: Option<&[Cell]>,
    ) -> Result<Vec<Vec<Cell>>, StoreError>;
}

/// An empty store that is being filled. Dropped without [`Destination::finish`] it is as empty as before.
#[async_trait]
pub trait Destination: Send {
    /// Takes rows, tables and rows in the order in which an [`Origin`] gives them.
    async fn take(&mut self, table: Shape, rows: Vec<Vec<Cell>>) -> Result<(), StoreError>;

    /// Makes all of it last at once, and has new rows numbered beyond those that came.
    async fn finish(self: Box<Self>) -> Result<(), StoreError>;
}
