//! The browser pages: everything outside `/api/` that is a file of the UI or a place within a page.

use actix_web::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use exam::ExamError;
use web::{Accepts, Asset};

use crate::http::{Problem, allowed_methods, nothing_there, page_headers};
use crate::server::{Shared, Transport};

/// The pages with places of their own below them.
const ROLES: [(&str, &str); 3] = [
    ("ujian", "/ujian.html"),
    ("pengawas", "/pengawas.html"),
    ("panitia", "/panitia.html"),
];
const MISSING: &str = "/404.html";

/// Anyone: a page or one of its files. What is nothing of that kind is a problem, to people a page.
pub(crate) async fn page(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path();
    if path.starts_with("/api/") || allowed_methods(path).is_some() {
        return Err(nothing_there(request.method(), path));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(
            match file_behind(path).map(|file| web::asset(file, Accepts::header(""))) {
                None | Some(None) if page_behind(path).is_none() => nothing_here(),
                _ => Problem::method(&["GET", "HEAD"]),
            },
        );
    }
    let accepts = Accepts::header(header(&request, &ACCEPT_ENCODING));
    if let Some(asset) = file_behind(path).and_then(|file| web::asset(file, accepts)) {
        return Ok(answer(&request, StatusCode::OK, asset));
    }
    if !web::is_built() && page_behind(path).is_some() {
        return Ok(not_built(&request));
    }
    let person = header(&request, &ACCEPT).contains("text/html");
    match web::asset(MISSING, accepts) {
        Some(asset) if person => Ok(answer(&request, StatusCode::NOT_FOUND, asset)),
        _ => Err(nothing_here()),
    }
}

fn nothing_here() -> Problem {
    ExamError::NotFound("page").into()
}

/// Empty where it is missing or no text.
fn header<'a>(request: &'a HttpRequest, name: &actix_web::http::header::HeaderName) -> &'a str {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The page that a path opens. Below a role's page every place is the page's own business.
fn page_behind(path: &str) -> Option<&'static str> {
    if path == "/" {
        return Some("/index.html");
    }
    let mut parts = path.trim_start_matches('/').split('/');
    let role = parts.next()?;
    // What looks like a file and is none would only confuse whoever asked for it.
    if parts.next_back().is_some_and(|last| last.contains('.')) {
        return None;
    }
    let (_, file) = ROLES.iter().find(|(name, _)| *name == role)?;
    Some(file)
}

/// The file that answers a path. Pages are reached by their place, not by their file's name.
fn file_behind(path: &str) -> Option<&str> {
    page_behind(path).or_else(|| (!path.ends_with(".html")).then_some(path))
}

fn answer(request: &HttpRequest, status: StatusCode, asset: Asset) -> HttpResponse {
    let tag = format!("\"{}-{}\"", asset.tag, asset.encoding.unwrap_or("plain"));
    let mut response = HttpResponse::build(status);
    prepare(&mut response, request);
    let kept = if asset.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response
        .insert_header((CACHE_CONTROL, kept))
        .insert_header((VARY, "accept-encoding"))
        .insert_header((ETAG, tag.clone()));
    let known = header(request, &IF_NONE_MATCH).split(',');
    if status == StatusCode::OK && known.map(str::trim).any(|known| known == tag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    if let Some(encoding) = asset.encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    response.insert_header((CONTENT_TYPE, asset.content_type));
    response.body(asset.bytes)
}

fn not_built(request: &HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    prepare(&mut response, request);
    response
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(web::NOT_BUILT)
}

fn prepare(response: &mut HttpResponseBuilder, request: &HttpRequest) {
    let shared = request.app_data::<Data<Shared>>();
    let transport = shared.map_or_else(Transport::default, |shared| shared.transport);
    for header in page_headers(request.path(), transport) {
        response.insert_header(header);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_belong_to_their_page() {
        assert_eq!(page_behind("/"), Some("/index.html"));
        assert_eq!(page_behind("/ujian"), Some("/ujian.html"));
        assert_eq!(page_behind("/ujian/"), Some("/ujian.html"));
        assert_eq!(page_behind("/pengawas/sesi/1"), Some("/pengawas.html"));
        assert_eq!(page_behind("/panitia/x.js"), None);
        assert_eq!(page_behind("/ujianx"), None);
        assert_eq!(page_behind("//ujian"), Some("/ujian.html"));
        assert_eq!(page_behind(""), None);
    }

    #[test]
    fn files_have_one_address() {
        assert_eq!(file_behind("/assets/a-1.js"), Some("/assets/a-1.js"));
        assert_eq!(file_behind("/ujian.html"), None);
        assert_eq!(file_behind("/404.html"), None);
    }
}
