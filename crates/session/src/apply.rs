//! The attempt machine: a command, received at an instant, changes an attempt and leaves journal events.

use lexicon::Instant;

use crate::account::{GRACE, Phase};
use crate::attempt::{Attempt, EndReason, Status};
use crate::away::{Over, give, make_good};
use crate::chain::Chain;
use crate::command::{Command, Surroundings};
use crate::ending::{end_block, start_block};
use crate::event::Event;
use crate::journal::JournalEvent;
use crate::judge::{Bench, Past, Rows, Ruling};
use crate::late;
use crate::lease;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::room::Sanction;
use crate::staff;
use crate::stray::Stray;

/// What a command came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Done; nothing more to say.
    Done,
    /// The device holds the lease under this epoch.
    Leased {
        /// The epoch in force.
        epoch: u32,
        /// Whether another device held it before.
        moved: bool,
    },
    /// The paper may be served.
    Started,
    /// One ruling per event, in order.
    Ruled(Vec<Ruling>),
    /// The block is over and the next one runs.
    NextBlock,
    /// The attempt is over.
    Receipt(Box<Receipt>),
}

/// What has to be stored, refused or not, and the answer to the sender.
#[derive(Debug)]
pub struct Effects {
    /// New events of the chain, in order; [`Attempt::head`] already covers them.
    pub journal: Vec<JournalEvent>,
    /// Their bytes, over which the chain runs.
    pub encoded: Vec<Vec<u8>>,
    /// Events that do not count.
    pub strays: Vec<Stray>,
    /// To be entered in the sitting's ledger in the same transaction ([`crate::RoomAct::Sanction`]): the
    /// attempt's chain does not hold it.
    pub sanction: Option<Sanction>,
    /// The answer.
    pub reply: Result<Reply, Refusal>,
}

/// Applies a command received at `at` to `attempt`.
///
/// First the chain takes note of what happened around the attempt since its last event (ledger entries,
/// outages, and at the end of its time the absence of a process of the fleet), then the command is judged. A refused
/// command changes nothing beyond those notes. Commands must be applied in the order in which they were received.
pub fn apply(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    command: Command,
    at: Instant,
) -> Effects {
    let mut rows = Rows::default();
    if attempt.status == Status::Running {
        take_note(attempt, around, at, &mut rows);
    }
    let reply = dispatch(attempt, around, command, at, &mut rows);
    let mut chain = Chain {
        head: attempt.head,
        pos: attempt.pos,
    };
    let encoded: Vec<_> = rows.journal.iter().map(JournalEvent::encode).collect();
    for bytes in &encoded {
        chain.push_bytes(bytes);
    }
    (attempt.head, attempt.pos) = (chain.head, chain.pos);
    let reply = reply.map(|done| match done {
        Done::Reply(reply) => reply,
        Done::Receipt => {
            Receipt::of(attempt).map_or(Reply::Done, |receipt| Reply::Receipt(Box::new(receipt)))
        }
    });
    Effects {
        journal: rows.journal,
        encoded,
        strays: rows.strays,
        sanction: rows.sanction,
        reply,
    }
}

/// A receipt can only be written once the chain covers the finish.
pub(crate) enum Done {
    Reply(Reply),
    Receipt,
}

impl From<Reply> for Done {
    fn from(reply: Reply) -> Self {
        Self::Reply(reply)
    }
}

fn dispatch(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    command: Command,
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    match command {
        Command::CheckIn { by } => lease::check_in(attempt, by, at, rows),
        Command::ReissuePin { by, reason } => lease::reissue(attempt, by, reason, at, rows),
        Command::Login { device } => lease::login(attempt, around, device, at, rows),
        Command::Logout { epoch } => lease::logout(attempt, epoch),
        Command::Start { epoch } => start(attempt, around, epoch, at, rows),
        Command::Submit {
            epoch,
            events,
            past,
        } => submit(attempt, around, epoch, (&events, &past), at, rows),
        Command::Finish {
            epoch,
            block,
            last_seq,
        } => finish(attempt, around, epoch, (block, last_seq), at, rows),
        Command::TimeUp { epoch, last_seq } => time_up(attempt, around, epoch, last_seq, at, rows),
        Command::CloseDue => close_due(attempt, around, at, rows),
        Command::Outage { from, to } => outage(attempt, around, (from, to), at, rows),
        Command::Staff {
            by,
            reason,
            seen,
            act,
        } => {
            let desk = staff::Desk {
                around,
                by,
                reason,
                seen,
                at,
            };
            match act {
                crate::command::StaffAct::Reopen {
                    from,
                    to,
                    late,
                    journal,
                } => late::reopen(attempt, &desk, (from, to), &late, &journal, rows),
                crate::command::StaffAct::Admit {
                    second,
                    last_contact,
                    late,
                    journal,
                } => late::admit(
                    attempt,
                    &desk,
                    (second, last_contact),
                    &late,
                    &journal,
                    rows,
                ),
                act => staff::act(attempt, &desk, &act, rows),
            }
        }
    }
}

/// Notes in the chain the ledger entries and outages that it does not yet cover.
pub(crate) fn take_note(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    at: Instant,
    rows: &mut Rows,
) {
    if around.room.pos > attempt.room_pos {
        attempt.room_pos = around.room.pos;
        rows.journal.push(JournalEvent::RoomNoted {
            at,
            pos: around.room.pos,
            head: around.room.head,
        });
    }
    for span in around.outages {
        if let Some(to) = span.to
            && to > attempt.outages_until
        {
            rows.journal.push(JournalEvent::OutageNoted {
                at,
                from: span.from,
                to,
            });
            attempt.outages_until = to;
        }
    }
}

pub(crate) fn check_epoch(attempt: &Attempt, epoch: u32) -> Result<(), Refusal> {
    if attempt.epoch == epoch && epoch > 0 {
        Ok(())
    } else {
        Err(Refusal::StaleEpoch {
            current: attempt.epoch,
        })
    }
}

fn start(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    epoch: u32,
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    check_epoch(attempt, epoch)?;
    if attempt.disqualified {
        return Err(Refusal::Disqualified);
    }
    match attempt.status {
        // The page asks again after a reload: the clock runs already.
        Status::Running => return Ok(Reply::Started.into()),
        Status::Present => {}
        other => return Err(Refusal::Status(other)),
    }
    let opened = match (around.room.status, around.room.opened) {
        (crate::RoomStatus::Open, Some(opened)) if opened <= at => opened,
        _ => return Err(Refusal::NotOpen),
    };
    if around.room.is_paused() {
        return Err(Refusal::Paused);
    }
    if around.late_start_until_end {
        let clock = crate::Clockwork {
            account: crate::Account {
                entitlement: attempt
                    .blocks
                    .first()
                    .map(|block| block.base)
                    .unwrap_or_default(),
                start: opened,
                reopened: None,
            },
            stops: around.stops().collect(),
        };
        let Phase::Running { deadline } = clock.phase(at) else {
            return Err(Refusal::NotOpen);
        };
        if let Some(block) = attempt.blocks.first_mut() {
            block.base = deadline - at;
        }
    }
    attempt.status = Status::Running;
    attempt.room_pos = around.room.pos;
    attempt.outages_until = at;
    start_block(attempt, 0, at, rows);
    Ok(Reply::Started.into())
}

fn submit(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    epoch: u32,
    (events, past): (&[Event], &[Past]),
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    check_epoch(attempt, epoch)?;
    let over = make_good(attempt, around, at, rows);
    let clock = around.clockwork(attempt);
    let bench = Bench {
        points: around.points,
        clock: clock.as_ref(),
        over,
        past,
        at,
    };
    Ok(Reply::Ruled(bench.judge(attempt, events, rows)).into())
}

fn finish(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    epoch: u32,
    (block, last_seq): (u8, u32),
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    check_epoch(attempt, epoch)?;
    let Some(phase) = running_phase(attempt, around, at)? else {
        return Ok(Done::Receipt);
    };
    match usize::from(block).cmp(&attempt.block_index()) {
        // The first one's answer was lost on the way; it must not end the next block too.
        core::cmp::Ordering::Less => return Ok(Reply::NextBlock.into()),
        core::cmp::Ordering::Greater => return Err(Refusal::NotDue),
        core::cmp::Ordering::Equal => {}
    }
    check_complete(attempt, last_seq)?;
    match phase {
        Phase::Paused { .. } => Err(Refusal::Paused),
        Phase::Running { .. } => Ok(end_block(attempt, EndReason::Candidate, at, rows)),
        Phase::TimeUp { .. } => Ok(end_block(attempt, EndReason::Time, at, rows)),
    }
}

fn time_up(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    epoch: u32,
    last_seq: u32,
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    check_epoch(attempt, epoch)?;
    let over = make_good(attempt, around, at, rows);
    let Some(phase) = running_phase(attempt, around, at)? else {
        return Ok(Done::Receipt);
    };
    match phase {
        Phase::Paused { .. } => return Err(Refusal::Paused),
        Phase::Running { deadline } if at < deadline => return Err(Refusal::NotDue),
        Phase::TimeUp { deadline } if at > deadline + GRACE && over == Over::Yes => {}
        // Within the grace, and while a process is waited for, what the page still holds may arrive.
        Phase::Running { .. } | Phase::TimeUp { .. } => check_complete(attempt, last_seq)?,
    }
    Ok(end_block(attempt, EndReason::Time, at, rows))
}

fn close_due(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    let over = make_good(attempt, around, at, rows);
    let Some(phase) = running_phase(attempt, around, at)? else {
        return Ok(Done::Receipt);
    };
    match phase {
        Phase::TimeUp { deadline } if at > deadline + GRACE && over == Over::Yes => {
            Ok(end_block(attempt, EndReason::Time, at, rows))
        }
        _ => Err(Refusal::NotDue),
    }
}

fn outage(
    attempt: &mut Attempt,
    around: Surroundings<'_>,
    (from, to): (Instant, Instant),
    at: Instant,
    rows: &mut Rows,
) -> Result<Done, Refusal> {
    if attempt.status != Status::Running {
        return Err(Refusal::Status(attempt.status));
    }
    // Each gets the overlap with its own running time, and once the time was over nobody was kept from anything.
    let started = attempt.blocks.get(attempt.block_index());
    let started = started.and_then(|block| block.started).unwrap_or(from);
    let from = from.max(started);
    let over = around.clockwork(attempt).is_some_and(
        |clock| matches!(clock.phase(from), Phase::TimeUp { deadline } if from > deadline + GRACE),
    );
    if over || from >= to || to > at {
        return Err(Refusal::Span);
    }
    if !give(attempt, (from, to), at, rows) {
        return Err(Refusal::TooMany);
    }
    Ok(Reply::Done.into())
}

/// The phase of a running attempt, `None` of a finished one (which has its receipt).
fn running_phase(
    attempt: &Attempt,
    around: Surroundings<'_>,
    at: Instant,
) -> Result<Option<Phase>, Refusal> {
    match attempt.status {
        Status::Finished => Ok(None),
        Status::Running => Ok(around.clockwork(attempt).map(|clock| clock.phase(at))),
        other => Err(Refusal::Status(other)),
    }
}

fn check_complete(attempt: &Attempt, last_seq: u32) -> Result<(), Refusal> {
    match last_seq.cmp(&attempt.last_seq) {
        core::cmp::Ordering::Greater => Err(Refusal::MissingSeq {
            expected: attempt.last_seq + 1,
        }),
        core::cmp::Ordering::Less => Err(Refusal::Conflict {
            last_seq: attempt.last_seq,
        }),
        core::cmp::Ordering::Equal => Ok(()),
    }
}
