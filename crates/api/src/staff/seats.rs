//! `POST /api/v1/sittings/{id}/seats/{attempt}/{pause,interrupt,resume,release,incident,grant,end,warn,absent,disqualify,cancel,void}`

use actix_web::{HttpResponse, post, web};
use exam::staff::{self, SeatOrder};
use lexicon::{AttemptId, Instant, Millis, SittingId};
use serde::{Deserialize, Serialize};

use super::body::{Body, instant, length, reason};
use crate::candidate::view::State;
use crate::http::{Problem, Staff};
use crate::server::Shared;

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Act {
    Pause,
    Interrupt,
    Resume,
    Release,
    Incident,
    Grant,
    End,
    Warn,
    Absent,
    Disqualify,
    Cancel,
    Void,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    #[serde(deserialize_with = "reason")]
    reason: String,
    #[serde(default, deserialize_with = "instant")]
    from: Option<Instant>,
    #[serde(default, deserialize_with = "instant")]
    to: Option<Instant>,
    #[serde(default, deserialize_with = "length")]
    length_ms: Option<Millis>,
}

#[derive(Serialize)]
struct Reply {
    state: State,
}

/// Permission: `ActOnSeat`, to disqualify, cancel or void `Sanction`, in the sitting.
#[post("/sittings/{id}/seats/{attempt}/{act}")]
pub(crate) async fn perform(
    shared: web::Data<Shared>,
    staff: Staff,
    path: web::Path<(SittingId, AttemptId, Act)>,
    body: Body<Asked>,
) -> Result<HttpResponse, Problem> {
    let (sitting, attempt, act) = *path;
    let order = order(act, &body.body)?;
    let seat = (sitting, attempt);
    let reason = &body.body.reason;
    let view = staff::act_on_seat(&shared.app, &staff.0, seat, order, reason).await?;
    let state = view.into();
    Ok(HttpResponse::Ok().json(Reply { state }))
}

fn order(act: Act, asked: &Asked) -> Result<SeatOrder, Problem> {
    let times = (asked.from, asked.to, asked.length_ms);
    let order = match (act, times) {
        (Act::Incident, (Some(from), Some(to), None)) => SeatOrder::Incident { from, to },
        (Act::Grant, (None, None, Some(length))) => SeatOrder::Grant { length },
        (Act::Incident, _) => return Err(Problem::malformed("an incident has from and to")),
        (Act::Grant, _) => return Err(Problem::malformed("a grant has length_ms")),
        (_, (Some(_), ..) | (_, Some(_), _) | (.., Some(_))) => {
            return Err(Problem::malformed("this act has a reason and no times"));
        }
        (Act::Pause, _) => SeatOrder::Pause,
        (Act::Interrupt, _) => SeatOrder::Interrupt,
        (Act::Resume, _) => SeatOrder::Resume,
        (Act::Release, _) => SeatOrder::Release,
        (Act::End, _) => SeatOrder::End,
        (Act::Warn, _) => SeatOrder::Warn,
        (Act::Absent, _) => SeatOrder::Absent,
        (Act::Disqualify, _) => SeatOrder::Disqualify,
        (Act::Cancel, _) => SeatOrder::Cancel,
        (Act::Void, _) => SeatOrder::Void,
    };
    Ok(order)
}
