//! The live state on a Redis server (7 or later), shared by all nodes.
//!
//! **Telling.** `feed` and `contact` put into a bounded place of waiting ([`pending`]) and return; a task takes batches
//! out and runs one script per batch, which compares revisions where the states are. Absolute states: a batch whose
//! outcome is unknown is sent again. While the server is away the latest state of each attempt waits.
//!
//! **Reading.** A node reads when somebody asks; nothing is kept here, so that all nodes say the same. Event streams
//! look at a sitting's `revision`, a number, twice a second: that is the fan-out. Nobody waits longer than a second, and
//! while there is no connection nobody waits at all ([`link`]).
//!
//! **Losing.** `epoch` names a filling, `filled` the one that is complete; every board is read together with both,
//! *after* its own keys, and is none unless they agree. So a flushed server has no boards until they are filled again,
//! rather than boards with gaps. Another filling also begins when the server has another run id than before (a restart
//! from an old snapshot, a promoted replica) and when a node had to drop a state. What is evicted one by one, the repair
//! brings back.
//!
//! **Failed log-ins** are counted by scripts as well, each counter for as long as it means anything; each node counts for
//! itself beside that, and goes by its own counters while the server is away.
//!
//! **Orders.** A sorted set whose scores are all 0: the place is the bytes of the reversed key, then the application
//! ([`codec`]). A rank is the number of places before the key, plus 1.

mod boards;
mod codec;
mod failures;
mod keys;
mod link;
mod pending;

use core::fmt;
use std::sync::Arc;

use ::redis::{Client, TlsCertificates};
use tokio::task::JoinHandle;

use keys::Keys;
use link::Link;

pub use boards::RedisLive;
pub use failures::RedisFailures;
pub use link::RedisError;

/// How the server is reached.
#[derive(Clone)]
pub struct RedisOptions {
    /// `redis://[user:password@]host[:port][/database]`, `rediss://…` over TLS, or `redis+unix:///socket`.
    pub url: String,
    /// With what every key begins: installations that share a server differ in it.
    pub prefix: String,
    /// The certificate (PEM) of who vouches for the server, where the system does not know it.
    pub authority: Option<Vec<u8>>,
}

impl fmt::Debug for RedisOptions {
    /// Without the URL: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisOptions")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

/// A node's way to the server. It keeps trying to connect until it is dropped.
pub struct Redis {
    link: Arc<Link>,
    keeper: JoinHandle<()>,
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl Redis {
    /// Begins to connect, within a tokio runtime. A server that is away is no error: the exam goes on without it.
    ///
    /// # Errors
    /// [`RedisError::Settings`].
    pub fn open(options: &RedisOptions) -> Result<Arc<Self>, RedisError> {
        let link = Arc::new(Link::new(client(options)?, Keys::new(&options.prefix)));
        let keeper = tokio::spawn({
            let link = Arc::clone(&link);
            async move { link.keep().await }
        });
        Ok(Arc::new(Self { link, keeper }))
    }

    /// Whether a server can be reached with these options, and would do.
    ///
    /// # Errors
    /// [`RedisError`].
    pub async fn check(options: &RedisOptions) -> Result<(), RedisError> {
        let link = Link::new(client(options)?, Keys::new(&options.prefix));
        link.connect().await?;
        Ok(())
    }

    /// Waits until the server is connected.
    pub async fn connected(&self) {
        self.link.open().await;
    }
}

fn client(options: &RedisOptions) -> Result<Client, RedisError> {
    // One provider for all of TLS; that there is one already is no error.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let url = options.url.as_str();
    let client = match &options.authority {
        Some(authority) => Client::build_with_tls(
            url,
            TlsCertificates {
                client_tls: None,
                root_cert: Some(authority.clone()),
            },
        ),
        None => Client::open(url),
    };
    // The error may quote the URL.
    client.map_err(|_| RedisError::Settings)
}
