//! Journal events as their bytes say, read without the code that wrote them.

use super::wire::{Reader, Unreadable};

const VERSION: u8 = 1;

/// What was done to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// This option was chosen.
    Answer(u64),
    /// The answer was taken back.
    Clear,
    /// Marked as doubtful.
    Flag,
    /// No longer marked.
    Unflag,
}

/// A click of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Click {
    /// Its number in the attempt.
    pub seq: u32,
    /// 64 random bits by the page.
    pub id: u64,
    /// On which item.
    pub item: u64,
    /// What.
    pub deed: Deed,
}

/// Who ended a block or an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndedBy {
    Candidate,
    Time,
    Proctor,
}

/// What a proctor did to a seat, as far as time and leases are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SeatAct {
    /// Paused or interrupted.
    Stop,
    Resume,
    Incident {
        from: i64,
        to: i64,
    },
    Grant {
        length: i64,
    },
    Reopen {
        from: i64,
        to: i64,
    },
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    CheckedIn,
    LoggedIn {
        epoch: u32,
    },
    Started {
        block: u8,
        entitlement: i64,
    },
    Accepted {
        epoch: u32,
        click: Click,
        /// The page repeated what stands on an item, since the server had lost it.
        rebase: bool,
    },
    RoomNoted {
        pos: u32,
        head: [u8; 32],
    },
    OutageNoted,
    /// A process of the fleet was cut off, and the seat with it.
    SeatOutage {
        from: i64,
        to: i64,
    },
    Seat(SeatAct),
    BlockEnded {
        block: u8,
        by: EndedBy,
    },
    Finished {
        by: EndedBy,
        totals: Vec<i32>,
    },
    Admitted {
        epoch: u32,
        click: Click,
    },
}

/// One event of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// When the server took it in, ms.
    pub(crate) at: i64,
    pub(crate) what: What,
}

impl Entry {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let body = bytes.strip_prefix(&[VERSION]).ok_or(Unreadable)?;
        Reader::whole(body, entry)
    }
}

fn entry(reader: &mut Reader<'_>) -> Result<Entry, Unreadable> {
    let variant = reader.u32()?;
    let at = reader.i64()?;
    let what = match variant {
        0 => {
            reader.row_id()?;
            reader.u16()?;
            reader.text()?;
            What::CheckedIn
        }
        1 => {
            let epoch = reader.u32()?;
            reader.u128()?;
            What::LoggedIn { epoch }
        }
        2 => {
            let (block, entitlement) = (reader.u8()?, reader.i64()?);
            reader.u32()?;
            What::Started { block, entitlement }
        }
        3 => {
            let epoch = reader.u32()?;
            let (click, rebase) = click(reader)?;
            What::Accepted {
                epoch,
                click,
                rebase,
            }
        }
        4 => What::RoomNoted {
            pos: reader.u32()?,
            head: reader.raw()?,
        },
        5 => {
            reader.i64()?;
            reader.i64()?;
            What::OutageNoted
        }
        6 => {
            reader.row_id()?;
            reader.text()?;
            What::Seat(seat_act(reader)?)
        }
        7 => What::BlockEnded {
            block: reader.u8()?,
            by: ended_by(reader)?,
        },
        8 => {
            let by = ended_by(reader)?;
            reader.u32()?;
            What::Finished {
                by,
                totals: reader.list(Reader::i32)?,
            }
        }
        9 => {
            reader.i64()?;
            What::Admitted {
                epoch: reader.u32()?,
                click: click(reader)?.0,
            }
        }
        10 => What::SeatOutage {
            from: reader.i64()?,
            to: reader.i64()?,
        },
        _ => return Err(Unreadable),
    };
    Ok(Entry { at, what })
}

/// A click, and whether it repeats what stood.
fn click(reader: &mut Reader<'_>) -> Result<(Click, bool), Unreadable> {
    let (seq, id, item) = (reader.u32()?, reader.u64()?, reader.u64()?);
    let deed = match reader.u32()? {
        0 => Deed::Answer(reader.u64()?),
        1 => Deed::Clear,
        2 => Deed::Flag,
        3 => Deed::Unflag,
        _ => return Err(Unreadable),
    };
    let rebase = reader.bool()?;
    reader.u32()?;
    let click = Click {
        seq,
        id,
        item,
        deed,
    };
    Ok((click, rebase))
}

fn ended_by(reader: &mut Reader<'_>) -> Result<EndedBy, Unreadable> {
    match reader.u32()? {
        0 => Ok(EndedBy::Candidate),
        1 => Ok(EndedBy::Time),
        2 => Ok(EndedBy::Proctor),
        _ => Err(Unreadable),
    }
}

fn seat_act(reader: &mut Reader<'_>) -> Result<SeatAct, Unreadable> {
    Ok(match reader.u32()? {
        0 | 1 => SeatAct::Stop,
        2 => SeatAct::Resume,
        4 => SeatAct::Incident {
            from: reader.i64()?,
            to: reader.i64()?,
        },
        5 => SeatAct::Grant {
            length: reader.i64()?,
        },
        10 => SeatAct::Reopen {
            from: reader.i64()?,
            to: reader.i64()?,
        },
        11 => {
            reader.row_id()?;
            SeatAct::Other
        }
        3 | 6..=9 => SeatAct::Other,
        _ => return Err(Unreadable),
    })
}
