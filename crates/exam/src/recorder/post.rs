//! Answers on their way back to those who wait.
//!
//! To wake a task of another thread costs a system call, and waking it once per answer costs the writer more than
//! the judging. So the answers of a batch go to one mailbox per thread, whose carrier is woken once and hands
//! them out on the spot.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use session::Room;
use tokio::sync::{Notify, oneshot};

use super::Answer;
use crate::error::ExamError;

/// An answer and who waits for it.
pub(super) enum Letter {
    Seat(
        oneshot::Sender<Result<Answer, ExamError>>,
        Result<Answer, ExamError>,
    ),
    Room(
        oneshot::Sender<Result<Room, ExamError>>,
        Result<Room, ExamError>,
    ),
}

impl Letter {
    fn deliver(self) {
        // Who has gone away needs no answer.
        match self {
            Self::Seat(to, answer) => drop(to.send(answer)),
            Self::Room(to, answer) => drop(to.send(answer)),
        }
    }
}

/// Where answers for the tasks of one thread arrive. Never holds more than wait in the recorder's queue.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    inside: Mutex<Inside>,
    arrived: Notify,
}

#[derive(Default)]
struct Inside {
    letters: Vec<Letter>,
    /// The carrier is gone: what comes now is handed out by whoever brings it.
    closed: bool,
}

impl core::fmt::Debug for Inside {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} letters", self.letters.len())
    }
}

thread_local! {
    static HERE: RefCell<Option<Arc<Mailbox>>> = const { RefCell::new(None) };
}

impl Mailbox {
    /// The mailbox of this thread, with a carrier on the runtime that runs here.
    pub(super) fn here() -> Arc<Self> {
        HERE.with_borrow_mut(|here| match here {
            Some(mailbox) if !mailbox.inside().closed => Arc::clone(mailbox),
            _ => {
                let mailbox = Arc::new(Self::default());
                tokio::spawn(Carrier(Arc::clone(&mailbox)).run());
                *here = Some(Arc::clone(&mailbox));
                mailbox
            }
        })
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, letter: Letter) {
        let mut inside = self.inside();
        if inside.closed {
            drop(inside);
            letter.deliver();
        } else {
            inside.letters.push(letter);
        }
    }
}

/// Hands out what arrives, for as long as its runtime lives.
struct Carrier(Arc<Mailbox>);

impl Carrier {
    async fn run(self) {
        loop {
            self.0.arrived.notified().await;
            let letters = core::mem::take(&mut self.0.inside().letters);
            letters.into_iter().for_each(Letter::deliver);
        }
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        let mut inside = self.0.inside();
        inside.closed = true;
        let letters = core::mem::take(&mut inside.letters);
        drop(inside);
        letters.into_iter().for_each(Letter::deliver);
    }
}

/// The answers of one batch; the mailboxes are rung when it is dropped.
#[derive(Default)]
pub(super) struct Round(Vec<Arc<Mailbox>>);

impl Round {
    pub(super) fn post(&mut self, to: Arc<Mailbox>, letter: Letter) {
        to.put(letter);
        // One per thread that serves: a handful.
        if !self.0.iter().any(|known| Arc::ptr_eq(known, &to)) {
            self.0.push(to);
        }
    }
}

impl Drop for Round {
    fn drop(&mut self) {
        for mailbox in &self.0 {
            mailbox.arrived.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> (Letter, oneshot::Receiver<Result<Room, ExamError>>) {
        let (to, answer) = oneshot::channel();
        (Letter::Room(to, Err(ExamError::Unavailable)), answer)
    }

    #[tokio::test]
    async fn a_round_brings_every_letter() {
        let mut round = Round::default();
        let answers: Vec<_> = (0..5)
            .map(|_| {
                let (letter, answer) = letter();
                round.post(Mailbox::here(), letter);
                answer
            })
            .collect();
        assert_eq!(round.0.len(), 1);
        drop(round);
        for answer in answers {
            assert!(answer.await.is_ok());
        }
    }

    #[test]
    fn a_thread_whose_runtime_has_ended_gets_a_new_mailbox_and_loses_nothing() {
        let first = run(async { Mailbox::here() });
        let (letter, mut answer) = letter();
        Round::default().post(Arc::clone(&first), letter);
        assert!(answer.try_recv().is_ok());
        let second = run(async { Mailbox::here() });
        assert!(!Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn a_runtime_that_ends_hands_out_what_has_arrived() {
        let (letter, mut answer) = letter();
        run(async move {
            // The carrier never runs: nothing awaits before the end.
            Round::default().post(Mailbox::here(), letter);
        });
        assert!(answer.try_recv().is_ok());
    }

    fn run<T>(task: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread();
        { runtime }.build().unwrap().block_on(task)
    }
}
