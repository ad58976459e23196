//! The lines of an export, one function each.

use data_encoding::HEXLOWER;
use lexicon::{AttemptId, Digest, Millis, SittingId};
use question_bank::{LockedItem, LockedSection};
use serde_json::{Value, json};
use session::{Attempt, JournalEvent, LedgerEntry, Stray, StrayKind, UptimeRow, genesis};

use super::events::{click, journal_event};
use crate::error::ExamError;
use crate::forms::LoadedForm;
use crate::ports::{FormRow, FormationRow, SeatSummary, SelectionRow, SittingRow};

pub(super) fn selection(row: &SelectionRow, formations: &[FormationRow]) -> Value {
    let formations: Vec<Value> = formations
        .iter()
        .map(|formation| {
            json!({
                "id": formation.id, "code": formation.code, "category": formation.category,
                "position_group": formation.position_group, "quota": formation.quota,
            })
        })
        .collect();
    json!({
        "kind": "selection", "id": row.id, "code": row.code, "name": row.name, "agency": row.agency,
        "policy": row.policy, "formations": formations,
    })
}

/// `canonical` is what nonce and commitment were made over; the items are the same in a shape that is easy
/// to read: the two variants together, an item for blind candidates right after the one that it replaces.
pub(super) fn form(row: &FormRow) -> Result<Value, ExamError> {
    let unreadable =
        |error: &dyn core::fmt::Display| ExamError::Internal(format!("form {}: {error}", row.id));
    let form = question_bank::verify(&row.content, &row.nonce, &row.commitment)
        .map_err(|error| unreadable(&error))?;
    let canonical = core::str::from_utf8(&row.content).map_err(|error| unreadable(&error))?;
    let items: Vec<Value> = form.sections.iter().flat_map(section).collect();
    Ok(json!({
        "kind": "form", "id": row.id, "name": row.name, "commitment": row.commitment,
        "nonce": HEXLOWER.encode(&row.nonce), "canonical": canonical, "items": items,
    }))
}

fn section(section: &LockedSection) -> Vec<Value> {
    let both = |item: &LockedItem| {
        let own = self::item(section, item, false);
        let stand_in = item
            .blind
            .as_deref()
            .map(|item| self::item(section, item, true));
        [Some(own), stand_in]
    };
    section.items.iter().flat_map(both).flatten().collect()
}

fn item(section: &LockedSection, item: &LockedItem, blind: bool) -> Value {
    let options: Vec<Value> = item
        .options
        .iter()
        .map(|option| json!({ "id": option.id, "points": option.points }))
        .collect();
    json!({
        "id": item.id, "code": item.code, "version": item.version, "sub_test": section.sub_test,
        "blind": blind, "options": options,
    })
}

/// `block_ms` is what everybody is entitled to at least, by the rows of the attempts.
pub(super) fn sitting(row: &SittingRow, seats: &[SeatSummary]) -> Value {
    let mut least: Vec<Millis> = Vec::new();
    for attempt in seats
        .iter()
        .filter_map(|seat| Attempt::decode(&seat.seat.state).ok())
    {
        for (at, block) in attempt.blocks.iter().enumerate() {
            match least.get_mut(at) {
                Some(known) => *known = block.base.min(*known),
                None => least.push(block.base),
            }
        }
    }
    json!({
        "kind": "sitting", "id": row.id, "name": row.name, "place": row.place, "starts": row.starts,
        "status": row.status, "late_start_until_end": row.late_start_until_end, "block_ms": least,
    })
}

pub(super) fn ledger(sitting: SittingId, pos: u32, bytes: &[u8]) -> Value {
    let entry = LedgerEntry::decode(bytes).ok();
    json!({
        "kind": "ledger", "sitting": sitting, "pos": pos, "bytes": HEXLOWER.encode(bytes),
        "entry": entry,
    })
}

pub(super) fn uptime(row: &UptimeRow) -> Value {
    json!({
        "kind": "uptime", "process": format!("{:016x}", row.process.0), "from": row.from, "to": row.to,
    })
}

pub(super) fn attempt(
    seat: &SeatSummary,
    attempt: &Attempt,
    form: &LoadedForm,
    commitment: &Digest,
    formation: &str,
) -> Value {
    let row = &seat.seat;
    let totals: Vec<Value> = form
        .points
        .sub_tests()
        .iter()
        .zip(&attempt.totals)
        .map(|(sub_test, points)| json!({ "sub_test": sub_test, "points": points }))
        .collect();
    let entitlements: Vec<Millis> = attempt.blocks.iter().map(|block| block.base).collect();
    json!({
        "kind": "attempt", "id": row.id, "sitting": row.sitting, "form": row.form,
        "variant": row.variant, "participant_no": seat.participant_no, "formation": formation,
        "genesis": genesis(row.id.as_bytes(), commitment), "status": attempt.status,
        "disqualified": attempt.disqualified, "warnings": attempt.warnings,
        "block_ms": entitlements, "last_seq": attempt.last_seq, "head": attempt.head,
        "pos": attempt.pos, "totals": totals, "answers": answers(attempt, form),
    })
}

/// The option of every answered item, by item.
fn answers(attempt: &Attempt, form: &LoadedForm) -> Value {
    let items = (0_u16..).zip(form.points.items());
    let chosen = items.filter_map(|(at, item)| {
        let (option, _) = item.options.get(usize::from(attempt.answers.chosen(at)?))?;
        Some((item.id.to_string(), Value::from(option.to_string())))
    });
    Value::Object(chosen.collect())
}

pub(super) fn event(attempt: AttemptId, pos: u32, bytes: &[u8]) -> Value {
    let event = JournalEvent::decode(bytes).ok();
    json!({
        "kind": "event", "attempt": attempt, "pos": pos, "bytes": HEXLOWER.encode(bytes),
        "event": event.as_ref().map(journal_event),
    })
}

pub(super) fn stray(attempt: AttemptId, stray: &Stray) -> Value {
    let reason = match stray.kind {
        StrayKind::Late => json!("late"),
        StrayKind::Refused(reason) => json!(reason),
    };
    json!({
        "kind": "stray", "attempt": attempt, "received": stray.received, "epoch": stray.epoch,
        "reason": reason, "event": click(&stray.event),
    })
}
