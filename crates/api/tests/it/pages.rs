//! The browser pages and the headers that go with every answer.

use reqwest::Client;
use reqwest::header::HeaderMap;

use crate::world::{NUMBERS, World};

async fn get(base: &str, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
    let mut request = Client::new().get(format!("{base}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.text().await.unwrap())
}

fn value<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

const PERSON: (&str, &str) = ("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_role_has_a_page_that_may_do_little() {
    let world = World::start().await;
    for path in ["/", "/ujian", "/ujian/", "/pengawas/sesi/7", "/panitia"] {
        let (status, headers, body) = get(&world.base, path, &[PERSON]).await;
        assert_eq!(status, 200, "{path}");
        assert_eq!(value(&headers, "content-type"), "text/html; charset=utf-8");
        assert!(body.starts_with("<!doctype html>"), "{path}: {body}");
        let policy = value(&headers, "content-security-policy");
        assert!(policy.starts_with("default-src 'self'; "), "{policy}");
        for rule in [
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert!(
            !policy.contains("unsafe") && !policy.contains("http"),
            "{policy}"
        );
        assert_eq!(value(&headers, "x-content-type-options"), "nosniff");
        assert_eq!(value(&headers, "referrer-policy"), "no-referrer");
        assert_eq!(value(&headers, "cross-origin-opener-policy"), "same-origin");
        let camera = value(&headers, "permissions-policy").starts_with("camera=(self)");
        assert_eq!(camera, path.starts_with("/pengawas"), "{path}");
    }
}

/// No script and no style within a page: the policy would keep them from running.
#[test]
fn pages_hold_to_their_policy() {
    for page in [
        "/index.html",
        "/ujian.html",
        "/pengawas.html",
        "/panitia.html",
        "/404.html",
    ] {
        let Some(asset) = web::asset(page, web::Accepts::default()) else {
            assert!(!web::is_built(), "{page} is missing");
            continue;
        };
        let text = std::str::from_utf8(asset.bytes).unwrap();
        assert!(
            !text.contains("<style") && !text.contains(" style="),
            "{page}"
        );
        for script in text.split("<script").skip(1) {
            let (tag, rest) = script.split_once('>').unwrap();
            assert!(tag.contains("src=\"/"), "{page}: {tag}");
            assert!(rest.starts_with("</script>"), "{page}: {rest:.40}");
        }
    }
    assert!(!web::NOT_BUILT.contains("<script") && !web::NOT_BUILT.contains("style"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_a_page_for_people_and_a_problem_for_programs() {
    let world = World::start().await;
    for path in ["/nothing", "/ujian/x.js", "/assets/none.js", "/ujian.html"] {
        let (status, headers, _) = get(&world.base, path, &[]).await;
        assert_eq!(status, 404, "{path}");
        assert_eq!(value(&headers, "content-type"), "application/problem+json");
        let (status, headers, _) = get(&world.base, path, &[PERSON]).await;
        assert_eq!(status, 404, "{path}");
        let page = value(&headers, "content-type") == "text/html; charset=utf-8";
        assert_eq!(page, web::is_built(), "{path}");
    }
    let (status, headers, _) = get(&world.base, "/api/v1/nothing", &[PERSON]).await;
    assert_eq!(status, 404);
    assert_eq!(value(&headers, "content-type"), "application/problem+json");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_known_is_not_sent_again() {
    let world = World::start().await;
    if !web::is_built() {
        return;
    }
    let accepts = ("accept-encoding", "gzip, deflate, br");
    let (_, first, _) = get(&world.base, "/sw.js", &[accepts]).await;
    assert_eq!(value(&first, "cache-control"), "no-cache");
    assert_eq!(value(&first, "content-encoding"), "br");
    let tag = ("if-none-match", value(&first, "etag"));
    let (status, _, body) = get(&world.base, "/sw.js", &[accepts, tag]).await;
    assert_eq!((status, body.as_str()), (304, ""));
    let (_, page, text) = get(&world.base, "/ujian", &[]).await;
    assert_eq!(value(&page, "cache-control"), "no-cache");
    let at = text.find("/assets/").unwrap();
    let script = text[at..].split('"').next().unwrap();
    let (_, hashed, _) = get(&world.base, script, &[]).await;
    assert!(value(&hashed, "cache-control").ends_with("immutable"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_about_somebody_is_kept_by_no_cache() {
    let world = World::start().await;
    let result = format!("/api/v1/public/results/{}", NUMBERS[0]);
    for path in [
        "/api/v1/candidate/state",
        "/api/v1/staff/me",
        "/api/v1/users",
    ] {
        let (_, headers, _) = get(&world.base, path, &[]).await;
        assert_eq!(value(&headers, "cache-control"), "no-store", "{path}");
    }
    for path in ["/api/v1/candidate/state", &result, "/api/v1/public/key"] {
        let (_, headers, _) = get(&world.base, path, &[]).await;
        let policy = value(&headers, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert_eq!(
            value(&headers, "x-content-type-options"),
            "nosniff",
            "{path}"
        );
    }
}
