//! `POST /api/v1/candidate/start`, `GET /api/v1/candidate/pictures/{digest}`

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpResponse, get, post, web};
use exam::candidate;
use lexicon::Digest;
use question_bank::PaperView;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::view::State;
use crate::http::{Problem, SeatToken, Timed};
use crate::openapi::{paper, problems, words};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Start)]
pub(crate) struct Body {
    epoch: u32,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Started)]
struct Reply {
    state: State,
    #[schema(value_type = paper::Paper)]
    paper: PaperView,
    /// The index of the timed block of each section of the paper, in their order.
    blocks: Vec<u8>,
}

/// Whoever holds the seat's token: the whole paper; the first time starts the clock.
#[utoipa::path(
    post, path = "/api/v1/candidate/start", operation_id = "candidateStart", tag = "candidate",
    security(("seat" = [])),
    request_body = Body,
    responses((status = 200, description = "The whole paper", body = Reply), problems::SeatActs)
)]
#[post("/start")]
pub(crate) async fn start(
    shared: web::Data<Shared>,
    seat: SeatToken,
    body: Timed<Body>,
) -> Result<HttpResponse, Problem> {
    let paper = candidate::start(&shared.app, seat.0, body.body.epoch, body.received).await?;
    let reply = Reply {
        state: paper.view.into(),
        paper: paper.paper,
        blocks: paper.blocks,
    };
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(reply))
}

/// Whoever holds the seat's token: a picture of the own paper, once it is served.
#[utoipa::path(
    get, path = "/api/v1/candidate/pictures/{digest}", operation_id = "candidatePicture", tag = "candidate",
    security(("seat" = [])),
    params(("digest" = words::Digest, Path, description = "As the paper names it")),
    responses((status = 200, description = "The picture", content((Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/svg+xml"))), problems::AtASeat)
)]
#[get("/pictures/{digest}")]
pub(crate) async fn picture(
    shared: web::Data<Shared>,
    seat: SeatToken,
    digest: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let digest: Digest = digest
        .parse()
        .map_err(|_| exam::ExamError::NotFound("picture"))?;
    let blob = candidate::picture(&shared.app, seat.0, digest).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, blob.media_type))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // A picture that is opened by itself must not run anything either.
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ))
        .body(blob.bytes))
}
