//! Event streams that are open: how many, of whom, and the word that they must end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lexicon::UserId;
use tokio::sync::watch;

use crate::http::{Code, Problem};

/// Of one user: pages on several screens, and those that a browser has not closed yet.
const PER_USER_MAX: usize = 8;
/// Of all users.
const ALL_MAX: usize = 1_000;

#[derive(Debug)]
pub(crate) struct Streams {
    open: Arc<Mutex<HashMap<UserId, usize>>>,
    ending: watch::Sender<bool>,
}

impl Default for Streams {
    fn default() -> Self {
        Self {
            open: Arc::default(),
            ending: watch::Sender::new(false),
        }
    }
}

/// A place among the open streams, free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    open: Arc<Mutex<HashMap<UserId, usize>>>,
    user: UserId,
}

impl Streams {
    /// A place for one more stream of this user.
    pub(crate) fn place(&self, user: UserId) -> Result<Place, Problem> {
        let mut open = lock(&self.open);
        let of_user = open.get(&user).copied().unwrap_or_default();
        if of_user >= PER_USER_MAX || open.values().sum::<usize>() >= ALL_MAX {
            let problem = Problem::new(Code::TooManyStreams, "close another page of this kind");
            return Err(problem.with("retry_after_s", 5));
        }
        open.insert(user, of_user + 1);
        Ok(Place {
            open: Arc::clone(&self.open),
            user,
        })
    }

    /// True once the streams have to end.
    pub(crate) fn ending(&self) -> watch::Receiver<bool> {
        self.ending.subscribe()
    }

    pub(crate) fn end(&self) {
        self.ending.send_replace(true);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = lock(&self.open);
        match open.get_mut(&self.user) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(open.remove(&self.user)),
        }
    }
}

fn lock(open: &Mutex<HashMap<UserId, usize>>) -> MutexGuard<'_, HashMap<UserId, usize>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_and_come_free() {
        let streams = Streams::default();
        let (one, two) = (UserId::from_bytes([1; 16]), UserId::from_bytes([2; 16]));
        let mut places: Vec<Place> = (0..PER_USER_MAX)
            .map(|_| streams.place(one).unwrap())
            .collect();
        assert!(streams.place(one).is_err());
        assert!(streams.place(two).is_ok());
        places.pop();
        assert!(streams.place(one).is_ok());
        drop(places);
        assert!(lock(&streams.open).is_empty());
    }
}
