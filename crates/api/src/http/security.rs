//! Headers that keep browsers from doing what no page of ours asks for.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::DefaultHeaders;

use crate::server::Transport;

const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Nothing from elsewhere, no script or style within a page; pictures of a paper are shown from memory.
const PAGE: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; \
                    frame-ancestors 'none'; form-action 'self'; base-uri 'none'";
/// An answer that is opened as a page shows nothing and runs nothing.
const ANSWER: &str = "default-src 'none'; frame-ancestors 'none'";
const NOTHING: &str = "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), \
                       midi=(), browsing-topics=()";
/// The desk may scan a card.
const CAMERA: &str = "camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), \
                      midi=(), browsing-topics=()";

/// What goes with every page and its files.
pub(crate) fn page_headers(
    path: &str,
    transport: Transport,
) -> impl Iterator<Item = (HeaderName, &'static str)> {
    let desk = path.starts_with("/pengawas");
    let headers = [
        (CONTENT_SECURITY_POLICY, PAGE),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (COOP, "same-origin"),
        (CORP, "same-origin"),
        (PERMISSIONS, if desk { CAMERA } else { NOTHING }),
    ];
    let hsts = (STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    headers.into_iter().chain(transport.hsts.then_some(hsts))
}

/// What goes with every problem, wherever it comes from.
pub(super) const ANSWER_HEADERS: [(HeaderName, &str); 4] = [
    (CONTENT_SECURITY_POLICY, ANSWER),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CORP, "same-origin"),
];

/// What goes with every answer of the API that does not say otherwise.
pub(crate) fn answer_headers() -> DefaultHeaders {
    let headers = ANSWER_HEADERS.into_iter();
    headers.fold(DefaultHeaders::new(), DefaultHeaders::add)
}

/// The same, and no cache may keep it: it is about somebody.
pub(crate) fn private_headers() -> DefaultHeaders {
    answer_headers().add((CACHE_CONTROL, "no-store"))
}
