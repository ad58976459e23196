//! Rebuilding the boards from attempt rows.

use exam::ports::{Live, SeatUpdate};
use lexicon::{ApplicationId, AttemptId, FormationId, Instant, SittingId};
use live::MemoryLive;
use scoring::Key;
use session::Status;

fn state(number: u8, revision: u32) -> SeatUpdate {
    SeatUpdate {
        attempt: AttemptId::from_bytes([number; 16]),
        sitting: SittingId::from_bytes([0; 16]),
        application: ApplicationId::from_bytes([number; 16]),
        formation: FormationId::from_bytes([0; 16]),
        revision,
        status: Status::Running,
        answered: 0,
        totals: Vec::new(),
        rank_key: Key::default(),
        contact: None,
    }
}

#[tokio::test]
async fn rebuilding_forgets_the_rest_and_takes_nothing_back() {
    let live = MemoryLive::new();
    live.feed(vec![state(1, 5), state(2, 5), state(3, 5)]);
    let seen = AttemptId::from_bytes([1; 16]);
    live.contact(seen, Instant(9));
    // Read from the store before the feed above: attempt 2 is older there; 4 is new; 3 is gone.
    live.rebuild(vec![state(1, 6), state(2, 4), state(4, 1)]);
    let sitting = SittingId::from_bytes([0; 16]);
    let mut first = state(1, 6);
    first.contact = Some(Instant(9));
    let expected = [first, state(2, 5), state(4, 1)];
    assert_eq!(live.seats(sitting).await, expected);
    assert_eq!(live.contacts(sitting).await, [(seen, Instant(9))]);
    let ranked = live.ranking(FormationId::from_bytes([0; 16]), 0, 9).await;
    assert_eq!(ranked, expected);
}
