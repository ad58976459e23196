//! Everything a use case works with.

use std::sync::Arc;

use session::PinKey;

use crate::forms::FormCache;
use crate::ports::{Clock, Failures, Live, Rng, Signer, Store};
use crate::readings::Readings;
use crate::recorder::Recorder;
use crate::seen::Seen;

/// The assembled server, without HTTP.
pub struct App {
    /// What is true.
    pub store: Arc<dyn Store>,
    /// The boards.
    pub live: Arc<dyn Live>,
    /// Failed log-ins.
    pub failures: Arc<dyn Failures>,
    /// The server's clock.
    pub clock: Arc<dyn Clock>,
    /// The system's generator.
    pub rng: Arc<dyn Rng>,
    /// The key that signs publications.
    pub signer: Arc<dyn Signer>,
    /// The secret behind PINs.
    pub pin_key: PinKey,
    /// The way to attempts and rooms.
    pub recorder: Recorder,
    /// The way to what pages ask for.
    pub readings: Readings,
    /// Locked forms.
    pub forms: Arc<FormCache>,
    /// What the boards said last.
    pub seen: Seen,
}
