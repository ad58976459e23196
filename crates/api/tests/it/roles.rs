//! Every route × every role × scope, and every route without any log-in.

use exam::ports::{Role, Scope};
use lexicon::{SelectionId, SittingId};
use reqwest::Method;
use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::routes::{Route, Who, all};
use crate::world::{NUMBERS, Reply, Room, Staff, World, create_selection};

const ROLES: [(char, Role); 8] = [
    ('A', Role::Admin),
    ('U', Role::Author),
    ('V', Role::Reviewer),
    ('R', Role::Registrar),
    ('P', Role::Proctor),
    ('E', Role::Examiner),
    ('C', Role::Committee),
    ('D', Role::Auditor),
];

/// A selection whose day is over, with a draft: every id of the table exists.
struct Over {
    room: Room,
    attempt: String,
    draft: String,
}

impl Over {
    async fn new(world: &World) -> Self {
        let room = world.room().await;
        let attempt = room.attempt_of(NUMBERS[0]).await;
        for act in ["open", "close", "seal"] {
            room.admin.room(&room.sitting, act).await.ok();
        }
        let drafter = world.staff("drafter", Role::Committee).await;
        let path = format!("/api/v1/selections/{}/drafts", room.selection);
        let draft = drafter.post(&path, &json!({})).await.ok();
        Self {
            attempt,
            draft: draft["id"].as_str().unwrap().to_owned(),
            room,
        }
    }

    async fn ask(&self, staff: &Staff, route: &Route) -> Reply {
        let path = route
            .path
            .replace("{selection}", &self.room.selection)
            .replace("{sitting}", &self.room.sitting)
            .replace("{attempt}", &self.attempt)
            .replace("{draft}", &self.draft);
        let request = staff.request(route.method.parse().unwrap(), &path);
        let request = match &route.body {
            None => request,
            Some(Value::Null) => request.multipart(Form::new().text("items", "")),
            Some(Value::String(text)) => request.body(text.clone()),
            Some(body) => request.json(body),
        };
        Reply::of(request).await
    }
}

/// What a role sees: 401, 403, or anything else that is no failure of the server.
#[track_caller]
fn hold(route: &Route, reply: &Reply, who: &str, expected: Option<u16>) {
    let told = format!(
        "{} {} by {who}: {} {}",
        route.method,
        route.path,
        reply.status,
        reply.text()
    );
    match expected {
        Some(status) => assert_eq!(reply.status, status, "{told}"),
        None => {
            assert!(reply.status < 500, "{told}");
            assert!(
                !["unauthenticated", "forbidden"].contains(&reply.code().as_str()),
                "{told}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_knows_who_may_call_it() {
    let world = World::start().await;
    let over = Over::new(&world).await;
    let stranger = Staff::stranger(&world.base);
    for route in all() {
        let expected = (route.who != Who::Anyone).then_some(401);
        hold(
            &route,
            &over.ask(&stranger, &route).await,
            "nobody",
            expected,
        );
    }
    for (letter, role) in ROLES {
        let staff = world.staff(&format!("role-{letter}"), role).await;
        for route in all().iter().filter(|route| !route.path.contains("/log")) {
            let expected = match route.who {
                Who::Anyone => None,
                Who::Seat => Some(401),
                Who::Roles(may) => (!may.contains(letter)).then_some(403),
            };
            hold(
                route,
                &over.ask(&staff, route).await,
                &format!("{role:?}"),
                expected,
            );
        }
    }
}

/// Everything that lies in a selection is closed to whoever holds a role in another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_elsewhere_is_nothing_here() {
    let world = World::start().await;
    let over = Over::new(&world).await;
    let other: SelectionId = create_selection(&over.room.admin, "OTHER")
        .await
        .parse()
        .unwrap();
    for (letter, role) in ROLES {
        let name = format!("elsewhere-{letter}");
        let staff = world.staff_in(&name, role, Scope::Selection(other)).await;
        for route in all() {
            let own = route.path.starts_with("/api/v1/staff/");
            let open = own || (route.path, route.method) == ("/api/v1/selections", "GET");
            if matches!(route.who, Who::Roles(_)) && !open {
                let reply = over.ask(&staff, &route).await;
                hold(&route, &reply, &format!("{role:?} elsewhere"), Some(403));
            }
        }
        let listed = staff.get("/api/v1/selections").await.ok();
        let codes: Vec<_> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["code"])
            .collect();
        assert_eq!(codes, ["OTHER"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proctor_of_one_room_has_that_room_only() {
    let world = World::start().await;
    let over = Over::new(&world).await;
    let sitting: SittingId = over.room.sitting.parse().unwrap();
    let staff = world
        .staff_in("own", Role::Proctor, Scope::Sitting(sitting))
        .await;
    let path = format!("/api/v1/sittings/{sitting}");
    staff.get(&path).await.ok();
    let sittings = format!("/api/v1/selections/{}/sittings", over.room.selection);
    assert_eq!(staff.get(&sittings).await.ok().as_array().unwrap().len(), 1);
    assert_eq!(
        staff
            .get("/api/v1/selections")
            .await
            .ok()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let stranger = world.proctor_of_nothing("other").await;
    stranger.get(&path).await.refused(403, "forbidden");
    stranger.get(&sittings).await.refused(403, "forbidden");
    stranger
        .room(&over.room.sitting, "open")
        .await
        .refused(403, "forbidden");
}

/// A candidate's token opens the candidate's routes and no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_is_no_office() {
    let world = World::start().await;
    let room = world.room().await;
    let candidate = room.seated(NUMBERS[0], 1).await;
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let pin = room.check_in(NUMBERS[0]).await;
    let cookie = candidate.log_in(&pin).await.set_cookie.unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let over = Over {
        attempt,
        draft: room.form.clone(),
        room,
    };
    let browser = Staff::stranger(&world.base);
    for route in all() {
        let path = route.path.split('?').next().unwrap();
        let expected = matches!(route.who, Who::Roles(_)).then_some(401);
        if route.who == Who::Seat {
            let method: Method = route.method.parse().unwrap();
            let ask = browser.request(method, path).header("cookie", &cookie);
            let ask = match &route.body {
                Some(body) => ask.json(body),
                None => ask,
            };
            hold(&route, &Reply::of(ask).await, "a candidate", None);
        } else {
            hold(
                &route,
                &over.ask(&browser, &route).await,
                "a candidate",
                expected,
            );
        }
    }
}
