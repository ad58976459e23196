//! What goes wrong, and what is done to seats and room, drawn at random.

use lexicon::Millis;
use session::{PauseReason, RoomAct, StaffAct};

use crate::page::Page;
use crate::world::{Crash, Happening, World};

const LONG_AGO: Millis = Millis(-315_360_000_000);

impl World {
    pub(crate) fn fault(&mut self) {
        if self.server.processes > 1 && (self.only_cuts || self.rng.percent(40)) {
            return self.cut_process();
        }
        let page = self.rng.below(self.pages.len());
        let seat = self.pages[page].seat;
        match self.rng.below(14) {
            0..=2 => self.plan_crash(),
            3..=4 => {
                let length = self.rng.between(500, 70_000);
                self.note(format!("stall of {length} ms"));
                if self.server.up && self.now >= self.stalled_until {
                    self.stalled_until = self.now + length;
                    self.drain_planned = true;
                    self.plan(length, Happening::Drain);
                }
            }
            5..=6 if self.restored == 0 => {
                let length = self.rng.between(3_000, 240_000);
                self.note(format!("page {page} cut off for {length} ms"));
                self.cut_until[page] = self.now + length;
            }
            7 if self.restored == 0 && self.is_newest(page) => {
                self.note(format!("page {page} wiped"));
                if self.pages[page].done() {
                    // The candidate looks at the receipt again.
                    self.plan(1, Happening::Tick(page));
                }
                self.pages[page].wipe();
            }
            8 => self.move_seat(page),
            9 => {
                let from = self.clock();
                let reason = PauseReason::Proctor;
                self.order_room(RoomAct::Pause { reason, from });
            }
            10 => self.order_seat(seat, StaffAct::Pause),
            11 => {
                let length = Millis::from_secs(self.rng.between(5, 90));
                self.order_seat(seat, StaffAct::Grant { length });
            }
            _ => {
                let (to, length) = (self.clock(), self.rng.between(1, 60_000));
                let from = to - Millis(length);
                match self.rng.below(2) {
                    0 => self.order_room(RoomAct::Incident { from, to }),
                    _ => self.order_seat(seat, StaffAct::Incident { from, to }),
                }
            }
        }
    }

    /// One process loses the store, never both: that would be a stall.
    fn cut_process(&mut self) {
        let process = self.rng.below(2);
        let length = self.rng.between(500, 30_000);
        let other = self.cuts[1 - process].1;
        if self.now > other + 1_000 && self.now > self.cuts[process].1 + 1_000 {
            self.note(format!("process {process} cut off for {length} ms"));
            self.cuts[process] = (self.now, self.now + length);
            if length > 3_000 && self.rng.percent(50) {
                // It has answered that it cannot, and forgets.
                self.server.queue.retain(|waiting| waiting.1 != process);
            }
        }
    }

    fn plan_crash(&mut self) {
        let step = match self.rng.below(8) {
            0 if self.wall_steps => LONG_AGO,
            1 if self.wall_steps => Millis::from_mins(24 * 60),
            2 if self.wall_steps => Millis(self.rng.between(-9_000, 9_000)),
            _ => Millis::ZERO,
        };
        self.crash = Some(Crash {
            commits: self.rng.percent(50),
            down: self.rng.between(1, 90_000),
            restores: self.rng.percent(40),
            clock_step: step,
        });
    }

    /// The candidate sits down at another PC; the old page does not know.
    fn move_seat(&mut self, page: usize) {
        let seat = self.pages[page].seat;
        let sits_elsewhere = self.pages.iter().filter(|p| p.seat == seat).count() > 1;
        if sits_elsewhere || self.pages[page].done() || self.pages.len() > 5 || self.restored > 0 {
            return;
        }
        self.note(format!("seat {seat} moves"));
        // Who never had the lease has left nothing behind; otherwise the old page learns by itself.
        self.pages[page].fenced = self.pages[page].blank();
        let device = self.pages.len() as u64 + 1;
        self.pages.push(Page::new(seat, device, self.blocks.len()));
        self.cut_until.push(0);
        let new = self.pages.len() - 1;
        self.plan(1, Happening::Tick(new));
        self.plan(1, Happening::Click(new));
    }

    /// Whether no younger page sits at the same seat.
    pub(crate) fn is_newest(&self, page: usize) -> bool {
        let seat = self.pages[page].seat;
        self.pages.iter().rposition(|other| other.seat == seat) == Some(page)
    }
}
