//! `POST /api/v1/sittings/{id}/{open,pause,resume,release,incident,close,seal}`,
//! `GET /api/v1/sittings/{id}/resume`

use actix_web::{HttpResponse, get, post, web};
use exam::staff::{self, RoomOrder};
use lexicon::{Instant, SittingId};
use serde::{Deserialize, Serialize};
use session::{Room, RoomStatus};
use utoipa::ToSchema;

use super::body::{Body, instant, reason};
use crate::http::{Problem, Staff};
use crate::openapi::{problems, seat, shapes, words};
use crate::server::Shared;

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = RoomAct)]
pub(crate) enum Act {
    Open,
    Pause,
    Resume,
    Release,
    Incident,
    Close,
    Seal,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoomOrder)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "reason")]
    reason: String,
    #[serde(default, deserialize_with = "instant")]
    #[schema(value_type = Option<words::Instant>)]
    from: Option<Instant>,
    #[serde(default, deserialize_with = "instant")]
    #[schema(value_type = Option<words::Instant>)]
    to: Option<Instant>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = RoomState)]
struct Reply {
    #[schema(value_type = seat::RoomStatus)]
    status: RoomStatus,
    paused: bool,
    #[schema(value_type = Option<words::Instant>, required)]
    opened: Option<Instant>,
}

impl From<Room> for Reply {
    fn from(room: Room) -> Self {
        Self {
            status: room.status,
            paused: room.is_paused(),
            opened: room.opened,
        }
    }
}

/// Permission: `RunRoom`, to seal `SealRoom`, in the sitting. A release lifts the lockouts of its candidates' log-ins as
/// well.
#[utoipa::path(
    post, path = "/api/v1/sittings/{id}/{act}", operation_id = "actOnRoom", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The sitting"),
        ("act" = Act, Path, description = "What is done"),
    ),
    request_body = Asked,
    responses((status = 200, description = "The room after it", body = Reply), problems::ExamActs)
)]
#[post("/sittings/{id}/{act}")]
pub(crate) async fn perform(
    shared: web::Data<Shared>,
    staff: Staff,
    path: web::Path<(SittingId, Act)>,
    body: Body<Asked>,
) -> Result<HttpResponse, Problem> {
    let (id, act) = *path;
    let order = order(act, body.body)?;
    let room = staff::act_on_room(&shared.app, &staff.0, id, order).await?;
    shared.watch.acted(id).await;
    if matches!(act, Act::Release) {
        let numbers = staff::participant_numbers(&shared.app, id, None).await?;
        shared.door.lift(&numbers).await;
    }
    Ok(HttpResponse::Ok().json(Reply::from(room)))
}

/// Permission: `RunRoom`, in the sitting. What resuming it now would give back to every seat; changes nothing.
#[utoipa::path(
    get, path = "/api/v1/sittings/{id}/resume", operation_id = "resumePreview", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The sitting")),
    responses((status = 200, description = "As if it were resumed now", body = shapes::ResumePreview), problems::ExamActs)
)]
#[get("/sittings/{id}/resume")]
pub(crate) async fn preview(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SittingId>,
) -> Result<HttpResponse, Problem> {
    let preview = staff::resume_preview(&shared.app, &staff.0, *id).await?;
    Ok(HttpResponse::Ok().json(preview))
}

fn order(act: Act, asked: Asked) -> Result<RoomOrder, Problem> {
    let Asked { reason, from, to } = asked;
    match (act, from, to) {
        (Act::Incident, Some(from), Some(to)) => Ok(RoomOrder::Incident { reason, from, to }),
        (Act::Incident, ..) => Err(Problem::malformed("an incident lasts from … to …")),
        (_, Some(_), _) | (_, _, Some(_)) => {
            Err(Problem::malformed("only an incident has from and to"))
        }
        (Act::Open, ..) => Ok(RoomOrder::Open { reason }),
        (Act::Pause, ..) => Ok(RoomOrder::Pause { reason }),
        (Act::Resume, ..) => Ok(RoomOrder::Resume { reason }),
        (Act::Release, ..) => Ok(RoomOrder::Release { reason }),
        (Act::Close, ..) => Ok(RoomOrder::Close { reason }),
        (Act::Seal, ..) => Ok(RoomOrder::Seal),
    }
}
