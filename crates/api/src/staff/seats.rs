//! `POST /api/v1/sittings/{id}/seats/{attempt}/{pause,interrupt,resume,release,incident,grant,end,warn,absent,recall,disqualify,cancel,void}`

use actix_web::{HttpResponse, post, web};
use exam::staff::{self, SeatOrder};
use lexicon::{AttemptId, Instant, Millis, SittingId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{Body, instant, length, reason};
use crate::candidate::view::State;
use crate::http::{Problem, Staff};
use crate::openapi::{problems, words};
use crate::server::Shared;

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SeatAct)]
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
    Recall,
    Disqualify,
    Cancel,
    Void,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeatOrder)]
pub(crate) struct Asked {
    #[serde(deserialize_with = "reason")]
    reason: String,
    #[serde(default, deserialize_with = "instant")]
    #[schema(value_type = Option<words::Instant>)]
    from: Option<Instant>,
    #[serde(default, deserialize_with = "instant")]
    #[schema(value_type = Option<words::Instant>)]
    to: Option<Instant>,
    #[serde(default, deserialize_with = "length")]
    #[schema(value_type = Option<words::Millis>)]
    length_ms: Option<Millis>,
    /// With a grant or a warning: `revision` of the seat as the officer saw it. When somebody has acted on it since, the
    /// act is refused as `seat_changed`.
    #[schema(nullable = false)]
    seen: Option<u32>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = SeatState)]
struct Reply {
    state: State,
}

/// Permission: `ActOnSeat`, to disqualify, cancel or void `Sanction`, in the sitting. A release lifts the lockout of the
/// candidate's log-in as well.
#[utoipa::path(
    post, path = "/api/v1/sittings/{id}/seats/{attempt}/{act}", operation_id = "actOnSeat", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The sitting"),
        ("attempt" = words::Id, Path, description = "The attempt"),
        ("act" = Act, Path, description = "What is done"),
    ),
    request_body = Asked,
    responses((status = 200, description = "The seat after it", body = Reply), problems::ExamActs)
)]
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
    shared.watch.acted(sitting).await;
    if matches!(act, Act::Release) {
        let numbers = staff::participant_numbers(&shared.app, sitting, Some(attempt)).await?;
        shared.door.lift(&numbers).await;
    }
    let state = view.into();
    Ok(HttpResponse::Ok().json(Reply { state }))
}

fn order(act: Act, asked: &Asked) -> Result<SeatOrder, Problem> {
    let times = (asked.from, asked.to, asked.length_ms);
    let seen = || {
        let missing =
            || Problem::malformed("a grant and a warning say in `seen` what they rest on");
        asked.seen.ok_or_else(missing)
    };
    let order = match (act, times) {
        (Act::Incident, (Some(from), Some(to), None)) => SeatOrder::Incident { from, to },
        (Act::Grant, (None, None, Some(length))) => SeatOrder::Grant {
            length,
            seen: seen()?,
        },
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
        (Act::Warn, _) => SeatOrder::Warn { seen: seen()? },
        (Act::Absent, _) => SeatOrder::Absent,
        (Act::Recall, _) => SeatOrder::Recall,
        (Act::Disqualify, _) => SeatOrder::Disqualify,
        (Act::Cancel, _) => SeatOrder::Cancel,
        (Act::Void, _) => SeatOrder::Void,
    };
    Ok(order)
}
