//! Reads the wire format of journal rows (postcard 1: LEB128 numbers, zigzag for signed ones).

/// The bytes are not what the format says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bytes that no row of the format has")]
pub(crate) struct Unreadable;

/// What is left of a row.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Reads one thing that must fill `bytes` to the end.
    pub(crate) fn whole<T>(
        bytes: &'a [u8],
        read: impl FnOnce(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        let mut reader = Self::new(bytes);
        let value = read(&mut reader)?;
        if reader.rest.is_empty() {
            Ok(value)
        } else {
            Err(Unreadable)
        }
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Unreadable> {
        let (first, rest) = self.rest.split_first().ok_or(Unreadable)?;
        self.rest = rest;
        Ok(*first)
    }

    pub(crate) fn bool(&mut self) -> Result<bool, Unreadable> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Unreadable),
        }
    }

    pub(crate) fn raw<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        let (head, rest) = self.rest.split_first_chunk().ok_or(Unreadable)?;
        self.rest = rest;
        Ok(*head)
    }

    /// A number of at most `bits` bits in its one shortest spelling.
    fn number(&mut self, bits: u32) -> Result<u128, Unreadable> {
        let mut value = 0_u128;
        let mut shift = 0_u32;
        loop {
            let byte = self.u8()?;
            let part = u128::from(byte & 0x7f);
            let fits = shift < bits && (bits - shift >= 7 || part >> (bits - shift) == 0);
            if !fits || (byte == 0 && shift > 0) {
                return Err(Unreadable);
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
            shift += 7;
        }
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Unreadable> {
        u16::try_from(self.number(16)?).map_err(|_| Unreadable)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Unreadable> {
        u32::try_from(self.number(32)?).map_err(|_| Unreadable)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Unreadable> {
        u64::try_from(self.number(64)?).map_err(|_| Unreadable)
    }

    pub(crate) fn u128(&mut self) -> Result<u128, Unreadable> {
        self.number(128)
    }

    pub(crate) fn i64(&mut self) -> Result<i64, Unreadable> {
        let raw = self.u64()?;
        let half = i64::try_from(raw >> 1).map_err(|_| Unreadable)?;
        Ok(if raw & 1 == 0 { half } else { !half })
    }

    pub(crate) fn i32(&mut self) -> Result<i32, Unreadable> {
        let raw = self.u32()?;
        let half = i32::try_from(raw >> 1).map_err(|_| Unreadable)?;
        Ok(if raw & 1 == 0 { half } else { !half })
    }

    pub(crate) fn len(&mut self) -> Result<usize, Unreadable> {
        usize::try_from(self.u32()?).map_err(|_| Unreadable)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Unreadable> {
        let len = self.len()?;
        let (text, rest) = self.rest.split_at_checked(len).ok_or(Unreadable)?;
        self.rest = rest;
        core::str::from_utf8(text).map_err(|_| Unreadable)
    }

    /// The id of a row: its sixteen bytes, preceded by their number.
    pub(crate) fn row_id(&mut self) -> Result<[u8; 16], Unreadable> {
        if self.len()? == 16 {
            self.raw()
        } else {
            Err(Unreadable)
        }
    }

    pub(crate) fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<Option<T>, Unreadable> {
        if self.bool()? {
            read(self).map(Some)
        } else {
            Ok(None)
        }
    }

    pub(crate) fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<Vec<T>, Unreadable> {
        let len = self.len()?;
        if len > self.rest.len() {
            return Err(Unreadable);
        }
        (0..len).map(|_| read(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        let read = |bytes: &[u8]| Reader::whole(bytes, Reader::u32);
        assert_eq!(read(&[0x7f]), Ok(127));
        assert_eq!(read(&[0x80, 0x01]), Ok(128));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Ok(u32::MAX));
        for bad in [
            &[0xff, 0xff, 0xff, 0xff, 0x1f][..],
            &[0x81, 0x00],
            &[0x80],
            &[],
            &[1, 1],
        ] {
            assert_eq!(read(bad), Err(Unreadable), "{bad:?}");
        }
    }

    #[test]
    fn signed_numbers_zigzag() {
        let read = |bytes: &[u8]| Reader::whole(bytes, Reader::i64);
        assert_eq!((read(&[0]), read(&[1]), read(&[2])), (Ok(0), Ok(-1), Ok(1)));
        let least = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert_eq!(read(&least), Ok(i64::MIN));
    }

    #[test]
    fn a_length_beyond_the_row_is_refused_before_anything_is_made() {
        let bytes = [0xff, 0xff, 0xff, 0xff, 0x0f];
        assert!(Reader::whole(&bytes, |reader| reader.list(Reader::u8)).is_err());
        assert!(Reader::whole(&bytes, |reader| reader.text().map(str::len)).is_err());
    }
}
