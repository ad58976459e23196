//! On the day: check-in, opening, pauses, releases, close.

use lexicon::{AttemptId, ParticipantNo, SittingId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Staff;

/// What the desk hands out.
#[derive(Clone, Debug, Deserialize)]
pub struct CheckedIn {
    /// The attempt.
    pub attempt: AttemptId,
    /// The PIN.
    pub pin: String,
}

/// One seat as the proctor sees it.
#[derive(Clone, Debug, Deserialize)]
pub struct SeatRow {
    /// The attempt.
    pub attempt: AttemptId,
    /// Whose.
    pub participant_no: ParticipantNo,
    /// Where it stands.
    pub status: String,
    /// Answers that its page has repeated, since the server had lost them.
    pub rebased: u32,
}

/// A stretch whose commits the store has lost, ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct SetBack {
    /// The last commit that is there.
    pub from: i64,
    /// The last one that is known to be lost.
    pub to: i64,
}

/// A sitting as the proctor sees it.
#[derive(Clone, Debug, Deserialize)]
pub struct SittingView {
    /// Where the sitting stands.
    pub status: String,
    /// Whether time stands still.
    pub paused: bool,
    /// What the store has lost.
    pub set_backs: Vec<SetBack>,
    /// The seats.
    pub seats: Vec<SeatRow>,
}

impl Staff {
    /// Sees a candidate at the desk; again gives the same PIN.
    ///
    /// # Errors
    /// When the server refuses, or stays away; also for everything below.
    pub async fn check_in(
        &self,
        sitting: SittingId,
        no: ParticipantNo,
    ) -> Result<CheckedIn, String> {
        let path = format!("/api/v1/sittings/{sitting}/check-in");
        let body = json!({ "participant_no": no });
        let answer = self
            .post("POST sittings/check-in", &path, &body, &[])
            .await?;
        answer.json()
    }

    /// The sitting with its seats.
    ///
    /// # Errors
    /// As above.
    pub async fn sitting(&self, sitting: SittingId) -> Result<SittingView, String> {
        let path = format!("/api/v1/sittings/{sitting}");
        self.get("GET sittings", &path).await?.json()
    }

    /// Opens the room: papers are served from now on.
    ///
    /// # Errors
    /// As above.
    pub async fn open(&self, sitting: SittingId) -> Result<(), String> {
        self.room(sitting, ("open", "POST sittings/open"), &json!({}))
            .await
    }

    /// Time stands still for the room.
    ///
    /// # Errors
    /// As above.
    pub async fn pause(&self, sitting: SittingId, reason: &str) -> Result<(), String> {
        let body = json!({ "reason": reason });
        self.room(sitting, ("pause", "POST sittings/pause"), &body)
            .await
    }

    /// Time goes on.
    ///
    /// # Errors
    /// As above.
    pub async fn resume(&self, sitting: SittingId) -> Result<(), String> {
        self.room(sitting, ("resume", "POST sittings/resume"), &json!({}))
            .await
    }

    /// The sitting is over; who never started is absent.
    ///
    /// # Errors
    /// As above.
    pub async fn close(&self, sitting: SittingId) -> Result<(), String> {
        self.room(
            sitting,
            ("close", "POST sittings/close"),
            &json!({"reason": "did not come back"}),
        )
        .await
    }

    /// The minutes are signed: from now on results can be drafted.
    ///
    /// # Errors
    /// As above.
    pub async fn seal(&self, sitting: SittingId) -> Result<(), String> {
        self.room(sitting, ("seal", "POST sittings/seal"), &json!({}))
            .await
    }

    async fn room(
        &self,
        sitting: SittingId,
        (act, route): (&str, &'static str),
        body: &Value,
    ) -> Result<(), String> {
        let path = format!("/api/v1/sittings/{sitting}/{act}");
        // Whatever the code: done once is done.
        let done_by = [
            "status",
            "paused",
            "not_paused",
            "already_so",
            "already_paused",
        ];
        self.post(route, &path, body, &done_by).await.map(drop)
    }

    /// Another device may take this seat.
    ///
    /// # Errors
    /// As above.
    pub async fn release(
        &self,
        sitting: SittingId,
        attempt: AttemptId,
        reason: &str,
    ) -> Result<(), String> {
        let path = format!("/api/v1/sittings/{sitting}/seats/{attempt}/release");
        let body = json!({ "reason": reason });
        let done_by = ["already_so"];
        self.post("POST seats/release", &path, &body, &done_by)
            .await
            .map(drop)
    }
}
