//! One request, one answer, measured.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, COOKIE, RETRY_AFTER, SET_COOKIE};
use reqwest::{Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::clock::Stopwatch;
use crate::meter::Meter;

/// A page aborts after this long and sends again (design, "The page").
pub(crate) const ABORT: Duration = Duration::from_secs(5);

/// No answer came: refused, broken off, aborted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lost;

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) cookie: Option<String>,
    pub(crate) retry_after_ms: Option<u64>,
}

impl Answer {
    pub(crate) const fn is_ok(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// Whether it is a balancer's word that no server has answered (502, 504): the outcome is as unknown as without it.
    const fn is_of_gateway(&self) -> bool {
        matches!(self.status, 502 | 504)
    }

    /// Whether the same request is to be sent again later: the server is busy (503), or it stood still before it
    /// had read the request (408).
    pub(crate) const fn is_for_later(&self) -> bool {
        matches!(self.status, 408 | 503)
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_slice(&self.body).map_err(|e| format!("{e} in {}", self.excerpt()))
    }

    /// The stable code of a problem; empty where there is none.
    pub(crate) fn code(&self) -> String {
        let problem: Option<Value> = serde_json::from_slice(&self.body).ok();
        let code = problem.as_ref().and_then(|problem| problem.get("code"));
        code.and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// A field of a problem.
    pub(crate) fn field(&self, name: &str) -> Option<Value> {
        let problem: Value = serde_json::from_slice(&self.body).ok()?;
        problem.get(name).cloned()
    }

    /// Status and the beginning of the body, for a report.
    pub(crate) fn excerpt(&self) -> String {
        let text: String = String::from_utf8_lossy(&self.body)
            .chars()
            .take(300)
            .collect();
        format!("{} {text}", self.status)
    }
}

/// A server by its address, and the meter of all requests to it.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    base: Arc<str>,
    meter: Arc<Meter>,
}

impl Http {
    /// A client of the server at `base` (`http://127.0.0.1:1234`, no slash at the end).
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new(base: &str, meter: Arc<Meter>) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .pool_max_idle_per_host(usize::MAX)
            .build()
            .map_err(|e| e.to_string())?;
        Ok(Self {
            client,
            base: base.into(),
            meter,
        })
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Sends `request` and measures it as `route`.
    pub(crate) async fn send(
        &self,
        route: &'static str,
        request: RequestBuilder,
        timeout: Duration,
    ) -> Result<Answer, Lost> {
        let watch = Stopwatch::start();
        match receive(request.timeout(timeout)).await {
            Ok(answer) if !answer.is_of_gateway() => {
                self.meter.answered(route, answer.status, watch.elapsed());
                Ok(answer)
            }
            _ => {
                self.meter.lost(route);
                Err(Lost)
            }
        }
    }
}

async fn receive(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let header = |name| response.headers().get(name)?.to_str().ok();
    let cookie = header(SET_COOKIE)
        .and_then(|cookie| cookie.split(';').next())
        .map(str::to_owned);
    let retry_after_ms = header(RETRY_AFTER)
        .and_then(|seconds| seconds.parse().ok())
        .map(|seconds: u64| seconds * 1_000);
    let status = response.status().as_u16();
    let body = response.bytes().await?.to_vec();
    Ok(Answer {
        status,
        body,
        cookie,
        retry_after_ms,
    })
}

/// Adds a JSON body.
pub(crate) fn with_json(request: RequestBuilder, body: &Value) -> RequestBuilder {
    request
        .header(CONTENT_TYPE, "application/json")
        .body(body.to_string())
}

/// Adds a cookie as `name=value`.
pub(crate) fn with_cookie(request: RequestBuilder, cookie: Option<&str>) -> RequestBuilder {
    match cookie {
        Some(cookie) => request.header(COOKIE, cookie),
        None => request,
    }
}
