//! `GET /api/v1/selections/{id}/journal`

use std::time::Duration;

use actix_web::http::header::{CONTENT_DISPOSITION, ContentDisposition};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, get, web};
use exam::ExamError;
use exam::results::{Export, export_journal};
use futures::stream;
use lexicon::SelectionId;
use tokio::sync::OwnedSemaphorePermit;

use crate::http::{Problem, Staff, unless_stalled};
use crate::openapi::{problems, words};
use crate::server::Shared;

/// A reader who takes nothing for this long has gone away.
const STALL: Duration = Duration::from_secs(60);

/// An export on its way: the next lines are made when the connection has room for them.
struct Sending {
    shared: web::Data<Shared>,
    export: Export,
    _place: OwnedSemaphorePermit,
}

/// Permission: `ExportJournal`, in the selection. A broken export lacks its line `end`.
#[utoipa::path(
    get, path = "/api/v1/selections/{id}/journal", operation_id = "journal", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    responses((status = 200, description = "One JSON object a line; the last says `end`", body = String, content_type = "application/x-ndjson"), problems::Exporting)
)]
#[get("/selections/{id}/journal")]
pub(crate) async fn export(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
) -> Result<HttpResponse, Problem> {
    let place = shared.heavy_place()?;
    let export = export_journal(&shared.app, &staff.0, *id).await?;
    let sending = Sending {
        shared,
        export,
        _place: place,
    };
    let name = format!("journal-{}.ndjson", *id);
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((CONTENT_DISPOSITION, ContentDisposition::attachment(name)))
        .streaming(unless_stalled(stream::try_unfold(sending, next), STALL)))
}

/// An error here only breaks the connection: status and headers have left long ago.
async fn next(mut sending: Sending) -> Result<Option<(Bytes, Sending)>, ExamError> {
    let lines = sending.export.next(&sending.shared.app).await;
    let lines = lines.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
    Ok(lines.map(|lines| (Bytes::from(lines), sending)))
}
