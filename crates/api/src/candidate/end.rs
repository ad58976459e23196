//! `POST /api/v1/candidate/{finish,time-up}`, `GET /api/v1/candidate/receipt`

use actix_web::{HttpResponse, get, post, web};
use exam::candidate::{self, Ended};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::view::{ReceiptView, State};
use crate::http::{Problem, SeatToken, Timed};
use crate::openapi::problems;
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Finish)]
pub(crate) struct Finish {
    epoch: u32,
    #[serde(default)]
    block: u8,
    last_seq: u32,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TimeUp)]
pub(crate) struct TimeUp {
    epoch: u32,
    last_seq: u32,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Ended)]
struct Reply {
    state: State,
    /// Missing while a next timed block runs.
    #[schema(required)]
    receipt: Option<ReceiptView>,
}

/// Whoever holds the seat's token: ends the block named.
#[utoipa::path(
    post, path = "/api/v1/candidate/finish", operation_id = "candidateFinish", tag = "candidate",
    security(("seat" = [])),
    request_body = Finish,
    responses((status = 200, description = "Ended, or the next block has begun", body = Reply), problems::SeatActs)
)]
#[post("/finish")]
pub(crate) async fn finish(
    shared: web::Data<Shared>,
    seat: SeatToken,
    body: Timed<Finish>,
) -> Result<HttpResponse, Problem> {
    let Finish {
        epoch,
        block,
        last_seq,
    } = body.body;
    let ended =
        candidate::finish(&shared.app, seat.0, (epoch, block, last_seq), body.received).await?;
    reply(&shared, seat, ended).await
}

/// Whoever holds the seat's token: asks for the end by time. A request, not an order.
#[utoipa::path(
    post, path = "/api/v1/candidate/time-up", operation_id = "candidateTimeUp", tag = "candidate",
    security(("seat" = [])),
    request_body = TimeUp,
    responses((status = 200, description = "Ended, or the next block has begun", body = Reply), problems::SeatActs)
)]
#[post("/time-up")]
pub(crate) async fn time_up(
    shared: web::Data<Shared>,
    seat: SeatToken,
    body: Timed<TimeUp>,
) -> Result<HttpResponse, Problem> {
    let TimeUp { epoch, last_seq } = body.body;
    let ended = candidate::time_up(&shared.app, seat.0, (epoch, last_seq), body.received).await?;
    reply(&shared, seat, ended).await
}

async fn reply(shared: &Shared, seat: SeatToken, ended: Ended) -> Result<HttpResponse, Problem> {
    let given = match ended.receipt {
        None => None,
        Some(written) => {
            let outcome = candidate::outcome(&shared.app, seat.0, &written).await?;
            Some(ReceiptView::new(written, outcome))
        }
    };
    Ok(HttpResponse::Ok().json(Reply {
        state: ended.view.into(),
        receipt: given,
    }))
}

/// Whoever holds the seat's token: the receipt, once the attempt is finished.
#[utoipa::path(
    get, path = "/api/v1/candidate/receipt", operation_id = "candidateReceipt", tag = "candidate",
    security(("seat" = [])),
    responses((status = 200, description = "The receipt", body = ReceiptView), problems::AtASeat)
)]
#[get("/receipt")]
pub(crate) async fn receipt(
    shared: web::Data<Shared>,
    seat: SeatToken,
) -> Result<HttpResponse, Problem> {
    let written = candidate::receipt(&shared.app, seat.0).await?;
    let outcome = candidate::outcome(&shared.app, seat.0, &written).await?;
    Ok(HttpResponse::Ok().json(ReceiptView::new(written, outcome)))
}
