//! Those who use the server.

use reqwest::header::COOKIE;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::Reply;

/// A member of staff at a browser.
#[derive(Clone, Debug)]
pub(crate) struct Staff {
    client: Client,
    base: String,
}

impl Staff {
    /// Nobody has logged in at this browser.
    pub(crate) fn stranger(base: &str) -> Self {
        let client = Client::builder().cookie_store(true).build();
        Self {
            client: client.unwrap(),
            base: base.to_owned(),
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        Reply::of(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::of(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Reply {
        Reply::of(self.request(Method::PATCH, path).json(body)).await
    }

    pub(crate) async fn send_table(&self, path: &str, csv: impl Into<reqwest::Body>) -> Reply {
        let request = self
            .request(Method::POST, path)
            .header("content-type", "text/csv");
        Reply::of(request.body(csv)).await
    }

    pub(crate) async fn send_form(&self, path: &str, form: reqwest::multipart::Form) -> Reply {
        Reply::of(self.request(Method::POST, path).multipart(form)).await
    }

    pub(crate) async fn log_in(&self, name: &str, password: &str) -> Reply {
        let body = json!({ "name": name, "password": password });
        self.post("/api/v1/staff/login", &body).await
    }

    pub(crate) async fn check_in(&self, sitting: &str, no: &str) -> Reply {
        let path = format!("/api/v1/sittings/{sitting}/check-in");
        self.post(&path, &json!({ "participant_no": no })).await
    }

    /// An act for the room, with a reason where it needs one.
    pub(crate) async fn room(&self, sitting: &str, act: &str) -> Reply {
        let body = match act {
            "pause" | "release" => json!({ "reason": "listrik padam" }),
            _ => json!({}),
        };
        self.post(&format!("/api/v1/sittings/{sitting}/{act}"), &body)
            .await
    }

    pub(crate) async fn seat(&self, (sitting, attempt): (&str, &str), act: &str) -> Reply {
        let path = format!("/api/v1/sittings/{sitting}/seats/{attempt}/{act}");
        let mut order = json!({ "reason": "PC rusak" });
        if act == "warn" {
            order["seen"] = self.revision((sitting, attempt)).await;
        }
        self.post(&path, &order).await
    }

    /// More time for a seat as it is now.
    pub(crate) async fn grant(
        &self,
        (sitting, attempt): (&str, &str),
        (reason, length_ms): (&str, i64),
    ) -> Reply {
        let path = format!("/api/v1/sittings/{sitting}/seats/{attempt}/grant");
        let seen = self.revision((sitting, attempt)).await;
        let order = json!({ "reason": reason, "length_ms": length_ms, "seen": seen });
        self.post(&path, &order).await
    }

    /// The revision of a seat as this officer sees it now.
    pub(crate) async fn revision(&self, (sitting, attempt): (&str, &str)) -> Value {
        let view = self.get(&format!("/api/v1/sittings/{sitting}")).await.ok();
        let mut seats = view["seats"].as_array().unwrap().iter();
        let seat = seats.find(|seat| seat["attempt"] == attempt);
        seat.unwrap()["revision"].clone()
    }
}

/// A candidate at a workstation.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    client: Client,
    base: String,
    pub(crate) no: String,
    pub(crate) device: String,
}

impl Candidate {
    /// Sits down at the workstation with this number.
    pub(crate) fn at(base: &str, no: &str, device: u8) -> Self {
        let client = Client::builder().cookie_store(true).build();
        Self {
            client: client.unwrap(),
            base: base.to_owned(),
            no: no.to_owned(),
            device: format!("{device:032x}"),
        }
    }

    /// Someone who has nothing but a copy of a cookie, as the server has set it.
    pub(crate) fn with_cookie(base: &str, set_cookie: &str) -> Self {
        let pair = set_cookie.split(';').next().unwrap();
        let headers = [(COOKIE, pair.parse().unwrap())].into_iter().collect();
        Self {
            client: Client::builder().default_headers(headers).build().unwrap(),
            base: base.to_owned(),
            no: String::new(),
            device: String::new(),
        }
    }

    pub(crate) fn request(&self, method: Method, route: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v1/candidate/{route}", self.base);
        self.client.request(method, url)
    }

    pub(crate) async fn get(&self, route: &str) -> Reply {
        Reply::of(self.request(Method::GET, route)).await
    }

    pub(crate) async fn post(&self, route: &str, body: &Value) -> Reply {
        Reply::of(self.request(Method::POST, route).json(body)).await
    }

    /// Sends a body as it is.
    pub(crate) async fn post_raw(&self, route: &str, body: impl Into<reqwest::Body>) -> Reply {
        let request = self.request(Method::POST, route);
        let request = request.header("content-type", "application/json");
        Reply::of(request.body(body)).await
    }

    pub(crate) async fn log_in(&self, pin: &str) -> Reply {
        let body = json!({ "participant_no": self.no, "pin": pin, "device": self.device });
        self.post("login", &body).await
    }

    pub(crate) async fn start(&self, epoch: u32) -> Reply {
        self.post("start", &json!({ "epoch": epoch })).await
    }

    /// Answers with the next sequence numbers from `first` on.
    pub(crate) async fn answer(&self, first: u32, choices: &[(String, String)]) -> Reply {
        let events = (first..).zip(choices).map(|(seq, (item, option))| {
            json!({
                "seq": seq, "id": format!("{seq:016x}"), "kind": "answer",
                "item": item, "option": option, "client_ms": seq * 1_000,
            })
        });
        let events: Vec<Value> = events.collect();
        self.post("events", &json!({ "epoch": 1, "events": events }))
            .await
    }

    pub(crate) async fn finish(&self, last_seq: u32) -> Reply {
        self.post("finish", &json!({ "epoch": 1, "last_seq": last_seq }))
            .await
    }
}

/// Items of a served paper, each with its options in order.
pub(crate) fn items_of(paper: &Value) -> Vec<(String, Vec<String>)> {
    let id = |thing: &Value| thing["id"].as_str().unwrap().to_owned();
    let sections = paper["sections"].as_array().unwrap().iter();
    let items = sections.flat_map(|section| section["items"].as_array().unwrap());
    items
        .map(|item| {
            let options = item["options"].as_array().unwrap();
            (id(item), options.iter().map(id).collect())
        })
        .collect()
}
