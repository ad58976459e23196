//! Points while they move, and what a pause would give back.

use exam::ports::Role;
use lexicon::Millis;
use serde_json::{Value, json};

use crate::world::{Candidate, NUMBERS, Room, Staff, World};

type Items = Vec<(String, Vec<String>)>;

/// Answers the items of `range` with their first options.
async fn answer(candidate: &Candidate, items: &Items, range: core::ops::Range<usize>) {
    let choices: Vec<_> = items[range.clone()]
        .iter()
        .map(|(item, options)| (item.clone(), options[0].clone()))
        .collect();
    let first = u32::try_from(range.start + 1).unwrap();
    candidate.answer(first, &choices).await.ok();
}

async fn board(world: &World, room: &Room) -> Value {
    let path = format!("/api/v1/public/sittings/{}/board", room.sitting);
    Staff::stranger(&world.base).get(&path).await.ok()
}

fn shown(board: &Value, no: &str) -> i64 {
    let mut rows = board["rows"].as_array().unwrap().iter();
    let row = rows.find(|row| row["participant_no"] == no);
    row.map_or(-1, |row| row["total"].as_i64().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hall_sees_points_late_and_in_the_end_exactly() {
    let world = World::start().await;
    let room = world.room().await;
    let stranger = Staff::stranger(&world.base);
    let listed = stranger.get("/api/v1/public/sittings").await.ok();
    assert_eq!(
        (&listed[0]["id"], &listed[0]["board"]),
        (&json!(room.sitting), &json!(true))
    );
    room.open().await;
    assert_eq!(board(&world, &room).await["rows"], json!([]));
    let tick = || world.clock.advance(Millis::from_secs(30));
    let (one, items) = room.writing(NUMBERS[0]).await;
    let (two, others) = room.writing(NUMBERS[1]).await;
    answer(&one, &items, 0..4).await;
    answer(&two, &others, 0..7).await;
    assert_eq!(
        shown(&board(&world, &room).await, NUMBERS[0]),
        -1,
        "once in a tick"
    );
    tick();
    let seen = board(&world, &room).await;
    assert_eq!(
        (shown(&seen, NUMBERS[0]), &seen["exact"]),
        (0, &json!(false))
    );
    assert!(shown(&seen, NUMBERS[1]) > 0);
    assert_eq!(
        seen["next"].as_i64().unwrap() - seen["as_of"].as_i64().unwrap(),
        30_000
    );
    one.finish(4).await.ok();
    tick();
    let receipt = one.get("receipt").await.ok();
    let seen = board(&world, &room).await;
    assert_eq!(
        (shown(&seen, NUMBERS[0]), &seen["exact"]),
        (receipt["total"].as_i64().unwrap(), &json!(false)),
        "what the receipt says, though somebody still answers"
    );
    two.finish(7).await.ok();
    tick();
    let seen = board(&world, &room).await;
    assert_eq!(seen["exact"], true);
    for (candidate, no) in [(&one, NUMBERS[0]), (&two, NUMBERS[1])] {
        let receipt = candidate.get("receipt").await.ok();
        assert_eq!(shown(&seen, no), receipt["total"].as_i64().unwrap());
    }
    let none = format!("/api/v1/public/sittings/{}/board", room.selection);
    stranger.get(&none).await.refused(404, "not_found");
}

/// Who is disqualified holds no place (domain, 4), and does not vanish without a word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_disqualified_or_cancelled_leaves_the_ranking_and_stands_apart() {
    let world = World::start().await;
    let room = world.room().await;
    let committee = world.staff("panitia", Role::Committee).await;
    room.open().await;
    for (no, answers) in [(0, 7), (1, 6), (2, 5)] {
        let (candidate, items) = room.writing(NUMBERS[no]).await;
        answer(&candidate, &items, 0..answers).await;
        candidate.finish(u32::try_from(answers).unwrap()).await.ok();
    }
    room.check_in(NUMBERS[3]).await;
    let tick = || world.clock.advance(Millis::from_secs(30));
    tick();
    let order = |board: &Value| -> Vec<(i64, String)> {
        let rows = board["rows"].as_array().unwrap().iter();
        rows.map(|row| {
            let no = row["participant_no"].as_str().unwrap();
            (row["rank"].as_i64().unwrap(), no.to_owned())
        })
        .collect()
    };
    let seen = board(&world, &room).await;
    assert_eq!((order(&seen).len(), &seen["apart"]), (3, &json!([])));
    let (_, best) = order(&seen).swap_remove(0);
    let place = NUMBERS.iter().position(|no| *no == best).unwrap();
    let others: Vec<&str> = NUMBERS[..3]
        .iter()
        .copied()
        .filter(|no| *no != best)
        .collect();
    let act = async |no: &str, act: &str| {
        let attempt = room.attempt_of(no).await;
        let seat = (room.sitting.as_str(), attempt.as_str());
        committee.seat(seat, act).await.ok();
    };
    // Nobody who has not opened the paper ever stood on the board.
    act(NUMBERS[3], "disqualify").await;
    act(NUMBERS[place], "disqualify").await;
    act(others[0], "cancel").await;
    tick();
    let seen = board(&world, &room).await;
    assert_eq!(order(&seen), [(1, others[1].to_owned())]);
    let mut apart = [(best.as_str(), "disqualified"), (others[0], "cancelled")];
    apart.sort_unstable();
    let told: Vec<(&str, &str)> = seen["apart"]
        .as_array()
        .unwrap()
        .iter()
        .map(|out| {
            (
                out["participant_no"].as_str().unwrap(),
                out["why"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, apart);
    // Nor do they hold a place in the committee's live ranking.
    let path = format!(
        "/api/v1/selections/{}/ranking?formation=F-1",
        room.selection
    );
    let page = committee.get(&path).await.ok();
    assert_eq!(page["ranked"], 1, "{page}");
    // Whose attempt is replaced stands where the new one is.
    act(others[1], "void").await;
    tick();
    let after = board(&world, &room).await;
    assert_eq!(
        (order(&after), &after["apart"]),
        (Vec::new(), &seen["apart"])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_committee_sees_who_stands_where_and_why() {
    let world = World::start().await;
    let room = world.room().await;
    let committee = world.staff("panitia", Role::Committee).await;
    room.open().await;
    for no in [NUMBERS[0], NUMBERS[1]] {
        let (candidate, items) = room.writing(no).await;
        answer(&candidate, &items, 0..7).await;
    }
    let at = format!("/api/v1/selections/{}", room.selection);
    let page = committee
        .get(&format!("{at}/ranking?formation=F-1"))
        .await
        .ok();
    assert_eq!(
        (&page["ranked"], &page["qualified"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(page["cut"]["admitted"], 0);
    let row = &page["rows"][0];
    assert_eq!(
        (&row["chance"], &row["place"]),
        (&json!("below"), &json!(null))
    );
    assert_eq!(
        row["reasons"],
        json!(["below twk<65", "below tiu<80", "below tkp<166"])
    );
    assert_eq!(row["answered"], 7);
    let order: Vec<_> = page["order"].as_array().unwrap().iter().collect();
    let measures: Vec<_> = order.iter().map(|link| &link["measure"]).collect();
    assert_eq!(measures, ["total", "tkp", "tiu", "twk"]);
    assert_eq!(order[0]["en"], "Total score");
    let last = page["rows"][1]["participant_no"].as_str().unwrap();
    let path = format!("{at}/ranking?formation=F-1&limit=1&participant_no={last}");
    let found = committee.get(&path).await.ok();
    assert_eq!(
        (&found["from"], &found["rows"]),
        (&json!(1), &json!([page["rows"][1]]))
    );
    for (number, status, code) in [
        (NUMBERS[4], 404, "not_found"),
        ("90000000000000099", 404, "not_found"),
        ("9", 400, "malformed"),
    ] {
        let path = format!("{at}/ranking?formation=F-1&participant_no={number}");
        committee.get(&path).await.refused(status, code);
    }
    let told = committee
        .get(&format!("{at}/histograms?formation=F-1"))
        .await
        .ok();
    assert_eq!(
        (&told["candidates"], &told["formation"]),
        (&json!(2), &json!("F-1"))
    );
    let parts = told["distributions"].as_array().unwrap();
    let names: Vec<_> = parts.iter().map(|part| &part["sub_test"]).collect();
    assert_eq!(
        names,
        [&json!("twk"), &json!("tiu"), &json!("tkp"), &json!(null)]
    );
    let passing = json!([{ "at_least": 65, "applies_to": ["umum"] }]);
    assert_eq!(parts[0]["passing"], passing);
    assert_eq!(parts[3]["passing"], json!([]), "umum has no minimum in sum");
    for part in parts {
        let bins = part["bins"].as_array().unwrap().iter();
        assert_eq!(bins.map(|bin| bin.as_u64().unwrap()).sum::<u64>(), 2);
    }
    let all = committee.get(&format!("{at}/histograms")).await.ok();
    assert_eq!(all["distributions"], told["distributions"]);
    let none = format!("{at}/histograms?formation=F-9");
    committee.get(&none).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_resumption_gives_back_is_known_before() {
    let world = World::start().await;
    let room = world.room().await;
    let proctor = world.staff("pengawas", Role::Proctor).await;
    let path = format!("/api/v1/sittings/{}/resume", room.sitting);
    proctor.get(&path).await.refused(409, "room_status");
    room.open().await;
    let (candidate, items) = room.writing(NUMBERS[0]).await;
    answer(&candidate, &items, 0..3).await;
    proctor.get(&path).await.refused(422, "rule");
    room.admin.room(&room.sitting, "pause").await.ok();
    let late = room.seated(NUMBERS[1], 2).await;
    late.start(1).await.refused(409, "paused");
    // A longer jump would be an outage that pauses the room by itself.
    world.clock.advance(Millis::from_secs(30));
    let preview = proctor.get(&path).await.ok();
    assert_eq!(preview["reasons"], json!(["proctor"]));
    let since = preview["now"].as_i64().unwrap() - preview["since"].as_i64().unwrap();
    assert_eq!(since, 30_000);
    let seats = preview["seats"].as_array().unwrap();
    assert_eq!(seats.len(), 1, "only who has begun has time");
    assert_eq!(seats[0]["participant_no"], NUMBERS[0]);
    assert_eq!(
        (&seats[0]["given_back_ms"], &seats[0]["answered"]),
        (&json!(30_000), &json!(3))
    );
    assert_eq!(seats[0]["remaining_ms"], 100 * 60_000);
    room.admin.room(&room.sitting, "resume").await.ok();
    let state = candidate.get("state").await.ok();
    assert_eq!(
        state["state"]["deadline"], seats[0]["deadline"],
        "and so it comes"
    );
    proctor.get(&path).await.refused(422, "rule");
}

/// The rules of 2024 with something else in them.
fn policy(from: &str, to: &str) -> String {
    let text = scoring::preset_text("cpns-2024").unwrap();
    assert!(text.contains(from));
    text.replacen(from, to, 1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_may_want_no_board() {
    let world = World::start().await;
    let room = world
        .room_under(&policy("[board]\n", "[board]\npublic = false\n"))
        .await;
    room.open().await;
    let stranger = Staff::stranger(&world.base);
    let path = format!("/api/v1/public/sittings/{}/board", room.sitting);
    stranger.get(&path).await.refused(404, "not_found");
    let listed = stranger.get("/api/v1/public/sittings").await.ok();
    assert_eq!(listed[0]["board"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_says_passed_or_failed_only_where_the_policy_wants_it() {
    for (says, expected) in [("false", json!(null)), ("true", json!(false))] {
        let world = World::start().await;
        let shown = format!("show_pass_fail = {says}");
        let room = world
            .room_under(&policy("show_pass_fail = false", &shown))
            .await;
        room.open().await;
        let (candidate, items) = room.writing(NUMBERS[0]).await;
        answer(&candidate, &items, 0..7).await;
        let ended = candidate.finish(7).await.ok();
        assert_eq!(ended["receipt"]["passed"], expected);
        assert_eq!(candidate.get("receipt").await.ok(), ended["receipt"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_finds_whoever_has_a_seat() {
    let world = World::start().await;
    let room = world.room().await;
    let desk = world.staff("meja", Role::Registrar).await;
    let at = format!("/api/v1/selections/{}/seats?find=", room.selection);
    for text in [NUMBERS[0], "ani%20contoh"] {
        let found = desk.get(&format!("{at}{text}")).await.ok();
        assert_eq!(found[0]["participant_no"], NUMBERS[0], "{text}");
        assert_eq!(found[0]["sitting"], json!(room.sitting));
    }
    assert_eq!(desk.get(&format!("{at}nobody")).await.ok(), json!([]));
    desk.get(&format!("{at}a")).await.refused(422, "invalid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_moves_is_told_what_was_saved() {
    let world = World::start().await;
    let room = world.room().await;
    let no = NUMBERS[0];
    let pin = room.check_in(no).await;
    let old = Candidate::at(&world.base, no, 1);
    let first = old.log_in(&pin).await.ok();
    assert_eq!(
        (&first["last_saved"], &first["moved"]),
        (&json!(null), &json!(false))
    );
    let block = &first["exam"]["blocks"][0];
    assert_eq!(block["length_ms"], 100 * 60_000);
    assert_eq!(block["sub_tests"].as_array().unwrap().len(), 3);
    assert_eq!(block["sub_tests"][0]["sub_test"], "twk");
    assert_eq!(first["exam"]["show_pass_fail"], false);
    room.open().await;
    let started = old.start(1).await.ok();
    let items = crate::world::items_of(&started["paper"]);
    world.clock.advance(Millis::from_secs(20));
    let saved = first["state"]["now"].as_i64().unwrap() + 20_000;
    answer(&old, &items, 0..2).await;
    world.clock.advance(Millis::from_secs(10));
    let attempt = room.attempt_of(no).await;
    room.admin
        .seat((&room.sitting, &attempt), "release")
        .await
        .ok();
    let new = Candidate::at(&world.base, no, 2);
    let second = new.log_in(&pin).await.ok();
    assert_eq!(
        (&second["last_saved"], &second["moved"]),
        (&json!(saved), &json!(true))
    );
}
