//! The staff of the room: what it orders, and what it does when it looks around.

use lexicon::Millis;
use session::{RoomAct, SeatReason, StaffAct, Status};

use crate::wire::Work;
use crate::world::{EIGHT, SEATS, World};

impl World {
    pub(crate) fn order_room(&mut self, act: RoomAct) {
        if self.server.up {
            self.note(format!("{act:?}"));
            let at = self.clock();
            self.enqueue(at, Work::Room(act));
        }
    }

    pub(crate) fn order_seat(&mut self, seat: usize, act: StaffAct) {
        if self.server.up {
            self.note(format!("seat {seat} {act:?}"));
            let at = self.clock();
            self.enqueue(at, Work::Staff { seat, act });
        }
    }

    /// Staff looks around: what is paused goes on after a while, who needs a release has it.
    pub(crate) fn staff(&mut self) {
        if !self.server.up {
            return;
        }
        let patience = if self.faulty() { 60_000 } else { 1 };
        let paused = self.server.store.room.is_paused();
        let until = self.now + self.rng.between(0, patience);
        self.resume_room_at = paused.then(|| self.resume_room_at.unwrap_or(until));
        if self.resume_room_at.is_some_and(|at| at <= self.now) {
            self.order_room(RoomAct::Resume);
        }
        for seat in 0..SEATS {
            let stops = &self.server.store.seats[seat].attempt.stops;
            let paused = stops
                .iter()
                .any(|stop| stop.span.to.is_none() && stop.reason == SeatReason::Paused);
            let until = self.now + self.rng.between(0, patience);
            let at = paused.then(|| self.resume_seat_at[seat].unwrap_or(until));
            self.resume_seat_at[seat] = at;
            if at.is_some_and(|at| at <= self.now) {
                self.order_seat(seat, StaffAct::Resume);
            }
        }
        for page in 0..self.pages.len() {
            let (seat, wants) = (self.pages[page].seat, self.pages[page].wants_release);
            if wants && self.is_newest(page) {
                self.order_seat(seat, StaffAct::Release);
            }
        }
        self.mercy();
    }

    /// Who was cut off at the end may be let in again, or have the late clicks admitted.
    fn mercy(&mut self) {
        for seat in 0..SEATS {
            let stored = &self.server.store.seats[seat];
            let waits = self.pages.iter().rfind(|page| page.seat == seat);
            let ended = stored.attempt.status == Status::Finished;
            let without = waits.is_some_and(|page| page.receipt.is_none() && !page.done());
            let lost = ended && without && !stored.strays.is_empty();
            if !lost || self.mercies[seat] > 1 || !self.rng.percent(20) {
                continue;
            }
            self.mercies[seat] += 1;
            let at = self.clock();
            let from = at - Millis::from_secs(30);
            let work = match self.rng.below(2) {
                0 => Work::Reopen { seat, from },
                _ => Work::Admit {
                    seat,
                    last_contact: EIGHT,
                },
            };
            self.note(format!("{work:?}"));
            self.enqueue(at, work);
        }
    }
}
