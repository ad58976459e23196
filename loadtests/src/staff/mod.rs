//! Virtual staff: the committee that imports and publishes, the desk that checks in, the proctor.

mod desk;
mod prepare;
mod results;

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::sync::RwLock;

use crate::clock::wait;
use crate::http::{Answer, Http, with_cookie, with_json};

pub use desk::{CheckedIn, SeatRow, SetBack, SittingView};
pub use prepare::{CandidateRow, NewSitting, Picture};
pub use results::Published;

/// An officer waits this long for one answer: an import may take its time.
const PATIENCE: Duration = Duration::from_secs(60);
/// And tries so often while the server is away.
const TRIES_MAX: u32 = 400;
const PAUSE_MS: u64 = 250;

/// A member of staff, logged in.
#[derive(Clone)]
pub struct Staff {
    http: Http,
    name: Arc<str>,
    password: Arc<str>,
    cookie: Arc<RwLock<Option<String>>>,
}

/// One request that may be sent again after a lost answer.
struct Ask<'a> {
    route: &'static str,
    build: &'a (dyn Fn(&Http) -> RequestBuilder + Sync),
    /// Refusals that, after a lost answer or one that leaves the outcome open, say that an earlier try was heard.
    done_by: &'a [&'static str],
}

impl Staff {
    /// Logs in.
    ///
    /// # Errors
    /// When the server refuses, or stays away.
    pub async fn log_in(http: &Http, name: &str, password: &str) -> Result<Self, String> {
        let staff = Self {
            http: http.clone(),
            name: name.into(),
            password: password.into(),
            cookie: Arc::default(),
        };
        staff.renew().await?;
        Ok(staff)
    }

    async fn renew(&self) -> Result<(), String> {
        let body = json!({ "name": &*self.name, "password": &*self.password });
        for _ in 0..TRIES_MAX {
            let request = self.http.request(Method::POST, "/api/v1/staff/login");
            let request = with_json(request, &body);
            match self.http.send("POST staff/login", request, PATIENCE).await {
                Ok(answer) if answer.is_ok() => {
                    *self.cookie.write().await = answer.cookie;
                    return Ok(());
                }
                Ok(answer) if !answer.is_for_later() => {
                    return Err(format!("log-in of {}: {}", self.name, answer.excerpt()));
                }
                _ => wait(PAUSE_MS).await,
            }
        }
        Err("the server stays away".into())
    }

    /// Asks until there is an answer; an answer that is not a success is an error.
    async fn ask(&self, ask: Ask<'_>) -> Result<Answer, String> {
        let mut unheard = false;
        for _ in 0..TRIES_MAX {
            let cookie = self.cookie.read().await.clone();
            let request = with_cookie((ask.build)(&self.http), cookie.as_deref());
            match self.http.send(ask.route, request, PATIENCE).await {
                Ok(answer) if answer.is_ok() => return Ok(answer),
                Ok(answer) if answer.is_for_later() => unheard = true,
                Ok(answer) if answer.status == 401 => {
                    self.renew().await?;
                    continue;
                }
                Ok(answer) if unheard && ask.done_by.contains(&answer.code().as_str()) => {
                    return Ok(answer);
                }
                Ok(answer) => return Err(format!("{}: {}", ask.route, answer.excerpt())),
                Err(_) => unheard = true,
            }
            wait(PAUSE_MS).await;
        }
        Err(format!("{}: the server stays away", ask.route))
    }

    async fn post(
        &self,
        route: &'static str,
        path: &str,
        body: &Value,
        done_by: &[&'static str],
    ) -> Result<Answer, String> {
        let build = |http: &Http| with_json(http.request(Method::POST, path), body);
        let ask = Ask {
            route,
            build: &build,
            done_by,
        };
        self.ask(ask).await
    }

    async fn get(&self, route: &'static str, path: &str) -> Result<Answer, String> {
        let build = |http: &Http| http.request(Method::GET, path);
        let ask = Ask {
            route,
            build: &build,
            done_by: &[],
        };
        self.ask(ask).await
    }
}

/// A field of an answer that must be there.
fn field(answer: &Answer, name: &str) -> Result<String, String> {
    let value: Value = answer.json()?;
    let text = value.get(name).and_then(Value::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| format!("no {name} in {}", answer.excerpt()))
}

/// An id of an answer.
fn id<T: core::str::FromStr>(answer: &Answer) -> Result<T, String> {
    let text = field(answer, "id")?;
    text.parse().map_err(|_| format!("{text:?} is no id"))
}
