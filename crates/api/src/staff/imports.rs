//! `POST /api/v1/selections/{id}/{formations,candidates,items}`: tables that offices send.

use actix_web::{HttpResponse, post, web};
use exam::staff::{self, Permission, Place};
use lexicon::SelectionId;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::http::{Bundle, Problem, Staff, Table};
use crate::openapi::{problems, shapes, words};
use crate::server::Shared;

#[derive(Serialize, ToSchema)]
#[schema(as = Imported)]
struct Imported {
    imported: usize,
}

/// Name of the table that is sent, for messages.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the extractor of tables reads it; here is what it looks like"
)]
pub(crate) struct FileName {
    file: Option<String>,
}

/// Items with their pictures.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "the extractor of bundles reads it; here is what it looks like"
)]
pub(crate) struct ItemFiles {
    /// The table, with its file's name.
    #[schema(value_type = String, format = Binary)]
    items: (),
    /// Each with its file's name.
    #[schema(value_type = Option<Vec<String>>)]
    picture: (),
}

/// Asked before a large body is read; the use case asks it again.
fn authorise(staff: &Staff, needs: Permission, id: SelectionId) -> Result<(), Problem> {
    Ok(staff.0.authorise(needs, Place::Selection(id))?)
}

/// Permission: `ImportCandidates`, in the selection.
#[utoipa::path(
    post, path = "/api/v1/selections/{id}/formations", operation_id = "importFormations", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The selection"), FileName
    ),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "Taken over", body = Imported), problems::Imports)
)]
#[post("/selections/{id}/formations")]
pub(crate) async fn formations(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    table: Table,
) -> Result<HttpResponse, Problem> {
    authorise(&staff, Permission::ImportCandidates, *id)?;
    let (file, _place) = table.read().await?;
    let imported = staff::import_formations(&shared.app, &staff.0, *id, file).await?;
    Ok(HttpResponse::Ok().json(Imported { imported }))
}

/// Permission: `ImportCandidates`, in the selection.
#[utoipa::path(
    post, path = "/api/v1/selections/{id}/candidates", operation_id = "importCandidates", tag = "staff",
    security(("staff" = [])),
    params(
        ("id" = words::Id, Path, description = "The selection"), FileName
    ),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "Taken over", body = Imported), problems::Imports)
)]
#[post("/selections/{id}/candidates")]
pub(crate) async fn candidates(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    table: Table,
) -> Result<HttpResponse, Problem> {
    authorise(&staff, Permission::ImportCandidates, *id)?;
    let (file, _place) = table.read().await?;
    let imported = staff::import_candidates(&shared.app, &staff.0, *id, file).await?;
    Ok(HttpResponse::Ok().json(Imported { imported }))
}

/// Permission: `ImportItems`, in the selection.
#[utoipa::path(
    post, path = "/api/v1/selections/{id}/items", operation_id = "importItems", tag = "staff",
    security(("staff" = [])),
    params(("id" = words::Id, Path, description = "The selection")),
    request_body(content = ItemFiles, content_type = "multipart/form-data"),
    responses((status = 200, description = "Taken over", body = shapes::ItemsImported), problems::Imports)
)]
#[post("/selections/{id}/items")]
pub(crate) async fn items(
    shared: web::Data<Shared>,
    staff: Staff,
    id: web::Path<SelectionId>,
    bundle: Bundle,
) -> Result<HttpResponse, Problem> {
    authorise(&staff, Permission::ImportItems, *id)?;
    let ((items, pictures), _place) = bundle.read().await?;
    let imported = staff::import_items(&shared.app, &staff.0, *id, items, pictures).await?;
    Ok(HttpResponse::Ok().json(imported))
}
