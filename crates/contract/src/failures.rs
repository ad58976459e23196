//! The suite of `exam::ports::Failures`.

use std::collections::HashSet;

use exam::ports::{DoorLimits, Failures, Limit, Lockouts, Visitor};
use lexicon::{Instant, Millis};

const NOW: Instant = Instant(1_800_000_000_000);
const FORGET: Millis = Millis::from_mins(5);

const DOOR: DoorLimits = DoorLimits {
    name: "seat",
    per_subject: Limit {
        free: 3,
        forget: FORGET,
        lockout: Millis::from_secs(10),
    },
    per_address: Limit {
        free: 20,
        forget: Millis::from_mins(1),
        lockout: Millis::from_secs(5),
    },
};

/// Runs every case on counters of its own; how many ran.
///
/// # Panics
/// When a case fails, or when none ran.
pub async fn run_failures_suite<F: Failures>(make: impl AsyncFn() -> F) -> usize {
    let ran = crate::suite!(make;
        cases::{
            lockouts_come_after_the_free_failures_and_double,
            a_lockout_ends_and_quiet_forgets,
            success_forgets_the_visitor_alone,
            visitors_and_doors_do_not_meet,
            an_address_waits_as_a_whole,
            lifting_a_number_opens_the_address_that_it_came_from,
            lifting_reaches_every_address_of_a_number,
        },
    );
    assert!(ran > 0, "no case ran");
    ran
}

/// Runs the cases of two nodes; how many ran. `make` gives two adapters on the same counters.
///
/// # Panics
/// When a case fails, or when none ran.
pub async fn run_failures_nodes_suite<F: Failures>(make: impl AsyncFn() -> (F, F)) -> usize {
    let ran = crate::suite!(make;
        nodes::{
            two_nodes_count_together,
            what_one_node_lifts_is_lifted_on_the_other,
        },
    );
    assert!(ran > 0, "no case ran");
    ran
}

fn visitor(subject: &str, address: &str) -> Visitor {
    Visitor {
        subject: subject.to_owned(),
        address: address.to_owned(),
    }
}

async fn fail(failures: &impl Failures, who: &Visitor, times: u32) -> Lockouts {
    let mut lockouts = Lockouts::default();
    for _ in 0..times {
        lockouts = failures.failed(&DOOR, who, NOW).await;
    }
    lockouts
}

async fn lift(failures: &impl Failures, subject: &str) {
    let subjects = HashSet::from([subject.to_owned()]);
    failures.lift(&DOOR, &subjects).await;
}

mod cases {
    use super::{
        DOOR, DoorLimits, FORGET, Failures, HashSet, Lockouts, Millis, NOW, fail, lift, visitor,
    };

    pub(super) async fn lockouts_come_after_the_free_failures_and_double(it: &impl Failures) {
        let ani = visitor("1", "a");
        assert_eq!(it.wait(&DOOR, &ani, NOW).await, None);
        assert_eq!(fail(it, &ani, 2).await, Lockouts::default());
        assert_eq!(it.wait(&DOOR, &ani, NOW).await, None);
        for seconds in [10, 20, 40] {
            let lockout = fail(it, &ani, 1).await;
            assert_eq!(lockout.subject, Millis::from_secs(seconds));
            let wait = it.wait(&DOOR, &ani, NOW).await;
            assert_eq!(wait, Some(Millis::from_secs(seconds)));
        }
        for failures in 6..80 {
            let lockout = it.failed(&DOOR, &ani, NOW).await;
            assert_eq!(lockout.subject, DOOR.per_subject.lockout_of(failures));
            assert!(lockout.subject <= FORGET);
        }
        assert_eq!(it.wait(&DOOR, &ani, NOW).await, Some(FORGET));
    }

    pub(super) async fn a_lockout_ends_and_quiet_forgets(it: &impl Failures) {
        let ani = visitor("1", "a");
        fail(it, &ani, 3).await;
        let almost = NOW + Millis(9_999);
        assert_eq!(it.wait(&DOOR, &ani, almost).await, Some(Millis(1)));
        assert_eq!(it.wait(&DOOR, &ani, NOW + Millis(10_000)).await, None);
        // The next one, soon after, is the fourth; the one after a long quiet is the first.
        let soon = NOW + Millis(10_000);
        let lockout = it.failed(&DOOR, &ani, soon).await;
        assert_eq!(lockout.subject, Millis::from_secs(20));
        let later = soon + FORGET + Millis(1);
        let lockout = it.failed(&DOOR, &ani, later).await;
        assert_eq!(lockout, Lockouts::default());
        // A clock that was set back makes nobody wait longer than that.
        fail(it, &ani, 5).await;
        let wait = it.wait(&DOOR, &ani, NOW - FORGET - FORGET).await;
        assert_eq!(wait, Some(FORGET));
    }

    pub(super) async fn success_forgets_the_visitor_alone(it: &impl Failures) {
        let (ani, elsewhere) = (visitor("1", "a"), visitor("1", "b"));
        fail(it, &ani, 3).await;
        fail(it, &elsewhere, 3).await;
        it.welcome(&DOOR, &ani).await;
        assert_eq!(it.wait(&DOOR, &ani, NOW).await, None);
        assert!(it.wait(&DOOR, &elsewhere, NOW).await.is_some());
        assert_eq!(fail(it, &ani, 2).await.subject, Millis::ZERO);
        it.welcome(&DOOR, &visitor("nobody", "a")).await;
    }

    pub(super) async fn visitors_and_doors_do_not_meet(it: &impl Failures) {
        fail(it, &visitor("1:a", "b"), 3).await;
        for other in [visitor("1", "a:b"), visitor("1:a:b", ""), visitor("1", "b")] {
            assert_eq!(it.wait(&DOOR, &other, NOW).await, None, "{other:?}");
        }
        let other = DoorLimits {
            name: "staff",
            ..DOOR
        };
        let same = visitor("1:a", "b");
        assert_eq!(it.wait(&other, &same, NOW).await, None);
        assert!(it.wait(&DOOR, &same, NOW).await.is_some());
    }

    pub(super) async fn an_address_waits_as_a_whole(it: &impl Failures) {
        for number in 0..19 {
            let lockouts = fail(it, &visitor(&number.to_string(), "a"), 1).await;
            assert_eq!(lockouts, Lockouts::default());
        }
        let lockouts = fail(it, &visitor("19", "a"), 1).await;
        assert_eq!(lockouts.address, Millis::from_secs(5));
        let innocent = visitor("20", "a");
        let wait = it.wait(&DOOR, &innocent, NOW).await;
        assert_eq!(wait, Some(Millis::from_secs(5)));
        assert_eq!(it.wait(&DOOR, &visitor("20", "b"), NOW).await, None);
        // Who comes through opens it for nobody else.
        it.welcome(&DOOR, &innocent).await;
        assert!(it.wait(&DOOR, &innocent, NOW).await.is_some());
    }

    pub(super) async fn lifting_a_number_opens_the_address_that_it_came_from(it: &impl Failures) {
        let (ani, budi, stranger) = (visitor("1", "a"), visitor("2", "a"), visitor("9", "a"));
        fail(it, &stranger, DOOR.per_address.free).await;
        assert!(
            it.wait(&DOOR, &ani, NOW).await.is_some(),
            "another's failures"
        );
        lift(it, "2").await;
        let wait = it.wait(&DOOR, &ani, NOW).await;
        assert!(wait.is_some(), "nobody has met that one here");
        lift(it, "1").await;
        assert_eq!(it.wait(&DOOR, &ani, NOW).await, None);
        assert_eq!(it.wait(&DOOR, &budi, NOW).await, None);
        let wait = it.wait(&DOOR, &stranger, NOW).await;
        assert!(wait.is_some(), "its own number stays locked");
    }

    pub(super) async fn lifting_reaches_every_address_of_a_number(it: &impl Failures) {
        for address in ["a", "b", "c"] {
            fail(it, &visitor("1", address), 3).await;
            fail(it, &visitor("2", address), 3).await;
        }
        let both = HashSet::from(["1".to_owned(), "7".to_owned()]);
        it.lift(&DOOR, &both).await;
        it.lift(&DOOR, &HashSet::new()).await;
        for address in ["a", "b", "c"] {
            assert_eq!(it.wait(&DOOR, &visitor("1", address), NOW).await, None);
            let wait = it.wait(&DOOR, &visitor("2", address), NOW).await;
            assert!(wait.is_some(), "{address}");
        }
    }
}

mod nodes {
    use super::{DOOR, Failures, Millis, NOW, fail, lift, visitor};

    pub(super) async fn two_nodes_count_together<F: Failures>((one, other): &(F, F)) {
        let ani = visitor("1", "a");
        fail(one, &ani, 2).await;
        assert_eq!(fail(other, &ani, 1).await.subject, Millis::from_secs(10));
        for node in [one, other] {
            let wait = node.wait(&DOOR, &ani, NOW).await;
            assert_eq!(wait, Some(Millis::from_secs(10)));
        }
        one.welcome(&DOOR, &ani).await;
        assert_eq!(other.wait(&DOOR, &ani, NOW).await, None);
    }

    pub(super) async fn what_one_node_lifts_is_lifted_on_the_other<F: Failures>(
        (one, other): &(F, F),
    ) {
        let (ani, stranger) = (visitor("1", "a"), visitor("9", "a"));
        fail(one, &stranger, DOOR.per_address.free).await;
        fail(one, &visitor("1", "b"), 3).await;
        assert!(other.wait(&DOOR, &ani, NOW).await.is_some());
        lift(other, "1").await;
        for node in [one, other] {
            assert_eq!(node.wait(&DOOR, &ani, NOW).await, None);
            let elsewhere = visitor("1", "b");
            assert_eq!(node.wait(&DOOR, &elsewhere, NOW).await, None);
        }
    }
}
