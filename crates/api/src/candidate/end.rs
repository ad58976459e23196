//! `POST /api/v1/candidate/{finish,time-up}`, `GET /api/v1/candidate/receipt`

use actix_web::{HttpResponse, get, post, web};
use exam::candidate::{self, Ended};
use serde::{Deserialize, Serialize};

use super::view::{ReceiptView, State};
use crate::http::{Problem, SeatToken, Timed};
use crate::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finish {
    epoch: u32,
    #[serde(default)]
    block: u8,
    last_seq: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeUp {
    epoch: u32,
    last_seq: u32,
}

#[derive(Serialize)]
struct Reply {
    state: State,
    /// Missing while a next timed block runs.
    receipt: Option<ReceiptView>,
}

/// Whoever holds the seat's token: ends the block named.
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
            let sub_tests = candidate::sub_tests(&shared.app, seat.0).await?;
            Some(ReceiptView::new(written, &sub_tests))
        }
    };
    Ok(HttpResponse::Ok().json(Reply {
        state: ended.view.into(),
        receipt: given,
    }))
}

/// Whoever holds the seat's token: the receipt, once the attempt is finished.
#[get("/receipt")]
pub(crate) async fn receipt(
    shared: web::Data<Shared>,
    seat: SeatToken,
) -> Result<HttpResponse, Problem> {
    let written = candidate::receipt(&shared.app, seat.0).await?;
    let sub_tests = candidate::sub_tests(&shared.app, seat.0).await?;
    Ok(HttpResponse::Ok().json(ReceiptView::new(written, &sub_tests)))
}
