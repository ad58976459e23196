//! Ports that stay free while the server on them is down.

use std::net::{Ipv4Addr, TcpListener};

/// Below the range from which systems give ports to whoever connects: a server that is killed finds its own again.
const FROM: u16 = 20_000;
const TO: u16 = 32_000;
/// Ports of one holder, the first of which is held for as long as it lives.
const EACH: u16 = 40;

/// Ports that no other holder of this kind is given.
#[derive(Debug)]
pub struct Ports {
    _guard: TcpListener,
    next: u16,
    end: u16,
}

impl Ports {
    /// Claims some ports.
    ///
    /// # Errors
    /// When there are none.
    pub fn claim() -> Result<Self, String> {
        let firsts = (FROM..TO).step_by(EACH.into());
        let mut guards = firsts.filter_map(|first| Some((first, bind(first)?)));
        let (first, guard) = guards.next().ok_or("every port is claimed")?;
        Ok(Self {
            _guard: guard,
            next: first,
            end: first + EACH,
        })
    }

    /// One that nobody listens on.
    ///
    /// # Errors
    /// When all are given away.
    pub fn take(&mut self) -> Result<u16, String> {
        loop {
            self.next += 1;
            if self.next >= self.end {
                return Err("no port is left".into());
            }
            if bind(self.next).is_some() {
                return Ok(self.next);
            }
        }
    }
}

fn bind(port: u16) -> Option<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_given_another_s_ports() {
        let mut holders = [Ports::claim().unwrap(), Ports::claim().unwrap()];
        let mut ports: Vec<u16> = holders
            .iter_mut()
            .flat_map(|holder| [holder.take().unwrap(), holder.take().unwrap()])
            .collect();
        ports.sort_unstable();
        ports.dedup();
        assert_eq!(ports.len(), 4, "{ports:?}");
    }
}
