//! Why time stands still and what has moved its end, as a candidate's page is told.

use exam::candidate;
use lexicon::{Instant, Millis};
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::words;

/// What has stopped or given time.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TimeCause)]
enum Cause {
    /// The server was away.
    Outage,
    /// The server's clock waits for an officer's word.
    Clock,
    /// A proctor has paused the room.
    Room,
    /// A proctor has paused this seat.
    Seat,
    /// The run is interrupted, to go on another time.
    Interrupted,
    /// A declared incident, of the room or of this seat.
    Incident,
    /// Time that a proctor has granted.
    Grant,
}

impl From<candidate::Cause> for Cause {
    fn from(cause: candidate::Cause) -> Self {
        match cause {
            candidate::Cause::Outage => Self::Outage,
            candidate::Cause::Clock => Self::Clock,
            candidate::Cause::Room => Self::Room,
            candidate::Cause::Seat => Self::Seat,
            candidate::Cause::Interrupted => Self::Interrupted,
            candidate::Cause::Incident => Self::Incident,
            candidate::Cause::Grant => Self::Grant,
        }
    }
}

/// A pause that lasts.
#[derive(Serialize, ToSchema)]
struct Standstill {
    cause: Cause,
    #[schema(value_type = words::Instant)]
    since: Instant,
    /// In the officer's words; null where the server acted by itself.
    #[schema(required)]
    words: Option<String>,
}

/// Time that has come on top.
#[derive(Serialize, ToSchema)]
struct TimeChange {
    /// When it was over, or declared, or granted.
    #[schema(value_type = words::Instant)]
    at: Instant,
    /// By so much the end lies later than without it.
    #[schema(value_type = words::Millis)]
    by_ms: Millis,
    cause: Cause,
    /// In the officer's words; null where the server acted by itself.
    #[schema(required)]
    words: Option<String>,
}

/// Why the time of a seat is as it is.
#[derive(Serialize, ToSchema)]
#[schema(as = WhyTime)]
pub(super) struct Why {
    /// Null while nothing is paused.
    #[schema(required)]
    pause: Option<Standstill>,
    /// What has moved the end of the block that runs, in order; the latest 20.
    changes: Vec<TimeChange>,
}

impl From<candidate::Why> for Why {
    fn from(why: candidate::Why) -> Self {
        let changes = why.changes.into_iter().map(|change| TimeChange {
            at: change.at,
            by_ms: change.by,
            cause: change.cause.into(),
            words: change.words,
        });
        Self {
            pause: why.pause.map(|pause| Standstill {
                cause: pause.cause.into(),
                since: pause.since,
                words: pause.words,
            }),
            changes: changes.collect(),
        }
    }
}
