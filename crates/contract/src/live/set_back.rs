//! The store went back: states of lost commits are set back to what the rows say.

use exam::ports::{Correction, Live, SeatUpdate};
use lexicon::Instant;
use session::Status;

use super::boards::{FORMATION, application, attempt, sitting, state};
use super::feed;

fn to(seen: SeatUpdate, row: SeatUpdate) -> Correction {
    let row = Some(row);
    Correction { seen, row }
}

pub(super) async fn a_state_is_set_back_and_goes_on_from_there(live: &impl Live) {
    feed(live, vec![state(1, 9, 90), state(2, 5, 50)]).await;
    live.contact(sitting(1), attempt(1), Instant(7));
    live.settled().await;
    let revision = live.revision(sitting(1)).await.unwrap();
    let seen = live.seats(sitting(1)).await.unwrap();
    assert_eq!(seen[0].contact, Some(Instant(7)));
    let correction = to(seen[0].clone(), state(1, 3, 30));
    live.set_back(vec![correction]).await.unwrap();
    assert_ne!(live.revision(sitting(1)).await.unwrap(), revision);
    let mut back = state(1, 3, 30);
    back.contact = Some(Instant(7));
    let seats = live.seats(sitting(1)).await.unwrap();
    assert_eq!(seats, [back, state(2, 5, 50)]);
    let rank = async || live.rank_of(FORMATION, application(1)).await.unwrap();
    assert_eq!(rank().await, Some(2));
    let order = live.ranking(FORMATION, 0, 9).await.unwrap();
    let order: Vec<_> = order.iter().map(|seat| seat.attempt).collect();
    assert_eq!(order, [attempt(2), attempt(1)]);
    feed(live, vec![state(1, 4, 60)]).await;
    assert_eq!(rank().await, Some(1));
    // The same revision, another history.
    let correction = to(state(1, 4, 60), state(1, 4, 10));
    live.set_back(vec![correction]).await.unwrap();
    let seats = live.seats(sitting(1)).await.unwrap();
    assert_eq!(seats[0].totals, state(1, 4, 10).totals);
    assert_eq!(rank().await, Some(2));
}

pub(super) async fn what_has_changed_since_stays(live: &impl Live) {
    feed(live, vec![state(1, 9, 90)]).await;
    let seen = state(1, 9, 90);
    feed(live, vec![state(1, 10, 95)]).await;
    let unknown = to(state(2, 9, 9), state(2, 1, 1));
    let corrections = vec![to(seen, state(1, 3, 30)), unknown];
    live.set_back(corrections).await.unwrap();
    let seats = live.seats(sitting(1)).await.unwrap();
    assert_eq!(seats, [state(1, 10, 95)]);
}

pub(super) async fn an_attempt_whose_row_is_lost_is_taken_off(live: &impl Live) {
    feed(live, vec![state(1, 2, 20), state(2, 2, 30)]).await;
    let lost = Correction {
        seen: state(2, 2, 30),
        row: None,
    };
    live.set_back(vec![lost]).await.unwrap();
    assert_eq!(live.seats(sitting(1)).await.unwrap(), [state(1, 2, 20)]);
    let order = live.ranking(FORMATION, 0, 9).await.unwrap();
    assert_eq!(order, [state(1, 2, 20)]);
    let rank = async || live.rank_of(FORMATION, application(2)).await.unwrap();
    assert_eq!(rank().await, None);
    feed(live, vec![state(2, 1, 5)]).await;
    assert_eq!(rank().await, Some(2));
}

/// It was voided, and another attempt made in its place: both are lost, in whichever order that is told.
pub(super) async fn a_voided_attempt_takes_its_place_again(live: &impl Live) {
    for last_first in [false, true] {
        let number = 10 + 10 * u128::from(last_first);
        let finished = SeatUpdate {
            status: Status::Finished,
            ..state(number, 5, 50)
        };
        let voided = SeatUpdate {
            status: Status::Voided,
            ..finished.clone()
        };
        let anew = SeatUpdate {
            application: application(number),
            ..state(number + 1, 2, 10)
        };
        feed(live, vec![voided.clone(), anew.clone()]).await;
        let lost = Correction {
            seen: anew,
            row: None,
        };
        let mut corrections = vec![to(voided, finished.clone()), lost];
        if last_first {
            corrections.reverse();
        }
        live.set_back(corrections).await.unwrap();
        let order = live.ranking(FORMATION, 0, 99).await.unwrap();
        let of = |seat: &&SeatUpdate| seat.application == application(number);
        assert_eq!(order.iter().filter(of).collect::<Vec<_>>(), [&finished]);
    }
}

pub(super) async fn many_are_set_back(live: &impl Live) {
    let fed = |number| state(number, 9, 90);
    feed(live, (1..=1_200).map(fed).collect()).await;
    let corrections = (1..=1_200).map(|number| to(fed(number), state(number, 3, 30)));
    live.set_back(corrections.collect()).await.unwrap();
    let rows: Vec<_> = (1..=1_200).map(|number| state(number, 3, 30)).collect();
    assert_eq!(live.seats(sitting(1)).await.unwrap(), rows);
    let order = live.ranking(FORMATION, 0, usize::MAX).await.unwrap();
    assert_eq!(order, rows);
}
