//! Each rule sees what breaks it.

mod bytes;
mod list;
mod scene;

use bytes::{accepted, logged_in, room_pause, room_resume, seat_incident};
use scene::{ATTEMPT, Scene};

use super::*;
use crate::ledger::Final;

/// The rules that a scene breaks.
fn broken(scene: &Scene) -> Vec<&'static str> {
    let findings = scene.check();
    let broken = findings.checks.iter().filter(|check| !check.holds());
    broken.map(|check| check.rule).collect()
}

const KEPT: &str = "every acknowledged answer is in the journal as it was sent";
const NOT_KEPT: &str = "nothing that was late or refused is in the journal";
const KNOWN: &str = "nothing is in the journal that nobody sent, and nothing twice";
const SCORES: &str = "every score equals the one recomputed from journal and key";
const SHOWN: &str = "every receipt shows the recomputed score";
const CHAINS: &str = "every chain is whole and leads to its stored head";
const LEDGERS: &str = "every ledger is the one that the chains have noted";
const RECEIPTS: &str = "every receipt names the head and length of its chain";
const TIME: &str = "nobody had less time than entitled";
const LEASES: &str = "one device at a time holds an attempt";

#[test]
fn a_true_export_holds() {
    let findings = Scene::new().check();
    assert!(findings.hold(), "{findings}");
}

#[test]
fn nothing_examined_is_nothing_proved() {
    let export = "{\"kind\":\"end\",\"lines\":0}\n";
    let export = Export::read(export.as_bytes()).unwrap();
    assert!(!check(&export, &Ledger::default(), None).hold());
    assert!(!Findings::default().hold());
}

#[test]
fn a_lost_answer_is_missed() {
    let mut scene = Scene::new();
    scene.events.remove(3);
    scene.rehash();
    assert!(broken(&scene).contains(&KEPT));
}

#[test]
fn a_changed_answer_is_seen_though_the_chain_is_whole() {
    let mut scene = Scene::new();
    scene.events[3] = accepted(1_500, 1, (2, 102), 12, Some(121));
    scene.rehash();
    assert_eq!(broken(&scene), vec![KEPT, SCORES, SHOWN]);
}

#[test]
fn a_changed_byte_breaks_the_chain() {
    let mut scene = Scene::new();
    scene.events[3] = accepted(1_501, 1, (2, 102), 12, Some(122));
    assert_eq!(broken(&scene), vec![CHAINS, RECEIPTS]);
}

#[test]
fn swapped_events_break_the_chain() {
    let mut scene = Scene::new();
    scene.events.swap(2, 3);
    assert_eq!(broken(&scene), vec![CHAINS, RECEIPTS]);
}

#[test]
fn an_event_that_cannot_be_read_is_a_fault() {
    let mut scene = Scene::new();
    scene.events[1].push(0);
    scene.rehash();
    assert!(broken(&scene).contains(&CHAINS));
}

#[test]
fn a_late_answer_must_not_count() {
    let mut scene = Scene::new();
    let ack = scene.ledger.acknowledged.last_mut().unwrap();
    ack.verdict = Final::Late;
    assert_eq!(broken(&scene), vec![NOT_KEPT]);
}

#[test]
fn an_event_that_nobody_made_is_seen() {
    let mut scene = Scene::new();
    scene.ledger.made.remove(&(ATTEMPT, 102));
    assert_eq!(broken(&scene), vec![KNOWN]);
}

#[test]
fn a_number_that_stands_twice_is_seen() {
    let mut scene = Scene::new();
    scene.ledger.made.insert((ATTEMPT, 555));
    let doubled = accepted(1_600, 1, (2, 555), 12, Some(122));
    scene.events.insert(4, doubled);
    scene.rehash();
    assert_eq!(broken(&scene), vec![KNOWN]);
}

#[test]
fn a_stored_score_must_be_the_recomputed_one() {
    let mut scene = Scene::new();
    scene.totals = vec![10, 4];
    assert_eq!(broken(&scene), vec![SCORES]);
}

#[test]
fn a_receipt_must_be_that_of_the_chain() {
    let mut scene = Scene::new();
    scene.ledger.receipts[0].2.head.0[0] ^= 1;
    assert_eq!(broken(&scene), vec![RECEIPTS]);
    let mut scene = Scene::new();
    scene.ledger.receipts[0].2.totals[0].points = 0;
    assert_eq!(broken(&scene), vec![SHOWN, RECEIPTS]);
}

#[test]
fn another_ledger_than_the_noted_one_is_seen() {
    let mut scene = Scene::new();
    scene.room[0] = room_pause(1_200, 1_100);
    assert!(broken(&scene).contains(&LEDGERS));
}

#[test]
fn a_millisecond_too_little_is_too_little() {
    let mut scene = Scene::new();
    // Started at 1000, entitled to 10000; paused 2000..2500: 11500 is the first just end.
    scene.set_end(11_500);
    assert_eq!(broken(&scene), Vec::<&str>::new());
    scene.set_end(11_499);
    assert_eq!(broken(&scene), vec![TIME]);
}

#[test]
fn time_in_which_no_process_was_up_is_owed() {
    let mut scene = Scene::new();
    scene.set_end(11_500);
    scene.uptime = vec![(0, 5_000), (5_200, 20_000)];
    assert_eq!(broken(&scene), vec![TIME]);
    scene.uptime.push((4_900, 5_300));
    assert_eq!(broken(&scene), Vec::<&str>::new(), "another one was up");
}

#[test]
fn a_pause_that_ended_later_is_owed() {
    let mut scene = Scene::new();
    scene.set_end(11_500);
    scene.room[2] = room_resume(2_501);
    assert_eq!(broken(&scene), vec![TIME]);
}

#[test]
fn an_incident_is_owed() {
    let mut scene = Scene::new();
    scene.set_end(11_500);
    scene.events.insert(4, seat_incident(3_000, 2_600, 2_601));
    scene.rehash();
    assert_eq!(broken(&scene), vec![TIME]);
}

#[test]
fn an_entitlement_below_the_promised_one_is_seen() {
    let mut scene = Scene::new();
    scene.ledger.promised.insert(ATTEMPT, 10_001);
    assert_eq!(broken(&scene), vec![TIME]);
    scene.late_start = true;
    assert_eq!(broken(&scene), Vec::<&str>::new(), "the policy may cut it");
}

#[test]
fn an_early_late_verdict_is_seen() {
    let mut scene = Scene::new();
    scene.strays = vec![(13_600, "late")];
    assert_eq!(broken(&scene), Vec::<&str>::new());
    scene.strays = vec![(11_400, "late")];
    assert_eq!(broken(&scene), vec![TIME]);
    scene.strays = vec![(11_400, "foreign_item")];
    assert_eq!(broken(&scene), Vec::<&str>::new());
}

#[test]
fn an_event_of_a_fenced_lease_is_seen() {
    let mut scene = Scene::new();
    scene.events.insert(3, logged_in(1_450, 2));
    scene.rehash();
    assert_eq!(broken(&scene), vec![LEASES]);
}

#[test]
fn two_leases_of_one_epoch_are_seen() {
    let mut scene = Scene::new();
    scene.events.insert(1, logged_in(950, 1));
    scene.rehash();
    assert_eq!(broken(&scene), vec![LEASES]);
}

#[test]
fn the_newest_by_epoch_and_number_counts_not_the_last_in_the_file() {
    let mut scene = Scene::new();
    // Admitted later under a lower number: on record, without effect.
    let finish = scene.events.pop().unwrap();
    scene
        .events
        .push(bytes::admitted(12_000, 1, (1, 900), 12, Some(121)));
    scene.events.push(finish);
    scene.ledger.made.insert((ATTEMPT, 900));
    scene.rehash();
    let broken = broken(&scene);
    assert!(!broken.contains(&SCORES), "{broken:?}");
}

#[test]
fn a_cut_off_export_is_refused() {
    let scene = Scene::new();
    let whole = scene.export();
    let without_end = whole.rsplit_once("{\"kind\":\"end\"").unwrap().0;
    assert!(matches!(
        Export::read(without_end.as_bytes()),
        Err(ExportFault::Truncated { stated: None, .. })
    ));
    let mut lines: Vec<&str> = whole.lines().collect();
    lines.remove(2);
    lines.remove(2);
    assert!(Export::read(lines.join("\n").as_bytes()).is_err());
}

#[test]
fn rows_that_the_server_wrote_read_as_they_were() {
    // The golden vectors of the journal: every variant once, and the head of the chain over those of the first release.
    const OF_THE_FIRST_RELEASE: usize = 24;
    let golden = include_str!("../../../../crates/session/tests/golden/journal.hex");
    let mut head = chain::genesis(&[1; 16], &[2; 32]);
    let mut read = Vec::new();
    for line in golden.lines() {
        let bytes = data_encoding::HEXLOWER.decode(line.as_bytes()).unwrap();
        if read.len() < OF_THE_FIRST_RELEASE {
            head = chain::link(&head, &bytes);
        }
        read.push(event::Entry::read(&bytes).unwrap().what);
    }
    assert_eq!(
        data_encoding::HEXLOWER.encode(&head),
        "f6ef67d9f4c89d1fb1d1143c9e4bd469604fa23e659d17a38ee7551763b72af4"
    );
    let click = Click {
        seq: 300,
        id: 0xFEDC_BA98_7654_3210,
        item: 0x0123_4567_89AB_CDEF,
        deed: Deed::Answer(0x1F),
    };
    assert_eq!(
        read[3],
        event::What::Accepted {
            epoch: 1,
            click,
            rebase: false
        }
    );
    assert_eq!(
        read[10],
        event::What::Finished {
            by: event::EndedBy::Candidate,
            totals: vec![150, 0, -5]
        }
    );
    let (from, to) = (1_700_000_000_000, 1_700_000_060_000);
    let acts = [
        event::SeatAct::Incident { from, to },
        event::SeatAct::Grant { length: 300_000 },
        event::SeatAct::Reopen { from, to },
    ];
    for act in acts {
        assert!(read.contains(&event::What::Seat(act)), "{act:?}");
    }
    assert_eq!(read.last(), Some(&event::What::SeatOutage { from, to }));
}
