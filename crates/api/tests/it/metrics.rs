//! What the server measures, and who may read it.

use reqwest::{Client, Method, Response};

use crate::world::{NUMBERS, World};

async fn scrape(base: &str, headers: &[(&str, &str)]) -> Response {
    let request = Client::new().request(Method::GET, format!("{base}/metrics"));
    let with = |request: reqwest::RequestBuilder, header: &(&str, &str)| {
        request.header(header.0, header.1)
    };
    headers.iter().fold(request, with).send().await.unwrap()
}

fn value(text: &str, line: &str) -> Option<u64> {
    let found = text.lines().find_map(|it| it.strip_prefix(line))?;
    found.trim().parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_verdicts_and_commits_are_counted() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let (candidate, items) = room.writing(NUMBERS[0]).await;
    let choices: Vec<_> = items[..3]
        .iter()
        .map(|(item, options)| (item.clone(), options[0].clone()))
        .collect();
    candidate.answer(1, &choices).await.ok();
    candidate.answer(1, &choices[..1]).await.ok();
    candidate.answer(9, &choices[..1]).await.ok();
    let response = scrape(&world.base, &[]).await;
    assert_eq!(response.status().as_u16(), 200);
    let kind = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    let text = response.text().await.unwrap();
    for (line, expected) in [
        (
            "ambang_http_requests_total{method=\"POST\",route=\"/api/v1/candidate/events\",status=\"200\"}",
            3,
        ),
        (
            "ambang_http_requests_total{method=\"POST\",route=\"/api/v1/sittings/{id}/{act}\",status=\"200\"}",
            1,
        ),
        ("ambang_verdicts_total{verdict=\"accepted\"}", 3),
        ("ambang_verdicts_total{verdict=\"duplicate\"}", 1),
        ("ambang_verdicts_total{verdict=\"missing_seq\"}", 1),
        ("ambang_verdicts_total{verdict=\"late\"}", 0),
        ("ambang_recorder_failures_total", 0),
    ] {
        assert_eq!(value(&text, line), Some(expected), "{line}\n{text}");
    }
    // Opened, checked in, logged in, started, and three requests of answers.
    let commits = value(&text, "ambang_recorder_commit_seconds_count").unwrap();
    assert!((1..=7).contains(&commits), "{text}");
    assert_eq!(
        value(&text, "ambang_recorder_batch_events_bucket{le=\"+Inf\"}"),
        Some(commits)
    );
    for part in [
        "ambang_uptime_seconds",
        "ambang_outages",
        "ambang_recorder_queue_jobs",
        "ambang_live_reachable 1.0",
        "ambang_live_whole 1.0",
        "ambang_leads 1.0",
        "ambang_boards_age_seconds 0.0",
        "# EOF",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains(NUMBERS[0]), "nobody's number");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_measures_are_for_this_machine_or_for_the_tokens_holder() {
    let world = World::start().await;
    // A proxy on this machine that nobody has named.
    for header in [
        ("x-forwarded-for", "203.0.113.7"),
        ("forwarded", "for=127.0.0.1"),
    ] {
        let refused = scrape(&world.base, &[header]).await;
        assert_eq!(refused.status().as_u16(), 403, "{header:?}");
    }
    let base = world.measured_with("a long secret word");
    for (header, status) in [
        (("accept", "*/*"), 401),
        (("authorization", "Bearer a long secret worx"), 401),
        (("authorization", "a long secret word"), 401),
        (("authorization", "Bearer a long secret word"), 200),
    ] {
        let told = scrape(&base, &[header]).await.status().as_u16();
        assert_eq!(told, status, "{header:?}");
    }
}
