//! Requests that another site's page makes a browser send. The cookie is `SameSite=Strict` already; this holds
//! where a browser does not know that, and for pages on a neighbouring port or host of the same site.

use actix_web::HttpRequest;
use actix_web::http::Uri;
use actix_web::http::header::{HOST, HeaderName, ORIGIN};

use super::Problem;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses a request that changes something and was not made by a page of ours. Programs send neither header.
///
/// # Errors
/// `cross_site`.
pub(crate) fn check(request: &HttpRequest) -> Result<(), Problem> {
    if request.method().is_safe() || is_ours(request) {
        Ok(())
    } else {
        Err(Problem::cross_site())
    }
}

fn is_ours(request: &HttpRequest) -> bool {
    let header = |name| {
        let value = request.headers().get(name)?;
        Some(value.to_str().unwrap_or("unreadable"))
    };
    if let Some(site) = header(SEC_FETCH_SITE) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = header(ORIGIN) else {
        return true;
    };
    let host = header(HOST).or_else(|| request.uri().authority().map(|host| host.as_str()));
    let origin: Option<Uri> = origin.parse().ok();
    let authority = origin.as_ref().and_then(Uri::authority);
    authority
        .zip(host)
        .is_some_and(|(ours, host)| ours.as_str().eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn refused(headers: &[(&'static str, &'static str)]) -> bool {
        let request = TestRequest::post().insert_header(("host", "exam.example:8443"));
        let request = headers
            .iter()
            .fold(request, |request, header| request.insert_header(*header));
        check(&request.to_http_request()).is_err()
    }

    #[test]
    fn only_our_own_pages_and_programs_change_anything() {
        assert!(!refused(&[]));
        assert!(!refused(&[("origin", "https://exam.example:8443")]));
        assert!(!refused(&[("sec-fetch-site", "same-origin")]));
        assert!(!refused(&[("sec-fetch-site", "none")]));
        for origin in [
            "https://exam.example",
            "https://evil.example:8443",
            "null",
            "",
        ] {
            assert!(refused(&[("origin", origin)]), "{origin}");
        }
        for site in ["cross-site", "same-site", "anything"] {
            let ours = ("origin", "https://exam.example:8443");
            assert!(refused(&[("sec-fetch-site", site), ours]), "{site}");
        }
        let read = TestRequest::get().insert_header(("origin", "https://evil.example"));
        assert!(check(&read.to_http_request()).is_ok());
    }
}
