//! A sitting in the middle: it begins on a file and ends on a database server.

use std::fs;
use std::path::Path;

use reqwest::{Client, Response};
use serde_json::{Value, json};

use crate::office::{Server, command, configure, database, free_address, says};

/// A browser with its cookies.
struct Browser {
    client: Client,
    base: String,
}

impl Browser {
    fn at(address: &str) -> Self {
        Self {
            client: Client::builder().cookie_store(true).build().unwrap(),
            base: format!("http://{address}/api/v1/"),
        }
    }

    /// The same browser, after the server has moved. (Cookies know no ports.)
    fn moved_to(self, address: &str) -> Self {
        Self {
            base: format!("http://{address}/api/v1/"),
            ..self
        }
    }

    async fn answer(&self, path: &str, body: Option<Value>) -> Response {
        let url = format!("{}{path}", self.base);
        let request = match body {
            Some(body) => self.client.post(url).json(&body),
            None => self.client.get(url),
        };
        request.send().await.unwrap()
    }

    async fn ask(&self, path: &str, body: Option<Value>) -> Value {
        let answer = self.answer(path, body).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(path, Some(body)).await
    }

    async fn get(&self, path: &str) -> Value {
        self.ask(path, None).await
    }
}

fn answer_event(seq: u32, item: &Value, option: usize) -> Value {
    json!({
        "seq": seq, "id": format!("{seq:016x}"), "kind": "answer", "client_ms": 1_000 * u64::from(seq),
        "item": item["id"], "option": item["options"][option]["id"],
    })
}

async fn staff(at: &Path, address: &str) -> Browser {
    let log_ins = fs::read_to_string(at.join("demo/log-ins.txt")).unwrap();
    let line = log_ins.lines().find(|line| line.starts_with("pengawas"));
    let password = line.unwrap().split_whitespace().nth(1).unwrap().to_owned();
    let staff = Browser::at(address);
    let body = json!({ "name": "pengawas", "password": password });
    staff.post("staff/login", body).await;
    staff
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sitting_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let address = free_address();
    let server = Server::start(command(
        at,
        &["demo", "--dir", "demo", "--listen", &address],
    ));
    let proctor = staff(at, &address).await;
    let sittings = proctor.get("public/sittings").await;
    let sitting = format!("sittings/{}", sittings[0]["id"].as_str().unwrap());
    let seats = proctor.get(&sitting).await;
    let number = seats["seats"][0]["participant_no"].clone();
    let body = json!({ "participant_no": number });
    let pin = proctor.post(&format!("{sitting}/check-in"), body).await["pin"].clone();
    proctor.post(&format!("{sitting}/open"), json!({})).await;
    let candidate = Browser::at(&address);
    let login = json!({ "participant_no": number, "pin": pin, "device": "00112233445566778899aabbccddeeff" });
    candidate.post("candidate/login", login).await;
    let started = candidate
        .post("candidate/start", json!({ "epoch": 1 }))
        .await;
    let items = &started["paper"]["sections"][0]["items"];
    let events = json!({ "epoch": 1, "events": [answer_event(1, &items[0], 0), answer_event(2, &items[1], 1)] });
    let judged = candidate.post("candidate/events", events).await;
    assert_eq!(judged["state"]["last_seq"], 2);
    server.end();

    let (_postgres, url) = database().await;
    let report = says(
        at,
        &["copy", "--from", "sqlite:demo/ambang.db", "--to", &url],
    );
    assert!(report.contains("the same in both"), "{report}");
    configure(at, "fleet.toml", &url, &at.join("demo/secrets.toml"));
    let address = free_address();
    let mut serve = command(at, &["--config", "fleet.toml", "serve"]);
    serve.env("AMBANG_LISTEN", &address);
    let _server = Server::start(serve);

    // Nobody logs in again: token keys and attempt have moved too. Who was away for longer than a minute waits for the
    // proctor.
    let (candidate, proctor) = (candidate.moved_to(&address), proctor.moved_to(&address));
    let state = candidate.get("candidate/state?answers=true").await;
    assert_eq!(state["state"]["last_seq"], 2);
    assert_eq!(state["answers"].as_array().unwrap().len(), 2, "{state}");
    if state["state"]["phase"] == "paused" {
        proctor.post(&format!("{sitting}/resume"), json!({})).await;
    }
    let events = json!({ "epoch": 1, "events": [answer_event(3, &items[2], 0), answer_event(4, &items[0], 1)] });
    let judged = candidate.post("candidate/events", events).await;
    for verdict in judged["verdicts"].as_array().unwrap() {
        assert_eq!(verdict["verdict"], "accepted", "{judged}");
    }
    let finish = json!({ "epoch": 1, "block": 0, "last_seq": 4 });
    let ended = candidate.post("candidate/finish", finish).await;
    assert_eq!(ended["state"]["phase"], "finished", "{ended}");
    assert!(ended["receipt"]["code"].is_string(), "{ended}");
}
