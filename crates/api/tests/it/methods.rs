//! What every answer says of itself: methods that a path takes, the request's id, headers of problems.

use reqwest::{Client, Method, Response};

use crate::world::World;

async fn ask(world: &World, method: Method, path: &str) -> Response {
    let request = Client::new().request(method, format!("{}{path}", world.base));
    request.send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_method_is_told_the_right_ones() {
    let world = World::start().await;
    let sitting = "/api/v1/sittings/01900000-0000-7000-8000-000000000000";
    for (method, path, allow) in [
        (Method::GET, "/api/v1/candidate/events".to_owned(), "POST"),
        (Method::DELETE, "/api/v1/users".to_owned(), "GET, POST"),
        (Method::PUT, "/api/v1/public/key".to_owned(), "GET"),
        (Method::GET, format!("{sitting}/check-in"), "POST"),
        (Method::POST, "/healthz".to_owned(), "GET"),
        (Method::POST, "/ujian".to_owned(), "GET, HEAD"),
    ] {
        let response = ask(&world, method.clone(), &path).await;
        let told = (response.status().as_u16(), header(&response, "allow"));
        assert_eq!(told, (405, allow), "{method} {path}");
        let problem: serde_json::Value = response.json().await.unwrap();
        assert_eq!(problem["code"], "method_not_allowed");
    }
    for path in ["/api/v1/nothing", "/nothing", "/api/v1/candidate/nothing"] {
        let response = ask(&world, Method::POST, path).await;
        assert_eq!(response.status().as_u16(), 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_bears_its_requests_id() {
    let world = World::start().await;
    let first = ask(&world, Method::GET, "/healthz").await;
    let first = header(&first, "x-request-id").to_owned();
    assert_eq!(first.len(), 12);
    for path in ["/api/v1/nothing", "/api/v1/users", "/nothing"] {
        let response = ask(&world, Method::GET, path).await;
        let id = header(&response, "x-request-id").to_owned();
        assert_ne!(id, first);
        let problem: serde_json::Value = response.json().await.unwrap();
        assert_eq!(problem["request_id"], id, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_answers_to_a_head_alone() {
    let world = World::start().await;
    for path in ["/healthz", "/readyz"] {
        let response = ask(&world, Method::HEAD, path).await;
        assert_eq!(response.status().as_u16(), 200, "{path}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert!(response.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_problem_runs_nothing_wherever_it_comes_from() {
    let world = World::start().await;
    for path in [
        "/api/v1/nothing",
        "/api/nothing",
        "/nothing",
        "/readyz/",
        "/api/v1/users",
    ] {
        let response = ask(&world, Method::GET, path).await;
        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert_eq!(
            header(&response, "x-content-type-options"),
            "nosniff",
            "{path}"
        );
    }
}
