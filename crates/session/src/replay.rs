//! From the journal alone to answers and points: what `recompute` and every audit rests on.

use std::collections::BTreeSet;

use lexicon::{Digest, Instant, Points};

use crate::attempt::EndReason;
use crate::chain::Chain;
use crate::event::{Event, Kind};
use crate::journal::JournalEvent;
use crate::points::PointsTable;

/// What a journal adds up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// Chain over all events.
    pub chain: Chain,
    /// Per item, the canonical index of the current answer.
    pub answers: Vec<Option<u8>>,
    /// Per item, by (epoch, seq), the event that made the current answer.
    newest: Vec<Option<(u32, u32)>>,
    /// Late events that count, by (epoch, seq).
    admitted: BTreeSet<(u32, u32)>,
    /// Points per sub-test.
    pub totals: Vec<Points>,
    /// When and how it ended, unless it has not.
    pub ended: Option<(Instant, EndReason)>,
    /// Events of the candidate that count.
    pub accepted: u32,
}

/// Why a journal cannot be what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// A row's bytes are no event.
    #[error("event {0} is unreadable")]
    Unreadable(u32),
    /// An event names an item or option that is not on the form.
    #[error("event {0} does not belong to this form")]
    Foreign(u32),
    /// The end states other points than the events add up to under the key that was in force.
    #[error("event {0} states points that the events do not add up to")]
    Points(u32),
}

impl Replay {
    /// Whether an event on this item by (epoch, seq) would be the newest.
    #[must_use]
    pub fn is_newest(&self, item: u16, epoch: u32, seq: u32) -> bool {
        let newest = self.newest.get(usize::from(item)).copied().flatten();
        newest.is_none_or(|known| (epoch, seq) > known)
    }

    /// Whether this late event counts already.
    #[must_use]
    pub fn has_admitted(&self, epoch: u32, seq: u32) -> bool {
        self.admitted.contains(&(epoch, seq))
    }

    fn take(&mut self, points: &PointsTable, epoch: u32, event: &Event) -> Option<()> {
        let index = points.index_of(event.item)?;
        let item = points.item(index)?;
        self.accepted += 1;
        let chosen = match event.kind {
            Kind::Answer(option) => Some(item.option_index(option)?),
            Kind::Clear => None,
            Kind::Flag | Kind::Unflag => return Some(()),
        };
        if !self.is_newest(index, epoch, event.seq) {
            return Some(());
        }
        *self.newest.get_mut(usize::from(index))? = Some((epoch, event.seq));
        *self.answers.get_mut(usize::from(index))? = chosen;
        Some(())
    }

    fn add_up(&mut self, points: &PointsTable) {
        let mut totals = vec![Points(0); points.sub_tests().len()];
        for (item, chosen) in points.items().iter().zip(&self.answers) {
            if let (Some(total), Some(at)) = (totals.get_mut(usize::from(item.sub_test)), chosen) {
                *total += item.points_at(*at);
            }
        }
        self.totals = totals;
    }
}

/// Replays the rows of a journal from its beginning. `check_points` compares the points stated at the
/// finish; leave it off when the key was corrected since.
///
/// # Errors
/// Names the position (from 1) of the first event that cannot be.
pub fn replay<'a>(
    genesis: Digest,
    rows: impl IntoIterator<Item = &'a [u8]>,
    points: &PointsTable,
    check_points: bool,
) -> Result<Replay, ReplayError> {
    let mut replay = Replay {
        chain: Chain {
            head: genesis,
            pos: 0,
        },
        answers: vec![None; points.item_count()],
        newest: vec![None; points.item_count()],
        admitted: BTreeSet::new(),
        totals: vec![Points(0); points.sub_tests().len()],
        ended: None,
        accepted: 0,
    };
    for row in rows {
        replay.chain.push_bytes(row);
        let pos = replay.chain.pos;
        match JournalEvent::decode(row).map_err(|_| ReplayError::Unreadable(pos))? {
            JournalEvent::Accepted { epoch, event, .. } => {
                replay
                    .take(points, epoch, &event)
                    .ok_or(ReplayError::Foreign(pos))?;
            }
            JournalEvent::Admitted { epoch, event, .. } => {
                replay
                    .take(points, epoch, &event)
                    .ok_or(ReplayError::Foreign(pos))?;
                replay.admitted.insert((epoch, event.seq));
            }
            JournalEvent::Finished { at, by, totals, .. } => {
                // Admitted late events are followed by another one: it ends nothing that has not ended.
                replay.ended = replay.ended.or(Some((at, by)));
                replay.add_up(points);
                if check_points && totals != replay.totals {
                    return Err(ReplayError::Points(pos));
                }
            }
            JournalEvent::Seat {
                act: crate::journal::SeatAct::Reopen { .. },
                ..
            } => {
                replay.ended = None;
            }
            _ => {}
        }
    }
    replay.add_up(points);
    Ok(replay)
}
