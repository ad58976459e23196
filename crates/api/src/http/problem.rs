//! Problems (RFC 9457): one table of codes, an outside message and an inside one.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use exam::ExamError;
use serde_json::{Map, Value, json};
use session::{Refusal, RoomRefusal};

use super::request_id;
use super::security::ANSWER_HEADERS;

macro_rules! codes {
    ($($name:ident = $code:literal, $status:ident, $title:literal;)+) => {
        /// Every problem that the API knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code { $(#[doc = $title] $name),+ }

        impl Code {
            pub(crate) fn row(self) -> (&'static str, StatusCode, &'static str) {
                match self { $(Self::$name => ($code, StatusCode::$status, $title)),+ }
            }
        }

        /// All codes with status and title, for the documentation and its test.
        #[must_use]
        pub fn problem_codes() -> Vec<(&'static str, u16, &'static str)> {
            vec![$(($code, StatusCode::$status.as_u16(), $title)),+]
        }
    };
}

codes! {
    Malformed = "malformed", BAD_REQUEST, "The request cannot be read";
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "A field is not what it must be";
    Faults = "import_faults", UNPROCESSABLE_ENTITY, "The import has faults; nothing was taken over";
    TooLarge = "too_large", PAYLOAD_TOO_LARGE, "The request is too large";
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "Log in first";
    WrongCredentials = "wrong_credentials", UNAUTHORIZED, "The credentials are wrong";
    Throttled = "too_many_attempts", TOO_MANY_REQUESTS, "Too many failed attempts";
    TooManyRequests = "too_many_requests", TOO_MANY_REQUESTS, "Too many requests from one address";
    TooManyStreams = "too_many_streams", TOO_MANY_REQUESTS, "Too many pages of this kind are open";
    CrossSite = "cross_site", FORBIDDEN, "Only a page of this server may ask for that";
    Forbidden = "forbidden", FORBIDDEN, "Not permitted";
    NotFound = "not_found", NOT_FOUND, "There is no such thing";
    Method = "method_not_allowed", METHOD_NOT_ALLOWED, "There is such a thing, but not for this method";
    Exists = "exists", CONFLICT, "It exists already";
    Stale = "stale", PRECONDITION_FAILED, "It has changed meanwhile";
    SittingOpen = "sitting_open", CONFLICT, "A sitting is still open";
    NotCheckedIn = "not_checked_in", CONFLICT, "The candidate has not been checked in";
    Status = "status", CONFLICT, "The attempt's status forbids it";
    SeatChanged = "seat_changed", CONFLICT, "Somebody has acted on the seat since it was seen";
    HeldElsewhere = "held_elsewhere", CONFLICT, "Another device holds the attempt";
    StaleEpoch = "stale_epoch", CONFLICT, "Another device has taken over";
    NotOpen = "not_open", CONFLICT, "The sitting is not open";
    Paused = "paused", CONFLICT, "The sitting is paused";
    MissingSeq = "missing_seq", CONFLICT, "Events are missing";
    Conflict = "conflict", CONFLICT, "The server has events that the sender does not know";
    NotDue = "not_due", CONFLICT, "The time is not up";
    Rule = "rule", UNPROCESSABLE_ENTITY, "The rules do not allow it";
    RoomStatus = "room_status", CONFLICT, "The sitting's status forbids it";
    StillRunning = "still_running", CONFLICT, "Attempts are still running";
    Overloaded = "overloaded", SERVICE_UNAVAILABLE, "Busy; send again";
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "The store is unavailable; send again";
    Internal = "internal", INTERNAL_SERVER_ERROR, "An internal error";
}

/// A problem on its way out. What must not leave the server is logged under its request id and stays here.
#[derive(Debug)]
pub struct Problem {
    code: Code,
    detail: String,
    more: Map<String, Value>,
    inside: Option<String>,
}

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            more: Map::new(),
            inside: None,
        }
    }

    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Code::Malformed, detail)
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "log in first")
    }

    pub(crate) fn cross_site() -> Self {
        Self::new(
            Code::CrossSite,
            "the request comes from another site's page",
        )
    }

    /// The path takes other methods only.
    pub(crate) fn method(allowed: &[&str]) -> Self {
        let allowed = allowed.join(", ");
        Self::new(Code::Method, format!("this takes {allowed}")).with("allow", allowed)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(Code::TooLarge, format!("at most {limit} bytes"))
    }

    /// Adds a member.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    fn inside(mut self, text: String) -> Self {
        self.inside = Some(text);
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.row().1
    }

    fn error_response(&self) -> HttpResponse {
        let (code, status, title) = self.code.row();
        let request_id = request_id::current_or_next();
        if let Some(inside) = &self.inside {
            // Lines that are written while a request is served bear its id: see `request_id`.
            tracing::error!(code, error = inside, "a request failed inside");
        }
        let mut body = self.more.clone();
        body.insert("type".into(), json!(format!("/problems/{code}")));
        body.insert("title".into(), json!(title));
        body.insert("status".into(), json!(status.as_u16()));
        body.insert("code".into(), json!(code));
        body.insert("detail".into(), json!(self.detail));
        body.insert("request_id".into(), json!(request_id));
        let mut response = HttpResponse::build(status);
        response.insert_header((CONTENT_TYPE, "application/problem+json"));
        for header in ANSWER_HEADERS {
            response.insert_header(header);
        }
        if let Some(allowed) = self.more.get("allow").and_then(Value::as_str) {
            response.insert_header((ALLOW, allowed));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.insert_header((RETRY_AFTER, "1"));
        }
        if let Some(wait) = self.more.get("retry_after_s").and_then(Value::as_u64) {
            response.insert_header((RETRY_AFTER, wait.to_string()));
        }
        response.body(Value::Object(body).to_string())
    }
}

impl From<ExamError> for Problem {
    fn from(error: ExamError) -> Self {
        let text = error.to_string();
        match error {
            ExamError::Unauthenticated => Self::unauthenticated(),
            ExamError::WrongCredentials => Self::new(Code::WrongCredentials, text),
            ExamError::Throttled { retry_after_s } => {
                Self::new(Code::Throttled, text).with("retry_after_s", retry_after_s)
            }
            ExamError::Forbidden => Self::new(Code::Forbidden, text),
            ExamError::NotFound(_) => Self::new(Code::NotFound, text),
            ExamError::Refused(refusal) => refusal.into(),
            ExamError::Room(refusal) => refusal.into(),
            ExamError::Invalid { field, reason } => {
                Self::new(Code::Invalid, reason).with("field", field)
            }
            ExamError::Faults(faults) => {
                Self::new(Code::Faults, text).with("errors", listed(&faults))
            }
            ExamError::Exists(_) => Self::new(Code::Exists, text),
            ExamError::Stale(_) => Self::new(Code::Stale, text),
            ExamError::SittingOpen => Self::new(Code::SittingOpen, text),
            ExamError::Overloaded => Self::new(Code::Overloaded, text),
            ExamError::Unavailable => Self::new(Code::Unavailable, text),
            ExamError::Internal(inside) => {
                Self::new(Code::Internal, "see the server's log").inside(inside)
            }
        }
    }
}

fn listed(faults: &[exam::ImportFault]) -> Vec<Value> {
    let entry = |fault: &exam::ImportFault| {
        json!({
            "file": fault.file, "line": fault.line, "column": fault.column, "reason": fault.reason,
        })
    };
    faults.iter().map(entry).collect()
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let text = refusal.to_string();
        match refusal {
            Refusal::NotCheckedIn => Self::new(Code::NotCheckedIn, text),
            Refusal::Status(status) => Self::new(Code::Status, text).with("attempt", json!(status)),
            Refusal::Changed { revision } => {
                Self::new(Code::SeatChanged, text).with("revision", revision)
            }
            Refusal::HeldElsewhere => Self::new(Code::HeldElsewhere, text),
            Refusal::StaleEpoch { current } => {
                Self::new(Code::StaleEpoch, text).with("current", current)
            }
            Refusal::LoggedOut => Self::unauthenticated(),
            Refusal::NotOpen => Self::new(Code::NotOpen, text),
            Refusal::Paused => Self::new(Code::Paused, text),
            Refusal::MissingSeq { expected } => {
                Self::new(Code::MissingSeq, text).with("expected", expected)
            }
            Refusal::Conflict { last_seq } => {
                Self::new(Code::Conflict, text).with("last_seq", last_seq)
            }
            Refusal::NotDue => Self::new(Code::NotDue, text),
            _ => Self::new(Code::Rule, text),
        }
    }
}

impl From<RoomRefusal> for Problem {
    fn from(refusal: RoomRefusal) -> Self {
        let text = refusal.to_string();
        match refusal {
            RoomRefusal::Status(status) => {
                Self::new(Code::RoomStatus, text).with("sitting", json!(status))
            }
            RoomRefusal::StillRunning(running) => {
                Self::new(Code::StillRunning, text).with("running", running)
            }
            _ => Self::new(Code::Rule, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_stable_words() {
        let codes = problem_codes();
        let distinct: BTreeSet<_> = codes.iter().map(|(code, ..)| code).collect();
        assert_eq!(distinct.len(), codes.len());
        assert!(
            codes
                .iter()
                .all(|(code, ..)| code.bytes().all(|b| b == b'_' || b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn what_is_inside_stays_inside() {
        let problem = Problem::from(ExamError::Internal("row of attempt 7".into()));
        let response = problem.error_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = format!("{:?}", response.into_body());
        assert!(!body.contains("attempt 7"), "{body}");
    }
}
