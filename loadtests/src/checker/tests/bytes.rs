//! Rows as bytes, for tests.

fn number(mut value: u128, out: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap();
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn signed(value: i64, out: &mut Vec<u8>) {
    let zigzag = (value << 1) ^ (value >> 63);
    number(u128::from(u64::from_ne_bytes(zigzag.to_ne_bytes())), out);
}

fn row(variant: u128, at: i64) -> Vec<u8> {
    let mut out = vec![1];
    number(variant, &mut out);
    signed(at, &mut out);
    out
}

fn officer(out: &mut Vec<u8>, reason: &str) {
    out.push(16);
    out.extend([7; 16]);
    number(reason.len() as u128, out);
    out.extend(reason.as_bytes());
}

pub(super) fn logged_in(at: i64, epoch: u32) -> Vec<u8> {
    let mut out = row(1, at);
    number(epoch.into(), &mut out);
    number(u128::MAX, &mut out);
    out
}

pub(super) fn started(at: i64, entitlement: i64) -> Vec<u8> {
    let mut out = row(2, at);
    out.push(0);
    signed(entitlement, &mut out);
    number(1, &mut out);
    out
}

fn click(out: &mut Vec<u8>, epoch: u32, (seq, id): (u32, u64), item: u64, option: Option<u64>) {
    number(epoch.into(), out);
    number(seq.into(), out);
    number(id.into(), out);
    number(item.into(), out);
    match option {
        Some(option) => {
            out.push(0);
            number(option.into(), out);
        }
        None => out.push(1),
    }
    out.push(0);
    number(40, out);
}

pub(super) fn accepted(
    at: i64,
    epoch: u32,
    key: (u32, u64),
    item: u64,
    option: Option<u64>,
) -> Vec<u8> {
    let mut out = row(3, at);
    click(&mut out, epoch, key, item, option);
    out
}

pub(super) fn admitted(
    at: i64,
    epoch: u32,
    key: (u32, u64),
    item: u64,
    option: Option<u64>,
) -> Vec<u8> {
    let mut out = row(9, at);
    signed(at - 1, &mut out);
    click(&mut out, epoch, key, item, option);
    out
}

pub(super) fn room_noted(at: i64, pos: u32, head: &[u8; 32]) -> Vec<u8> {
    let mut out = row(4, at);
    number(pos.into(), &mut out);
    out.extend(head);
    out
}

pub(super) fn seat_incident(at: i64, from: i64, to: i64) -> Vec<u8> {
    let mut out = row(6, at);
    officer(&mut out, "kabel");
    out.push(4);
    signed(from, &mut out);
    signed(to, &mut out);
    out
}

pub(super) fn finished(at: i64, last_seq: u32, totals: &[i32]) -> Vec<u8> {
    let mut out = row(8, at);
    out.push(1);
    number(last_seq.into(), &mut out);
    number(totals.len() as u128, &mut out);
    for points in totals {
        signed((*points).into(), &mut out);
    }
    out
}

fn entry(at: i64) -> Vec<u8> {
    let mut out = vec![1];
    signed(at, &mut out);
    out.push(1);
    officer(&mut out, "");
    out
}

pub(super) fn room_open(at: i64) -> Vec<u8> {
    let mut out = entry(at);
    out.push(0);
    out
}

pub(super) fn room_pause(at: i64, from: i64) -> Vec<u8> {
    let mut out = entry(at);
    out.extend([1, 0]);
    signed(from, &mut out);
    out
}

pub(super) fn room_resume(at: i64) -> Vec<u8> {
    let mut out = entry(at);
    out.push(2);
    out
}
