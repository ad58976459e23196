//! The room of a sitting: acts that hold for every seat, one ledger entry each.

use lexicon::{AttemptId, Digest, Instant, UserId};
use serde::{Deserialize, Serialize};

use crate::attempt::DecodeError;
use crate::chain::link_ledger;
use crate::journal::REASON_LEN_MAX;
use crate::span::{Span, Stop, StopKind};
use crate::wire;

/// More acts than this in one sitting are a fault of whoever sends them, not an exam.
const ACTS_MAX: u32 = 2_000;
/// Up to here a ledger still takes sanctions: a candidate can be disqualified however often a room was paused.
const SANCTIONS_MAX: u32 = 10_000;

/// First byte of an encoded room or ledger entry.
const VERSION: u8 = 1;

/// Where a sitting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoomStatus {
    /// Not opened; the desk may be at work.
    Planned,
    /// Papers are served.
    Open,
    /// No attempt runs any more.
    Closed,
    /// The minutes are signed.
    Sealed,
}

/// Why the whole room stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseReason {
    /// A proctor paused it.
    Proctor,
    /// The server was away too long to go on by itself.
    Outage,
    /// The server's clock cannot be trusted until an officer confirms it.
    Clock,
}

/// A stretch in which the room stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomPause {
    /// When.
    pub span: Span,
    /// Why.
    pub reason: PauseReason,
}

/// What can be done to a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoomAct {
    /// Papers are served from now on.
    Open,
    /// Time stands still from `from` (the start of an outage lies in the past).
    Pause {
        /// Why.
        reason: PauseReason,
        /// From when.
        from: Instant,
    },
    /// Every open pause ends: one act for the room.
    Resume,
    /// Time is given back for a stretch that is over; nothing is refused.
    Incident {
        /// The stretch's first instant.
        from: Instant,
        /// The instant after its last.
        to: Instant,
    },
    /// Every seat may go on at another device, once.
    Release,
    /// The sitting is over.
    Close,
    /// The minutes are signed.
    Seal,
    /// A decision on one candidate, at any time, also after the minutes. It changes the attempt
    /// ([`crate::Effects::sanction`]) and nothing in the room.
    Sanction {
        /// On whose attempt.
        attempt: AttemptId,
        /// What was decided.
        sanction: Sanction,
    },
}

/// What befalls one candidate by an officer's decision. It stands in the sitting's ledger and not in the
/// attempt's chain: that ends with its finish, and its receipt stays what the candidate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sanction {
    /// Warned.
    Warned,
    /// Disqualified (DIS).
    Disqualified,
    /// Annulled (TMS).
    Cancelled,
    /// Replaced by a new attempt on another form.
    Voided,
}

/// One entry of a sitting's ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// When it was received.
    pub at: Instant,
    /// By whom; `None` when the server acted by itself.
    pub by: Option<UserId>,
    /// In the officer's words; empty where the rules ask for none.
    pub reason: String,
    /// What.
    pub act: RoomAct,
}

/// Why an act on the room is refused. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoomRefusal {
    /// The sitting stands elsewhere.
    #[error("the sitting is {0}")]
    Status(RoomStatus),
    /// Nothing is paused.
    #[error("the room is not paused")]
    NotPaused,
    /// The room is already paused for this reason.
    #[error("the room is already paused")]
    AlreadyPaused,
    /// The stretch is empty, lies before the opening or is not over; or a pause lies ahead.
    #[error("an incident lies between the opening and now, and begins before it ends")]
    Span,
    /// Attempts are still running: nobody is cut short by closing a room or signing its minutes.
    #[error("{0} attempts are still running")]
    StillRunning(u32),
    /// The act needs a reason.
    #[error("a reason is needed, of at most {REASON_LEN_MAX} characters")]
    Reason,
    /// Too many acts.
    #[error("a sitting's ledger holds at most {ACTS_MAX} acts, and {SANCTIONS_MAX} with sanctions")]
    LedgerFull,
}

/// The state of a room: what its ledger adds up to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Where the sitting stands.
    pub status: RoomStatus,
    /// When papers began to be served.
    pub opened: Option<Instant>,
    /// When the sitting was closed.
    pub closed: Option<Instant>,
    /// Pauses, in order of their acts.
    pub pauses: Vec<RoomPause>,
    /// Declared incidents.
    pub incidents: Vec<Span>,
    /// When every seat was last released.
    pub released: Option<Instant>,
    /// Length of the ledger.
    pub pos: u32,
    /// Head of the ledger's chain.
    pub head: Digest,
}

impl Room {
    /// A sitting that has not been opened; `head` names it ([`crate::genesis`]).
    #[must_use]
    pub const fn planned(head: Digest) -> Self {
        Self {
            status: RoomStatus::Planned,
            opened: None,
            closed: None,
            pauses: Vec::new(),
            incidents: Vec::new(),
            released: None,
            pos: 0,
            head,
        }
    }

    /// The row's bytes: a version byte, then postcard.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(VERSION, self, 256)
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// For any other bytes, bytes left over included.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        decode(bytes)
    }

    /// Whether any pause is open.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.pauses.iter().any(|pause| pause.span.to.is_none())
    }

    /// How often its time was changed so far: pauses, their ends, incidents.
    pub(crate) fn time_changes(&self) -> u32 {
        let ended = self.pauses.iter().filter(|pause| pause.span.to.is_some());
        let changes = self.pauses.len() + ended.count() + self.incidents.len();
        u32::try_from(changes).unwrap_or(u32::MAX)
    }

    /// Everything that made time stand still for the whole room.
    pub fn stops(&self) -> impl Iterator<Item = Stop> {
        let pauses = self.pauses.iter().map(|pause| Stop {
            span: pause.span,
            kind: StopKind::Pause,
        });
        let incidents = self.incidents.iter().map(|span| Stop {
            span: *span,
            kind: StopKind::Incident,
        });
        pauses.chain(incidents)
    }

    /// Does what `entry` says, and extends the ledger's chain. `running` is how many attempts of the
    /// sitting still run; only closing and sealing ask for it.
    ///
    /// # Errors
    /// When the room's state forbids the act; the room is then unchanged.
    pub fn apply(&mut self, entry: &LedgerEntry, running: u32) -> Result<(), RoomRefusal> {
        self.check(entry, running)?;
        match entry.act {
            RoomAct::Open => {
                self.status = RoomStatus::Open;
                self.opened = Some(entry.at);
            }
            RoomAct::Pause { reason, from } => {
                self.pauses.push(RoomPause {
                    span: Span::open(from),
                    reason,
                });
            }
            RoomAct::Resume => {
                for pause in self
                    .pauses
                    .iter_mut()
                    .filter(|pause| pause.span.to.is_none())
                {
                    pause.span.to = Some(entry.at.max(pause.span.from));
                }
            }
            RoomAct::Incident { from, to } => self.incidents.push(Span::closed(from, to)),
            RoomAct::Release => self.released = Some(entry.at),
            RoomAct::Close => {
                self.status = RoomStatus::Closed;
                self.closed = Some(entry.at);
            }
            RoomAct::Seal => self.status = RoomStatus::Sealed,
            RoomAct::Sanction { .. } => {}
        }
        self.pos += 1;
        self.head = link_ledger(self.head, entry);
        Ok(())
    }

    fn check(&self, entry: &LedgerEntry, running: u32) -> Result<(), RoomRefusal> {
        let fits = match entry.act {
            RoomAct::Open => self.status == RoomStatus::Planned,
            RoomAct::Close => self.status == RoomStatus::Open,
            RoomAct::Seal => self.status == RoomStatus::Closed,
            // Reopened attempts run on in a closed room.
            RoomAct::Pause { .. }
            | RoomAct::Resume
            | RoomAct::Incident { .. }
            | RoomAct::Release => matches!(self.status, RoomStatus::Open | RoomStatus::Closed),
            RoomAct::Sanction { .. } => true,
        };
        if !fits {
            return Err(RoomRefusal::Status(self.status));
        }
        if entry.reason.chars().count() > REASON_LEN_MAX
            || (entry.act.needs_reason() && entry.reason.trim().is_empty())
        {
            return Err(RoomRefusal::Reason);
        }
        if entry.by.is_some() && entry.act.room_for().is_some_and(|max| self.pos >= max) {
            return Err(RoomRefusal::LedgerFull);
        }
        self.check_act(entry, running)
    }

    fn check_act(&self, entry: &LedgerEntry, running: u32) -> Result<(), RoomRefusal> {
        match entry.act {
            RoomAct::Pause { reason, .. } if self.paused_for(reason) => {
                Err(RoomRefusal::AlreadyPaused)
            }
            RoomAct::Pause { from, .. } if from > entry.at => Err(RoomRefusal::Span),
            RoomAct::Resume if !self.is_paused() => Err(RoomRefusal::NotPaused),
            RoomAct::Incident { from, to } => {
                let opened = self.opened.unwrap_or(entry.at);
                if from < to && opened <= from && to <= entry.at {
                    Ok(())
                } else {
                    Err(RoomRefusal::Span)
                }
            }
            RoomAct::Close | RoomAct::Seal if running > 0 => {
                Err(RoomRefusal::StillRunning(running))
            }
            _ => Ok(()),
        }
    }

    fn paused_for(&self, reason: PauseReason) -> bool {
        self.pauses
            .iter()
            .any(|pause| pause.span.to.is_none() && pause.reason == reason)
    }
}

impl LedgerEntry {
    /// The row's bytes: a version byte, then postcard. The ledger's chain runs over these.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(VERSION, self, 256)
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// For any other bytes, bytes left over included.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        decode(bytes)
    }
}

fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let body = bytes.strip_prefix(&[VERSION]).ok_or(DecodeError)?;
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Ok(value),
        _ => Err(DecodeError),
    }
}

impl RoomAct {
    /// Whether the rules ask the officer for words: whatever changes somebody's time or standing does.
    #[must_use]
    pub const fn needs_reason(&self) -> bool {
        match self {
            Self::Pause { .. } | Self::Incident { .. } | Self::Release | Self::Sanction { .. } => {
                true
            }
            Self::Open | Self::Resume | Self::Close | Self::Seal => false,
        }
    }

    /// How long a ledger may be that still takes this act from an officer; `None` for what ends a stop or the sitting:
    /// a full ledger must leave nobody standing. The server's own acts are few and are never refused.
    const fn room_for(&self) -> Option<u32> {
        match self {
            Self::Resume | Self::Close | Self::Seal => None,
            Self::Sanction { .. } => Some(SANCTIONS_MAX),
            Self::Open | Self::Pause { .. } | Self::Incident { .. } | Self::Release => {
                Some(ACTS_MAX)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: i64, act: RoomAct) -> LedgerEntry {
        let by = Some(UserId::from_bytes([1; 16]));
        LedgerEntry {
            at: Instant(at),
            by,
            reason: "listrik padam".into(),
            act,
        }
    }

    fn opened() -> Room {
        let mut room = Room::planned(Digest::default());
        room.apply(&entry(10, RoomAct::Open), 0).unwrap();
        room
    }

    #[test]
    fn one_resume_ends_every_pause() {
        let mut room = opened();
        for (at, reason) in [(20, PauseReason::Proctor), (30, PauseReason::Outage)] {
            room.apply(
                &entry(
                    at,
                    RoomAct::Pause {
                        reason,
                        from: Instant(at),
                    },
                ),
                0,
            )
            .unwrap();
        }
        room.apply(&entry(40, RoomAct::Resume), 0).unwrap();
        assert!(!room.is_paused());
        assert_eq!(
            room.apply(&entry(41, RoomAct::Resume), 0),
            Err(RoomRefusal::NotPaused)
        );
        assert_eq!(room.pos, 4);
    }

    #[test]
    fn closing_cuts_nobody_short() {
        let mut room = opened();
        let before = room.clone();
        assert_eq!(
            room.apply(&entry(20, RoomAct::Close), 3),
            Err(RoomRefusal::StillRunning(3))
        );
        assert_eq!(room, before);
        room.apply(&entry(20, RoomAct::Close), 0).unwrap();
        assert_eq!(room.closed, Some(Instant(20)));
    }

    #[test]
    fn an_incident_lies_between_opening_and_now() {
        let mut room = opened();
        for (from, to) in [(5, 8), (20, 20), (20, 31)] {
            let act = RoomAct::Incident {
                from: Instant(from),
                to: Instant(to),
            };
            assert_eq!(
                room.apply(&entry(30, act), 0),
                Err(RoomRefusal::Span),
                "{from}-{to}"
            );
        }
    }

    #[test]
    fn what_changes_time_asks_for_words() {
        let mut room = opened();
        let act = RoomAct::Pause {
            reason: PauseReason::Proctor,
            from: Instant(20),
        };
        let wordless = LedgerEntry {
            reason: " ".into(),
            ..entry(20, act)
        };
        assert_eq!(room.apply(&wordless, 0), Err(RoomRefusal::Reason));
    }
}
