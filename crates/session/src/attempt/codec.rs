//! The attempt as bytes in its row.

use super::Attempt;
use crate::wire;

/// First byte of the encoding; a row of another version is not guessed at.
const VERSION: u8 = 3;
/// The version before: without the last field, [`Attempt::rebased`].
const WITHOUT_REBASED: u8 = 2;
/// The one before that: also without [`Attempt::log_outs`].
const WITHOUT_LOG_OUTS: u8 = 1;

/// The bytes are not an attempt of a version that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are not an attempt row of version {VERSION}")]
pub struct DecodeError;

impl Attempt {
    /// The row's bytes: a version byte, then the fields in postcard's wire format.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(VERSION, self, 256 + self.answers.len())
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// For any other bytes, bytes left over included.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        match bytes.split_first() {
            Some((&VERSION, body)) => whole(body),
            Some((&WITHOUT_REBASED, body)) => whole(&[body, &[0]].concat()),
            Some((&WITHOUT_LOG_OUTS, body)) => whole(&[body, &[0, 0]].concat()),
            _ => Err(DecodeError),
        }
    }
}

fn whole(body: &[u8]) -> Result<Attempt, DecodeError> {
    match postcard::take_from_bytes(body) {
        Ok((attempt, [])) => Ok(attempt),
        _ => Err(DecodeError),
    }
}
