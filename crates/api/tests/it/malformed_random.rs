//! Bodies that nobody thought of: whatever comes, it is the sender's fault or a success, never a failure inside.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::world::{Candidate, NUMBERS, Reply, Room, World};

/// One server for the cases of one test.
struct Bench {
    runtime: Runtime,
    room: Room,
    candidate: Candidate,
    items: Vec<(String, Vec<String>)>,
    _world: World,
}

static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let (world, room, candidate, items) = runtime.block_on(async {
        let world = World::start().await;
        let room = world.room().await;
        room.open().await;
        let (candidate, items) = room.writing(NUMBERS[0]).await;
        (world, room, candidate, items)
    });
    Bench {
        runtime,
        room,
        candidate,
        items,
        _world: world,
    }
});

/// JSON of any shape, with the words, numbers and characters that break things.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![Just(0), Just(1), Just(-1), Just(i64::from(u32::MAX) + 1)]
            .prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "[0-9a-f]{16}".prop_map(Value::from),
        Just(Value::from("\u{0}\u{feff}\u{202e}")),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((any_name(), inner), 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "epoch",
            "events",
            "seq",
            "id",
            "kind",
            "item",
            "option",
            "rebase",
            "client_ms",
            "block",
            "last_seq",
            "participant_no",
            "pin",
            "device",
            "name",
            "password",
            "reason",
            "forms",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ]
}

/// A good event with one field replaced by anything.
fn bent_event() -> impl Strategy<Value = Value> {
    (any_name(), any_json(), 1_u32..9).prop_map(|(field, value, seq)| {
        let (item, options) = &BENCH.items[0];
        let mut event = json!({
            "seq": seq, "id": "00000000000000aa", "kind": "answer", "item": item, "option": options[0],
        });
        event[field] = value;
        event
    })
}

#[track_caller]
fn holds(reply: &Reply) {
    if reply.status != 200 {
        reply.is_the_senders_fault();
    }
}

fn post(route: &str, body: &Value) -> Reply {
    BENCH.runtime.block_on(BENCH.candidate.post(route, body))
}

fn bounded(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(bounded(150))]

    #[test]
    fn any_body_on_any_route_of_candidates(
        route in prop::sample::select(vec!["login", "start", "events", "finish", "time-up"]),
        body in any_json(),
    ) {
        holds(&post(route, &body));
    }

    #[test]
    fn any_bytes_on_any_route_of_candidates(
        route in prop::sample::select(vec!["login", "start", "events", "finish", "time-up"]),
        body in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        BENCH.runtime.block_on(BENCH.candidate.post_raw(route, body)).is_the_senders_fault();
    }

    #[test]
    fn bent_events(events in prop::collection::vec(bent_event(), 1..4)) {
        holds(&post("events", &json!({ "epoch": 1, "events": events })));
    }

    #[test]
    fn any_body_on_any_route_of_staff(
        route in prop::sample::select(vec![
            "staff/login", "users", "selections", "selections/S/forms", "selections/S/sittings",
            "selections/S/drafts", "sittings/T/check-in", "sittings/T/incident",
            "sittings/T/seats/S/grant", "drafts/S/approve",
        ]),
        body in any_json(),
    ) {
        let room = &BENCH.room;
        let route = route.replace("/S", &format!("/{}", room.selection)).replace("/T", &format!("/{}", room.sitting));
        let reply = BENCH.runtime.block_on(room.admin.post(&format!("/api/v1/{route}"), &body));
        reply.is_the_senders_fault();
    }

    #[test]
    fn any_table(
        header in prop::sample::select(vec![
            "", "participant_no,name,formation\n", "participant_no;name;formation;blind\n",
            "code,category,position_group,quota,position,qualification,location\n", "\u{feff}code\t",
        ]),
        rest in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[0-9a-zA-Z,;\"\n\r\t ]{0,200}".prop_map(String::into_bytes),
        ],
        what in prop::sample::select(vec!["formations", "candidates"]),
    ) {
        let path = format!("/api/v1/selections/{}/{what}", BENCH.room.selection);
        let table = [header.as_bytes(), &rest].concat();
        BENCH.runtime.block_on(BENCH.room.admin.send_table(&path, table)).is_the_senders_fault();
    }
}
