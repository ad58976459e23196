//! `GET /api/v1/sittings/{id}/events`: a room, live.

use std::time::Duration;

use actix_web::http::header::HeaderName;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, get, web};
use exam::ExamError;
use exam::staff::{self, Cursor, Step, Watching};
use futures::{Stream, stream};
use lexicon::SittingId;
use serde::Serialize;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval};
use utoipa::ToSchema;

use crate::http::{Problem, Session, Staff, unless_stalled};
use crate::openapi::{problems, words};
use crate::server::Shared;
use crate::streams::Place;

/// How often a silent stream says that it lives, and whether its session still does is asked: a page that hears nothing
/// for twice as long tells its officer.
const BEAT: Duration = Duration::from_secs(2);
/// After so many beats (ten minutes) the page has to come again, which renews its session.
const BEATS_MAX: u32 = 300;
/// A reader who takes nothing for this long has gone away.
const STALL: Duration = Duration::from_secs(30);
/// How long a browser waits before it comes again.
const RETRY: &str = "retry: 2000\n\n";

const LAST_EVENT: HeaderName = HeaderName::from_static("last-event-id");
/// Proxies that gather answers are told not to.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Why a stream ended.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EndReason {
    /// The server is about to stop: come again.
    Server,
    /// Logged out, or not permitted any more.
    Session,
    /// Come again, with the last event's id.
    Renew,
}

/// The last event of a stream.
#[derive(Serialize, ToSchema)]
pub(crate) struct StreamEnd {
    reason: EndReason,
}

/// A stream on its way to one page.
struct Open {
    shared: web::Data<Shared>,
    session: Session,
    sitting: SittingId,
    watching: Watching,
    ending: watch::Receiver<bool>,
    beats: Interval,
    beaten: u32,
    _place: Place,
}

/// Permission: `WatchSitting`, in the sitting. Server-sent events: `snapshot` is the whole sitting, `delta` the sitting
/// with those seats only that have changed; last contacts come in steps of 10 s. The id of each event is a cursor, with
/// which a page that was away gets what it missed (`Last-Event-ID`), or a snapshot where that is not known any more. A
/// comment every 5 s shows that the stream lives; `end` says why it does not.
#[utoipa::path(
    get, path = "/api/v1/sittings/{id}/events", operation_id = "sittingEvents", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The sitting"),
        ("last-event-id" = Option<String>, Header, description = "Cursor of the last event seen"),
    ),
    responses(
        (status = 200, description = "Events `snapshot` and `delta` with a `Sitting`, `end` with a `StreamEnd`",
            body = String, content_type = "text/event-stream"),
        problems::Streaming
    )
)]
#[get("/sittings/{id}/events")]
pub(crate) async fn events(
    shared: web::Data<Shared>,
    request: HttpRequest,
    staff: Staff,
    id: web::Path<SittingId>,
) -> Result<HttpResponse, Problem> {
    let session = Session::of(&request, &shared).ok_or_else(Problem::unauthenticated)?;
    let seen = request.headers().get(LAST_EVENT);
    let seen: Option<Cursor> = seen.and_then(|value| value.to_str().ok()?.parse().ok());
    let watching = shared.watch.begin(&shared.app, &staff.0, *id, seen).await?;
    let place = shared.streams.place(staff.0.named()?)?;
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beats.reset();
    let open = Open {
        ending: shared.streams.ending(),
        shared,
        session,
        sitting: *id,
        watching,
        beats,
        beaten: 0,
        _place: place,
    };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((BUFFERING, "no"))
        .streaming(unless_stalled(chunks(open), STALL)))
}

fn chunks(open: Open) -> impl Stream<Item = Result<Bytes, ExamError>> {
    let first = Ok(Bytes::from_static(RETRY.as_bytes()));
    let rest = stream::unfold(Some(open), async |open| {
        let mut open = open?;
        let (text, goes_on) = open.next().await;
        Some((Ok(Bytes::from(text)), goes_on.then_some(open)))
    });
    futures::StreamExt::chain(stream::iter([first]), rest)
}

impl Open {
    /// What is sent next, and whether anything comes after it.
    async fn next(&mut self) -> (String, bool) {
        tokio::select! {
            _ = self.ending.wait_for(|ending| *ending) => return (end(EndReason::Server), false),
            step = self.watching.next() => return match step {
                Some(step) => (event(&step), true),
                None => (end(EndReason::Renew), false),
            },
            _ = self.beats.tick() => {}
        }
        self.beat().await
    }

    async fn beat(&mut self) -> (String, bool) {
        if !self.may_go_on().await {
            return (end(EndReason::Session), false);
        }
        self.beaten += 1;
        if self.beaten >= BEATS_MAX {
            return (end(EndReason::Renew), false);
        }
        (": beat\n\n".to_owned(), true)
    }

    /// A store that is away for a moment ends no stream: then nobody is told anything new either.
    async fn may_go_on(&self) -> bool {
        let app = &self.shared.app;
        let caller = match self.session.caller(&self.shared).await {
            Ok(caller) => caller,
            Err(error) => return is_passing(&error),
        };
        match staff::may_watch(app, &caller, self.sitting).await {
            Ok(()) => true,
            Err(error) => is_passing(&error),
        }
    }
}

const fn is_passing(error: &ExamError) -> bool {
    matches!(error, ExamError::Unavailable | ExamError::Overloaded)
}

fn event(step: &Step) -> String {
    let (name, cursor, view) = match step {
        Step::Snapshot(cursor, view) => ("snapshot", cursor, view),
        Step::Changed(cursor, view) => ("delta", cursor, view),
    };
    let data = serde_json::to_string(&**view).unwrap_or_default();
    format!("id: {cursor}\nevent: {name}\ndata: {data}\n\n")
}

fn end(reason: EndReason) -> String {
    let data = serde_json::to_string(&StreamEnd { reason }).unwrap_or_default();
    format!("event: end\ndata: {data}\n\n")
}
