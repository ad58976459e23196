//! What befalls a candidate: the cable, the PC, the browser.

use super::life::{Life, Stop, new_device};
use super::script::Act;
use crate::checker::Deed;

/// A connection that is gone at the end comes back this long after the page's zero: beyond the grace.
const AFTER_ZERO_MS: u64 = 4_500;

impl Life<'_> {
    pub(super) async fn suffer(&mut self, act: Act) -> Result<(), Stop> {
        match act {
            Act::Offline(length) => {
                self.diary.mishap("cut off for a while");
                self.offline_until = self.now() + length;
            }
            Act::OfflineOverZero => {
                self.diary.mishap("cut off over the end");
                let zero = self.page.lock().zero_ms().unwrap_or_else(|| self.now());
                self.offline_until = zero + AFTER_ZERO_MS;
            }
            Act::Move => self.change_seats().await?,
            Act::Wipe => {
                self.diary.mishap("browser lost its storage");
                self.diary.ledger.given_up += waiting(self);
                self.load_page().await?;
            }
            Act::Click(..) | Act::Finish => {}
        }
        Ok(())
    }

    /// Another PC is refused until the proctor releases the seat; then the old one is fenced off.
    async fn change_seats(&mut self) -> Result<(), Stop> {
        self.diary.mishap("seat moved to another device");
        let (no, pin) = (self.ticket.no.to_string(), self.ticket.pin.clone());
        let device = new_device(&mut self.dice);
        let mut line = self.line.elsewhere(self.dice.fork(2));
        // Lost on the way: the refusal is then not seen this time.
        if let Ok(answer) = line.login(&no, &pin, device).await
            && !answer.is_for_later()
            && answer.code() != "held_elsewhere"
        {
            let told = format!("log-in at another PC: {}", answer.excerpt());
            self.diary.surprise(format!("{no}: {told}"));
        }
        let Some(attempt) = self.attempt else {
            return Ok(());
        };
        let released = self
            .world
            .proctor
            .release(self.world.sitting, attempt, "layar PC rusak")
            .await;
        released.map_err(|reason| self.lost(reason))?;
        let old_epoch = self.page.epoch();
        let mut old = core::mem::replace(&mut self.line, line);
        self.device = device;
        let logged_in = self.log_in().await?;
        if logged_in.state.epoch != old_epoch + 1 {
            let epoch = logged_in.state.epoch;
            return Err(self.lost(format!("epoch {epoch} follows {old_epoch}")));
        }
        // Somebody still clicks at the old PC.
        if let Some(item) = self.script.iter().find_map(|(_, act)| match act {
            Act::Click(item, _) => Some(*item),
            _ => None,
        }) {
            self.click(item, Deed::Flag);
        }
        let events = self.events();
        if !events.is_empty()
            && let Ok(answer) = old.events(old_epoch, &events).await
            && !answer.is_for_later()
            && answer.code() != "stale_epoch"
        {
            let told = format!("the old PC was answered: {}", answer.excerpt());
            return Err(self.lost(told));
        }
        self.diary.ledger.given_up += waiting(self);
        self.load_page().await
    }
}

fn waiting(life: &Life<'_>) -> u64 {
    u64::try_from(life.page.waiting()).unwrap_or_default()
}
