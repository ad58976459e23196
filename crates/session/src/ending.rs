//! Where one block ends and the next begins, or the attempt is over.

use lexicon::{Instant, Points};

use crate::apply::{Done, Reply};
use crate::attempt::{Attempt, EndReason, Status};
use crate::journal::JournalEvent;
use crate::judge::Rows;

pub(crate) fn start_block(attempt: &mut Attempt, index: usize, at: Instant, rows: &mut Rows) {
    let room_pos = attempt.room_pos;
    if let Some(block) = attempt.blocks.get_mut(index) {
        block.started = Some(at);
        rows.journal.push(JournalEvent::Started {
            at,
            block: u8::try_from(index).unwrap_or(u8::MAX),
            entitlement: block.base + block.granted,
            room_pos,
        });
    }
}

/// Ends the running block; the next one begins at once, or the attempt is finished.
pub(crate) fn end_block(
    attempt: &mut Attempt,
    by: EndReason,
    at: Instant,
    rows: &mut Rows,
) -> Done {
    let index = attempt.block_index();
    if let Some(block) = attempt.blocks.get_mut(index) {
        block.ended = Some(at);
    }
    let block = u8::try_from(index).unwrap_or(u8::MAX);
    if by != EndReason::Proctor && index + 1 < attempt.blocks.len() {
        rows.journal
            .push(JournalEvent::BlockEnded { at, block, by });
        attempt.time_changes += 1;
        start_block(attempt, index + 1, at, rows);
        return Reply::NextBlock.into();
    }
    attempt.status = Status::Finished;
    attempt.ended_by = Some(by);
    attempt.ended_seq = attempt.last_seq;
    rows.journal.push(finished(attempt, by, at));
    Done::Receipt
}

pub(crate) fn finished(attempt: &Attempt, by: EndReason, at: Instant) -> JournalEvent {
    let totals: Vec<Points> = attempt.totals.clone();
    JournalEvent::Finished {
        at,
        by,
        last_seq: attempt.last_seq,
        totals,
    }
}
