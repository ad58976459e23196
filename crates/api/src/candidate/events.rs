//! `POST /api/v1/candidate/events`: the answer path's door.

use actix_web::{HttpResponse, post, web};
use exam::candidate;
use serde::{Deserialize, Serialize};
use session::{EVENTS_PER_REQUEST_MAX, Event, RefusedReason, Ruling, Submitted, Verdict};

use super::answers::WireEvent;
use super::view::State;
use crate::http::{Problem, SeatToken, Timed};
use crate::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    epoch: u32,
    events: Vec<WireEvent>,
}

#[derive(Serialize)]
struct Reply {
    state: State,
    verdicts: Vec<WireVerdict>,
}

#[derive(Serialize)]
struct WireVerdict {
    seq: u32,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<RefusedReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<u32>,
}

/// Whoever holds the seat's token. An answer leaves only after its commit.
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
    fn from(ruling: Ruling) -> Self {
        let plain = |verdict| Self {
            seq: ruling.seq,
            verdict,
            first: None,
            reason: None,
            expected: None,
        };
        match ruling.verdict {
            Verdict::First(first) => Self {
                reason: reason(first),
                ..plain(word(first))
            },
            Verdict::Duplicate(first) => Self {
                first: Some(word(first)),
                reason: reason(first),
                ..plain("duplicate")
            },
            Verdict::NotRunning => plain("not_running"),
            Verdict::MissingSeq { expected } => Self {
                expected: Some(expected),
                ..plain("missing_seq")
            },
            Verdict::Conflict => plain("conflict"),
        }
    }
}

fn word(submitted: Submitted) -> &'static str {
    match submitted {
        Submitted::Accepted => "accepted",
        Submitted::Late => "late",
        Submitted::Refused(_) => "refused",
    }
}

fn reason(submitted: Submitted) -> Option<RefusedReason> {
    match submitted {
        Submitted::Refused(reason) => Some(reason),
        Submitted::Accepted | Submitted::Late => None,
    }
}
