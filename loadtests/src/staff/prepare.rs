//! Before the day: selection, imports, forms, sittings.

use lexicon::{FormId, ParticipantNo, SelectionId, SittingId};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use super::{Ask, Staff, id};
use crate::http::Http;

/// A candidate as the registration hands them over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateRow {
    /// Number on the exam card.
    pub no: ParticipantNo,
    /// Name.
    pub name: String,
    /// Code of the formation.
    pub formation: String,
    /// Whether the candidate is blind.
    pub blind: bool,
}

/// A picture of the bank: name and bytes.
pub type Picture<'a> = (&'a str, &'a [u8]);

/// A sitting to be made.
#[derive(Clone, Debug)]
pub struct NewSitting<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where.
    pub place: &'a str,
    /// When, ms UTC.
    pub starts: i64,
    /// On which forms.
    pub forms: &'a [FormId],
    /// Time per block, ms.
    pub block_ms: &'a [i64],
    /// Time per block of blind candidates, ms.
    pub blind_block_ms: &'a [i64],
    /// Who sits.
    pub seats: &'a [ParticipantNo],
}

impl Staff {
    /// Makes a selection under `policy` (a preset's name or TOML).
    ///
    /// # Errors
    /// When the server refuses, or stays away; also for everything below.
    pub async fn create_selection(
        &self,
        (code, name, agency): (&str, &str, &str),
        policy: &str,
    ) -> Result<SelectionId, String> {
        let body = json!({ "code": code, "name": name, "agency": agency, "policy": policy });
        let answer = self
            .post("POST selections", "/api/v1/selections", &body, &[])
            .await?;
        id(&answer)
    }

    /// Imports formations from CSV.
    ///
    /// # Errors
    /// As above.
    pub async fn import_formations(
        &self,
        selection: SelectionId,
        csv: &[u8],
    ) -> Result<(), String> {
        let path = format!("/api/v1/selections/{selection}/formations?file=formations.csv");
        self.import("POST selections/formations", &path, csv).await
    }

    /// Imports candidates.
    ///
    /// # Errors
    /// As above.
    pub async fn import_candidates(
        &self,
        selection: SelectionId,
        candidates: &[CandidateRow],
    ) -> Result<(), String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut write = |fields: [&str; 4]| writer.write_record(fields).map_err(|e| e.to_string());
        write(["participant_no", "name", "formation", "blind"])?;
        for row in candidates {
            let blind = if row.blind { "ya" } else { "" };
            write([row.no.as_str(), &row.name, &row.formation, blind])?;
        }
        let csv = writer.into_inner().map_err(|e| e.to_string())?;
        let path = format!("/api/v1/selections/{selection}/candidates?file=candidates.csv");
        self.import("POST selections/candidates", &path, &csv).await
    }

    async fn import(&self, route: &'static str, path: &str, csv: &[u8]) -> Result<(), String> {
        let build = |http: &Http| {
            let request = http.request(Method::POST, path);
            request
                .header("content-type", "text/csv")
                .body(csv.to_vec())
        };
        let ask = Ask {
            route,
            build: &build,
            done_by: &[],
        };
        self.ask(ask).await.map(drop)
    }

    /// Imports the bank with its pictures.
    ///
    /// # Errors
    /// As above.
    pub async fn import_items(
        &self,
        selection: SelectionId,
        items: &[u8],
        pictures: &[Picture<'_>],
    ) -> Result<(), String> {
        let path = format!("/api/v1/selections/{selection}/items");
        let build = |http: &Http| {
            let items = Part::bytes(items.to_vec()).file_name("items.csv");
            let mut form = Form::new().part("items", items);
            for (name, bytes) in pictures {
                let part = Part::bytes(bytes.to_vec()).file_name((*name).to_owned());
                form = form.part("picture", part);
            }
            http.request(Method::POST, &path).multipart(form)
        };
        let ask = Ask {
            route: "POST selections/items",
            build: &build,
            done_by: &[],
        };
        self.ask(ask).await.map(drop)
    }

    /// Draws a form by the policy's blueprint and locks it.
    ///
    /// # Errors
    /// As above.
    pub async fn lock_form(&self, selection: SelectionId, name: &str) -> Result<FormId, String> {
        let path = format!("/api/v1/selections/{selection}/forms");
        let body = json!({ "name": name });
        let answer = self
            .post("POST selections/forms", &path, &body, &[])
            .await?;
        id(&answer)
    }

    /// Makes a sitting.
    ///
    /// # Errors
    /// As above.
    pub async fn create_sitting(
        &self,
        selection: SelectionId,
        sitting: &NewSitting<'_>,
    ) -> Result<SittingId, String> {
        let path = format!("/api/v1/selections/{selection}/sittings");
        let seats: Vec<_> = (1..)
            .zip(sitting.seats)
            .map(|(place, no)| json!({ "participant_no": no, "place": format!("{place}") }))
            .collect();
        let body = json!({
            "name": sitting.name,
            "place": sitting.place,
            "starts": sitting.starts,
            "forms": sitting.forms,
            "block_ms": sitting.block_ms,
            "blind_block_ms": sitting.blind_block_ms,
            "seats": seats,
        });
        let answer = self
            .post("POST selections/sittings", &path, &body, &[])
            .await?;
        id(&answer)
    }
}
