//! The attempt: the state of one candidate's run, as one compact row.

use lexicon::{Digest, Instant, Millis, Points};
use serde::{Deserialize, Serialize};

use crate::account::{Account, Clockwork};
use crate::points::PointsTable;
use crate::span::{Span, Stop, StopKind};

mod answers;
mod codec;

pub use answers::Answers;
pub use codec::DecodeError;

/// Where an attempt stands. "Paused" is not a status: it follows from the open stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// On the list of the sitting; not yet seen.
    Assigned,
    /// Checked in at the desk; may log in.
    Present,
    /// The paper was served; the clock has started.
    Running,
    /// Over, with a receipt.
    Finished,
    /// Did not come, or came and never opened the paper (TH).
    Absent,
    /// Annulled by the committee; counts as TMS.
    Cancelled,
    /// Replaced by a new attempt on another form.
    Voided,
}

/// Who ended an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// The candidate pressed "finish".
    Candidate,
    /// The time was up.
    Time,
    /// A proctor ended it, with a reason.
    Proctor,
}

/// A browser, by the random id that it keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeviceId(pub u128);

/// Which device holds the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// The holder.
    pub device: DeviceId,
    /// When it took hold.
    pub since: Instant,
}

/// A timed block: its own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Duration + accommodation, cut at the start where the policy lets a late start run only to the end.
    pub base: Millis,
    /// Granted on top by a proctor.
    pub granted: Millis,
    /// When the paper was first served, or the block before ended.
    pub started: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// When it was opened again, if ever.
    pub reopened: Option<Instant>,
}

impl Block {
    /// A block that has not begun.
    #[must_use]
    pub const fn new(base: Millis) -> Self {
        Self {
            base,
            granted: Millis::ZERO,
            started: None,
            ended: None,
            reopened: None,
        }
    }
}

/// Why one seat stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeatReason {
    /// A proctor paused the seat.
    Paused,
    /// The run was interrupted and goes on another time or elsewhere.
    Interrupted,
    /// A declared incident: time given back, nothing refused.
    Incident,
    /// A process of the fleet could not serve it: an outage of this seat alone.
    Outage,
}

/// A stretch in which one seat stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatStop {
    /// When.
    pub span: Span,
    /// Why.
    pub reason: SeatReason,
}

/// The state of one candidate's run. The journal is the truth; this row is what the journal adds up to, so
/// that a changed mind needs no look-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Where it stands.
    pub status: Status,
    /// Disqualified (also after the finish).
    pub disqualified: bool,
    /// Warnings given.
    pub warnings: u8,
    /// Number of the PIN in force, from 1; 0 before check-in.
    pub pin_issue: u16,
    /// Rises when another device takes over; 0 before the first log-in.
    pub epoch: u32,
    /// Who holds it.
    pub lease: Option<Lease>,
    /// A proctor's permission for another device, until used.
    pub released: Option<Instant>,
    /// The timed blocks, at least one.
    pub blocks: Vec<Block>,
    /// Stops of this seat alone.
    pub stops: Vec<SeatStop>,
    /// Last sequence number that has a verdict.
    pub last_seq: u32,
    /// Chain head.
    pub head: Digest,
    /// Chain length; also the revision that live boards compare.
    pub pos: u32,
    /// How much of the sitting's ledger the chain has noted.
    pub room_pos: u32,
    /// Up to where outages have been noted in the chain.
    pub outages_until: Instant,
    /// Changes of this seat's own time so far.
    pub time_changes: u32,
    /// Current answers and flags.
    pub answers: Answers,
    /// Points per sub-test.
    pub totals: Vec<Points>,
    /// Why it ended, once finished.
    pub ended_by: Option<EndReason>,
    /// [`Self::last_seq`] as it was at the end: late events go on counting, the receipt does not.
    pub ended_seq: u32,
    /// Refused events so far, kept or not.
    pub refused: u32,
    /// The head that an earlier receipt carried, when a reopening or an admission has extended the chain.
    pub superseded: Option<Digest>,
    /// Log-outs of its pages so far: a token that was given before the latest is over. No part of the chain, for who
    /// looks at the screen is none.
    pub log_outs: u32,
    /// Events so far by which its page has repeated its state to a server that had lost it ([`crate::Event::rebase`]):
    /// for the proctor.
    pub rebased: u32,
}

impl Attempt {
    /// A candidate on the list: `blocks` are the entitlements (duration + accommodation), in order.
    #[must_use]
    pub fn assigned(blocks: &[Millis], points: &PointsTable, genesis: Digest) -> Self {
        Self {
            status: Status::Assigned,
            disqualified: false,
            warnings: 0,
            pin_issue: 0,
            epoch: 0,
            lease: None,
            released: None,
            blocks: blocks.iter().copied().map(Block::new).collect(),
            stops: Vec::new(),
            last_seq: 0,
            head: genesis,
            pos: 0,
            room_pos: 0,
            outages_until: Instant(i64::MIN),
            time_changes: 0,
            answers: Answers::blank(points.item_count()),
            totals: vec![Points(0); points.sub_tests().len()],
            ended_by: None,
            ended_seq: 0,
            refused: 0,
            superseded: None,
            log_outs: 0,
            rebased: 0,
        }
    }

    /// The index of the block that runs, or ran last.
    #[must_use]
    pub fn block_index(&self) -> usize {
        self.blocks
            .iter()
            .rposition(|block| block.started.is_some())
            .unwrap_or(0)
    }

    /// The time account of the block that runs, or ran last, under the stops of room and server.
    /// `None` before the start.
    #[must_use]
    pub fn clockwork(&self, shared: impl IntoIterator<Item = Stop>) -> Option<Clockwork> {
        let block = self.blocks.get(self.block_index())?;
        let account = Account {
            entitlement: block.base + block.granted,
            start: block.started?,
            reopened: block.reopened,
        };
        let own = self.stops.iter().map(|stop| Stop {
            span: stop.span,
            kind: stop.kind(),
        });
        Some(Clockwork {
            account,
            stops: shared.into_iter().chain(own).collect(),
        })
    }

    /// All points together.
    #[must_use]
    pub fn total(&self) -> Points {
        self.totals.iter().copied().sum()
    }
}

impl SeatStop {
    fn kind(&self) -> StopKind {
        match self.reason {
            SeatReason::Paused | SeatReason::Interrupted => StopKind::Pause,
            SeatReason::Incident => StopKind::Incident,
            SeatReason::Outage => StopKind::Outage,
        }
    }
}
