//! Names and words that look like others, or hold what nobody sees.

use exam::ports::Role;
use serde_json::{Value, json};

use crate::world::{NUMBERS, PASSWORD, World};

/// Turns what follows it around: `a` + this + `gpj.exe` reads as if it ended in `.jpg`.
const OVERRIDE: char = '\u{202e}';
const NOTHING: char = '\u{200b}';

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn users_differ_by_more_than_capitals() {
    let world = World::start().await;
    let admin = world.staff("admin", Role::Admin).await;
    let user = |name: &str| json!({ "name": name, "full_name": "Dewi", "password": PASSWORD });
    admin.post("/api/v1/users", &user("dewi")).await.ok();
    for name in ["Dewi", "DEWI", "Admin"] {
        let refused = admin.post("/api/v1/users", &user(name)).await;
        assert_eq!(refused.refused(422, "invalid")["field"], "name");
    }
    admin
        .post("/api/v1/users", &user("dewi"))
        .await
        .refused(409, "exists");
    admin.post("/api/v1/users", &user("dewi2")).await.ok();
    let (one, other) = (user("budi"), user("Budi"));
    let both = futures::future::join(
        admin.post("/api/v1/users", &one),
        admin.post("/api/v1/users", &other),
    );
    let (one, other) = both.await;
    let mut told = [one.status, other.status];
    told.sort_unstable();
    assert_eq!(told, [201, 422], "at the same time too");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_seen_is_refused_by_field() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    room.writing(NUMBERS[0]).await;
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let seat = format!("/api/v1/sittings/{}/seats/{attempt}", room.sitting);
    for hidden in [OVERRIDE, NOTHING] {
        let bad = format!("Ani{hidden} Contoh");
        let user = json!({ "name": "ani", "full_name": bad, "password": PASSWORD });
        let selection = |name: &str, agency: &str| json!({ "code": "X", "name": name, "agency": agency, "policy": "cpns-2024" });
        let sitting = json!({
            "name": "S", "place": bad, "starts": 0, "forms": [room.form],
            "seats": [{ "participant_no": NUMBERS[0] }],
        });
        let sittings = format!("/api/v1/selections/{}/sittings", room.selection);
        let asks: [(&str, Value, &str); 7] = [
            ("/api/v1/users", user, "full_name"),
            ("/api/v1/selections", selection(&bad, "A"), "name"),
            ("/api/v1/selections", selection("S", &bad), "agency"),
            (&sittings, sitting, "place"),
            (
                &format!("/api/v1/sittings/{}/pause", room.sitting),
                json!({ "reason": bad }),
                "reason",
            ),
            (
                &format!("{seat}/warn"),
                json!({ "reason": bad, "seen": 0 }),
                "reason",
            ),
            (&format!("{seat}/pin"), json!({ "reason": bad }), "reason"),
        ];
        for (path, body, field) in asks {
            let refused = room.admin.post(path, &body).await.refused(422, "invalid");
            assert_eq!(refused["field"], field, "{path}");
            let code = format!("U+{:04X}", u32::from(hidden));
            assert!(
                refused["detail"].as_str().unwrap().contains(&code),
                "{refused}"
            );
        }
        let table = format!("participant_no;name;formation\n90000000000000077;{bad};F-1\n");
        let path = format!(
            "/api/v1/selections/{}/candidates?file=p.csv",
            room.selection
        );
        let refused = room.admin.send_table(&path, table).await;
        let fault = &refused.refused(422, "import_faults")["errors"][0];
        assert_eq!(
            (&fault["line"], &fault["column"]),
            (&json!(2), &json!("name"))
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_holds_where_there_is_something() {
    let world = World::start().await;
    let admin = world.staff("admin", Role::Admin).await;
    let nowhere = "01900000-0000-7000-8000-000000000000";
    for kind in ["selection", "sitting"] {
        let grant = json!({ "role": "proctor", "scope": { "kind": kind, "id": nowhere } });
        let user = json!({
            "name": "ani", "full_name": "Ani", "password": PASSWORD, "grants": [grant],
        });
        let refused = admin.post("/api/v1/users", &user).await;
        let refused = refused.refused(422, "invalid");
        assert_eq!(refused["field"], "grants");
        assert!(
            refused["detail"].as_str().unwrap().contains(nowhere),
            "{refused}"
        );
    }
}
