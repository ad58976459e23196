//! Lists as one JSON parameter, many byte strings as one BLOB beside it.

use core::fmt::Write as _;

use data_encoding::HEXLOWER;
use serde_json::Value;

/// A JSON list of hexadecimal texts.
pub(super) fn hex_list<'a>(items: impl IntoIterator<Item = &'a [u8; 16]>) -> String {
    let mut list = String::from("[");
    for item in items {
        comma(&mut list);
        list.push('"');
        HEXLOWER.encode_append(item, &mut list);
        list.push('"');
    }
    list.push(']');
    list
}

/// Bytes as they ride in JSON.
pub(super) fn hex(bytes: &[u8]) -> Value {
    Value::String(HEXLOWER.encode(bytes))
}

/// Rows of numbers, each with an id and a byte string: the numbers in JSON, `[numbers…, offset, length]`, the
/// id and the bytes one after the other in a BLOB. Offsets count from 1, as `substr` does; a length is that of
/// the byte string alone, which begins 16 after the offset.
pub(super) struct Slices {
    pub(super) list: String,
    pub(super) bytes: Vec<u8>,
}

impl Slices {
    /// With room for this much.
    pub(super) fn with_capacity(rows: usize, bytes: usize) -> Self {
        let mut list = String::with_capacity(rows * 40 + 2);
        list.push('[');
        Self {
            list,
            bytes: Vec::with_capacity(bytes + rows * 16),
        }
    }

    /// The next row.
    pub(super) fn push<const N: usize>(&mut self, numbers: [i64; N], id: &[u8; 16], bytes: &[u8]) {
        comma(&mut self.list);
        self.list.push('[');
        for number in numbers {
            // Writing into a String has no failing case.
            let _ = write!(self.list, "{number},");
        }
        let _ = write!(self.list, "{},{}]", self.bytes.len() + 1, bytes.len());
        self.bytes.extend_from_slice(id);
        self.bytes.extend_from_slice(bytes);
    }

    /// Both parameters.
    pub(super) fn finish(mut self) -> (String, Vec<u8>) {
        self.list.push(']');
        (self.list, self.bytes)
    }
}

fn comma(list: &mut String) {
    if list.len() > 1 {
        list.push(',');
    }
}
