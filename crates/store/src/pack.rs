//! Lists as one JSON parameter, many byte strings as one BLOB beside it.

use core::fmt::Write as _;
use std::io::Write as _;

use data_encoding::HEXLOWER;
use serde_json::Value;

/// A JSON list of hexadecimal texts.
pub(crate) fn hex_list<'a>(items: impl IntoIterator<Item = &'a [u8; 16]>) -> String {
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
pub(crate) fn hex(bytes: &[u8]) -> Value {
    Value::String(HEXLOWER.encode(bytes))
}

/// Records in one BLOB, and a JSON list of where each begins, counted from 1 as `substr` does. A record: numbers of 19
/// digits, the length of its bytes in 8 digits, an id, the bytes. (Numbers in the JSON would be parsed once per
/// column.)
pub(crate) struct Slices {
    starts: String,
    records: Vec<u8>,
}

impl Slices {
    /// With room for this many records with this many bytes in all.
    pub(crate) fn with_capacity(rows: usize, bytes: usize) -> Self {
        let mut starts = String::with_capacity(rows * 8 + 2);
        starts.push('[');
        Self {
            starts,
            records: Vec::with_capacity(bytes + rows * 64),
        }
    }

    /// The next record.
    pub(crate) fn push<const N: usize>(&mut self, numbers: [i64; N], id: &[u8; 16], bytes: &[u8]) {
        comma(&mut self.starts);
        // Writing into memory has no failing case.
        let _ = write!(self.starts, "{}", self.records.len() + 1);
        for number in numbers {
            let _ = write!(self.records, "{number:019}");
        }
        let _ = write!(self.records, "{:08}", bytes.len());
        self.records.extend_from_slice(id);
        self.records.extend_from_slice(bytes);
    }

    /// Both parameters.
    pub(crate) fn finish(mut self) -> (String, Vec<u8>) {
        self.starts.push(']');
        (self.starts, self.records)
    }
}

fn comma(list: &mut String) {
    if list.len() > 1 {
        list.push(',');
    }
}
