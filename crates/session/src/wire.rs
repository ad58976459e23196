//! Encoding of what is stored: a version byte, then postcard.

use postcard::ser_flavors::Flavor;
use serde::Serialize;

/// Bytes that grow, taken in by the slice.
struct Growing(Vec<u8>);

impl Flavor for Growing {
    type Output = Vec<u8>;

    fn try_extend(&mut self, data: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(data);
        Ok(())
    }

    fn try_push(&mut self, data: u8) -> postcard::Result<()> {
        self.0.push(data);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Vec<u8>> {
        Ok(self.0)
    }
}

/// The bytes of a row, about `len` of them.
pub(crate) fn encode<T: Serialize>(version: u8, value: &T, len: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(len);
    bytes.push(version);
    // Serialising into memory that grows has no failing case for the types of this crate.
    postcard::serialize_with_flavor(value, Growing(bytes)).unwrap_or_default()
}
