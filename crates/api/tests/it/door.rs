//! Wrong PINs: only failures count, lockouts are short, and the desk lifts them.

use lexicon::Millis;
use serde_json::json;

use crate::world::{Candidate, NUMBERS, Staff, World};

const WRONG: &str = "22222222";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_failures_count_and_success_forgets_them() {
    let world = World::start().await;
    let room = world.room().await;
    let pin = room.check_in(NUMBERS[0]).await;
    let candidate = Candidate::at(&world.base, NUMBERS[0], 1);
    for _ in 0..20 {
        candidate.log_in(&pin).await.ok();
    }
    for _ in 0..3 {
        for _ in 0..4 {
            candidate
                .log_in(WRONG)
                .await
                .refused(401, "wrong_credentials");
        }
        candidate.log_in(&pin).await.ok();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lockout_is_short_and_holds_one_number_only() {
    let world = World::start().await;
    let room = world.room().await;
    let (pin, other_pin) = (
        room.check_in(NUMBERS[0]).await,
        room.check_in(NUMBERS[1]).await,
    );
    let candidate = Candidate::at(&world.base, NUMBERS[0], 1);
    for _ in 0..5 {
        candidate
            .log_in(WRONG)
            .await
            .refused(401, "wrong_credentials");
    }
    let locked = candidate.log_in(&pin).await;
    locked.refused(429, "too_many_attempts");
    assert!(
        locked
            .retry_after
            .is_some_and(|seconds| (1..=11).contains(&seconds))
    );
    let neighbour = Candidate::at(&world.base, NUMBERS[1], 2);
    neighbour.log_in(&other_pin).await.ok();
    world.clock.advance(Millis::from_secs(10));
    candidate.log_in(&pin).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_lifts_a_lockout_with_a_new_pin_and_with_the_same_one() {
    let world = World::start().await;
    let room = world.room().await;
    let pin = room.check_in(NUMBERS[0]).await;
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let candidate = Candidate::at(&world.base, NUMBERS[0], 1);
    let fail = || async {
        for _ in 0..5 {
            candidate
                .log_in(WRONG)
                .await
                .refused(401, "wrong_credentials");
        }
        candidate
            .log_in(&pin)
            .await
            .refused(429, "too_many_attempts");
    };
    fail().await;
    assert_eq!(room.check_in(NUMBERS[0]).await, pin);
    candidate.log_in(&pin).await.ok();
    fail().await;
    let seat = (room.sitting.as_str(), attempt.as_str());
    let slip = room.admin.seat(seat, "pin").await.ok();
    let (new, issue) = (slip["pin"].as_str().unwrap(), &slip["issue"]);
    assert!(
        new != pin && *issue == 2 && slip["participant_no"] == NUMBERS[0],
        "{slip}"
    );
    candidate
        .log_in(&pin)
        .await
        .refused(401, "wrong_credentials");
    candidate.log_in(new).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proctor_lifts_it_by_releasing_the_seat_or_the_room() {
    let world = World::start().await;
    let room = world.room().await;
    room.open().await;
    let pin = room.check_in(NUMBERS[0]).await;
    let attempt = room.attempt_of(NUMBERS[0]).await;
    let candidate = Candidate::at(&world.base, NUMBERS[0], 1);
    let lock = || async {
        for _ in 0..5 {
            candidate.log_in(WRONG).await;
        }
        candidate
            .log_in(&pin)
            .await
            .refused(429, "too_many_attempts");
    };
    lock().await;
    let seat = (room.sitting.as_str(), attempt.as_str());
    room.admin.seat(seat, "release").await.ok();
    candidate.log_in(&pin).await.ok();
    lock().await;
    room.admin.room(&room.sitting, "release").await.ok();
    candidate.log_in(&pin).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_and_the_absent_cannot_be_told_from_a_wrong_pin() {
    let world = World::start().await;
    let room = world.room().await;
    room.check_in(NUMBERS[0]).await;
    for no in [NUMBERS[0], NUMBERS[1], "90000000000000099"] {
        let told = Candidate::at(&world.base, no, 1).log_in(WRONG).await;
        let told = told.refused(401, "wrong_credentials");
        assert_eq!(told["detail"], "the credentials are wrong");
    }
}

/// Results are for everybody, and nobody has the server to themselves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looks_up_results_without_end_has_to_wait() {
    let world = World::start().await;
    let stranger = Staff::stranger(&world.base);
    let path = format!("/api/v1/public/results/{}", NUMBERS[0]);
    for _ in 0..600 {
        stranger.get(&path).await.refused(404, "not_found");
    }
    let late = stranger.get(&path).await;
    let told = late.refused(429, "too_many_requests");
    assert_eq!(
        (late.retry_after, &told["retry_after_s"]),
        (Some(1), &json!(1))
    );
    // The rest of the page goes on.
    stranger.get("/api/v1/public/sittings").await.ok();
    world.clock.advance(Millis::from_secs(1));
    stranger.get(&path).await.refused(404, "not_found");
}
