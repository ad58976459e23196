//! Rank order while a sitting runs.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use indexset::BTreeSet;

use crate::order::Key;

/// A node's splitting or emptying rebuilds an index over all nodes; this size keeps both that and the
/// shifting within a node small for a room and for a nation.
const NODE_LEN_MAX: usize = 256;

/// Candidates in rank order. Changing one, finding a rank and finding a place on the list each take
/// O(log n), so that it can follow every answer of a sitting.
///
/// It grows with the number of candidates only; whoever fills it bounds that.
#[derive(Clone, Debug)]
pub struct LiveRanking<Id: Ord> {
    keys: BTreeMap<Id, Key>,
    /// `None` as id stands before every candidate of that key.
    order: BTreeSet<(Reverse<Key>, Option<Id>)>,
}

/// One line of the live list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveRow<Id> {
    /// Competition rank (1, 2, 2, 4).
    pub rank: usize,
    /// Place on the list, from 0; no two are equal. Equals stand by id.
    pub position: usize,
    /// The candidate.
    pub id: Id,
    /// What the candidate is ordered by.
    pub key: Key,
}

impl<Id: Ord + Clone> LiveRanking<Id> {
    /// Nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            keys: BTreeMap::new(),
            order: BTreeSet::with_maximum_node_size(NODE_LEN_MAX),
        }
    }

    /// How many candidates are ranked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether nobody is ranked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Enters a candidate or moves one; the former key, if there was one.
    pub fn set(&mut self, id: Id, key: Key) -> Option<Key> {
        let former = self.keys.insert(id.clone(), key);
        if former == Some(key) {
            return former;
        }
        if let Some(former) = former {
            self.order.remove(&(Reverse(former), Some(id.clone())));
        }
        self.order.insert((Reverse(key), Some(id)));
        former
    }

    /// Takes a candidate out; the key, if there was one.
    pub fn remove(&mut self, id: &Id) -> Option<Key> {
        let key = self.keys.remove(id)?;
        self.order.remove(&(Reverse(key), Some(id.clone())));
        Some(key)
    }

    /// Where a candidate stands.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<LiveRow<Id>> {
        let key = *self.keys.get(id)?;
        Some(LiveRow {
            rank: self.rank_of(key),
            position: self.order.rank(&(Reverse(key), Some(id.clone()))),
            id: id.clone(),
            key,
        })
    }

    /// The rank that a candidate with this key has or would have.
    #[must_use]
    pub fn rank_of(&self, key: Key) -> usize {
        self.order.rank(&(Reverse(key), None)) + 1
    }

    /// The lines from this position on, at most `len_max`.
    pub fn page(&self, from: usize, len_max: usize) -> impl Iterator<Item = LiveRow<Id>> + '_ {
        let to = from.saturating_add(len_max).min(self.len());
        let mut above: Option<(Key, usize)> = None;
        (from..to).map_while(move |position| {
            let (Reverse(key), id) = self.order.get_index(position)?;
            let rank = match above {
                Some((key_above, rank)) if key_above == *key => rank,
                Some(_) => position + 1,
                None => self.rank_of(*key),
            };
            above = Some((*key, rank));
            Some(LiveRow {
                rank,
                position,
                id: id.clone()?,
                key: *key,
            })
        })
    }

    /// The first `len_max` lines.
    pub fn top(&self, len_max: usize) -> impl Iterator<Item = LiveRow<Id>> + '_ {
        self.page(0, len_max)
    }

    /// A candidate's line with at most `each_side` lines above and below; nothing for one not ranked.
    pub fn around(&self, id: &Id, each_side: usize) -> impl Iterator<Item = LiveRow<Id>> + '_ {
        let (from, len) = self.get(id).map_or((0, 0), |row| {
            let from = row.position.saturating_sub(each_side);
            (
                from,
                row.position.saturating_add(each_side).saturating_add(1) - from,
            )
        });
        self.page(from, len)
    }
}

impl<Id: Ord + Clone> Default for LiveRanking<Id> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
