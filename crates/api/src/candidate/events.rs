//! `POST /api/v1/candidate/events`: the answer path's door.

use actix_web::{HttpResponse, post, web};
use exam::candidate;
use serde::{Deserialize, Serialize};
use session::{EVENTS_PER_REQUEST_MAX, Event, RefusedReason, Ruling, Submitted, Verdict};
use utoipa::ToSchema;

use super::answers::WireEvent;
use super::view::State;
use crate::http::{Problem, SeatToken, Timed};
use crate::openapi::{problems, seat};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SubmitEvents)]
pub(crate) struct Body {
    epoch: u32,
    #[schema(value_type = Vec<seat::Event>, min_items = 1, max_items = 200)]
    events: Vec<WireEvent>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = EventsAnswered)]
struct Reply {
    state: State,
    verdicts: Vec<WireVerdict>,
}

/// What becomes of one event. `accepted`, `late` and `refused` are final; `duplicate` repeats the first verdict; the
/// others advance nothing, and the event is to be sent again.
#[derive(Serialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "snake_case")]
#[schema(as = Verdict)]
enum WireVerdict {
    /// It is in the journal and counts.
    Accepted { seq: u32 },
    /// It came too late and does not count.
    Late { seq: u32 },
    /// It could never count.
    Refused {
        seq: u32,
        #[schema(value_type = seat::RefusedReason)]
        reason: RefusedReason,
    },
    /// The same event again.
    Duplicate {
        seq: u32,
        first: FirstVerdict,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<seat::RefusedReason>, nullable = false)]
        reason: Option<RefusedReason>,
    },
    /// Paused or not started: keep it and send it again.
    NotRunning { seq: u32 },
    /// Something before it is missing: the server takes `expected` next.
    MissingSeq { seq: u32, expected: u32 },
    /// Another event has this sequence number.
    Conflict { seq: u32 },
}

/// What the event was told first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FirstVerdict {
    Accepted,
    Late,
    Refused,
}

/// Whoever holds the seat's token. An answer leaves only after its commit.
#[utoipa::path(
    post, path = "/api/v1/candidate/events", operation_id = "candidateEvents", tag = "candidate",
    security(("seat" = [])),
    request_body = Body,
    responses((status = 200, description = "A verdict for every event, after the durable commit", body = Reply), problems::SeatActs)
)]
#[post("/events")]
pub(crate) async fn submit(
    shared: web::Data<Shared>,
    seat: SeatToken,
    body: Timed<Body>,
) -> Result<HttpResponse, Problem> {
    let Timed {
        body: Body { epoch, events },
        received,
    } = body;
    let events = parse(events)?;
    let (view, rulings) = candidate::submit(&shared.app, seat.0, (epoch, events), received).await?;
    let verdicts = rulings.into_iter().map(WireVerdict::from).collect();
    Ok(HttpResponse::Ok().json(Reply {
        state: view.into(),
        verdicts,
    }))
}

/// A broken envelope consumes nothing: the whole request is refused.
fn parse(events: Vec<WireEvent>) -> Result<Vec<Event>, Problem> {
    if events.is_empty() || events.len() > EVENTS_PER_REQUEST_MAX {
        return Err(Problem::malformed(format!(
            "1 to {EVENTS_PER_REQUEST_MAX} events"
        )));
    }
    let events = events.into_iter().map(|wire| {
        Event::try_from(wire).map_err(|bad| Problem::malformed(bad.reason).with("seq", bad.seq))
    });
    events.collect()
}

impl From<Ruling> for WireVerdict {
    fn from(Ruling { seq, verdict }: Ruling) -> Self {
        match verdict {
            Verdict::First(Submitted::Accepted) => Self::Accepted { seq },
            Verdict::First(Submitted::Late) => Self::Late { seq },
            Verdict::First(Submitted::Refused(reason)) => Self::Refused { seq, reason },
            Verdict::Duplicate(first) => Self::duplicate(seq, first),
            Verdict::NotRunning => Self::NotRunning { seq },
            Verdict::MissingSeq { expected } => Self::MissingSeq { seq, expected },
            Verdict::Conflict => Self::Conflict { seq },
        }
    }
}

impl WireVerdict {
    const fn duplicate(seq: u32, first: Submitted) -> Self {
        let (first, reason) = match first {
            Submitted::Accepted => (FirstVerdict::Accepted, None),
            Submitted::Late => (FirstVerdict::Late, None),
            Submitted::Refused(reason) => (FirstVerdict::Refused, Some(reason)),
        };
        Self::Duplicate { seq, first, reason }
    }
}
