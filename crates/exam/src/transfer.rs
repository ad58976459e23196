//! A whole store into another one, and the proof that both hold the same.

use lexicon::Digest;
use sha2::{Digest as _, Sha256};

use crate::ports::{Cell, Destination, Origin, Shape, StoreError};

/// What a table holds, in two figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSum {
    /// Its name.
    pub table: &'static str,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over its name and its rows in order of their keys. A row: the number of its cells (4 bytes, big-endian),
    /// then each cell with a byte for its kind (0 nothing, 1 number, 2 text, 3 bytes), the length of what follows (8
    /// bytes) and that: a number's 8 bytes, a text's UTF-8, bytes.
    pub digest: Digest,
}

/// Told with the number of rows that are done.
pub type Progress<'p> = &'p (dyn Fn(u64) + Sync);

/// How many rows there are in all.
///
/// # Errors
/// What the store says.
pub async fn rows(origin: &mut dyn Origin) -> Result<u64, StoreError> {
    let mut rows = 0;
    for table in origin.tables() {
        rows += origin.count(table).await?;
    }
    Ok(rows)
}

/// Copies every row; what was read, by table. Everything arrives, or nothing.
///
/// # Errors
/// What either store says; the destination is empty then, but after an unknown outcome of its commit.
pub async fn copy(
    origin: &mut dyn Origin,
    mut destination: Box<dyn Destination>,
    progress: Progress<'_>,
) -> Result<Vec<TableSum>, StoreError> {
    let sums = walk(origin, Some(&mut *destination), progress).await?;
    destination.finish().await?;
    Ok(sums)
}

/// What every table holds.
///
/// # Errors
/// What the store says.
pub async fn sums(
    origin: &mut dyn Origin,
    progress: Progress<'_>,
) -> Result<Vec<TableSum>, StoreError> {
    walk(origin, None, progress).await
}

async fn walk(
    origin: &mut dyn Origin,
    mut destination: Option<&mut (dyn Destination + 'static)>,
    progress: Progress<'_>,
) -> Result<Vec<TableSum>, StoreError> {
    let mut sums = Vec::new();
    let mut done = 0;
    for table in origin.tables() {
        let mut sum = Sum::of(table);
        let mut last: Option<Vec<Cell>> = None;
        loop {
            let page = origin.page(table, last.as_deref()).await?;
            let Some(key) = page.last().and_then(|row| row.get(..table.key_len)) else {
                break;
            };
            last = Some(key.to_vec());
            page.iter().for_each(|row| sum.add(row));
            done += page.len() as u64;
            if let Some(destination) = destination.as_deref_mut() {
                destination.take(table, page).await?;
            }
            progress(done);
        }
        sums.push(sum.finish());
    }
    Ok(sums)
}

struct Sum {
    table: Shape,
    rows: u64,
    hash: Sha256,
}

impl Sum {
    fn of(table: Shape) -> Self {
        let hash = Sha256::new()
            .chain_update(b"ambang/transfer/1")
            .chain_update((table.name.len() as u64).to_be_bytes())
            .chain_update(table.name);
        Self {
            table,
            rows: 0,
            hash,
        }
    }

    fn add(&mut self, row: &[Cell]) {
        self.rows += 1;
        // Rows have some ten cells.
        self.hash.update((row.len() as u32).to_be_bytes());
        for cell in row {
            match cell {
                Cell::Nothing => self.cell(0, &[]),
                Cell::Number(number) => self.cell(1, &number.to_be_bytes()),
                Cell::Text(text) => self.cell(2, text.as_bytes()),
                Cell::Bytes(bytes) => self.cell(3, bytes),
            }
        }
    }

    fn cell(&mut self, kind: u8, bytes: &[u8]) {
        self.hash.update([kind]);
        self.hash.update((bytes.len() as u64).to_be_bytes());
        self.hash.update(bytes);
    }

    fn finish(self) -> TableSum {
        TableSum {
            table: self.table.name,
            rows: self.rows,
            digest: Digest(self.hash.finalize().into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(rows: &[&[Cell]]) -> Digest {
        let mut sum = Sum::of(Shape {
            name: "t",
            key_len: 1,
        });
        rows.iter().for_each(|row| sum.add(row));
        sum.finish().digest
    }

    #[test]
    fn no_two_tables_look_alike() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let bytes = |bytes: &[u8]| Cell::Bytes(bytes.to_vec());
        let tables: [&[&[Cell]]; 9] = [
            &[],
            &[&[]],
            &[&[Cell::Nothing]],
            &[&[text("")]],
            &[&[bytes(b"")]],
            &[&[text("ab")]],
            &[&[text("a"), text("b")]],
            &[&[text("a")], &[text("b")]],
            &[&[Cell::Number(0)]],
        ];
        let digests: std::collections::BTreeSet<_> = tables
            .iter()
            .map(|rows| digest(rows).0)
            .chain([Sum::of(Shape {
                name: "u",
                key_len: 1,
            })
            .finish()
            .digest
            .0])
            .collect();
        assert_eq!(digests.len(), tables.len() + 1);
        assert_eq!(digest(&[&[bytes(b"a")]]), digest(&[&[bytes(b"a")]]));
    }
}
