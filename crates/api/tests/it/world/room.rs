//! A selection that is ready for its day, and what happens on it.

use serde_json::json;

use super::actors::items_of;
use super::{
    Candidate, NUMBERS, SELECTION_FORM_COUNTS, Staff, World, candidates_csv, formations_csv,
    items_form,
};
use exam::ports::Role;

/// A sitting with all five candidates.
pub(crate) struct Room {
    pub(crate) admin: Staff,
    pub(crate) base: String,
    pub(crate) selection: String,
    pub(crate) form: String,
    pub(crate) sitting: String,
}

impl World {
    /// Imports everything, locks a form and makes a sitting.
    pub(crate) async fn room(&self) -> Room {
        self.room_under("cpns-2024").await
    }

    /// The same under another policy: a preset's name, or TOML.
    pub(crate) async fn room_under(&self, policy: &str) -> Room {
        let admin = self.staff("admin", Role::Admin).await;
        let selection = create_selection_under(&admin, "CPNS-1", policy).await;
        let form = fill(&admin, &selection).await;
        let sitting = create_sitting(&admin, &selection, &form).await;
        Room {
            admin,
            base: self.base.clone(),
            selection,
            form,
            sitting,
        }
    }
}

pub(crate) async fn create_selection(staff: &Staff, code: &str) -> String {
    create_selection_under(staff, code, "cpns-2024").await
}

async fn create_selection_under(staff: &Staff, code: &str, policy: &str) -> String {
    let body = json!({
        "code": code, "name": "Seleksi contoh", "agency": "Badan Contoh", "policy": policy,
    });
    let made = staff.post("/api/v1/selections", &body).await.ok();
    made["id"].as_str().unwrap().to_owned()
}

/// Formations, candidates, items and a form; the form's id.
async fn fill(staff: &Staff, selection: &str) -> String {
    let at = format!("/api/v1/selections/{selection}");
    let path = format!("{at}/formations?file=formasi.csv");
    let made = staff.send_table(&path, formations_csv()).await.ok();
    assert_eq!(made, json!({ "imported": 1 }));
    let path = format!("{at}/candidates?file=peserta.csv");
    let made = staff.send_table(&path, candidates_csv()).await.ok();
    assert_eq!(made, json!({ "imported": NUMBERS.len() }));
    let made = staff
        .send_form(&format!("{at}/items"), items_form())
        .await
        .ok();
    assert_eq!(made, json!({ "new": 7, "changed": 0, "same": 0 }));
    let counts: serde_json::Map<_, _> = SELECTION_FORM_COUNTS
        .iter()
        .map(|(code, count)| ((*code).to_owned(), json!(count)))
        .collect();
    let body = json!({ "name": "Paket A", "counts": counts });
    let form = staff.post(&format!("{at}/forms"), &body).await.ok();
    assert_eq!(form["items"], 7);
    form["id"].as_str().unwrap().to_owned()
}

async fn create_sitting(staff: &Staff, selection: &str, form: &str) -> String {
    let seats: Vec<_> = (1..)
        .zip(NUMBERS)
        .map(|(place, no)| json!({ "participant_no": no, "place": format!("PC-{place}") }))
        .collect();
    let body = json!({
        "name": "Sesi 1", "place": "Ruang 1", "starts": 1_800_000_000_000_i64,
        "forms": [form], "seats": seats,
    });
    let path = format!("/api/v1/selections/{selection}/sittings");
    let made = staff.post(&path, &body).await.ok();
    assert_eq!(made["seats"], NUMBERS.len());
    made["id"].as_str().unwrap().to_owned()
}

impl Room {
    /// Checks the candidate in; the PIN.
    pub(crate) async fn check_in(&self, no: &str) -> String {
        let slip = self.admin.check_in(&self.sitting, no).await.ok();
        slip["pin"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn open(&self) {
        self.admin.room(&self.sitting, "open").await.ok();
    }

    /// The candidate, checked in and logged in at the workstation `device`.
    pub(crate) async fn seated(&self, no: &str, device: u8) -> Candidate {
        let pin = self.check_in(no).await;
        let candidate = Candidate::at(&self.base, no, device);
        candidate.log_in(&pin).await.ok();
        candidate
    }

    /// The candidate with a paper before them; the items with their options.
    pub(crate) async fn writing(&self, no: &str) -> (Candidate, Vec<(String, Vec<String>)>) {
        let candidate = self.seated(no, 1).await;
        let started = candidate.start(1).await.ok();
        let items = items_of(&started["paper"]);
        (candidate, items)
    }

    /// The attempt of a candidate, as the proctor's list shows it.
    pub(crate) async fn attempt_of(&self, no: &str) -> String {
        let path = format!("/api/v1/sittings/{}", self.sitting);
        let view = self.admin.get(&path).await.ok();
        let seats = view["seats"].as_array().unwrap();
        let seat = seats.iter().find(|seat| seat["participant_no"] == no);
        seat.unwrap()["attempt"].as_str().unwrap().to_owned()
    }
}
