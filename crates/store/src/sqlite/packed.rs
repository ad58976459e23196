//! Rows as the answer path reads them: all of a kind in one value.

use exam::ports::{Loaded, RoomRow, SeatRow, StoreError};
use lexicon::{ApplicationId, AttemptId, FormId, FormationId, Instant, SelectionId, SittingId};
use session::Span;

use super::Columns;
use crate::error::broken;
use crate::tokens::Token;

/// A whole row: sittings, outages, attempts.
pub(super) fn loaded(row: &super::Row) -> Result<Loaded, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Loaded {
        rooms: rooms(&mut columns)?,
        outages: outages(&mut columns)?,
        seats: seats(&mut columns)?,
        held: Vec::new(),
    })
}

/// The next column: attempts, in id order.
pub(super) fn seats(row: &mut Columns<'_>) -> Result<Vec<SeatRow>, StoreError> {
    let mut seats = all(row, Rest::seat, "an attempt")?;
    seats.sort_unstable_by_key(|seat| seat.id);
    Ok(seats)
}

/// The next column: sittings, in id order.
pub(super) fn rooms(row: &mut Columns<'_>) -> Result<Vec<RoomRow>, StoreError> {
    let mut rooms = all(row, Rest::room, "a sitting")?;
    rooms.sort_unstable_by_key(|room| room.id);
    Ok(rooms)
}

/// The next column: outages, in order.
pub(super) fn outages(row: &mut Columns<'_>) -> Result<Vec<Span>, StoreError> {
    let list: Vec<(i64, i64)> =
        serde_json::from_str(row.value()?).map_err(|_| broken("an outage"))?;
    let spans = list
        .into_iter()
        .map(|(from, to)| Span::closed(Instant(from), Instant(to)));
    let mut outages: Vec<Span> = spans.collect();
    outages.sort_unstable_by_key(|outage| outage.from);
    Ok(outages)
}

fn all<'b, T>(
    row: &mut Columns<'b>,
    one: fn(&mut Rest<'b>) -> Option<T>,
    what: &str,
) -> Result<Vec<T>, StoreError> {
    let packed: Option<&[u8]> = row.value()?;
    let mut rest = Rest(packed.unwrap_or_default());
    let mut found = Vec::with_capacity(rest.0.len() / 256);
    while !rest.0.is_empty() {
        found.push(one(&mut rest).ok_or_else(|| broken(what))?);
    }
    Ok(found)
}

/// What has not been read yet. None where there is less than there must be.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn seat(&mut self) -> Option<SeatRow> {
        let (id, sitting) = (self.array()?, self.array()?);
        let (application, formation, form) = (self.array()?, self.array()?, self.array()?);
        let seed = self.array()?;
        let last_row = self.number(16)?;
        let (state_len, variant_len) = (self.number(8)?, self.number(2)?);
        let variant = core::str::from_utf8(self.take(variant_len)?).ok()?;
        Some(SeatRow {
            id: AttemptId::from_bytes(id),
            sitting: SittingId::from_bytes(sitting),
            application: ApplicationId::from_bytes(application),
            formation: FormationId::from_bytes(formation),
            form: FormId::from_bytes(form),
            variant: Token::from_word(variant).ok()?,
            seed,
            last_row: i64::try_from(last_row).ok()?,
            state: self.take(state_len)?.to_vec(),
        })
    }

    fn room(&mut self) -> Option<RoomRow> {
        let (id, selection) = (self.array()?, self.array()?);
        let late_start_until_end = match self.number(1)? {
            0 => false,
            1 => true,
            _ => return None,
        };
        let state_len = self.number(8)?;
        Some(RoomRow {
            id: SittingId::from_bytes(id),
            selection: SelectionId::from_bytes(selection),
            late_start_until_end,
            state: self.take(state_len)?.to_vec(),
        })
    }

    fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// A number of `digits` hexadecimal digits.
    fn number(&mut self, digits: usize) -> Option<usize> {
        let digits = core::str::from_utf8(self.take(digits)?).ok()?;
        usize::from_str_radix(digits, 16).ok()
    }
}
