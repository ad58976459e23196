//! How often one address may look results up: a long burst, for a school or a carrier sits behind one address, and
//! after it a steady pace. Each node counts for itself; what it counts for is the server, not the numbers, which are
//! published.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use lexicon::{Instant, Millis};

use crate::http::{Code, Problem};

/// One look-up uses up so much time: twenty a second go on for ever.
const EACH: Millis = Millis(50);
/// So much may be used up ahead: six hundred at once.
const AHEAD_MAX: Millis = Millis::from_secs(30);
/// Addresses that are kept in mind, at most. Who has rested is forgotten.
const ADDRESSES_MAX: usize = 16_384;

/// Counts look-ups.
#[derive(Debug, Default)]
pub(crate) struct LookUps {
    /// Up to when each address has used up its time.
    used: Mutex<HashMap<IpAddr, Instant>>,
}

impl LookUps {
    /// Counts a look-up, or refuses it: a refused one counts for nothing.
    pub(crate) fn count(&self, from: Option<IpAddr>, now: Instant) -> Result<(), Problem> {
        let Some(wait) = self.wait(neighbours(from), now) else {
            return Ok(());
        };
        let seconds = wait.0.div_euclid(1_000) + 1;
        let text = format!("too many requests from this address; try again in {seconds} s");
        Err(Problem::new(Code::TooManyRequests, text).with("retry_after_s", seconds))
    }

    fn wait(&self, address: IpAddr, now: Instant) -> Option<Millis> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= ADDRESSES_MAX && !used.contains_key(&address) {
            used.retain(|_, until| *until > now);
            if used.len() >= ADDRESSES_MAX {
                // More at once than can be counted: nobody is kept away for that.
                return None;
            }
        }
        let until = used.entry(address).or_insert(now);
        let next = (*until).max(now) + EACH;
        let beyond = next - now - AHEAD_MAX;
        if beyond > Millis::ZERO {
            return Some(beyond);
        }
        *until = next;
        None
    }
}

/// Whoever has one address of IPv6 has its whole network.
fn neighbours(from: Option<IpAddr>) -> IpAddr {
    match from {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        Some(address) => address,
        None => Ipv4Addr::UNSPECIFIED.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn from(address: &str) -> IpAddr {
        neighbours(Some(address.parse().unwrap()))
    }

    #[test]
    fn a_burst_is_free_and_then_a_steady_pace() {
        let look_ups = LookUps::default();
        let school = from("192.0.2.7");
        for _ in 0..600 {
            assert_eq!(look_ups.wait(school, NOW), None);
        }
        assert_eq!(look_ups.wait(school, NOW), Some(EACH));
        assert_eq!(look_ups.wait(from("192.0.2.8"), NOW), None, "another one");
        let later = NOW + Millis::from_secs(1);
        let free = (0..100).filter(|_| look_ups.wait(school, later).is_none());
        assert_eq!(free.count(), 20);
        let rested = later + AHEAD_MAX;
        let free = (0..1_000).filter(|_| look_ups.wait(school, rested).is_none());
        assert_eq!(free.count(), 600);
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        assert_eq!(from("2001:db8:1:2::1"), from("2001:db8:1:2:ffff::9"));
        assert_ne!(from("2001:db8:1:2::1"), from("2001:db8:1:3::1"));
    }

    #[test]
    fn what_is_kept_in_mind_is_bounded() {
        let look_ups = LookUps::default();
        let address = |number: usize| {
            let number = u32::try_from(number).unwrap();
            IpAddr::from(number.to_be_bytes())
        };
        for number in 0..2 * ADDRESSES_MAX {
            look_ups.wait(address(number), NOW);
        }
        assert_eq!(look_ups.used.lock().unwrap().len(), ADDRESSES_MAX);
        look_ups.wait(address(3 * ADDRESSES_MAX), NOW + EACH);
        assert_eq!(look_ups.used.lock().unwrap().len(), 1);
    }
}
