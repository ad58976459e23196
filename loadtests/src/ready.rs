//! Waiting for a server to come up.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;

use crate::clock::{Stopwatch, wait};
use crate::http::Http;
use crate::meter::Meter;

const LOOK_MS: u64 = 25;

/// Waits until the server at `base` says that it is ready.
///
/// # Errors
/// When it has not after `limit`.
pub async fn until_ready(base: &str, limit: Duration) -> Result<(), String> {
    let http = Http::new(base, Arc::new(Meter::default()))?;
    let watch = Stopwatch::start();
    while watch.elapsed() < limit {
        let request = http.request(Method::GET, "/readyz");
        let answer = http
            .send("GET readyz", request, Duration::from_secs(2))
            .await;
        if answer.is_ok_and(|answer| answer.is_ok()) {
            return Ok(());
        }
        wait(LOOK_MS).await;
    }
    Err(format!("{base} is not ready after {} s", limit.as_secs()))
}
