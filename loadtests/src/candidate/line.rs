//! The candidate's line to the server: the routes, and what a bad network does to them.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::clock::wait;
use crate::dice::Dice;
use crate::http::{ABORT, Answer, Http, Lost, with_cookie, with_json};

/// How often a line loses something, of a thousand requests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quality {
    pub(super) request_lost: u64,
    pub(super) reply_lost: u64,
    pub(super) hangs: u64,
}

impl Quality {
    pub(super) const GOOD: Self = Self {
        request_lost: 1,
        reply_lost: 1,
        hangs: 0,
    };
    pub(super) const LOSSY: Self = Self {
        request_lost: 60,
        reply_lost: 60,
        hangs: 4,
    };
}

pub(super) struct Line {
    http: Http,
    cookie: Option<String>,
    quality: Quality,
    dice: Dice,
}

impl Line {
    pub(super) const fn new(http: Http, quality: Quality, dice: Dice) -> Self {
        Self {
            http,
            cookie: None,
            quality,
            dice,
        }
    }

    /// The same line at another PC: without its cookie.
    pub(super) fn elsewhere(&self, dice: Dice) -> Self {
        Self::new(self.http.clone(), self.quality, dice)
    }

    pub(super) async fn login(
        &mut self,
        no: &str,
        pin: &str,
        device: u128,
    ) -> Result<Answer, Lost> {
        let body = json!({
            "participant_no": no,
            "pin": pin,
            "device": format!("{device:032x}"),
        });
        let answer = self
            .post("POST candidate/login", "/api/v1/candidate/login", &body)
            .await?;
        if answer.is_ok() {
            self.cookie.clone_from(&answer.cookie);
        }
        Ok(answer)
    }

    pub(super) async fn state(&mut self, answers: bool) -> Result<Answer, Lost> {
        let query = if answers { "?answers=true" } else { "" };
        let path = format!("/api/v1/candidate/state{query}");
        self.get("GET candidate/state", &path).await
    }

    pub(super) async fn start(&mut self, epoch: u32) -> Result<Answer, Lost> {
        let body = json!({ "epoch": epoch });
        self.post("POST candidate/start", "/api/v1/candidate/start", &body)
            .await
    }

    pub(super) async fn picture(&mut self, digest: &str) -> Result<Answer, Lost> {
        let path = format!("/api/v1/candidate/pictures/{digest}");
        self.get("GET candidate/pictures", &path).await
    }

    pub(super) async fn events(&mut self, epoch: u32, events: &[Value]) -> Result<Answer, Lost> {
        let body = json!({ "epoch": epoch, "events": events });
        self.post("POST candidate/events", "/api/v1/candidate/events", &body)
            .await
    }

    pub(super) async fn end(
        &mut self,
        by_time: bool,
        (epoch, block, last_seq): (u32, u8, u32),
    ) -> Result<Answer, Lost> {
        if by_time {
            let body = json!({ "epoch": epoch, "last_seq": last_seq });
            let path = "/api/v1/candidate/time-up";
            self.post("POST candidate/time-up", path, &body).await
        } else {
            let body = json!({ "epoch": epoch, "block": block, "last_seq": last_seq });
            let path = "/api/v1/candidate/finish";
            self.post("POST candidate/finish", path, &body).await
        }
    }

    pub(super) async fn receipt(&mut self) -> Result<Answer, Lost> {
        self.get("GET candidate/receipt", "/api/v1/candidate/receipt")
            .await
    }

    async fn get(&mut self, route: &'static str, path: &str) -> Result<Answer, Lost> {
        let request = self.http.request(Method::GET, path);
        self.send(route, request).await
    }

    async fn post(
        &mut self,
        route: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Answer, Lost> {
        let request = with_json(self.http.request(Method::POST, path), body);
        self.send(route, request).await
    }

    /// Sends a request over this network: it may never leave, its answer may never come, or it may hang
    /// until the page aborts it.
    async fn send(
        &mut self,
        route: &'static str,
        request: reqwest::RequestBuilder,
    ) -> Result<Answer, Lost> {
        if self.dice.chance(self.quality.request_lost) {
            return Err(Lost);
        }
        let reply_lost = self.dice.chance(self.quality.reply_lost);
        let hangs = self.dice.chance(self.quality.hangs);
        let request = with_cookie(request, self.cookie.as_deref());
        let answer = self.http.send(route, request, ABORT).await;
        if hangs {
            wait(u64::try_from(Duration::as_millis(&ABORT)).unwrap_or(5_000)).await;
        }
        if hangs || reply_lost {
            return Err(Lost);
        }
        answer
    }
}
