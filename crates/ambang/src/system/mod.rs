//! The machine behind the ports: its clock, its generator, the key in a file.

mod clock;
mod rng;
mod signals;
mod signer;

pub(crate) use clock::{Following, SystemClock, read_store_clock};
pub(crate) use rng::SystemRng;
pub(crate) use signals::Signals;
pub(crate) use signer::FileSigner;
