//! Numbers for journal rows, from blocks that the database gives out: no batch waits for another node's.

use core::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use exam::ports::StoreError;
use sqlx::postgres::PgConnection;

use crate::sql::postgres as sql;

/// How long a block is; the sequence of the schema goes in steps of it.
pub(super) const BLOCK_LEN: i64 = 4_096;

/// What is left of the blocks of this process.
#[derive(Debug, Default)]
pub(super) struct JournalIds(Mutex<Vec<Range<i64>>>);

impl JournalIds {
    /// So many numbers that nobody has.
    pub(super) async fn take(
        &self,
        count: usize,
        connection: &mut PgConnection,
    ) -> Result<Vec<i64>, StoreError> {
        let mut taken = Vec::with_capacity(count);
        self.fill(&mut taken, count);
        if taken.len() < count {
            let lacking = (count - taken.len()) as i64;
            let blocks = sql::JOURNAL_BLOCKS.call().with(lacking / BLOCK_LEN + 1);
            let firsts = blocks.list(connection, super::only_integer).await?;
            let blocks = firsts.into_iter().map(|first| first..first + BLOCK_LEN);
            self.left().extend(blocks);
            self.fill(&mut taken, count);
        }
        Ok(taken)
    }

    /// Forgets them: after a failover the database may give the same blocks to another node.
    pub(super) fn clear(&self) {
        self.left().clear();
    }

    fn fill(&self, taken: &mut Vec<i64>, count: usize) {
        let mut left = self.left();
        while taken.len() < count
            && let Some(block) = left.last_mut()
        {
            taken.extend(block.by_ref().take(count - taken.len()));
            if block.is_empty() {
                left.pop();
            }
        }
    }

    fn left(&self) -> MutexGuard<'_, Vec<Range<i64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
