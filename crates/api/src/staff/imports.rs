//! `POST /api/v1/selections/{id}/{formations,candidates,items}`: tables that offices send.

use actix_web::{HttpResponse, post, web};
use exam::staff;
use lexicon::SelectionId;
use serde::Serialize;

use crate::http::{Bundle, Problem, Staff, Table};
use crate::server::Shared;

#[derive(Serialize)]
struct Imported {
    imported: usize,
}

/// Permission: `ImportCandidates`, in the selection.
#[post("/selections/{id}/formations")]
pub(crate) async fn formations(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    table: Table,
) -> Result<HttpResponse, Problem> {
    let imported = staff::import_formations(&shared.app, &staff.0, *id, table.file).await?;
    Ok(HttpResponse::Ok().json(Imported { imported }))
}

/// Permission: `ImportCandidates`, in the selection.
#[post("/selections/{id}/candidates")]
pub(crate) async fn candidates(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    table: Table,
) -> Result<HttpResponse, Problem> {
    let imported = staff::import_candidates(&shared.app, &staff.0, *id, table.file).await?;
    Ok(HttpResponse::Ok().json(Imported { imported }))
}

/// Permission: `ImportItems`, in the selection.
#[post("/selections/{id}/items")]
pub(crate) async fn items(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    bundle: Bundle,
) -> Result<HttpResponse, Problem> {
    let Bundle {
        items, pictures, ..
    } = bundle;
    let imported = staff::import_items(&shared.app, &staff.0, *id, items, pictures).await?;
    Ok(HttpResponse::Ok().json(imported))
}
