//! A small exam whose export can be spoiled.

use lexicon::{AttemptId, Digest, ParticipantNo};
use serde_json::{Value, json};

use super::bytes::{
    accepted, finished, logged_in, room_noted, room_open, room_pause, room_resume, started,
};
use crate::checker::chain::{genesis, ledger_genesis, link, link_ledger, short_code};
use crate::checker::{Click, Deed, Export, Findings, check};
use crate::ledger::{Acknowledged, Final, Ledger, Receipt, SubTotal};

pub(super) const ATTEMPT: AttemptId = AttemptId::from_bytes([3; 16]);
const SITTING: [u8; 16] = [2; 16];
const FORM: [u8; 16] = [1; 16];
const COMMITMENT: [u8; 32] = [9; 32];
pub(super) const NO: &str = "90000000000000001";

/// An exam of two items: 11 is worth 5 with option 111, 12 is worth 4 with option 122.
pub(super) struct Scene {
    pub(super) events: Vec<Vec<u8>>,
    pub(super) room: Vec<Vec<u8>>,
    pub(super) uptime: Vec<(i64, i64)>,
    pub(super) strays: Vec<(i64, &'static str)>,
    pub(super) totals: Vec<i32>,
    pub(super) late_start: bool,
    pub(super) head: [u8; 32],
    pub(super) pos: usize,
    pub(super) ledger: Ledger,
}

fn row_id(bytes: [u8; 16]) -> String {
    AttemptId::from_bytes(bytes).to_string()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

impl Scene {
    pub(super) fn new() -> Self {
        let room = vec![room_open(900), room_pause(2_000, 2_000), room_resume(2_500)];
        let mut noted = ledger_genesis(&SITTING);
        for entry in &room[..1] {
            noted = link_ledger(&noted, entry);
        }
        let events = vec![
            logged_in(950, 1),
            started(1_000, 10_000),
            accepted(1_400, 1, (1, 101), 11, Some(111)),
            accepted(1_500, 1, (2, 102), 12, Some(122)),
            room_noted(1_700, 1, &noted),
            finished(13_500, 2, &[5, 4]),
        ];
        let mut scene = Self {
            events,
            room,
            uptime: vec![(0, 20_000)],
            strays: Vec::new(),
            totals: vec![5, 4],
            late_start: false,
            head: [0; 32],
            pos: 0,
            ledger: ledger(),
        };
        scene.rehash();
        scene
    }

    /// As a forger would: heads and receipt fit whatever the journal says now.
    pub(super) fn rehash(&mut self) {
        let mut head = genesis(ATTEMPT.as_bytes(), &COMMITMENT);
        for event in &self.events {
            head = link(&head, event);
        }
        (self.head, self.pos) = (head, self.events.len());
        let receipt = &mut self.ledger.receipts[0].2;
        receipt.head = Digest(head);
        receipt.pos = u32::try_from(self.pos).unwrap();
        receipt.code = short_code(&head, &[5, 4]);
    }

    pub(super) fn set_end(&mut self, at: i64) {
        self.events.pop();
        self.events.push(finished(at, 2, &[5, 4]));
        self.rehash();
    }

    pub(super) fn export(&self) -> String {
        let mut lines = vec![
            json!({"kind": "selection", "policy": "x"}),
            form(),
            json!({"kind": "sitting", "id": row_id(SITTING), "name": "1",
                "late_start_until_end": self.late_start, "block_ms": [10_000]}),
        ];
        for (pos, bytes) in (1..).zip(&self.room) {
            let bytes = hex(bytes);
            lines.push(
                json!({"kind": "ledger", "sitting": row_id(SITTING), "pos": pos, "bytes": bytes}),
            );
        }
        for (from, to) in &self.uptime {
            lines.push(json!({"kind": "uptime", "process": "1", "from": from, "to": to}));
        }
        lines.push(self.attempt());
        for (pos, bytes) in (1..).zip(&self.events) {
            let bytes = hex(bytes);
            lines.push(json!({"kind": "event", "attempt": ATTEMPT, "pos": pos, "bytes": bytes}));
        }
        for (received, reason) in &self.strays {
            lines.push(json!({"kind": "stray", "attempt": ATTEMPT,
                "received": received, "reason": reason}));
        }
        lines.push(json!({"kind": "end", "lines": lines.len()}));
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    fn attempt(&self) -> Value {
        let totals = [("twk", self.totals[0]), ("tkp", self.totals[1])];
        json!({
            "kind": "attempt",
            "id": ATTEMPT,
            "sitting": row_id(SITTING),
            "form": row_id(FORM),
            "participant_no": NO,
            "formation": "F1",
            "genesis": hex(&genesis(ATTEMPT.as_bytes(), &COMMITMENT)),
            "status": "finished",
            "last_seq": 2,
            "head": hex(&self.head),
            "pos": self.pos,
            "totals": totals.map(|(sub_test, points)| json!({"sub_test": sub_test, "points": points})),
        })
    }

    pub(super) fn read(&self) -> Export {
        Export::read(self.export().as_bytes()).unwrap()
    }

    pub(super) fn check(&self) -> Findings {
        check(&self.read(), &self.ledger, None)
    }
}

fn form() -> Value {
    let option = |id: u64, points: i32| json!({"id": format!("{id:016x}"), "points": points});
    json!({"kind": "form", "id": row_id(FORM), "commitment": hex(&COMMITMENT), "nonce": "00", "items": [
        {"id": format!("{:016x}", 11), "sub_test": "twk", "options": [option(111, 5), option(112, 0)]},
        {"id": format!("{:016x}", 12), "sub_test": "tkp", "options": [option(121, 1), option(122, 4)]},
    ]})
}

fn ledger() -> Ledger {
    let clicks = [(1, 101, 11, 111), (2, 102, 12, 122)];
    let acknowledged = clicks.map(|(seq, id, item, option)| Acknowledged {
        attempt: ATTEMPT,
        epoch: 1,
        click: Click {
            seq,
            id,
            item,
            deed: Deed::Answer(option),
        },
        verdict: Final::Accepted,
        repeated: false,
        at_ms: 0,
    });
    let total = |sub_test: &str, points| SubTotal {
        sub_test: sub_test.into(),
        points,
    };
    let receipt = Receipt {
        head: Digest([0; 32]),
        pos: 0,
        totals: vec![total("twk", 5), total("tkp", 4)],
        total: 9,
        ended: 13_500,
        ended_by: "time".into(),
        last_seq: 2,
        code: String::new(),
    };
    let no: ParticipantNo = NO.parse().unwrap();
    Ledger {
        made: [(ATTEMPT, 101), (ATTEMPT, 102)].into(),
        acknowledged: acknowledged.into(),
        receipts: vec![(ATTEMPT, no, receipt)],
        promised: [(ATTEMPT, 10_000)].into(),
        given_up: 0,
    }
}
