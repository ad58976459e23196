//! Boards that are empty, and what makes them whole.

use exam::ports::{Generation, Live, Standing};

use super::boards::{FORMATION, sitting, state};
use super::{feed, fill};

pub(super) async fn boards_are_whole_once_they_are_filled(live: &impl Live) {
    let Standing::Lost(generation) = live.standing().await else {
        panic!("boards that nobody has filled");
    };
    assert_eq!(live.standing().await, Standing::Lost(generation));
    // What is fed before does not make them whole.
    feed(live, vec![state(1, 1, 5)]).await;
    assert_eq!(live.standing().await, Standing::Lost(generation));
    assert!(live.revision(sitting(1)).await.is_ok());
    live.filled(generation).await.unwrap();
    assert_eq!(live.standing().await, Standing::Whole);
    assert_eq!(live.seats(sitting(1)).await.unwrap(), [state(1, 1, 5)]);
}

pub(super) async fn another_filling_means_nothing(live: &impl Live) {
    let Standing::Lost(Generation(number)) = live.standing().await else {
        panic!("boards that nobody has filled");
    };
    live.filled(Generation(number.wrapping_add(1)))
        .await
        .unwrap();
    let standing = live.standing().await;
    assert_eq!(standing, Standing::Lost(Generation(number)));
}

pub(super) async fn what_is_filled_is_there_at_once(live: &impl Live) {
    let states: Vec<_> = (1..=1_500).map(|number| state(number, 3, 5)).collect();
    live.fill(states.clone()).await.unwrap();
    // Older than what is there: it may come at any time.
    live.fill(vec![state(1, 2, 0)]).await.unwrap();
    fill(live).await;
    assert_eq!(live.seats(sitting(1)).await.unwrap(), states);
    let listed = live.ranking(FORMATION, 0, usize::MAX).await.unwrap();
    assert_eq!(listed, states);
}
