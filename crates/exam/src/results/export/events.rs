//! Journal events for readers without this program: tagged, with ids in hexadecimal digits.

use serde_json::{Value, json};
use session::{Event, JournalEvent, Kind};

/// A click of the candidate.
pub(super) fn click(event: &Event) -> Value {
    let (act, option) = match event.kind {
        Kind::Answer(option) => ("answer", Some(option)),
        Kind::Clear => ("clear", None),
        Kind::Flag => ("flag", None),
        Kind::Unflag => ("unflag", None),
    };
    json!({
        "seq": event.seq, "id": format!("{:016x}", event.id), "item": event.item, "act": act,
        "option": option, "rebase": event.rebase, "client_ms": event.client_ms,
    })
}

/// An event of a chain. The bytes beside it are what the chain was made of.
pub(super) fn journal_event(event: &JournalEvent) -> Value {
    match event {
        JournalEvent::CheckedIn {
            at,
            by,
            pin_issue,
            reason,
        } => json!({
            "type": "checked_in", "at": at, "by": by, "pin_issue": pin_issue, "reason": reason,
        }),
        JournalEvent::LoggedIn { at, epoch, device } => json!({
            "type": "logged_in", "at": at, "epoch": epoch, "device": format!("{:032x}", device.0),
        }),
        JournalEvent::Started {
            at,
            block,
            entitlement,
            room_pos,
        } => json!({
            "type": "started", "at": at, "block": block, "entitlement_ms": entitlement,
            "room_pos": room_pos,
        }),
        JournalEvent::Accepted { at, epoch, event } => json!({
            "type": "accepted", "at": at, "epoch": epoch, "click": click(event),
        }),
        JournalEvent::RoomNoted { at, pos, head } => json!({
            "type": "room_noted", "at": at, "pos": pos, "head": head,
        }),
        JournalEvent::OutageNoted { at, from, to } => json!({
            "type": "outage_noted", "at": at, "from": from, "to": to,
        }),
        JournalEvent::SeatOutage { at, from, to } => json!({
            "type": "seat_outage", "at": at, "from": from, "to": to,
        }),
        JournalEvent::Seat {
            at,
            by,
            reason,
            act,
        } => json!({ "type": "seat", "at": at, "by": by, "reason": reason, "act": act }),
        JournalEvent::BlockEnded { at, block, by } => json!({
            "type": "block_ended", "at": at, "block": block, "by": by,
        }),
        JournalEvent::Finished {
            at,
            by,
            last_seq,
            totals,
        } => json!({
            "type": "finished", "at": at, "by": by, "last_seq": last_seq, "totals": totals,
        }),
        JournalEvent::Admitted {
            at,
            received,
            epoch,
            event,
        } => json!({
            "type": "admitted", "at": at, "received": received, "epoch": epoch,
            "click": click(event),
        }),
    }
}
