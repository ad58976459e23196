//! The ledger of a sitting as its bytes say.

use super::wire::{Reader, Unreadable};

const VERSION: u8 = 1;

/// An act on the whole room, as far as time is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoomAct {
    Pause { from: i64 },
    Resume,
    Incident { from: i64, to: i64 },
    Other,
}

/// One entry: when (ms), and what.
pub(crate) fn read(bytes: &[u8]) -> Result<(i64, RoomAct), Unreadable> {
    let body = bytes.strip_prefix(&[VERSION]).ok_or(Unreadable)?;
    Reader::whole(body, |reader| {
        let at = reader.i64()?;
        reader.option(Reader::row_id)?;
        reader.text()?;
        let act = match reader.u32()? {
            1 => {
                if reader.u32()? > 2 {
                    return Err(Unreadable);
                }
                RoomAct::Pause {
                    from: reader.i64()?,
                }
            }
            2 => RoomAct::Resume,
            3 => RoomAct::Incident {
                from: reader.i64()?,
                to: reader.i64()?,
            },
            0 | 4 | 5 | 6 => RoomAct::Other,
            7 => {
                reader.row_id()?;
                if reader.u32()? > 3 {
                    return Err(Unreadable);
                }
                RoomAct::Other
            }
            _ => return Err(Unreadable),
        };
        Ok((at, act))
    })
}
