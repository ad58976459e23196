//! Who is counted for a failed log-in when proxies stand between.

use exam::ports::Role;
use serde_json::json;

use crate::world::{NUMBERS, PASSWORD, Reply, Staff, World};

const WRONG: &str = "22222222";

/// A log-in at `base`, with what forwarding headers it carries.
async fn log_in(base: &str, pin: &str, headers: &[(&str, &str)]) -> Reply {
    let body = json!({ "participant_no": NUMBERS[0], "pin": pin, "device": format!("{:032x}", 1) });
    let browser = Staff::stranger(base);
    let mut request = browser
        .request(reqwest::Method::POST, "/api/v1/candidate/login")
        .json(&body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Reply::of(request).await
}

async fn fail(base: &str, forwarded: impl Fn(u8) -> String) {
    for n in 0..5 {
        let forwarded = forwarded(n);
        let headers = [("X-Forwarded-For", forwarded.as_str())];
        log_in(base, WRONG, &headers)
            .await
            .refused(401, "wrong_credentials");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_says_whose_failures_they_are() {
    let world = World::start().await;
    let room = world.room().await;
    let pin = room.check_in(NUMBERS[0]).await;
    let base = world.behind(&["127.0.0.0/8"]);
    // What stands further left is the sender's own invention.
    fail(&base, |n| format!("192.0.2.{n}, 203.0.113.7")).await;
    let guilty = [("X-Forwarded-For", "192.0.2.77, 203.0.113.7")];
    log_in(&base, &pin, &guilty)
        .await
        .refused(429, "too_many_attempts");
    let innocent = [("X-Forwarded-For", "203.0.113.8")];
    log_in(&base, &pin, &innocent).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_is_who_connects_whatever_it_says() {
    for proxies in [&[][..], &["10.0.0.0/8"]] {
        let world = World::start().await;
        let room = world.room().await;
        let pin = room.check_in(NUMBERS[0]).await;
        let base = world.behind(proxies);
        fail(&base, |n| format!("203.0.113.{n}")).await;
        let another = [
            ("X-Forwarded-For", "203.0.113.9"),
            ("Forwarded", "for=203.0.113.9"),
        ];
        log_in(&base, &pin, &another)
            .await
            .refused(429, "too_many_attempts");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_says_from_where_staff_came() {
    let world = World::start().await;
    world.staff("rina", Role::Admin).await;
    let base = world.behind(&["127.0.0.1"]);
    let browser = Staff::stranger(&base);
    let request = browser
        .request(reqwest::Method::POST, "/api/v1/staff/login")
        .header("Forwarded", "for=\"[2001:db8::7]:4711\"")
        .json(&json!({ "name": "rina", "password": PASSWORD }));
    Reply::of(request).await.ok();
    let log = world.app.store.audit_log(1, 100).await.unwrap();
    let log_ins = log.iter().filter(|row| row.entry.act == "staff.logged_in");
    let from: Vec<&str> = log_ins.map(|row| row.entry.detail.as_str()).collect();
    assert_eq!(
        from,
        [r#"{"address":"127.0.0.1"}"#, r#"{"address":"2001:db8::7"}"#]
    );
}
