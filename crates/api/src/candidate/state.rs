//! `GET /api/v1/candidate/state`

use actix_web::{HttpResponse, get, web};
use exam::candidate;
use lexicon::{FormItemId, OptionId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::State;
use super::why::Why;
use crate::http::{Problem, SeatToken};
use crate::openapi::{problems, words};
use crate::server::Shared;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Whether the current answers are asked for.
    #[serde(default)]
    answers: bool,
    /// Whether it is asked why time stands still and what has moved its end: once for every revision that is news.
    #[serde(default)]
    why: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = CurrentAnswer)]
struct Answer {
    #[schema(value_type = words::OpaqueId)]
    item: FormItemId,
    #[schema(value_type = Option<words::OpaqueId>, required)]
    option: Option<OptionId>,
    flagged: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = CandidateState)]
struct Reply {
    state: State,
    /// Only items with an answer or a mark; missing unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    answers: Option<Vec<Answer>>,
    /// Missing unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    why: Option<Why>,
}

/// Whoever holds the seat's token: own state, on request with the current answers.
#[utoipa::path(
    get, path = "/api/v1/candidate/state", operation_id = "candidateState", tag = "candidate",
    security(("seat" = [])),
    params(Query),
    responses((status = 200, description = "The state", body = Reply), problems::AtASeat)
)]
#[get("/state")]
pub(crate) async fn state(
    shared: web::Data<Shared>,
    seat: SeatToken,
    query: web::Query<Query>,
) -> Result<HttpResponse, Problem> {
    let now = shared.app.clock.now();
    let why = if query.why {
        Some(candidate::why(&shared.app, seat.0, now).await?.into())
    } else {
        None
    };
    if !query.answers {
        let state = candidate::state(&shared.app, seat.0, now).await?.into();
        return Ok(HttpResponse::Ok().json(Reply {
            state,
            answers: None,
            why,
        }));
    }
    let (view, answers) = candidate::answers(&shared.app, seat.0, now).await?;
    let answers = answers.into_iter().map(|answer| Answer {
        item: answer.item,
        option: answer.option,
        flagged: answer.flagged,
    });
    Ok(HttpResponse::Ok().json(Reply {
        state: view.into(),
        answers: Some(answers.collect()),
        why,
    }))
}
