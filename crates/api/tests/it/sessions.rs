//! Sessions of staff and tokens of candidates: whose they are, and when they end.

use exam::ports::{Grant, Role, Scope};
use lexicon::Millis;
use reqwest::Method;
use serde_json::json;

use crate::world::{Candidate, NUMBERS, PASSWORD, Reply, Staff, World, items_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let world = World::start().await;
    world.user("dewi", Vec::new()).await;
    let staff = Staff::stranger(&world.base);
    let reply = staff.log_in("dewi", PASSWORD).await;
    let cookie = reply.set_cookie.unwrap();
    for part in [
        "ambang_staff=",
        "HttpOnly",
        "SameSite=Strict",
        "Path=/api/v1",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(
        staff.get("/api/v1/staff/me").await.ok()["user"]["name"],
        "dewi"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_by_log_out_by_idling_and_by_half_a_day() {
    let world = World::start().await;
    let staff = world.staff("dewi", Role::Admin).await;
    for _ in 0..35 {
        world.clock.advance(Millis::from_mins(20));
        staff.get("/api/v1/users").await.ok();
    }
    world.clock.advance(Millis::from_mins(20));
    staff
        .get("/api/v1/users")
        .await
        .refused(401, "unauthenticated");

    staff.log_in("dewi", PASSWORD).await.ok();
    world.clock.advance(Millis::from_mins(31));
    staff
        .get("/api/v1/users")
        .await
        .refused(401, "unauthenticated");

    let cookie = staff.log_in("dewi", PASSWORD).await.set_cookie.unwrap();
    let copied = cookie.split(';').next().unwrap().to_owned();
    staff.get("/api/v1/users").await.ok();
    let left = staff.post("/api/v1/staff/logout", &json!({})).await;
    assert_eq!(left.status, 204);
    staff
        .get("/api/v1/users")
        .await
        .refused(401, "unauthenticated");
    let thief = Staff::stranger(&world.base).request(Method::GET, "/api/v1/users");
    Reply::of(thief.header("cookie", copied))
        .await
        .refused(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_grant_a_new_password_and_a_disabled_user_hold_at_once() {
    let world = World::start().await;
    let admin = world.staff("admin", Role::Admin).await;
    let staff = world.staff("dewi", Role::Registrar).await;
    let selection = crate::world::create_selection(&admin, "S").await;
    let path = format!("/api/v1/selections/{selection}/formations");
    staff.get(&path).await.ok();
    let change = |body| {
        let admin = admin.clone();
        async move { admin.patch("/api/v1/users/dewi", &body).await.ok() }
    };
    change(json!({ "grants": [] })).await;
    staff.get(&path).await.refused(403, "forbidden");
    let grant = Grant {
        role: Role::Auditor,
        scope: Scope::System,
    };
    change(json!({ "grants": [grant], "password": "another long one" })).await;
    staff.get(&path).await.refused(401, "unauthenticated");
    staff.log_in("dewi", "another long one").await.ok();
    staff.get(&path).await.ok();
    change(json!({ "enabled": false })).await;
    staff.get(&path).await.refused(401, "unauthenticated");
    let refused = staff.log_in("dewi", "another long one").await;
    refused.refused(401, "wrong_credentials");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_own_password_ends_the_other_sessions() {
    let world = World::start().await;
    let here = world.staff("dewi", Role::Admin).await;
    let there = Staff::stranger(&world.base);
    there.log_in("dewi", PASSWORD).await.ok();
    world.clock.advance(Millis::from_mins(5));
    let change = |current: &str, new: &str| {
        let (here, body) = (here.clone(), json!({ "current": current, "new": new }));
        async move { here.post("/api/v1/staff/password", &body).await }
    };
    change("not my password", "another long one")
        .await
        .refused(401, "wrong_credentials");
    change(PASSWORD, "short").await.refused(422, "invalid");
    there.get("/api/v1/users").await.ok();
    assert_eq!(change(PASSWORD, "another long one").await.status, 204);
    here.get("/api/v1/users").await.ok();
    there
        .get("/api/v1/users")
        .await
        .refused(401, "unauthenticated");
    there
        .log_in("dewi", PASSWORD)
        .await
        .refused(401, "wrong_credentials");
    there.log_in("dewi", "another long one").await.ok();
    for _ in 0..5 {
        change("a guess at it", "another long one").await;
    }
    change("another long one", PASSWORD)
        .await
        .refused(429, "too_many_attempts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_sites_page_changes_nothing() {
    let world = World::start().await;
    let staff = world.staff("admin", Role::Admin).await;
    let body = json!({ "code": "S", "name": "S", "agency": "A", "policy": "cpns-2024" });
    let ask = |header: (&str, &str)| {
        let request = staff.request(Method::POST, "/api/v1/selections");
        Reply::of(request.header(header.0, header.1).json(&body))
    };
    ask(("origin", "http://evil.example"))
        .await
        .refused(403, "cross_site");
    ask(("sec-fetch-site", "same-site"))
        .await
        .refused(403, "cross_site");
    ask(("origin", world.base.as_str())).await.ok();
}

/// To a browser every port and every neighbouring host is the same site: the cookie goes along.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_neighbours_page_does_nothing_in_a_candidates_name() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let candidate = room.seated(NUMBERS[0], 1).await;
    candidate.start(1).await.ok();
    let finish = json!({ "epoch": 1, "block": 0, "last_seq": 0 });
    let routes = [
        ("finish", finish.clone()),
        ("time-up", json!({ "epoch": 1, "last_seq": 0 })),
        ("start", json!({ "epoch": 1 })),
        ("events", json!({ "epoch": 1, "events": [] })),
        (
            "login",
            json!({ "participant_no": NUMBERS[0], "pin": "ABCDEFGH", "device": "0".repeat(32) }),
        ),
    ];
    for (route, body) in &routes {
        for header in [
            ("origin", "http://127.0.0.1:1"),
            ("sec-fetch-site", "same-site"),
        ] {
            let ask = candidate.request(Method::POST, route).json(body);
            let answer = Reply::of(ask.header(header.0, header.1)).await;
            answer.refused(403, "cross_site");
        }
    }
    let ours = candidate.request(Method::POST, "finish").json(&finish);
    Reply::of(ours.header("sec-fetch-site", "same-origin"))
        .await
        .ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_do_not_open_each_others_doors() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let candidate = room.seated(NUMBERS[0], 1).await;
    let other = Candidate::at(&world.base, NUMBERS[0], 1);
    let login = room.admin.log_in("admin", PASSWORD).await;
    let staff_token = login.set_cookie.unwrap();
    let staff_token = staff_token.split(['=', ';']).nth(1).unwrap();
    let asks = [
        ("authorization", format!("Bearer {staff_token}")),
        ("cookie", format!("ambang_seat={staff_token}")),
        ("authorization", "Bearer ".to_owned()),
        ("authorization", "Basic YTpi".to_owned()),
        ("cookie", "ambang_seat=a.b.c".to_owned()),
    ];
    for (name, value) in asks {
        let ask = other.request(Method::GET, "state").header(name, value);
        Reply::of(ask).await.refused(401, "unauthenticated");
    }
    let pin = room.check_in(NUMBERS[0]).await;
    let seat_token = candidate.log_in(&pin).await.set_cookie.unwrap();
    assert!(seat_token.contains("HttpOnly") && seat_token.contains("SameSite=Strict"));
    let seat_token = seat_token.split(['=', ';']).nth(1).unwrap();
    let stranger = Staff::stranger(&world.base);
    let path = format!("/api/v1/sittings/{}", room.sitting);
    for cookie in [
        format!("ambang_staff={seat_token}"),
        format!("ambang_seat={seat_token}"),
    ] {
        let ask = stranger
            .request(Method::GET, &path)
            .header("cookie", cookie);
        Reply::of(ask).await.refused(401, "unauthenticated");
    }
    candidate.get("state").await.ok();
    world.clock.advance(Millis::from_mins(16 * 60));
    candidate.get("state").await.refused(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_pc_forgets_the_candidate_who_logs_out() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let pin = room.check_in(NUMBERS[0]).await;
    let candidate = Candidate::at(&world.base, NUMBERS[0], 1);
    candidate.log_in(&pin).await.ok();
    let started = candidate.start(1).await.ok();
    let foreign = candidate.request(Method::POST, "logout");
    let foreign = Reply::of(foreign.header("origin", "http://evil.example")).await;
    foreign.refused(403, "cross_site");
    candidate.get("state").await.ok();
    let left = candidate.post("logout", &json!({})).await;
    assert_eq!((left.status, left.bytes.len()), (204, 0));
    let cookie = left.set_cookie.unwrap();
    assert!(
        cookie.starts_with("ambang_seat=;") && cookie.contains("Max-Age=0"),
        "{cookie}"
    );
    candidate.get("state").await.refused(401, "unauthenticated");
    assert_eq!(candidate.post("logout", &json!({})).await.status, 204);
    let again = candidate.log_in(&pin).await.ok();
    assert_eq!(again["moved"], false);
    for unchanged in ["epoch", "deadline", "time_revision", "phase"] {
        assert_eq!(
            again["state"][unchanged], started["state"][unchanged],
            "{unchanged}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_out_ends_every_copy_of_the_cookie_and_loses_no_answer() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let pin = room.check_in(NUMBERS[0]).await;
    let candidate = Candidate::at(&world.base, NUMBERS[0], 1);
    let cookie = candidate.log_in(&pin).await.set_cookie.unwrap();
    let copy = Candidate::with_cookie(&world.base, &cookie);
    copy.get("state").await.ok();
    let items = items_of(&candidate.start(1).await.ok()["paper"]);
    let choice = |at: usize| (items[at].0.clone(), items[at].1[0].clone());
    candidate.answer(1, &[choice(0)]).await.ok();
    assert_eq!(candidate.post("logout", &json!({})).await.status, 204);
    let fenced = [
        copy.get("state").await,
        copy.get("state?answers=true").await,
        copy.get("receipt").await,
        copy.start(1).await,
        copy.answer(2, &[choice(1)]).await,
        copy.post("time-up", &json!({ "epoch": 1, "last_seq": 1 }))
            .await,
        copy.finish(1).await,
    ];
    for reply in fenced {
        reply.refused(401, "unauthenticated");
    }
    // A copy cannot log the candidate out of the next log-in either.
    let again = candidate.log_in(&pin).await.ok();
    assert_eq!(
        (&again["moved"], &again["state"]["epoch"]),
        (&json!(false), &json!(1))
    );
    assert_eq!(copy.post("logout", &json!({})).await.status, 204);
    assert_eq!(candidate.get("state").await.ok()["state"]["last_seq"], 1);
    let told = candidate.answer(2, &[choice(1)]).await.ok();
    assert_eq!(told["verdicts"][0]["verdict"], "accepted");
    assert_eq!(told["state"]["phase"], "running");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_lost_the_lease_logs_nobody_out() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let pin = room.check_in(NUMBERS[0]).await;
    let [old, new] = [1, 2].map(|device| Candidate::at(&world.base, NUMBERS[0], device));
    old.log_in(&pin).await.ok();
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let seat = (room.sitting.as_str(), attempt.as_str());
    room.admin.seat(seat, "release").await.ok();
    new.log_in(&pin).await.ok();
    assert_eq!(old.post("logout", &json!({})).await.status, 204);
    new.get("state").await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_set_aside_is_told_what_it_was() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let committee = world.staff("panitia", Role::Committee).await;
    let set_aside = async |no: &str, act: &str| {
        let (candidate, _) = room.writing(no).await;
        let before = candidate.get("state").await.ok();
        assert!(before["state"].get("set_aside").is_none(), "{before}");
        let attempt = room.attempt_of(no).await;
        let seat = (room.sitting.as_str(), attempt.as_str());
        committee.seat(seat, act).await.ok();
        candidate.get("state").await.ok()["state"].clone()
    };
    let disqualified = set_aside(NUMBERS[0], "disqualify").await;
    assert_eq!(disqualified["phase"], "finished");
    assert_eq!(disqualified["set_aside"], "disqualified");
    let cancelled = set_aside(NUMBERS[1], "cancel").await;
    assert_eq!(cancelled["phase"], "gone");
    assert_eq!(cancelled["set_aside"], "cancelled");
}
