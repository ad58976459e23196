//! `POST /api/v1/sittings/{id}/{open,pause,resume,release,incident,close,seal}`

use actix_web::{HttpResponse, post, web};
use exam::staff::{self, RoomOrder};
use lexicon::{Instant, SittingId};
use serde::{Deserialize, Serialize};
use session::{Room, RoomStatus};

use super::body::{Body, instant, reason};
use crate::http::{Problem, Staff};
use crate::server::Shared;

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Act {
    Open,
    Pause,
    Resume,
    Release,
    Incident,
    Close,
    Seal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "reason")]
    reason: String,
    #[serde(default, deserialize_with = "instant")]
    from: Option<Instant>,
    #[serde(default, deserialize_with = "instant")]
    to: Option<Instant>,
}

#[derive(Serialize)]
struct Reply {
    status: RoomStatus,
    paused: bool,
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

/// Permission: `RunRoom`, to seal `SealRoom`, in the sitting.
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
    Ok(HttpResponse::Ok().json(Reply::from(room)))
}

fn order(act: Act, asked: Asked) -> Result<RoomOrder, Problem> {
    let Asked { reason, from, to } = asked;
    match (act, from, to) {
        (Act::Incident, Some(from), Some(to)) => Ok(RoomOrder::Incident { reason, from, to }),
        (Act::Incident, ..) => Err(Problem::malformed("an incident lasts from … to …")),
        (_, Some(_), _) | (_, _, Some(_)) => {
            Err(Problem::malformed("only an incident has from and to"))
        }
        (Act::Open, ..) => Ok(RoomOrder::Open),
        (Act::Pause, ..) => Ok(RoomOrder::Pause { reason }),
        (Act::Resume, ..) => Ok(RoomOrder::Resume),
        (Act::Release, ..) => Ok(RoomOrder::Release { reason }),
        (Act::Close, ..) => Ok(RoomOrder::Close),
        (Act::Seal, ..) => Ok(RoomOrder::Seal),
    }
}
