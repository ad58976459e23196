//! Every route, and who may call it. Written by hand from the rules, not from the code's table of permissions.

use std::path::Path;

use serde_json::{Value, json};

/// Letters of the roles: Admin, aUthor, reViewer, Registrar, Proctor, Examiner, Committee, auDitor.
pub(crate) const EVERYBODY: &str = "AUVRPECD";

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// No token is asked for.
    Anyone,
    /// The seat's token.
    Seat,
    /// Staff with one of these roles.
    Roles(&'static str),
}

#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) body: Option<Value>,
    pub(crate) who: Who,
}

const READERS: &str = EVERYBODY;
const DESK: &str = "ARP";
const ROOM: &str = "AP";
const COMMITTEE: &str = "C";

fn get(path: &'static str, who: Who) -> Route {
    Route {
        method: "GET",
        path,
        body: None,
        who,
    }
}

fn post(path: &'static str, body: Value, who: Who) -> Route {
    Route {
        method: "POST",
        path,
        body: Some(body),
        who,
    }
}

/// All routes with a body that can be read.
pub(crate) fn all() -> Vec<Route> {
    [
        outside(),
        candidates(),
        before_the_day(),
        on_the_day(),
        afterwards(),
    ]
    .concat()
}

fn outside() -> Vec<Route> {
    let credentials = json!({ "name": "nobody", "password": "no password" });
    vec![
        get("/healthz", Who::Anyone),
        get("/readyz", Who::Anyone),
        get("/metrics", Who::Anyone),
        get("/api/v1/openapi.json", Who::Anyone),
        get("/api/v1/public/key", Who::Anyone),
        get("/api/v1/public/server", Who::Anyone),
        get("/api/v1/public/selections", Who::Anyone),
        get("/api/v1/public/sittings", Who::Anyone),
        get("/api/v1/public/sittings/{sitting}/board", Who::Anyone),
        get("/api/v1/public/results/90000000000000001", Who::Anyone),
        get("/api/v1/public/publications/{draft}", Who::Anyone),
        get(
            "/api/v1/public/selections/{selection}/publications",
            Who::Anyone,
        ),
        post("/api/v1/staff/login", credentials, Who::Anyone),
        post("/api/v1/staff/logout", json!({}), Who::Anyone),
    ]
}

fn candidates() -> Vec<Route> {
    let pin = json!({ "participant_no": "90000000000000001", "pin": "22222222", "device": "0".repeat(32) });
    let events = json!({ "epoch": 1, "events": [{
        "seq": 1, "id": "00000000000000aa", "kind": "flag", "item": "00000000000000bb",
    }] });
    let end = json!({ "epoch": 1, "last_seq": 0 });
    vec![
        post("/api/v1/candidate/login", pin, Who::Anyone),
        post("/api/v1/candidate/logout", json!({}), Who::Anyone),
        get("/api/v1/candidate/state", Who::Seat),
        post("/api/v1/candidate/start", json!({ "epoch": 1 }), Who::Seat),
        get("/api/v1/candidate/pictures/00", Who::Seat),
        post("/api/v1/candidate/events", events, Who::Seat),
        post("/api/v1/candidate/finish", end.clone(), Who::Seat),
        post("/api/v1/candidate/time-up", end, Who::Seat),
        get("/api/v1/candidate/receipt", Who::Seat),
    ]
}

fn before_the_day() -> Vec<Route> {
    let user = json!({ "name": "n", "full_name": "N", "password": "short" });
    let selection = json!({ "code": "no code", "name": "S", "agency": "A", "policy": "cpns-2024" });
    let sitting = json!({ "name": "S", "place": "R", "starts": 0, "forms": [], "seats": [] });
    vec![
        get("/api/v1/staff/me", Who::Roles(EVERYBODY)),
        post(
            "/api/v1/staff/password",
            json!({ "current": "a long password", "new": "short" }),
            Who::Roles(EVERYBODY),
        ),
        get("/api/v1/users", Who::Roles("A")),
        post("/api/v1/users", user, Who::Roles("A")),
        Route {
            method: "PATCH",
            ..post("/api/v1/users/nobody", json!({}), Who::Roles("A"))
        },
        get("/api/v1/audit", Who::Roles("AD")),
        get("/api/v1/selections", Who::Roles(EVERYBODY)),
        post("/api/v1/selections", selection, Who::Roles("A")),
        get(
            "/api/v1/selections/{selection}/formations",
            Who::Roles(READERS),
        ),
        post(
            "/api/v1/selections/{selection}/formations",
            json!(""),
            Who::Roles("AR"),
        ),
        post(
            "/api/v1/selections/{selection}/candidates",
            json!(""),
            Who::Roles("AR"),
        ),
        post(
            "/api/v1/selections/{selection}/items",
            Value::Null,
            Who::Roles("AU"),
        ),
        get("/api/v1/selections/{selection}/forms", Who::Roles(READERS)),
        post(
            "/api/v1/selections/{selection}/forms",
            json!({ "name": "" }),
            Who::Roles("AV"),
        ),
        get(
            "/api/v1/selections/{selection}/sittings",
            Who::Roles(READERS),
        ),
        post(
            "/api/v1/selections/{selection}/sittings",
            sitting,
            Who::Roles("AR"),
        ),
    ]
}

fn on_the_day() -> Vec<Route> {
    let candidate = json!({ "participant_no": "90000000000000001" });
    let why = || json!({ "reason": "sebab" });
    let span = json!({ "reason": "sebab", "from": 1, "to": 2 });
    let grant = json!({ "reason": "sebab", "length_ms": 1_000, "seen": 0 });
    let room = Who::Roles(ROOM);
    let sanction = Who::Roles(COMMITTEE);
    vec![
        get("/api/v1/sittings/{sitting}", Who::Roles("ARPCD")),
        get("/api/v1/sittings/{sitting}/events", Who::Roles("ARPCD")),
        get("/api/v1/sittings/{sitting}/acts", Who::Roles("ARPCD")),
        get(
            "/api/v1/selections/{selection}/ranking?formation=F-1",
            Who::Roles("ACD"),
        ),
        get(
            "/api/v1/selections/{selection}/histograms",
            Who::Roles("ACD"),
        ),
        get("/api/v1/sittings/{sitting}/resume", room),
        get(
            "/api/v1/selections/{selection}/seats?find=ani",
            Who::Roles(DESK),
        ),
        post(
            "/api/v1/sittings/{sitting}/check-in",
            candidate,
            Who::Roles(DESK),
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/pin",
            why(),
            Who::Roles(DESK),
        ),
        post("/api/v1/sittings/{sitting}/open", json!({}), room),
        post("/api/v1/sittings/{sitting}/pause", why(), room),
        post("/api/v1/sittings/{sitting}/resume", json!({}), room),
        post("/api/v1/sittings/{sitting}/release", why(), room),
        post("/api/v1/sittings/{sitting}/incident", span.clone(), room),
        post("/api/v1/sittings/{sitting}/close", json!({}), room),
        post(
            "/api/v1/sittings/{sitting}/seal",
            json!({}),
            Who::Roles("APC"),
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/pause",
            why(),
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/interrupt",
            why(),
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/resume",
            why(),
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/release",
            why(),
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/incident",
            span,
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/grant",
            grant,
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/end",
            why(),
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/warn",
            json!({ "reason": "sebab", "seen": 0 }),
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/absent",
            why(),
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/recall",
            why(),
            room,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/disqualify",
            why(),
            sanction,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/cancel",
            why(),
            sanction,
        ),
        post(
            "/api/v1/sittings/{sitting}/seats/{attempt}/void",
            why(),
            sanction,
        ),
    ]
}

fn afterwards() -> Vec<Route> {
    let committee = Who::Roles(COMMITTEE);
    let word = json!({ "digest": "00".repeat(32) });
    vec![
        get("/api/v1/selections/{selection}/drafts", Who::Roles("ACD")),
        get("/api/v1/drafts/{draft}", Who::Roles("ACD")),
        post(
            "/api/v1/selections/{selection}/drafts",
            json!({}),
            committee,
        ),
        post("/api/v1/drafts/{draft}/approve", word, committee),
        post("/api/v1/drafts/{draft}/publish", json!({}), committee),
        get("/api/v1/selections/{selection}/journal", Who::Roles("AD")),
    ]
}

/// `(method, path)` of every handler, read from the source.
pub(crate) fn handlers() -> Vec<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for (place, prefix) in [
        (".", ""),
        ("openapi", ""),
        ("candidate", "/api/v1/candidate"),
        ("public", "/api/v1/public"),
        ("staff", "/api/v1"),
    ] {
        for entry in std::fs::read_dir(source.join(place)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(path).unwrap();
                found.extend(text.lines().filter_map(|line| handler(line, prefix)));
            }
        }
    }
    found
}

fn handler(line: &str, prefix: &str) -> Option<(String, String)> {
    let (method, rest) = line.strip_prefix("#[")?.split_once("(\"")?;
    let known = ["get", "post", "put", "patch", "delete"].contains(&method);
    let path = rest.strip_suffix("\")]")?;
    known.then(|| (method.to_uppercase(), format!("{prefix}{path}")))
}

pub(crate) fn covers(pattern: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap();
    let (pattern, path): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), path.split('/').collect());
    let fits = |(pattern, part): (&&str, &&str)| pattern.starts_with('{') || pattern == part;
    pattern.len() == path.len() && pattern.iter().zip(&path).all(fits)
}

#[test]
fn the_table_has_every_handler_and_nothing_else() {
    let handlers = handlers();
    assert!(handlers.len() > 30, "{handlers:?}");
    let table = all();
    for (method, pattern) in &handlers {
        let known = |route: &Route| route.method == method && covers(pattern, route.path);
        assert!(table.iter().any(known), "no row for {method} {pattern}");
    }
    for route in &table {
        let served = |(method, pattern): &(String, String)| {
            route.method == method && covers(pattern, route.path)
        };
        assert!(handlers.iter().any(served), "nothing serves {route:?}");
    }
}
