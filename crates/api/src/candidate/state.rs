//! `GET /api/v1/candidate/state`

use actix_web::{HttpResponse, get, web};
use exam::candidate;
use lexicon::{FormItemId, OptionId};
use serde::{Deserialize, Serialize};

use super::view::State;
use crate::http::{Problem, SeatToken};
use crate::server::Shared;

#[derive(Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    answers: bool,
}

#[derive(Serialize)]
struct Answer {
    item: FormItemId,
    option: Option<OptionId>,
    flagged: bool,
}

#[derive(Serialize)]
struct Reply {
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<Vec<Answer>>,
}

/// Whoever holds the seat's token: own state, on request with the current answers.
#[get("/state")]
pub(crate) async fn state(
    shared: web::Data<Shared>,
    seat: SeatToken,
    query: web::Query<Query>,
) -> Result<HttpResponse, Problem> {
    let now = shared.app.clock.now();
    if !query.answers {
        let state = candidate::state(&shared.app, seat.0, now).await?.into();
        return Ok(HttpResponse::Ok().json(Reply {
            state,
            answers: None,
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
    }))
}
