//! A room, live: what a proctor's page is told.

use exam::ports::{Role, Scope};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::world::{NUMBERS, Room, Staff, World};

/// An open stream.
struct Stream {
    response: Response,
    rest: String,
}

#[derive(Debug)]
struct Event {
    name: String,
    id: String,
    data: Value,
}

impl Stream {
    async fn open(staff: &Staff, sitting: &str, after: Option<&str>) -> Self {
        let path = format!("/api/v1/sittings/{sitting}/events");
        let mut request = staff.request(Method::GET, &path);
        if let Some(cursor) = after {
            request = request.header("last-event-id", cursor);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let rest = String::new();
        Self { response, rest }
    }

    /// The next event; `None` when the stream is over. Comments are no events.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.rest.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.rest = rest;
                let field = |name: &str| {
                    let line = block.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().to_owned()
                };
                if block.contains("event: ") {
                    return Some(Event {
                        name: field("event: "),
                        id: field("id: "),
                        data: serde_json::from_str(&field("data: ")).unwrap(),
                    });
                }
            } else {
                let chunk = self.response.chunk().await.ok()??;
                self.rest.push_str(std::str::from_utf8(&chunk).unwrap());
            }
        }
    }

    /// The first event that is as wanted; those before it are not.
    async fn until(&mut self, wanted: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if wanted(&event) {
                return event;
            }
        }
    }
}

fn seat<'a>(event: &'a Event, no: &str) -> Option<&'a Value> {
    let mut seats = event.data["seats"].as_array()?.iter();
    seats.find(|seat| seat["participant_no"] == no)
}

async fn detail(room: &Room) -> Value {
    let path = format!("/api/v1/sittings/{}", room.sitting);
    room.admin.get(&path).await.ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_is_seen_whole_and_then_by_its_changes() {
    let world = World::start().await;
    let room = world.room().await;
    let proctor = world.staff("pengawas", Role::Proctor).await;
    let mut stream = Stream::open(&proctor, &room.sitting, None).await;
    let first = stream.next().await.unwrap();
    assert_eq!(first.name, "snapshot");
    assert_eq!(first.data, detail(&room).await);
    assert_eq!(first.data["counters"]["not_arrived"], NUMBERS.len());
    let pin = room.check_in(NUMBERS[0]).await;
    let came = stream.next().await.unwrap();
    assert_eq!(came.name, "delta");
    assert_eq!(came.data["seats"].as_array().unwrap().len(), 1);
    assert_eq!(seat(&came, NUMBERS[0]).unwrap()["standing"], "present");
    assert_eq!(came.data["counters"]["present"], 1);
    room.open().await;
    stream.until(|event| event.data["status"] == "open").await;
    let candidate = crate::world::Candidate::at(&world.base, NUMBERS[0], 1);
    candidate.log_in(&pin).await.ok();
    let started = candidate.start(1).await.ok();
    let (item, options) = crate::world::items_of(&started["paper"]).swap_remove(0);
    candidate
        .answer(1, &[(item, options[0].clone())])
        .await
        .ok();
    let answered =
        |event: &Event| seat(event, NUMBERS[0]).is_some_and(|seat| seat["answered"] == 1);
    let event = stream.until(answered).await;
    let seen = seat(&event, NUMBERS[0]).unwrap();
    assert_eq!(
        (&seen["standing"], &seen["epoch"]),
        (&json!("answering"), &json!(1))
    );
    assert!(seen["deadline"].is_i64());
    room.admin.room(&room.sitting, "pause").await.ok();
    let paused = stream.until(|event| event.data["paused"] == true).await;
    assert_eq!(seat(&paused, NUMBERS[0]).unwrap()["standing"], "paused");
    assert_eq!(paused.data["counters"]["paused"], 1);
    room.admin.room(&room.sitting, "resume").await.ok();
    world.clock.advance(lexicon::Millis(20_000));
    let gone = |event: &Event| {
        seat(event, NUMBERS[0]).is_some_and(|seat| seat["standing"] == "disconnected")
    };
    stream.until(gone).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_gets_what_was_missed() {
    let world = World::start().await;
    let room = world.room().await;
    let proctor = world.staff("pengawas", Role::Proctor).await;
    let mut stream = Stream::open(&proctor, &room.sitting, None).await;
    let first = stream.next().await.unwrap();
    room.check_in(NUMBERS[0]).await;
    let second = stream.next().await.unwrap();
    drop(stream);
    let mut again = Stream::open(&proctor, &room.sitting, Some(&first.id)).await;
    let missed = again.next().await.unwrap();
    assert_eq!((missed.name.as_str(), &missed.id), ("delta", &second.id));
    assert_eq!(missed.data, second.data);
    for unknown in [
        "",
        "nonsense",
        "0000000000000001-0",
        &format!("{}9", second.id),
    ] {
        let mut anew = Stream::open(&proctor, &room.sitting, Some(unknown)).await;
        assert_eq!(anew.next().await.unwrap().name, "snapshot", "{unknown}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_with_the_session_and_with_the_grant() {
    let world = World::start().await;
    let room = world.room().await;
    let one = world.staff("satu", Role::Proctor).await;
    let two = world.staff("dua", Role::Proctor).await;
    let mut streams = Vec::new();
    for staff in [&one, &two] {
        let mut stream = Stream::open(staff, &room.sitting, None).await;
        stream.next().await.unwrap();
        streams.push(stream);
    }
    one.post("/api/v1/staff/logout", &json!({})).await.ok();
    let none = json!({ "grants": [] });
    room.admin.patch("/api/v1/users/dua", &none).await.ok();
    for mut stream in streams {
        let end = stream.next().await.unwrap();
        assert_eq!(
            (end.name.as_str(), &end.data["reason"]),
            ("end", &json!("session"))
        );
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_are_bounded_and_end_with_the_server() {
    let world = World::start().await;
    let room = world.room().await;
    let proctor = world.staff("pengawas", Role::Proctor).await;
    let mut streams = Vec::new();
    for _ in 0..8 {
        streams.push(Stream::open(&proctor, &room.sitting, None).await);
    }
    let path = format!("/api/v1/sittings/{}/events", room.sitting);
    let ninth = proctor.get(&path).await;
    ninth.refused(429, "too_many_streams");
    assert_eq!(ninth.retry_after, Some(5));
    room.admin.get(&path).await.ok();
    world.shared.end_streams();
    for mut stream in streams {
        let end = stream.until(|event| event.name == "end").await;
        assert_eq!(end.data["reason"], "server");
        assert!(stream.next().await.is_none());
    }
}

/// A proctor of one room sees that room only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_is_shown_to_those_whose_it_is() {
    let world = World::start().await;
    let room = world.room().await;
    let here = Scope::Sitting(room.sitting.parse().unwrap());
    let path = format!("/api/v1/sittings/{}/events", room.sitting);
    let own = world.staff_in("sini", Role::Proctor, here).await;
    assert_eq!(own.get(&path).await.status, 200);
    let other = world.proctor_of_nothing("sana").await;
    other.get(&path).await.refused(403, "forbidden");
}
