//! `POST /api/v1/candidate/login`

use actix_web::{HttpRequest, HttpResponse, post, web};
use exam::candidate::{ExamFacts, LoggedIn, Login, SubTestFacts, login as log_in};
use lexicon::{AttemptId, Category, Instant, Millis, ParticipantNo, SubTest};
use serde::{Deserialize, Serialize};
use session::DeviceId;
use utoipa::ToSchema;

use super::view::State;
use crate::door::Door;
use crate::http::{Problem, Timed, check_same_site, seat_cookie};
use crate::openapi::{problems, words};
use crate::server::Shared;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CandidateLogin)]
pub(crate) struct Body {
    #[schema(value_type = words::ParticipantNo)]
    participant_no: ParticipantNo,
    pin: String,
    /// 32 hexadecimal digits.
    #[schema(value_type = words::DeviceId)]
    device: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = OwnFormation)]
struct Formation {
    code: String,
    position: String,
    #[schema(value_type = words::Category)]
    category: Category,
}

#[derive(Serialize, ToSchema)]
#[schema(as = OwnSitting)]
struct Sitting {
    name: String,
    place: String,
    #[schema(value_type = words::Instant)]
    starts: i64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = CandidateLoggedIn)]
struct Reply {
    #[schema(value_type = words::Id)]
    attempt: AttemptId,
    #[schema(value_type = words::ParticipantNo)]
    participant_no: ParticipantNo,
    name: String,
    formation: Formation,
    sitting: Sitting,
    /// Whether another device held the attempt before.
    moved: bool,
    /// When the last answer that counts was received, here or elsewhere.
    #[schema(value_type = Option<words::Instant>, required)]
    last_saved: Option<Instant>,
    exam: Exam,
    state: State,
}

/// What the rules page tells before the paper is there.
#[derive(Serialize, ToSchema)]
#[schema(as = ExamFacts)]
struct Exam {
    /// Timed blocks in their order.
    blocks: Vec<Block>,
    /// Whether the end may say passed or failed.
    show_pass_fail: bool,
}

/// A timed block.
#[derive(Serialize, ToSchema)]
#[schema(as = ExamBlock)]
struct Block {
    /// This candidate's time for it.
    #[schema(value_type = words::Millis)]
    length_ms: Millis,
    sub_tests: Vec<Asked>,
}

/// A sub-test of a block.
#[derive(Serialize, ToSchema)]
#[schema(as = ExamSubTest)]
struct Asked {
    #[schema(value_type = words::SubTest)]
    sub_test: SubTest,
    label: Label,
    items: usize,
}

/// A name in both languages.
#[derive(Serialize, ToSchema)]
struct Label {
    id: String,
    en: String,
}

impl From<ExamFacts> for Exam {
    fn from(facts: ExamFacts) -> Self {
        let asked = |asked: SubTestFacts| Asked {
            sub_test: asked.sub_test,
            label: Label {
                id: asked.label.id,
                en: asked.label.en,
            },
            items: asked.items,
        };
        let blocks = facts.blocks.into_iter().map(|block| Block {
            length_ms: block.length,
            sub_tests: block.sub_tests.into_iter().map(asked).collect(),
        });
        Self {
            blocks: blocks.collect(),
            show_pass_fail: facts.show_pass_fail,
        }
    }
}

/// Anyone: number and PIN are the credentials.
#[utoipa::path(
    post, path = "/api/v1/candidate/login", operation_id = "candidateLogin", tag = "candidate",
    request_body = Body,
    responses((status = 200, description = "Logged in; the cookie `ambang_seat` is set", body = Reply), problems::TakingASeat)
)]
#[post("/login")]
pub(crate) async fn login(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: Timed<Body>,
) -> Result<HttpResponse, Problem> {
    check_same_site(&request)?;
    let Timed { body, received } = body;
    let device = parse_device(&body.device)?;
    let visitor = Door::visitor(body.participant_no, shared.proxies.sender(&request));
    shared.door.check(&visitor, received).await?;
    let login = Login {
        participant_no: body.participant_no,
        pin: body.pin,
        device,
    };
    let logged_in = match log_in(&shared.app, login, received).await {
        Ok(logged_in) => logged_in,
        Err(error) => {
            shared.door.note(&visitor, &error, received).await;
            return Err(error.into());
        }
    };
    shared.door.welcome(&visitor).await;
    let token = shared.tokens.issue(logged_in.seat, received)?;
    let cookie = seat_cookie(token, shared.secure_cookies);
    Ok(HttpResponse::Ok().cookie(cookie).json(reply(logged_in)))
}

fn parse_device(text: &str) -> Result<DeviceId, Problem> {
    let canonical = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let parsed = if canonical {
        u128::from_str_radix(text, 16).ok()
    } else {
        None
    };
    parsed
        .map(DeviceId)
        .ok_or_else(|| Problem::malformed("device: 32 hexadecimal digits"))
}

fn reply(logged_in: LoggedIn) -> Reply {
    let LoggedIn {
        seat,
        application,
        formation,
        sitting,
        moved,
        last_saved,
        exam,
        view,
    } = logged_in;
    Reply {
        attempt: seat.attempt,
        participant_no: application.participant_no,
        name: application.name,
        formation: Formation {
            code: formation.code,
            position: formation.position,
            category: formation.category,
        },
        sitting: Sitting {
            name: sitting.name,
            place: sitting.place,
            starts: sitting.starts.0,
        },
        moved,
        last_saved,
        exam: exam.into(),
        state: view.into(),
    }
}
